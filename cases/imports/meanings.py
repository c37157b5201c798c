"""A partner's own words for our codes, such as “Sister” where our list asks whether full or half.

What a word means is said by people, once for the tables of a partner; a program never guesses it.  Words are compared
as headings are (`plain`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from cases.codes import Sex
from cases.imports import readers
from cases.imports.catalogue import SEVERAL, Catalogue, Item
from cases.imports.cells import BadCell
from cases.imports.headings import plain

MOST_SHOWN: Final = 40
MOST_KEPT: Final = 100  # of one partner
LONGEST: Final = 60

NO_MEANING: Final = ""  # takes back what was said of a word

# Our column -> word, plain -> code.
Meanings = Mapping[str, Mapping[str, str]]


class Unknown(NamedTuple):
    """A word that stands where a code of ours should, as it is written first, and in how many refused cells."""

    column: str
    word: str
    cells: int


def in_our_codes(
    catalogue: Catalogue, cells: Mapping[str, str], columns: Mapping[str, str], meanings: Meanings
) -> dict[str, str]:
    """Cells of a row by heading, with the code for each word whose meaning was said."""
    found = dict(cells)
    for name, said in meanings.items():
        heading, item = columns.get(name, ""), catalogue.items.get(name)
        if item is not None and (cell := cells.get(heading, "")):
            whole = said.get(plain(cell))
            parts = [said.get(plain(part), part) for part in _parts(item, cell)]
            found[heading] = whole or ("; ".join(parts) if parts != [*_parts(item, cell)] else cell)
    return found


def unknown_words(
    catalogue: Catalogue, columns: Mapping[str, str], refused: Iterable[tuple[str, str]]
) -> list[Unknown]:
    """Of refused cells (heading, text): the words of no list of ours, the commonest first."""
    ours = {columns[name]: item for name, item in catalogue.items.items() if name in columns and item.choices}
    count, written = Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for heading, text in refused:
        if item := ours.get(heading):
            for part in _parts(item, text):
                if plain(part) and len(part) <= LONGEST and not _is_known(item, part):
                    count[item.name, plain(part)] += 1
                    written.setdefault((item.name, plain(part)), part)
    return [Unknown(column, written[column, word], n) for (column, word), n in count.most_common(MOST_SHOWN)]


def faults_in(catalogue: Catalogue, meanings: Meanings) -> Iterator[str]:
    """The columns of which something cannot be kept: no list of ours, none of its codes, a word too long, too many."""
    if sum(map(len, meanings.values())) > MOST_KEPT:
        yield from meanings
    for name, said in meanings.items():
        codes = {code for code, _label in catalogue.items[name].choices} if name in catalogue.items else set()
        is_of_list = bool(codes) and {*said.values()} <= codes | {NO_MEANING}
        if not is_of_list or any(not plain(word) or len(word) > LONGEST for word in said):
            yield name


def _parts(item: Item, cell: str) -> list[str]:
    return readers.several(cell) if item.kind in SEVERAL else [cell]


def _is_known(item: Item, word: str) -> bool:
    assert item.codes is not None
    try:
        readers.sex(word) if item.codes is Sex else readers.code(word, item.codes)
    except BadCell:
        return False
    return True
