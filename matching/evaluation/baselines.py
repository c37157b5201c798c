"""What people do without this program, on the same records: a filter sorted by time, and one name against all.

`filter`: sex equal, age within two years of the range, height within 8 cm, last contact no later than the find, the
nearest date first; what is not known passes.  `token_sort`: rapidfuzz's token_sort_ratio of the names.  Decides scores
only; what a filter leaves out stands after everything it lets through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cdist
from rapidfuzz.utils import default_process

from matching.engine.columns import FloatArray
from matching.engine.profile import Profile

YEAR = 365.2425
_AGE, _HEIGHT = 2.0, 8.0
Scorer = Callable[[Profile], NDArray[np.floating]]


class Filter:
    """The practice of look-ups by ranges."""

    def __init__(self, records: Sequence[Profile]) -> None:
        self._sex = np.array([{"m": 0.0, "f": 1.0}.get(p.sex or "", np.nan) for p in records])
        self._age = np.array([_ages(p) for p in records]).reshape(-1, 2)
        self._height = np.array([_number(p.stature_low) for p in records])
        self._day = np.array([_day(p) for p in records])
        self._before = np.array([p.kind == "am" for p in records], dtype=np.bool_)

    def __call__(self, probe: Profile) -> FloatArray:
        sex = {"m": 0.0, "f": 1.0}.get(probe.sex or "", np.nan)
        low, high = _ages(probe)
        lag = _day(probe) - self._day
        with np.errstate(invalid="ignore"):
            apart = (self._sex != sex) & ~np.isnan(self._sex) & ~np.isnan(sex)
            apart |= (self._age[:, 0] > high + _AGE) | (self._age[:, 1] < low - _AGE)
            apart |= np.abs(self._height - _number(probe.stature_low)) > _HEIGHT
            if probe.kind != "am":
                apart |= self._before & (lag < 0)
        return np.where(apart, -np.inf, -np.nan_to_num(np.abs(lag), nan=1e9))


class TokenSort:
    """The names as one string each."""

    def __init__(self, records: Sequence[Profile]) -> None:
        self._names = [default_process(p.names[0].text) if p.names else "" for p in records]

    def __call__(self, probe: Profile) -> NDArray[np.floating]:
        if not probe.names:
            return np.zeros(len(self._names), dtype=np.float32)
        one = [default_process(probe.names[0].text)]
        scores: NDArray[np.floating] = cdist(one, self._names, scorer=token_sort_ratio, dtype=np.float32)[0]
        return scores


NAMES: dict[str, Callable[[Sequence[Profile]], Scorer]] = {"filter": Filter, "token_sort": TokenSort}


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _day(profile: Profile) -> float:
    """Middle of the day of last contact, finding or sighting."""
    low, high = profile.found_earliest, profile.found_latest
    if profile.kind == "am":
        low, high = profile.last_contact_earliest, profile.last_contact_latest
    return np.nan if low is None or high is None else (low + high) / 2


def _ages(profile: Profile) -> tuple[float, float]:
    """Range of ages, from the birth date where there is one."""
    day = _day(profile)
    if profile.birth_earliest is not None and profile.birth_latest is not None and not np.isnan(day):
        age = (day - (profile.birth_earliest + profile.birth_latest) / 2) / YEAR
        return age, age
    return _number(profile.age_low), _number(profile.age_high)
