"""The range of a line over plausible rates: it holds the figure shown, grows with doubt, and respects the caps."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from matching.engine import ranges
from matching.engine.compare import AM_AM, AM_PM, LINES, PM_PM
from matching.engine.plausible import DOUBTS, Doubt, ends
from matching.engine.profile import Profile
from matching.engine.ranges import Weighed, Width
from matching.engine.score import explain
from matching.engine.weights import DEFAULT

PAIRS = 12


@pytest.fixture(scope="module")
def pairs(world):
    """True pairs of a missing person and remains, each with its explanation still to be made."""
    reports, remains, truth = world
    of = {profile.ref: profile for profile in reports}
    return [(of[truth[found.ref]], found) for found in remains[:PAIRS]]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_line_says_which_of_its_rates_are_doubted(line):
    assert DOUBTS[line.name]


@pytest.mark.parametrize("doubt", sorted({doubt for row in DOUBTS.values() for doubt in row}), ids=str)
def test_a_doubted_rate_is_one_of_the_table_and_stays_a_probability(doubt: Doubt):
    known = {row.level: row for row in DEFAULT.levels(doubt.rates)}
    assert known
    assert set(doubt.levels) <= set(known)
    for rates in ends(DEFAULT, doubt):
        assert rates != DEFAULT
        moved = {row.level: row for row in rates.levels(doubt.rates)}
        for level in doubt.levels or known:
            before, after = known[level], moved[level]
            if doubt.how in ("odds", "split") and before.m:
                assert 0 < after.m < 1
            if doubt.how == "chance" and before.u is not None:
                assert 0 < after.u < 1
        if doubt.how == "split":
            sums = [math.fsum(rows[level].m for level in doubt.levels) for rows in (known, moved)]
            assert sums[1] == pytest.approx(sums[0], abs=1e-12)


@pytest.mark.parametrize("task", [AM_PM, AM_AM, PM_PM])
def test_the_range_holds_the_figure_and_the_lines_still_add_up(world, model, pairs, task):
    reports, remains, _ = world
    compared = {AM_PM: pairs, AM_AM: list(pairwise(reports[:PAIRS])), PM_PM: list(pairwise(remains[:PAIRS]))}[task]
    for left, right in compared:
        explained = explain(left, right, task, model)
        widths = ranges.of_lines(left, right, explained, model)
        assert set(widths) == {line.name for line in explained.lines if line.outcome != "missing"}
        assert all(width.down >= 0 and width.up >= 0 for width in widths.values())
        assert math.fsum(line.log10_lr for line in explained.lines) == pytest.approx(explained.total, abs=1e-9)
        assert ranges.of_lines(right, left, explained, model) == widths


def test_a_line_that_rests_on_no_exact_rate_has_a_range(model, pairs):
    seen = set()
    for left, right in pairs:
        explained = explain(left, right, AM_PM, model)
        seen |= {name for name, width in ranges.of_lines(left, right, explained, model).items() if sum(width) > 0.005}
    assert {"sex", "age", "stature", "lag", "place", "marks", "name", "teeth", "things"} <= seen


def test_more_doubt_makes_a_wider_range(bare):
    """Of sex, where a rate moves the line one way only, by exactly the odds of a misreading."""
    left, right = Profile("A", "am", sex="m"), Profile("R", "pm", sex="f", condition="d6")
    explained = explain(left, right, AM_PM, bare)
    one = Doubt("sex", "odds", 1.5, ("skeletal",))
    narrow, wide, none = (
        ranges.of_lines(left, right, explained, bare, {"sex": doubts})["sex"]
        for doubts in ((one,), (one.widened(2),), ())
    )
    assert 0 < narrow.down < wide.down
    assert 0 < narrow.up < wide.up
    assert none == Width(0.0, 0.0)
    # By hand, eps .053 at odds times and by 1.5, .19 women: e / (.19 (1 - e) + .81 e).
    assert (narrow.up, narrow.down) == pytest.approx((0.1362, 0.1473), abs=2e-4)


def test_more_doubt_of_everything_widens_the_sum(model, pairs):
    doubled = {line: tuple(doubt.widened(1.5) for doubt in doubts) for line, doubts in DOUBTS.items()}
    for left, right in pairs[:4]:
        explained = explain(left, right, AM_PM, model)
        sums = []
        for doubts in (DOUBTS, doubled):
            widths = ranges.of_lines(left, right, explained, model, doubts)
            sums.append(ranges.of_total([Weighed(name, "", 0.0, width) for name, width in widths.items()]))
        assert sum(sums[1]) > sum(sums[0])


def test_errors_of_lines_add_as_independent_ones_do():
    lines = [Weighed("a", "biology", 0.5, Width(0.3, 0.0)), Weighed("b", "marks", 1.0, Width(0.4, 0.2))]
    assert ranges.of_total(lines) == pytest.approx((0.5, 0.2))
    assert ranges.of_counted(lines, DEFAULT) == pytest.approx((0.5, 0.2))
    assert ranges.of_counted([], DEFAULT) == (0.0, 0.0)


def test_what_stands_at_its_cap_cannot_rise():
    at_cap = [Weighed("sex", "biology", 1.4, Width(0.1, 0.5)), Weighed("age", "biology", 1.0, Width(0.6, 0.5))]
    down, up = ranges.of_counted(at_cap, DEFAULT)
    assert up == 0
    assert down == pytest.approx(0.2)  # biology counts 2.0 at most: 2.4 - 0.6 is below it, 2.4 - 0.1 is not
    nearly = [Weighed("name", "name", 5.0, Width(0, 2)), Weighed("marks", "marks", 0.9, Width(0, 3))]
    assert ranges.of_counted(nearly, DEFAULT).up == pytest.approx(0.1)
