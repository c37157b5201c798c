"""The published rows of pairs, to the digits given, and what must hold of every pair."""

from __future__ import annotations

import math
import random
from itertools import combinations_with_replacement

import pytest

from matching.engine.kinship.pairwise import Draws, PairWeights, Relation, Weight
from matching.engine.kinship.panels import Panel
from tests.unit.matching.engine.kinship.tables import LETTERS, pair, panel

R = Relation


def ratio(relation: Relation, one: str, other: str, given: Panel = LETTERS, theta: float = 0.0) -> float:
    weights = PairWeights(given, relation, theta)
    return weights.weigh({"m": pair(one)}, {"m": pair(other)}).lr


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("AA", "AA", (10, 30.25, 5.5, 3.25, 100)),
    ("AB", "AB", (3.75, 8.375, 2.375, 1.6875, 25)),
    ("AA", "AB", (5, 2.75, 3, 2, 0)),
    ("AB", "AC", (2.5, 1.5, 1.75, 1.375, 0)),
    ("AA", "BB", (0, 0.25, 0.5, 0.75, 0)),
    ("AB", "CC", (0, 0.25, 0.5, 0.75, 0)),
])  # fmt: skip
def test_pairs_without_theta(one: str, other: str, expected: tuple[float, ...]) -> None:
    relations = (R.PARENT_CHILD, R.FULL_SIBS, R.HALF_SIBS, R.FIRST_COUSINS, R.SELF)
    found = [ratio(relation, one, other) for relation in relations]
    assert found == pytest.approx(expected, rel=1e-12)
    assert ratio(R.AVUNCULAR, one, other) == ratio(R.GRANDPARENT, one, other) == ratio(R.HALF_SIBS, one, other)
    assert ratio(R.UNRELATED, one, other) == 1


def test_parent_and_child_of_one_locus_and_of_two() -> None:
    for share, expected in ((0.05, 20), (0.1, 10)):
        assert ratio(R.PARENT_CHILD, "AA", "AA", Panel("p", {"m": {"A": share}})) == pytest.approx(expected)
    both = {"m": pair("AA"), "n": pair("AA")}
    two = PairWeights(Panel("p", {"m": {"A": 0.05}, "n": {"A": 0.1}}), R.PARENT_CHILD).weigh(both, both)
    assert (two.loci, two.lr) == (2, pytest.approx(200))
    assert two.log10_lr == pytest.approx(math.log10(200), rel=1e-12)


@pytest.mark.parametrize(("one", "other", "small", "large"), [
    ("AA", "AA", 7.906977, 5.668449), ("AB", "AB", 3.565411, 3.269650), ("AB", "AC", 2.339450, 2.086614),
    ("AA", "AB", 4.285714, 3.375796),
])  # fmt: skip
def test_parent_and_child_with_theta(one: str, other: str, small: float, large: float) -> None:
    found = [ratio(R.PARENT_CHILD, one, other, theta=theta) for theta in (0.01, 0.03)]
    assert found == pytest.approx([small, large], abs=5e-7)


def test_match_probability_and_one_person_with_theta() -> None:
    for theta, same, mixed in ((0.01, 67.109635, 22.719654), (0.03, 37.187915, 19.189398)):
        assert ratio(R.SELF, "AA", "AA", theta=theta) == pytest.approx(same, abs=5e-7)
        assert ratio(R.SELF, "AB", "AB", theta=theta) == pytest.approx(mixed, abs=5e-7)
    assert Draws(Panel("p", {"m": {"A": 0.3}}), "m", 0.01).genotype(("A", "A")) == pytest.approx(0.0921, rel=1e-12)


@pytest.mark.parametrize("theta", [0.0, 0.02])
@pytest.mark.parametrize("relation", list(Relation))
def test_a_pair_weighs_the_same_either_way_and_the_same_on_average(relation: Relation, theta: float) -> None:
    """Over all genotypes of the second the ratio averages 1: what a likelihood ratio is."""
    given = panel(a8=0.15, a9=0.25, a10=0.6)
    everyone = [f"{a}/{b}" for a, b in combinations_with_replacement(("8", "9", "10"), 2)]
    draws = Draws(given, "m", theta)
    for one in everyone:
        ratios = {other: ratio(relation, one, other, given, theta) for other in everyone}
        mean = sum(draws.genotype(pair(other), pair(one)) * found for other, found in ratios.items())
        assert mean == pytest.approx(1, rel=1e-12)
        assert all(ratio(relation, other, one, given, theta) == pytest.approx(found, rel=1e-12)
                   for other, found in ratios.items())  # fmt: skip


def test_only_loci_of_both_count_and_none_says_nothing() -> None:
    weights = PairWeights(Panel("p", {"m": {"A": 0.1}, "n": {"A": 0.1}}), R.PARENT_CHILD)
    assert weights.weigh({"m": pair("AA")}, {"n": pair("AA")}) == Weight(0, 1.0, 0.0)
    assert weights.weigh({"m": pair("AA"), "n": pair("AA")}, {"n": pair("AA")}).loci == 1


def test_exclusion_is_zero_and_a_product_too_large_keeps_its_logarithm() -> None:
    assert Weight.of([20.0, 0.0]) == Weight(2, 0.0, -math.inf)
    vast = Weight.of([1e200, 1e200])
    assert math.isinf(vast.lr)
    assert vast.log10_lr == pytest.approx(400)


def test_a_floor_lifts_rare_alleles_and_those_never_met() -> None:
    given = panel(a8=0.001, a9=0.999).with_floor(0.02)
    assert ratio(R.PARENT_CHILD, "8/8", "8/8", given) == pytest.approx(50)
    assert ratio(R.PARENT_CHILD, "7/7", "7/7", given) == pytest.approx(50)


@pytest.mark.parametrize("theta", [-0.01, 1.0, math.nan])
def test_theta_out_of_range_is_refused(theta: float) -> None:
    with pytest.raises(ValueError, match="theta"):
        PairWeights(LETTERS, R.SELF, theta)


def test_relatives_weigh_more_than_strangers_on_average() -> None:
    """Simulated brothers and sisters against simulated strangers, fifteen loci."""
    shares = {str(a): 1 / 8 for a in range(8, 16)}
    loci = [f"l{i}" for i in range(15)]
    weights = PairWeights(Panel("p", dict.fromkeys(loci, shares)), R.FULL_SIBS)
    rng = random.Random(3)
    draw = lambda: rng.choice(sorted(shares))  # noqa: E731

    def child(parents: list[list[str]]) -> tuple[str, str]:
        one, other = (rng.choice(parent) for parent in parents)
        return (one, other) if one <= other else (other, one)

    sibs, strangers = [], []
    for _ in range(100):
        families = {m: [[draw(), draw()], [draw(), draw()]] for m in loci}
        one, other = ({m: child(families[m]) for m in loci} for _ in range(2))
        far = {m: child([[draw(), draw()], [draw(), draw()]]) for m in loci}
        sibs.append(weights.weigh(one, other).log10_lr)
        strangers.append(weights.weigh(one, far).log10_lr)
    assert sorted(sibs)[50] > 2
    assert sorted(strangers)[50] < -2
