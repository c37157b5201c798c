"""Requests of partner systems that were done, so that a replay does nothing more."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accessctl.models.systems import ApiClient
from accessctl.rings import Ring


class Replay(models.Model):
    """One key of one client: digests of the key and of the request, and the reference of what it made."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    ref = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="replay_once")]

    def __str__(self) -> str:
        return self.ref
