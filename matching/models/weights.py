"""Versions of the weights: what each changes in the released table, what it rests on, which one scores now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models import Account
from accessctl.rings import Ring
from registry.lib.ids import new_ref, uuid7


def weights_ref() -> str:
    return new_ref("MWV")


class WeightsVersion(models.Model):
    """Changes of the table of rates that were proposed, and the report they were proposed with.  Nothing of a record.

    None active: the released table scores.  `follows` is the version that was active before this one, none the
    released table; what was active once stays, so that old scores can be read.
    """

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=weights_ref, editable=False)
    changes: Any = models.JSONField()  # as `engine.changes` reads it
    version = models.CharField(max_length=40, unique=True)  # of the table with the changes, as scores name it
    digest = models.CharField(max_length=64)
    release = models.CharField(max_length=40)  # version of the released table it was made for
    judged = models.PositiveIntegerField(default=0)  # pairs it rests on
    # Whether it may be activated: null where too few pairs were judged to say so.
    passed = models.BooleanField(null=True)
    parameters: Any = models.JSONField(default=dict)  # of the calibration
    report: Any = models.JSONField(default=dict)
    proposed_at = models.DateTimeField(_("Proposed"), default=timezone.now)
    is_active = models.BooleanField(default=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(_("Activated"), null=True)  # the last time
    activated_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-proposed_at"], name="weights_list")]
        constraints = [
            models.UniqueConstraint(fields=["is_active"], condition=Q(is_active=True), name="weights_one_active"),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(activated_at__isnull=False), name="weights_active_since"
            ),
        ]

    def __str__(self) -> str:
        return self.ref
