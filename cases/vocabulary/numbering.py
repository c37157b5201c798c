"""How dentists of different countries number the same tooth: FDI (ISO 3950), Universal, Palmer.

An `s` behind a number is a supernumerary tooth beside that one, in every way of numbering.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from cases.codes import ToothNumbering

PERMANENT = tuple(f"{quadrant}{number}" for quadrant in "1234" for number in range(1, 9))
MILK = tuple(f"{quadrant}{number}" for quadrant in "5678" for number in range(1, 6))
# Universal numbers go round the mouth: from the person’s upper right to the left, then from lower left to right.
_ROUND = {
    **{str(at): fdi for at, fdi in enumerate(
        [f"1{n}" for n in range(8, 0, -1)] + [f"2{n}" for n in range(1, 9)]
        + [f"3{n}" for n in range(8, 0, -1)] + [f"4{n}" for n in range(1, 9)], start=1)},
    **dict(zip("ABCDEFGHIJKLMNOPQRST",
               [f"5{n}" for n in range(5, 0, -1)] + [f"6{n}" for n in range(1, 6)]
               + [f"7{n}" for n in range(5, 0, -1)] + [f"8{n}" for n in range(1, 6)], strict=True)),
}  # fmt: skip
_QUARTERS = ("UR", "UL", "LL", "LR")
_PALMER = {f"{_QUARTERS[int(fdi[0]) - 1]}{fdi[1]}": fdi for fdi in PERMANENT} | {
    f"{_QUARTERS[int(fdi[0]) - 5]}{'ABCDE'[int(fdi[1]) - 1]}": fdi for fdi in MILK
}
_TO_FDI = {
    ToothNumbering.FDI: {fdi: fdi for fdi in (*PERMANENT, *MILK)},
    ToothNumbering.UNIVERSAL: _ROUND,
    ToothNumbering.PALMER: _PALMER,
}
_FROM_FDI = {way: {fdi: own for own, fdi in one.items()} for way, one in _TO_FDI.items()}
# Palmer's own sign is a corner of the cross that divides the mouth: 6┘ is the upper right first molar.
_CORNERS = (
    (re.compile(r"(\w)┘"), r"UR\1"), (re.compile(r"└(\w)"), r"UL\1"),
    (re.compile(r"┌(\w)"), r"LL\1"), (re.compile(r"(\w)┐"), r"LR\1"),
)  # fmt: skip
# What was meant as the number of a tooth, whether there is such a tooth or not.
_MEANT = {
    ToothNumbering.FDI: re.compile(r"\d\d?"),
    ToothNumbering.UNIVERSAL: re.compile(r"\d\d?|[A-Z]"),
    ToothNumbering.PALMER: re.compile(r"[UL][LR][A-Z\d]{1,2}"),
}


def fdi_of(written: str, numbering: str) -> str | None:
    """The FDI number of a tooth as it is written in this numbering; None where there is no such tooth."""
    number, beside = _split(written, numbering)
    fdi = _TO_FDI[ToothNumbering(numbering)].get(number)
    return f"{fdi}{beside}" if fdi else None


def written_in(fdi: str, numbering: str) -> str:
    """The number of a tooth in this numbering: "36" is "19" in Universal, "LL6" in Palmer."""
    return f"{_FROM_FDI[ToothNumbering(numbering)][fdi[:2]]}{fdi[2:]}"


def named(fdi: str, numbering: str) -> str:
    """A tooth by its FDI number, and by that of the chart where it differs: "36", "36 (19)"."""
    own = written_in(fdi, numbering)
    return fdi if own == fdi else f"{fdi} ({own})"


def no_such_tooth(written: str, numbering: str) -> str | None:
    """What to say of a number that no tooth has; None where it is no number of a tooth at all."""
    number, _beside = _split(written, numbering)
    if not _MEANT[ToothNumbering(numbering)].fullmatch(number) or fdi_of(written, numbering):
        return None
    said = {
        ToothNumbering.FDI: _(
            "There is no tooth %(number)s. FDI numbers are 11–18, 21–28, 31–38 and 41–48; milk teeth are 51–55, 61–65, "
            "71–75 and 81–85."
        ),
        ToothNumbering.UNIVERSAL: _(
            "There is no tooth %(number)s. Universal numbers are 1–32; milk teeth are A–T. If the chart is in FDI "
            "numbers, choose FDI above the chart."
        ),
        ToothNumbering.PALMER: _(
            "There is no tooth %(number)s. Palmer numbers are UR1–UR8, UL1–UL8, LL1–LL8 and LR1–LR8; milk teeth have "
            "A–E in the place of the number."
        ),
    }
    return said[ToothNumbering(numbering)] % {"number": written.lower() if numbering == "fdi" else written.upper()}


def _split(written: str, numbering: str) -> tuple[str, str]:
    """The number alone, and `s` where it names a supernumerary tooth.  S alone is a milk tooth of Universal."""
    for corner, quarter in _CORNERS if numbering == ToothNumbering.PALMER else ():
        written = corner.sub(quarter, written)
    number = written.upper()
    if len(number) > 1 and number.endswith("S"):
        return number[:-1], "s"
    return number, ""
