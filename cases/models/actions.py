"""What was done to find a person: whom we asked, what for, and what came of it.

A row says what was asked and, later, what was answered; what of the person went along is in the ledger of shares.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Organisation, RingRow, ShareEvent
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.codes import ActionResult, SearchStep
from cases.models.case import Case
from cases.vocabulary.coded import CodeField, one_of
from registry.lib.ids import new_ref


def action_ref() -> str:
    return new_ref("MSA")


class CaseSearchAction(RingRow):
    """One step of the search.  `ref`: all that whoever is asked learns of the case, and answers with."""

    RING = Ring.SEARCH
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=action_ref, editable=False)
    action = asked(
        CodeField(_("What was done"), codes=SearchStep),
        why=_("So that nothing is tried twice and nothing forgotten"), sets="S", std="Prim MX UBPD*",
        code_list="CL-ACTION",
    )  # fmt: skip
    organisation = asked(
        models.ForeignKey(
            Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who was asked")
        ),
        why=_("You may know whom we asked"), sets="S", std="Prim",
    )  # fmt: skip
    asked_of = asked(
        SealedText(_("Who else was asked"), max_length=200, null=True, blank=True),
        why=_("You may know whom we asked"), sets="S", std="Prim",
    )  # fmt: skip
    asked_on = models.DateField(_("Day"))
    note = asked(
        SealedText(_("What was asked"), max_length=1000, null=True, blank=True),
        why=_("So that whoever goes on knows what was tried"), sets="S", std="Prim",
    )  # fmt: skip
    family_reads = models.BooleanField(_("The family reads on its page that it was done"), default=False)
    follow_up_on = models.DateField(_("Ask again on"), null=True, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    result = asked(
        CodeField(_("What came of it"), codes=ActionResult, null=True, blank=True),
        why=_("So that a lead is followed"), sets="S", std="Prim",
    )  # fmt: skip
    said = asked(
        SealedText(_("What they said"), max_length=1000, null=True, blank=True),
        why=_("So that a lead is followed"), sets="S", std="Prim",
    )  # fmt: skip
    # What of the person went along; None: nothing.
    share = models.ForeignKey(ShareEvent, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta(RingRow.Meta):
        indexes = [
            models.Index(fields=["case", "asked_on"], name="searchaction_of_case"),
            models.Index(
                fields=["follow_up_on"], name="searchaction_due", condition=Q(follow_up_on__isnull=False)
            ),
        ]  # fmt: skip
        constraints = [
            *one_of("casesearchaction", action=SearchStep, result=ActionResult),
            models.CheckConstraint(
                condition=Q(result=None, answered_on=None)
                | Q(result=ActionResult.NO_ANSWER, answered_on=None)
                | Q(result__isnull=False, answered_on__isnull=False),
                name="casesearchaction_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")), name="casesearchaction_asked_first"
            ),
            # SECURITY: a family learns of remains and comparisons from people, never from its page.
            models.CheckConstraint(
                condition=Q(family_reads=False) | Q(action__in=[one.value for one in SearchStep if one.told]),
                name="casesearchaction_family_reads",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.result is None
