"""P(sex, age, stature, nationality clue of remains | what a report says), from the generator's own errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from registry.site.invented import rates as world_rates
from registry.site.invented.finds import examined_age
from registry.site.invented.geography import World
from registry.site.invented.people import YEAR, growth
from registry.site.invented.rates import Rates
from registry.site.invented.records import CaseRecord, IndicatorRecord

FloatArray = NDArray[np.float64]
_AGES = np.arange(0.5, 86.0, 0.5)
_SD_YEARS = {"exact": 0.1, "january": 0.9}


def normal(x: FloatArray | float, mean: FloatArray | float, sd: FloatArray | float) -> FloatArray:
    """Density of the normal distribution; arguments broadcast."""
    return np.asarray(np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi)))


def population_age() -> FloatArray:
    """P(age) on the grid of half years."""
    adult = normal(_AGES, world_rates.AGE_MEAN, world_rates.AGE_SD) * ((_AGES >= 14) & (_AGES <= 85))
    child = ((_AGES >= 1) & (_AGES < 18)).astype(float)
    share = world_rates.CHILD_SHARE
    return np.asarray((1 - share) * adult / adult.sum() + share * child / child.sum())


class Bodies:
    """The biology of all reports, column by column."""

    def __init__(self, cases: tuple[CaseRecord, ...], contact_middle: FloatArray, world: World, rates: Rates) -> None:
        self.rates, self.world = rates, world
        self.male = np.array([c.sex == "m" for c in cases])
        self.age = self._age_posteriors(cases, contact_middle)  # report x grid
        self.height = np.array([np.nan if c.height_cm is None else c.height_cm for c in cases])
        grown = np.array([growth(a) for a in _AGES])
        mean_growth = self.age @ grown
        mean = np.where(self.male, world_rates.STATURE["m"][0], world_rates.STATURE["f"][0]) * mean_growth
        sd = np.where(self.male, world_rates.STATURE["m"][1], world_rates.STATURE["f"][1]) * mean_growth
        spread = np.where(self.male, world_rates.STATURE["m"][0], world_rates.STATURE["f"][0])
        sd = np.sqrt(sd**2 + spread**2 * np.maximum(self.age @ grown**2 - mean_growth**2, 0.0))
        told = self.height - np.where(self.male, 1.2, 0.7)
        weight = sd**2 / (sd**2 + rates.report.height_sd**2)
        known = np.isfinite(self.height)
        self.stature = np.where(known, mean + weight * (np.nan_to_num(told) - mean), mean)
        self.stature_sd = np.where(known, sd * np.sqrt(1 - weight), sd)
        self._index = {n.country: k for k, n in enumerate(world.nations)}
        self.nation = np.array([self._index[c.nationality] if c.nationality else -1 for c in cases])

    def _age_posteriors(self, cases: tuple[CaseRecord, ...], contact_middle: FloatArray) -> FloatArray:
        """P(age at last contact | report) on the grid, one row per report."""
        prior = population_age()
        out = np.empty((len(cases), len(_AGES)))
        sd, heaped = self.rates.report.age_sd, self.rates.report.age_heaped
        heap_sd = float(np.hypot(sd, 5 / np.sqrt(12)))
        for k, case in enumerate(cases):
            if case.date_of_birth is not None:
                born = np.datetime64(case.date_of_birth).astype("datetime64[D]").astype(int) + 719163
                when = contact_middle[k] if np.isfinite(contact_middle[k]) else np.nanmedian(contact_middle)
                unsure = _SD_YEARS["january" if case.birth_basis == "default_jan1" else "exact"]
                unsure = unsure if np.isfinite(contact_middle[k]) else float(np.hypot(unsure, 1.45))
                likelihood = normal(_AGES, (when - born) / YEAR, max(unsure, 0.3))
            elif case.age_at_last_contact is not None:
                age = float(case.age_at_last_contact)
                likelihood = (1 - heaped) * normal(_AGES, age, float(np.hypot(sd, 0.29)))
                if case.age_at_last_contact % 5 == 0:
                    likelihood = likelihood + heaped * 5 * normal(_AGES, age, heap_sd)
            else:
                likelihood = np.ones(len(_AGES))
            row = prior * likelihood + 1e-12
            out[k] = row / row.sum()
        return out

    def sex_lr(self, estimated: str | None, condition: int) -> FloatArray:
        """P(sex as estimated | report), up to a constant."""
        if estimated is None or estimated == "ind":
            return np.ones(len(self.male))
        wrong = min(self.rates.find.sex_wrong[condition] * (3 if estimated.endswith("?") else 1), 0.2)
        return np.where(self.male == estimated.startswith("m"), 1 - wrong, wrong)

    def age_lr(self, point: float | None, condition: int) -> FloatArray:
        """P(age as estimated | report)."""
        if point is None:
            return np.ones(len(self.male))
        moments = np.array([examined_age(a, condition, self.rates) for a in _AGES])
        return np.asarray(self.age @ normal(point, moments[:, 0], moments[:, 1]))

    def stature_lr(self, point: float | None, condition: int) -> FloatArray:
        """P(stature as estimated | report)."""
        if point is None:
            return np.ones(len(self.male))
        return normal(point, self.stature, np.hypot(self.stature_sd, self.rates.find.height_sd[condition]))

    def origin_lr(self, indicators: tuple[IndicatorRecord, ...]) -> FloatArray:
        """P(countries pointed to | nationality in the report)."""
        out = np.ones(len(self.male))
        for clue in indicators:
            right, near = (0.93, 0.04) if clue.kind == "document" else (0.75, 0.15)
            by_nation = np.array([
                right * (n.country == clue.country)
                + near * (clue.country in n.neighbours) / len(n.neighbours)
                + (1 - right - near) * (clue.country in self._index) / len(self._index)
                for n in self.world.nations
            ])  # fmt: skip
            share = np.array([n.share for n in self.world.nations])
            unknown = float(by_nation @ share / share.sum())
            out *= np.where(self.nation >= 0, by_nation[self.nation], unknown)
        return out
