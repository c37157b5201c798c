"""The names of many records as numbers of words, and which records hold which word.

Decides how names are held and how the few that can be related to a name are found among many.  A record whose words are
all unrelated says no more than how many there are, so records of one shape are weighed once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import FloatArray, Growing, Value
from matching.engine.compare.vocabulary import Links, Vocabulary, beginnings
from matching.engine.compare.words import Words
from matching.engine.name_kernels import posting_kernel, touch_kernel, walk_kernel

Rows = NDArray[np.int64]
UNSORTED = 1024  # new records that are read one by one before all postings are made again; or a share of them
SHARE_UNSORTED = 8


class Entry(NamedTuple):
    """What is held of one record: its names, what kind each is of, and the words of its parents' names."""

    names: Sequence[Words]
    kinds: Sequence[int]
    parents: Words


class _Postings(NamedTuple):
    """By word: the records that hold it, of the first so many."""

    pointer: Rows
    held: NDArray[np.int32]
    records: int


class NameBook:
    """Append-only.  Whoever asks while another may add holds a lock, as for a batch."""

    def __init__(self, entry: Callable[[Value], Entry]) -> None:
        self.vocabulary = Vocabulary()
        self._entry = entry
        self._tokens, self._token_pointer = Growing(np.int32), beginnings()
        self._name_pointer, self._kinds = beginnings(), Growing(np.int64)
        self._parents, self._parent_pointer = Growing(np.int32), beginnings()
        self._shapes: dict[tuple[object, ...], int] = {}
        self._shape_of, self._examples = Growing(np.int32), Growing(np.int64)
        self._postings = _Postings(np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int32), 0)

    def extend(self, values: list[Value]) -> None:
        """Take in further values."""
        entries = [self._entry(value) for value in values]
        tokens, token_pointer = self.vocabulary.codes(name for one in entries for name in one.names)
        parents, parent_pointer = self.vocabulary.codes(one.parents for one in entries)
        _append(self._token_pointer, token_pointer)
        _append(self._parent_pointer, parent_pointer)
        _append(self._name_pointer, np.cumsum([0, *(len(one.names) for one in entries)], dtype=np.int64))
        self._tokens.extend(tokens)
        self._parents.extend(parents)
        self._kinds.extend([kind for one in entries for kind in one.kinds])
        shapes = []
        for row, one in enumerate(entries, len(self._shape_of)):
            lengths = frozenset(zip(one.kinds, map(len, one.names), strict=True))
            shape = self._shapes.setdefault((lengths, len(one.parents)), len(self._shapes))
            if shape == len(self._examples):
                self._examples.extend([row])
            shapes.append(shape)
        self._shape_of.extend(shapes)

    def __len__(self) -> int:
        return len(self._shape_of)

    @property
    def names(self) -> tuple[NDArray[np.int32], Rows, Rows]:
        """Words of the names, where each name begins, where the names of each record begin."""
        return self._tokens.rows, self._token_pointer.rows, self._name_pointer.rows

    @property
    def parents(self) -> tuple[NDArray[np.int32], Rows]:
        """Words of the parents' names, and where those of each record begin."""
        return self._parents.rows, self._parent_pointer.rows

    def names_of(self, records: Rows) -> tuple[Rows, Rows, Rows]:
        """The names of some records in one row, their kinds, and where those of each record begin in it."""
        first = self._name_pointer.rows[records]
        many = self._name_pointer.rows[records + 1] - first
        pointer = np.concatenate([[0], np.cumsum(many)])
        names = np.arange(pointer[-1]) + np.repeat(first - pointer[:-1], many)
        return names, self._kinds.rows[names], pointer

    def words_of(self, record: int) -> tuple[tuple[Words, ...], Words]:
        """The words of each name of one record, and of its parents' names."""
        words, (tokens, begins, names), (parents, pointer) = self.vocabulary.words, self.names, self.parents
        own = tuple(
            tuple(words[code] for code in tokens[begins[name] : begins[name + 1]])
            for name in range(names[record], names[record + 1])
        )
        return own, tuple(words[code] for code in parents[pointer[record] : pointer[record + 1]])

    def weigh(self, links: Links, exact: Callable[[Links, Rows], FloatArray]) -> FloatArray:
        """What `exact` says of each record; of those without a related word, of one of each shape."""
        alone = Links(np.zeros_like(links.slots), links.table[:, :1], links.related[:0])
        out: FloatArray = exact(alone, self._examples.rows)[self._shape_of.rows]
        touched = self.touched(links)
        if len(touched):
            out[touched] = exact(links, touched)
        return out

    def touched(self, links: Links) -> Rows:
        """The records that hold a related word, in order."""
        records = len(self._shape_of)
        if records - self._postings.records > max(UNSORTED, records // SHARE_UNSORTED):
            self._postings = self._posted(records)
        first = self._postings.records
        marks = np.zeros(records, dtype=np.bool_)
        touch_kernel(links.related, self._postings.pointer, self._postings.held, marks)
        tokens, token_pointer, name_pointer = self.names
        parents, parent_pointer = self.parents
        walk_kernel(links.slots, tokens, token_pointer[name_pointer[first:]], marks[first:])
        walk_kernel(links.slots, parents, parent_pointer[first:], marks[first:])
        return np.flatnonzero(marks)

    def _posted(self, records: int) -> _Postings:
        """The records of each word, whether it is of a name of theirs or of a parent's."""
        tokens, token_pointer, name_pointer = self.names
        both = (tokens, token_pointer[name_pointer]), self.parents
        counts = sum(np.bincount(words, minlength=len(self.vocabulary)) for words, _ in both)
        pointer = np.concatenate([[0], np.cumsum(counts)])
        ends, held = pointer[:-1].copy(), np.empty(pointer[-1], dtype=np.int32)
        for words, begins in both:
            posting_kernel(words, begins, ends, held)
        return _Postings(pointer, held, records)


def _append(pointer: Growing, more: Rows) -> None:
    """Continue a row of beginnings by another."""
    pointer.extend(more[1:] + pointer.rows[-1])
