"""Clothing and belongings: the kind of thing, its colours, its brand and size; one line for all of them.

Clothes are exchanged and lost on the way, so things that differ or are not there hardly count: the line supports, and
never contradicts.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz.fuzz import ratio

from matching.engine.compare.base import Line, soften
from matching.engine.compare.pairing import Vocabulary, paired, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

_ANYWHERE = ("any",)
_SAYS_NOTHING = frozenset({"other", "barefoot"})
_VAGUE_COLOURS = frozenset({"unk", "multi"})
_KIN = tuple(
    frozenset(group.split()) for group in (
        "tshirt shirt blouse undershirt uniform", "sweater hoodie jacket coat vest raincoat",
        "trousers jeans leggings", "shorts underpants", "dress skirt abaya_jilbab sari",
        "shalwar_kameez djellaba_thobe", "trainers boots shoes", "sandals flipflops", "cap hat helmet",
        "headscarf turban niqab scarf", "bag backpack wallet papers_pouch",
        "necklace amulet_gris prayer_beads cross religious_medal",
        "ring earring nose_ring bracelet anklet", "phone tablet", "sim memory_card usb",
        "letter notebook papers_pouch ticket", "life_jacket wetsuit",
    )
)  # fmt: skip
_BRAND, _SIZE = 2, 3


def kind_level(a: str, b: str) -> str:
    """The same kind of thing, one that is taken for it, or another."""
    return "same" if a == b else "related" if any(a in g and b in g for g in _KIN) else "other"


def colour_level(a: tuple[str, ...], b: tuple[str, ...]) -> str | None:
    """A common colour or none; None if one side names none."""
    if not a or not b:
        return None
    return "same" if {*a} & {*b} else "other"


def word_level(a: str, b: str, similar: float) -> str | None:
    """The same word, give or take a reading slip; None if one is not known."""
    if not a or not b:
        return None
    return "same" if a == b or ratio(a, b) >= 100 * similar else "other"


LEVELS: tuple[tuple[str, Callable[[Any, Any], str | None]], ...] = (
    ("thing_kind", kind_level), ("thing_colour", colour_level),
)  # fmt: skip


class Things(Line):
    """log10 LR of clothing and belongings."""

    name, group = "things", "objects"
    facts = ("items",)

    def am(self, profile: Profile) -> Value | None:
        things = {
            (item.kind, tuple(sorted({*item.colours} - _VAGUE_COLOURS)), _plain(item.brand), _plain(item.size))
            for item in profile.items if item.kind not in _SAYS_NOTHING
        }  # fmt: skip
        return (tuple(sorted(things)), _ANYWHERE) if things else None

    def pm(self, profile: Profile) -> Value | None:
        return self.am(profile)

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        return self._compare(model, am, pm, model.rates.m("things", "told"), model.rates.m("things", "seen"))

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        told = model.rates.m("things", "told")
        return self._compare(model, left, right, told, told)

    @staticmethod
    def _compare(model: Model, left: Batch, right: Batch, told: float, seen: float) -> FloatArray:
        per_person = model.rates.m("things", "per_person")
        logs = paired(
            left, right, regions=_ANYWHERE, region_of=lambda thing: 0, row_of=partial(_row, model),
            missed=(1 - seen, 1 - told), expected=np.array([told * seen * per_person, 0.0]),
        )  # fmt: skip
        return soften(np.exp(np.minimum(logs, 200.0)), model.rates.m("eps", "things"))


def _row(model: Model, thing: Value, vocabulary: Vocabulary) -> FloatArray:
    rates = model.rates
    return row(
        thing, vocabulary, partial(_attribute_lr, model), key=model.key,
        per_person=rates.m("things", "per_person"), least_rate=rates.m("things", "least_rate"), beyond=_BRAND,
    )  # fmt: skip


def _attribute_lr(model: Model, attribute: int, a: Any, b: Any) -> float:
    """m / u of one attribute of two things; 1 where one side does not say."""
    rates = model.rates
    if attribute >= _BRAND:
        line = "thing_brand" if attribute == _BRAND else "thing_size"
        level = word_level(a, b, rates.m("things", "text_similar") if attribute == _BRAND else 1.0)
        return 1.0 if level is None else rates.lr(line, level)
    line, levels = LEVELS[attribute]
    level = levels(a, b)
    if level is None:
        return 1.0
    shares = model.bodies.thing_shares[attribute]
    # Seen from both things, so that the line is the same whichever stands left.
    u = (shares.at(a, level) + shares.at(b, level)) / 2
    return rates.m(line, level) / max(u, rates.m("things", "least_rate"))


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
