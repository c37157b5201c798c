"""Age at last contact against the age read from the remains; ages or birth dates of two reports.

The age moves to the date of death only through the birth date: where both are known the person's age when found less
the post-mortem interval is used.  Birth date or age, never both.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare.base import (
    AM_ALIVE,
    AM_AM,
    AM_PM,
    CONDITIONS,
    PM_PM,
    Line,
    condition_class,
    half_range,
    normal,
    soften,
)

if TYPE_CHECKING:
    from matching.engine.columns import FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

YEAR = 365.2425
_EXACT, _STATED, _DEFAULT = 0.0, 1.0, 2.0
_OLDEST, _LIFE = 100.0, 125.0
# Centuries apart both densities are 0: that is no missing date.
_LEAST = 1e-300


def normal_lr(a: FloatArray, sa: FloatArray, b: FloatArray, sb: FloatArray, mean: float, sd: float) -> FloatArray:
    """`N(a; b, sqrt(sa^2+sb^2)) / N(a; mean, sqrt(sd^2+sa^2))`: two readings of one quantity against the population."""
    return normal(a, b, np.sqrt(sa**2 + sb**2)) / normal(a, mean, np.sqrt(sd**2 + sa**2))


def birth_middle(profile: Profile) -> float | None:
    """Middle of the birth date's range, to 30 days."""
    middle = half_range(profile.birth_earliest, profile.birth_latest, 30)
    return None if middle is None else middle[0]


def reported_spread(rates: Rates, middle: FloatArray, half: FloatArray, basis: FloatArray) -> FloatArray:
    """Standard deviation of a reported age: by its basis, its range, and heaping on 0 and 5."""
    heaped = (half == 0) & (np.mod(middle, 5) == 0)
    stated = np.hypot(rates.m("age", "stated"), np.where(heaped, rates.m("age", "heaping"), 0.0))
    own = np.where(basis == _EXACT, rates.m("age", "exact_birth"), rates.m("age", "default_birth"))
    return np.asarray(np.sqrt(np.where(basis == _STATED, stated, own) ** 2 + half**2 / 3), dtype=np.float64)


def _undated(value: Value) -> Value:
    return (*value[:3], None)


class Age(Line):
    """log10 LR of the ages."""

    name, group, width, tasks, recurs = "age", "biology", 4, (AM_PM, AM_AM, PM_PM, AM_ALIVE), False
    facts = ("age_low", "age_high", "birth_earliest", "birth_latest")

    def am(self, profile: Profile) -> Value | None:
        birth = half_range(profile.birth_earliest, profile.birth_latest, 30)
        contact = half_range(profile.last_contact_earliest, profile.last_contact_latest, 30)
        basis = _DEFAULT if profile.birth_basis == "default_jan1" else _EXACT
        if birth is not None:
            half = round(birth[1] / YEAR * 2) / 2
            age = None if contact is None else round((contact[0] - birth[0]) / YEAR * 2) / 2
            if age is not None and not -1 <= age <= _LIFE:
                return None  # born after the last contact, or centuries before: a slip somewhere
            return (age, half, basis, birth[0])
        low, high = profile.age_low, profile.age_high
        if high is None:
            return None  # "an adult" is no age; "below 12" is a range
        stated = half_range(low or 0.0, high, 0.5)
        return None if stated is None or not 0 <= stated[0] <= _LIFE else (stated[0], stated[1], _STATED, None)

    def pm(self, profile: Profile) -> Value | None:
        low, high = profile.age_low, profile.age_high
        if (low is None and high is None) or not all(0 <= end <= _LIFE for end in (low, high) if end is not None):
            return None
        # "Adult" is no age of 18: an open end is as far away as people live.
        low, high = 0.0 if low is None else low, max(low or 0.0, _OLDEST) if high is None else high
        middle = half_range(low, high, 0.5)
        assert middle is not None
        state = condition_class(profile.condition)
        found = half_range(profile.found_earliest, profile.found_latest, 30)
        death = None if found is None else found[0] - round((profile.pmi_low or 0) / 30) * 30
        return (middle[0], middle[1], float(CONDITIONS.index(state) if state else 1), death)

    def alive(self, profile: Profile) -> Value | None:
        seen = replace(profile, last_contact_earliest=profile.found_earliest, last_contact_latest=profile.found_latest)
        return self.am(seen)

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        """Two estimates, whenever they died."""
        one, many = (left, right) if len(left) == 1 else (right, left)
        probe = Batch(self.width, [_undated(one.values[0])])
        key = PM_PM, model.key, probe.values[0]
        return many.parts("age_seen", _undated).weigh(key, lambda other: self._both_seen(model, probe, other))

    def _both_seen(self, model: Model, one: Batch, many: Batch) -> FloatArray:
        """Both of one age of this population, or each of its own."""
        a, width_a, state_a, _ = one.columns()
        b, width_b, state_b, _ = many.columns()
        sa, sb = self._spread(model.rates, a, width_a, state_a), self._spread(model.rates, b, width_b, state_b)
        # Two normal readings of one quantity: their difference, and where the quantity lies.
        middle = (a / sa**2 + b / sb**2) / (1 / sa**2 + 1 / sb**2)
        joint = normal(a, b, np.hypot(sa, sb)) * model.age_density(middle, 1 / np.sqrt(1 / sa**2 + 1 / sb**2))
        apart = model.age_density(a, sa) * model.age_density(b, sb)
        return soften(joint / apart, model.rates.m("eps", "age"))

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        """Dates count where only they say how old the person was."""
        if len(pm) == 1:
            parts = am.parts("age_told", lambda value: value if value[0] is None else _undated(value))
            return parts.weigh((AM_PM, model.key, pm.values[0]), lambda other: self._told_and_seen(model, other, pm))
        if am.values[0][0] is None:
            return self._told_and_seen(model, am, pm)
        told = Batch(self.width, [_undated(am.values[0])])
        key = AM_PM, model.key, told.values[0]
        return pm.parts("age_seen", _undated).weigh(key, lambda other: self._told_and_seen(model, told, other))

    def _told_and_seen(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        rates = model.rates
        stated, half, basis, birth = am.columns()
        seen, width, state, death = pm.columns()
        age = np.where(np.isnan(stated), (death - birth) / YEAR, stated)
        s = self._spread(rates, seen, width, state)
        density = pm.derive("age", model.key, lambda values: self._population(model, values))
        # Old adults are read as younger than they were.
        older = (age > seen) & (seen >= rates.m("age", "under_aged_from"))
        s = np.where(older, s * rates.m("age", "under_aged_factor"), s)
        r = reported_spread(rates, age, half, basis)
        off, by = rates.m("age_off", "share"), rates.m("age_off", "years")
        # Some estimates are years off, however narrow the range that was given.
        seen_so = (1 - off) * normal(seen, age, np.sqrt(s**2 + r**2)) + off * normal(
            seen, age, np.sqrt(s**2 + by**2 + r**2)
        )
        return soften(seen_so / density, rates.m("eps", "age"))

    @staticmethod
    def _spread(rates: Rates, seen: FloatArray, width: FloatArray, state: FloatArray) -> FloatArray:
        beyond = np.maximum(seen - rates.m("age", "skeletal_from"), 0.0) * rates.m("age", "skeletal_per_year")
        bones = state == CONDITIONS.index("skeletal")
        adult = np.where(bones, rates.m("age", "skeletal") + beyond, rates.m("age", "adult"))
        young = np.where(seen < rates.m("age", "child_until"), rates.m("age", "dental_child"), rates.m("age", "youth"))
        point = np.where(seen < rates.m("age", "youth_until"), young, adult)
        ranged = np.maximum(2 * width / rates.m("age", "interval_90"), rates.m("age", "least_pm"))
        return np.asarray(np.where(width > 0, ranged, point), dtype=np.float64)

    def _population(self, model: Model, values: list[Value]) -> FloatArray:
        """Density of the estimate if the remains are of anybody reported."""
        array = np.array([[np.nan if x is None else x for x in v] for v in values])
        seen, width, state = array[:, 0], array[:, 1], array[:, 2]
        s = self._spread(model.rates, seen, width, state)
        off, by = model.rates.m("age_off", "share"), model.rates.m("age_off", "years")
        return (1 - off) * model.age_density(seen, s) + off * model.age_density(seen, np.hypot(s, by))

    @staticmethod
    def _reported(model: Model, values: list[Value]) -> FloatArray:
        """Density of the reported age if it is of anybody reported."""
        age, half, basis, _ = np.array([[np.nan if x is None else x for x in v] for v in values]).T
        spread = reported_spread(model.rates, age, half, basis)
        return model.age_density(age, np.hypot(spread, model.rates.m("age_pair", "sd_stated")))

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        rates = model.rates
        a, half_a, basis_a, birth_a = left.columns()
        b, half_b, basis_b, birth_b = right.columns()
        extra = rates.m("age_pair", "sd_stated")
        sa, sb = reported_spread(rates, a, half_a, basis_a), reported_spread(rates, b, half_b, basis_b)
        joint = normal(a, b, np.sqrt(sa**2 + sb**2 + extra**2))
        # Against two people of the population; the geometric mean of both views keeps the line symmetric.
        of_a, of_b = (side.derive("reported", model.key, partial(self._reported, model)) for side in (left, right))
        other = np.sqrt(of_a * of_b)
        out = soften(joint / other, rates.m("eps", "age"))
        return np.asarray(np.where(np.isnan(birth_a) | np.isnan(birth_b), out, np.nan), dtype=np.float64)

    def incomparable(self, left: Profile, right: Profile) -> str:
        return "age_counted_as_birth_date" if right.kind == "am" else "age_without_date"


class Birth(Line):
    """Birth dates of two reports, in the classes in which they usually differ."""

    name, group, width, tasks = "birth", "name", 2, (AM_AM, AM_ALIVE)
    facts = ("birth_earliest", "birth_latest")

    def am(self, profile: Profile) -> Value | None:
        low, high = profile.birth_earliest, profile.birth_latest
        if low is None and high is None:
            return None
        return (low if low is not None else high, high if high is not None else low)

    def pm(self, profile: Profile) -> Value | None:
        return None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        raise NotImplementedError("Remains have no birth date of their own.")

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        rates = model.rates
        a1, a2 = left.columns()
        b1, b2 = right.columns()
        exact = (a1 == a2) & (b1 == b2)
        spread = np.sqrt(2.0) * model.age_sd * YEAR
        gap = np.abs(a1 - b1)
        # u of the same day: two people of this population were born the same day.
        same = rates.m("birth", "exact") / np.maximum(normal(gap, 0.0, spread), _LEAST)
        lr = np.full(gap.shape, rates.m("birth", "other") / rates.m("birth_u", "other"))
        for level, hit in self._classes(a1, b1, gap):
            lr = np.where(hit, rates.m("birth", level) / rates.m("birth_u", level), lr)
        lr = np.where(gap == 0, same, lr)
        middle = (a1 + a2 - b1 - b2) / 2
        wide = np.sqrt(((a2 - a1) ** 2 + (b2 - b1) ** 2) / 12 + YEAR**2)
        ranged = normal(middle, 0.0, wide) / np.maximum(normal(middle, 0.0, np.hypot(spread, wide)), _LEAST)
        return soften(np.where(exact, lr, ranged), rates.m("eps", "birth"))

    @staticmethod
    def level(one: Profile, other: Profile) -> str | None:
        """How two exact birth dates stand to each other; None if one is not exact."""
        a, b = Birth().am(one), Birth().am(other)
        if a is None or b is None or a[0] != a[1] or b[0] != b[1]:
            return None
        if a == b:
            return "exact"
        day, same = np.array([float(a[0])]), np.array([float(b[0])])
        hits = [level for level, hit in Birth._classes(day, same, np.abs(day - same)) if hit[0]]
        return hits[-1] if hits else "other"  # the last of them is what the line counts

    @staticmethod
    def _classes(a: FloatArray, b: FloatArray, gap: FloatArray) -> list[tuple[str, FloatArray]]:
        days_a, days_b = _civil(a), _civil(b)
        first_a = (days_a[1] == 1) & (days_a[2] == 1)
        first_b = (days_b[1] == 1) & (days_b[2] == 1)
        year = days_a[0] == days_b[0]
        # Ethiopian and Persian years read as Gregorian, or the reverse, are shifted by whole years.
        shift = np.abs(days_a[0] - days_b[0])
        return [
            ("calendar", np.isin(shift, (7, 8, 621, 622, 578, 579))),
            ("one_year", (gap <= 1.1 * YEAR) & ~year | (shift == 1)),
            ("first_january", year & (first_a | first_b)),
            ("swapped", year & (days_a[1] == days_b[2]) & (days_a[2] == days_b[1])),
        ]


def _civil(ordinal: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Year, month, day of proleptic Gregorian ordinals (numpy's calendar is the same)."""
    days = np.asarray(ordinal - 719163, dtype=np.int64).astype("datetime64[D]")
    months, years = days.astype("datetime64[M]"), days.astype("datetime64[Y]")
    month = (months - years.astype("datetime64[M]")).astype(np.float64) + 1
    day = (days - months.astype("datetime64[D]")).astype(np.float64) + 1
    return years.astype(np.float64) + 1970, month, day
