"""All lines together: log10 P(remains | each report), each line by itself or, for events, joined with time and place.

`incident` compares the links of two records, as the engine does.  `event` goes further than any line of the engine:
somebody in a group event died on its day and at its place, so that links, day and position become one joint line,
P = P(no event | report) * ordinary + sum over events of P(event | report) * P(day, position | event).
The difference between the two is what knowing the events' own days and places would add.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from registry.site.invented import rates as world_rates
from registry.site.invented.finds import STAGES
from registry.site.invented.geography import KM_PER_DEGREE, world
from registry.site.invented.oracle.bodies import Bodies
from registry.site.invented.oracle.clues import Clues
from registry.site.invented.oracle.places import Ways, drift_class
from registry.site.invented.oracle.skin import Skin
from registry.site.invented.oracle.timing import Gap, before_event, delay_after_death, gap
from registry.site.invented.profiles import days
from registry.site.invented.rates import Rates
from registry.site.invented.records import Invented, RemainsRecord
from registry.site.invented.world_of import SETTLED_DAYS, SPAN_DAYS

FloatArray = NDArray[np.float64]
BIOLOGY = frozenset({"sex", "age", "stature"})
TIME_PLACE = frozenset({"lag", "place"})
MARKS_ORIGIN = frozenset({"marks", "origin"})
ISSUED = BIOLOGY | TIME_PLACE | MARKS_ORIGIN | {"pmi", "name", "paper", "incident"}  # the engine's own lines
WITH_EVENTS = ISSUED - {"incident"} | {"event"}
_TINY = 1e-300


class Oracle:
    """Scores remains against all reports of an invented registry."""

    def __init__(self, invented: Invented, rates: Rates, *, novel: bool = False) -> None:
        self.truth, self.rates, self.world = invented.truth, rates, world(novel)
        cases = invented.cases
        spans = [days(c.date_last_contact) for c in cases]
        self.first = np.array([np.nan if a is None else a for a, _ in spans], float)
        self.last = np.array([np.nan if b is None else b for _, b in spans], float)
        self.dated = np.isfinite(self.first)
        self.period = (invented.as_of.toordinal() - SETTLED_DAYS - SPAN_DAYS, invented.as_of.toordinal() - SETTLED_DAYS)
        self.bodies = Bodies(cases, (self.first + self.last) / 2, self.world, rates)
        self.skin = Skin(cases, self.world, rates)
        self.clues = Clues(cases, invented.truth, rates)
        self.ways = Ways(self.world)
        self.state = np.array([self.ways.state_of(c) for c in cases])
        self.event_keys = [i.key for i in invented.incidents]
        self.events = [invented.truth.incident_event[k] for k in self.event_keys]
        self._event_day = np.array([e.day for e in self.events])
        link = {key: k for k, key in enumerate(self.event_keys)}
        self.link = np.array([link[c.incident] if c.incident else -1 for c in cases])
        self._in_event = self._event_posterior()

    # -- events ----------------------------------------------------------------------------------------------------
    def _event_posterior(self) -> FloatArray:
        """P(event | report): one column per event, one more for none."""
        r, f = self.rates.report, self.rates.find
        sectors = self.ways.sector_share()
        share = sectors.mean(axis=0) + 1e-9
        weight = np.ones(len(self.events)) / len(self.events)
        before = before_event(self.rates)
        out = np.empty((len(self.state), len(self.events) + 1), dtype=np.float32)
        out[:, -1] = (1 - f.group) * np.where(self.link >= 0, r.incident_wrong, 1 - r.incident_wrong)
        routes = [e.sector.route for e in self.events]
        for k, event in enumerate(self.events):
            column = sectors[self.state, event.sector.index] / share[event.sector.index]
            time = np.ones(len(self.state))
            time[self.dated] = before.mean(event.day, self.first[self.dated], self.last[self.dated]) * SPAN_DAYS
            wrong = r.incident_missing * r.incident_wrong / max(routes.count(routes[k]), 1)
            linked = np.where(
                self.link == k, 1 - r.incident_missing, np.where(self.link >= 0, wrong, r.incident_missing)
            )
            out[:, k] = f.group * weight[k] * column * time * linked
        out[:, -1] /= np.where(self.link >= 0, 20.0, 1.0)  # a wrong link names one of some twenty events of the route
        return np.asarray(out / out.sum(axis=1, keepdims=True))

    def _event_density(self, remains: RemainsRecord, found: int, condition: int, pmi: float | None) -> FloatArray:
        """P(day and position of the find | event), for every event."""
        delay = delay_after_death(condition, pmi, self.rates)
        daily = delay.reshape(-1, 4).sum(axis=1)
        after = found - self._event_day
        time = np.where((after >= 0) & (after < len(daily)), daily[np.clip(after, 0, len(daily) - 1)], 0.0)
        place = remains.found_place
        lat, lon = float(place.lat or 0.0), float(place.lon or 0.0)
        north = (np.array([e.lat for e in self.events]) - lat) * KM_PER_DEGREE
        east = (np.array([e.lon for e in self.events]) - lon) * KM_PER_DEGREE * np.cos(np.radians(lat))
        sea = np.array([e.sector.kind == "sea" for e in self.events])
        spread = 5.0 + np.where(sea, world_rates.DRIFT_KM_PER_DAY * np.maximum(after, 0), 0.0)
        spread = np.hypot(np.minimum(spread, 150.0), (place.radius_m or 0) / 2450.0)
        density = np.exp(-0.5 * (north**2 + east**2) / spread**2) / (2 * np.pi * spread**2)
        return np.asarray(time * density)

    # -- time and place --------------------------------------------------------------------------------------------
    def _time(self, density: Gap, found: int) -> FloatArray:
        out = np.empty(len(self.state))
        known = self.dated
        out[known] = density.mean(found, self.first[known], self.last[known])
        low, high = (np.array([float(day)]) for day in self.period)
        out[~known] = density.mean(found, low, high)[0]
        return out

    def _place(self, remains: RemainsRecord, found: int, condition: int) -> FloatArray:
        place = remains.found_place
        by_state = self.ways.density(float(place.lat or 0.0), float(place.lon or 0.0), (place.radius_m or 0) / 1000)
        typical = world_rates.FIND_DELAY[condition][0] + world_rates.JOURNEY_DAYS
        gone = np.where(self.dated, found - np.nan_to_num((self.first + self.last) / 2), typical)
        return np.asarray(by_state[self.state, drift_class(gone)])

    def _time_and_place(self, remains: RemainsRecord, lines: frozenset[str], condition: int) -> FloatArray:
        found = date.fromisoformat(remains.found_on).toordinal()
        pmi = self.truth.pmi_point.get(remains.key) if "pmi" in lines else None
        out = np.ones(len(self.state))
        if "lag" in lines:
            out *= self._time(gap(condition, pmi, self.rates), found)
        if "place" in lines:
            out *= self._place(remains, found, condition)
        if "event" not in lines:
            return out
        f = self.rates.find
        by_event = self._event_density(remains, found, condition, pmi)
        if remains.incident is None:
            seen, none = np.full(len(self.events), f.incident_missing), 1 - f.incident_wrong
        else:
            this = self.event_keys.index(remains.incident)
            seen = np.full(len(self.events), f.incident_wrong / 20)
            seen[this], none = 1 - f.incident_missing, f.incident_wrong / 20
        near = np.flatnonzero(by_event > 1e-15)  # a dozen of hundreds
        joint = self._in_event[:, near] @ (seen * by_event)[near]
        return np.asarray(self._in_event[:, -1] * none * out + joint)

    def _links(self, remains: RemainsRecord) -> FloatArray:
        """P(link of the remains | link of the report), without regard to day and place."""
        r, f = self.rates.report, self.rates.find
        true = f.group * (1 - r.incident_missing)
        linked = true / (true + (1 - true) * r.incident_wrong)  # P(in that event | linked to it)
        silent = f.group * r.incident_missing / (1 - true)  # P(in some event | not linked)
        if remains.incident is None:
            some, none = f.incident_missing, 1 - f.incident_wrong
            inside = np.where(self.link >= 0, linked, silent)
            return np.asarray(inside * some + (1 - inside) * none)
        this = self.event_keys.index(remains.incident)
        wrong = f.incident_wrong / 20
        here = np.where(self.link == this, linked, np.where(self.link >= 0, 0.0, silent / len(self.events)))
        return np.asarray(here * (1 - f.incident_missing) + (1 - here) * wrong)

    # -- together --------------------------------------------------------------------------------------------------
    def score(self, remains: RemainsRecord, lines: frozenset[str] = ISSUED) -> FloatArray:
        """log10 P(remains | report) for every report, up to a constant."""
        condition = next(k for k, stages in enumerate(STAGES) if remains.condition in stages)
        key = remains.key
        parts = [self._time_and_place(remains, lines, condition)]
        if "sex" in lines:
            parts.append(self.bodies.sex_lr(remains.sex_estimated, condition))
        if "age" in lines:
            parts.append(self.bodies.age_lr(self.truth.age_point.get(key), condition))
        if "stature" in lines:
            parts.append(self.bodies.stature_lr(self.truth.stature_point.get(key), condition))
        if "origin" in lines:
            parts.append(self.bodies.origin_lr(remains.indicators))
        if "incident" in lines:
            parts.append(self._links(remains))
        if "marks" in lines:
            parts.append(self.skin.lr(remains))
        if "name" in lines:
            parts.append(self.clues.name_lr(remains))
        if "paper" in lines:
            parts.append(self.clues.paper_lr(remains))
        total = np.zeros(len(self.state))
        for part in parts:
            total += np.log10(np.maximum(part, _TINY))
        return total
