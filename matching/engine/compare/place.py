"""Where remains were found against where the person last was and which way they meant to go.

A mixture: the sector graph says in which stretch of a route somebody is found who was last heard of in another, and a
2-D Student kernel around the point of last contact says how near.  Everything is divided by the density of all finds,
so a find in a busy sector proves little.  Where the route is unknown, the routes that people of that nationality and
destination take in this registry stand in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine import routes
from matching.engine.compare.base import AM_ALIVE, AM_AM, AM_PM, CONDITIONS, PM_PM, Line, condition_class, soften
from matching.engine.line_kernels import apart_kernel, near_kernel

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.weights import Rates

_RADII = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0)
STEP = 0.02


def _position(profile: Profile) -> tuple[float | None, float | None, float | None, str | None]:
    place = profile.place
    if place is None:
        return None, None, None, None
    if place.lat is None or place.lon is None:
        return None, None, None, place.country
    said = place.radius_km
    radius = None if said is None else min(_RADII, key=lambda r: abs(r - said))
    return round(place.lat / STEP) * STEP, round(place.lon / STEP) * STEP, radius, place.country


def student(distance: FloatArray, scale: FloatArray, df: float) -> FloatArray:
    """2-D Student density per square kilometre at a distance from its centre."""
    inside = 1 + (distance / scale) ** 2 / df
    return np.asarray(inside ** (-(df + 2) / 2) / (2 * np.pi * scale**2), dtype=np.float64)


class Where(Line):
    """log10 LR of the places."""

    name, group, tasks = "place", "time_place", (AM_PM, AM_AM, PM_PM, AM_ALIVE)
    facts = ("place", "area", "routes", "nationalities", "destination")

    def am(self, profile: Profile) -> Value | None:
        lat, lon, radius, country = _position(profile)
        known = routes.known_routes(profile.routes)
        guess = lat is None and not known
        nations = tuple(sorted(profile.nationalities)) if guess else ()
        bound = profile.destination if guess else None
        if guess and country is None and not nations and bound is None and profile.area is None:
            return None
        return (lat, lon, radius, country, known, (nations, bound), profile.area)

    def pm(self, profile: Profile) -> Value | None:
        lat, lon, radius, country = _position(profile)
        known = routes.known_routes(profile.routes)
        if lat is None and country is None and not known and profile.area is None:
            return None
        state = condition_class(profile.condition)
        return (lat, lon, radius, country, known, float(CONDITIONS.index(state) if state else 1), profile.area)

    def alive(self, profile: Profile) -> Value | None:
        lat, lon, radius, country = _position(profile)
        if country is None and profile.area is None:
            return None
        return (lat, lon, radius, country, (), 0.0, profile.area)

    def am_alive(self, model: Model, am: Batch, alive: Batch) -> FloatArray:
        mine = am.derive("place", model.key, model.places.missing)
        theirs = alive.derive("place", model.key, model.places.sighted)
        lr = model.places.sector_lr(mine[:, 3].astype(np.int64), theirs[:, 3].astype(np.int64))
        return soften(lr, model.rates.m("eps", "sighted"))

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        """How near two finds lie, over the density of finds there; by their areas where a position is missing."""
        rates = model.rates
        a = left.derive("place", model.key, model.places.found)
        b = right.derive("place", model.key, model.places.found)
        one, many = (a, b) if len(a) == 1 else (b, a)
        levels = [[rates.m("find_km", level), rates.m("find_place", level)] for level in ("near", "stretch", "region")]
        parameters = [rates.m("find_place", "elsewhere"), rates.m("place", "student_df"),
                      rates.m("place", "radius_per_sd"), routes.EARTH_KM]  # fmt: skip
        lr = np.empty(len(many))
        apart_kernel(one[0], many, np.array(levels), np.array(parameters), lr)
        near = rates.m("find_place", "near") + rates.m("find_place", "stretch")
        named = model.places.areas.found_alike(
            left.derive("find_area", model.key, self._find_areas(model)),
            right.derive("find_area", model.key, self._find_areas(model)), near,
        )  # fmt: skip
        return soften(np.where(np.isnan(lr), named, lr), rates.m("eps", "place"))

    @staticmethod
    def _find_areas(model: Model) -> Callable[[list[Value]], FloatArray]:
        return lambda values: np.array([model.places.areas.find_code(value[6]) for value in values])

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        rates = model.rates
        mine = am.derive("place", model.key, model.places.missing)
        theirs = pm.derive("place", model.key, model.places.found)
        stretch = model.places.sector_lr(mine[:, 3].astype(np.int64), theirs[:, 3].astype(np.int64))
        near = self._near(rates, mine, theirs)
        share = np.where(np.isnan(near), 0.0, rates.m("place", "near"))
        lr = (1 - share) * stretch + share * np.where(np.isnan(near), 0.0, near)
        return soften(lr, rates.m("eps", "place"))

    @staticmethod
    def _near(rates: Rates, mine: FloatArray, theirs: FloatArray) -> FloatArray:
        """Kernels around the last contact over the density of finds; NaN without two positions.

        Nobody dies at the place of their last call: near it, a day's walk or drift away, or a stretch further on.
        """
        scales = np.array([
            rates.m("place", "middle_km"), rates.m("place", "broad_km"), rates.m("place", "near_middle"),
            rates.m("place", "near_broad"), rates.m("place", "student_df"), rates.m("place", "radius_per_sd"),
            routes.EARTH_KM,
        ])  # fmt: skip
        one, many = (theirs, mine) if len(theirs) == 1 else (mine, theirs)
        out = np.empty(len(many))
        near_kernel(one[0], many, scales, one is theirs, out)
        return out

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        rates = model.rates
        a = left.derive("place", model.key, model.places.missing)
        b = right.derive("place", model.key, model.places.missing)
        km = routes.distance_km(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
        blur = np.hypot(a[:, 2], b[:, 2]) / rates.m("place", "radius_per_sd")
        df = rates.m("place", "student_df")
        density = np.sqrt(a[:, 5] * b[:, 5])
        near, broad = rates.m("contact_place", "near"), rates.m("contact_place", "broad")
        close = student(km, np.hypot(rates.m("contact_place", "near_km"), blur), df)
        wide = student(km, np.hypot(rates.m("place", "broad_km"), blur), df)
        lr = near * close / density + broad * wide / density + 1 - near - broad
        # Without two positions: the overlap of the stretches where both may be.
        overlap = model.places.same_stretch(a[:, 3].astype(np.int64), b[:, 3].astype(np.int64))
        named = model.places.same_area(a[:, 4], b[:, 4])
        overlap = np.where(np.isnan(named), overlap, named)
        return soften(np.where(np.isnan(lr), overlap, lr), rates.m("eps", "place"))
