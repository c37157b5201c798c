"""One model serves several threads: what they add at once is there for all of them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np

from matching.engine.columns import FloatArray
from matching.engine.model import Model
from matching.engine.places import Rows
from matching.engine.reference import Reference

THREADS = 8


def test_kernels_added_at_once_have_rows_of_their_own() -> None:
    model = Model(Reference())
    barrier = Barrier(THREADS)

    def add(number: int) -> list[int]:
        barrier.wait()
        rows = []
        for step in range(6):
            rows.append(model.lag_kernel(0.0, 0.1 * number + step, 0.1 * number + step + 1.0))
            assert len(model.lag_sums()) > max(rows)
        return rows

    with ThreadPoolExecutor(THREADS) as pool:
        found = [row for rows in pool.map(add, range(THREADS)) for row in rows]
    assert len(set(found)) == THREADS * 6
    assert len(model.lag_sums()) == THREADS * 6


def test_statements_of_places_made_at_once_have_rows_of_their_own() -> None:
    rows = Rows()

    def weights(number: int) -> FloatArray:
        time.sleep(0.005)
        return np.array([float(number)])

    def add(number: int) -> tuple[int, float]:
        row = rows.code((number,), weights)
        return number, float(rows.matrix()[row, 0])

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(add, range(4 * THREADS)))
    assert [number for number, _ in found] == [weight for _, weight in found]
