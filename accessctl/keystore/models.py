"""Wrapped keys: one per organisation, and one per record and ring.  Destroying a row erases what it opened."""

from __future__ import annotations

import hashlib
from typing import ClassVar
from uuid import UUID

from django.db import models

from accessctl.rings import Ring


class OrganisationKey(models.Model):
    """An organisation's key, wrapped by the deployment's root key."""

    RING: ClassVar[Ring] = Ring.PROTECTION

    organisation = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="organisation_key_once")]

    def __str__(self) -> str:
        return f"organisation key v{self.version}"


class RecordKey(models.Model):
    """The data key of one ring of one record, wrapped by its organisation's key."""

    RING: ClassVar[Ring] = Ring.PROTECTION

    record = models.UUIDField()
    ring = models.CharField(max_length=2)
    version = models.PositiveSmallIntegerField(default=1)
    organisation = models.UUIDField()
    organisation_version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["record", "ring", "version"], name="record_key_once")]

    def __str__(self) -> str:
        return f"record key {self.ring} v{self.version}"


class DestroyedKey(models.Model):
    """That the keys of a record were destroyed: known here even where the other database was restored to before it."""

    RING: ClassVar[Ring] = Ring.PROTECTION

    digest = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"destroyed {self.at:%Y-%m-%d}"


def digest_of(key: UUID) -> str:
    """What stays of the id of something erased.  74 of its bits are random, so nobody guesses it from the digest."""
    return hashlib.sha256(b"tombstone" + key.bytes).hexdigest()


class SigningKey(models.Model):
    """A key that signs the journal's heads; its private half sealed by the vault."""

    RING: ClassVar[Ring] = Ring.PROTECTION

    version = models.PositiveSmallIntegerField(primary_key=True)
    sealed = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"signing key v{self.version}"


class KeyRotation(models.Model):
    """A rotation of an organisation's record keys under way: keys up to number `upto` are to be replaced."""

    RING: ClassVar[Ring] = Ring.PROTECTION

    organisation = models.UUIDField()
    upto = models.BigIntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(finished_at=None), name="key_rotation_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"rotation up to {self.upto}"
