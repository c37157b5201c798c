"""Height as reported against stature as estimated.

Reported heights are too great by a bias that differs by sex and shrink with age; formulas from bones get their
prediction interval, not their standard error.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare.age import YEAR, birth_middle
from matching.engine.compare.base import AM_AM, AM_PM, PM_PM, Line, half_range, normal, soften
from matching.engine.weights import DEFAULT

if TYPE_CHECKING:
    from matching.engine.columns import FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

_AM_BASES = ("guess", "compared_to_relative", "document", "measured")
_CHILD, _GROWN, _USUAL = 18.0, 20.0, 3.0  # years; years, as `_age` rounds them; standard deviations
_PEOPLE = (25.0, 275.0)
_SHORTEST, _TALLEST = 140.0, 200.0  # centimetres, where a range has an open end
_PM_BASES = ("other", "mixed", "long_bone", "measured")


def _sex(profile: Profile) -> float | None:
    sex = (profile.sex or "")[:1]
    return {"m": 0.0, "f": 1.0}.get(sex)


def _age(profile: Profile) -> float | None:
    """Age at last contact, of grown people to five years: children grow, and the old shrink."""
    birth, contact = birth_middle(profile), profile.last_contact_latest
    if birth is not None and contact is not None:
        years = (contact - birth) / YEAR
    else:
        stated = half_range(profile.age_low, profile.age_high, 0.5)
        if stated is None:
            return None
        years = stated[0]
    return float(round(years / 5) * 5 if years >= _CHILD else max(math.floor(years), 0) + 0.5)


def _told(profile: Profile) -> tuple[float, float] | None:
    """Middle and half width; "at least 170" reaches as far as people are tall."""
    low, high = profile.stature_low, profile.stature_high
    if low is None and high is not None:
        low = min(_SHORTEST, high)
    elif high is None and low is not None:
        high = max(_TALLEST, low)
    if low is None or high is None or not _PEOPLE[0] <= low <= high <= _PEOPLE[1]:
        return None  # 17 may be metres or feet: no height
    return half_range(low, high, 0.5)


def _examined_age(profile: Profile) -> float | None:
    """Age as examined: a year of childhood, or grown; None if nothing is said or it may be either."""
    low, high = profile.age_low, profile.age_high
    if low is not None and low >= _CHILD:
        return _GROWN
    if low is None or high is None:
        return None
    middle = (low + high) / 2
    return _GROWN if middle >= _CHILD else math.floor(middle) + 0.5


class Stature(Line):
    """log10 LR of the statures, within one sex."""

    name, group, width, tasks = "stature", "biology", 5, (AM_PM, AM_AM, PM_PM)
    facts = ("stature_low", "stature_high", "stature_basis")

    def am(self, profile: Profile) -> Value | None:
        middle = _told(profile)
        if middle is None:
            return None
        basis = profile.stature_basis
        return (*middle, float(_AM_BASES.index(basis) if basis in _AM_BASES else 0), _sex(profile), _age(profile))

    def pm(self, profile: Profile) -> Value | None:
        middle = _told(profile)
        if middle is None:
            return None
        basis = profile.stature_basis
        method = float(_PM_BASES.index(basis) if basis in _PM_BASES else 1)
        return (*middle, method, _sex(profile), _examined_age(profile))

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        rates = model.rates
        said, half, basis, sex, age = am.columns()
        seen, _, _, pm_sex, pm_age = pm.columns()
        see = self._error(rates, pm)
        whose = np.where(np.isnan(sex), pm_sex, sex)
        r, spread = self._believed(model, *self._true_height(rates, said, half, basis, sex, age), whose, age)
        # Against others of the sex and the age that were read from the remains: those have lines of their own.
        other = model.stature_density(seen, see, pm_sex, pm_age)
        return soften(normal(seen, r, np.hypot(see, spread)) / other, rates.m("eps", "stature"))

    @staticmethod
    def _believed(
        model: Model, told: FloatArray, spread: FloatArray, sex: FloatArray, age: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """How tall somebody is of whom this is told: the unusually tall are rarer than heights told too great.

        Of grown people alone, whose heights are known; what is told of a child is left as it is.
        """
        mean, sd = model.stature_moments(sex)
        weight = sd**2 / (sd**2 + spread**2)
        usual = (np.isnan(age) | (age >= _GROWN)) & (np.abs(told - mean) < _USUAL * sd)
        believed = np.where(usual, mean + weight * (told - mean), told)
        return believed, np.where(usual, spread * np.sqrt(weight), spread)

    @staticmethod
    def _error(rates: Rates, pm: Batch) -> FloatArray:
        """Standard deviation of an estimate: by its method, or as wide as the examiner says."""
        _, width, method, *_ = pm.columns()
        see = np.choose(method.astype(np.int64), [rates.m("stature", name) for name in _PM_BASES])
        see = see * rates.m("stature", "prediction")
        ranged = np.maximum(2 * width / rates.m("stature", "interval_90"), see / 2)
        return np.asarray(np.where(width > 0, ranged, see), dtype=np.float64)

    @staticmethod
    def apart(am: Profile, pm: Profile) -> tuple[float, float] | None:
        """Centimetres by which a height as told is above the one found, its loss with age aside, and the error of that.

        None unless it was told by people, of somebody of known sex.
        """
        told, found = Stature().am(am), Stature().pm(pm)
        if (
            told is None
            or found is None
            or told[2] > _AM_BASES.index("compared_to_relative")
            or am.sex not in ("m", "f")
        ):
            return None
        loss = DEFAULT.m("stature", "age_loss") * max((told[4] or 0.0) - DEFAULT.m("stature", "age_loss_from"), 0.0)
        return told[0] - loss - found[0], float(Stature._error(DEFAULT, Batch(Stature.width, [found]))[0])

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        (a, *_), (b, *_) = left.columns(), right.columns()
        sa, sb = self._error(model.rates, left), self._error(model.rates, right)
        (sex_a, age_a), (sex_b, age_b) = left.columns()[3:], right.columns()[3:]
        whose = np.where(sex_a == sex_b, sex_a, np.nan)
        age = np.fmin(age_a, age_b)
        middle = (a / sa**2 + b / sb**2) / (1 / sa**2 + 1 / sb**2)
        spread = 1 / np.sqrt(1 / sa**2 + 1 / sb**2)
        joint = normal(a, b, np.hypot(sa, sb)) * model.stature_density(middle, spread, whose, age)
        apart = model.stature_density(a + 0 * b, sa + 0 * b, whose, age) * model.stature_density(
            b + 0 * a, sb + 0 * a, whose, age
        )
        return soften(joint / apart, model.rates.m("eps", "stature"))

    @staticmethod
    def _true_height(
        rates: Rates, said: FloatArray, half: FloatArray, basis: FloatArray, sex: FloatArray, age: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Expected measured height and its spread, from a reported one."""
        bias_m, bias_f = rates.m("stature", "bias_m"), rates.m("stature", "bias_f")
        bias = np.where(np.isnan(sex), (bias_m + bias_f) / 2, np.where(sex == 1.0, bias_f, bias_m))
        measured = basis == _AM_BASES.index("measured")
        bias = np.where(measured, 0.0, bias)
        loss = rates.m("stature", "age_loss") * np.fmax(age - rates.m("stature", "age_loss_from"), 0.0)
        said_sd = np.where(measured, rates.m("stature", "measured_sd"), rates.m("stature", "reported_sd"))
        sd = np.where(basis == _AM_BASES.index("document"), rates.m("stature", "document_sd"), said_sd)
        return said - bias - loss, np.sqrt(sd**2 + half**2 / 3)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        a, sa = self._true_height(model.rates, *left.columns())
        b, sb = self._true_height(model.rates, *right.columns())
        sex_a, sex_b = left.columns()[3], right.columns()[3]
        # Two sexes stated: neither is used.
        one = np.where(np.isnan(sex_b) | (sex_a == sex_b), sex_a, np.nan)
        whose = np.where(np.isnan(sex_a), sex_b, one) + 0 * (a + b)
        age_a, age_b = left.columns()[4], right.columns()[4]
        other = np.sqrt(model.stature_density(a, sa, whose, age_a) * model.stature_density(b, sb, whose, age_b))
        return soften(normal(a, b, np.hypot(sa, sb)) / other, model.rates.m("eps", "stature"))
