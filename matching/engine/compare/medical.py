"""What stays in the body: healed fractures, plates, prostheses, devices with a serial number.

Compared like marks: kind, part of the body and side by how rare they are, a serial number on top.  Something told but
absent where the bones were looked at counts against; a region that was not looked at says nothing, and neither does a
family that was not asked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz.distance import OSA

from matching.engine.compare.base import AM_AM, AM_PM, PM_PM, Line, Outcome, soften
from matching.engine.compare.body import REGIONS, side_level
from matching.engine.compare.elements import kind_level, part_level, region
from matching.engine.compare.pairing import Vocabulary, paired, row
from matching.engine.profile import normalise_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Medical as Item
    from matching.engine.profile import Profile

_SERIAL = 3
_SHORTEST_SERIAL = 5
# What a fresh injury looks like: it came with death or after it, and no family can have told of it.
_FRESH = frozenset({"fracture_unhealed", "recent_wound"})
LEVELS: tuple[tuple[str, Callable[[Any, Any], str | None]], ...] = (
    ("medical_kind", kind_level), ("medical_part", part_level), ("medical_side", side_level),
)  # fmt: skip


class Medical(Line):
    """log10 LR of what stays in the body."""

    name, group, tasks = "medical", "marks", (AM_PM, AM_AM, PM_PM)
    facts = ("medical", "medical_asked", "medical_observable")

    def am(self, profile: Profile) -> Value | None:
        if not profile.medical and not profile.medical_asked:
            return None
        return (tuple(sorted({_plain(item) for item in profile.medical})), REGIONS)

    def pm(self, profile: Profile) -> Value | None:
        seen = tuple(sorted({_plain(item) for item in profile.medical if item.kind not in _FRESH}))
        looked = {*(profile.medical_observable or ()), *(REGIONS[r] for s in seen if (r := region(s[1])) >= 0)}
        observable = tuple(r for r in REGIONS if r in looked)
        return (seen, observable) if observable or seen else None

    def absent(self, profile: Profile) -> str:
        if profile.kind == "am":
            return "medical_not_asked"
        return "medical_not_examined" if profile.medical_observable is None else "medical_not_observable"

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        told, seen = model.rates.m("medical", "told"), model.rates.m("medical", "seen")
        return self._compare(model, am, pm, (1 - seen, 1 - told), told * seen)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        told = model.rates.m("medical", "told")
        return self._compare(model, left, right, (1 - told, 1 - told), told * told)

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        seen = model.rates.m("medical", "seen")
        return self._compare(model, left, right, (1 - seen, 1 - seen), seen * seen, jointly=True)

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        quiet = outcome is Outcome.AGREE and not (left.medical and right.medical)
        return "medical_quiet" if quiet else super().reason(outcome, left, right)

    def _compare(
        self,
        model: Model,
        left: Batch,
        right: Batch,
        missed: tuple[float, float],
        both: float,
        *,
        jointly: bool = False,
    ) -> FloatArray:
        logs = paired(
            left, right, regions=REGIONS, region_of=lambda thing: region(thing[1]), row_of=partial(_row, model),
            missed=missed, expected=both * model.bodies.medical_per_region, jointly=jointly,
        )  # fmt: skip
        return soften(np.exp(np.minimum(logs, 200.0)), model.rates.m("eps", "medical"))


def _row(model: Model, item: Value, vocabulary: Vocabulary) -> FloatArray:
    return row(
        item, vocabulary, partial(_attribute_lr, model), key=model.key,
        per_person=model.bodies.medical_per_person, least_rate=model.rates.m("medical", "least_rate"), beyond=_SERIAL,
    )  # fmt: skip


def _attribute_lr(model: Model, attribute: int, a: Any, b: Any) -> float:
    """m / u of one attribute of two items; 1 where one side does not say."""
    rates = model.rates
    if attribute == _SERIAL:
        level = serial_level(a, b)
        return 1.0 if level is None else rates.lr("medical_serial", level)
    line, levels = LEVELS[attribute]
    level = levels(a, b)
    if level is None:
        return 1.0
    shares = model.bodies.medical_shares[attribute]
    # Seen from both items, so that the line is the same whichever stands left.
    u = (shares.at(a, level) + shares.at(b, level)) / 2
    return rates.m(line, level) / max(u, rates.m("medical", "least_share"))


def serial_level(a: str, b: str) -> str | None:
    """The same number, one character misread, or another; None if one is not known or too short to tell."""
    if len(a) < _SHORTEST_SERIAL or len(b) < _SHORTEST_SERIAL:
        return None
    steps = OSA.distance(a, b, score_cutoff=1)
    return ("same", "slip", "other")[min(steps, 2)]


def _plain(item: Item) -> tuple[str, str, str, str]:
    return item.kind, item.site, item.side, normalise_number(item.serial)
