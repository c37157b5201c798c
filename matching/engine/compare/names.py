"""Names: the words of two names, aligned, each weighed by how rare it is among the people of its countries.

A name found with remains may be the bearer's, a companion's, a relative's or false, so the line is a mixture and a
clash never says much.  Order of words, a missing patronymic and the script do not matter; the same word, a spelling
variant, equal consonants, a slip of the pen and a pet name do, in that order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import FloatArray
from matching.engine.compare.base import AM_ALIVE, AM_AM, AM_PM, Line, Outcome
from matching.engine.compare.name_book import Entry, NameBook, Rows
from matching.engine.compare.vocabulary import Links
from matching.engine.compare.words import Words, heard, words
from matching.engine.name_kernels import clue_kernel, given_kernel, mixture_kernel, parents_kernel, report_kernel
from registry.lib.names import skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.columns import Batch, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

_SELF, _KINDS = "self", ("document", "presumptive", "belonging", "phone", "tattoo")


class Names(Line):
    """log10 LR of the names."""

    name, group, tasks, recurs = "name", "name", (AM_PM, AM_AM, AM_ALIVE), False
    facts = ("names",)

    def am(self, profile: Profile) -> Value | None:
        own = sorted({heard(n.text) for n in profile.names if n.role == _SELF} - {()})
        parents = sorted({w for n in profile.names if n.role != _SELF for w in heard(n.text)})
        return (tuple(own), tuple(parents)) if own else None

    def pm(self, profile: Profile) -> Value | None:
        kinds = ((n.kind if n.kind in _KINDS else "belonging", heard(n.text)) for n in profile.names)
        return tuple(sorted({(kind, w) for kind, w in kinds if w})) or None

    def am_pm(self, model: Model, am: Batch, pm: Batch) -> FloatArray:
        if len(pm) == 1:
            return _found(model, _book(am, _of_report), pm.values[0])
        return _reported(model, _book(pm, _of_remains), am.values[0])

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        one, many = (left, right) if len(left) == 1 else (right, left)
        return _told_twice(model, _book(many, _of_report), one.values[0])

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        if right.kind == "am" and outcome is not Outcome.AGREE and _siblings(left, right):
            return "name_possible_sibling"
        return super().reason(outcome, left, right)


def _of_report(value: Value) -> Entry:
    own, parents = value
    return Entry(own, (0,) * len(own), parents)


def _of_remains(value: Value) -> Entry:
    return Entry([name for _, name in value], [_KINDS.index(kind) for kind, _ in value], ())


def _book(batch: Batch, entry: Callable[[Value], Entry]) -> NameBook:
    return batch.grow("names", None, lambda: NameBook(entry))


def _found(model: Model, book: NameBook, clues: Value) -> FloatArray:
    """What was found with remains, against reports."""
    costs = model.name_costs
    names = [name for _, name in clues]
    bounds = _bounds(names)
    kinds = np.array([_KINDS.index(kind) for kind, _ in clues], dtype=np.int64)

    def exact(links: Links, records: Rows) -> FloatArray:
        own, relative = np.empty((2, len(names), len(records)))
        for i in range(len(names)):
            table = links.table[bounds[i] : bounds[i + 1]]
            clue_kernel(records, links.slots, table, *book.names, *book.parents, costs, own[i])
            parents_kernel(records, links.slots, table, *book.parents, costs, relative[i])
        pointer = np.arange(len(records) + 1) * len(names)
        return _mixture(model, own.T.ravel(), relative.T.ravel(), np.tile(kinds, len(records)), pointer)

    words_of = tuple(word for name in names for word in name)
    return book.weigh(book.vocabulary.links(model, words_of, costs[0]), exact)


def _reported(model: Model, book: NameBook, report: Value) -> FloatArray:
    """A report against what was found with many remains."""
    costs = model.name_costs
    own_names, parents = report
    bounds = _bounds(own_names)
    behind = np.array([bounds[-1], bounds[-1] + len(parents)])

    def exact(links: Links, records: Rows) -> FloatArray:
        names, kinds, pointer = book.names_of(records)
        own, relative = np.empty((2, len(names)))
        tokens, begins, _ = book.names
        report_kernel(names, links.slots, links.table, tokens, begins, bounds, costs, own)
        report_kernel(names, links.slots, links.table, tokens, begins, behind, costs, relative)
        return _mixture(model, own, relative, kinds, pointer)

    words_of = (*(word for name in own_names for word in name), *parents)
    return book.weigh(book.vocabulary.links(model, words_of, costs[0]), exact)


def _told_twice(model: Model, book: NameBook, report: Value) -> FloatArray:
    """A report against reports, read from both sides: either one's father may stand in the other's name."""
    costs = model.name_costs
    own_names, parents = report
    bounds = _bounds(own_names)

    def exact(links: Links, records: Rows) -> FloatArray:
        names, _, pointer = book.names_of(records)
        tokens, begins, of_record = book.names
        each, mine = np.empty(len(names)), np.empty(len(records))
        report_kernel(names, links.slots, links.table, tokens, begins, bounds, costs, each)
        best = np.maximum.reduceat(each, pointer[:-1])
        for i in range(len(own_names)):
            table = links.table[bounds[i] : bounds[i + 1]]
            clue_kernel(records, links.slots, table, *book.names, *book.parents, costs, mine)
            best = np.maximum(best, mine)
        given = np.empty(len(records), dtype=np.bool_)
        given_kernel(records, links.slots, links.table + costs[0] > 0, tokens, begins, of_record, bounds, given)
        # Ancestors agree and the given names clash: perhaps a brother or sister, never evidence for one person.
        return np.asarray(np.where(given, best, np.minimum(best, 0.0)) / np.log(10), dtype=np.float64)

    words_of = (*(word for name in own_names for word in name), *parents)
    return book.weigh(book.vocabulary.links(model, words_of, costs[0]), exact)


def _bounds(names: Sequence[Words]) -> NDArray[np.int64]:
    """Where each name begins among the words of all."""
    return np.cumsum([0, *map(len, names)], dtype=np.int64)


def _mixture(
    model: Model, own: FloatArray, relative: FloatArray, kinds: NDArray[np.int64], pointer: NDArray[np.int64]
) -> FloatArray:
    """log10 LR of what was found with remains, of which some may be a parent's, a companion's or false."""
    p, q = (np.array([model.rates.m(level, kind) for kind in _KINDS]) for level in ("clue_own", "clue_parent"))
    out = np.empty(len(pointer) - 1)
    mixture_kernel(own, relative, kinds, pointer, p, q, out)
    return out


def _siblings(left: Profile, right: Profile) -> bool:
    """At least one later word in common by its consonants, and no first word."""
    mine, theirs = (
        {tuple(map(skeleton, words(n.text))) for n in side.names if n.role == _SELF} for side in (left, right)
    )
    return any(a and b and a[0] not in b and b[0] not in a and set(a[1:]) & set(b[1:]) for a in mine for b in theirs)
