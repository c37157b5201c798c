"""Days between last contact and finding, given the state of the remains; dates of last contact of two reports.

The lag is journey time plus time since death plus the error of the reported date.  Time since death follows the state
of the remains, or the examiner's interval where one is given; it enters here and nowhere else.  Dates that are only
known as ranges are integrated over.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import AM_ALIVE, AM_PM, CONDITIONS, PM_PM, Line, condition_class, soften
from matching.engine.line_kernels import normal_kernel, window_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

OFFSET = 64
DEPOSITIONS = ("surface", "submerged", "buried")
PMI_STEP = 0.25
ALIVE = 12.0
"""Code of a sighting, beside those of the states and depositions of remains."""
GAP = 4000


def _lognormal(mean: float, sd: float, days: int) -> FloatArray:
    """Probability of each whole number of days 0 .. days - 1."""
    edges = np.log(np.maximum(np.arange(days + 1) - 0.5, 1e-9))
    z = (edges - mean) / (sd * math.sqrt(2))
    below = np.empty(len(z))
    normal_kernel(z, below)
    return np.diff(below)


def days_since_death(rates: Rates, state: str | None, deposition: int, days: int) -> FloatArray:
    """Distribution of days between death and finding; an unknown state is the mixture of all."""
    if state is None:
        parts = [rates.m("lag_share", s) * days_since_death(rates, s, deposition, days) for s in CONDITIONS]
        return np.asarray(sum(parts), dtype=np.float64)
    if state == "alive":
        return _lognormal(rates.m("lag_mean", state), rates.m("lag_sd", state), days)
    level = state if deposition == 0 else f"{state}_{DEPOSITIONS[deposition]}"
    return _lognormal(rates.m("lag_mean", level), rates.m("lag_sd", level), days)


def kernel(rates: Rates, state: str | None, deposition: int, pmi: tuple[float, float] | None) -> FloatArray:
    """Probability of each lag in days; index OFFSET is lag 0 (reported dates may be late)."""
    days = int(rates.m("lag", "horizon_days"))
    dead = days_since_death(rates, state, deposition, days)
    if pmi is not None:
        sd = max((pmi[1] - pmi[0]) / rates.m("lag", "interval_90"), rates.m("lag", "pmi_least_sd"))
        share = rates.m("lag", "pmi_share")
        dead = share * _lognormal((pmi[0] + pmi[1]) / 2, sd, days) + (1 - share) * dead
    journey = rates.m("lag", "journey_days")
    steps = np.exp(-np.arange(int(journey * 12)) / journey)
    lag = np.convolve(dead, steps / steps.sum())[:days]
    near, far = int(rates.m("lag", "off_from")), int(rates.m("lag", "off_to"))
    error = np.zeros(2 * far + 1)
    error[: far - near + 1] = error[far + near :] = rates.m("lag", "off_share") / (2 * (far - near + 1))
    error[far] = 1 - rates.m("lag", "off_share")
    out = np.zeros(days + 2 * OFFSET)
    full = np.convolve(lag, error)
    out[OFFSET - far : OFFSET - far + len(full)] = full
    return out


def gap_density(rates: Rates, one: float, other: float) -> FloatArray:
    """P(second find less first, in days) of one person, from the codes of both states; index GAP is the same day.

    They are taken to lie less than GAP days apart: the density comes to one, as `window_mean` expects.
    """
    dead = []
    for code in (one, other):
        place, state = divmod(int(code), len(CONDITIONS) + 1)
        dead.append(days_since_death(rates, CONDITIONS[state - 1] if state else None, place, GAP))
    apart = np.zeros(2 * GAP + 1)
    apart[1:-1] = np.convolve(dead[1], dead[0][::-1])
    together = rates.m("find_day", "together")
    apart *= (1 - together) / apart.sum()
    apart[GAP - 1 : GAP + 2] += together / 3
    return apart


def twice_summed(lag: FloatArray) -> FloatArray:
    """Second cumulative sum: four looks give the sum over a window of findings and a window of contacts."""
    return np.cumsum(np.cumsum(lag))


def window_mean(
    sums: FloatArray,
    row: NDArray[np.int64],
    a1: FloatArray,
    a2: FloatArray,
    b1: FloatArray,
    b2: FloatArray,
    zero: int = OFFSET,
) -> FloatArray:
    """Mean lag probability per day over contacts a1..a2 and findings b1..b2; row picks the kernel in sums.

    zero: the index of lag 0.
    """
    out = np.empty(max(len(row), len(a1), len(b1)))
    window_kernel(sums, row, a1, a2, b1, b2, zero, out)
    return out


class Lag(Line):
    """log10 LR of the time between last contact and finding."""

    name, group, width, tasks, recurs = "lag", "time_place", 5, (AM_PM, PM_PM, AM_ALIVE), False
    facts = ("last_contact_earliest", "last_contact_latest", "found_earliest", "found_latest", "pmi_low", "pmi_high")

    def am(self, profile: Profile) -> Value | None:
        return contact_window(profile)

    def pm(self, profile: Profile) -> Value | None:
        low, high = profile.found_earliest, profile.found_latest
        if low is None and high is None:
            return None
        state = condition_class(profile.condition)
        place = DEPOSITIONS.index(profile.deposition) if profile.deposition in DEPOSITIONS else 0
        which = place * 4 + (CONDITIONS.index(state) + 1 if state else 0)
        pmi_low, pmi_high = profile.pmi_low, profile.pmi_high
        if pmi_low is None and pmi_high is None:
            pmi: tuple[float | None, float | None] = (None, None)
        else:
            a = pmi_low if pmi_low is not None else 0.0
            b = pmi_high if pmi_high is not None else max(2 * a, 1.0)
            pmi = (_log_step(a), _log_step(b))
        return (low if low is not None else high, high if high is not None else low, float(which), *pmi)

    def alive(self, profile: Profile) -> Value | None:
        low, high = profile.found_earliest, profile.found_latest
        if low is None and high is None:
            return None
        return (low if low is not None else high, high if high is not None else low, ALIVE, None, None)

    def am_alive(self, model: Model, am: Batch, alive: Batch) -> FloatArray:
        return self.am_pm(model, am, alive)

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        """Of one person, both finds follow one death; or they were found together."""
        (a1, a2, states_a), (b1, b2, states_b) = left.columns()[:3], right.columns()[:3]
        row = model.gap_rows(states_a, states_b)
        seen = window_mean(model.gap_sums(), row, a1, a2, b1, b2, GAP)
        of_a, of_b = (side.derive("found_on", model.key, partial(self._per_day, model)) for side in (left, right))
        return soften(seen / np.sqrt(of_a * of_b), model.rates.m("eps", "lag"))

    @staticmethod
    def _per_day(model: Model, values: list[Value]) -> FloatArray:
        """Share of the remains that are found on a day of each find."""
        return model.finds_per_day(np.array([(first + last) / 2 for first, last, *_ in values]))

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        a1, a2, *_ = am.columns()
        b1, b2, *_ = pm.columns()
        rows = pm.derive("kernel", model.key, lambda values: self._kernels(model, values))
        row = rows.astype(np.int64)
        other = pm.derive("contacts", model.key, lambda values: self._others(model, values))
        seen = window_mean(model.lag_sums(), row, a1, a2, b1, b2)
        return soften(seen / other, model.rates.m("eps", "lag"))

    @staticmethod
    def _kernels(model: Model, values: list[Value]) -> FloatArray:
        return np.array([model.lag_kernel(v[2], v[3], v[4]) for v in values], dtype=np.float64)

    def _others(self, model: Model, values: list[Value]) -> FloatArray:
        """The same density averaged over everybody's last contact."""
        rows = self._kernels(model, values).astype(np.int64)
        return np.array([model.contact_average(int(row), v[0], v[1]) for row, v in zip(rows, values, strict=True)])


def contact_window(profile: Profile) -> Value | None:
    """First and last possible day of last contact, padded to the width of the lag line."""
    low, high = profile.last_contact_earliest, profile.last_contact_latest
    if low is None and high is None:
        return None
    return (low if low is not None else high, high if high is not None else low, None, None, None)


def proof_day(profile: Profile) -> Value | None:
    """Last proof of life (a missing person) or last possible day of finding (remains)."""
    day = profile.last_proof_of_life if profile.kind == "am" else profile.found_latest
    return None if day is None else (day,)


def _log_step(days: float) -> float:
    return round(math.log(max(days, 0.5)) / PMI_STEP) * PMI_STEP


class ContactDay(Line):
    """Dates of last contact of two reports."""

    name, group, width, tasks = "contact_day", "time_place", 5, ("am-am",)
    facts = ("last_contact_earliest", "last_contact_latest")

    def am(self, profile: Profile) -> Value | None:
        return contact_window(profile)

    def pm(self, profile: Profile) -> Value | None:
        return None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        raise NotImplementedError("Remains have no last contact of their own; the lag line compares them.")

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        rates = model.rates
        a1, a2, *_ = left.columns()
        b1, b2, *_ = right.columns()
        gap = np.maximum(np.maximum(b1 - a2, a1 - b2), 0.0)
        window = np.minimum(a2 - a1, b2 - b1) + 1
        day = np.sqrt(model.contacts_per_day((a1 + a2) / 2) * model.contacts_per_day((b1 + b2) / 2))
        lr = rates.m("contact_day", "other") + 0 * (gap + day)
        reach = (("year", 365.0), ("month", 31.0), ("week", 7.0), ("same", 0.0))
        for i, (level, days) in enumerate(reach):
            # Days on both sides that fall in this class and in no closer one.
            width = window if level == "same" else 2 * (days - reach[i + 1][1])
            lr = np.where(gap <= days, rates.m("contact_day", level) / np.minimum(day * width, 1.0), lr)
        return soften(lr, rates.m("eps", "contact_day"))
