"""What an authority established of who somebody was, as it lies in their family's file.

It is written down by the app that knows of the remains, without a way back to them; what the family says to it is
written here.  Nobody outside the family file reads it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedJSON, SealedText
from cases.models import Case
from cases.vocabulary.coded import CodeField, CodesField, CountryField, LanguageField, all_of, countries, one_of
from families.codes import FamilyAnswer, IdMethod, OpinionResult

WHO_DECIDED = _("You have the right to know who decided, and on what")
YOUR_DOUBT = _("Your doubt is recorded and followed")
SUMMARY_MAX, WORDS_MAX = 2000, 1000


class Finding(RingRow):
    """An identification that was issued for the person of a case.  `basis`: the key of the identification."""

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    basis = models.UUIDField(unique=True, editable=False)
    methods = asked(
        CodesField(_("Methods"), codes=IdMethod), why=WHO_DECIDED, sets="F", std="DVI*", code_list="CL-IDMETHOD"
    )
    authority = asked(SealedText(_("Authority"), max_length=200), why=WHO_DECIDED, sets="F", std="DVI*")
    country = asked(CountryField(_("Country of the authority")), why=WHO_DECIDED, sets="F", std="DVI*")
    legal_act = asked(SealedText(_("Legal act"), max_length=200), why=WHO_DECIDED, sets="F", std="DVI*")
    established_on = asked(models.DateField(_("Established on")), why=WHO_DECIDED, sets="F", std="DVI*")
    summary = asked(
        SealedText(_("In plain words, for the family"), max_length=SUMMARY_MAX),
        why=_("You have the right to a copy in your language"), sets="F", std="Ant",
    )  # fmt: skip
    summary_lang = asked(
        LanguageField(_("Language of these words")),
        why=_("You have the right to a copy in your language"), sets="F", std="Ant",
    )  # fmt: skip
    # --- what the family says ---
    family_accepts = asked(
        CodeField(_("What the family says to it"), codes=FamilyAnswer, default=FamilyAnswer.NOT_TOLD),
        why=YOUR_DOUBT, sets="U", std="Ant",
    )  # fmt: skip
    answered_on = models.DateField(_("They said so on"), null=True)
    answer_words = asked(
        SealedText(_("In their words"), max_length=WORDS_MAX, null=True, blank=True),
        why=YOUR_DOUBT, sets="U", std="Ant",
    )  # fmt: skip
    # --- a second opinion ---
    opinion_asked_on = models.DateField(_("Second opinion asked for on"), null=True)
    opinion_by = asked(
        SealedText(_("Who gave the second opinion"), max_length=200, null=True, blank=True),
        why=YOUR_DOUBT, sets="U", std="Ant",
    )  # fmt: skip
    opinion_result = asked(
        CodeField(_("What it came to"), codes=OpinionResult, null=True, blank=True),
        why=YOUR_DOUBT, sets="U", std="Ant",
    )  # fmt: skip
    opinion_on = models.DateField(_("Answered on"), null=True)
    # --- as it stands ---
    more_found_at = models.DateTimeField(_("A further part was found on"), null=True)
    revoked_on = models.DateField(_("Taken back on"), null=True)
    # The case before it was answered by this, and when that was: taken back, it is the same again.
    before = SealedJSON(null=True)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("finding", family_accepts=FamilyAnswer, opinion_result=OpinionResult),
            *all_of("finding", methods=IdMethod),
            *countries("finding", "country"),
            models.CheckConstraint(
                condition=Q(opinion_result=None, opinion_on=None)
                | Q(opinion_result__isnull=False, opinion_on__isnull=False, opinion_asked_on__isnull=False),
                name="finding_opinion_asked_for",
            ),
        ]
