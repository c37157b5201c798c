"""The family's own page: the codes that open it, and what relatives ask there or in person.

A code belongs to one relative of one case and opens what that relative gave.  It is kept as a keyed digest, its PIN as
an Argon2id hash made together with the code: whoever copies the table can try PINs on nothing.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.declare import asked
from accessctl.models import Account, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.models import Case
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of
from families.codes import Amendable, IdentityCheck, RequestDecision, RequestKind, RequestRefusal
from families.models.relatives import Relative

DIGEST = "^[0-9a-f]{64}$"
TEXT_LENGTH = 2000


class PageCode(RingRow):
    """A code on paper and its PIN; at most one browser is let in by it at a time."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Relative, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=200)
    expires_at = models.DateTimeField(_("Valid until"))
    revoked_at = models.DateTimeField(_("Ended at"), null=True)
    wrong = models.PositiveSmallIntegerField(_("Wrong PINs since the last right one"), default=0)
    used_at = models.DateTimeField(_("Last used"), null=True)
    visit_digest = models.CharField(max_length=64, null=True)
    visit_until = models.DateTimeField(null=True)

    class Meta(RingRow.Meta):
        indexes = [models.Index(fields=["visit_digest"], name="pagecode_visit")]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="pagecode_digest_hmac"),
            models.CheckConstraint(condition=Q(pin_hash__startswith="argon2$argon2id$"), name="pagecode_pin_argon2"),
            models.CheckConstraint(
                condition=Q(visit_digest=None, visit_until=None)
                | Q(visit_digest__regex=DIGEST, visit_until__isnull=False),
                name="pagecode_visit_whole",
            ),
        ]


class RightsRequest(RingRow):
    """What a relative asked, said or wants changed, when an answer is due, and the answer (D2.30)."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    relative = models.ForeignKey(Relative, models.CASCADE, related_name="+")
    kind = asked(
        CodeField(_("What is asked"), codes=RequestKind),
        why=_("Your rights over what you gave us"), sets="S", std="Ant", code_list="CL-DSR",
    )  # fmt: skip
    about = CodeField(_("What it is about"), codes=Amendable, null=True, blank=True)
    text = asked(
        SealedText(_("In their words"), max_length=TEXT_LENGTH, null=True, blank=True),
        why=_("So that a person can answer you"), sets="S", std="Ant",
    )  # fmt: skip
    # How it is known that the relative themself asked; None: they showed their code and PIN.
    identity_check = CodeField(_("Identity"), codes=IdentityCheck, null=True, blank=True)
    due_on = models.DateField(_("Answer by"))
    taken_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+", editable=False)
    decision = CodeField(_("Decision"), codes=RequestDecision, null=True, blank=True)
    reason = CodeField(_("Reason"), codes=RequestRefusal, null=True, blank=True)
    answer = SealedText(_("Answer"), max_length=TEXT_LENGTH, null=True, blank=True)
    # Of a correction that was confirmed: what stood there before, kept as superseded.
    replaced = SealedText(_("Replaced"), max_length=TEXT_LENGTH, null=True, blank=True)
    decided_at = models.DateTimeField(_("Answered at"), null=True)
    # Of a wish not to use what they gave, or an objection: the uses it was granted for, and when they took it back.
    uses = CodesField(_("Uses that were stopped"), codes=Purpose)
    lifted_at = models.DateTimeField(_("Taken back at"), null=True)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta(RingRow.Meta):
        indexes = [models.Index(fields=["due_on"], name="rightsrequest_open", condition=Q(decision=None))]
        constraints = [
            *one_of(
                "rightsrequest", kind=RequestKind, about=Amendable, identity_check=IdentityCheck,
                decision=RequestDecision, reason=RequestRefusal,
            ),
            *all_of("rightsrequest", uses=Purpose),
            models.CheckConstraint(
                condition=Q(decision=None, decided_at=None)
                | Q(decision__isnull=False, decided_at__isnull=False),
                name="rightsrequest_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(reason=None) | ~Q(decision=RequestDecision.DONE), name="rightsrequest_reason_of_refusal"
            ),
            models.CheckConstraint(
                condition=~Q(decision=RequestDecision.REFUSED) | Q(reason__isnull=False),
                name="rightsrequest_refusal_has_reason",
            ),
            models.CheckConstraint(condition=~Q(follows=F("pk")), name="rightsrequest_follows_another"),
        ]  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.decision is None

    @property
    def keeps_back(self) -> bool:
        """Whether what the relative gave is not used, as they wished, until they say otherwise."""
        stops = self.kind in (RequestKind.RESTRICT, RequestKind.OBJECT)
        granted = self.decision in (RequestDecision.DONE, RequestDecision.PARTLY)
        return stops and granted and self.lifted_at is None
