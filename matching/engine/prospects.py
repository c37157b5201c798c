"""What a missing fact could change: how far the sum would move, on average, if it were known.

The missing value is imagined as each value of a sample of the registry in turn.  If the two records are about
different persons it is like anybody's, so every value counts the same; if they are about one person it is the likelier
the better it agrees, P(x | same) = LR(x) P(x), so the same values count with their likelihood ratio.  The two averages
are mixed by the odds of the pair as it stands.  One line at a time, the others as they are; the move is that of the
sum as shown, so a line of a group that stands at its cap can change little.

A registry that knows few values of a line says little about it: its average is mixed with the line's share of what a
pair can come to at most, as the model mixes counts with defaults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import adler32, crc32

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare import AM_PM, LINES, Outcome, lines_of
from matching.engine.posterior import odds
from matching.engine.score import capped_sum, group_sums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray, Value
    from matching.engine.compare import Line
    from matching.engine.model import Model
    from matching.engine.profile import Profile
    from matching.engine.score import Explanation
    from matching.engine.table import Index

SAMPLE = 96  # values of a line that are imagined
BOTH = 12  # of each side, where neither is known
KEPT = 20_000  # averages of present values that are kept


class Prospects:
    """The sample of one registry for one task.  The values are drawn by their references: the same in any order."""

    def __init__(self, left: Index, right: Index, task: str, model: Model) -> None:
        self.task, self.model = task, model
        self._considered = max(len(left), 1)
        self._weight = sum(model.rates.m("coverage", line.name) for line in lines_of(task))
        self._left = _draw(left, task)
        self._right = self._left if right is left else _draw(right, task)
        self._imagined: dict[tuple[str, str, Value | None], FloatArray] = {}

    def of(self, left: Profile, right: Profile, explained: Explanation) -> Mapping[str, float]:
        """By line that a fact is missing for: the expected size of the move, log10.  Other lines are left out."""
        if self.task == AM_PM and left.kind == "pm":
            left, right = right, left
        sums = group_sums(explained.lines)
        stands = float(capped_sum(sums, self.model.rates)[0])
        direction = "pm-am" if self.task == AM_PM else self.task
        believed = odds(stands, self._considered, self.model.rates.m("registered", direction))
        same = believed / (1 + believed)
        missing = {line.name: line.group for line in explained.lines if line.outcome is Outcome.MISSING}
        return {
            line.name: self._move(line, left, right, sums, stands, same)
            for line in lines_of(self.task)
            if line.name in missing and (line.value(left) is None or line.value(right) is None)
        }

    def _move(
        self, line: Line, left: Profile, right: Profile, sums: Mapping[str, FloatArray], stands: float, same: float
    ) -> float:
        rates = self.model.rates
        usual = rates.m("cap", "total") * rates.m("coverage", line.name) / self._weight
        logs = self._logs(line, line.value(left), line.value(right))
        if not len(logs):
            return usual
        new = {**sums, line.group: sums.get(line.group, np.zeros(1)) + logs}
        if line.name == "birth":
            new["+birth"] = logs
        moves = np.abs(capped_sum(new, rates) - stands)
        ratios = 10.0**logs
        expected = same * float(ratios @ moves / ratios.sum()) + (1 - same) * float(moves.mean())
        known = len(logs) / (len(logs) + rates.m("mix", "strength"))
        return known * expected + (1 - known) * usual

    def _logs(self, line: Line, left: Value | None, right: Value | None) -> FloatArray:
        """log10 LR of the line for every imagined value; what could not be compared even then is 0."""
        key = (line.name, "left" if right is None else "right", left if right is None else right)
        found = self._imagined.get(key)
        if found is None:
            if len(self._imagined) >= KEPT:
                self._imagined.clear()
            found = self._imagined[key] = self._imagine(line, left, right)
        return found

    def _imagine(self, line: Line, left: Value | None, right: Value | None) -> FloatArray:
        lefts, rights = self._left[line.name], self._right[line.name]
        if left is not None:
            return self._against(line, _Sample(line, [left]), rights)
        if right is not None:
            return self._against(line, lefts, _Sample(line, [right]))
        few = _Sample(line, rights.values[:BOTH])
        parts = [self._against(line, _Sample(line, [one]), few) for one in lefts.values[:BOTH]]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _against(self, line: Line, left: _Sample, right: _Sample) -> FloatArray:
        """One value against many, either way round."""
        if not left.values or not right.values:
            return np.zeros(0)
        logs = np.nan_to_num(line.log_lr(self.model, self.task, left.batch, right.batch), nan=0.0)
        many = right if len(left.values) == 1 else left
        return np.asarray(logs[many.codes], dtype=np.float64)


class _Sample:
    """Values of a line, some of them several times, and the batch that holds each once."""

    __slots__ = ("batch", "codes", "values")

    def __init__(self, line: Line, values: list[Value]) -> None:
        self.values = values
        self.batch = Batch(line.width)
        self.codes = np.array([self.batch.code(value) - 1 for value in values], dtype=np.int64)


def _draw(index: Index, task: str) -> dict[str, _Sample]:
    """By line: values of the records whose references come first by their checksum, among those that have one."""
    sums = np.array([_checksum(index.ref(row)) for row in range(index.rows)], dtype=np.uint64)
    drawn = {}
    for line in lines_of(task):
        column = LINES.index(line)
        known: NDArray[np.int64] = np.flatnonzero(index.codes.of(column, slice(index.rows)))
        rows = known[np.argsort(sums[known])[:SAMPLE]]
        values = index.batches[column].values
        drawn[line.name] = _Sample(line, [values[code - 1] for code in index.codes.of(column, rows).tolist()])
    return drawn


def _checksum(ref: str) -> int:
    return crc32(ref.encode()) << 32 | adler32(ref.encode())
