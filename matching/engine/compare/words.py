"""Words of names: how much likelier two of them are if they are one word of one person's name.

Decides the class of a pair of words (the same, one listed name, alike in sound, a pet name, an initial) and its
likelihood ratio.  What a whole name says is for `names`; which words of many are worth a look is for `vocabulary`.
Alikeness is a distance over sounds (`registry.lib.names`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from matching.engine.columns import FloatArray
from registry.lib.names import alone, equivalents, marked, skeletons, swapped, tokens, unmarked

if TYPE_CHECKING:
    from matching.engine.model import Model

Words = tuple[str, ...]
LONGEST = 16  # words of one name that are compared
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
def costs_of_sounds() -> _Costs:
    """What it costs to take one sound for another, and to leave one out; as the compiled loops take them."""
    return _Costs(np.array(swapped(), dtype=np.float32), np.array(alone(), dtype=np.float32))


def link(model: Model, one: str, other: str, distance: float) -> float:
    """Natural log of m / u of two words, -inf if they cannot be one.  Symmetric.

    distance: of their sounds, 0 to 1; above the limit sounds say nothing.
    """
    a, b = unmarked(one), unmarked(other)
    known = told(model, a, b)
    if a == b or len(a) == 1 or len(b) == 1 or distance > model.rates.m("name", "sound_limit"):
        return known
    return max(known, float(alike(model, a, Many.of(model, a, [b]), np.array([distance]))[0]))


def told(model: Model, a: str, b: str) -> float:
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


class Many(NamedTuple):
    """Of each of many words: its share, that of all words of its consonants, whether it may be a slip of the pen."""

    shares: FloatArray
    clusters: FloatArray
    slips: NDArray[np.bool_]

    @classmethod
    def of(cls, model: Model, word: str, words: list[str]) -> Many:
        """As one word sees them."""
        shares, clusters = [model.word_share(other) for other in words], [cluster(model, other) for other in words]
        return cls(np.array(shares), np.array(clusters), slips(model, word, words))


def alike(model: Model, word: str, many: Many, distances: FloatArray) -> FloatArray:
    """Natural log of m / u of one word against many by sound, or as a slip of the pen."""
    rates = model.rates
    share = model.word_share(word)
    rarer = np.maximum(np.maximum(share, many.shares), rates.m("name", "least_share"))
    # The rest of the clusters: how often somebody else's word would read like either of the two.
    rest = (cluster(model, word) + many.clusters - share - many.shares) / 2
    m = rates.m("name", "sound") * np.exp(-distances / rates.m("name", "sound_fades"))
    u = rates.u("name", "sound") * np.exp(distances / rates.m("name", "sound_spreads"))
    common = np.maximum(rest, rarer)
    best = m / np.maximum(u, common)
    slip = rates.m("name", "close") / np.maximum(rates.u("name", "close"), common[many.slips])
    best[many.slips] = np.maximum(best[many.slips], slip)
    return np.asarray(np.log(best), dtype=np.float64)


def slips(model: Model, word: str, words: list[str]) -> NDArray[np.bool_]:
    """Which of many words may be one, written with a slip of the pen."""
    if not words or len(word) <= SHORT:
        return np.zeros(len(words), dtype=np.bool_)
    apart = cdist([word], words, scorer=OSA.normalized_distance)[0]
    return np.asarray((apart <= model.rates.m("name", "close_distance")) & ([len(w) > SHORT for w in words]))


def letters(word: str) -> int:
    """A bit for each of its letters; some letters share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def spelled_about(word: str, lengths: NDArray[np.int16], many: NDArray[np.uint32], limit: float) -> NDArray[np.bool_]:
    """Which of many words, by their numbers of letters and by `letters`, are worth a look for `slips`: no other is one.

    A slip takes at most one letter away, and brings at most one.
    """
    mine, most = np.uint32(letters(word)), limit * np.maximum(lengths, len(word))
    gone, come = np.bitwise_count(mine & ~many), np.bitwise_count(many & ~mine)
    return np.asarray((np.abs(lengths - len(word)) <= most) & (gone <= most) & (come <= most))


def cluster(model: Model, word: str) -> float:
    """Share of everybody with a word of these consonants, by the commonest reading."""
    return max(model.skeleton_share(key) for key in skeletons(word))
