"""How far a line of evidence, and the sum, may be off while the rates stay plausible.

Every rate that a line rests on (`plausible`) is moved down and up by itself and the line weighed anew; the moves are
added as independent errors are, the root of their squares, for down and for up.  A range is about what is assumed of
rates, not about the two records: what is uncertain of those is in the line itself.

One pass over one pair takes some hundred weighings, a tenth of a second: for a pair that somebody looks at, not for a
list.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare import Outcome, lines_of
from matching.engine.model import Model
from matching.engine.plausible import DOUBTS, Doubt, ends
from matching.engine.score import capped_sum

if TYPE_CHECKING:
    from matching.engine.compare import Line
    from matching.engine.profile import Profile
    from matching.engine.score import Explanation
    from matching.engine.weights import Rates

Doubts = Mapping[str, tuple[Doubt, ...]]


class Width(NamedTuple):
    """How far a figure may lie below and above what is shown, log10; neither is negative."""

    down: float
    up: float


class Weighed(NamedTuple):
    """A line as it is shown: its name, group, log10 LR and width."""

    name: str
    group: str
    log10_lr: float
    width: Width


def of_lines(
    left: Profile, right: Profile, explained: Explanation, model: Model, doubts: Doubts = DOUBTS
) -> dict[str, Width]:
    """By line that could be compared: its width."""
    if left.ref != explained.left:
        left, right = right, left
    compared = {line.name for line in explained.lines if line.outcome is not Outcome.MISSING}
    return {
        line.name: _width(line, left, right, explained.task, model, doubts.get(line.name, ()))
        for line in lines_of(explained.task) if line.name in compared
    }  # fmt: skip


def _width(line: Line, left: Profile, right: Profile, task: str, model: Model, doubts: Sequence[Doubt]) -> Width:
    a, b = line.value(left), line.value(right)
    if a is None or b is None:
        return Width(0.0, 0.0)

    def weigh(rates: Rates) -> float:
        # A model of its own each time, thrown away afterwards: what it remembers belongs to these rates.
        one, other = Batch(line.width, [a]), Batch(line.width, [b])
        return float(line.log_lr(Model(model.reference, rates), task, one, other)[0])

    point = weigh(model.rates)
    moves = [[weigh(rates) - point for rates in ends(model.rates, doubt)] for doubt in doubts]
    return Width(math.hypot(*(-min(0.0, *both) for both in moves)), math.hypot(*(max(0.0, *both) for both in moves)))


def of_total(lines: Sequence[Weighed]) -> Width:
    """The width of the sum of all lines."""
    return Width(math.hypot(*(line.width.down for line in lines)), math.hypot(*(line.width.up for line in lines)))


def of_counted(lines: Sequence[Weighed], rates: Rates) -> Width:
    """The width of the sum as it is counted, under its caps: what stands at a cap cannot rise."""
    if not lines:
        return Width(0.0, 0.0)
    n = len(lines)
    steps = np.zeros((n, 2 * n + 1))  # of each line: as shown, then with each line in turn at its low and high end
    for i, line in enumerate(lines):
        steps[i, 1 + i], steps[i, 1 + n + i] = -line.width.down, line.width.up
        steps[i] += line.log10_lr
    groups = {"+birth": np.zeros(2 * n + 1)}
    for line, step in zip(lines, steps, strict=True):
        groups[line.group] = groups.get(line.group, np.zeros(2 * n + 1)) + step
        if line.name == "birth":
            groups["+birth"] = step
    point, *moved = capped_sum(groups, rates).tolist()
    down = math.hypot(*(point - low for low in moved[:n]))
    up = math.hypot(*(high - point for high in moved[n:]))
    return Width(down, min(up, max(rates.m("cap", "total") - point, 0.0)))
