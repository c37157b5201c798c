"""P(position of a find | what a report says about the way), from the generator's own sectors and scatter.

What a report says is one of few states: a town, a route, or a nationality and a destination.  Each state is a mixture
of towns (the own sector) and sectors (all others), so one set of remains needs the density of some hundred points.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from registry.site.invented import rates as world_rates
from registry.site.invented.geography import KM_PER_DEGREE, STEPS, World
from registry.site.invented.records import CaseRecord
from registry.site.invented.reports import DESTINATION

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
DRIFT_CLASSES = (0.0, 3.0, 8.0, 15.0, 25.0, 35.0, 48.0)  # days; beyond, the cap is reached
State = tuple[str, ...]


def student_density(km: FloatArray, scale: FloatArray) -> FloatArray:
    """Density per square kilometre of the two-dimensional Student scatter at a distance."""
    nu = world_rates.SCATTER_FREEDOM
    return np.asarray((1 + (km / scale) ** 2 / nu) ** (-(nu + 2) / 2) / (2 * np.pi * scale**2))


@dataclass
class Ways:
    """The states of a set of reports, and the density of a find under each of them."""

    world: World
    states: dict[State, int] = field(default_factory=dict)
    _sectors: list[FloatArray] = field(default_factory=list)
    _towns: list[FloatArray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.passage = self.world.found_given_last()
        towns = [(s, t) for s in self.world.sectors for t in s.towns]
        self._town_index = {(t.name, t.country, s.route): k for k, (s, t) in enumerate(towns)}
        self._town_names = {(t.name, t.country): s for s, t in towns}
        self._town_sector = np.array([s.index for s, _ in towns])
        self._lat = np.array([[t.lat + f * (s.lat - t.lat) for f in STEPS] for s, t in towns])
        self._lon = np.array([[t.lon + f * (s.lon - t.lon) for f in STEPS] for s, t in towns])
        kinds = [s.kind for s, _ in towns]
        base = np.array([world_rates.SCATTER_KM[k] for k in kinds])[:, None]
        drift = np.array([k == "sea" for k in kinds])[:, None] * world_rates.DRIFT_KM_PER_DAY * np.array(DRIFT_CLASSES)
        self._scale = np.minimum(base + drift, np.maximum(base, world_rates.DRIFT_CAP_KM))  # town x drift class
        self._route_share = {n.country: dict(n.routes) for n in self.world.nations}
        self._nation_share = {n.country: n.share for n in self.world.nations}

    def state_of(self, case: CaseRecord, *, nationality: bool = True) -> int:
        """The state of a report, registered on first sight.  Without `nationality`, only town and route count."""
        place, route = case.place_last_contact, case.route_code
        if place is not None:
            key: State = (
                "town",
                place.as_said,
                place.country,
                route or self._town_names[place.as_said, place.country].route,
            )
        elif route is not None:
            key = ("route", route)
        elif nationality:
            key = ("nation", case.nationality or "", case.destination_country or "")
        else:
            key = ("nation", "", "")
        if key not in self.states:
            self.states[key] = len(self.states)
            sectors, towns = self._mixture(key)
            self._sectors.append(sectors)
            self._towns.append(towns)
        return self.states[key]

    def _mixture(self, key: State) -> tuple[FloatArray, FloatArray]:
        """Weights over sectors of finding (through any of their towns) and over towns (left from)."""
        sectors, towns = np.zeros(len(self.world.sectors)), np.zeros(len(self._town_sector))
        if key[0] == "town":
            town = self._town_index[key[1], key[2], key[3]]
            own = self._town_sector[town]
            sectors += self.passage[own]
            towns[town] = sectors[own]
            sectors[own] = 0.0
            return sectors, towns
        for route, weight in self._routes(key).items():
            line = self.world.of_route(route)
            share = sum(s.share for s in line)
            for sector in line:
                sectors += weight * sector.share / share * self.passage[sector.index]
        return sectors, towns

    def _routes(self, key: State) -> dict[str, float]:
        if key[0] == "route":
            return {key[1]: 1.0}
        nations = [key[1]] if key[1] else list(self._nation_share)
        weights: dict[str, float] = {}
        for nation in nations:
            for route, weight in self._route_share[nation].items():
                if not key[2] or DESTINATION[route] == key[2]:
                    weights[route] = weights.get(route, 0.0) + self._nation_share[nation] * weight
        total = sum(weights.values())
        return {route: weight / total for route, weight in weights.items()}

    def sector_share(self) -> FloatArray:
        """P(sector of finding | state), states in rows."""
        sectors, towns = np.array(self._sectors), np.array(self._towns)
        for town, sector in enumerate(self._town_sector):
            sectors[:, sector] += towns[:, town]
        return sectors

    def density(self, lat: float, lon: float, radius_km: float) -> FloatArray:
        """Density of a find at this position: states in rows, drift classes in columns."""
        north = (self._lat - lat) * KM_PER_DEGREE
        east = (self._lon - lon) * KM_PER_DEGREE * np.cos(np.radians(lat))
        km = np.hypot(north, east)  # town x step
        scale = np.hypot(self._scale, radius_km / 2.45)
        by_town = student_density(km[:, :, None], scale[:, None, :]).mean(axis=1)  # town x drift class
        by_sector = np.zeros((len(self.world.sectors), by_town.shape[1]))
        np.add.at(by_sector, self._town_sector, by_town)
        by_sector /= np.bincount(self._town_sector)[:, None]
        return np.asarray(np.array(self._sectors) @ by_sector + np.array(self._towns) @ by_town)


def drift_class(days: FloatArray) -> IntArray:
    """Column of `Ways.density` for a number of days between last contact and finding."""
    edges = (np.array(DRIFT_CLASSES[1:]) + np.array(DRIFT_CLASSES[:-1])) / 2
    return np.asarray(np.searchsorted(edges, days), dtype=np.int64)
