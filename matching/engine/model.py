"""Rates and reference together: the densities and shares that comparators ask for.

Decides how counts are smoothed: registry histogram and default are mixed by n / (n + strength).  A model only
remembers what it computed; two models of the same rates and reference give the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.engine.bodies import Bodies
from matching.engine.columns import FloatArray
from matching.engine.compare.base import CONDITIONS, normal
from matching.engine.compare.body import REGIONS, SITES
from matching.engine.compare.lag import ALIVE, DEPOSITIONS, gap_density, kernel, twice_summed, window_mean
from matching.engine.compare.marks import level_of
from matching.engine.places import Places, Rows
from matching.engine.reference import AGES, MONTH, Reference
from matching.engine.weights import DEFAULT, Rates
from registry.lib import world

_SIDES = 4
_MOTIFS = 20
_TYPES = 25
_MOST = 0.95


class Model:
    """What the engine believes about same and different persons, given rates and a reference."""

    def __init__(self, reference: Reference, rates: Rates = DEFAULT) -> None:
        self.reference, self.rates = reference, rates
        self.key = f"{rates.version}/{reference.key}"
        self.places = Places(reference, rates)
        self.bodies = Bodies(reference, rates)
        self._kernels, self._gaps = Rows(), Rows()
        self._near_shares: dict[str, float] = {}
        self._mark_shares: dict[tuple[object, ...], float] = {}

    def _mix(self, n: float) -> float:
        return n / (n + self.rates.m("mix", "strength"))

    # -- biology

    @cached_property
    def male_share(self) -> float:
        """Share of men among the reported."""
        n = self.reference.males + self.reference.females
        own = (self.reference.males + self.rates.m("mix", "half")) / (n + 2 * self.rates.m("mix", "half"))
        return self._mix(n) * own + (1 - self._mix(n)) * self.rates.m("population", "male_share")

    @cached_property
    def age_sd(self) -> float:
        """Spread of the ages of the reported, in years."""
        counts = np.array(self.reference.ages, dtype=np.float64)
        n = counts.sum()
        middle = np.arange(AGES) + 0.5
        default = self.rates.m("population", "age_sd")
        if n == 0:
            return default
        mean = (counts * middle).sum() / n
        own = math.sqrt((counts * (middle - mean) ** 2).sum() / n)
        return float(self._mix(n) * own + (1 - self._mix(n)) * default)

    def age_density(self, age: FloatArray, sd: FloatArray) -> FloatArray:
        """Density of an estimate with this spread if it is of anybody reported."""
        mean, spread = self.rates.m("population", "age_mean"), self.rates.m("population", "age_sd")
        out: FloatArray = normal(age, mean, np.sqrt(spread**2 + sd**2))
        counts = np.array(self.reference.ages, dtype=np.float64)
        n = counts.sum()
        if n:
            # Half a year of bin width and the reported ages' own error stay in the spread.
            blur: FloatArray = np.sqrt(sd**2 + self.rates.m("age", "stated") ** 2)
            middle: FloatArray = np.arange(AGES, dtype=np.float64)[None, :] + 0.5
            bins = normal(age[:, None], middle, blur[:, None])
            out = self._mix(n) * (bins @ (counts / n)) + (1 - self._mix(n)) * out
        return np.asarray(np.maximum(out, 1e-9), dtype=np.float64)

    def stature_density(self, cm: FloatArray, sd: FloatArray, sex: FloatArray, age: FloatArray) -> FloatArray:
        """Density of an estimate with this spread within a sex (0 m, 1 f, NaN: either) and, below 18, at an age.

        A child's height says again how old it is: it counts only beside others of its age.
        """
        by_sex = [normal(cm, mean, np.sqrt(spread**2 + sd**2)) for mean, spread in self._statures]
        either = self.male_share * by_sex[0] + (1 - self.male_share) * by_sex[1]
        out = np.where(np.isnan(sex), either, np.where(sex == 1.0, by_sex[1], by_sex[0]))
        rates = self.rates
        children, share = normal(cm, rates.m("growth", "mean"), np.hypot(rates.m("growth", "sd"), sd)), self.child_share
        anybody = share * children + (1 - share) * out
        expected = self._grown_to(age) * self.stature_moments(sex)[0]
        of_age = normal(cm, expected, np.hypot(rates.m("growth", "spread") * expected, sd))
        sure = rates.m("growth", "age_right")
        out = np.where(age < rates.m("growth", "until"), sure * of_age + (1 - sure) * anybody, out)
        out = np.where(np.isnan(age), anybody, out)
        return np.asarray(np.maximum(out, 1e-9), dtype=np.float64)

    def _grown_to(self, age: FloatArray) -> FloatArray:
        """Share of the final height at an age."""
        years = {int(row.level[5:]): row.m for row in self.rates.levels("growth") if row.level.startswith("share")}
        return np.interp(age, sorted(years), [years[year] for year in sorted(years)])

    @cached_property
    def child_share(self) -> float:
        """Share of the reported who are below 18."""
        counts, until = np.array(self.reference.ages, dtype=np.float64), int(self.rates.m("growth", "until"))
        n = counts.sum()
        own = counts[:until].sum() / max(n, 1.0)
        return float(self._mix(n) * own + (1 - self._mix(n)) * self.rates.m("growth", "children"))

    def stature_moments(self, sex: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Mean and spread of the statures of a sex (0 m, 1 f, NaN: either)."""
        (men, sd_m), (women, sd_f) = self._statures
        share = self.male_share
        either = share * men + (1 - share) * women
        sd = math.sqrt(share * (sd_m**2 + (men - either) ** 2) + (1 - share) * (sd_f**2 + (women - either) ** 2))
        mean = np.where(np.isnan(sex), either, np.where(sex == 1.0, women, men))
        return mean, np.where(np.isnan(sex), sd, np.where(sex == 1.0, sd_f, sd_m))

    @cached_property
    def _statures(self) -> tuple[tuple[float, float], ...]:
        """Mean and spread of how tall men and women are: of the heights told, without what telling adds to them."""
        rates, out = self.rates, []
        for letter in "mf":
            mean, spread = (
                rates.m("population", f"stature_mean_{letter}"),
                rates.m("population", f"stature_sd_{letter}"),
            )
            n, told, told_sd = self.reference.statures.get(letter, (0, mean, spread))
            own_sd = math.sqrt(max(told_sd**2 - rates.m("stature", "reported_sd") ** 2, (spread / 2) ** 2))
            own, weight = told - rates.m("stature", f"bias_{letter}"), self._mix(n)
            out.append((weight * own + (1 - weight) * mean, weight * own_sd + (1 - weight) * spread))
        return tuple(out)

    # -- time

    def lag_kernel(self, which: float, pmi_low: float | None, pmi_high: float | None) -> int:
        """Row of the kernel for a state and deposition (code of the lag line) and an examiner's interval (log days)."""
        return self._kernels.code((which, pmi_low, pmi_high), self._kernel)

    def _kernel(self, which: float, pmi_low: float | None, pmi_high: float | None) -> FloatArray:
        deposition, state = divmod(int(which), len(CONDITIONS) + 1)
        known = "alive" if which == ALIVE else CONDITIONS[state - 1] if state else None
        pmi = None if pmi_low is None or pmi_high is None else (pmi_low, pmi_high)
        return twice_summed(kernel(self.rates, known, deposition % len(DEPOSITIONS), pmi))

    def lag_sums(self) -> FloatArray:
        """Twice summed kernels, one row each."""
        return self._kernels.matrix()

    @cached_property
    def _months(self) -> tuple[FloatArray, FloatArray]:
        months = sorted(self.reference.contact_months.items())
        start = np.array([m * MONTH for m, _ in months], dtype=np.float64)
        counts = np.array([n for _, n in months], dtype=np.float64)
        return start, counts / max(counts.sum(), 1.0)

    def contact_average(self, row: int, first: float, last: float) -> float:
        """Lag probability per day averaged over everybody's last contact, for a find between two days."""
        span = self.rates.m("population", "contact_span_days")
        rows = np.array([row], dtype=np.int64)
        end = np.array([last])
        default = window_mean(self.lag_sums(), rows, end - span, end, np.array([first]), end)[0]
        start, share = self._months
        if not len(start):
            return float(default)
        mean = window_mean(self.lag_sums(), rows, start, start + MONTH - 1, np.array([first]), end)
        weight = self._mix(sum(self.reference.contact_months.values()))
        return float(max(weight * (mean @ share) + (1 - weight) * default, 1e-9))

    def finds_per_day(self, day: FloatArray) -> FloatArray:
        """Share of the remains found on a day, smoothed over three months."""
        return self._per_day(day, self.reference.find_months, self._three_months_of_finds)

    @cached_property
    def _three_months_of_finds(self) -> tuple[int, FloatArray]:
        return _three_months(self.reference.find_months)

    def contacts_per_day(self, day: FloatArray) -> FloatArray:
        """Share of the reports with a last contact on a day, smoothed over three months."""
        return self._per_day(day, self.reference.contact_months, self._three_months)

    def _per_day(self, day: FloatArray, months: Mapping[int, int], around: tuple[int, FloatArray]) -> FloatArray:
        n = sum(months.values())
        default = 1 / self.rates.m("population", "contact_span_days")
        first, three = around
        place = np.clip(np.floor(day / MONTH) - first, 0, len(three) - 1).astype(np.int64)
        near = three[place] / max(n, 1) / (3 * MONTH)
        return np.asarray(self._mix(n) * near + (1 - self._mix(n)) * default, dtype=np.float64)

    @cached_property
    def _three_months(self) -> tuple[int, FloatArray]:
        return _three_months(self.reference.contact_months)

    def gap_rows(self, left: FloatArray, right: FloatArray) -> NDArray[np.int64]:
        """Row of `gap_sums` of each two finds of one person, by the codes of their states; one of them against many."""
        one, many = (left[0], right) if len(left) == 1 else (right[0], left)
        codes = many.astype(np.int64)
        counts = np.bincount(codes)
        row = np.zeros(len(counts), dtype=np.int64)
        for code in np.flatnonzero(counts).tolist():
            states = (one, code) if len(left) == 1 else (code, one)
            row[code] = self._gaps.code(states, lambda a, b: twice_summed(gap_density(self.rates, a, b)))
        return np.asarray(row[codes], dtype=np.int64)

    def gap_sums(self) -> FloatArray:
        """Days between two finds of one person, twice summed."""
        return self._gaps.matrix()

    # -- what there is of remains

    @cached_property
    def body_share(self) -> float:
        """Share of whole bodies among the remains of which it is said what there is."""
        n, half = self.reference.inventories, self.rates.m("mix", "half")
        own = (self.reference.bodies + half) / (n + 2 * half)
        return self._mix(n) * own + (1 - self._mix(n)) * self.rates.m("parts", "whole")

    # -- origin and events

    def nation_share(self, country: str) -> float:
        """Share of a nationality among the reported."""
        n = sum(self.reference.nations.values())
        own = (self.reference.nations.get(country, 0) + self.rates.m("mix", "half")) / (n + 1)
        share = self._mix(n) * own + (1 - self._mix(n)) * self.rates.m("origin", "default_share")
        return max(share, self.rates.m("origin", "least_share"))

    def neighbour_share(self, country: str) -> float:
        """Share of the nationalities that may be taken for a country."""
        near = self._near_shares.get(country)
        if near is None:
            others = {*self.reference.nations, *world.neighbours(country)} - {country}
            share = sum(self.nation_share(c) for c in others if world.are_close(country, c))
            near = self._near_shares[country] = min(share, (1 - self.nation_share(country)) * _MOST)
        return near

    @staticmethod
    def are_neighbours(country: str, nations: tuple[str, ...]) -> bool:
        """Whether any of the nations may be taken for the country: a neighbour, or one with its language."""
        return any(world.are_close(country, nation) for nation in nations)

    def incident_share(self, event: str) -> float:
        """Share of an event among the records of its weeks."""
        default = self.rates.m("incident", "default_share")
        return max(self.reference.incidents.get(event, default), self.rates.m("incident", "least_share"))

    # -- marks

    @cached_property
    def marks_per_person(self) -> float:
        """Marks a person has; families tell only part of them."""
        n = self.reference.people_asked
        own = self.reference.n_marks / max(n, 1) / self.rates.m("marks", "told")
        return float(self._mix(n) * own + (1 - self._mix(n)) * self.rates.m("marks", "per_person"))

    @cached_property
    def marks_per_region(self) -> FloatArray:
        """Marks per person in each region of the body, and somewhere else."""
        share = np.zeros(len(REGIONS) + 1)
        for site, value in self._shares_of(1).items():
            share[REGIONS.index(site[:2]) if site in SITES else -1] += value
        return np.asarray(self.marks_per_person * share / share.sum(), dtype=np.float64)

    def _shares_of(self, attribute: int) -> dict[str, float]:
        counts = self.reference.marks[attribute]
        n = sum(counts.values())
        known = {1: SITES, 2: ("l", "r", "mid", "both")}.get(attribute, ())
        size = (_TYPES, len(SITES), _SIDES, _MOTIFS)[attribute]
        weight = self._mix(n)
        return {value: weight * counts.get(value, 0) / max(n, 1) + (1 - weight) / size for value in {*known, *counts}}

    def mark_share(self, attribute: int, value: object, level: str) -> float:
        """Probability that a random mark stands at this level to a value of an attribute."""
        key = (attribute, value, level)
        found = self._mark_shares.get(key)
        if found is None:
            shares = self._all_shares[attribute]
            default = (1 - self._mix(sum(self.reference.marks[attribute].values()))) / (
                _TYPES, len(SITES), _SIDES, _MOTIFS)[attribute]  # fmt: skip
            if attribute == 3:
                motifs = value if isinstance(value, tuple) else (value,)
                same = min(sum(shares.get(m, default) for m in motifs), 1.0)
                found = same if level == "same" else 1 - same
            else:
                at_level = sum(s for other, s in shares.items() if level_of(attribute, value, other) == level)
                if level == "other":  # what nobody has named yet is nearly always something else
                    at_level += max(1 - sum(shares.values()), 0.0)
                found = at_level if at_level > 0 else default if level == "same" else 0.0
            found = self._mark_shares[key] = float(found)
        return found

    @cached_property
    def _all_shares(self) -> tuple[dict[str, float], ...]:
        return tuple(self._shares_of(i) for i in range(4))

    # -- names

    def word_share(self, word: str) -> float:
        """Share of a word among the names of people of its countries."""
        return self._share(self.reference.words.get(word, 0.0))

    def skeleton_share(self, key: str) -> float:
        """Share of everybody with a word of these consonants."""
        return self._share(self.reference.skeletons.get(key, 0.0))

    def _share(self, own: float) -> float:
        weight, unseen, least = self._share_terms
        # A word seen once proves a rate of one in n at most.
        own = min(max(own, 1 / (self.reference.n_named + 1)), 1.0)
        return max(weight * own + unseen, least)

    @cached_property
    def _share_terms(self) -> tuple[float, float, float]:
        """Weight of the registry's own count, what the default adds to it, and the least share."""
        weight = self._mix(self.reference.n_named)
        return (
            weight,
            (1 - weight) * self.rates.m("name", "default_share"),
            self.rates.m("name", "least_share"),
        )

    @cached_property
    def name_costs(self) -> NDArray[np.float64]:
        """Natural logs of clash, missing and order; probability of a parent's word."""
        rates = self.rates
        clash = rates.lr("name", "clash")
        logs = np.log([clash, rates.m("name", "missing_second"), rates.m("name", "order")])
        return np.array([*logs, rates.m("name", "parent_token")])


def _three_months(counts: Mapping[int, int]) -> tuple[int, FloatArray]:
    """The first month, and from it on the records of every month and its two neighbours; 0 at both ends."""
    first, last = (min(counts) - 2, max(counts) + 2) if counts else (0, 0)
    of_month = np.array([counts.get(month, 0) for month in range(first - 1, last + 2)], dtype=np.float64)
    return first, of_month[:-2] + of_month[1:-1] + of_month[2:]
