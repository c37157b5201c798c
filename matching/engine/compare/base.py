"""What a comparator is, and how its result reads.

A comparator turns a profile into a small hashable value and states the log10 likelihood ratio of two values.  It is
written once, over arrays: the scan calls it with all values of a column against one probe, the explanation with one
value against one.  A value missing on either side is None (code 0) and contributes exactly 0; NaN means that the two
values, though both present, cannot be compared, and is shown as missing as well.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from matching.engine.columns import Batch, Several
from matching.engine.profile import FORENSIC, RESERVED, SEARCH, is_absent, ring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from matching.engine.columns import FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Alternative, Profile
    from matching.engine.weights import Rates

AM_PM, AM_AM, PM_PM, AM_ALIVE = "am-pm", "am-am", "pm-pm", "am-alive"
SIDES = {AM_PM: ("am", "pm"), AM_AM: ("am", "am"), PM_PM: ("pm", "pm"), AM_ALIVE: ("am", "alive")}
"""Kinds of the records a task compares, as they stand in a pair."""
MOST_TELLINGS = 64
_ORDER = (SEARCH, RESERVED, FORENSIC)


class Outcome(StrEnum):
    """How two values of one line stand to each other."""

    AGREE = "agree"
    PARTIAL = "partial"
    CONTRADICT = "contradict"
    MISSING = "missing"


class Line(ABC):
    """One evidence line.  `facts` are the profile fields it reads; `group` shares a cap; `recurs`: so many records say
    the same, and it takes so long to weigh it, that what one value says of all others is worth keeping.
    """

    name: ClassVar[str]
    group: ClassVar[str]
    facts: ClassVar[tuple[str, ...]]
    tasks: ClassVar[tuple[str, ...]] = (AM_PM, AM_AM)
    width: ClassVar[int] = 0
    recurs: ClassVar[bool] = True

    @abstractmethod
    def am(self, profile: Profile) -> Value | None:
        """The value of a missing person's record; None if the fact is absent."""

    @abstractmethod
    def pm(self, profile: Profile) -> Value | None:
        """The value of remains; None if the fact is absent."""

    @abstractmethod
    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        """log10 LR of one against many (either way round), NaN where the values cannot be compared."""

    def alive(self, profile: Profile) -> Value | None:
        """The value of somebody on a list of the living; None if the fact is absent."""
        return self.am(profile)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        """log10 LR that two reports are about one person; symmetric."""
        raise NotImplementedError(f"{self.name} has no rule for two reports.")

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        """log10 LR that two sets of remains are of one person; symmetric."""
        raise NotImplementedError(f"{self.name} has no rule for two sets of remains.")

    def am_alive(self, model: Model, am: Batch, alive: Batch) -> FloatArray:
        """log10 LR that a missing person is somebody on a list of the living; what both state is compared alike."""
        return self.am_am(model, am, alive)

    def value(self, profile: Profile) -> Value | None:
        """The value of a profile of any kind; several where its sources state what this line reads differently."""
        if profile.alternatives:
            return several(self._one(told) for told in self._tellings(profile))
        return self._one(profile)

    def _tellings(self, profile: Profile) -> list[Profile]:
        """The profile in every way in which its sources together tell what this line reads; as it is shown first."""
        own, plain = self._one(profile), replace(profile, alternatives=())
        topics: dict[tuple[str, ...], list[Alternative]] = {}
        for one in profile.alternatives:
            if self._one(one.applied(plain)) != own:
                topics.setdefault(tuple(fact for fact, _value in one.facts), []).append(one)
        tellings = [plain]
        for told in topics.values():
            tellings += [one.applied(telling) for telling in tellings for one in told]
            if len(tellings) > MOST_TELLINGS:  # then each beside what is shown, and not all together
                return [plain, *(one.applied(plain) for some in topics.values() for one in some)]
        return tellings

    def _one(self, profile: Profile) -> Value | None:
        if profile.kind == "alive":
            return self.alive(profile)
        return self.am(profile) if profile.kind == "am" else self.pm(profile)

    def log_lr(self, model: Model, task: str, left: Batch, right: Batch) -> FloatArray:
        """log10 LR for a task, weighed; a missing person stands left of remains and of the living."""
        compare = {AM_PM: self.am_pm, AM_AM: self.am_am, PM_PM: self.pm_pm, AM_ALIVE: self.am_alive}[task]
        log_lrs = compare(model, left, right)
        if left.further or right.further:
            log_lrs = _mixed(partial(compare, model), log_lrs, left, right)
        weight = model.rates.weight(self.name)
        return log_lrs if weight == 1.0 else log_lrs * weight

    def absent(self, profile: Profile) -> str:
        """Why this record has no value: a code ending in the side."""
        return f"{self.name}_absent_{profile.kind}"

    def incomparable(self, left: Profile, right: Profile) -> str:
        """Why two present values cannot be compared."""
        return f"{self.name}_incomparable"

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        """Code of the sentence shown beside the line."""
        return f"{self.name}_{outcome.value}"

    def ring(self, profile: Profile) -> str:
        """The innermost ring among the facts this line reads from a record."""
        rings = {SEARCH}
        for fact in self.facts:
            value = getattr(profile, fact)
            if value is None:
                continue
            if isinstance(value, tuple) and value and hasattr(value[0], "ring"):
                rings.update(item.ring for item in value)
            elif not is_absent(fact, value):
                rings.add(ring_of(fact, profile.kind))
        if len(rings) == 1:
            return SEARCH
        return max(rings, key=lambda ring: (_ORDER.index(ring) if ring in _ORDER else len(_ORDER), ring))


def several(values: Iterable[Value | None]) -> Value | None:
    """The distinct values that are known, as one.  How many say the same tells nothing: relatives have spoken."""
    known = dict.fromkeys(value for value in values if value is not None)
    return Several(known) if len(known) > 1 else next(iter(known), None)


def _mixed(compare: Callable[[Batch, Batch], FloatArray], shown: FloatArray, left: Batch, right: Batch) -> FloatArray:
    """log10 of the mean likelihood ratio over all that sources state, each as likely: one against many, as `am_pm`.

    shown: the log10 LR of what is shown.  What cannot be compared (NaN) says nothing, an LR of 1, unless nothing can.
    """
    turned = len(left) > 1
    one, many = (right, left) if turned else (left, right)
    beside = many.beside()
    values = one.further.get(0, one.values[:1])
    total, known = np.zeros(len(many)), np.zeros(len(many), dtype=np.bool_)
    for place, value in enumerate(values):
        told = Batch(one.width, [value])

        def against(others: Batch, told: Batch = told) -> FloatArray:
            return compare(others, told) if turned else compare(told, others)

        log_lrs = shown if place == 0 else against(many)
        lr, seen = 10.0 ** np.nan_to_num(log_lrs, nan=0.0), ~np.isnan(log_lrs)
        if beside is not None:
            more = against(beside.values)[beside.codes]
            n = len(beside.rows)
            lr[beside.rows] += np.bincount(beside.owner, 10.0 ** np.nan_to_num(more, nan=0.0), n)
            lr[beside.rows] /= 1 + np.bincount(beside.owner, minlength=n)
            seen[beside.rows] |= np.bincount(beside.owner, ~np.isnan(more), n) > 0
        total, known = total + lr, known | seen
    return np.where(known, np.log10(total / len(values)), np.nan)


def soften(lr: FloatArray, eps: float) -> FloatArray:
    """log10 of a likelihood ratio with an outlier share: no soft line rules a pair out."""
    return np.asarray(np.log10((1 - eps) * lr + eps), dtype=np.float64)


def normal(x: FloatArray, mean: FloatArray | float, sd: FloatArray | float) -> FloatArray:
    """Density of the normal distribution."""
    z = (x - mean) / sd
    return np.asarray(np.exp(-0.5 * z * z) / (sd * np.sqrt(2 * np.pi)), dtype=np.float64)


def condition_class(condition: str | None) -> str | None:
    """CL-DECOMP to `fleshed`, `decomposed` or `skeletal`."""
    if condition is None or len(condition) != 2 or condition[0] != "d" or not condition[1].isdigit():
        return None
    stage = int(condition[1])
    return "fleshed" if stage <= 1 else "decomposed" if stage <= 4 else "skeletal"


CONDITIONS = ("fleshed", "decomposed", "skeletal")


def read(log_lr: float, rates: Rates) -> Outcome:
    """How a line reads; NaN is missing."""
    if np.isnan(log_lr):
        return Outcome.MISSING
    if log_lr >= rates.m("outcome", "agree"):
        return Outcome.AGREE
    if log_lr <= rates.m("outcome", "contradict"):
        return Outcome.CONTRADICT
    return Outcome.PARTIAL


def half_range(low: float | None, high: float | None, step: float) -> tuple[float, float] | None:
    """Middle and half width of a range with open ends, rounded to a step; None if both ends are absent."""
    if low is None and high is None:
        return None
    a, b = (high if low is None else low), (low if high is None else high)
    assert a is not None
    assert b is not None
    return round((a + b) / 2 / step) * step, round((b - a) / 2 / step) * step
