"""P(marks found | marks told), exactly: thinned Poisson marks, summed over every way to pair them.

Told marks reappear with a known chance and known errors; untold ones are a Poisson process of their own.  The sum over
pairings runs over subsets of the (at most three) told marks, for all reports at once.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from registry.site.invented import marks as m
from registry.site.invented.geography import World
from registry.site.invented.marks import MarkRecord
from registry.site.invented.rates import Rates
from registry.site.invented.records import CaseRecord, RemainsRecord

FloatArray = NDArray[np.float64]
SLOTS = 3
WORD_SHARE = 1 / 150  # of a given word among words of its kind, near enough
_REGION_SITES = {
    region: len({s for sites in m.SITES.values() for s in sites if s.startswith(region)}) for region in m.REGIONS
}


@cache
def _site_share(kind: str) -> dict[str, float]:
    total = sum(m.SITES[kind].values())
    return {site: weight / total for site, weight in m.SITES[kind].items()}


@cache
def _kernel(told: MarkRecord, seen: MarkRecord, rates: Rates) -> float:
    """P(mark as examined | mark as told, same mark)."""
    slip = 2 * m.TYPE_SLIP
    related = m.RELATED[told.type] == seen.type or m.RELATED[seen.type] == told.type
    p = 1 - slip if told.type == seen.type else slip if related else 1e-4
    region = told.site.split("_")[0]
    right = rates.report.mark_site_right * rates.find.mark_site_right
    near = (1 - right) / _REGION_SITES[region] if seen.site.startswith(region) else 1e-5
    p *= (right if told.site == seen.site else 0.0) + near
    if {told.side, seen.side} <= {"l", "r"}:
        p *= 1 - 2 * m.SIDE_SLIP if told.side == seen.side else 2 * m.SIDE_SLIP
    if told.motif or seen.motif:
        same = rates.report.mark_motif_right * rates.find.mark_motif_right
        share = m.MOTIFS.get(seen.motif, 1) / sum(m.MOTIFS.values())
        p *= (same if told.motif == seen.motif else 0.0) + (1 - same) * share
    if seen.text:
        if not told.text:
            p *= WORD_SHARE
        else:
            close = told.text == seen.text or (
                abs(len(told.text) - len(seen.text)) == 1 and _one_off(told.text, seen.text)
            )
            p *= 0.85 if close else 0.05 * WORD_SHARE
    return p


def _one_off(a: str, b: str) -> bool:
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return any(long[:k] + long[k + 1 :] == short for k in range(len(long)))


@cache
def _fresh(kind: str, site: str, side: str, motif: str, worded: bool) -> float:
    """P(features of a mark nobody told of | its type)."""
    p = _site_share(kind).get(site, 0.02)
    p *= 0.5 if side in ("l", "r") else 1.0
    p *= m.MOTIFS[motif] / sum(m.MOTIFS.values()) if motif else 1.0
    return p * (WORD_SHARE if worded else 1.0)


class Skin:
    """The marks told in all reports."""

    def __init__(self, cases: tuple[CaseRecord, ...], world: World, rates: Rates) -> None:
        self.rates, self.count = rates, len(cases)
        self.asked = np.array([c.marks_asked for c in cases])
        self._unique: dict[MarkRecord, int] = {}
        self.slot = np.full((self.count, SLOTS), -1)
        for k, case in enumerate(cases):
            for j, mark in enumerate(case.marks[:SLOTS]):
                self.slot[k, j] = self._unique.setdefault(mark, len(self._unique))
        self._region = np.array([m.REGIONS.index(mark.site.split("_")[0]) for mark in self._unique])
        self._group, self._group_rates = self._groups(cases, world)

    def _groups(self, cases: tuple[CaseRecord, ...], world: World) -> tuple[NDArray[np.int64], list[dict[str, float]]]:
        """Reports by nationality and sex: what decides how many marks people have."""
        keys = [(c.nationality or "", c.sex) for c in cases]
        order = list(Counter(keys))
        table = []
        for country, sex in order:
            nations = [world.nation(country)] if country else list(world.nations)
            share = sum(n.share for n in nations)
            mixed: dict[str, float] = {}
            for n in nations:
                for kind, rate in m.rates_for(n.tradition, sex).items():
                    mixed[kind] = mixed.get(kind, 0.0) + n.share / share * rate
            table.append(mixed)
        return np.array([order.index(k) for k in keys]), table

    def lr(self, remains: RemainsRecord) -> FloatArray:
        """P(marks found | report), up to a constant.  Nothing examined, or nothing recorded of it: no evidence."""
        if not remains.regions:
            return np.ones(self.count)
        rates = self.rates
        examined = np.array([r in remains.regions for r in m.REGIONS])
        missed = 1 - rates.find.mark_seen
        told = self.slot >= 0
        visible = told & examined[self._region[self.slot]] if len(self._unique) else told
        hidden_share = {
            kind: sum(w for site, w in _site_share(kind).items() if site.split("_")[0] in remains.regions)
            for kind in m.SITES
        }
        silent = np.where(self.asked, 1 - rates.report.mark_told, 1.0)
        expected = np.array([sum(rate * hidden_share[k] for k, rate in g.items()) for g in self._group_rates])
        out = np.exp(-expected[self._group] * silent * rates.find.mark_seen)
        # state[s]: sum over pairings in which exactly the told marks of subset s have been used
        state = np.zeros((1 << SLOTS, self.count))
        state[0] = 1.0
        for mark in remains.marks:
            fresh = self._intensity(mark)[self._group] * silent * rates.find.mark_seen
            kernel = np.array([_kernel(t, mark, rates) for t in self._unique] or [0.0]) * rates.find.mark_seen
            step = state * fresh
            for j in range(SLOTS):
                match = np.where(visible[:, j], kernel[self.slot[:, j]], 0.0) / missed
                for s in range(1 << SLOTS):
                    if not s >> j & 1:
                        step[s | 1 << j] += state[s] * match
            state = step
        return np.asarray(out * state.sum(axis=0) * missed ** visible.sum(axis=1))

    def _intensity(self, mark: MarkRecord) -> FloatArray:
        """Expected number of such marks per person, by group."""
        p = _fresh(mark.type, mark.site, mark.side, mark.motif, bool(mark.text))
        return np.array([max(g[mark.type], 1e-4) * p for g in self._group_rates])
