"""Shares of whole assignments: brute force over small events, close for large ones, and never without "nobody"."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.engine import event_posterior
from matching.engine.event_posterior import shares

REGISTERED = 0.3


def every(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of each pair, by walking through all assignments."""
    count, width = scores.shape
    weights = np.power(10.0, scores) * REGISTERED / width / (1 - REGISTERED)
    whole, found = 0.0, np.zeros((count, width))
    for chosen in itertools.product(range(-1, width), repeat=count):
        taken = [(row, column) for row, column in enumerate(chosen) if column >= 0]
        if len({column for _row, column in taken}) == len(taken):
            weight = float(np.prod([weights[place] for place in taken]))
            whole += weight
            for place in taken:
                found[place] += weight
    return found / whole


@st.composite
def events(draw: st.DrawFn) -> NDArray[np.float64]:
    shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    score = st.one_of(st.just(-np.inf), st.just(float("nan")), st.floats(-6.0, 12.0))
    return np.array([[draw(score) for _column in range(shape[1])] for _row in range(shape[0])])


@settings(max_examples=150)
@given(events())
def test_a_small_event_is_summed_exactly(scores: NDArray[np.float64]) -> None:
    found = shares(scores, REGISTERED)
    expected = every(np.where(np.isnan(scores), -np.inf, scores))
    assert np.abs(found.pairs - expected).max() < 2e-5  # what is worth a millionth beside nobody joins no groups
    assert np.allclose(found.rows_nobody, 1 - expected.sum(axis=1), atol=2e-5)
    assert np.allclose(found.columns_nobody, 1 - expected.sum(axis=0), atol=2e-5)


@settings(max_examples=50)
@given(events())
def test_of_a_large_group_the_shares_are_close_and_keep_to_one(scores: NDArray[np.float64]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_posterior, "EXACT", 0)
        close = shares(scores, REGISTERED)
    exact = shares(scores, REGISTERED)
    assert np.abs(close.pairs - exact.pairs).max() < 0.15
    assert (close.pairs.sum(axis=0) < 1 + 1e-6).all()
    assert (close.pairs.sum(axis=1) < 1 + 1e-6).all()


def test_a_group_of_any_size_is_bounded_in_work_and_still_says_who_stands_out() -> None:
    draw = np.random.default_rng(7)
    scores = draw.normal(0.0, 2.0, (400, 400))
    scores[0, 0] = 30.0
    whole = shares(scores, REGISTERED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_posterior, "WORK", 10 * scores.size)
        began = time.process_time()
        bounded = shares(scores, REGISTERED)
        took = time.process_time() - began
    assert took < 1.0
    assert np.abs(bounded.pairs - whole.pairs).max() < 0.15
    assert bounded.pairs[0, 0] > 0.99
    assert ((bounded.rows_nobody >= 0) & (bounded.rows_nobody <= 1)).all()


def test_what_one_surely_is_nobody_else_is_and_figures_of_any_size_hold() -> None:
    scores = np.full((14, 14), 3.0)
    scores[0, 0] = 300.0
    found = shares(scores, REGISTERED)
    assert found.pairs[0, 0] == pytest.approx(1.0)
    assert found.pairs[1:, 0].max() < 1e-9
    assert np.isfinite(found.pairs).all()
    for shape in ((0, 0), (0, 3), (2, 0)):
        assert shares(np.zeros(shape), REGISTERED).rows_nobody.tolist() == [1.0] * shape[0]
    with pytest.raises(ValueError, match="prior"):
        shares(scores, 1.0)
