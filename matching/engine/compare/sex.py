"""Sex as reported against sex as read from the remains.

Bones are misread in about one case of twenty, so this line never rules anybody out.  How a person lives is not
evidence here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import AM_ALIVE, AM_AM, AM_PM, CONDITIONS, PM_PM, Line, condition_class

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

_METHODS = ("pelvis", "DNA_amel")
_ONE_ELEMENT = frozenset({"limb_only", "fragment", "ashes"})


def misread(rates: Rates, state: int, method: int, one_element: bool, probable: bool) -> float:
    """Probability that the sex of remains is read as the other one.  Source: Thomas et al. 2016 and `weights`."""
    if method >= 0:
        eps = rates.m("sex", _METHODS[method])
    elif state == CONDITIONS.index("skeletal"):
        eps = rates.m("sex", "one_element" if one_element else "skeletal")
    else:
        eps = rates.m("sex", CONDITIONS[state] if state >= 0 else "unknown")
    if probable:
        eps = min(eps * rates.m("sex", "probable_factor"), rates.m("sex", "probable_max"))
    return eps


def sex_lr(same: FloatArray, eps: FloatArray, share: FloatArray) -> FloatArray:
    """LR with the mixture denominator; `share` is the registry's share of the sex read from the remains."""
    seen = share * (1 - eps) + (1 - share) * eps
    return np.asarray(np.where(same, 1 - eps, eps) / seen, dtype=np.float64)


class Sex(Line):
    """log10 LR of the sexes."""

    name, group, width, tasks = "sex", "biology", 2, (AM_PM, AM_AM, PM_PM, AM_ALIVE)
    facts = ("sex", "sex_method")

    def am(self, profile: Profile) -> Value | None:
        return (float(profile.sex == "f"), 0.0) if profile.sex in ("m", "f") else None

    def pm(self, profile: Profile) -> Value | None:
        sex = profile.sex
        if sex not in ("m", "m?", "f", "f?"):
            return None
        state = condition_class(profile.condition)
        method = _METHODS.index(profile.sex_method) if profile.sex_method in _METHODS else -1
        one = profile.completeness in _ONE_ELEMENT
        # One number per distinct way of reading; decoded in am_pm.
        way = ((CONDITIONS.index(state) if state else -1) + 1) * 12 + (method + 1) * 4 + one * 2 + sex.endswith("?")
        return (float(sex[0] == "f"), float(way))

    def absent(self, profile: Profile) -> str:
        return "sex_undetermined_pm" if profile.sex == "ind" else super().absent(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        mine, _ = am.columns()
        read_as, way = pm.columns()
        eps = np.array([self._eps(model.rates, int(w)) for w in way])
        share = np.where(read_as == 0.0, model.male_share, 1 - model.male_share)
        return np.asarray(np.log10(sex_lr(mine == read_as, eps, share)), dtype=np.float64)

    @staticmethod
    def read_by(profile: Profile) -> str | None:
        """The rate at which such a reading is wrong; None where it was widened for a probable one."""
        state = condition_class(profile.condition)
        if profile.sex not in ("m", "f"):
            return None
        if profile.sex_method in _METHODS:
            return profile.sex_method
        return "one_element" if state == "skeletal" and profile.completeness in _ONE_ELEMENT else state or "unknown"

    @staticmethod
    def _eps(rates: Rates, way: int) -> float:
        return misread(rates, way // 12 - 1, way % 12 // 4 - 1, bool(way % 4 // 2), bool(way % 2))

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        a, way_a = left.columns()
        b, way_b = right.columns()
        wrong = [np.array([self._eps(model.rates, int(w)) for w in way]) for way in (way_a, way_b)]
        both = []  # P(readings | one person), and P(reading) of each
        for male, share in ((1.0, model.male_share), (0.0, 1 - model.male_share)):
            right_a, right_b = (np.where((x == 0.0) == male, 1 - e, e) for x, e in zip((a, b), wrong, strict=True))
            both.append((share * right_a * right_b, share * right_a, share * right_b))
        same, one, other = (x + y for x, y in zip(*both, strict=True))
        return np.asarray(np.log10(same / (one * other)), dtype=np.float64)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        a, b = left.columns()[0], right.columns()[0]
        eps, male = model.rates.m("sex", "swapped"), model.male_share
        same = (1 - eps) / np.where(a == 0.0, male, 1 - male)
        return np.asarray(np.log10(np.where(a == b, same, eps / 2 / (male * (1 - male)))), dtype=np.float64)
