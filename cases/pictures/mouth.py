"""A mouth as a picture: where each tooth stands, which way its surfaces look, and what is said of it in words.

The picture is seen from in front, so the person's right is at the left of the page in every language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cases.codes import ToothMaterial, ToothStatus
from cases.vocabulary.numbering import MILK, PERMANENT
from cases.vocabulary.teeth import Tooth, surfaces_of

CELL, SIDE = 31, 26  # what a tooth takes on the page, and the square it is drawn as
ROWS = {"1": 16, "2": 16, "5": 76, "6": 76, "8": 122, "7": 122, "4": 182, "3": 182}
_RIGHT, _UPPER = frozenset("1458"), frozenset("1256")
# As one looks at a mouth: the person's right on the left, above and below.
QUADRANTS: dict[str, str | Promise] = {
    "1": pgettext_lazy("teeth", "Upper right"),
    "2": pgettext_lazy("teeth", "Upper left"),
    "4": pgettext_lazy("teeth", "Lower right"),
    "3": pgettext_lazy("teeth", "Lower left"),
    "5": pgettext_lazy("teeth", "Upper right, milk teeth"),
    "6": pgettext_lazy("teeth", "Upper left, milk teeth"),
    "8": pgettext_lazy("teeth", "Lower right, milk teeth"),
    "7": pgettext_lazy("teeth", "Lower left, milk teeth"),
}
_NAMES: tuple[str | Promise, ...] = (
    pgettext_lazy("tooth", "first incisor"),
    pgettext_lazy("tooth", "second incisor"),
    pgettext_lazy("tooth", "canine"),
    pgettext_lazy("tooth", "first premolar"),
    pgettext_lazy("tooth", "second premolar"),
    pgettext_lazy("tooth", "first molar"),
    pgettext_lazy("tooth", "second molar"),
    pgettext_lazy("tooth", "third molar"),
)
SURFACES: dict[str, str | Promise] = {
    "M": pgettext_lazy("tooth surface", "towards the middle"),
    "O": pgettext_lazy("tooth surface", "chewing surface"),
    "I": pgettext_lazy("tooth surface", "edge"),
    "D": pgettext_lazy("tooth surface", "away from the middle"),
    "B": pgettext_lazy("tooth surface", "cheek or lip"),
    "L": pgettext_lazy("tooth surface", "tongue or palate"),
}


def tooth_name(fdi: str) -> str:
    """What a tooth is called: upper right, first molar.  Milk teeth have no premolars."""
    number = int(fdi[1]) - 1
    name = _NAMES[number + 2] if fdi in MILK and number > 2 else _NAMES[number]
    return f"{QUADRANTS[fdi[0]]}, {name}"


def words_of(tooth: Tooth) -> str:
    """What is charted of a tooth, in words."""
    parts = [str(ToothStatus(tooth.status).label), tooth.surfaces]
    parts += [str(ToothMaterial(tooth.material).label)] if tooth.material else []
    return ", ".join(part for part in (*parts, f"“{tooth.note}”" if tooth.note else "") if part)


@dataclass(frozen=True)
class Drawn:
    """One tooth of the picture.  x, y: its corner; faces: surface letter and the corners of its part of the square."""

    tooth: Tooth
    x: int
    y: int
    label_y: int
    code_y: int
    faces: tuple[tuple[str, str], ...]

    @property
    def surfaces(self) -> str:
        return " ".join(self.tooth.surfaces)

    @property
    def words(self) -> str:
        """Empty where nothing is charted."""
        return words_of(self.tooth) if self.tooth.status else ""


@dataclass(frozen=True)
class Half:
    """The person's right or left half; `words`: the charted teeth of it in one line."""

    title: str
    teeth: tuple[Drawn, ...]

    @property
    def words(self) -> str:
        charted = [f"{one.tooth.fdi} {one.words}" for one in self.teeth if one.words]
        return "; ".join(charted) or _("nothing charted")


def halves(teeth: Iterable[Tooth]) -> tuple[Half, Half]:
    """The picture of these teeth, in the order of the page.  Supernumerary teeth have no place in it."""
    at = {tooth.fdi: tooth for tooth in teeth}
    drawn = [_drawn(at.get(fdi) or Tooth(fdi, "")) for fdi in (*PERMANENT, *MILK)]
    right = tuple(one for one in drawn if one.tooth.fdi[0] in _RIGHT)
    left = tuple(one for one in drawn if one.tooth.fdi[0] not in _RIGHT)
    return Half(_("The person’s right"), right), Half(_("The person’s left"), left)


def _drawn(tooth: Tooth) -> Drawn:
    quadrant, number = tooth.fdi[0], int(tooth.fdi[1])
    is_right, is_upper = quadrant in _RIGHT, quadrant in _UPPER
    x, y = (CELL * (8 - number) if is_right else CELL * (number - 1)) + 3, ROWS[quadrant]
    label, code = (-4, SIDE + 11) if is_upper else (SIDE + 12, -3)
    return Drawn(tooth, x, y, y + label, y + code, _faces(surfaces_of(tooth.fdi), is_right=is_right, is_upper=is_upper))


def _faces(surfaces: str, *, is_right: bool, is_upper: bool) -> tuple[tuple[str, str], ...]:
    middle = surfaces[1]
    top, bottom = ("B", "L") if is_upper else ("L", "B")
    start, end = ("D", "M") if is_right else ("M", "D")
    return (
        (top, "0,0 26,0 18,8 8,8"),
        (end, "26,0 26,26 18,18 18,8"),
        (bottom, "0,26 26,26 18,18 8,18"),
        (start, "0,0 0,26 8,18 8,8"),
        (middle, "8,8 18,8 18,18 8,18"),
    )
