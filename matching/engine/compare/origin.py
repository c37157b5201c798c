"""Nationality as stated against things found with the remains that point to a country; nationalities of two reports.

Several things that point to one country are one fact.  Nobody is ruled out: people carry money and telephones of the
countries they crossed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import AM_ALIVE, AM_AM, AM_PM, PM_PM, Line, soften

if TYPE_CHECKING:
    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

_DOCUMENTS = frozenset({"document", "papers", "id", "passport"})


class Origin(Line):
    """log10 LR of the countries."""

    name, group, tasks = "origin", "origin", (AM_PM, AM_AM, PM_PM, AM_ALIVE)
    facts = ("nationalities", "indicators")
    KINDS = ("origin_weak", "origin_other", "origin_document")

    def am(self, profile: Profile) -> Value | None:
        return tuple(sorted(set(profile.nationalities))) or None

    def pm(self, profile: Profile) -> Value | None:
        best: dict[str, int] = {}
        for item in profile.indicators:
            kind = 2 if item.kind in _DOCUMENTS and item.strength > 1 else 0 if item.strength <= 1 else 1
            best[item.country] = max(kind, best.get(item.country, 0))
        return tuple(sorted(best.items())) or None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        pairs = ((a, p) for a in am.values for p in pm.values)
        lr = np.array([np.mean([self._lr(model, a, *clue) for clue in p]) for a, p in pairs])
        return soften(lr, model.rates.m("eps", "origin"))

    @staticmethod
    def _lr(model: Model, nations: Value, country: str, kind: int) -> float:
        """m / u of the level: the same country, a neighbour, another."""
        line = Origin.KINDS[kind]
        equal, near = model.nation_share(country), model.neighbour_share(country)
        if country in nations:
            return model.rates.m(line, "equal") / equal
        if near > 0 and model.are_neighbours(country, nations):
            return model.rates.m(line, "neighbour") / near
        return model.rates.m(line, "other") / max(1 - equal - near, equal)

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        """Clues of two finds to one country, or to different ones."""
        rates, out = model.rates, []
        for a in left.values:
            for b in right.values:
                common = {country for country, _ in a} & {country for country, _ in b}
                share = sum(model.nation_share(c) for c in common or {c for c, _ in (*a, *b)})
                equal = rates.m("origin_other", "equal") ** 2
                out.append(equal / min(share, 1.0) if common else (1 - equal) / max(1 - share, 1 - equal))
        return soften(np.array(out), rates.m("eps", "origin"))

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        rates = model.rates
        out = []
        for a in left.values:
            for b in right.values:
                common = set(a) & set(b)
                share = sum(model.nation_share(c) for c in common or {*a, *b})
                out.append(
                    rates.m("nationality", "equal") / min(share, 1.0)
                    if common
                    else rates.m("nationality", "other") / max(1 - share, rates.m("nationality", "other"))
                )
        return soften(np.array(out), rates.m("eps", "origin"))
