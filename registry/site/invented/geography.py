"""The invented world's ways: routes in sectors, towns of last contact, nationalities, and how finds scatter.

Real towns and coarse real geography (data/sectors.csv), invented shares.  Somebody last heard of in a town is found,
mostly, somewhere between that town and the centre of its sector; else in the next sector; else elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from registry.site.invented import rates

DATA = Path(__file__).parent / "data"
FloatArray = NDArray[np.float64]
KM_PER_DEGREE = 111.195
STEPS = (0.25, 0.5, 0.75, 1.0)  # how far from the town towards the centre of its sector [A]


@dataclass(frozen=True)
class Town:
    name: str
    country: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Sector:
    index: int
    route: str
    name: str
    kind: str  # sea desert land forest river
    lat: float
    lon: float
    country: str
    share: float
    towns: tuple[Town, ...]


@dataclass(frozen=True)
class Nation:
    country: str
    tradition: str
    share: float
    language: str
    neighbours: tuple[str, ...]
    routes: tuple[tuple[str, float], ...]


def _towns(text: str) -> Iterator[Town]:
    for part in text.split(";"):
        *name, country, lat, lon = part.split()
        yield Town(" ".join(name), country, float(lat), float(lon))


@dataclass(frozen=True)
class World:
    """Sectors and nations; with `novel`, also the nation, tradition and route that only the shifted set has."""

    sectors: tuple[Sector, ...]
    nations: tuple[Nation, ...]

    def of_route(self, route: str) -> tuple[Sector, ...]:
        return tuple(s for s in self.sectors if s.route == route)

    def nation(self, country: str) -> Nation:
        return next(n for n in self.nations if n.country == country)

    def following(self, sector: Sector) -> Sector:
        """The sector downstream; the last of a route is followed by the one before it (people turn back)."""
        line = self.of_route(sector.route)
        k = line.index(sector)
        return line[k + 1] if k + 1 < len(line) else line[max(k - 1, 0)]

    def found_given_last(self) -> FloatArray:
        """P(sector of finding | sector of last contact), rows sum to 1."""
        n = len(self.sectors)
        out = np.zeros((n, n))
        rest = 1 - rates.SECTOR_SAME - rates.SECTOR_NEXT
        for sector in self.sectors:
            row = out[sector.index]
            line = self.of_route(sector.route)
            row += rest * 0.1 / n
            others = [s.index for s in line if s is not sector] or [sector.index]
            row[others] += rest * 0.9 / len(others)
            row[sector.index] += rates.SECTOR_SAME
            row[self.following(sector).index] += rates.SECTOR_NEXT
        return out


@cache
def world(novel: bool = False) -> World:
    """The world as its tables say."""
    sectors: list[Sector] = []
    nations: list[Nation] = []
    for name in ("nationalities.csv", "novelty.csv") if novel else ("nationalities.csv",):
        with (DATA / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                routes = [r.split() for r in row["routes"].split(";")]
                total = sum(float(weight) for _, weight in routes)
                nations.append(
                    Nation(
                        row["country"], row["tradition"], float(row["share"]), row["language"],
                        tuple(row["neighbours"].split()), tuple((code, float(w) / total) for code, w in routes),
                    )
                )  # fmt: skip
    used = {code for nation in nations for code, _ in nation.routes}
    with (DATA / "sectors.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["route"] in used:
                sectors.append(
                    Sector(
                        len(sectors), row["route"], row["sector"], row["kind"], float(row["lat"]), float(row["lon"]),
                        row["country"], float(row["share"]), tuple(_towns(row["towns"])),
                    )
                )  # fmt: skip
    return World(tuple(sectors), tuple(nations))


def scale_km(sector: Sector, days: float) -> float:
    """Scatter of finds in a sector, `days` after the person was last heard of: the sea carries, the land does not."""
    scale = rates.SCATTER_KM[sector.kind]
    if sector.kind != "sea":
        return scale
    return min(scale + rates.DRIFT_KM_PER_DAY * max(days, 0.0), rates.DRIFT_CAP_KM)


def offset(lat: float, lon: float, north_km: float, east_km: float) -> tuple[float, float]:
    """A point so far from another one (flat approximation, good to some hundred kilometres)."""
    return float(lat + north_km / KM_PER_DEGREE), float(lon + east_km / (KM_PER_DEGREE * np.cos(np.radians(lat))))


def scatter(rng: np.random.Generator, sector: Sector, town: Town, days: float) -> tuple[float, float]:
    """Where somebody is found who was lost in this sector after leaving that town."""
    step = STEPS[int(rng.integers(len(STEPS)))]
    lat, lon = town.lat + step * (sector.lat - town.lat), town.lon + step * (sector.lon - town.lon)
    spread = scale_km(sector, days) / np.sqrt(rng.chisquare(rates.SCATTER_FREEDOM) / rates.SCATTER_FREEDOM)
    spread = min(spread, 5 * scale_km(sector, days))  # the Student tail would put a few on another continent
    north, east = rng.normal(0.0, spread, 2)
    return offset(lat, lon, north, east)
