"""Names: the words of two names, aligned, each weighed by how rare it is among the people of its countries.

A name found with remains may be the bearer's, a companion's, a relative's or false, so the line is a mixture and a
clash never says much.  Order of words, a missing patronymic and the script do not matter; the same word, a spelling
variant, equal consonants, a slip of the pen and a pet name do, in that order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare.base import AM_ALIVE, AM_AM, AM_PM, Line, Outcome
from matching.engine.compare.words import LONGEST, Vocabulary, Words, heard, words
from matching.engine.name_kernels import clue_kernel, report_kernel
from registry.lib.names import skeleton

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.columns import Batch, FloatArray, Value
    from matching.engine.model import Model
    from matching.engine.profile import Profile

_SELF, _KINDS = "self", ("document", "presumptive", "belonging", "phone", "tattoo")


class _Rows:
    """A report's words against a vocabulary: the rows of its own names, one name after the other, then its parents'."""

    def __init__(self, model: Model, vocabulary: Vocabulary, report: Value) -> None:
        own, parents = report
        lists = [one[:LONGEST] for one in own]
        self.table = vocabulary.table(model, (*(w for one in lists for w in one), *parents), model.name_costs[0])
        self.bounds = np.cumsum([0, *(len(one) for one in lists)], dtype=np.int64)

    def of_names(self) -> list[FloatArray]:
        """The rows of each name by itself."""
        return np.split(self.table[: self.bounds[-1]], self.bounds[1:-1])


class Names(Line):
    """log10 LR of the names."""

    name, group, tasks = "name", "name", (AM_PM, AM_AM, AM_ALIVE)
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
            kinds, facts, people = _facts(pm.values)
            logs = (self._reports(model, words, am) for _, words in pm.values[0])
            own, parent = (np.stack(x) for x in zip(*logs, strict=True))
            return self._mixture(model, kinds, own, parent, facts, people).ravel()
        vocabulary = pm.keep("words", None, lambda: Vocabulary(w for value in pm.values for _, w in value))
        flat, pointer = pm.keep("codes", None, lambda: vocabulary.codes(w for value in pm.values for _, w in value))
        own, parent = self._clues(model, _Rows(model, vocabulary, am.values[0]), flat, pointer)
        kinds, facts, people = pm.keep("facts", None, lambda: _facts(pm.values))
        return self._mixture(model, kinds, own[:, None], parent[:, None], facts, people).ravel()

    @staticmethod
    def _mixture(
        model: Model,
        kinds: NDArray[np.int64],
        own: FloatArray,
        parent: FloatArray,
        facts: NDArray[np.int64],
        people: NDArray[np.int64],
    ) -> FloatArray:
        """(remains, reports).  own, parent: (clues, reports) natural logs; kinds, facts, people: as `_facts` gives.

        Clues of one kind on one person are one fact: the best of them counts.
        """
        p = np.array([model.rates.m("clue_own", kind) for kind in _KINDS])[kinds, None]
        q = np.array([model.rates.m("clue_parent", kind) for kind in _KINDS])[kinds, None]
        relative = np.where(np.isnan(parent), 1.0, np.exp(np.nan_to_num(parent)))
        each = np.log10(p * np.exp(own) + q * relative + 1 - p - q)
        best = np.maximum.reduceat(each, facts, axis=0)
        return np.asarray(np.add.reduceat(best, people, axis=0), dtype=np.float64)

    def _reports(self, model: Model, mine: Words, am: Batch) -> tuple[FloatArray, FloatArray]:
        """One name against the people's own names and against their parents' names."""
        vocabulary, own, parents = _am_codes(am)
        costs = model.name_costs
        table = vocabulary.table(model, mine[:LONGEST], costs[0])
        out, relative = np.empty(len(am)), np.empty(len(am))
        nobody = np.zeros(0, dtype=np.int64), np.zeros(len(am) + 1, dtype=np.int64)
        clue_kernel(table, *own, *parents, costs, out)
        each = np.arange(len(am) + 1, dtype=np.int64)
        clue_kernel(table, *parents, each, *nobody, costs, relative)
        return out, relative

    @staticmethod
    def _clues(
        model: Model, report: _Rows, flat: NDArray[np.int64], pointer: NDArray[np.int64]
    ) -> tuple[FloatArray, FloatArray]:
        """Many clues against one report."""
        end = len(report.table)
        rows = np.arange(end, dtype=np.int64)
        own, behind = rows[: report.bounds[-1]], rows[report.bounds[-1] :]
        out, relative = np.empty(len(pointer) - 1), np.empty(len(pointer) - 1)
        report_kernel(report.table, flat, pointer, own, report.bounds, behind, model.name_costs, out)
        span = np.array([0, len(behind)], dtype=np.int64)
        report_kernel(report.table, flat, pointer, behind, span, behind[:0], model.name_costs, relative)
        return out, relative

    def am_am(self, model: Model, left: Batch, right: Batch) -> FloatArray:
        one, many = (left, right) if len(left) == 1 else (right, left)
        vocabulary, own, parents = _am_codes(many)
        # Read from both sides: either one's father may stand in the other's name.
        flat, pointer, records = own
        report = _Rows(model, vocabulary, one.values[0])
        best = np.maximum.reduceat(self._clues(model, report, flat, pointer)[0], records[:-1])
        given = np.zeros(len(many), dtype=np.bool_)
        for table in report.of_names():
            out = np.empty(len(many))
            clue_kernel(table, *own, *parents, model.name_costs, out)
            best = np.maximum(best, out)
            given |= _given_related(table + model.name_costs[0], *own)
        # Ancestors agree and the given names clash: perhaps a brother or sister, never evidence for one person.
        return np.asarray(np.where(given, best, np.minimum(best, 0.0)) / np.log(10), dtype=np.float64)

    def reason(self, outcome: Outcome, left: Profile, right: Profile) -> str:
        if right.kind == "am" and outcome is not Outcome.AGREE and _siblings(left, right):
            return "name_possible_sibling"
        return super().reason(outcome, left, right)


def _facts(
    values: list[Value],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of the clues of many remains, in order: their kinds, where each fact begins, and at which fact each remains."""
    kinds = np.array([_KINDS.index(kind) for value in values for kind, _ in value], dtype=np.int64)
    owner = np.repeat(np.arange(len(values)), [len(value) for value in values])
    # The clues of one value are sorted, so those of one kind stand together.
    begins = np.flatnonzero(np.diff(owner * len(_KINDS) + kinds, prepend=-1))
    return kinds, begins, np.flatnonzero(np.diff(owner[begins], prepend=-1))


def _am_codes(
    am: Batch,
) -> tuple[
    Vocabulary,
    tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    tuple[NDArray[np.int64], NDArray[np.int64]],
]:
    """Vocabulary, own names (words, where names begin, where records begin) and parents of a batch of reports."""

    def build() -> tuple[Vocabulary, tuple[NDArray[np.int64], ...], tuple[NDArray[np.int64], NDArray[np.int64]]]:
        vocabulary = Vocabulary(w for own, parents in am.values for w in (*own, parents))
        flat, pointer = vocabulary.codes(one for own, _ in am.values for one in own)
        records = np.cumsum([0, *(len(own) for own, _ in am.values)], dtype=np.int64)
        return vocabulary, (flat, pointer, records), vocabulary.codes(parents for _, parents in am.values)

    return am.keep("names", None, build)  # type: ignore[return-value]  # the tuple has three parts


def _given_related(
    table: FloatArray, flat: NDArray[np.int64], pointer: NDArray[np.int64], records: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether either first word stands anywhere in the other name, for any name of each record."""
    first_of_mine = np.maximum.reduceat(table[0][flat], pointer[:-1]) > 0
    first_of_theirs = table.max(axis=0)[flat[pointer[:-1]]] > 0
    return np.asarray(np.maximum.reduceat(first_of_mine | first_of_theirs, records[:-1]), dtype=np.bool_)


def _siblings(left: Profile, right: Profile) -> bool:
    """At least one later word in common by its consonants, and no first word."""
    mine, theirs = (
        {tuple(map(skeleton, words(n.text))) for n in side.names if n.role == _SELF} for side in (left, right)
    )
    return any(a and b and a[0] not in b and b[0] not in a and set(a[1:]) & set(b[1:]) for a in mine for b in theirs)
