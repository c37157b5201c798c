"""Numbers: identity papers, telephones, serial numbers of things.

Equal numbers are the best clue after a primary identifier, but papers and phones travel with companions and are lent,
so an equal number found on remains is capped by the share of papers that are the bearer's own.  One wrong or swapped
character is a reading slip.  Different numbers say nothing: people have several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import Line, Outcome
from matching.engine.profile import normalise_number, normalise_phone
from matching.engine.slips import Written

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

_LEAST = 5
_PHONE, _PHONE_LEAST = 9, 7
_SERIAL, _SERIAL_DIGITS = 8, 6  # shorter ones stand on every device of a model: A2403, F-91W
_RATES = {"d": "document", "p": "phone", "s": "belonging_serial"}


class Papers(Line):
    """log10 LR of the numbers."""

    name, group = "paper", "objects"
    facts = ("documents", "phones", "serials")

    def am(self, profile: Profile) -> Value | None:
        numbers = {("d", normalise_number(d.number)) for d in profile.documents}
        numbers |= {("s", serial.number) for serial in profile.serials if _is_of_one(serial.number)}
        phones = {("p", normalise_phone(p.digits)[-_PHONE:]) for p in profile.phones}
        long_enough = {n for n in numbers if len(n[1]) >= _LEAST} | {p for p in phones if len(p[1]) >= _PHONE_LEAST}
        return tuple(sorted(long_enough)) or None

    def pm(self, profile: Profile) -> Value | None:
        return self.am(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        return self._best(model.rates, am, pm, model.rates.m("paper", "own"))

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        return self._best(model.rates, left, right, 1.0)

    @staticmethod
    def _best(rates: Rates, left: Batch, right: Batch, own: float) -> FloatArray:
        """The best of the pairs of numbers, 0 where none is equal or nearly so.  own: share that is the bearer's."""
        one, many = (right, left) if len(right) == 1 else (left, right)
        out = np.zeros(len(many))
        numbers = many.grow("numbers", None, _Numbers)
        for kind, number in one.values[0]:
            for row, slips in numbers.of[kind].near(number):
                lr = rates.lr(_RATES[kind], "slip" if slips else "exact")
                out[row] = max(out[row], own * lr + 1 - own)
        hits = out > 0
        out[hits] = np.log10(out[hits])
        return out

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        if outcome is Outcome.PARTIAL:
            return "paper_no_common_number"
        return super().reason(outcome, left, right)


def _is_of_one(serial: str) -> bool:
    """Whether a serial number is long enough to be that of one thing, and no word or model."""
    return len(serial) >= _SERIAL and sum(c.isdecimal() for c in serial) >= _SERIAL_DIGITS


class _Numbers:
    """The numbers of many records, by kind."""

    def __init__(self) -> None:
        self.of = {kind: Written() for kind in _RATES}
        self._n = 0

    def extend(self, values: list[Value]) -> None:
        """Take in the numbers of further records."""
        for kind, written in self.of.items():
            found = [(number, row) for row, value in enumerate(values, self._n) for k, number in value if k == kind]
            written.add([number for number, _ in found], [row for _, row in found])
        self._n += len(values)
