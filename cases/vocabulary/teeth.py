"""A dental chart as it is written, kept and compared: one tooth after the other, `36 fil MO ama; 46 mam`.

Decides what a chart may say and its one spelling.  A tooth that is not named has no data: nobody's teeth are sound by
default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl.declare import asked
from accessctl.models import RingRow
from accessctl.sealed import SealedText, SealedValue
from cases.codes import ChartOrigin, ToothMaterial, ToothStatus
from cases.vocabulary.coded import CodeField, one_of
from registry.lib.dates import PartialDate
from registry.lib.errors import Invalid

LONGEST_CHART = 1000
_QUADRANTS = {**dict.fromkeys("1234", 8), **dict.fromkeys("5678", 5)}
_SURFACES = "MOIDBL"
_TOOTH = re.compile(r"[1-8][1-8]s?")


@dataclass(frozen=True)
class Tooth:
    """FDI number (ISO 3950, `s` for a supernumerary beside it), CL-TOOTH, CL-SURF letters, CL-TOOTHMAT."""

    fdi: str
    status: str
    surfaces: str = ""
    material: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.fdi, self.status, self.surfaces, self.material) if part)


def parse_chart(text: str) -> tuple[Tooth, ...]:
    """The teeth of a chart in order of their numbers.  Raises Invalid, naming what cannot be read."""
    teeth: dict[str, Tooth] = {}
    for written in filter(None, (part.strip() for part in re.split(r"[;,\n]", text))):
        tooth = _read(written)
        if tooth is None:
            raise Invalid(fields={"teeth": [_unreadable(written)]})
        if tooth.fdi in teeth:
            raise Invalid(fields={"teeth": [_("Tooth %(number)s is charted twice.") % {"number": tooth.fdi}]})
        teeth[tooth.fdi] = tooth
    return tuple(teeth[number] for number in sorted(teeth))


def _unreadable(written: str) -> str:
    return _(
        "“%(written)s” is not a charted tooth. Write its FDI number and a code, such as “36 fil MO ama” or “46 mam”."
    ) % {"written": written[:40]}


def spell(teeth: tuple[Tooth, ...]) -> str:
    """The one spelling of a chart."""
    return "; ".join(str(tooth) for tooth in teeth)


def _read(written: str) -> Tooth | None:
    number, *words = written.split()
    if not _TOOTH.fullmatch(number.lower()) or int(number[1]) > _QUADRANTS[number[0]] or not words:
        return None
    status, rest = words[0].lower(), words[1:]
    surfaces = "".join(letter for letter in _SURFACES if rest and letter in rest[0].upper())
    if rest and len(surfaces) == len(rest[0]):
        rest = rest[1:]
    else:
        surfaces = ""
    material = rest[0].lower() if rest else ""
    known = status in ToothStatus.values and (not material or material in ToothMaterial.values)
    return Tooth(number.lower(), status, surfaces, material) if known and len(rest) <= 1 else None


class DentalChart(RingRow):
    """The teeth of one person as somebody charted them."""

    teeth = asked(
        SealedText(gettext_lazy("Dental chart"), max_length=LONGEST_CHART),
        why=gettext_lazy("Teeth last, and a dentist’s chart can settle a doubt"), sets="F",
        std="DVI* NamUs* WinID", code_list="CL-TOOTH",
    )  # fmt: skip
    origin = asked(
        CodeField(gettext_lazy("What the chart rests on"), codes=ChartOrigin, null=True, blank=True),
        why=gettext_lazy("Tells how sure the chart is"), sets="F", std="DVI*",
    )  # fmt: skip
    charted_on = asked(
        SealedValue(gettext_lazy("Date of the chart"), codec=PartialDate, null=True, blank=True),
        why=gettext_lazy("Teeth change only one way"), sets="F", std="DVI*",
    )  # fmt: skip

    class Meta(RingRow.Meta):
        abstract = True
        constraints = one_of("%(class)s", origin=ChartOrigin)
