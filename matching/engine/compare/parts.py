"""What there is of two sets of remains: a whole body, or elements of the skeleton with their side.

Nobody has two left femora: two sets that both hold one are of different people (`clash`; the scan leaves such pairs
out).  Else a body and a part, or two parts, are of one person more often than two bodies are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import PM_PM, Line

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

BODY = "body"
# Elements that a person has one of; of the others a person has one on each side, or more.
SINGLE = frozenset(
    {"skull", "cranium", "mandible", "sternum", "sacrum", "hyoid", "head", "torso", "atlas", "axis", "pelvis"}
)


def clash(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether both hold an element that nobody has twice."""
    return any(e in SINGLE or e.partition("@")[2] in ("l", "r") for e in set(one) & set(other))


class Parts(Line):
    """log10 LR of the inventories."""

    name, group, tasks = "parts", "biology", (PM_PM,)
    facts = ("elements",)

    def am(self, profile: Profile) -> Value | None:
        return None

    def pm(self, profile: Profile) -> Value | None:
        return tuple(sorted(set(profile.elements))) or None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        raise NotImplementedError("A missing person has every element.")

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        rates, whole = model.rates, model.body_share
        of_different = {0: (1 - whole) ** 2, 1: 2 * whole * (1 - whole), 2: whole**2}
        weights = {n: np.log10(rates.m("parts", level) / max(of_different[n], rates.m("parts", "least")))
                   for n, level in enumerate(("parts", "body_part", "bodies"))}  # fmt: skip
        return np.array([
            np.log10(rates.lr("parts", "twice")) if clash(a, b) else weights[(BODY in a) + (BODY in b)]
            for a in left.values for b in right.values
        ])  # fmt: skip
