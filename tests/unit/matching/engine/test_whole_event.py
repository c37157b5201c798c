"""The assignment of a whole event, against every assignment there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.engine.whole_event import NOBODY, assign, worth

SCORES = arrays(
    np.float64,
    st.tuples(st.integers(0, 5), st.integers(0, 5)),
    elements=st.one_of(st.floats(-6, 9, width=16), st.just(-np.inf), st.just(np.nan)),
)


def every_assignment(rows: int, columns: int) -> Iterator[tuple[int, ...]]:
    """The column of each row, NOBODY for as many as one likes."""
    yield from set(permutations([*range(columns), *[NOBODY] * rows], rows))


def total(scores: np.ndarray, chosen: tuple[int, ...], least: float) -> float:  # type: ignore[type-arg]
    pairs = [scores[row, column] for row, column in enumerate(chosen) if column != NOBODY]
    return sum(score - least if np.isfinite(score) else -np.inf for score in pairs)


@given(SCORES, st.sampled_from([0.0, 1.0]))
def test_no_other_assignment_is_supported_more(scores: np.ndarray, least: float) -> None:  # type: ignore[type-arg]
    found = assign(scores, least)
    taken = [column for column in found.tolist() if column != NOBODY]
    assert len(taken) == len(set(taken))
    best = max((total(scores, one, least) for one in every_assignment(*scores.shape)), default=0.0)
    assert total(scores, tuple(found.tolist()), least) == pytest.approx(best, abs=1e-9)
    for row, column in enumerate(found.tolist()):
        assert column == NOBODY or scores[row, column] > least


def test_greed_would_take_the_wrong_pair() -> None:
    """The best single pair (0, 0) leaves the second person with nothing; together both fall into place."""
    assert assign(np.array([[5.0, 4.8], [4.9, 0.1]])).tolist() == [1, 0]


def test_a_pair_must_stand_out_among_as_many_files() -> None:
    assert worth(np.zeros((10, 100))) == 2.0
    assert worth(np.zeros((0, 0))) == 0.0
