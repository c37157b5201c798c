"""Names compared with names and nothing else, as when a list of pairs is evaluated.

The words are linked and aligned by the functions that rank candidates (`compare.vocabulary`, `name_kernels`); only the
shares of words come from the names given here instead of a registry.  Two figures answer two questions: `log_lr`,
how much likelier two names are if they are one person's than if they are two strangers', which ranks; and `likeness`,
how much of the agreement that two names could have they do have, which tells a brother from a misspelling.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.vocabulary import Vocabulary
from matching.engine.compare.words import LONGEST, Words, heard, join, words
from matching.engine.model import Model
from matching.engine.name_kernels import clue_kernel
from matching.engine.reference import Reference
from registry.lib.names import skeletons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matching.engine.columns import FloatArray

_NOBODY = np.zeros(0, dtype=np.int32)


class NameScorer:
    """Compares names; how rare a word is, the names themselves say."""

    def __init__(self, names: Iterable[str]) -> None:
        each = [words(name) for name in set(names)]
        named = sum(map(bool, each))
        counts = Counter(word for one in each for word in set(one))
        keys = Counter(key for one in each for key in {key for word in one for key in skeletons(word)})
        self.model = Model(
            Reference(
                words={word: n / named for word, n in counts.items()},
                skeletons={key: n / named for key, n in keys.items()},
                n_named=named,
                key="names",
            )
        )

    def against(self, names: Sequence[str]) -> Against:
        """The names that others are to be compared with."""
        return Against(self.model, [heard(name) for name in names])

    def likeness(self, left: str, right: str) -> float:
        """Of one pair: 1 for the same name, at most 0 where nothing agrees.  A name without a word is like none."""
        one, other = _readings(heard(left)), _readings(heard(right))
        if not one or not other:
            return 0.0
        rates = self.model.rates
        both = Against(self.model, [*one, *other], rates.m("name", "namesake_clash"))
        from_left, from_right = (np.array([both.log_lr(name) for name in names]) for names in (one, other))
        best = max(from_left[:, len(one) :].max(), from_right[:, : len(one)].max())
        whole = from_left[0, 0], from_right[0, len(one)]
        return float(best / max(min(whole), rates.m("name", "namesake_least") * max(whole)))


def _readings(name: Words) -> list[Words]:
    """A name as it stands, and with two neighbouring words as one; none for a name without words."""
    joined = [(*name[:i], join(name[i], name[i + 1]), *name[i + 2 :]) for i in range(len(name) - 1)]
    return [name, *joined] if name else []


class Against:
    """Many names, ready to be compared with one.  clash: LR of two words left over, instead of the usual one."""

    def __init__(self, model: Model, names: Sequence[Words], clash: float | None = None) -> None:
        self.model = model
        self.costs = model.name_costs.copy()
        if clash is not None:
            self.costs[0] = np.log(clash)
        self.vocabulary = Vocabulary(names)
        self.flat, self.pointer = self.vocabulary.codes(names)
        self.each = np.arange(len(names) + 1, dtype=np.int64)
        self.nobody = np.zeros(len(names) + 1, dtype=np.int64)

    def score(self, name: str) -> FloatArray:
        """log10 of the likelihood ratio of one name with each; -inf where either has no word."""
        return np.asarray(self.log_lr(heard(name)) / np.log(10), dtype=np.float64)

    def log_lr(self, name: Words) -> FloatArray:
        """Natural log of the likelihood ratio of one name with each; -inf where either has no word."""
        out = np.full(len(self.pointer) - 1, -np.inf)
        if name:
            links = self.vocabulary.links(self.model, name[:LONGEST], self.costs[0])
            parents = _NOBODY, self.nobody
            clue_kernel(
                self.each[:-1], links.slots, links.table, self.flat, self.pointer, self.each, *parents, self.costs, out
            )
        return np.asarray(np.where(np.isnan(out), -np.inf, out), dtype=np.float64)
