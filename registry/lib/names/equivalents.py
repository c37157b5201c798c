"""Reviewed lists of the spellings and pet forms of one name, and what they say of two words.

A list is a CSV file in the folder beside this module, one row a name: `usage,latin,native,pet,source`; the text beside
it says where it is from and what it leaves out. A form that stands in two rows is ambiguous and belongs to both.
Decides only what is one name; how much that weighs is for the matching engine. No list is needed: without them two
words are compared by their sounds alone.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from registry.lib.names.fold import tokens

FOLDER: Final = Path(__file__).parent / "equivalents"
COLUMNS: Final = ("usage", "latin", "native", "pet", "source")
USAGES: Final = frozenset({"given", "family", "either"})
Relation = Literal["variant", "pet"]


@dataclass(frozen=True, slots=True)
class Row:
    """One name as a list gives it."""

    usage: str
    latin: tuple[str, ...]
    native: tuple[str, ...]
    pet: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class _Names:
    """By folded word: the names it is a spelling of, and those it is a pet form of; by name: its spellings."""

    spelling: dict[str, list[str]] = field(default_factory=dict)
    pet: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)


def read(path: Path) -> tuple[Row, ...]:
    """The rows of one list. Raises ValueError, naming the line, if it is not in the form the module text gives."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        if tuple(next(lines, ())) != COLUMNS:
            raise ValueError(f"{path.name}: the first line must be {','.join(COLUMNS)}.")
        rows = []
        for line in lines:
            if len(line) != len(COLUMNS) or line[0] not in USAGES or not line[1]:
                raise ValueError(f"{path.name}, line {lines.line_num}: {line} is not a row of such a list.")
            rows.append(Row(line[0], *(tuple(filter(None, map(str.strip, cell.split(";")))) for cell in line[1:])))
    return tuple(rows)


_FOLDERS: Final = [FOLDER]


def lists() -> tuple[Path, ...]:
    """The lists in use."""
    return tuple(path for folder in _FOLDERS for path in sorted(folder.glob("*.csv")))


def set_aside() -> None:
    """Use no list from now on in this process: to measure what the lists add."""
    _FOLDERS.clear()
    _index.cache_clear()


@lru_cache(maxsize=1)
def _index() -> _Names:
    found = _Names()
    for path in lists():
        for place, row in enumerate(read(path)):
            name = f"{path.stem}:{place}"
            found.forms[name] = _enter(found.spelling, name, (*row.latin, *row.native))
            _enter(found.pet, name, row.pet)
    return found


def _enter(index: dict[str, list[str]], name: str, forms: tuple[str, ...]) -> list[str]:
    """A form that folds into several words cannot be compared word by word and is left out."""
    folded = dict.fromkeys(words[0] for words in map(tokens, forms) if len(words) == 1)
    for word in folded:
        index.setdefault(word, []).append(name)
    return list(folded)


def names_of(word: str) -> tuple[str, ...]:
    """The names that a folded word is a spelling or a pet form of."""
    index = _index()
    return (*index.spelling.get(word, ()), *index.pet.get(word, ()))


def relation(one: str, other: str) -> Relation | None:
    """Two folded words that are spellings of one name, or one of them its pet form. Two pet forms of a name too."""
    index = _index()
    one_spells, other_spells = index.spelling.get(one, ()), index.spelling.get(other, ())
    if not set(one_spells).isdisjoint(other_spells):
        return "variant"
    return "pet" if not set(names_of(one)).isdisjoint(names_of(other)) else None


def shares(one: str, other: str, share: Callable[[str], float]) -> float:
    """The summed shares of all spellings of the names that both words are spellings of."""
    index = _index()
    common = set(index.spelling.get(one, ())) & set(index.spelling.get(other, ()))
    return sum(share(form) for form in {form for name in common for form in index.forms[name]})
