"""Body marks: scars, tattoos, amputations, birthmarks.

Every mark is a rare event with a rate per person.  A mark told and seen counts by how rare its kind, motif, place and
side are; a mark told but absent from skin that was examined counts against; a mark on the remains that nobody told
counts a little against, because families do not know everything.  Skin that was not examined says nothing, and neither
does a family that was not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine.compare.base import Line, soften
from matching.engine.compare.body import REGIONS, motif_level, side_level, site_level, text_level, type_level
from matching.engine.kernels import marks_kernel

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Mark, Profile


class Marks(Line):
    """log10 LR of the marks."""

    name, group = "marks", "marks"
    facts = ("marks",)

    def am(self, profile: Profile) -> Value | None:
        asked = profile.marks_asked
        if not profile.marks and not asked:
            return None
        return (tuple(sorted(_plain(m) for m in profile.marks)), REGIONS)

    def pm(self, profile: Profile) -> Value | None:
        seen = tuple(sorted(_plain(m) for m in profile.marks))
        regions = set(profile.marks_observable or ()) | {m[1][:2] for m in seen}
        observable = tuple(r for r in REGIONS if r in regions)
        return (seen, observable) if observable else None

    def absent(self, profile: Profile) -> str:
        if profile.kind == "am":
            return "marks_not_asked"
        return "marks_not_examined" if profile.marks_observable is None else "marks_not_observable"

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        told, seen = model.rates.m("marks", "told"), model.rates.m("marks", "seen")
        return self._compare(model, am, pm, 1 - seen, 1 - told, told * seen, everywhere=False)

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        told = model.rates.m("marks", "told")
        return self._compare(model, left, right, 1 - told, 1 - told, told * told, everywhere=True)

    def _compare(
        self,
        model: Model,
        left: Batch,
        right: Batch,
        only_left: float,
        only_right: float,
        both: float,
        *,
        everywhere: bool,
    ) -> FloatArray:
        """Matched marks by their rarity, unmatched ones by the chance of missing them, silence by the rates.

        left is compared within the regions of right; one side has one value.  everywhere: a mark whose site is not
        known counts as missed too (two reports speak of the whole body).
        """
        probe_left = len(left) == 1
        one, many = (left, right) if probe_left else (right, left)
        marks, regions = one.values[0]
        codes, pointer, seen = many.keep("marks", None, lambda: _spread(many.values))
        attributes = many.keep("attributes", None, lambda: _attributes(_vocabulary(many.values)))
        table = np.zeros((len(marks), len(attributes[0][1])))
        for i, mark in enumerate(marks):
            table[i] = _mark_row(model, mark, attributes)
        visible = np.array([r in regions for r in REGIONS])
        # Where the skin of the right side can be seen, for every one of the many.
        shown = seen if probe_left else np.broadcast_to(visible, seen.shape)
        # Marks without a side of the body stand in no region: they can be matched but never be found absent.
        at_one = _regions(list(marks))
        at_many = many.keep("regions", None, lambda: _regions(_vocabulary(many.values)))
        if everywhere:
            at_one, at_many = np.maximum(at_one, 0), np.maximum(at_many, 0)
        miss_one, miss_many = (only_left, only_right) if probe_left else (only_right, only_left)
        out = np.zeros(len(many))
        marks_kernel(table, codes, pointer, at_one, at_many, np.ascontiguousarray(shown), probe_left,
                     np.log(miss_one), np.log(miss_many), out)  # fmt: skip
        expected = shown @ model.marks_per_region
        return soften(np.exp(np.minimum(out + both * expected, 200.0)), model.rates.m("eps", "marks"))


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
_LEVELS: tuple[tuple[str, Callable[[Any, Any], str | None]], ...] = (
    ("mark_type", type_level), ("mark_site", site_level), ("mark_side", side_level), ("mark_motif", motif_level),
)  # fmt: skip


def level_of(attribute: int, a: Any, b: Any) -> str | None:
    """Level of one attribute (0 type, 1 site, 2 side, 3 motifs)."""
    return _LEVELS[attribute][1](a, b)


def _mark_row(model: Model, mark: Value, attributes: list[tuple[list[Any], NDArray[np.int64]]]) -> FloatArray:
    """Natural log of the LR of one mark against every mark of a vocabulary."""
    out = np.full(len(attributes[0][1]), -np.log(model.marks_per_person))
    rarest = -np.log(model.rates.m("marks", "least_rate"))
    for i, (values, code) in enumerate(attributes):
        if i == _TEXT:
            # A kind of mark is never rarer than the registry can support; the words in it come on top.
            out = np.minimum(out, rarest)
        if values:
            out += np.log([attribute_lr(model, i, mark[i], value) for value in values])[code]
    return out


def _attributes(vocabulary: list[Value]) -> list[tuple[list[Any], NDArray[np.int64]]]:
    """Of every attribute: its distinct values, and which of them each mark has."""
    out = []
    for i in range(5):
        code: dict[Any, int] = {}
        where = np.array([code.setdefault(mark[i], len(code)) for mark in vocabulary], dtype=np.int64)
        out.append((list(code), where))
    return out


def _regions(marks: list[Value]) -> NDArray[np.int64]:
    """Index of the region a mark stands in, -1 where it is not known."""
    return np.array([REGIONS.index(m[1][:2]) if m[1][:2] in REGIONS else -1 for m in marks], dtype=np.int64)


def _plain(mark: Mark) -> tuple[str, str, str, tuple[str, ...], str]:
    motifs = tuple(sorted(set(mark.motifs) - {"unknown", "other"}))
    return mark.type, mark.site, mark.side, motifs, " ".join(mark.text.casefold().split())


def _vocabulary(values: list[Value]) -> list[Value]:
    return list(dict.fromkeys(mark for value in values for mark in value[0]))


def _spread(values: list[Value]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Mark codes of every value, where each value's codes start, and the regions that were seen."""
    code = {mark: i for i, mark in enumerate(_vocabulary(values))}
    codes = np.array([code[mark] for value in values for mark in value[0]], dtype=np.int64)
    pointer = np.cumsum([0, *(len(value[0]) for value in values)], dtype=np.int64)
    seen = np.array([[r in value[1] for r in REGIONS] for value in values], dtype=np.bool_).reshape(-1, len(REGIONS))
    return codes, pointer, seen
