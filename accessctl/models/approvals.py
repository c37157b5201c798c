"""What one person asked for and another person has to approve."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models.people import Account, Organisation
from accessctl.rings import Ring
from registry.lib.ids import new_ref, uuid7


def approval_ref() -> str:
    return new_ref("MAP")


class ApprovalState(models.TextChoices):
    WAITING = "waiting", _("waits for a second person")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")
    USED = "used", _("carried out")


class Approval(models.Model):
    """An act that needs two persons: who asked, for what, and who approved it.  References and codes only."""

    RING: ClassVar[Ring] = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=approval_ref, editable=False)
    kind = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("Asked by"))
    asked_at = models.DateTimeField(_("Asked"), default=timezone.now)
    expires_at = models.DateTimeField(_("Open until"))
    refs = ArrayField(models.CharField(max_length=24), default=list, verbose_name=_("Records"))
    detail = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=12, choices=ApprovalState, default=ApprovalState.WAITING)
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("Second person")
    )
    decided_at = models.DateTimeField(_("Decided"), null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "state", "-asked_at"], name="approval_list")]
        constraints = [
            # Two persons, whatever a service forgets.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")) | Q(state=ApprovalState.TAKEN_BACK),
                name="approval_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ApprovalState.APPROVED, ApprovalState.USED]) | Q(decided_by__isnull=False),
                name="approval_has_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_waiting(self) -> bool:
        return self.state == ApprovalState.WAITING and self.expires_at > timezone.now()

    @property
    def is_expired(self) -> bool:
        return self.state in (ApprovalState.WAITING, ApprovalState.APPROVED) and self.expires_at <= timezone.now()
