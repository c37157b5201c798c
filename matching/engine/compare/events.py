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
        return self._compare(model, am, pm)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        return self._compare(model, left, right)

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        return self._compare(model, left, right)

    @staticmethod
    def _compare(model: Model, left: Batch, right: Batch) -> FloatArray:
        one, many = (left, right) if len(left) == 1 else (right, left)
        same = model.rates.m("incident", "same")
        out = np.full(len(many), np.log10(model.rates.m("incident", "other")))
        rows_of = many.grow("events", None, _Linked).rows_of
        # Of several events in common the commonest counts: it comes last.
        for share, event in sorted((model.incident_share(event), event) for event in one.values[0]):
            out[rows_of.get(event, [])] = np.log10(same / share + 1 - same)
        return out


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
        told = many.grow("told", None, _Told)
        out = np.full(len(many), np.nan)
        rows = [*(told.row_of[other] for other in others if other in told.row_of), *told.rows_told.get(ref, ())]
        out[rows] = np.log10(model.rates.lr("reporter", "stated_different"))
        return out

    def incomparable(self, left: Profile, right: Profile) -> str:
        return "reporter_silent"


class _Linked:
    """Which of many values name an event."""

    def __init__(self) -> None:
        self.rows_of: dict[str, list[int]] = {}
        self._n = 0

    def extend(self, values: list[Value]) -> None:
        """Take in further values."""
        for row, events in enumerate(values, self._n):
            for event in events:
                self.rows_of.setdefault(event, []).append(row)
        self._n += len(values)


class _Told:
    """The row of every report, and the rows of the reports that are said to be about another person than a report."""

    def __init__(self) -> None:
        self.row_of: dict[str, int] = {}
        self.rows_told: dict[str, list[int]] = {}
        self._n = 0

    def extend(self, values: list[Value]) -> None:
        """Take in further reports."""
        for row, (ref, _reporter, others) in enumerate(values, self._n):
            self.row_of[ref] = row
            for other in others:
                self.rows_told.setdefault(other, []).append(row)
        self._n += len(values)
