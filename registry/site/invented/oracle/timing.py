"""P(days between last contact and finding), from the generator's own delays, slips of memory and examiners.

Densities live on a fine grid of days and are read as mean over a reported interval, so that a day, a month and an
unknown date are one formula.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from registry.site.invented import rates as world_rates
from registry.site.invented.rates import Rates

FloatArray = NDArray[np.float64]
PER_DAY = 4
BEFORE, AFTER = 64, 8192  # days kept on either side of zero
_LENGTH = AFTER * PER_DAY


def _delay() -> FloatArray:
    return (np.arange(_LENGTH) + 0.5) / PER_DAY


@cache
def _journey() -> FloatArray:
    density = np.exp(-_delay() / world_rates.JOURNEY_DAYS)
    return np.asarray(density / density.sum())


@cache
def _find_delay(condition: int) -> FloatArray:
    median, sd = world_rates.FIND_DELAY[condition]
    x = np.log(_delay())
    density = np.exp(-0.5 * ((x - np.log(median)) / sd) ** 2) / _delay()
    return np.asarray(density / density.sum())


def delay_after_death(condition: int | None, pmi: float | None, rates: Rates) -> FloatArray:
    """P(days from death to finding, pmi as estimated), on the grid; not normalised when pmi is given."""
    if condition is None:
        mix = sum(s * _find_delay(c) for c, s in enumerate(world_rates.CONDITION_SHARE))
    else:
        mix = _find_delay(condition)
    if pmi is None:
        return np.asarray(mix)
    seen = np.log(np.maximum(_delay(), 0.3))
    sd = rates.find.pmi_sd
    return np.asarray(mix * np.exp(-0.5 * ((np.log(pmi) - seen) / sd) ** 2) / sd)


def _daily(fine: FloatArray) -> FloatArray:
    """From the grid to whole days, with room for negative ones."""
    out = np.zeros(BEFORE + AFTER)
    out[BEFORE:] = fine.reshape(AFTER, PER_DAY).sum(axis=1)
    return out


@cache
def _memory(off: float) -> FloatArray:
    """P(reported - true day), on -30..30."""
    out = np.zeros(61)
    out[30] = 1 - off
    out[:24] += off / 48
    out[37:] += off / 48
    return out


class Gap:
    """Cumulated P(found - reported last contact), of one set of remains."""

    def __init__(self, daily: FloatArray) -> None:
        self._cumulative = np.concatenate([[0.0], np.cumsum(daily)])

    def mean(self, found: int, earliest: FloatArray, latest: FloatArray) -> FloatArray:
        """Mean density over each interval of reported days."""
        low = np.clip(found - latest + BEFORE, 0, BEFORE + AFTER).astype(np.int64)
        high = np.clip(found - earliest + 1 + BEFORE, 0, BEFORE + AFTER).astype(np.int64)
        return np.asarray((self._cumulative[high] - self._cumulative[low]) / (latest - earliest + 1))


def _convolved(a: FloatArray, b: FloatArray) -> FloatArray:
    size = 2 * _LENGTH
    return np.asarray(np.maximum(np.fft.irfft(np.fft.rfft(a, size) * np.fft.rfft(b, size), size)[:_LENGTH], 0.0))


@cache
def _plain_gap(condition: int | None, rates: Rates) -> Gap:
    return _gap(delay_after_death(condition, None, rates), rates)


def _gap(delay: FloatArray, rates: Rates) -> Gap:
    daily = _daily(_convolved(_journey(), delay))
    return Gap(np.convolve(daily, _memory(rates.report.contact_off), mode="same"))


def gap(condition: int | None, pmi: float | None, rates: Rates) -> Gap:
    """The gap density of remains in that condition, with what the examiner said about the time since death."""
    return _plain_gap(condition, rates) if pmi is None else _gap(delay_after_death(condition, pmi, rates), rates)


@cache
def before_event(rates: Rates) -> Gap:
    """P(day of an event - reported last contact) for somebody in that event."""
    return Gap(np.convolve(_daily(_journey()), _memory(rates.report.contact_off), mode="same"))
