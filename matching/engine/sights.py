"""What one pair teaches about rates, if it turns out to be one person: levels and differences, never values.

Decides for each line which row of the table its outcome bears on, where the outcome is one level of it, or how far
two measures of one quantity are apart.  Lines that are made of many comparisons (names, marks, teeth, things, place)
teach only how much they count as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from matching.engine.compare import AM_AM, AM_PM
from matching.engine.compare.age import Birth
from matching.engine.compare.base import condition_class
from matching.engine.compare.lag import DEPOSITIONS, contact_window
from matching.engine.compare.origin import Origin
from matching.engine.compare.sex import Sex
from matching.engine.compare.stature import Stature
from matching.engine.profile import Profile
from matching.engine.weights import DEFAULT
from registry.lib import world

JOURNEY = DEFAULT.m("lag", "journey_days")
SHARP = 31  # days a date may be uncertain by and still teach a lag
LOG_STEP = 0.25  # of the logarithm of days that is kept


class Sight(NamedTuple):
    """rate: `line/level`.  seen: of a rate that stands alone, whether it came true.  gap: centimetres by which a report
    says more than the examination, its error being `spread`; or the logarithm of days.
    """

    rate: str
    seen: bool = True
    gap: float | None = None
    spread: float | None = None


def sights(task: str, left: Profile, right: Profile) -> dict[str, Sight]:
    """By line.  left: the missing person."""
    if task == AM_PM and left.kind == "pm":
        left, right = right, left
    return {line: found for line, read in _READERS.get(task, {}).items() if (found := read(left, right)) is not None}


def _sex_read(left: Profile, right: Profile) -> Sight | None:
    row = Sex.read_by(right)
    if left.sex not in ("m", "f") or right.sex not in ("m", "f") or row is None:
        return None
    return Sight(f"sex/{row}", seen=left.sex != right.sex)


def _sex_told(left: Profile, right: Profile) -> Sight | None:
    if {left.sex, right.sex} - {"m", "f"}:
        return None
    return Sight("sex/swapped", seen=left.sex != right.sex)


def _stature(left: Profile, right: Profile) -> Sight | None:
    apart = Stature.apart(left, right)
    return None if apart is None else Sight(f"stature/bias_{left.sex}", gap=round(apart[0]), spread=round(apart[1], 1))


def _lag(left: Profile, right: Profile) -> Sight | None:
    window, state = contact_window(left), condition_class(right.condition)
    first, last = right.found_earliest, right.found_latest
    # The journey is a great part of the days of a body found at once: such lags teach nothing alone.
    if window is None or first is None or last is None or state in (None, "fleshed"):
        return None
    if window[0] is None or window[1] is None or window[1] - window[0] > SHARP or last - first > SHARP:
        return None
    days = (first + last - window[0] - window[1]) / 2 - JOURNEY
    level = state if right.deposition not in DEPOSITIONS[1:] else f"{state}_{right.deposition}"
    return Sight(f"lag_mean/{level}", gap=round(math.log(max(days, 1.0)) / LOG_STEP) * LOG_STEP)


def _origin(left: Profile, right: Profile) -> Sight | None:
    nations, clues = Origin().am(left), Origin().pm(right)
    if not nations or not clues or len(clues) != 1:
        return None
    country, kind = clues[0]
    near = any(world.are_close(country, nation) for nation in nations)
    level = "equal" if country in nations else "neighbour" if near else "other"
    return Sight(f"{Origin.KINDS[kind]}/{level}")


def _nationality(left: Profile, right: Profile) -> Sight | None:
    if not left.nationalities or not right.nationalities:
        return None
    common = set(left.nationalities) & set(right.nationalities)
    return Sight("nationality/equal" if common else "nationality/other")


def _incident(left: Profile, right: Profile) -> Sight | None:
    if not left.incidents or not right.incidents:
        return None
    return Sight("incident/same" if set(left.incidents) & set(right.incidents) else "incident/other")


def _birth(left: Profile, right: Profile) -> Sight | None:
    level = Birth.level(left, right)
    return None if level is None else Sight(f"birth/{level}")


def _contact_day(left: Profile, right: Profile) -> Sight | None:
    one, other = contact_window(left), contact_window(right)
    if one is None or other is None:
        return None
    apart = max(other[0] - one[1], one[0] - other[1], 0)
    reach = (("same", 0), ("week", 7), ("month", 31), ("year", 365))
    return Sight(f"contact_day/{next((level for level, days in reach if apart <= days), 'other')}")


_READERS: Mapping[str, Mapping[str, Callable[[Profile, Profile], Sight | None]]] = {
    AM_PM: {"sex": _sex_read, "stature": _stature, "lag": _lag, "origin": _origin, "incident": _incident},
    AM_AM: {"sex": _sex_told, "origin": _nationality, "incident": _incident, "birth": _birth,
            "contact_day": _contact_day},
}  # fmt: skip
