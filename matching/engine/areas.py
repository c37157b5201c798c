"""Stretches of routes that are only known by a word, the same in reports and finds: learnt from the records.

Decides P(area of finding | area of last contact) where no map says where an area lies.  An area's centre is the middle
of the finds that name it.  People are found where they were last heard of, in an area near it, or anywhere: the first
guess.  What pairs show (`Reference.moves`, expected counts; never a truth file) is added to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine import routes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matching.engine.columns import FloatArray
    from matching.engine.reference import Reference
    from matching.engine.weights import Rates


class Areas:
    """The areas of one reference: of last contact, of finds, and of sightings of the living."""

    def __init__(self, reference: Reference, rates: Rates) -> None:
        self.rates, self.reference = rates, reference
        self.last = tuple(sorted(reference.areas))
        self.found, self.seen = tuple(sorted(reference.find_areas)), tuple(sorted(reference.sight_areas))
        counts = np.array([reference.areas[a] for a in self.last], dtype=np.float64)
        self.share = counts / max(counts.sum(), 1.0)
        centres = [reference.find_areas[a] for a in self.found]
        self._n = np.array([c[0] for c in centres], dtype=np.float64)
        self._lat, self._lon = (np.array([c[i] for c in centres], dtype=np.float64) for i in (1, 2))
        self.scale = self._spacing()
        self.to_found = self._onward(self.found, self._n, reference.moves)
        seen = np.array([reference.sight_areas[a] for a in self.seen], dtype=np.float64)
        self.to_seen = self._onward(self.seen, seen, reference.sightings)
        half = rates.m("mix", "half") / max(len(self.found), 1)
        self._of_found = np.maximum(self.share @ self.to_found, half / max(self._n.sum(), 1.0))
        self._of_seen = np.maximum(self.share @ self.to_seen, 1e-6)
        self._code = {area: i for i, area in enumerate(self.last)}

    def __bool__(self) -> bool:
        return bool(self.last and (self.found or self.seen))

    def code(self, area: str | None) -> float:
        """Number of an area of last contact, NaN if no report names it."""
        return float(self._code[area]) if area in self._code else np.nan

    def find_code(self, area: str | None) -> float:
        """Number of an area of finds, NaN if no find names it."""
        return float(self.found.index(area)) if area in self.found else np.nan

    def found_alike(self, a: FloatArray, b: FloatArray, near: float) -> FloatArray:
        """LR of the areas of two finds by their codes, NaN where one is not known.

        near: chance that two finds of one person lie in one area; else they lie anywhere.
        """
        share = np.append(self._n / max(self._n.sum(), 1.0), np.nan)
        at = np.where(np.isnan(a + b), len(share) - 1, a).astype(np.int64)
        return np.asarray(1 - near + np.where(a == b, near, 0.0) / np.maximum(share[at], 1e-4), dtype=np.float64)

    def report(self, area: str | None, nations: Sequence[str]) -> FloatArray:
        """P(each area of finding), then P(each area of sighting): from the area, or where that nation sets out."""
        if area in self._code:
            start = np.eye(len(self.last))[self._code[area]]
        else:
            told = np.array(
                [sum(self.reference.areas_by_nation.get(n, {}).get(a, 0) for n in nations) for a in self.last]
            )
            strength = self.rates.m("mix", "strength")
            start = (told + strength * self.share) / (told.sum() + strength)
        return np.concatenate([start @ self.to_found, start @ self.to_seen])

    def find(self, area: str | None, at: tuple[float, float] | None) -> FloatArray:
        """1 / P(the area of the find), by its word or by its position; else nothing is known."""
        here = np.ones(len(self.found))
        if area in self.found:
            i = self.found.index(area)
            here = np.eye(len(self.found))[i] / self._of_found[i]
        elif at is not None and not np.isnan(self._lat).all():
            weight = np.nan_to_num(self._n * self._near(*at))
            if weight.sum() > 0:
                here = weight / weight.sum() / self._of_found
        return np.concatenate([here, np.zeros(len(self.seen))])

    def sight(self, area: str | None) -> FloatArray:
        """1 / P(the area where somebody was seen alive)."""
        here = np.ones(len(self.seen))
        if area in self.seen:
            i = self.seen.index(area)
            here = np.eye(len(self.seen))[i] / self._of_seen[i]
        return np.concatenate([np.zeros(len(self.found)), here])

    def _spacing(self) -> float:
        """Typical distance from an area to the next one."""
        default = self.rates.m("place", "broad_km")
        known = ~np.isnan(self._lat)
        if known.sum() < 2:
            return default
        lat, lon = self._lat[known], self._lon[known]
        km = routes.distance_km(lat[:, None], lon[:, None], lat[None, :], lon[None, :])
        np.fill_diagonal(km, np.inf)
        return float(max(np.median(km.min(axis=1)), self.rates.m("place", "land_km")))

    def _near(self, lat: float, lon: float) -> FloatArray:
        km = routes.distance_km(np.array([lat]), np.array([lon]), self._lat, self._lon)
        df = self.rates.m("place", "student_df")
        return np.asarray((1 + (km / self.scale) ** 2 / df) ** (-(df + 2) / 2), dtype=np.float64)

    def _onward(self, words: tuple[str, ...], counts: FloatArray, moves: Mapping[tuple[str, str], float]) -> FloatArray:
        """(areas of last contact, words): where people of an area come to light."""
        rates, n = self.rates, len(words)
        half = rates.m("mix", "half")
        share = (counts + half) / (counts.sum() + half * n) if n else counts
        out = np.zeros((len(self.last), n))
        position = {area: i for i, area in enumerate(words)}
        strength, stayed = rates.m("area", "strength"), sum(w for (a, b), w in moves.items() if a == b)
        comparable = sum(w for (a, _), w in moves.items() if a in position)
        stay = (rates.m("area", "stay") * strength + stayed) / (strength + comparable)
        for row, area in enumerate(self.last):
            if area in position:
                near = share * self._beside(area, words)
                near[position[area]] = 0.0
                beside = rates.m("area", "beside") if near.sum() > 0 else 0.0
                out[row] = (1 - stay) * (1 - beside) * share
                out[row] += (1 - stay) * beside * near / max(near.sum(), 1e-300)
                out[row, position[area]] += stay
            elif n:
                out[row] = share
            learnt = np.array([moves.get((area, word), 0.0) for word in words])
            out[row] = (strength * out[row] + learnt) / (strength + learnt.sum()) if n else out[row]
        return out

    def _beside(self, area: str, words: tuple[str, ...]) -> FloatArray:
        """Nearness of each word's centre to an area's; 1 where no centre is known."""
        centre = self.reference.find_areas.get(area)
        if centre is None or np.isnan(centre[1]):
            return np.ones(len(words))
        near = dict(zip(self.found, self._near(centre[1], centre[2]), strict=True))
        return np.array([1.0 if np.isnan(near.get(word, np.nan)) else near[word] for word in words])
