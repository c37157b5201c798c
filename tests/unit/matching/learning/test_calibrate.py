"""Calibration on an invented world: pairs are drawn by rates that differ from the table, and the rates come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from matching.engine.changes import Changes
from matching.engine.sights import Sight
from matching.engine.weights import DEFAULT, Rates
from matching.evaluation import metrics
from matching.learning import fitting
from matching.learning.calibrate import calibrate
from matching.learning.estimates import estimate
from matching.learning.judged import Judged, importance

# How two reports really differ here; chance: how those of different people do.
TRUE = {
    "contact_day": {"same": 0.15, "week": 0.20, "month": 0.30, "year": 0.25, "other": 0.10},
    "birth": {"exact": 0.30, "swapped": 0.10, "first_january": 0.25, "one_year": 0.15, "calendar": 0.10, "other": 0.10},
}
CHANCE = {
    "contact_day": {"same": 0.02, "week": 0.05, "month": 0.13, "year": 0.35, "other": 0.45},
    "birth": {"exact": 0.01, "swapped": 0.01, "first_january": 0.08, "one_year": 0.1, "calendar": 0.05, "other": 0.75},
}
SWAPPED = 0.10  # the table says .02


def world(n: int, seed: int, rates: Rates = DEFAULT) -> list[Judged]:
    """n judged pairs, half of them of one person, weighed by the rates; `name` and `marks` say one thing twice."""
    rng = np.random.default_rng(seed)
    pairs = []
    for i in range(n):
        same = bool(rng.random() < 0.5)
        log_lrs, sights = {}, {}
        for line, true in TRUE.items():
            of = true if same else CHANCE[line]
            level = str(rng.choice(list(of), p=list(of.values())))
            log_lrs[line] = float(np.log10(rates.m(line, level) / CHANCE[line][level]))
            sights[line] = Sight(f"{line}/{level}")
        wrong = bool(rng.random() < (SWAPPED if same else 0.5))
        m = rates.m("sex", "swapped")
        log_lrs["sex"] = float(np.log10((m if wrong else 1 - m) / 0.5))
        sights["sex"] = Sight("sex/swapped", seen=wrong)
        twice = float(rng.normal(0.8 if same else -0.8, 0.9))
        log_lrs |= {"name": twice, "marks": twice}
        pairs.append(Judged(f"MCP-{seed}-{i:05d}", "am-am", same, same, log_lrs, sights, int(rng.integers(1, 6))))
    return pairs


def test_wrong_rates_are_recovered_and_cost_less() -> None:
    pairs = world(3000, 1)
    made = calibrate(pairs, DEFAULT, lists={"am-am": 600})
    rates = made.changes.applied()
    for line, levels in TRUE.items():
        for level, true in levels.items():
            assert rates.m(line, level) == pytest.approx(true, abs=0.035), (line, level)
            assert abs(rates.m(line, level) - true) <= abs(DEFAULT.m(line, level) - true) + 0.02
    assert rates.m("sex", "swapped") == pytest.approx(SWAPPED, abs=0.02)
    assert made.passed
    assert made.report["cllr"]["after"] < 0.9 * made.report["cllr"]["before"]
    # One thing said twice counts about once.
    assert rates.weight("name") + rates.weight("marks") == pytest.approx(1.0, abs=0.35)


def test_what_is_promised_holds_for_pairs_that_were_not_learnt_from() -> None:
    made = calibrate(world(3000, 1), DEFAULT, lists={})
    rates = made.changes.applied()
    fresh, again = world(3000, 2), world(3000, 2, replace(rates, weights=()))
    same = np.array([pair.same for pair in fresh])
    before, after = fitting.sums_of(fresh, {}, DEFAULT), fitting.sums_of(again, dict(rates.weights), rates)
    cost = metrics.cllr(after[same], after[~same])
    assert cost < metrics.cllr(before[same], before[~same])
    assert cost == pytest.approx(made.report["cllr"]["after"], abs=0.04)
    assert metrics.cllr_min(after[same], after[~same]) / cost > 0.85


def test_too_few_pairs_give_rates_and_no_measure() -> None:
    made = calibrate(world(150, 3), DEFAULT, lists={})
    assert (made.passed, made.report["why"], dict(made.changes.weights)) == (None, ["few_pairs"], {})
    assert "birth/exact" in made.changes.rates
    nobody = calibrate([], DEFAULT, lists={})
    assert (nobody.passed, dict(nobody.changes.rates)) == (None, {})


def test_only_what_a_primary_identifier_established_teaches_rates() -> None:
    pairs = [replace(pair, primary=False) for pair in world(400, 4)]
    made = calibrate(pairs, DEFAULT, lists={})
    assert not made.changes.rates
    assert made.changes.weights


def test_written_weights_are_measured_instead_of_learnt() -> None:
    worse = calibrate(world(600, 5), DEFAULT, lists={}, changes=Changes(weights={"name": 3.0, "marks": 3.0}))
    assert (worse.passed, worse.report["why"]) == (False, ["costs_more"])
    assert dict(worse.changes.weights) == {"name": 3.0, "marks": 3.0}


@pytest.mark.parametrize(("lost", "people", "passed"), [(0, 50, True), (1, 50, True), (2, 50, False), (2, 15, True)])
def test_no_group_may_be_found_less_often(lost: int, people: int, passed: bool) -> None:
    def ranks(rates: Rates) -> Sequence[tuple[str, float]]:
        gone = lost if rates != DEFAULT else 0
        return [("tradition som", 30.0 if i < gone else 3.0) for i in range(people)]

    made = calibrate(world(1000, 6), DEFAULT, lists={}, ranks=ranks)
    assert (made.passed, made.report["why"]) == (passed, [] if passed else ["group_loses"])
    said = [(group["group"], group["n"], group["before"]) for group in made.report["groups"]]
    assert said == ([("tradition som", people, 1.0)] if people >= 20 else [])


def test_a_later_calibration_builds_on_the_active_weights() -> None:
    first = calibrate(world(2000, 7), DEFAULT, lists={}).changes.applied()
    again = calibrate(world(2000, 8, replace(first, weights=())), first, lists={})
    assert again.changes.rates.keys() >= {"birth/exact", "sex/swapped"}
    assert again.changes.applied().m("birth", "exact") == pytest.approx(TRUE["birth"]["exact"], abs=0.03)


def test_the_same_pairs_are_not_counted_twice() -> None:
    pairs = world(400, 10)
    first = calibrate(pairs, DEFAULT, lists={}).changes
    again = calibrate(pairs, first.applied(), lists={}).changes
    assert dict(again.rates) == dict(first.rates)


def test_written_weights_are_measured_with_what_the_active_ones_hold() -> None:
    pairs, active = world(400, 11), Changes(weights={"name": 0.5, "marks": 0.5})
    made = calibrate(pairs, active.applied(), lists={}, changes=Changes(weights={"lag": 0.9}))
    assert dict(made.changes.weights) == {"name": 0.5, "marks": 0.5, "lag": 0.9}
    assert made.report["cllr"]["after"] == made.report["cllr"]["before"]  # no pair speaks of the lag


def test_both_sides_are_weighed_by_the_records_of_today() -> None:
    made = calibrate(
        world(400, 12), DEFAULT, lists={}, changes=Changes(weights={"lag": 0.9}),
        explain=lambda pair, rates: {"sex": 1.0 if pair.same else -1.0},
    )  # fmt: skip
    assert made.report["cllr"]["after"] == made.report["cllr"]["before"]


def test_measures_are_learnt_with_twenty_pseudo_observations() -> None:
    rng = np.random.default_rng(9)
    gaps, days = rng.normal(4, np.hypot(5, 3), 2000).tolist(), rng.normal(6.5, 0.5, 2000).tolist()
    heights = [(Sight("stature/bias_m", gap=gap, spread=3.0), 1.0) for gap in gaps]
    lags = [(Sight("lag_mean/skeletal", gap=gap), 1.0) for gap in days]
    rates = estimate([*heights, *lags], DEFAULT).applied()
    assert rates.m("stature", "bias_m") == pytest.approx(4, abs=0.4)
    assert rates.m("stature", "reported_sd") == pytest.approx(5, abs=0.3)
    assert rates.m("lag_mean", "skeletal") == pytest.approx(6.5, abs=0.06)
    assert rates.m("lag_sd", "skeletal") == pytest.approx(0.5, abs=0.1)
    few = estimate([(Sight("stature/bias_m", gap=10.0, spread=3.0), 1.0)] * 20, DEFAULT)
    assert few.applied().m("stature", "bias_m") == pytest.approx((10 + DEFAULT.m("stature", "bias_m")) / 2, abs=0.01)


def test_the_prior_is_worth_fifty_pairs() -> None:
    rates = estimate([(Sight("nationality/other"), 1.0)] * 50, DEFAULT).applied()
    assert rates.m("nationality", "other") == pytest.approx((DEFAULT.m("nationality", "other") + 1) / 2, abs=1e-6)


def test_pairs_far_down_the_lists_count_for_those_nobody_opened() -> None:
    def at(rank: int | None, i: int) -> Judged:
        return Judged(f"{i}", "am-pm", False, False, {}, {}, rank)

    pairs = [at(1, i) for i in range(100)] + [at(40, i) for i in range(3)] + [at(None, 0)]
    weights: Mapping[int, float] = dict(enumerate(importance(pairs, {"am-pm": 100})))
    assert weights[100] > 5 * weights[0]
    assert sum(weights.values()) == pytest.approx(len(pairs))
    assert importance([], {}).size == 0
