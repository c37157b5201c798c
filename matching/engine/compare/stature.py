"""Height as reported against stature as estimated.

Reported heights are too great by a bias that differs by sex and shrink with age; formulas from bones get their
prediction interval, not their standard error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.age import YEAR, birth_middle
from matching.engine.compare.base import AM_AM, AM_PM, PM_PM, Line, half_range, normal, soften

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

_AM_BASES = ("guess", "compared_to_relative", "document", "measured")
_PM_BASES = ("other", "mixed", "long_bone", "measured")


def _sex(profile: Profile) -> float | None:
    sex = (profile.sex or "")[:1]
    return {"m": 0.0, "f": 1.0}.get(sex)


def _age(profile: Profile) -> float:
    """Age at last contact to five years, as far as it is known; only old age matters here."""
    birth, contact = birth_middle(profile), profile.last_contact_latest
    if birth is not None and contact is not None:
        years = (contact - birth) / YEAR
    else:
        stated = half_range(profile.age_low, profile.age_high, 0.5)
        years = stated[0] if stated else 0.0
    return float(round(years / 5) * 5)


class Stature(Line):
    """log10 LR of the statures, within one sex."""

    name, group, width, tasks = "stature", "biology", 5, (AM_PM, AM_AM, PM_PM)
    facts = ("stature_low", "stature_high", "stature_basis")

    def am(self, profile: Profile) -> Value | None:
        middle = half_range(profile.stature_low, profile.stature_high, 0.5)
        if middle is None:
            return None
        basis = profile.stature_basis
        return (*middle, float(_AM_BASES.index(basis) if basis in _AM_BASES else 0), _sex(profile), _age(profile))

    def pm(self, profile: Profile) -> Value | None:
        middle = half_range(profile.stature_low, profile.stature_high, 0.5)
        if middle is None:
            return None
        basis = profile.stature_basis
        return (*middle, float(_PM_BASES.index(basis) if basis in _PM_BASES else 1), _sex(profile), None)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        rates = model.rates
        said, half, basis, sex, age = am.columns()
        seen, _, _, pm_sex, _ = pm.columns()
        r, spread = self._true_height(rates, said, half, basis, sex, age)
        see = self._error(rates, pm)
        whose = np.where(np.isnan(sex), pm_sex, sex)
        return soften(
            normal(seen, r, np.hypot(see, spread)) / model.stature_density(seen, see, whose),
            rates.m("eps", "stature"),
        )

    @staticmethod
    def _error(rates: Rates, pm: Batch) -> FloatArray:
        """Standard deviation of an estimate: by its method, or as wide as the examiner says."""
        _, width, method, *_ = pm.columns()
        see = np.choose(method.astype(np.int64), [rates.m("stature", name) for name in _PM_BASES])
        see = see * rates.m("stature", "prediction")
        ranged = np.maximum(2 * width / rates.m("stature", "interval_90"), see / 2)
        return np.asarray(np.where(width > 0, ranged, see), dtype=np.float64)

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        (a, *_), (b, *_) = left.columns(), right.columns()
        sa, sb = self._error(model.rates, left), self._error(model.rates, right)
        sex_a, sex_b = left.columns()[3], right.columns()[3]
        whose = np.where(sex_a == sex_b, sex_a, np.nan)
        middle = (a / sa**2 + b / sb**2) / (1 / sa**2 + 1 / sb**2)
        spread = 1 / np.sqrt(1 / sa**2 + 1 / sb**2)
        joint = normal(a, b, np.hypot(sa, sb)) * model.stature_density(middle, spread, whose)
        apart = model.stature_density(a + 0 * b, sa + 0 * b, whose) * model.stature_density(
            b + 0 * a, sb + 0 * a, whose
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
        loss = rates.m("stature", "age_loss") * np.maximum(age - rates.m("stature", "age_loss_from"), 0.0)
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
        other = np.sqrt(model.stature_density(a, sa, whose) * model.stature_density(b, sb, whose))
        return soften(normal(a, b, np.hypot(sa, sb)) / other, model.rates.m("eps", "stature"))
