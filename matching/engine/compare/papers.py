"""Numbers: identity papers and telephones.

Equal numbers are the best clue after a primary identifier, but papers travel with companions and are lent, so an equal
number found on remains is capped by the share of papers that are the bearer's own.  One wrong or swapped character is a
reading slip.  Different numbers say nothing: people have several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from matching.engine.compare.base import Line, Outcome
from matching.engine.profile import normalise_number, normalise_phone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

_LEAST = 5
_PHONE, _PHONE_LEAST = 9, 7


class Papers(Line):
    """log10 LR of the numbers."""

    name, group = "paper", "objects"
    facts = ("documents", "phones")

    def am(self, profile: Profile) -> Value | None:
        numbers = {("d", normalise_number(d.number)) for d in profile.documents}
        phones = {("p", normalise_phone(p.digits)[-_PHONE:]) for p in profile.phones}
        long_enough = {n for n in numbers if len(n[1]) >= _LEAST} | {p for p in phones if len(p[1]) >= _PHONE_LEAST}
        return tuple(sorted(long_enough)) or None

    def pm(self, profile: Profile) -> Value | None:
        return self.am(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        one, many = (pm, am) if len(pm) == 1 else (am, pm)
        own = model.rates.m("paper", "own")
        lr = self._best(model.rates, one.values[0], many)
        return np.asarray(np.log10(np.where(lr > 0, own * lr + 1 - own, 1.0)), dtype=np.float64)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        one, many = (left, right) if len(left) == 1 else (right, left)
        lr = self._best(model.rates, one.values[0], many)
        return np.asarray(np.log10(np.where(lr > 0, lr, 1.0)), dtype=np.float64)

    def _best(self, rates: Rates, probe: Value, many: Batch) -> FloatArray:
        """The best LR among the pairs of numbers, 0 where none is equal or nearly so."""
        out = np.zeros(len(many))
        for kind, line in (("d", "document"), ("p", "phone")):
            mine = [number for k, number in probe if k == kind]
            if not mine:
                continue
            numbers, where = many.keep(f"numbers_{kind}", None, lambda kind=kind: _spread(many.values, kind))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            if not numbers:
                continue
            steps = cdist(mine, numbers, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8).min(axis=0)
            for distance, level in ((1, "slip"), (0, "exact")):
                rows = where[np.isin(where[:, 0], np.flatnonzero(steps == distance)), 1]
                out[rows] = np.maximum(out[rows], rates.lr(line, level))
        return out

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        if outcome is Outcome.PARTIAL:
            return "paper_no_common_number"
        return super().reason(outcome, left, right)


def _spread(values: list[Value], kind: str) -> tuple[list[str], NDArray[np.int64]]:
    """The distinct numbers of a kind, and (number, value) rows saying who has them."""
    numbers: dict[str, int] = {}
    rows = [
        (numbers.setdefault(number, len(numbers)), i)
        for i, value in enumerate(values) for k, number in value if k == kind
    ]  # fmt: skip
    return list(numbers), np.array(rows, dtype=np.int64).reshape(-1, 2)
