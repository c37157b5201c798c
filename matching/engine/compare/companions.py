"""Travel companions: whom the missing person was with, as the family tells it.

A name found with remains may be a companion's, and then speaks for somebody who travelled with them.  Two reports that
name the same companions are about one person or one group; who is named as a companion is somebody else.  Compared as
names are (`names`), but for who may have carried what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare.base import AM_AM, AM_PM, Line
from matching.engine.compare.names import Names
from matching.engine.compare.words import heard

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

_NAMES = Names()
_COMPANIONS, _OWN = 0, 1


class Companions(Line):
    """log10 LR of the companions named."""

    name, group, tasks = "companions", "time_place", (AM_PM, AM_AM)
    facts = ("companions", "names")

    def am(self, profile: Profile) -> Value | None:
        """Companions, then the person's own name; without companions there is nothing to compare."""
        told = sorted({heard(n.text) for n in profile.companions} - {()})
        return (tuple(told), _NAMES.am(profile)) if told else None

    def pm(self, profile: Profile) -> Value | None:
        return _NAMES.pm(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        people, place = _people(am, _COMPANIONS)
        alike = _NAMES.am_pm(model, people, pm)
        share = model.rates.m("companions", "carried")
        lr = np.log10(1 - share + share * 10.0**alike)
        return np.asarray(lr[place] if len(am) > 1 else lr, dtype=np.float64)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        rates = model.rates
        one, many = (left, right) if len(left) == 1 else (right, left)
        shared, named = self._alike(model, one, many, _COMPANIONS, _COMPANIONS), np.full(len(many), -np.inf)
        for mine, theirs in ((_COMPANIONS, _OWN), (_OWN, _COMPANIONS)):
            named = np.fmax(named, self._alike(model, one, many, mine, theirs))
        same = rates.m("companions", "told_again")
        # However rare their names, companions are the whole group's and not one person's.
        together = np.log10(1 - same + same * 10.0 ** np.minimum(shared, rates.m("companions", "most")))
        apart = np.log10(1 + rates.m("companions", "namesake") * 10.0**named)
        return np.asarray(np.maximum(together - apart, rates.m("companions", "least")), dtype=np.float64)

    @staticmethod
    def _alike(model: Model, one: Batch, many: Batch, mine: int, theirs: int) -> FloatArray:
        """log10 LR of the names of one against those of many; NaN where a name is not known."""
        person, people = _people(one, mine)[0], _people(many, theirs)
        if not len(person) or not len(people[0]):
            return np.full(len(many), np.nan)
        alike = np.append(_NAMES.am_am(model, person, people[0]), np.nan)
        return np.asarray(alike[people[1]], dtype=np.float64)

    def incomparable(self, left: Profile, right: Profile) -> str:
        return f"{self.name}_absent_am"


def _people(batch: Batch, part: int) -> tuple[Batch, NDArray[np.int64]]:
    """The companions (or the own names) of a batch as a batch of the name line, and which of them each value is."""

    def build() -> tuple[Batch, NDArray[np.int64]]:
        people = Batch(0)
        named = ((value[_COMPANIONS], ()) if part == _COMPANIONS else value[_OWN] for value in batch.values)
        return people, np.array([people.code(one) - 1 for one in named], dtype=np.int64)

    return batch.keep(f"people{part}", None, build)
