"""Finding an organisation's own cases by name: any script, any spelling, every case of theirs.

The names of an organisation's cases are held folded in this process's memory, read through the door when they are
first asked for and again when a case's version moves.  Unlike the index of comparisons it also holds closed cases and
those whose families consent to no comparison: to find one's own case discloses nothing to anybody.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from accessctl import door
from accessctl.rings import Ring
from cases import replies
from cases.models import Case, CaseName, StoredSearch
from cases.services.searching import answer, job
from matching.store import chunks
from registry.lib.names import equivalents, skeletons, tokens

MOST = 200
LEAST = 0.72  # likeness of the whole name below which a case is not listed
WORD_LEAST = 0.80  # Jaro-Winkler below which two words are unlike
SKELETON, NICKNAME, BEGINNING = 0.92, 0.90, 0.95  # equal consonants; a pet name; the beginning of a longer word
OF_PARENT = 0.85  # a word found in the father's or mother's name only
SHORTEST_BEGINNING = 3

Words = tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """A case in memory: each name's words, the words of the parents' names, and the version they were read at."""

    ref: str
    version: int
    names: tuple[Words, ...]
    parents: Words


@dataclass
class Names:
    """The cases of one organisation."""

    people: dict[UUID, Person] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


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
    found = find(asked.payload.get("name", "") if asked else "", people_of(search.owner_id))
    answer(ref=ref, refs=[one for one, _ in found], scores=[score for _, score in found])
    replies.ring(ref)
    return len(found)


def people_of(organisation: UUID) -> list[Person]:
    """The organisation's cases as they are now: what moved since the last time is read again."""
    with _guard:
        names = _held.setdefault(organisation, Names())
    with names.lock:
        cases = door.visible(job(), Case, ring=Ring.SEARCH).filter(owner=organisation)
        versions = dict(cases.values_list("pk", "version"))
        for gone in names.people.keys() - versions.keys():
            del names.people[gone]
        moved = [key for key, version in versions.items() if _version(names.people.get(key)) != version]
        for chunk in chunks(moved):
            rows = list(cases.filter(pk__in=chunk))
            opened = door.open(job(), rows, Ring.SEARCH, tables=[CaseName])
            names.people.update({row.pk: _person(row, opened.rows(row, CaseName)) for row in rows})
        return list(names.people.values())


def _version(person: Person | None) -> int | None:
    return person.version if person else None


def _person(case: Case, rows: Iterable[Any]) -> Person:
    own: list[Words] = []
    parents: list[str] = []
    for row in rows:
        own += [tokens(row.full_original), tokens(row.latn or "")]
        parents += [*tokens(row.father_name or ""), *tokens(row.mother_name or "")]
    return Person(
        case.ref, case.version, tuple(dict.fromkeys(one for one in own if one)), tuple(dict.fromkeys(parents))
    )


def find(text: str, people: Sequence[Person]) -> list[tuple[str, float]]:
    """The cases whose name is most like the text, best first, at most MOST: (reference, likeness 0 to 1).

    Every word of the text is looked for; the order of words, further names and the script do not matter.
    """
    asked = tuple(dict.fromkeys(tokens(text)))
    vocabulary = _vocabulary(people)
    if not asked or not vocabulary:
        return []
    like = _likeness(asked, list(vocabulary))
    scored = [(person.ref, _score(person, like, vocabulary)) for person in people]
    fitting = sorted((one for one in scored if one[1] >= LEAST), key=lambda one: (-one[1], one[0]))
    return fitting[:MOST]


def _vocabulary(people: Iterable[Person]) -> dict[str, int]:
    words = dict.fromkeys(
        word for person in people for words in (*person.names, person.parents) for word in words
    )  # fmt: skip
    return {word: place for place, word in enumerate(words)}


def _likeness(asked: Words, known: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """(asked, known): how alike two words are, 0 where they are unlike."""
    like = cdist(
        list(asked), known, scorer=JaroWinkler.normalized_similarity, score_cutoff=WORD_LEAST, dtype=np.float32
    )
    for i, word in enumerate(asked):
        mine = skeletons(word)
        names = frozenset(equivalents.names_of(word))
        for j, other in enumerate(known):
            if len(word) >= SHORTEST_BEGINNING and other != word and other.startswith(word):
                like[i, j] = max(like[i, j], BEGINNING)
            if names and not names.isdisjoint(equivalents.names_of(other)):
                like[i, j] = max(like[i, j], NICKNAME)
            if like[i, j] < SKELETON and mine & skeletons(other):
                like[i, j] = SKELETON
    return np.asarray(like, dtype=np.float32)


def _score(person: Person, like: np.ndarray[Any, np.dtype[np.float32]], vocabulary: dict[str, int]) -> float:
    """The mean likeness of the words asked for, by the best of the person's names."""
    parents = [vocabulary[word] for word in person.parents]
    by_parent = like[:, parents].max(axis=1) * OF_PARENT if parents else np.zeros(len(like), np.float32)
    best = 0.0
    for words in person.names:
        own = like[:, [vocabulary[word] for word in words]].max(axis=1)
        best = max(best, float(np.maximum(own, by_parent).mean()))
    return best
