"""Events: the shipwreck, vehicle or group both records are linked to; and what the enquirer said about two reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import AM_AM, AM_PM, PM_PM, Line

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile


class Incident(Line):
    """log10 LR of the shared event: one over its share among the records of its weeks."""

    name, group, tasks = "incident", "time_place", (AM_PM, AM_AM, PM_PM)
    facts = ("incidents",)

    def am(self, profile: Profile) -> Value | None:
        return tuple(sorted(set(profile.incidents))) or None

    def pm(self, profile: Profile) -> Value | None:
        return tuple(sorted(set(profile.incidents))) or None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        return np.array([self._pair(model, a, b) for a in am.values for b in pm.values])

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        return np.array([self._pair(model, a, b) for a in left.values for b in right.values])

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        return self.am_am(model, left, right)

    @staticmethod
    def _pair(model: Model, a: Value, b: Value) -> float:
        rates = model.rates
        common = set(a) & set(b)
        if common:
            share = max(model.incident_share(event) for event in common)
            return float(np.log10(rates.m("incident", "same") / share + 1 - rates.m("incident", "same")))
        return float(np.log10(rates.m("incident", "other")))


class Reporter(Line):
    """Two reports by one enquirer, who says or shows that they are about two people."""

    name, group, tasks = "reporter", "reporter", (AM_AM,)
    facts = ("reported_by", "known_different")

    def am(self, profile: Profile) -> Value | None:
        if profile.reported_by is None and not profile.known_different:
            return None
        return (profile.ref, profile.reported_by, tuple(sorted(profile.known_different)))

    def pm(self, profile: Profile) -> Value | None:
        return None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        raise NotImplementedError("Remains have no enquirer.")

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        one, many = (left, right) if len(left) == 1 else (right, left)
        ref, _reporter, others = one.values[0]
        row_of, rows_told = many.keep("told", None, lambda: _told(many.values))
        out = np.full(len(many), np.nan)
        rows = [*(row_of[other] for other in others if other in row_of), *rows_told.get(ref, ())]
        out[rows] = np.log10(model.rates.lr("reporter", "stated_different"))
        return out

    def incomparable(self, left: Profile, right: Profile) -> str:
        return "reporter_silent"


def _told(values: list[Value]) -> tuple[dict[str, int], dict[str, list[int]]]:
    """The row of every report, and the rows of the reports that are said to be about another person than a report."""
    rows_told: dict[str, list[int]] = {}
    for row, (_ref, _reporter, others) in enumerate(values):
        for other in others:
            rows_told.setdefault(other, []).append(row)
    return {value[0]: row for row, value in enumerate(values)}, rows_told
