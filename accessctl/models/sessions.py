"""Where people are signed in, and what attempts at signing in leave behind for a while."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accessctl.models.people import Account
from accessctl.rings import Ring


class Session(models.Model):
    """A browser that is, or may come to be, somebody's.

    SECURITY: found by the digest of its cookie and sealed by a key made of it, so that a copied table signs nobody in
    and tells nothing of what a session holds.  `accessctl.signin.store` writes it.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    device = models.CharField(max_length=40, blank=True)  # family of browser and of system, never the whole header
    begun_at = models.DateTimeField()
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.device or "session"


class CacheEntry(models.Model):
    """What limits at sign-in count, and codes that were used: told to every process, and not lost with the broker.

    Read and written by Django's cache of database tables alone, which dictates the columns.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        db_table = "accessctl_cache"

    def __str__(self) -> str:
        return "cache"
