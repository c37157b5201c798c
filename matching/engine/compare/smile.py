"""What one sees when somebody smiles: a gap, a gold tooth, filed teeth.  Often all that a family can tell of teeth.

Feature by feature: told and seen, only one of both, neither.  Teeth that are missing or broken may have been lost
after death, so seeing that without being told says nothing.  Where both sides have a dental chart, that is the better
view of the same teeth and this line is silent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import Line, soften

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

FEATURES = (
    "front_missing", "gap_mid", "crooked", "prominent", "gold", "silver", "white_crown", "stained", "filed",
    "broken_front", "braces", "denture_full", "denture_part", "grill", "cleft_sign", "few_teeth",
)  # fmt: skip
_LOST_LATER = frozenset({"front_missing", "broken_front", "few_teeth"})


class Smile(Line):
    """log10 LR of the smiles."""

    name, group = "smile", "dental"
    facts = ("smile",)

    def am(self, profile: Profile) -> Value | None:
        return None if profile.smile is None else (tuple(sorted(set(profile.smile))), bool(profile.teeth))

    def pm(self, profile: Profile) -> Value | None:
        return self.am(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        return self._against(model, am, pm, _LOST_LATER)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        return self._against(model, left, right, frozenset())

    @staticmethod
    def _against(model: Model, left: Batch, right: Batch, excused: frozenset[str]) -> FloatArray:
        pairs = [(a, b) for a in left.values for b in right.values]
        out = soften(np.array([_lr(model, a[0], b[0], excused) for a, b in pairs]), model.rates.m("eps", "smile"))
        return np.where([a[1] and b[1] for a, b in pairs], np.nan, out)

    def incomparable(self, left: Profile, right: Profile) -> str:
        return "smile_counted_as_chart"


def _lr(model: Model, told: tuple[str, ...], seen: tuple[str, ...], excused: frozenset[str]) -> float:
    """excused: features whose presence on the right alone says nothing."""
    out = 1.0
    for feature in dict.fromkeys((*FEATURES, *told, *seen)):
        p, m = model.bodies.smile_share(feature), model.rates.m("smile", "kept")
        if feature in told and feature in seen:
            out *= m / p
        elif feature in told:
            out *= (1 - m) / (1 - p)
        elif feature not in seen:
            out *= (1 - p * (1 - m) / (1 - p)) / (1 - p)
        elif feature not in excused:
            out *= (1 - m) / (1 - p)
    return out
