"""The journal: one append-only table that is the audit and the feed of events."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now

from accessctl.rings import Ring


class XidField(models.Field[int, int]):
    """PostgreSQL's 64-bit transaction id.  psycopg gives text; an integer cannot be cast to xid8."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return value if value is None else int(value)

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None else str(value)


class CurrentXid(Func):
    function = "pg_current_xact_id"
    arity = 0
    output_field = XidField()


class JournalEntry(models.Model):
    """Who did or read what, when, for which purpose, under which rule.  Codes and references only, never values.

    `owners` are the organisations whose records it is about, so that they see who of elsewhere read them.
    """

    RING: ClassVar[Ring] = Ring.RESERVED

    id = models.BigAutoField(primary_key=True)
    xid = XidField(db_default=CurrentXid(), editable=False)
    at = models.DateTimeField(db_default=Now())
    actor = models.CharField(max_length=80)
    organisation = models.UUIDField(null=True)
    owners = ArrayField(models.UUIDField(), default=list)
    action = models.CharField(max_length=60)
    purpose = models.CharField(max_length=32, blank=True)
    refs = ArrayField(models.CharField(max_length=24), default=list)
    ring = models.CharField(max_length=2, blank=True)
    decision = models.CharField(max_length=8, default="allowed")
    rule = models.CharField(max_length=40, blank=True)
    request = models.CharField(max_length=36, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["xid", "id"], name="journal_horizon"),
            models.Index(fields=["action", "-id"], name="journal_action"),
            models.Index(fields=["organisation", "-id"], name="journal_organisation"),
            GinIndex(fields=["owners"], name="journal_owners"),
            GinIndex(fields=["refs"], name="journal_refs"),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"


class JournalNode(models.Model):
    """A node of the Merkle tree over the journal; level 0 holds the leaves, each naming its entry."""

    RING: ClassVar[Ring] = Ring.COMMON

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    entry = models.BigIntegerField(null=True, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class JournalHead(models.Model):
    """The root over the first `size` entries in horizon order; `note` is the signed text that leaves the database."""

    RING: ClassVar[Ring] = Ring.COMMON

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"head {self.size}"


class JournalCursor(models.Model):
    """How far one consumer has read, in horizon order."""

    RING: ClassVar[Ring] = Ring.COMMON

    consumer = models.CharField(max_length=60, primary_key=True)
    xid = XidField(default=0)
    entry = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.consumer
