"""Densities of finds and contacts over the sectors and cells of the map, for the place line.

Decides P(sector found | what is known of the last contact) and how common finds are at a position.
"""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine import routes
from matching.engine.areas import Areas
from matching.engine.columns import Growing
from matching.engine.compare.base import CONDITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray, Value
    from matching.engine.reference import Reference
    from matching.engine.weights import Rates

CELL = 0.5
_KM_PER_DEGREE = 111.195


def kernel_scale(rates: Rates, sector: FloatArray, state: FloatArray) -> FloatArray:
    """Kilometres: short on land, long at sea and growing with the time adrift."""
    days = np.choose(state.astype(np.int64), [np.exp(rates.m("lag_mean", s)) for s in CONDITIONS])
    drift = rates.m("place", "sea_km") + rates.m("place", "drift_km_day") * days
    at_sea = routes.SEA[sector.astype(np.int64)]
    return np.where(at_sea, np.minimum(drift, rates.m("place", "drift_cap_km")), rates.m("place", "land_km"))


class Rows:
    """One row of weights per distinct statement, built once; the matcher's threads share them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._codes: dict[tuple[object, ...], int] = {}
        self._rows: Growing | None = None

    def code(self, said: tuple[Any, ...], build: Callable[..., FloatArray]) -> int:
        """The row of a statement."""
        with self._lock:
            if said not in self._codes:
                row = build(*said)
                if self._rows is None:
                    self._rows = Growing(np.float64, len(row))
                self._rows.extend(row)
                self._codes[said] = len(self._rows) - 1  # last: no number without its row
            return self._codes[said]

    def matrix(self) -> FloatArray:
        """All rows so far."""
        with self._lock:
            return np.empty((0, 0)) if self._rows is None else self._rows.rows


class Places:
    """Sector and density tables of one reference and one set of rates."""

    def __init__(self, reference: Reference, rates: Rates) -> None:
        self.rates, self.reference = rates, reference
        strength = rates.m("mix", "strength")
        counts = np.array(reference.find_sectors, dtype=np.float64)
        self.share: FloatArray = (counts + strength * routes.DEFAULT_SHARE) / (counts.sum() + strength)
        self._reports, self._remains = Rows(), Rows()
        self.areas = Areas(reference, rates)

    # -- values to numbers

    def missing(self, values: list[Value]) -> FloatArray:
        """(n, 9) of a report: lat, lon, radius, context, area, density of contacts there, unit vector."""
        out, sector = self._located(values)
        for i, (lat, _, _, country, known, guess, area) in enumerate(values):
            at = int(sector[i]) if lat is not None else None
            said = (at, None if at is not None else country, known, guess, area)
            out[i, 3], out[i, 4] = self._reports.code(said, self._am_row), self.areas.code(area)
        out[:, 5] = self._density(out, sector, self.reference.contact_cells, self.reference.n_contacts)
        return out

    def found(self, values: list[Value]) -> FloatArray:
        """(n, 9) of remains: lat, lon, radius, context, kernel scale, density of finds there, unit vector."""
        out, sector = self._located(values)
        for i, (lat, lon, _, country, known, _, area) in enumerate(values):
            at = int(sector[i]) if lat is not None else None
            cell = None if at is None else (int(np.floor(lat / CELL)), int(np.floor(lon / CELL)))
            said = (None, country, known, None, area) if at is None else (at, None, (), cell, area)
            out[i, 3] = self._remains.code(said, self._pm_row)
        state = np.array([v[5] for v in values])
        out[:, 4] = kernel_scale(self.rates, np.where(np.isnan(out[:, 0]), 0, sector), state)
        out[:, 5] = self._density(out, sector, self.reference.find_cells, self.reference.n_finds)
        return out

    def sighted(self, values: list[Value]) -> FloatArray:
        """(n, 9) of somebody alive, as far as it is known: the context."""
        out, _ = self._located(values)
        for i, (_, _, _, country, _, _, area) in enumerate(values):
            out[i, 3] = self._remains.code(("alive", country, area), self._alive_row)
        return out

    def _located(self, values: list[Value]) -> tuple[FloatArray, NDArray[np.int64]]:
        radius = self.rates.m("place", "default_radius_km")
        out = np.full((len(values), 9), np.nan)
        for i, (lat, lon, r, *_) in enumerate(values):
            if lat is not None:
                out[i, :3] = lat, lon, radius if r is None else r
        y, x = np.radians(out[:, 0]), np.radians(out[:, 1])
        out[:, 6:] = np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)
        sector = routes.sector_of(np.nan_to_num(out[:, 0]), np.nan_to_num(out[:, 1]), self.rates.m("place", "far_km"))
        return out, sector

    def _density(
        self, out: FloatArray, sector: NDArray[np.int64], cells: Mapping[tuple[int, int], int], n: int
    ) -> FloatArray:
        """Records per square kilometre and record, smoothed over neighbouring cells, mixed with the sectors' own."""
        rates = self.rates
        weights = {0: rates.m("place", "smooth_centre"), 1: rates.m("place", "smooth_side"),
                   2: rates.m("place", "smooth_corner")}  # fmt: skip
        lat, lon = np.nan_to_num(out[:, 0]), np.nan_to_num(out[:, 1])
        y, x = np.floor(lat / CELL).astype(np.int64), np.floor(lon / CELL).astype(np.int64)
        near = np.zeros(len(out))
        if n:
            for i, (cy, cx) in enumerate(zip(y.tolist(), x.tolist(), strict=True)):
                near[i] = sum(
                    weights[abs(dy) + abs(dx)] * cells.get((cy + dy, cx + dx), 0)
                    for dy in (-1, 0, 1) for dx in (-1, 0, 1)
                )  # fmt: skip
            near /= n * (CELL * _KM_PER_DEGREE) ** 2 * np.maximum(np.cos(np.radians(lat)), 0.05)
        spread = rates.m("place", "sector_spread_km")
        km = routes.distance_km(lat, lon, routes.CENTRES[0][sector], routes.CENTRES[1][sector])
        default = routes.DEFAULT_SHARE[sector] * np.exp(-0.5 * (km / spread) ** 2) / (2 * np.pi * spread**2)
        weight = n / (n + rates.m("mix", "strength"))
        return np.asarray(
            np.maximum(weight * near + (1 - weight) * default, rates.m("place", "least_density")), dtype=np.float64
        )

    # -- sectors

    def sector_lr(self, am: NDArray[np.int64], pm: NDArray[np.int64]) -> FloatArray:
        """P(place | report) / P(place), one record's rows against many's."""
        reports, remains = self._reports.matrix(), self._remains.matrix()
        if len(pm) == 1:
            return np.asarray((reports @ remains[pm[0]])[am], dtype=np.float64)
        return np.asarray((remains @ reports[am[0]])[pm], dtype=np.float64)

    def same_stretch(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> FloatArray:
        """The same for two reports, over the sectors where both may have been found."""
        stretch = self._reports.matrix()[:, : len(self.share)]
        stretch = np.where(stretch.any(axis=1, keepdims=True), stretch, self.share)  # by area only: anywhere
        stretch = stretch / stretch.sum(axis=1, keepdims=True)
        one, many = (a, b) if len(a) == 1 else (b, a)
        return np.asarray((stretch @ (stretch[one[0]] / self.share))[many], dtype=np.float64)

    def same_area(self, a: FloatArray, b: FloatArray) -> FloatArray:
        """LR of two areas of last contact by their codes, NaN where one is not known."""
        same, share = self.rates.m("area", "told_alike"), np.append(self.areas.share, np.nan)
        one, other = (np.where(np.isnan(code), len(share) - 1, code).astype(np.int64) for code in (a, b))
        # Seen from both areas, so that the line is the same whichever stands left.
        here = np.maximum((share[one] + share[other]) / 2, 1e-4)
        return np.asarray(np.where(a == b, same / here, (1 - same) / np.maximum(1 - here, 0.05)) + 0 * (a + b))

    def _am_row(
        self,
        at: int | None,
        country: str | None,
        known: tuple[str, ...],
        guess: tuple[tuple[str, ...], str | None],
        area: str | None,
    ) -> FloatArray:
        """Weights of the sectors, then of the routes' own densities; or of the areas, where words say the place."""
        if at is None and not known and self.areas and (area is not None or guess[0]):
            return np.concatenate([np.zeros(len(self.share) + len(routes.ROUTES)), self.areas.report(area, guess[0])])
        row = self._on_map(at, country, known, guess)
        return np.concatenate([row, np.zeros(len(self.areas.found) + len(self.areas.seen))])

    def _on_map(
        self, at: int | None, country: str | None, known: tuple[str, ...], guess: tuple[tuple[str, ...], str | None]
    ) -> FloatArray:
        taken = self._routes(known, guess)
        row = self._stretch(at, country, known, taken)
        if at is not None or taken is None:
            return np.concatenate([row, np.zeros(len(routes.ROUTES))])
        told = np.array([sum(self.reference.cells_by_route.get(r, {}).values()) for r in routes.ROUTES])
        own = self.rates.m("place", "along_contacts") * told / (told + self.rates.m("mix", "strength")) * taken
        return np.concatenate([(1 - own.sum()) * row, own])

    def _stretch(
        self, at: int | None, country: str | None, known: tuple[str, ...], taken: FloatArray | None
    ) -> FloatArray:
        """P(sector of finding | what a report says)."""
        rates = self.rates
        along = self._along(known) if known else None
        if at is not None:
            row = self._from(at, along)
            if along is not None and routes.SECTORS[at].route not in known:
                off = rates.m("place", "off_route")
                row = (1 - off) * row + off * along
            return row
        expected = along if along is not None else self._expected(taken)
        touched = list(routes.country_sectors(country)) if country else []
        if not touched:
            return expected
        part = self.share[touched] / self.share[touched].sum()
        row = np.asarray(sum(p * self._from(s, along) for p, s in zip(part, touched, strict=True)))
        weight = rates.m("place", "country_only")
        return np.asarray(weight * row + (1 - weight) * expected, dtype=np.float64)

    def _pm_row(
        self, at: int | None, country: str | None, known: tuple[str, ...], cell: tuple[int, int] | None,
        area: str | None,
    ) -> FloatArray:  # fmt: skip
        """1 / P(place) for each way in which a report may weigh places: sectors, routes, areas."""
        middle = None if cell is None else ((cell[0] + 0.5) * CELL, (cell[1] + 0.5) * CELL)
        return np.concatenate([self._found_on_map(at, country, known, cell), self.areas.find(area, middle)])

    def _alive_row(self, _kind: str, country: str | None, area: str | None) -> FloatArray:
        return np.concatenate([self._found_on_map(None, country, (), None), self.areas.sight(area)])

    def _found_on_map(
        self, at: int | None, country: str | None, known: tuple[str, ...], cell: tuple[int, int] | None
    ) -> FloatArray:
        """1 / P(sector) where it lies, then how much denser each route is there than all finds are."""
        row, dense = np.zeros(len(routes.SECTORS)), np.ones(len(routes.ROUTES))
        if at is not None and cell is not None:
            row[at] = 1 / self.share[at]
            return np.concatenate([row, self._density_along(at, cell)])
        choice = [s for r in known for s in routes.route_sectors(r)] or list(routes.country_sectors(country or ""))
        if not choice:
            return np.concatenate([np.ones(len(row)), dense])
        row[choice] = 1 / self.share[choice].sum()
        here = {routes.SECTORS[s].route for s in choice}
        within = sum(self.share[s] for s in choice)
        return np.concatenate([row, np.where(np.isin(routes.ROUTES, list(here)), 1 / within, 0.0)])

    def _density_along(self, at: int, cell: tuple[int, int]) -> FloatArray:
        """Density of each route around a cell, from the last contacts of its people, over the density of finds."""
        rates = self.rates
        lat, lon = ((part + 0.5) * CELL for part in cell)
        point = np.full((1, 9), np.nan)
        point[0, :2] = lat, lon
        finds = self._density(point, np.array([at]), self.reference.find_cells, self.reference.n_finds)[0]
        scale, df = rates.m("place", "along_km"), rates.m("place", "student_df")
        out = np.zeros(len(routes.ROUTES))
        for i, (where, counts) in self._cells_by_route.items():
            km = routes.distance_km(np.array([lat]), np.array([lon]), where[:, 0], where[:, 1])
            inside = (1 + (km / scale) ** 2 / df) ** (-(df + 2) / 2) / (2 * np.pi * scale**2)
            out[i] = inside @ counts / counts.sum() / finds
        return out

    @cached_property
    def _cells_by_route(self) -> dict[int, tuple[FloatArray, FloatArray]]:
        """Of each route that anybody took: middles of the cells of last contact, and how many people each has."""
        out = {}
        for i, route in enumerate(routes.ROUTES):
            if cells := self.reference.cells_by_route.get(route):
                where = (np.array(list(cells), dtype=np.float64) + 0.5) * CELL
                out[i] = where, np.array(list(cells.values()), dtype=np.float64)
        return out

    def _from(self, at: int, along: FloatArray | None) -> FloatArray:
        """Found, given the sector of last contact: there, downstream, or elsewhere (along the route if known)."""
        rates = self.rates
        row = rates.m("place", "elsewhere") * (self.share if along is None else along)
        next_ones = list(routes.onward(at))
        if at == 0:
            # Far from every route: the place says little about where the journey ended.
            return np.asarray(row + (1 - rates.m("place", "elsewhere")) * (self.share if along is None else along))
        row[at] += rates.m("place", "stay") + (0.0 if next_ones else rates.m("place", "downstream"))
        if next_ones:
            weight = self.share[next_ones] if along is None else along[next_ones]
            row[next_ones] += rates.m("place", "downstream") * weight / weight.sum()
        return np.asarray(row, dtype=np.float64)

    def _along(self, known: tuple[str, ...]) -> FloatArray:
        """Found, given the routes only."""
        rates = self.rates
        here = sorted({s for r in known for s in routes.route_sectors(r)})
        beyond = sorted({t for s in here for t in routes.onward(s)} - set(here))
        row = rates.m("place", "route_elsewhere") * self.share
        down = rates.m("place", "route_downstream") if beyond else 0.0
        row[here] += (1 - rates.m("place", "route_elsewhere") - down) * self.share[here] / self.share[here].sum()
        if beyond:
            row[beyond] += down * self.share[beyond] / self.share[beyond].sum()
        return self._as_reported(known, row)

    def _as_reported(self, known: tuple[str, ...], default: FloatArray) -> FloatArray:
        """Mixed with where this registry's people of the same routes were last heard of, and moved on from there."""
        strength = self.rates.m("mix", "strength")
        row, total = strength * default, strength
        for route in known:
            for sector, count in self.reference.sectors_by_route.get(route, {}).items():
                row = row + count * self._from(sector, default)
                total += count
        return np.asarray(row / total, dtype=np.float64)

    def _routes(self, known: tuple[str, ...], guess: tuple[tuple[str, ...], str | None]) -> FloatArray | None:
        """P(route): as stated, or the routes that people of a nationality and destination take in this registry.

        P(route | nation, destination) is taken as P(route | nation) P(route | destination) / P(route).  None if
        nothing is known.
        """
        rates, reference = self.rates, self.reference
        if known:
            return np.asarray(np.isin(routes.ROUTES, known) / len(known), dtype=np.float64)
        everybody = np.zeros(len(routes.ROUTES))
        for counts in reference.routes_by_nation.values():
            everybody += [counts.get(route, 0) for route in routes.ROUTES]
        strength, half, n = rates.m("mix", "strength"), rates.m("mix", "half"), everybody.sum()
        prior = (everybody + half) / (n + half * len(everybody))
        weight, told = prior.copy(), 0.0
        groups = [(reference.routes_by_nation, guess[0]), (reference.routes_by_destination, (guess[1] or "",))]
        for table, names in groups:
            taken = np.array([sum(table.get(x, {}).get(route, 0) for x in names) for route in routes.ROUTES])
            told += taken.sum()
            weight *= (taken + strength * prior) / (taken.sum() + strength) / prior
        return weight / weight.sum() if told else None

    def _expected(self, taken: FloatArray | None) -> FloatArray:
        """Found, given only how likely each route is."""
        if taken is None:
            return self.share
        row = sum(w * self._along((route,)) for route, w in zip(routes.ROUTES, taken, strict=True) if w)
        sure = self.rates.m("place", "nationality_only")
        return np.asarray(sure * row + (1 - sure) * self.share, dtype=np.float64)
