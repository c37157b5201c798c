"""Published formulas, to check our arithmetic against theirs: mispitools 1.4.0, and statures from long bones.

Nothing else uses this module.  Sources: Trotter & Gleser 1952, coefficients as in statuAAR; Marsico & Caridi, Forensic
Sci Int Genet 66:102891 (2023) and the package's vignettes.  Its known slips are not repeated: an age band counts 2r of
80 ages here as there, because the printed values rest on it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.engine.columns import FloatArray

AGES = 80
HAIR_POPULATION = (0.3, 0.2, 0.25, 0.15, 0.1)  # black, brown, blonde, red, grey
# Probability that one colour is recorded as another, before normalisation: the package's default matrix.
_HAIR_ERRORS = (
    ((1, 2), 0.01), ((1, 3), 0.005), ((1, 4), 0.01), ((1, 5), 0.003), ((2, 3), 0.01), ((2, 4), 0.003), ((2, 5), 0.01),
    ((3, 4), 0.003), ((3, 5), 0.003), ((4, 5), 0.01),
)  # fmt: skip
# Millimetres of stature per millimetre of bone, and the constant.
_STATURES = {("femur", "m"): (2.38, 614.1), ("femur", "f"): (2.47, 541.0), ("femur+tibia", "m"): (1.30, 632.9),
             ("tibia", "m"): (2.52, 786.2)}  # fmt: skip
BIRTH_DATE_CUTS = (-120, -30, 30, 120, 240, 360)
BIRTH_DATE_ALPHA = (1, 4, 60, 11, 6, 4, 4)


def lr_sex(*, match: bool, eps: float, share: float = 0.5) -> float:
    """Sex with an error rate against the population share of the recorded sex."""
    return (1 - eps if match else eps) / share


def lr_age(*, match: bool, age: float, r: float, eps: float) -> float:
    """Age within a band of r years, clamped at 1, against ages uniform over 80 years."""
    width = min(age + r, AGES) - max(age - r, 1) if age - r < 1 else 2 * r
    share = width / AGES
    return (1 - eps) / share if match else eps / (1 - share)


def hair_matrix(errors: Sequence[tuple[tuple[int, int], float]] = _HAIR_ERRORS) -> FloatArray:
    """Row-normalised confusion matrix of the five hair colours."""
    matrix = np.eye(5)
    for (i, j), value in errors:
        matrix[i - 1, j - 1] = matrix[j - 1, i - 1] = value
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True), dtype=np.float64)


def lr_hair(true: int, observed: int, population: Sequence[float] = HAIR_POPULATION) -> float:
    """Hair colour observed, given the missing person's, against the population."""
    return float(hair_matrix()[true - 1, observed - 1] / population[observed - 1])


def lr_region(*, match: bool, regions: int, eps: float) -> float:
    """Region of finding among equally likely regions."""
    return (1 - eps) * regions if match else eps / (1 - 1 / regions)


def birth_date_class(declared: int, actual: int) -> int:
    """Class 1..7 of the difference in days between two birth dates."""
    return 1 + sum(actual - declared > cut for cut in BIRTH_DATE_CUTS)


def lr_birth_date(cls: int, alpha: Sequence[float] = BIRTH_DATE_ALPHA) -> float:
    """Expected class probability under its Dirichlet prior against equally likely classes."""
    return len(alpha) * alpha[cls - 1] / sum(alpha)


def threshold_distance(fnr: float, fpr: float, weight: float = 10.0) -> float:
    """How far a threshold is from making no error, a false match counting `weight` times a missed one."""
    return math.hypot(fnr, weight * fpr)


def stature_mm(bone: str, sex: str, length_mm: float) -> float:
    """Stature of a living adult from a long bone.  Raises KeyError for a bone and sex without coefficients here."""
    slope, constant = _STATURES[bone, sex]
    return slope * length_mm + constant


def fellegi_sunter(m: float, u: float, *, agree: bool) -> tuple[float, float]:
    """LR of one field and its log2.  Source: Fellegi & Sunter 1969."""
    lr = m / u if agree else (1 - m) / (1 - u)
    return lr, math.log2(lr)


def posterior(prior: float, lr: float) -> float:
    """Posterior probability of one pair."""
    o = prior / (1 - prior) * lr
    return o / (1 + o)
