"""Ranking several probes in one pass over the index: what comparing everything anew is made of.

The tables of four probes are quantised to sixteen bits and stand side by side in one number, so that one look-up and
one addition serve all four.  What is rough about the sums is known: everything that near the k-th of a list is
fetched and summed exactly, so the lists are those of `score.rank`; only the sum over all records, which nobody sees as
a number, is as rough as the sums are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compare import AM_AM, AM_PM
from matching.engine.kernels import lanes_kernel
from matching.engine.plain_kernels import LANES
from matching.engine.profile import Mark, Name, Place, Profile
from matching.engine.score import listed, own_row, rank, tables_of
from matching.engine.table import Index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray
    from matching.engine.model import Model
    from matching.engine.score import Ranking

_TOP = 2**15
"""Set where a record is excluded; what is below it is left to the sums."""


def rank_many(probes: Sequence[Profile], index: Index, task: str, k: int, model: Model) -> list[Ranking]:
    """The ranking of every probe, in their order.

    Raises ValueError as `score.rank` does.
    """
    out: list[Ranking] = []
    for begin in range(0, len(probes), LANES):
        some = probes[begin : begin + LANES]
        out += _rank_lanes(some, index, task, k, model) if len(some) > 1 else [rank(some[0], index, task, k, model)]
    return out


def warm_up(model: Model) -> None:
    """Compile (or load from numba's cache) every loop a ranking uses; call once when a worker starts."""
    place, name, mark = Place(0.0, 0.0, 1.0), (Name("a b"),), (Mark("scar", "ul_arm"),)
    reports = [Profile(ref, "am", place=place, names=name, marks=mark, marks_asked=True) for ref in ("A", "B")]
    remains = Profile("R", "pm", place=place, names=name, marks=mark, marks_observable=("ul",))
    rank(remains, Index("am", reports), AM_PM, 1, model)
    rank(reports[0], Index("pm", [remains]), AM_PM, 1, model)
    rank(reports[0], Index("am", reports), AM_AM, 1, model)
    rank_many(reports, Index("am", reports), AM_AM, 1, model)


def _rank_lanes(probes: Sequence[Profile], index: Index, task: str, k: int, model: Model) -> list[Ranking]:
    tables = [tables_of(probe, index, task, model) for probe in probes]
    codes = index.codes
    columns = sorted({column for each in tables for column in each}, key=codes.beyond)
    packed, starts, base, step = quantised(tables, {column: len(index.batches[column]) for column in columns})
    beyond = np.array([codes.beyond(column) for column in columns], dtype=np.int64)
    own = np.array([own_row(probe, index) for probe in probes])
    scores = np.empty((len(probes), index.rows), dtype=np.float32)
    heaps = np.empty((len(probes), max(min(k, index.rows), 1)), dtype=np.float32)
    rows, (found, considered) = np.empty(heaps.shape, np.int64), np.zeros((2, len(probes)), dtype=np.int64)
    lanes_kernel(codes.low, codes.high, np.array(columns, dtype=np.int64), beyond, packed, starts, index.alive, own,
                 base, step, scores, heaps, rows, found, considered)  # fmt: skip
    # Each look-up is off by half a step at most, and so is the sum it is compared with.
    slack = (len(columns) + 2) * step
    least = np.where(found == heaps.shape[1], heaps[:, 0] - slack, -np.inf)
    return [
        listed(probe, index, task, k, model, tables[lane], scores[lane], float(least[lane]), int(considered[lane]))
        for lane, probe in enumerate(probes)
    ]


def quantised(
    tables: Sequence[Mapping[int, FloatArray]], sizes: Mapping[int, int]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Tables of four lanes each, where they begin, and by lane the score of 0 and of one step.

    tables: of each probe by column; sizes: how many values each column has, in the order of reading.
    """
    starts = np.cumsum([0, *(size + 1 for size in sizes.values())], dtype=np.int64)
    start_of = dict(zip(sizes, starts.tolist(), strict=False))
    packed = np.zeros(int(starts[-1]), dtype=np.uint64)
    lanes = packed.view(np.uint16).reshape(-1, LANES)
    base, step = np.zeros(len(tables), dtype=np.float32), np.ones(len(tables), dtype=np.float32)
    for lane, each in enumerate(tables):
        whole = {column: np.concatenate([[0.0], np.where(np.isnan(t), 0.0, t)]) for column, t in each.items()}
        least = {column: t[t > -np.inf].min() for column, t in whole.items()}
        span = sum(float(t.max()) - least[column] for column, t in whole.items())
        size = max(span, 1e-6) / (_TOP - 1 - len(sizes))
        for column, table in whole.items():
            start = start_of[column]
            steps = np.where(table > -np.inf, np.rint((table - least[column]) / size), _TOP)
            lanes[start : start + len(table), lane] = steps.astype(np.uint16)
        base[lane], step[lane] = sum(least.values()), size
    return packed, starts[:-1], base, step
