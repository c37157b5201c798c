"""What is recorded of somebody's teeth: the chart, and what is to be said of the mouth as a whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.sealed import SealedText, SealedValue
from cases.codes import (
    ChartOrigin,
    CulturalModification,
    Dentition,
    Jaw,
    ProsthesisKind,
    ToothMaterial,
    ToothNumbering,
)
from cases.vocabulary.coded import CodeField, CodesField, all_of, one_of, within
from cases.vocabulary.teeth import LONGEST_CHART
from registry.lib.dates import PartialDate

HEAVIEST_WEAR = 4  # from 0, none
MOST_PROSTHESES = 8
LONGEST = {"occlusion_note": 300, "staining": 120}
LONGEST_INSCRIPTION = 60


@dataclass(frozen=True, kw_only=True)
class Prosthesis:
    """Something worn in the mouth: codes of ProsthesisKind, Jaw and CL-TOOTHMAT, and what is written on it."""

    kind: str
    jaw: str = ""
    material: str = ""
    inscription: str = ""

    def __str__(self) -> str:
        coded = ((ProsthesisKind, self.kind), (Jaw, self.jaw), (ToothMaterial, self.material))
        words = [str(codes(code).label) for codes, code in coded if code]
        return " · ".join([*words, *([f"“{self.inscription}”"] if self.inscription else [])])


class Prostheses(tuple[Prosthesis, ...]):
    """What is worn in one mouth, as it is stored."""

    __slots__ = ()

    def to_json(self) -> Any:
        return [asdict(one) for one in self]

    @classmethod
    def from_json(cls, data: Any) -> Self:
        return cls(Prosthesis(**one) for one in data)


class DentalChart(RingRow):
    """The teeth of one person as somebody charted them.  In FDI numbers, whatever they were charted in."""

    teeth = asked(
        SealedText(_("Dental chart"), max_length=LONGEST_CHART),
        why=_("Teeth last, and a dentist’s chart can settle a doubt"), sets="F",
        std="DVI* NamUs* WinID", code_list="CL-TOOTH",
    )  # fmt: skip
    numbering = asked(
        CodeField(_("How the chart numbers teeth"), codes=ToothNumbering, default=ToothNumbering.FDI),
        why=_("The same number means another tooth in another country"), sets="F", std="WinID",
    )  # fmt: skip
    origin = asked(
        CodeField(_("What the chart rests on"), codes=ChartOrigin, null=True, blank=True),
        why=_("Tells how sure the chart is"), sets="F", std="DVI*",
    )  # fmt: skip
    charted_on = asked(
        SealedValue(_("Date of the chart"), codec=PartialDate, null=True, blank=True),
        why=_("Teeth change only one way"), sets="F", std="DVI*",
    )  # fmt: skip
    dentition = asked(
        CodeField(_("Which teeth there are"), codes=Dentition, null=True, blank=True),
        why=_("Milk teeth tell an age; no teeth at all is a sign too"), sets="F", std="DVI*",
    )  # fmt: skip
    prostheses = asked(
        SealedValue(_("Dentures and what else is worn"), codec=Prostheses, null=True, blank=True),
        why=_("A name or number may be written on it"), sets="F", std="DVI*",
    )  # fmt: skip
    occlusion_note = asked(
        SealedText(_("How the teeth meet"), max_length=LONGEST["occlusion_note"], null=True, blank=True),
        why=_("An overbite or crossed teeth can be seen in a photo"), sets="F", std="DVI*",
    )  # fmt: skip
    wear = asked(
        models.PositiveSmallIntegerField(_("Wear of the teeth (0–4)"), null=True, blank=True),
        why=_("Wear tells of age and food"), sets="F", std="DVI*",
    )  # fmt: skip
    staining = asked(
        SealedText(_("Stains"), max_length=LONGEST["staining"], null=True, blank=True),
        why=_("Tobacco, khat, betel or water stain teeth for long"), sets="F", std="DVI*",
    )  # fmt: skip
    cultural_modification = asked(
        CodesField(_("What custom did to the teeth"), codes=CulturalModification),
        why=_("Few others have it"), sets="F", std="DVI*",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        abstract = True
        constraints = [
            *one_of("%(class)s", origin=ChartOrigin, numbering=ToothNumbering, dentition=Dentition),
            *all_of("%(class)s", cultural_modification=CulturalModification),
            *within("%(class)s", wear=(0, HEAVIEST_WEAR)),
        ]
