"""Finding an organisation's own cases by name: any script, any spelling, every case of theirs.

The names of an organisation's cases are held in this process's memory as the engine holds names, read through the door
when they are first asked for and again when an entry of the journal is about their case.  Words are related and names
weighed by the engine's rules.  Unlike the index of comparisons it also holds closed cases and those whose families
consent to no comparison: to find one's own case discloses nothing to anybody.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from accessctl import door, journal
from accessctl.rings import Ring
from cases import replies
from cases.models import Case, CaseName, StoredSearch
from cases.services.searching import answer, job
from matching.engine.columns import Growing, Value
from matching.engine.compare.name_book import Entry, NameBook
from matching.engine.compare.vocabulary import Links
from matching.engine.compare.words import LONGEST, heard
from matching.engine.model import Model
from matching.engine.name_kernels import clue_kernel
from matching.engine.reference import Reference
from matching.store import chunks
from registry.lib.names import skeletons

MOST = 200
BEGUN = 0.1  # how often somebody types no more than the beginning of a word
FURTHER = 0.9  # likelihood ratio of each further word of a case's name, which whoever asks need not know
RECOUNT = 20  # shares of words are counted anew when one in so many names came or went
MANY_MOVED = 500  # records in the journal since the last search; beyond, all versions are compared


def _entry(value: Value) -> Entry:
    own, parents = value
    return Entry(own, (0,) * len(own), parents)


@dataclass
class Names:
    """The cases of one organisation: reference, the version each was read at, its row in the book (-1: no name)."""

    known: dict[UUID, tuple[str, int, int]] = field(default_factory=dict)
    by_ref: dict[str, UUID] = field(default_factory=dict)
    book: NameBook = field(default_factory=lambda: NameBook(_entry))
    refs: list[str] = field(default_factory=list)  # by row
    live: Growing = field(default_factory=lambda: Growing(np.bool_))  # by row: not if the case is gone or renamed
    looked: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    _model: Model | None = None
    _moved: int = 0  # rows that came or went since words were counted

    def put(self, cases: Mapping[UUID, tuple[str, int, Value | None]]) -> None:
        """Take these in, by reference, version and names, in place of what was known of them."""
        fresh: list[Value] = []
        for key, (ref, version, value) in cases.items():
            row = self.known[key][2] if key in self.known else -1
            if value and row >= 0 and self.book.words_of(row) == value:
                self.known[key] = ref, version, row
                continue
            self.drop(key)
            self.known[key], self.by_ref[ref] = (ref, version, len(self.refs) if value else -1), key
            if value:
                self.refs.append(ref)
                fresh.append(value)
        self.book.extend(fresh)
        self.live.extend([True] * len(fresh))
        self._moved += len(fresh)

    def version(self, key: UUID) -> int | None:
        """The version a case was read at; None if it is not here."""
        return self.known[key][1] if key in self.known else None

    def drop(self, key: UUID) -> None:
        """Forget a case; nothing if it is not here."""
        if key in self.known:
            ref, _, row = self.known.pop(key)
            del self.by_ref[ref]
            if row >= 0:
                self.live.rows[row] = False
                self._moved += 1

    def clear(self) -> None:
        """Forget every case, and the rows that earlier names left behind."""
        self.known, self.by_ref, self.refs, self.book, self.looked = {}, {}, [], NameBook(_entry), ""
        self.live, self._model, self._moved = Growing(np.bool_), None, 0

    def model(self) -> Model:
        """How rare each word is among these names."""
        if self._model is None or self._moved > self._model.reference.n_named // RECOUNT:
            self._model, self._moved = Model(_reference(self.book, self.live.rows)), 0
        return self._model


_held: dict[UUID, Names] = {}
_guard = threading.Lock()


def forget() -> None:
    """Drop every name: after an erasure elsewhere, and between tests."""
    with _guard:
        _held.clear()


def answer_search(ref: str) -> int:
    """Answer a stored search by name and ring whoever waits for it.  Returns how many cases fit."""
    search = door.visible(job(), StoredSearch).filter(ref=ref, answered_at=None).first()
    if search is None:  # answered by another message, or deleted
        return 0
    asked = door.open(job(), search, Ring.SEARCH).one(search, StoredSearch)
    names = names_of(search.owner_id)
    with names.lock:
        found = find(asked.payload.get("name", "") if asked else "", names)
    answer(ref=ref, refs=[one for one, _ in found], scores=[score for _, score in found])
    replies.ring(ref)
    return len(found)


def names_of(organisation: UUID) -> Names:
    """The organisation's cases as they are now: what moved since the last time is read again."""
    with _guard:
        names = _held.setdefault(organisation, Names())
    with names.lock:
        if len(names.refs) > 2 * len(names.known) + MANY_MOVED:
            names.clear()
        now = journal.snapshot()
        touched = journal.refs_since(names.looked) if names.looked else set()
        own = door.visible(job(), Case, ring=Ring.SEARCH).filter(owner=organisation)
        if not names.looked or len(touched) > MANY_MOVED:
            _read(names, own, set(names.known))
        elif touched:
            _read(names, own.filter(ref__in=touched), {names.by_ref[ref] for ref in touched & names.by_ref.keys()})
        if own.count() != len(names.known):  # restored or emptied behind our back
            _read(names, own, set(names.known))
        names.looked = now
    return names


def _read(names: Names, cases: Any, doubtful: set[UUID]) -> None:
    """Read those of some cases that moved; drop what was known of a doubtful one that is not among them."""
    versions = dict(cases.values_list("pk", "version"))
    for gone in doubtful - versions.keys():
        names.drop(gone)
    moved = [key for key, version in versions.items() if names.version(key) != version]
    for chunk in chunks(moved):
        rows = list(cases.filter(pk__in=chunk))
        opened = door.open(job(), rows, Ring.SEARCH, tables=[CaseName])
        names.put({row.pk: (row.ref, row.version, _value(opened.rows(row, CaseName))) for row in rows})


def _value(rows: Iterable[Any]) -> Value | None:
    """The names of a case, as kept."""
    own, parents = list[str](), list[str]()
    for row in rows:
        own += [row.full_original, row.latn or ""]
        parents += [row.father_name or "", row.mother_name or ""]
    return value_of(own, parents)


def value_of(own: Iterable[str], parents: Iterable[str]) -> Value | None:
    """Names as the engine takes them; None without a word."""
    told = tuple(dict.fromkeys(filter(None, map(heard, own))))
    return (told, tuple(dict.fromkeys(word for name in parents for word in heard(name)))) if told else None


def _reference(book: NameBook, live: NDArray[np.bool_]) -> Reference:
    """Shares of words and of consonants among the names of a book that are some case's now."""
    tokens, token_pointer, name_pointer = book.names
    tokens = tokens[np.repeat(live, np.diff(token_pointer[name_pointer]))]
    words: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    for word, n in zip(book.vocabulary.plain, np.bincount(tokens, minlength=len(book.vocabulary)), strict=True):
        words[word] += int(n)
    for word, n in words.items():
        keys.update(dict.fromkeys(skeletons(word), n))
    held = int(live.sum())
    named = max(held, 1)
    shares, consonants = ({word: min(n / named, 1.0) for word, n in one.items() if n} for one in (words, keys))
    return Reference(words=shares, skeletons=consonants, n_named=named, key=f"names/{len(book)}/{held}")


def find(text: str, names: Names) -> list[tuple[str, float]]:
    """The cases whose name is likelier the one asked for than another, best first, at most MOST.

    Each with the log10 of the likelihood ratio.  Order of words, further names and script matter little.
    """
    asked = tuple(dict.fromkeys(heard(text)))[:LONGEST]
    if not asked or not len(names.book):
        return []
    model, book = names.model(), names.book
    costs = model.name_costs.copy()
    costs[1] = math.log(FURTHER)
    links = book.vocabulary.links(model, asked, costs[0], BEGUN)
    rows = book.touched(_telling(links, costs[0]))
    rows = rows[names.live.rows[rows]]
    scores = np.empty(len(rows))
    clue_kernel(rows, links.slots, links.table, *book.names, *book.parents, costs, scores)
    fitting = np.flatnonzero(scores > 0)
    if len(fitting) > MOST:
        least = np.partition(scores[fitting], -MOST)[-MOST]
        fitting = fitting[scores[fitting] >= least]
    found = [(names.refs[rows[i]], float(scores[i] / math.log(10))) for i in fitting]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:MOST]


def _telling(links: Links, clash: float) -> Links:
    """Only the words that speak for a name: one that holds none of them is likelier another."""
    return links._replace(related=links.related[links.table[:, 1:].max(axis=0) + clash > 0])
