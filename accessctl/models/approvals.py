"""What one person asked for and another person has to approve."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.models.people import Account, Organisation
from accessctl.models.records import Staged
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


class RefusalReason(models.TextChoices):
    """Why a second person said no: a code, because a sentence would be data of somebody."""

    NOT_NEEDED = "not_needed", _("it is not needed")
    NOT_RIGHT = "not_right", _("something in it is not right")
    NOT_AGREED = "not_agreed", _("those concerned did not agree")
    TALK_FIRST = "talk_first", _("we should speak about it first")


class Approval(models.Model):
    """An act that needs two persons: who asked, for what, and who approved it.  References and codes only.

    digest: of all that was asked, the sealed file included, so that what is approved is what was asked.
    """

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
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("State"), max_length=12, choices=ApprovalState, default=ApprovalState.WAITING)
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("Second person")
    )
    decided_at = models.DateTimeField(_("Decided"), null=True)
    refused_for = models.CharField(_("Why not"), max_length=12, choices=RefusalReason, blank=True)

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


class ApprovalFile(Staged):
    """What exactly was asked, where references and codes would tell too much: sealed, gone soon after the answer."""

    RING = Ring.PROTECTION
    REF_PREFIX = "MAF"

    approval = models.OneToOneField(Approval, models.CASCADE, related_name="+")

    class Meta(Staged.Meta):
        pass
