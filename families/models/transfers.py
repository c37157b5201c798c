"""A case that another organisation is to take over: what the family agreed to, and the offer between the two.

The offer holds references and codes only: both sides read it, the other one before it may read anything of the case.
It stays as the former owner's ledger of what it no longer holds.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Account, Organisation, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.models import Case
from cases.vocabulary.coded import CodeField, one_of
from families.codes import ConsentForm, TransferReason, TransferRefusal, TransferState
from families.models.relatives import Relative
from registry.lib.ids import new_ref, uuid7

OFFER_LASTS = timedelta(days=30)


def transfer_ref() -> str:
    return new_ref("MTF")


class TransferAgreement(RingRow):
    """That a relative agreed that one other organisation takes the case over, whole.  What was said is never changed.

    receiver: an organisation of this registry; else the three answers about one that is not, which said yes itself.
    carried_out_at: when the work ended here for one outside; None where nobody approved it.
    """

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Relative, models.CASCADE, related_name="+")
    receiver = asked(
        models.ForeignKey(
            Organisation, models.PROTECT, null=True, blank=True, related_name="+",
            verbose_name=_("Who goes on searching"),
        ),
        why=_("You decide who searches"), sets="S", std="Rec",
    )  # fmt: skip
    outside_name = asked(
        SealedText(_("Organisation outside this registry"), max_length=200, null=True, blank=True),
        why=_("You decide who searches"), sets="S", std="Rec",
    )  # fmt: skip
    outside_reached = asked(
        SealedText(_("How the family reaches it"), max_length=300, null=True, blank=True),
        why=_("So that you know whom to ask from then on"), sets="S",
    )  # fmt: skip
    outside_yes_on = asked(
        models.DateField(_("When it said that it goes on with the search"), null=True, blank=True),
        why=_("So that nobody stops before somebody else goes on"), sets="S",
    )  # fmt: skip
    agreed_on = asked(
        models.DateField(_("Agreed on")),
        why=_("Proof that you were asked"), sets="S", std="Rec",
    )  # fmt: skip
    how = asked(
        CodeField(_("How they agreed"), codes=ConsentForm),
        why=_("Proof that you were asked"), sets="S", std="Rec",
    )  # fmt: skip
    interpreter = asked(
        SealedText(_("Interpreter"), max_length=120, null=True, blank=True),
        why=_("Proof that you were asked in your language"), sets="S", std="Ant",
    )  # fmt: skip
    carried_out_at = models.DateTimeField(null=True, editable=False)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("transferagreement", how=ConsentForm),
            models.CheckConstraint(
                condition=Q(
                    receiver__isnull=False, outside_name__isnull=True, outside_reached__isnull=True,
                    outside_yes_on=None,
                )
                | Q(
                    receiver=None, outside_name__isnull=False, outside_reached__isnull=False,
                    outside_yes_on__isnull=False,
                ),
                name="transferagreement_one_receiver",
            ),
        ]  # fmt: skip


class CaseTransfer(models.Model):
    """A case offered whole to another organisation, by two people of its owner; and what became of the offer."""

    RING: ClassVar[Ring] = Ring.COMMON
    REF_PREFIX: ClassVar[str] = "MTF"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=transfer_ref, editable=False)
    case_ref = models.CharField(_("Case"), max_length=20)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("From"))
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("To"))
    reason = CodeField(_("Reason"), codes=TransferReason)
    state = CodeField(_("State"), codes=TransferState, default=TransferState.OFFERED)
    refusal = CodeField(_("Why not"), codes=TransferRefusal, null=True, blank=True)
    offered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(_("Offered"), default=timezone.now)
    expires_at = models.DateTimeField(_("Open until"))
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("Answered"), null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["sender", "-offered_at"], name="casetransfer_sent"),
            models.Index(fields=["receiver", "state", "-offered_at"], name="casetransfer_received"),
            models.Index(fields=["case_ref", "offered_at"], name="casetransfer_of_case"),
        ]
        constraints: ClassVar = [
            *one_of("casetransfer", reason=TransferReason, state=TransferState, refusal=TransferRefusal),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="casetransfer_two_sides"),
            models.CheckConstraint(condition=~Q(offered_by=F("approved_by")), name="casetransfer_two_persons"),
            models.CheckConstraint(
                condition=Q(state=TransferState.OFFERED, decided_at=None)
                | ~Q(state=TransferState.OFFERED) & Q(decided_at__isnull=False),
                name="casetransfer_decided",
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.DECLINED, refusal__isnull=False)
                | ~Q(state=TransferState.DECLINED) & Q(refusal=None),
                name="casetransfer_refusal_has_reason",
            ),
            models.UniqueConstraint(
                fields=["case_ref"], condition=Q(state=TransferState.OFFERED), name="casetransfer_offered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        """Whether the other side may still answer."""
        return bool(self.state == TransferState.OFFERED and self.expires_at > timezone.now())
