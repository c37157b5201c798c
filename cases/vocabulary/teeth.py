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
PERMANENT = tuple(f"{quadrant}{number}" for quadrant in "1234" for number in range(1, 9))
MILK = tuple(f"{quadrant}{number}" for quadrant in "5678" for number in range(1, 6))
_SURFACES = "MOIDBL"
_TOOTH = re.compile(r"[1-8][1-8]s?")
_BETWEEN = re.compile(r"[;,\n]")
_LOOKS_LIKE_TOOTH = re.compile(r"\d\d?s?")
_S = ToothStatus
# Not to be seen in the mouth, so a milk tooth may stand in its place.
_NOT_SEEN = frozenset({_S.UNERUPTED, _S.IMPACTED, _S.NEVER, _S.NO_DATA, _S.MISSING, _S.LOST, _S.MISSING_UNKNOWN})
# How far a tooth has come on the one way that teeth go; those that are not named here have no place on it.
_STAGE = {
    _S.SOUND: 0, _S.DECAYED: 0, _S.FILLED: 1, _S.VENEER: 1, _S.ROOT_FILLED: 1, _S.CROWN: 2, _S.ABUTMENT: 2,
    _S.PONTIC: 3, _S.DENTURE: 3, _S.IMPLANT: 3, _S.MISSING: 3,
}  # fmt: skip
_PRESENT = frozenset({_S.PRESENT, _S.ROTATED})  # there, and nothing said of what was done to it


@dataclass(frozen=True)
class Tooth:
    """FDI number (ISO 3950, `s` for a supernumerary beside it), CL-TOOTH, CL-SURF letters, CL-TOOTHMAT."""

    fdi: str
    status: str
    surfaces: str = ""
    material: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.fdi, self.status, self.surfaces, self.material) if part)


Chart = tuple[Tooth, ...]


def surfaces_of(fdi: str) -> str:
    """The surfaces that a tooth has: incisors and canines end in an edge (I), the others in a chewing surface (O)."""
    return "MIDBL" if fdi[1] in "123" else "MODBL"


Fault = tuple[str, str]  # the tooth, or "", and what is wrong with it


def parse_chart(text: str) -> Chart:
    """The teeth of a chart in order of their numbers.  Raises Invalid, naming everything that cannot be."""
    teeth, faults = read_chart(text)
    if faults:
        raise Invalid(fields={"teeth": list(dict.fromkeys(message for _number, message in faults))})
    return teeth


def read_chart(text: str) -> tuple[Chart, list[Fault]]:
    """What can be read of a chart, and what is wrong with it."""
    teeth: dict[str, Tooth] = {}
    faults: list[Fault] = []
    for written in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        tooth = _read(written)
        if tooth is None:
            faults.append(("", _unreadable(written)))
        elif tooth.fdi in teeth:
            faults.append((tooth.fdi, _("Tooth %(number)s is charted twice.") % {"number": tooth.fdi}))
        else:
            teeth[tooth.fdi] = tooth
    found = tuple(teeth[number] for number in sorted(teeth))
    return found, [*faults, *_impossible(found)]


def told_apart(text: str) -> set[str]:
    """The teeth of a text as they are written, each for itself."""
    return {" ".join(part.split()).lower() for part in _BETWEEN.split(text)}


def _impossible(teeth: Chart) -> list[Fault]:
    """Teeth and what no mouth can hold: surfaces that a tooth has not, a milk tooth where its successor stands."""
    faults = []
    at = {tooth.fdi: tooth for tooth in teeth}
    for tooth in teeth:
        stray = "".join(letter for letter in tooth.surfaces if letter not in surfaces_of(tooth.fdi))
        if stray:
            said = _("Tooth %(number)s has no surface %(surface)s. Its surfaces are %(surfaces)s.")
            named = {"number": tooth.fdi, "surface": stray, "surfaces": ", ".join(surfaces_of(tooth.fdi))}
            faults.append((tooth.fdi, said % named))
        after = at.get(f"{int(tooth.fdi[0]) - 4}{tooth.fdi[1:]}") if tooth.fdi[0] in "5678" else None
        if after and tooth.status not in _NOT_SEEN and after.status not in {*_NOT_SEEN, _S.DECIDUOUS}:
            said = _("Teeth %(milk)s and %(number)s cannot stand in one place. Chart the one that is there.")
            faults.append((after.fdi, said % {"milk": tooth.fdi, "number": after.fdi}))
    return faults


def vanished(before: Chart, after: Chart) -> tuple[str, ...]:
    """Teeth whose filling, crown or gap of an earlier chart is gone in a later one: one of the two charts errs."""
    then = {tooth.fdi: _STAGE.get(_S(tooth.status)) for tooth in before}
    found = []
    for tooth in after:
        was, status = then.get(tooth.fdi), _S(tooth.status)
        now = 2 if status in _PRESENT else _STAGE.get(status)  # of a tooth that is there, a gap alone has vanished
        if was is not None and now is not None and now < was:
            found.append(tooth.fdi)
    return tuple(found)


def _unreadable(written: str) -> str:
    number = written.split(maxsplit=1)[0].lower()
    if _LOOKS_LIKE_TOOTH.fullmatch(number) and not _is_tooth(number):
        return _(
            "There is no tooth %(number)s. FDI numbers are 11–18, 21–28, 31–38 and 41–48; milk teeth are 51–55, 61–65, "
            "71–75 and 81–85."
        ) % {"number": number}
    return _(
        "“%(written)s” is not a charted tooth. Write its FDI number and a code, such as “36 fil MO ama” or “46 mam”."
    ) % {"written": written[:40]}


def spell(teeth: Chart) -> str:
    """The one spelling of a chart."""
    return "; ".join(str(tooth) for tooth in teeth)


def _is_tooth(number: str) -> bool:
    return bool(_TOOTH.fullmatch(number)) and int(number[1]) <= _QUADRANTS[number[0]]


def _read(written: str) -> Tooth | None:
    number, *words = written.split()
    if not _is_tooth(number.lower()) or not words:
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
