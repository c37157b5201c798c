"""Explaining many pairs: the pairs of one record are compared in one call of each line, as a ranking compares them.

Decides nothing: each explanation is that of `score.explain`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare import SIDES, lines_of
from matching.engine.score import explain, explanation, line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.engine.columns import FloatArray, Value
    from matching.engine.compare import Line as Comparator
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.score import Explanation

Pair = tuple["Profile", "Profile"]
Values = tuple["Value | None", "Value | None"]


def explain_all(pairs: Sequence[Pair], task: str, model: Model) -> list[Explanation]:
    """Every line of each pair, in their order; a pair stands in the order of the task's sides."""
    if len(pairs) < 2:
        return [explain(left, right, task, model) for left, right in pairs]
    if any((left.kind, right.kind) != SIDES[task] for left, right in pairs):
        raise ValueError(f"The task {task} compares {' with '.join(SIDES[task])}, in this order.")
    comparators = lines_of(task)
    weight = sum(model.rates.m("coverage", c.name) for c in comparators)
    distinct = {id(one): one for pair in pairs for one in pair}
    held = {key: [(c.value(one), c.ring(one)) for c in comparators] for key, one in distinct.items()}
    columns = []
    for place, c in enumerate(comparators):
        said = [(held[id(left)][place], held[id(right)][place]) for left, right in pairs]
        values: list[Values] = [(one[0], other[0]) for one, other in said]
        rings = [(one[1], other[1]) for one, other in said]
        log_lrs = _log_lrs(c, pairs, values, task, model).tolist()
        columns.append([line_of(c, *each, model, weight) for each in zip(pairs, values, rings, log_lrs, strict=True)])
    return [
        explanation(left, right, lines, task, model)
        for (left, right), *lines in zip(pairs, *columns, strict=True)
    ]  # fmt: skip


def _log_lrs(c: Comparator, pairs: Sequence[Pair], values: Sequence[Values], task: str, model: Model) -> FloatArray:
    """log10 LR of one line for each pair, NaN where a side says nothing: a call for each record of one side."""
    first, second = SIDES[task]
    side = int(first != second and len({id(right) for _, right in pairs}) < len({id(left) for left, _ in pairs}))
    places: dict[int, list[int]] = {}
    for place, given in enumerate(values):
        if None not in given:
            places.setdefault(id(pairs[place][side]), []).append(place)
    found: FloatArray = np.full(len(pairs), np.nan)
    for some in places.values():
        one, many = Batch(c.width), Batch(c.width)
        one.code(values[some[0]][side])
        codes = [many.code(values[place][1 - side]) - 1 for place in some]
        found[some] = c.log_lr(model, task, *((many, one) if side else (one, many)))[codes]
    return found
