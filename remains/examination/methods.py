"""Published methods of estimating stature and age: coefficients, errors, whom they were made from.  Pure.

A stature is `factor * length + base` in cm with the standard error of its study; the range given holds 90 of 100 of
those people (1.645 standard errors), widened to whole centimetres, as the comparison takes it.  An age range is the one
that the study gives for 95 of 100.  No method says who a person was; whoever examines chooses the one that fits.

Sources: Trotter & Gleser 1952, Am J Phys Anthropol 10:463-514 (as in Trotter 1970); Trotter & Gleser 1958, 16:79-123;
Genoves 1967, 26:67-78, with the equations of del Angel & Cisneros 2004, 125:264-265, and the errors of 1967;
Brooks & Suchey 1990, Hum Evol 5:227-238.
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
            "tg1952_bm", "Trotter & Gleser 1952", _("American men of African descent"),
            _formulas(
                humerus=(3.26, 62.10, 4.43), radius=(3.42, 81.56, 4.30), ulna=(3.26, 79.29, 4.42),
                femur=(2.11, 70.35, 3.94), tibia=(2.19, 86.02, 3.78), fibula=(2.19, 85.65, 4.08),
            ),
        ),
        StatureMethod(
            "tg1952_bf", "Trotter & Gleser 1952", _("American women of African descent"),
            _formulas(
                humerus=(3.08, 64.67, 4.25), radius=(2.75, 94.51, 5.05), ulna=(3.31, 75.38, 4.83),
                femur=(2.28, 59.76, 3.41), tibia=(2.45, 72.65, 3.70), fibula=(2.49, 70.90, 3.80),
            ),
        ),
        StatureMethod(
            "tg1958_am", "Trotter & Gleser 1958", _("American men of East Asian descent"),
            _formulas(
                humerus=(2.68, 83.19, 4.25), radius=(3.54, 82.00, 4.60), ulna=(3.48, 77.45, 4.66),
                femur=(2.15, 72.57, 3.80), tibia=(2.39, 81.45, 3.27), fibula=(2.40, 80.56, 3.24),
            ),
        ),
        StatureMethod(
            "tg1958_mm", "Trotter & Gleser 1958", _("Mexican men"),
            _formulas(
                humerus=(2.92, 73.94, 4.24), radius=(3.55, 80.71, 4.04), ulna=(3.56, 74.56, 4.05),
                femur=(2.44, 58.67, 2.99), tibia=(2.36, 80.62, 3.73), fibula=(2.50, 75.44, 3.52),
            ),
        ),
        StatureMethod(
            "genoves_m", "Genovés 1967, del Ángel & Cisneros 2004", _("Men of Mesoamerica"),
            _formulas(femur=(2.262, 63.89, 3.417), tibia=(1.958, 91.26, 2.812)),
        ),
        StatureMethod(
            "genoves_f", "Genovés 1967, del Ángel & Cisneros 2004", _("Women of Mesoamerica"),
            _formulas(femur=(2.588, 47.25, 3.816), tibia=(2.720, 61.29, 3.513)),
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


# Phase -> mean, standard deviation, range of 95 of 100.
_SUCHEY_BROOKS: dict[str, tuple[tuple[float, float, int, int], ...]] = {
    "m": (
        (18.5, 2.1, 15, 23), (23.4, 3.6, 19, 34), (28.7, 6.5, 21, 46), (35.2, 9.4, 23, 57), (45.6, 10.4, 27, 66),
        (61.2, 12.2, 34, 86),
    ),
    "f": (
        (19.4, 2.6, 15, 24), (25.0, 4.9, 19, 40), (30.7, 8.1, 21, 53), (38.2, 10.9, 26, 70), (48.1, 14.6, 25, 83),
        (60.0, 12.4, 42, 87),
    ),
}  # fmt: skip
PHASES = ("I", "II", "III", "IV", "V", "VI")
AGE: dict[str, Words] = {
    "sb1990_m": _("Suchey–Brooks 1990, pubic symphysis: men"),
    "sb1990_f": _("Suchey–Brooks 1990, pubic symphysis: women"),
}


def age(code: str, phase: int) -> Estimated:
    """Age in years from a phase 1 to 6 of the pubic symphysis."""
    mean, deviation, low, high = _SUCHEY_BROOKS[code[-1]][phase - 1]
    return Estimated(low, high, mean, deviation)
