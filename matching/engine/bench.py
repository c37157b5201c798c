"""Ratios measured in one run: the compiled scan against a plain Python loop that does the same look-ups and sums.

Only ratios mean anything; absolute times depend on the machine.  Time is this process's own on the processor: what
others do meanwhile on a shared machine is not measured.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.kernels import compiled, lanes_kernel, scan_kernel
from matching.engine.plain_kernels import LANES, scan_numpy
from matching.engine.together import quantised

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

# Values per column, unknown included, as in a registry of 100,000 reports: sex, age, stature, time, place, event,
# marks, name.
SIZES = (3, 3500, 700, 3000, 9000, 200, 5000, 9000)
BEST = 150


@dataclass(frozen=True)
class _Records:
    """Records with random codes, and tables of as many probes as are ranked together."""

    codes: NDArray[np.uint16]
    tables: list[list[NDArray[np.float32]]]

    @classmethod
    def of(cls, n: int) -> _Records:
        rng = np.random.default_rng(7)
        codes = np.stack([rng.integers(0, size, n, dtype=np.uint16) for size in SIZES])
        tables = [[rng.normal(0.0, 1.0, size).astype(np.float32) for size in SIZES] for _ in range(LANES)]
        for table in (table for each in tables for table in each):
            table[0] = 0.0
        return cls(codes, tables)

    @property
    def n(self) -> int:
        return int(self.codes.shape[1])

    def one_probe(self, scan: Callable[..., tuple[int, int]]) -> Callable[[], NDArray[np.float32]]:
        """A scan for the first probe; what it returns is filled anew by each call."""
        starts, columns = np.cumsum([0, *SIZES])[:-1], np.arange(len(SIZES))
        scores, heap, rows = np.empty(self.n, np.float32), np.empty(BEST, np.float32), np.empty(BEST, np.int64)
        rest = columns, columns * 0 - 1, np.concatenate(self.tables[0]), starts, np.ones(self.n, np.bool_), -1

        def run() -> NDArray[np.float32]:
            scan(self.codes, self.codes[:0], *rest, scores, heap, rows)
            return scores

        return run

    def all_probes(self) -> Callable[[], NDArray[np.float32]]:
        """The scan for all probes in one pass."""
        tables = [{column: table[1:].astype(np.float64) for column, table in enumerate(each)} for each in self.tables]
        packed, starts, base, step = quantised(tables, {column: size - 1 for column, size in enumerate(SIZES)})
        columns, own = np.arange(len(SIZES)), np.full(LANES, -1)
        scores, heaps = np.empty((LANES, self.n), np.float32), np.empty((LANES, BEST), np.float32)
        rows, alive = np.empty((LANES, BEST), np.int64), np.ones(self.n, np.bool_)

        def run() -> NDArray[np.float32]:
            found, considered = np.zeros((2, LANES), dtype=np.int64)
            lanes_kernel(self.codes, self.codes[:0], columns, columns * 0 - 1, packed, starts, alive, own,
                         base, step, scores, heaps, rows, found, considered)  # fmt: skip
            return scores

        return run


def python_scan(rows: list[tuple[int, ...]], tables: list[list[float]]) -> list[float]:
    """The loop anybody would write first: one tuple of codes per record, one table per column."""
    scores = []
    for row in rows:
        total = 0.0
        for table, code in zip(tables, row, strict=True):
            total += table[code]
        scores.append(total)
    return scores


def best_of(repeat: int, run: Callable[[], object]) -> float:
    """Seconds of the processor, of the least disturbed of some runs."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def scan_ratio(n: int = 200_000) -> dict[str, float]:
    """Pairs per second and core over those of the Python loop: four probes together, one by itself, one by numpy.

    The scans also keep the best, which the loop does not.
    """
    records = _Records.of(n)
    rows, lists = list(zip(*records.codes.tolist(), strict=True)), [t.tolist() for t in records.tables[0]]
    together, one, array = records.all_probes(), records.one_probe(scan_kernel), records.one_probe(scan_numpy)
    scores = together(), one()  # compiles
    plain = np.array(python_scan(rows, lists))
    slow = best_of(3, lambda: python_scan(rows, lists))
    return {
        "n": float(n), "python_pairs_per_s": n / slow, "ratio": LANES * slow / best_of(15, together),
        "one_ratio": slow / best_of(15, one), "numpy_ratio": slow / best_of(3, array),
        "largest_difference": float(np.abs(plain - scores[1]).max()),
        "largest_step": float(np.abs(plain - scores[0][0]).max()),
    }  # fmt: skip


def bandwidth_share(n: int = 4_000_000) -> float:
    """Time of a loop that moves what a scan of one probe moves, looking nothing up, over the time of the scan.

    That is two bytes read a column and a score of four bytes written, more than fits in a processor's caches.
    """
    records, scores = _Records.of(n), np.empty(n, np.float32)
    one = records.one_probe(scan_kernel)
    one()
    move_kernel(records.codes, scores)
    moved, scanned = [], []
    for _ in range(7):  # in turns: both meet the same machine
        moved.append(best_of(1, lambda: move_kernel(records.codes, scores)))
        scanned.append(best_of(1, one))
    return min(moved) / min(scanned)


@compiled
def move_kernel(codes: NDArray[np.uint16], scores: NDArray[np.float32]) -> None:
    """Read eight columns and write a number per row, as fast as memory allows."""
    for begin in range(0, len(scores), 2048):
        block = scores[begin : begin + 2048]
        for lane in range(0, 8, 4):
            c0 = codes[lane, begin : begin + len(block)]
            c1 = codes[lane + 1, begin : begin + len(block)]
            c2 = codes[lane + 2, begin : begin + len(block)]
            c3 = codes[lane + 3, begin : begin + len(block)]
            for i in range(len(block)):
                block[i] = np.float32((c0[i] ^ c1[i]) ^ (c2[i] ^ c3[i]))
