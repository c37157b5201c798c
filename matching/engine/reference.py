"""Who else it could be: the counts of the registry that denominators are made of.

Decides what is counted; how counts are smoothed and mixed with defaults is the model's business.  A reference is
built from profiles, never changes, and is passed in; its key names the counts it was made from.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from matching.engine import routes
from matching.engine.compare.age import YEAR, birth_middle
from matching.engine.compare.base import half_range
from matching.engine.compare.elements import part
from matching.engine.compare.looks import BUILD, EYE_CLASSES, HAIRS, Looks
from matching.engine.compare.teeth import pattern
from matching.engine.compare.things import Things
from matching.engine.compare.words import words
from matching.engine.places import CELL
from matching.engine.weights import DEFAULT
from registry.lib.names import skeletons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matching.engine.profile import Profile

MONTH = 30
CHARTS = 256  # whole dental charts that a frequency is taken over
_LOOKS, _THINGS = Looks(), Things()
AGES = 100


@dataclass(frozen=True)
class Reference:
    """Counts over the active reports (am) and remains (pm) of a registry; the empty one is all defaults."""

    n_am: int = 0
    n_pm: int = 0
    males: int = 0
    females: int = 0
    ages: tuple[int, ...] = (0,) * AGES
    statures: Mapping[str, tuple[int, float, float]] = field(default_factory=dict)  # sex -> n, mean, sd
    contact_months: Mapping[int, int] = field(default_factory=dict)  # ordinal // 30 -> n
    find_months: Mapping[int, int] = field(default_factory=dict)
    find_sectors: tuple[int, ...] = (0,) * len(routes.SECTORS)
    find_cells: Mapping[tuple[int, int], int] = field(default_factory=dict)
    contact_cells: Mapping[tuple[int, int], int] = field(default_factory=dict)
    nations: Mapping[str, int] = field(default_factory=dict)
    routes_by_nation: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    routes_by_destination: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sectors_by_route: Mapping[str, Mapping[int, int]] = field(default_factory=dict)  # of last contact
    cells_by_route: Mapping[str, Mapping[tuple[int, int], int]] = field(default_factory=dict)  # likewise
    areas: Mapping[str, int] = field(default_factory=dict)  # of last contact
    areas_by_nation: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    find_areas: Mapping[str, tuple[int, float, float]] = field(default_factory=dict)  # n and middle, NaN without one
    sight_areas: Mapping[str, int] = field(default_factory=dict)  # of the living
    moves: Mapping[tuple[str, str], float] = field(default_factory=dict)  # (last contact, find): learnt from pairs
    sightings: Mapping[tuple[str, str], float] = field(default_factory=dict)  # (last contact, seen alive): likewise
    inventories: int = 0  # remains of which it is said what there is
    bodies: int = 0  # of them whole
    incidents: Mapping[str, float] = field(default_factory=dict)  # event -> share of the records of its weeks
    people_asked: int = 0
    marks: tuple[Mapping[str, int], ...] = field(default=({}, {}, {}, {}))  # types, sites, sides, motifs
    n_marks: int = 0
    looks: Mapping[tuple[int, int], int] = field(default_factory=dict)  # (hair, eyes); one past the last: not told
    builds: Mapping[int, int] = field(default_factory=dict)
    smiles: int = 0
    smile: Mapping[str, int] = field(default_factory=dict)  # feature -> n
    n_charts: int = 0
    charts: Mapping[str, int] = field(default_factory=dict)  # pattern -> n, of a sample of the charts
    things: tuple[Mapping[object, int], ...] = field(default=({}, {}))  # kinds, sets of colours
    medical_asked: int = 0
    medical: tuple[Mapping[str, int], ...] = field(default=({}, {}, {}))  # kinds, parts, sides
    words: Mapping[str, float] = field(default_factory=dict)  # word -> share among people of its countries
    skeletons: Mapping[str, float] = field(default_factory=dict)
    n_named: int = 0
    key: str = "empty"

    @property
    def n_finds(self) -> int:
        """Remains with a position."""
        return sum(self.find_cells.values())

    @property
    def n_contacts(self) -> int:
        """Reports with a position of last contact."""
        return sum(self.contact_cells.values())

    def learnt(self, moves: Mapping[tuple[str, str], float], sightings: Mapping[tuple[str, str], float]) -> Reference:
        """The same counts with what pairs show of how people move between areas."""
        key = _digest({"before": self.key, "moves": dict(moves), "sightings": dict(sightings)})
        return replace(self, moves=dict(moves), sightings=dict(sightings), key=key)

    @classmethod
    def build(cls, profiles: Iterable[Profile]) -> Reference:
        """Count profiles of both kinds, in any order."""
        counting = Counting()
        for profile in profiles:
            counting.add(profile)
        return counting.reference()


class Counting:
    """What is gathered while profiles of both kinds pass by, in any order."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.sexes: Counter[str] = Counter()
        self.ages = np.zeros(AGES, dtype=np.int64)
        self.statures: dict[str, list[float]] = {"m": [], "f": []}
        self.months: Counter[int] = Counter()
        self.find_months: Counter[int] = Counter()
        self.areas: Counter[str] = Counter()
        self.sights: Counter[str] = Counter()
        self.areas_by: dict[str, Counter[str]] = defaultdict(Counter)
        self.in_area: dict[str, list[tuple[float, float] | None]] = defaultdict(list)
        self.inventories = self.bodies = 0
        self.finds: list[tuple[float, float]] = []
        self.contacts: Counter[tuple[int, int]] = Counter()
        self.nations: Counter[str] = Counter()
        self.routes: dict[str, Counter[str]] = defaultdict(Counter)
        self.bound: dict[str, Counter[str]] = defaultdict(Counter)
        self.by_route: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.events: dict[str, list[int]] = defaultdict(list)
        self.days: list[int] = []
        self.asked = self.n_marks = self.named = 0
        self.marks: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
        self.looks: Counter[tuple[int, int]] = Counter()
        self.builds: Counter[int] = Counter()
        self.smiles: Counter[tuple[str, ...]] = Counter()
        self.charts: Counter[str] = Counter()
        self.things: tuple[Counter[object], ...] = (Counter(), Counter())
        self.medical_asked = 0
        self.medical: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
        self.words: dict[str, Counter[str]] = defaultdict(Counter)
        self.keys: dict[str, Counter[str]] = defaultdict(Counter)
        self.named_by: Counter[str] = Counter()

    def add(self, p: Profile) -> None:
        self.kinds[p.kind] += 1
        if p.kind == "alive":
            self.sights.update([p.area] if p.area else [])
            return
        day = p.last_contact_latest if p.kind == "am" else p.found_latest
        if day is not None:
            self.days.append(day)
            for event in set(p.incidents):
                self.events[event].append(day)
        if p.kind == "pm":
            self._find(p)
            return
        if p.sex in ("m", "f"):
            self.sexes[p.sex] += 1
            if p.stature_low is not None and p.stature_high is not None and self._age(p) >= 18:
                self.statures[p.sex].append((p.stature_low + p.stature_high) / 2)
        if 0 <= self._age(p) < AGES:
            self.ages[int(self._age(p))] += 1
        middle = half_range(p.last_contact_earliest, p.last_contact_latest, 1)
        if middle is not None:
            self.months[int(middle[0] // MONTH)] += 1
        if p.place is not None and p.place.lat is not None and p.place.lon is not None:
            self.contacts[_cell(p.place.lat, p.place.lon)] += 1
            for route in routes.known_routes(p.routes):
                self.by_route[route].append((p.place.lat, p.place.lon))
        if p.area:
            self.areas[p.area] += 1
            for nation in set(p.nationalities):
                self.areas_by[nation][p.area] += 1
        self.nations.update(set(p.nationalities))
        for nation in p.nationalities:
            self.routes[nation].update(routes.known_routes(p.routes))
        if p.destination is not None:
            self.bound[p.destination].update(routes.known_routes(p.routes))
        self._marks(p)
        self._body(p)
        self._medical(p)
        self._names(p)

    @staticmethod
    def _age(p: Profile) -> float:
        birth, contact = birth_middle(p), p.last_contact_latest
        if birth is not None and contact is not None:
            return (contact - birth) / YEAR
        stated = half_range(p.age_low, p.age_high, 0.5)
        return stated[0] if stated else -1.0

    def _find(self, p: Profile) -> None:
        at = None
        if p.place is not None and p.place.lat is not None and p.place.lon is not None:
            at = (p.place.lat, p.place.lon)
            self.finds.append(at)
        if p.area:
            self.in_area[p.area].append(at)
        if p.found_latest is not None:
            self.find_months[p.found_latest // MONTH] += 1
        if p.elements:
            self.inventories += 1
            self.bodies += "body" in p.elements

    def _marks(self, p: Profile) -> None:
        if not p.marks and not p.marks_asked:
            return
        self.asked += 1
        self.n_marks += len(p.marks)
        for mark in p.marks:
            self.marks[0][mark.type] += 1
            self.marks[1][mark.site] += mark.site != "unknown"
            self.marks[2][mark.side] += mark.side != "unknown"
            self.marks[3].update(mark.motifs)

    def _body(self, p: Profile) -> None:
        if (seen := _LOOKS.am(p)) is not None:
            self.looks[HAIRS if seen[0] is None else seen[0], EYE_CLASSES if seen[1] is None else seen[1]] += 1
        if p.build in BUILD:
            self.builds[BUILD[p.build]] += 1
        if p.smile is not None:
            self.smiles[tuple(sorted(set(p.smile)))] += 1
        if (chart := pattern(p)).strip("0"):
            self.charts[chart] += 1
        if (worn := _THINGS.am(p)) is not None:
            self.things[0].update(kind for kind, *_rest in worn[0])
            self.things[1].update(colours for _kind, colours, *_rest in worn[0] if colours)

    def _medical(self, p: Profile) -> None:
        if not p.medical and not p.medical_asked:
            return
        self.medical_asked += 1
        for item in p.medical:
            self.medical[0][item.kind] += 1
            self.medical[1][part(item.site)] += item.site != "unknown"
            self.medical[2][item.side] += item.side != "unknown"

    def _names(self, p: Profile) -> None:
        every = {w for n in p.names for w in words(n.text)}
        if not every:
            return
        nation = min(p.nationalities, default="")
        self.named += 1
        self.named_by[nation] += 1
        for word in every:
            self.words[word][nation] += 1
        for key in {key for word in every for key in skeletons(word)}:
            self.keys[key][nation] += 1

    def _shares(self, counts: Mapping[str, Counter[str]]) -> dict[str, float]:
        """Share of the bearers among the people of the nations that bear a word, seen from a bearer.

        The nationality line weighs the nation; counting a word over the whole registry would count it twice.
        """
        return {
            # fsum: the same to the last bit whatever the order of the profiles.
            word: math.fsum(n / by.total() * n / self.named_by[nation] for nation, n in by.items())
            for word, by in counts.items()
        }

    @staticmethod
    def _sectors(where: list[tuple[float, float]]) -> dict[int, int]:
        at = np.array(where)
        return dict(Counter(routes.sector_of(at[:, 0], at[:, 1], DEFAULT.m("place", "far_km")).tolist()))

    def _event_shares(self) -> dict[str, float]:
        """Share of each event among the records of its weeks (dependence: time is weighed by its own line)."""
        days = np.sort(np.array(self.days, dtype=np.int64))
        window = int(DEFAULT.m("incident", "window_days"))
        out = {}
        for event, when in self.events.items():
            low, high = min(when) - window, min(max(when), min(when) + window) + window
            around = np.searchsorted(days, high, "right") - np.searchsorted(days, low, "left")
            out[event] = len(when) / max(int(around), len(when))
        return out

    def _features(self) -> Counter[str]:
        """How many smiles show each feature."""
        found: Counter[str] = Counter()
        for features, n in self.smiles.items():
            found.update(dict.fromkeys(features, n))
        return found

    def _sampled(self) -> dict[str, int]:
        """The patterns whose digests come first, the same whatever the order: enough for a frequency."""
        drawn = sorted(self.charts, key=lambda chart: hashlib.sha256(chart.encode()).digest())[:CHARTS]
        return {chart: self.charts[chart] for chart in drawn}

    def reference(self) -> Reference:
        sectors = np.zeros(len(routes.SECTORS), dtype=np.int64)
        cells: Counter[tuple[int, int]] = Counter()
        if self.finds:
            at = np.array(self.finds)
            np.add.at(sectors, routes.sector_of(at[:, 0], at[:, 1], DEFAULT.m("place", "far_km")), 1)
            cells.update(_cell(lat, lon) for lat, lon in self.finds)
        statures = {
            sex: (len(v), float(np.mean(sorted(v))), float(np.std(sorted(v))))
            for sex, v in self.statures.items()
            if len(v) > 1
        }
        content = {
            "n_am": self.kinds["am"], "n_pm": self.kinds["pm"], "males": self.sexes["m"], "females": self.sexes["f"],
            "ages": tuple(int(n) for n in self.ages), "statures": statures, "contact_months": dict(self.months),
            "find_months": dict(self.find_months), "areas": dict(self.areas), "sight_areas": dict(self.sights),
            "areas_by_nation": {k: dict(v) for k, v in self.areas_by.items()},
            "find_areas": {area: _middle(where) for area, where in self.in_area.items()},
            "inventories": self.inventories, "bodies": self.bodies,
            "find_sectors": tuple(int(n) for n in sectors), "find_cells": dict(cells),
            "contact_cells": dict(self.contacts), "nations": dict(self.nations),
            "routes_by_nation": {k: dict(v) for k, v in self.routes.items()}, "incidents": self._event_shares(),
            "routes_by_destination": {k: dict(v) for k, v in self.bound.items()},
            "sectors_by_route": {route: self._sectors(where) for route, where in self.by_route.items()},
            "cells_by_route": {r: dict(Counter(_cell(*at) for at in where)) for r, where in self.by_route.items()},
            "people_asked": self.asked, "marks": tuple(dict(c) for c in self.marks), "n_marks": self.n_marks,
            "looks": dict(self.looks), "builds": dict(self.builds), "smiles": self.smiles.total(),
            "smile": dict(self._features()), "n_charts": self.charts.total(), "charts": self._sampled(),
            "things": tuple(dict(c) for c in self.things),
            "medical_asked": self.medical_asked, "medical": tuple(dict(c) for c in self.medical),
            "words": self._shares(self.words), "skeletons": self._shares(self.keys), "n_named": self.named,
        }  # fmt: skip
        return Reference(**content, key=_digest(content))  # type: ignore[arg-type]  # built just above, field by field


def _middle(where: list[tuple[float, float] | None]) -> tuple[int, float, float]:
    """How many, and their median position (one misplaced find moves nothing); NaN if none has one."""
    known = sorted(at for at in where if at is not None)
    if not known:
        return len(where), math.nan, math.nan
    lat, lon = np.median(np.array(known), axis=0)
    return len(where), float(lat), float(lon)


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / CELL), math.floor(lon / CELL)


def _digest(content: Mapping[str, object]) -> str:
    """Equal for equal counts, whatever the order of the profiles."""
    hasher = hashlib.sha256()
    for name, value in content.items():
        hasher.update(f"{name}={_ordered(value)!r}".encode())
    return hasher.hexdigest()[:16]


def _ordered(value: object) -> object:
    """Mappings as sorted pairs, at any depth."""
    if isinstance(value, dict):
        return sorted((repr(k), _ordered(v)) for k, v in value.items())
    return [_ordered(v) for v in value] if isinstance(value, tuple) else value
