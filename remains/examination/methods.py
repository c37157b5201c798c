"""Published methods of estimating stature and age: coefficients, errors, whom they were made from.  Pure.

A stature is `factor * length + base` in cm with the standard error of its study; the range given holds 90 of 100 of
those people (1.645 standard errors), widened to whole centimetres, as the comparison takes it.  An age range is the one
that the study gives for 95 of 100.  No method says who a person was; whoever examines chooses the one that fits.

Only rows are kept that a second publication repeats to the digit:
- Trotter & Gleser 1952, Am J Phys Anthropol 10:463-514.  Coefficients as in statuAAR (github.com/ISAAKiel/statuAAR,
  `trotter_gleser_1952_aw` and `_an`); of those of European descent the errors as well, as in
  Elucenia/tool-estatura-por-ossos-longos.  The radius of women of African descent is left out: it differs between 1952
  and the corrigenda of 1977, 47:355-356.
- Trotter & Gleser 1958, 16:79-123, and the errors of women of African descent: as in published long-bone calculators.
- Brooks & Suchey 1990, Hum Evol 5:227-238: the phases of which Bio-Profiler (R) repeats both limits.  For the others
  whoever examines gives the range of the study by hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WITHIN_90 = 1.645
Words = str | Promise


class LongBone(StrEnum):
    HUMERUS = "humerus"
    RADIUS = "radius"
    ULNA = "ulna"
    FEMUR = "femur"
    TIBIA = "tibia"
    FIBULA = "fibula"

    @property
    def label(self) -> Words:
        return _BONES[self]


_BONES: dict[str, Words] = {
    "humerus": pgettext_lazy("bone", "Humerus"),
    "radius": pgettext_lazy("bone", "Radius"),
    "ulna": pgettext_lazy("bone", "Ulna"),
    "femur": pgettext_lazy("bone", "Femur"),
    "tibia": pgettext_lazy("bone", "Tibia"),
    "fibula": pgettext_lazy("bone", "Fibula"),
}
# Maximum lengths of adults in mm, wide enough for every population; beyond them somebody mistook a unit or a bone.
LENGTHS_MM: dict[LongBone, tuple[int, int]] = {
    LongBone.HUMERUS: (220, 420), LongBone.RADIUS: (160, 330), LongBone.ULNA: (180, 350), LongBone.FEMUR: (300, 620),
    LongBone.TIBIA: (240, 520), LongBone.FIBULA: (240, 510),
}  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """stature = factor * length + base, all in cm, with the standard error of the estimate."""

    factor: float
    base: float
    error: float


@dataclass(frozen=True)
class StatureMethod:
    """One study's formulas for one sex.  people: of whom they were made, as the study names them."""

    code: str
    study: str
    people: Words
    formulas: dict[LongBone, Formula]

    @property
    def label(self) -> Words:
        return _("%(study)s: %(people)s") % {"study": self.study, "people": self.people}


def _formulas(**rows: tuple[float, float, float]) -> dict[LongBone, Formula]:
    return {LongBone(bone): Formula(*row) for bone, row in rows.items()}


STATURE: dict[str, StatureMethod] = {
    method.code: method
    for method in (
        StatureMethod(
            "tg1952_wm", "Trotter & Gleser 1952", _("American men of European descent"),
            _formulas(
                humerus=(3.08, 70.45, 4.05), radius=(3.78, 79.01, 4.32), ulna=(3.70, 74.05, 4.32),
                femur=(2.38, 61.41, 3.27), tibia=(2.52, 78.62, 3.37), fibula=(2.68, 71.78, 3.29),
            ),
        ),
        StatureMethod(
            "tg1952_wf", "Trotter & Gleser 1952", _("American women of European descent"),
            _formulas(
                humerus=(3.36, 57.97, 4.45), radius=(4.74, 54.93, 4.24), ulna=(4.27, 57.76, 4.30),
                femur=(2.47, 54.10, 3.72), tibia=(2.90, 61.53, 3.66), fibula=(2.93, 59.61, 3.57),
            ),
        ),
        StatureMethod(
            "tg1952_bf", "Trotter & Gleser 1952", _("American women of African descent"),
            _formulas(
                humerus=(3.08, 64.67, 4.25), ulna=(3.31, 75.38, 4.83), femur=(2.28, 59.76, 3.41),
                tibia=(2.45, 72.65, 3.70), fibula=(2.49, 70.90, 3.80),
            ),
        ),
        StatureMethod(
            "tg1958_bm", "Trotter & Gleser 1958", _("American men of African descent"),
            _formulas(
                humerus=(2.88, 75.48, 4.23), radius=(3.32, 85.43, 4.57), ulna=(3.20, 82.77, 4.74),
                femur=(2.10, 72.22, 3.91), tibia=(2.19, 85.36, 3.96), fibula=(2.34, 80.07, 4.02),
            ),
        ),
        StatureMethod(
            "tg1958_am", "Trotter & Gleser 1958", _("American men of East Asian descent"),
            _formulas(
                humerus=(2.68, 83.19, 4.25), radius=(3.54, 82.00, 4.60), ulna=(3.48, 77.45, 4.66),
                femur=(2.15, 72.57, 3.80), tibia=(2.39, 81.45, 3.27), fibula=(2.40, 80.56, 3.24),
            ),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Estimated:
    """low, high: whole years or cm; centre, error: as the study gives them, error None where it gives none."""

    low: int
    high: int
    centre: float
    error: float | None


def stature(code: str, bone: LongBone, length_mm: float) -> Estimated:
    """Stature in cm from one bone.  Raises KeyError where the study has no formula for the bone."""
    formula = STATURE[code].formulas[bone]
    centre = formula.factor * length_mm / 10 + formula.base
    span = WITHIN_90 * formula.error
    return Estimated(math.floor(centre - span), math.ceil(centre + span), round(centre, 1), formula.error)


# Phase -> the limits between which 95 of 100 were.
_SUCHEY_BROOKS: dict[str, dict[int, tuple[int, int]]] = {
    "m": {2: (19, 34)}, "f": {1: (15, 24), 2: (19, 40), 3: (21, 53)},
}  # fmt: skip
PHASES = ("I", "II", "III", "IV", "V", "VI")
AGE: dict[str, Words] = {
    "sb1990_m": _("Suchey–Brooks 1990, pubic symphysis: men"),
    "sb1990_f": _("Suchey–Brooks 1990, pubic symphysis: women"),
}


def age(code: str, phase: int) -> Estimated | None:
    """Age in years from a phase 1 to 6 of the pubic symphysis; None for a phase whose limits are not kept here."""
    limits = _SUCHEY_BROOKS[code[-1]].get(phase)
    return Estimated(*limits, centre=sum(limits) / 2, error=None) if limits else None
