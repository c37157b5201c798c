"""What a partner system was told of records: which it knows of, and in which order that changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accessctl.codes import Purpose
from accessctl.models.journal import XidField
from accessctl.models.systems import ApiClient
from accessctl.rings import Ring


class ChangeFeed(models.Model):
    """The changes that one client may know of for one purpose; how far they follow the journal, in horizon order.

    newest: the number given last.  swept_at: when all that is within reach was last compared with what is known.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=32, choices=Purpose)
    xid = XidField(default=0)
    entry = models.BigIntegerField(default=0)
    newest = models.BigIntegerField(default=0)
    swept_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["client", "purpose"], name="feed_once")]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.client_id}"


class FeedItem(models.Model):
    """A record that a feed's client may have been told of, once, with the number of its last change.

    first: when it came within reach for the first time; since: when it last came.  gone: it left; why is not kept.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.BigAutoField(primary_key=True)
    feed = models.ForeignKey(ChangeFeed, models.CASCADE, related_name="+")
    ref = models.CharField(max_length=24)
    kind = models.CharField(max_length=16)
    number = models.BigIntegerField()
    first = models.BigIntegerField()
    since = models.BigIntegerField()
    gone = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["feed", "ref"], name="feed_item_once")]
        indexes = [models.Index(fields=["feed", "number"], name="feed_order")]

    def __str__(self) -> str:
        return self.ref
