"""Who holds what could be compared with remains: a dentist, a hospital, an authority with prints; samples at home."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.codes import CodeList
from cases.models.case import Case
from cases.models.sources import CaseSource
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of


class Held(CodeList):
    """Whether something is held somewhere."""

    YES = "yes", pgettext_lazy("held somewhere", "Yes")
    NO = "no", pgettext_lazy("held somewhere", "No")
    UNKNOWN = "unknown", pgettext_lazy("held somewhere", "We do not know")


class SampleOffered(CodeList):
    """What could be tested, and a family is willing to give."""

    SALIVA = "buccal", pgettext_lazy("sample", "Saliva of a relative")
    BLOOD = "blood", pgettext_lazy("sample", "Blood of a relative")
    TOOTHBRUSH = "toothbrush", pgettext_lazy("sample", "Their toothbrush")
    RAZOR = "razor", pgettext_lazy("sample", "Their razor")
    CLOTHING = "clothing", pgettext_lazy("sample", "Clothes not washed since they wore them")
    HAIR = "hair_root", pgettext_lazy("sample", "Their hair with roots")
    MILK_TOOTH = "tooth_other", pgettext_lazy("sample", "A milk tooth that was kept")
    BIOBANK = "biobank", pgettext_lazy("sample", "A sample a hospital or biobank keeps")
    NEONATAL = "neonatal_card", pgettext_lazy("sample", "The blood card of a newborn")


class CaseHolders(RingRow):
    """Where a chart, a file or prints can be asked for, and what the family would give.  Nothing is taken by it.

    One row for each source that told any of it; a column is filled in the row of who said it last.
    """

    RING = Ring.KIN
    RECORD = "case"

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    # None: nobody wrote down who said it.
    source = models.ForeignKey(CaseSource, models.RESTRICT, null=True, related_name="+")
    dentist = asked(
        SealedText(_("Dentist or clinic"), max_length=300, null=True, blank=True),
        why=_("They may still have the chart or radiographs"), sets="F", std="DVI*",
    )  # fmt: skip
    record_holder = asked(
        SealedText(_("Doctor or hospital"), max_length=300, null=True, blank=True),
        why=_("Where the files are"), sets="F", std="DVI*",
    )  # fmt: skip
    prints_held = asked(
        CodeField(_("Fingerprints on file somewhere"), codes=Held, null=True, blank=True),
        why=_("Fingerprints can settle who somebody is within a day"), sets="F", std="DVI*",
    )  # fmt: skip
    prints_held_by = asked(
        SealedText(_("Who holds the fingerprints"), max_length=300, null=True, blank=True),
        why=_("They are asked only with your yes, and never where that could put anybody in danger"), sets="F",
        std="DVI*",
    )  # fmt: skip
    samples_offered = asked(
        CodesField(_("What could be tested"), codes=SampleOffered),
        why=_("Close relatives help most; nothing is taken now"), sets="F", std="DVI*",
    )  # fmt: skip
    samples_note = asked(
        SealedText(_("Who would give it, and where it is"), max_length=300, null=True, blank=True),
        why=_("So that we can come to you"), sets="F", std="DVI*",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("caseholders", prints_held=Held),
            *all_of("caseholders", samples_offered=SampleOffered),
            models.UniqueConstraint(fields=["case", "source"], name="caseholders_one_of_source"),
        ]
