"""Body marks: scars, tattoos, amputations, birthmarks.

Every mark is a rare event with a rate per person.  A mark told and seen counts by how rare its kind, motif, place and
side are; a mark told but absent from skin that was examined counts against; a mark on the remains that nobody told
counts a little against, because families do not know everything.  Skin that was not examined says nothing, and neither
does a family that was not asked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine.compare.base import AM_AM, AM_PM, PM_PM, Line, Outcome, soften
from matching.engine.compare.body import REGIONS, SITES, motif_level, side_level, site_level, text_level, type_level
from matching.engine.compare.pairing import Vocabulary, paired, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Mark, Profile


class Marks(Line):
    """log10 LR of the marks."""

    name, group, tasks = "marks", "marks", (AM_PM, AM_AM, PM_PM)
    facts = ("marks",)

    def am(self, profile: Profile) -> Value | None:
        asked = profile.marks_asked
        if not profile.marks and not asked:
            return None
        return (tuple(sorted(_plain(m) for m in profile.marks)), REGIONS)

    def pm(self, profile: Profile) -> Value | None:
        seen = tuple(sorted(_plain(m) for m in profile.marks))
        regions = set(profile.marks_observable or ()) | {m[1][:2] for m in seen if m[1] in _SITES}
        observable = tuple(r for r in REGIONS if r in regions)
        return (seen, observable) if observable or seen else None

    def absent(self, profile: Profile) -> str:
        if profile.kind == "am":
            return "marks_not_asked"
        return "marks_not_examined" if profile.marks_observable is None else "marks_not_observable"

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        told, seen = model.rates.m("marks", "told"), model.rates.m("marks", "seen")
        return self._compare(model, am, pm, 1 - seen, 1 - told, told * seen)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        told = model.rates.m("marks", "told")
        return self._compare(model, left, right, 1 - told, 1 - told, told * told)

    def pm_pm(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        seen = model.rates.m("marks", "seen")
        return self._compare(model, left, right, 1 - seen, 1 - seen, seen * seen, jointly=True)

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        # Silence of both sides supports a little, and is no mark in common.
        quiet = outcome is Outcome.AGREE and not (left.marks and right.marks)
        return "marks_quiet" if quiet else super().reason(outcome, left, right)

    def _compare(
        self,
        model: Model,
        left: Batch,
        right: Batch,
        only_left: float,
        only_right: float,
        both: float,
        *,
        jointly: bool = False,
    ) -> FloatArray:
        """Matched marks by their rarity, unmatched ones by the chance of missing them, silence by the rates."""
        logs = paired(
            left, right, regions=REGIONS, region_of=_region, row_of=partial(_mark_row, model),
            missed=(only_left, only_right), expected=both * model.marks_per_region, jointly=jointly,
        )  # fmt: skip
        return soften(np.exp(np.minimum(logs, 200.0)), model.rates.m("eps", "marks"))


def attribute_lr(model: Model, attribute: int, a: Any, b: Any) -> float:
    """m / u of one attribute of two marks; 1 where one side does not say."""
    rates = model.rates
    if attribute == _TEXT:
        level = text_level(a, b, rates.m("marks", "text_similar"))
        return 1.0 if level is None else rates.lr("mark_text", level)
    line, levels = _LEVELS[attribute]
    level = levels(a, b)
    if level is None:
        return 1.0
    # Seen from both marks, so that the line is the same whichever stands left.
    u = (model.mark_share(attribute, a, level) + model.mark_share(attribute, b, level)) / 2
    return rates.m(line, level) / max(u, rates.m("marks", "least_rate"))


_TEXT = 4
_SITES = frozenset(SITES)
_LEVELS: tuple[tuple[str, Callable[[Any, Any], str | None]], ...] = (
    ("mark_type", type_level), ("mark_site", site_level), ("mark_side", side_level), ("mark_motif", motif_level),
)  # fmt: skip


def level_of(attribute: int, a: Any, b: Any) -> str | None:
    """Level of one attribute (0 type, 1 site, 2 side, 3 motifs)."""
    return _LEVELS[attribute][1](a, b)


def _mark_row(model: Model, mark: Value, vocabulary: Vocabulary) -> FloatArray:
    """Natural log of the LR of one mark against every mark of a vocabulary."""
    return row(
        mark, vocabulary, partial(attribute_lr, model), key=model.key,
        per_person=model.marks_per_person, least_rate=model.rates.m("marks", "least_rate"), beyond=_TEXT,
    )  # fmt: skip


def _region(mark: Value) -> int:
    """Index of the region a mark stands in, -1 where it is not known."""
    return REGIONS.index(mark[1][:2]) if mark[1] in _SITES else -1


def _plain(mark: Mark) -> tuple[str, str, str, tuple[str, ...], str]:
    motifs = tuple(sorted(set(mark.motifs) - {"unknown", "other"}))
    return mark.type, mark.site, mark.side, motifs, " ".join(mark.text.casefold().split())
