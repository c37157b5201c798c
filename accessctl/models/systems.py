"""The clients of partner systems and the short tokens that they act with."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models.people import Account, Organisation
from accessctl.rings import Ring
from registry.lib.ids import new_ref, uuid7


def client_ref() -> str:
    return new_ref("MCL")


class ApiClient(models.Model):
    """A partner system of an organisation.  Its secret is stored as a SHA-256 digest and shown once.

    scopes: all that its tokens can be for (`accessctl.permits`).  certificate: the SHA-256 thumbprint, base64url, of
    the certificate that it must come with, "" where none is asked.  closed: rings that it never opens, because the role
    of who entered it does not.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Client"), max_length=20, unique=True, default=client_ref, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    secret_digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    closed = ArrayField(models.CharField(max_length=2), default=list)
    certificate = models.CharField(_("Certificate"), max_length=43, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether it may be used now: neither shut out nor with a secret that ran out."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class AccessToken(models.Model):
    """A token of some minutes.  Stored as a digest; deleted when it is revoked, and some time after it ran out."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    certificate = models.CharField(max_length=43, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["client", "created_at"], name="token_by_client")]

    def __str__(self) -> str:
        return f"token of {self.client_id}"
