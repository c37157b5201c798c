"""Words of names: how much likelier two of them are if they are one word of one person's name.

Decides the class of a pair of words (the same, one listed name, alike in sound, a pet name, an initial) and its
likelihood ratio; what a whole name says is for `names`.  Alikeness is a distance over sounds (`registry.lib.names`),
measured for one word against a whole vocabulary by a compiled loop.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from matching.engine.columns import FloatArray
from matching.engine.name_kernels import sound_kernel
from registry.lib.names import VOWELLESS, alone, equivalents, marked, skeletons, sounds, swapped, tokens, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.engine.model import Model

Words = tuple[str, ...]
LONGEST = 16  # words of one name that are compared
ROWS = 4096  # words whose relations to a vocabulary are kept; some kilobytes each
SHORT = 3  # letters; a slip in so short a word makes another word


def words(text: str) -> Words:
    """The words of a name that are counted: folded, initials left out unless nothing else remains."""
    every = tokens(text)
    return tuple(w for w in every if len(w) > 1) or every


def heard(text: str) -> Words:
    """The words of a name that are compared: with the sign of their script, initials too."""
    return marked(text)[:LONGEST]


def join(one: str, other: str) -> str:
    """Two words written as one."""
    return unmarked(one) + other


class _Costs(NamedTuple):
    swapped: NDArray[np.float32]
    alone: NDArray[np.float32]


@cache
def _costs() -> _Costs:
    return _Costs(np.array(swapped(), dtype=np.float32), np.array(alone(), dtype=np.float32))


def link(model: Model, one: str, other: str, distance: float) -> float:
    """Natural log of m / u of two words, -inf if they cannot be one.  Symmetric.

    distance: of their sounds, 0 to 1; above the limit sounds say nothing.
    """
    a, b = unmarked(one), unmarked(other)
    told = _told(model, a, b)
    if a == b or len(a) == 1 or len(b) == 1 or distance > model.rates.m("name", "sound_limit"):
        return told
    return max(told, float(_alike(model, a, _Many.of(model, [b]), np.array([distance]))[0]))


def _told(model: Model, a: str, b: str) -> float:
    """What is known of two words without hearing them: the same, an initial, forms of one name."""
    rates = model.rates
    if len(a) == 1 or len(b) == 1:
        return float(np.log(rates.lr("name", "initial"))) if a[:1] == b[:1] else -np.inf
    if a == b:
        return float(np.log(rates.m("name", "exact") / model.word_share(a)))
    relation = equivalents.relation(a, b)
    if relation is None:
        return -np.inf
    share_a, share_b = model.word_share(a), model.word_share(b)
    rarer = max(share_a, share_b, rates.m("name", "least_share"))
    if relation == "pet":
        return float(np.log(rates.m("name", "nickname") / rarer))
    borne = model.reference.words
    forms = equivalents.shares(a, b, lambda form: model.word_share(form) if form in borne else 0.0)
    return float(np.log(rates.m("name", "variant") / max(forms - (share_a + share_b) / 2, rarer)))


class _Many(NamedTuple):
    """Words without their signs, their shares, and those of all words of their consonants."""

    words: list[str]
    shares: FloatArray
    clusters: FloatArray

    @classmethod
    def of(cls, model: Model, words: list[str]) -> _Many:
        shares, clusters = [model.word_share(word) for word in words], [_cluster(model, word) for word in words]
        return cls(words, np.array(shares), np.array(clusters))


_Row = tuple[NDArray[np.int64], FloatArray]


def _alike(model: Model, word: str, many: _Many, distances: FloatArray) -> FloatArray:
    """Natural log of m / u of one word against many by sound, or as a slip of the pen."""
    rates = model.rates
    share = model.word_share(word)
    rarer = np.maximum(np.maximum(share, many.shares), rates.m("name", "least_share"))
    # The rest of the clusters: how often somebody else's word would read like either of the two.
    rest = (_cluster(model, word) + many.clusters - share - many.shares) / 2
    m = rates.m("name", "sound") * np.exp(-distances / rates.m("name", "sound_fades"))
    u = rates.u("name", "sound") * np.exp(distances / rates.m("name", "sound_spreads"))
    best = m / np.maximum(np.maximum(u, rest), rarer)
    if len(word) > SHORT and many.words:
        apart = cdist([word], many.words, scorer=OSA.normalized_distance)[0]
        lengths = np.array([len(other) for other in many.words])
        slip = rates.m("name", "close") / np.maximum(np.maximum(rates.u("name", "close"), rest), rarer)
        near = (apart <= rates.m("name", "close_distance")) & (lengths > SHORT)
        best = np.where(near, np.maximum(best, slip), best)
    return np.asarray(np.log(best), dtype=np.float64)


def _cluster(model: Model, word: str) -> float:
    return max(model.skeleton_share(key) for key in skeletons(word))


class Vocabulary:
    """The distinct words of a batch, as sounds."""

    def __init__(self, lists: Iterable[Words]) -> None:
        self.code: dict[str, int] = {}
        for one in lists:
            for word in one:
                self.code.setdefault(word, len(self.code))
        self.words = list(self.code)
        rows = [sounds(word) for word in self.words]
        self.flat = np.array([code for row in rows for code in row], dtype=np.int64)
        self.pointer = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
        self.vowelless = np.array([word.endswith(VOWELLESS) for word in self.words], dtype=np.int64)
        self.plain = [unmarked(word) for word in self.words]
        self.initials = [i for i, word in enumerate(self.plain) if len(word) == 1]
        self.by_plain: dict[str, list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        for i, word in enumerate(self.plain):
            self.by_plain.setdefault(word, []).append(i)
            for name in equivalents.names_of(word):
                self.by_name.setdefault(name, []).append(i)
        self._kept: tuple[str, dict[str, _Row]] = ("", {})

    def distances(self, word: str, limit: float) -> NDArray[np.float32]:
        """Distance of the sounds of a word to each of these, 0 to 1; anything above the limit is 1."""
        out = np.ones(len(self.words), dtype=np.float32)
        mine = np.array(sounds(word), dtype=np.int64)
        kind = int(word.endswith(VOWELLESS))
        sound_kernel(mine, kind, self.flat, self.pointer, self.vowelless, *_costs(), limit, out)
        return out

    def table(self, model: Model, mine: Words, clash: float) -> FloatArray:
        """(words of mine, vocabulary): log m / u above that of a clash; 0 for words that are rather two."""
        out = np.zeros((len(mine), len(self.words)))
        if not self.words:
            return out
        rows = self._rows_of(model)
        for i, word in enumerate(mine):
            row = rows.get(word)
            if row is None:
                row = self._row(model, word)
                if len(rows) < ROWS:
                    rows[word] = row
            places, logs = row
            out[i, places] = np.maximum(logs - clash, 0.0)
        return out

    def _rows_of(self, model: Model) -> dict[str, _Row]:
        key, rows = self._kept
        if key != model.key:
            rows = {}
            self._kept = model.key, rows  # one assignment: the matcher's threads share a vocabulary
        return rows

    def _row(self, model: Model, word: str) -> _Row:
        """The words that one can be related to, and what each says."""
        plain, limit = unmarked(word), model.rates.m("name", "sound_limit")
        logs = np.full(len(self.words), -np.inf)
        if len(plain) > 1:
            distances = self.distances(word, limit)
            near = np.flatnonzero(distances <= limit)
            many = _Many.of(model, [self.plain[j] for j in near])
            logs[near] = _alike(model, plain, many, distances[near].astype(np.float64))
        for j in self._related(plain):
            told = _told(model, plain, self.plain[j])
            is_only_told = plain == self.plain[j] or min(len(plain), len(self.plain[j])) == 1
            logs[j] = told if is_only_told else max(logs[j], told)
        places = np.flatnonzero(logs > -np.inf)
        return places, logs[places]

    def _related(self, plain: str) -> set[int]:
        """Words that something is told of beside their sounds."""
        related = {*self.by_plain.get(plain, ()), *self.initials}
        if len(plain) == 1:
            related.update(i for i, word in enumerate(self.plain) if word.startswith(plain))
        for name in equivalents.names_of(plain):
            related.update(self.by_name.get(name, ()))
        return related

    def codes(self, lists: Iterable[Words]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Codes of the words of many lists, and where each list begins."""
        lists = list(lists)
        flat = np.array([self.code[word] for one in lists for word in one], dtype=np.int64)
        return flat, np.cumsum([0, *(len(one) for one in lists)], dtype=np.int64)
