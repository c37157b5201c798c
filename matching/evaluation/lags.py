"""How long people lie before they are found, learnt from likely pairs: by the state of the remains.

Decides the middle and the spread of the lag's lognormal for each state, as far as the pairs of a registry speak for
others than the rates say: deserts keep, summers hurry, and whoever collects the data has words of their own for states.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import FloatArray
from matching.engine.compare.base import CONDITIONS, condition_class
from matching.engine.compare.lag import OFFSET, kernel
from matching.engine.profile import Profile
from matching.engine.weights import Rates

_DAYS = 4000
_SHIFTS = np.arange(-1.5, 1.51, 0.25)  # of the logarithm of the days
_SPREADS = (0.6, 0.8, 1.0, 1.25, 1.55)
_USUAL_SHIFT, _USUAL_SPREAD = 0.5, 0.3  # how far registries differ from the rates, as standard deviations: assumed
_STRENGTH = 10.0  # pairs that this assumption counts for


class Lags:
    """Days between last contact and finding, counted by the share of belief in each pair."""

    def __init__(self, reports: Sequence[Profile]) -> None:
        self._contact = np.array([_exact(p.last_contact_earliest, p.last_contact_latest) for p in reports])
        self._counts = {state: np.zeros(OFFSET + _DAYS) for state in CONDITIONS}

    def add(self, remains: Profile, shares: FloatArray) -> None:
        """All reports against one set of remains; without a day on both sides, or a state, nothing is learnt."""
        state = condition_class(remains.condition)
        lag = _exact(remains.found_earliest, remains.found_latest) - self._contact
        known = ~np.isnan(lag)
        if state is None or not known.any():
            return
        place = np.clip(lag[known] + OFFSET, 0, OFFSET + _DAYS - 1).astype(np.int64)
        self._counts[state] += np.bincount(place, weights=shares[known], minlength=OFFSET + _DAYS)

    def fitted(self, rates: Rates, first: Rates) -> Rates:
        """The rates with the likeliest lags; `first` are those that were given."""
        for state, counts in self._counts.items():
            mean, sd = first.m("lag_mean", state), first.m("lag_sd", state)
            tried = [(self._fit(first, state, counts, s, w), mean + s, sd * w) for s in _SHIFTS for w in _SPREADS]
            _, mean, sd = max(tried)
            rates = rates.changed("lag_mean", state, m=float(mean)).changed("lag_sd", state, m=float(sd))
        return rates

    @staticmethod
    def _fit(first: Rates, state: str, counts: FloatArray, shift: float, spread: float) -> float:
        """Log of how likely the counted days are, and how usual such a change is."""
        mean, sd = first.m("lag_mean", state) + shift, first.m("lag_sd", state) * spread
        of_days = _kernel(first.changed("lag_mean", state, m=mean).changed("lag_sd", state, m=sd), state)
        eps = first.m("eps", "lag")
        likely = counts @ np.log((1 - eps) * of_days + eps / len(of_days))
        usual = (shift / _USUAL_SHIFT) ** 2 + (np.log(spread) / _USUAL_SPREAD) ** 2
        return float(likely - _STRENGTH * usual / 2)


def _kernel(rates: Rates, state: str) -> NDArray[np.float64]:
    return np.maximum(kernel(rates, state, 0, None)[: OFFSET + _DAYS], 0.0)


def _exact(first: int | None, last: int | None) -> float:
    """A day that is known to a few days."""
    return np.nan if first is None or last is None or last - first > 3 else (first + last) / 2
