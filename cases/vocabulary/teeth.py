"""A dental chart as it is written, kept and compared: one tooth after the other, `36 fil MO ama "gold rim"; 46 mam`.

Decides what a chart may say and its one spelling, which is in FDI numbers whatever numbering it was written in.  A
tooth that is not named has no data: nobody's teeth are sound by default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from cases.codes import ToothMaterial, ToothNumbering, ToothStatus
from cases.vocabulary.numbering import fdi_of, named, no_such_tooth
from registry.lib.errors import Invalid

LONGEST_CHART = 4000
LONGEST_NOTE = 100
_SURFACES = "MOIDBL"
# Parts are divided by semicolons, commas and lines, but for what stands in a note; in a note, "" is one mark.
_PART = re.compile(r'(?:"(?:[^"]|"")*"|[^;,\n])+')
_NOTE = re.compile(r'\s*"((?:[^"]|"")*)"\s*$')
_S = ToothStatus
# Not to be seen in the mouth, so a milk tooth may stand in its place.
_NOT_SEEN = frozenset({_S.UNERUPTED, _S.IMPACTED, _S.NEVER, _S.NO_DATA, _S.MISSING, _S.LOST, _S.MISSING_UNKNOWN})
# How far a tooth has come on the one way that teeth go; those that are not named here have no place on it.
_STAGE = {
    _S.SOUND: 0, _S.DECAYED: 0, _S.FILLED: 1, _S.VENEER: 1, _S.ROOT_FILLED: 1, _S.CROWN: 2, _S.ABUTMENT: 2,
    _S.PONTIC: 3, _S.DENTURE: 3, _S.IMPLANT: 3, _S.MISSING: 3,
}  # fmt: skip
# Said of the place of a tooth where none of its own stands.
GONE = _NOT_SEEN | {_S.PONTIC, _S.DENTURE, _S.IMPLANT, _S.ROOT}
_PRESENT = frozenset({_S.PRESENT, _S.ROTATED})  # there, and nothing said of what was done to it


@dataclass(frozen=True)
class Tooth:
    """FDI number (ISO 3950, `s` for a supernumerary beside it), CL-TOOTH, CL-SURF letters, CL-TOOTHMAT, a note."""

    fdi: str
    status: str
    surfaces: str = ""
    material: str = ""
    note: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.fdi, self.status, self.surfaces, self.material, quoted_note(self.note))))


Chart = tuple[Tooth, ...]


def quoted_note(note: str) -> str:
    """A note as it stands in a chart."""
    return '"{}"'.format(note.replace('"', '""')) if note else ""


def surfaces_of(fdi: str) -> str:
    """The surfaces that a tooth has: incisors and canines end in an edge (I), the others in a chewing surface (O)."""
    return "MIDBL" if fdi[1] in "123" else "MODBL"


Fault = tuple[str, str]  # the tooth, or "", and what is wrong with it


def parse_chart(text: str, numbering: str = ToothNumbering.FDI) -> Chart:
    """The teeth of a chart in order of their FDI numbers.  Raises Invalid, naming everything that cannot be."""
    teeth, faults = read_chart(text, numbering)
    if faults:
        raise Invalid(fields={"teeth": list(dict.fromkeys(message for _number, message in faults))})
    return teeth


def read_chart(text: str, numbering: str = ToothNumbering.FDI) -> tuple[Chart, list[Fault]]:
    """What can be read of a chart that is written in this numbering, and what is wrong with it."""
    teeth: dict[str, Tooth] = {}
    faults: list[Fault] = []
    for written in _parts(text):
        tooth = _read(written, numbering)
        if tooth is None:
            faults.append(("", _unreadable(written, numbering)))
        elif tooth.fdi in teeth:
            number = named(tooth.fdi, numbering)
            faults.append((tooth.fdi, _("Tooth %(number)s is charted twice.") % {"number": number}))
        else:
            teeth[tooth.fdi] = tooth
    found = tuple(teeth[number] for number in sorted(teeth))
    return found, [*faults, *_impossible(found, numbering)]


def told_apart(text: str) -> set[str]:
    """The teeth of a text as they are written, each for itself."""
    return {" ".join(part.split()).lower() for part in _parts(text)}


def _parts(text: str) -> list[str]:
    return [part for found in _PART.findall(text) if (part := found.strip())]


def _impossible(teeth: Chart, numbering: str) -> list[Fault]:
    """Teeth and what no mouth can hold: surfaces that a tooth has not, a milk tooth where its successor stands."""
    faults = []
    called = partial(named, numbering=numbering)
    at = {tooth.fdi: tooth for tooth in teeth}
    for tooth in teeth:
        stray = "".join(letter for letter in tooth.surfaces if letter not in surfaces_of(tooth.fdi))
        if stray:
            said = _("Tooth %(number)s has no surface %(surface)s. Its surfaces are %(surfaces)s.")
            told = {"number": called(tooth.fdi), "surface": stray, "surfaces": ", ".join(surfaces_of(tooth.fdi))}
            faults.append((tooth.fdi, said % told))
        if len(tooth.note) > LONGEST_NOTE:
            said = _("The note on tooth %(number)s is too long: use at most %(limit)s characters.")
            faults.append((tooth.fdi, said % {"number": called(tooth.fdi), "limit": LONGEST_NOTE}))
        after = at.get(f"{int(tooth.fdi[0]) - 4}{tooth.fdi[1:]}") if tooth.fdi[0] in "5678" else None
        if after and tooth.status not in _NOT_SEEN and after.status not in {*_NOT_SEEN, _S.DECIDUOUS}:
            said = _("Teeth %(milk)s and %(number)s cannot stand in one place. Chart the one that is there.")
            faults.append((after.fdi, said % {"milk": called(tooth.fdi), "number": called(after.fdi)}))
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


def _unreadable(written: str, numbering: str) -> str:
    examples = {
        "fdi": "36 fil MO ama”, “46 mam",
        "universal": "19 fil MO ama”, “30 mam",
        "palmer": "LL6 fil MO ama”, “LR6 mam",
    }
    return no_such_tooth(written.split(maxsplit=1)[0], numbering) or _(
        "“%(written)s” is not a charted tooth. Write its number and a code, such as “%(examples)s”."
    ) % {"written": written[:40], "examples": examples[numbering]}


def spell(teeth: Chart) -> str:
    """The one spelling of a chart."""
    return "; ".join(str(tooth) for tooth in teeth)


def _read(written: str, numbering: str) -> Tooth | None:
    told = _NOTE.search(written)
    note = " ".join(told[1].replace('""', '"').split()) if told else ""
    number, *words = (written[: told.start()] if told else written).split() or [""]
    fdi = fdi_of(number, numbering)
    if fdi is None or not words:
        return None
    status, rest = words[0].lower(), words[1:]
    surfaces = "".join(letter for letter in _SURFACES if rest and letter in rest[0].upper())
    if rest and len(surfaces) == len(rest[0]):
        rest = rest[1:]
    else:
        surfaces = ""
    material = rest[0].lower() if rest else ""
    known = status in ToothStatus.values and (not material or material in ToothMaterial.values)
    return Tooth(fdi, status, surfaces, material, note) if known and len(rest) <= 1 else None
