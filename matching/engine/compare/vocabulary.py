"""The distinct words of many names, and for any word those among them that it is related to.

Decides how related words are found, not which are: that is for `words`.  Sounds are searched in sorted order without
missing any, the rest is looked up.  What was found for a word is kept, and looked for only among new words when some
arrive.  Words are held in memory alone.
"""

from __future__ import annotations

from bisect import bisect_left
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import FloatArray, Growing
from matching.engine.compare.words import (
    Many,
    Words,
    alike,
    cluster,
    costs_of_sounds,
    letters,
    slips,
    spelled_about,
    told,
)
from matching.engine.word_kernels import near_kernel, shelf_kernel, sound_kernel
from registry.lib.names import VOWELLESS, equivalents, sounds, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.engine.model import Model

Codes = NDArray[np.int32]
KEPT = 6_000_000  # related words that are kept, twelve bytes each
UNSORTED = 512  # new words that are walked one by one before all are sorted again; or a share of them
SHARE_UNSORTED = 8
SHORTEST_BEGINNING = 3  # letters
_NO_CODES: Codes = np.empty(0, dtype=np.int32)


class Links(NamedTuple):
    """What each word of one name says of every word of a vocabulary.

    slots: by word, its column in the table, 0 if it is related to none; table: (words of the name, 1 + related words)
    log m / u above that of a clash, 0 for words that are rather two; related: the words that have a column, in order.
    """

    slots: Codes
    table: FloatArray
    related: Codes


class _Found(NamedTuple):
    """Words related to one, what each says, and how many words had been looked at."""

    codes: Codes
    logs: FloatArray
    seen: int


class _Sorted(NamedTuple):
    """The first words in the order of their sounds, for `near_kernel`."""

    order: NDArray[np.int64]
    flat: NDArray[np.int16]
    pointer: NDArray[np.int64]
    vowelless: NDArray[np.int8]
    common: NDArray[np.int16]
    weights: NDArray[np.float32]


class _Kept:
    """What was found for words, under one model."""

    def __init__(self, key: str) -> None:
        self.key, self.found, self.held = key, dict[str, _Found](), 0
        self.shares: FloatArray = np.empty(0)
        self.clusters: FloatArray = np.empty(0)


class Vocabulary:
    """Append-only; any thread may ask, and add."""

    def __init__(self, lists: Iterable[Words] = ()) -> None:
        self.code: dict[str, int] = {}
        self.words: list[str] = []
        self.plain: list[str] = []
        self._flat, self._pointer = Growing(np.int16), beginnings()
        self._vowelless = Growing(np.int8)
        self._lengths, self._letters = Growing(np.int16), Growing(np.uint32)
        self._by_plain: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_letter: dict[str, list[int]] = {}
        self._initials: list[int] = []
        self._sorted = _NOTHING
        self._spelled: list[tuple[str, int]] = []
        self._kept = _Kept("")
        self._lock = Lock()
        self.codes(lists)

    def __len__(self) -> int:
        return len(self.words)

    def codes(self, lists: Iterable[Words]) -> tuple[Codes, NDArray[np.int64]]:
        """Codes of the words of many lists, and where each list begins.  Words not known are added."""
        lists = list(lists)
        with self._lock:
            known = self.code
            self._add([word for word in dict.fromkeys(word for one in lists for word in one) if word not in known])
            flat = np.array([known[word] for one in lists for word in one], dtype=np.int32)
        return flat, np.cumsum([0, *map(len, lists)], dtype=np.int64)

    def _add(self, new: list[str]) -> None:
        rows = [sounds(word) for word in new]
        first = len(self.words)
        self._flat.extend([code for row in rows for code in row])
        self._pointer.extend(self._pointer.rows[-1] + np.cumsum([len(row) for row in rows], dtype=np.int64))
        self._vowelless.extend([word.endswith(VOWELLESS) for word in new])
        spelled = [unmarked(word) for word in new]
        self._lengths.extend([len(plain) for plain in spelled])
        self._letters.extend([letters(plain) for plain in spelled])
        for i, plain in enumerate(spelled, first):
            self.plain.append(plain)
            self._by_plain.setdefault(plain, []).append(i)
            self._by_letter.setdefault(plain[:1], []).append(i)
            if len(plain) == 1:
                self._initials.append(i)
            for name in equivalents.names_of(plain):
                self._by_name.setdefault(name, []).append(i)
        self.words += new
        self.code.update(zip(new, range(first, len(self.words)), strict=True))

    def distances(self, word: str, limit: float, first: int = 0) -> NDArray[np.float32]:
        """Distance of the sounds of a word to each of these from a first one on, 0 to 1; above the limit 1."""
        out = np.ones(len(self.words) - first, dtype=np.float32)
        mine = np.array(sounds(word), dtype=np.int64)
        kind = int(word.endswith(VOWELLESS))
        others = self._pointer.rows[first:], self._vowelless.rows[first:]
        sound_kernel(mine, kind, self._flat.rows, *others, *costs_of_sounds(), limit, out)
        return out

    def near(self, word: str, limit: float, first: int = 0) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Words, from a first one on, no farther than the limit, and how far they are."""
        shelf = _NOTHING if first else self._shelf()
        mine, kind = np.array(sounds(word), dtype=np.int64), int(word.endswith(VOWELLESS))
        held = len(shelf.order)
        places, far = np.empty(held, dtype=np.int64), np.empty(held, dtype=np.float32)
        n = near_kernel(mine, kind, *shelf[1:], *costs_of_sounds(), limit, places, far) if held else 0
        later = max(first, held)
        far_later = self.distances(word, limit, later)
        late = np.flatnonzero(far_later <= limit)
        return np.concatenate([shelf.order[places[:n]], late + later]), np.concatenate([far[:n], far_later[late]])

    def _shelf(self) -> _Sorted:
        if len(self.words) - len(self._sorted.order) > max(UNSORTED, len(self.words) // SHARE_UNSORTED):
            self._sorted = _sort(self.words)
        return self._sorted

    def links(self, model: Model, mine: Words, clash: float, begun: float = 0.0) -> Links:
        """What the words of one name say of these, above what a clash says.

        begun: how often whoever writes the name writes no more than the beginning of a word.
        """
        with self._lock:
            rows = [(i, *self._related(model, word)[:2]) for i, word in enumerate(mine)]
            if begun:
                rows += [(i, *self._going_on(model, unmarked(word), begun)) for i, word in enumerate(mine)]
        positive = [(i, codes[over], logs[over] - clash) for i, codes, logs in rows for over in [logs > clash]]
        slots = np.zeros(len(self.words), dtype=np.int32)
        for _, codes, _ in positive:
            slots[codes] = 1
        related = np.flatnonzero(slots).astype(np.int32)
        slots[related] = np.arange(1, len(related) + 1)
        table = np.zeros((len(mine), len(related) + 1))
        for i, codes, logs in positive:
            table[i, slots[codes]] = np.maximum(table[i, slots[codes]], logs)
        return Links(slots, table, related)

    def _going_on(self, model: Model, plain: str, begun: float) -> tuple[Codes, FloatArray]:
        """The longer words that begin with these letters; the more there are, the less each says."""
        if len(plain) < SHORTEST_BEGINNING:
            return _NO_CODES, np.empty(0)
        if len(self.words) - len(self._spelled) > max(UNSORTED, len(self.words) // SHARE_UNSORTED):
            self._spelled = sorted((word, i) for i, word in enumerate(self.plain))
        first, last = (bisect_left(self._spelled, (edge, 0)) for edge in (plain + "\0", plain + "\x7f"))
        late = range(len(self._spelled), len(self.words))
        places = np.array(
            [*(i for _, i in self._spelled[first:last]),
             *(i for i in late if self.plain[i].startswith(plain) and self.plain[i] != plain)], dtype=np.int64,
        )  # fmt: skip
        share = max(self._rarity(model, places)[0].sum(), model.rates.m("name", "least_share"))
        return places.astype(np.int32), np.full(len(places), np.log(begun / min(share, 1.0)))

    def _related(self, model: Model, word: str) -> _Found:
        """What is kept of a word, completed by what arrived since."""
        if self._kept.key != model.key:
            self._kept = _Kept(model.key)
        kept = self._kept
        found = kept.found.get(word)
        if found is None or found.seen < len(self.words):
            before = found or _Found(np.empty(0, dtype=np.int32), np.empty(0), 0)
            codes, logs = self._look(model, word, before.seen)
            found = _Found(np.concatenate([before.codes, codes]), np.concatenate([before.logs, logs]), len(self.words))
            kept.found[word] = found
            kept.held += len(codes)
            while kept.held > KEPT and len(kept.found) > 1:  # the word looked for longest ago goes
                kept.held -= len(kept.found.pop(next(iter(kept.found))).codes)
        return found

    def _look(self, model: Model, word: str, first: int) -> tuple[Codes, FloatArray]:
        """The words, from a first one on, that one can be related to, and what each says."""
        plain = unmarked(word)
        heard, logs = self._sounding(model, word, first)
        known = np.array([j for j in self._told_of(plain) if j >= first], dtype=np.int32)
        others = [self.plain[j] for j in known.tolist()]
        said = np.array([told(model, plain, other) for other in others], dtype=np.float64)
        hears = np.array([plain != other and min(len(plain), len(other)) > 1 for other in others], dtype=np.bool_)
        place = np.full(len(self.words) - first, -1, dtype=np.int32)
        place[heard - first] = np.arange(len(heard))
        at = place[known - first]
        hears &= at >= 0
        said[hears] = np.maximum(said[hears], logs[at[hears]])
        logs[at[at >= 0]] = -np.inf
        codes, logs = np.concatenate([heard, known]), np.concatenate([logs, said])
        possible = logs > -np.inf
        return codes[possible], logs[possible]

    def _sounding(self, model: Model, word: str, first: int) -> tuple[Codes, FloatArray]:
        """The words, from a first one on, that sound like one, and what each says."""
        plain = unmarked(word)
        if len(plain) < 2:
            return _NO_CODES, np.empty(0)
        near, far = self.near(word, model.rates.m("name", "sound_limit"), first)
        shares, clusters = self._rarity(model, near)
        likely, limit = np.zeros(len(near), dtype=np.bool_), model.rates.m("name", "close_distance")
        read = np.flatnonzero(spelled_about(plain, self._lengths.rows[near], self._letters.rows[near], limit))
        likely[read] = slips(model, plain, [self.plain[j] for j in near[read].tolist()])
        return near.astype(np.int32), alike(model, plain, Many(shares, clusters, likely), far.astype(np.float64))

    def _rarity(self, model: Model, places: NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
        """Shares of words, and of all words of their consonants; each asked of the model once."""
        kept = self._kept
        if len(kept.shares) < len(self.words):
            new = np.full(len(self.words) * 5 // 4 - len(kept.shares) + 16, np.nan)
            kept.shares, kept.clusters = np.concatenate([kept.shares, new]), np.concatenate([kept.clusters, new])
        for j in places[np.isnan(kept.shares[places])].tolist():
            kept.shares[j], kept.clusters[j] = model.word_share(self.plain[j]), cluster(model, self.plain[j])
        return kept.shares[places], kept.clusters[places]

    def _told_of(self, plain: str) -> set[int]:
        """Words that something is told of beside their sounds."""
        related = {*self._by_plain.get(plain, ()), *self._initials}
        if len(plain) == 1:
            related.update(self._by_letter.get(plain, ()))
        for name in equivalents.names_of(plain):
            related.update(self._by_name.get(name, ()))
        return related


def beginnings() -> Growing:
    """Where each of many lists begins, and where the last of them ends."""
    pointer = Growing(np.int64)
    pointer.extend([0])
    return pointer


def _sort(words: list[str]) -> _Sorted:
    """Words in the order of their sounds, those that write no vowels last."""
    keys = [(word.endswith(VOWELLESS), sounds(word)) for word in words]
    order = sorted(range(len(words)), key=keys.__getitem__)
    flat = np.array([code for i in order for code in keys[i][1]], dtype=np.int16)
    pointer = np.cumsum([0, *(len(keys[i][1]) for i in order)], dtype=np.int64)
    common, weights = np.zeros(len(order), dtype=np.int16), np.zeros((2, len(order)), dtype=np.float32)
    if order:
        shelf_kernel(flat, pointer, costs_of_sounds().alone, common, weights)
    vowelless = np.array([keys[i][0] for i in order], dtype=np.int8)
    return _Sorted(np.array(order, dtype=np.int64), flat, pointer, vowelless, common, weights)


_NOTHING = _sort([])
