"""Remains in a family's place, against remains of a stranger."""

from __future__ import annotations

import pytest

from matching.engine.kinship.families import (
    Family,
    ImpossibleProfiles,
    Typed,
    linked,
    lowest,
    weigh_remains,
)
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.mutation import Model, Mutation
from matching.engine.kinship.network import TooLarge
from matching.engine.kinship.pairwise import PairWeights, Relation, Weight
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree
from tests.unit.matching.engine.kinship.tables import LETTERS, pair

TRIO = Pedigree.of(("f", "", ""), ("m", "", ""), ("c", "f", "m"), ("s", "f", "m"))
PLAIN = Genetics(LETTERS)


def typed(text: str, dropout: float = 0.0) -> Typed:
    return Typed({"m": pair(text)}, dropout)


def test_both_parents_say_more_than_one_and_one_says_what_the_pair_says() -> None:
    mother = weigh_remains(Family(TRIO, {"m": typed("AB")}), "c", typed("AB"), PLAIN)
    assert mother.lr == pytest.approx(3.75)
    both = weigh_remains(Family(TRIO, {"m": typed("AB"), "f": typed("AA")}), "c", typed("AB"), PLAIN)
    assert both.lr == pytest.approx(0.5 / (2 * 0.1 * 0.2))


@pytest.mark.parametrize("theta", [0.0, 0.03])
def test_a_brother_in_a_family_weighs_what_a_pair_of_brothers_does(theta: float) -> None:
    found = weigh_remains(Family(TRIO, {"s": typed("AC")}), "c", typed("AB"), Genetics(LETTERS, theta))
    pairs = PairWeights(LETTERS, Relation.FULL_SIBS, theta)
    assert found.lr == pytest.approx(pairs.weigh({"m": pair("AC")}, {"m": pair("AB")}).lr, rel=1e-12)


def test_loci_of_one_person_alone_are_not_counted() -> None:
    panel = Panel("p", {"m": LETTERS.markers["m"], "n": LETTERS.markers["m"]})
    child = Typed({"m": pair("AB"), "n": pair("AB")})
    found = weigh_remains(Family(TRIO, {"m": typed("AB")}), "c", child, Genetics(panel))
    assert (found.loci, found.lr) == (1, pytest.approx(3.75))


def test_what_cannot_be_a_child_weighs_nothing_unless_alleles_change_or_drop_out() -> None:
    family = Family(TRIO, {"m": typed("AA")})
    assert weigh_remains(family, "c", typed("BC"), PLAIN).lr == 0
    assert 0 < weigh_remains(family, "c", typed("BC"), Genetics(LETTERS, 0, Mutation(Model.EQUAL))).lr < 0.1
    assert weigh_remains(family, "c", typed("CC"), PLAIN).lr == 0
    assert 0 < weigh_remains(family, "c", typed("CC", dropout=0.2), PLAIN).lr < 1


def test_a_family_that_contradicts_itself_is_said_to_and_not_the_remains() -> None:
    family = Family(TRIO, {"m": typed("AA"), "s": typed("BC")})
    with pytest.raises(ImpossibleProfiles, match="at m") as found:
        weigh_remains(family, "c", typed("AB"), PLAIN)
    assert found.value.marker == "m"


def test_somebody_who_is_not_in_the_pedigree_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the pedigree"):
        Family(TRIO, {"x": typed("AA")})
    with pytest.raises(ValueError, match="not in the pedigree"):
        weigh_remains(Family(TRIO, {"m": typed("AA")}), "x", typed("AA"), PLAIN)
    with pytest.raises(ValueError, match="drop-out"):
        typed("AA", dropout=1.0)


def test_a_family_too_large_for_theta_is_refused_at_once() -> None:
    """Ten children of as many couples nobody looked at, all alleles apart: neither way of summing is feasible."""
    couples = [(f"{side}{i}", "", "") for i in range(10) for side in "fm"]
    children = [(f"c{i}", f"f{i}", f"m{i}") for i in range(10)]
    shares = {str(a): 1 / 20 for a in range(5, 25)}
    seen = {f"c{i}": Typed({"m": (str(5 + 2 * i), str(6 + 2 * i))}, 0.1) for i in range(9)}
    remains = Typed({"m": ("23", "24")}, 0.1)
    with pytest.raises(TooLarge):
        weigh_remains(Family(Pedigree.of(*couples, *children), seen), "c9", remains,
                      Genetics(Panel("p", {"m": shares}), 0.03))  # fmt: skip


def test_the_least_of_several_panels() -> None:
    weights = {"one": Weight.of([100.0]), "two": Weight.of([20.0])}
    assert (lowest(weights).panel, lowest(weights).weight.lr) == ("two", 20.0)
    with pytest.raises(ValueError, match="different loci"):
        lowest({**weights, "three": Weight.of([1.0, 1.0])})
    with pytest.raises(ValueError, match="no panels"):
        lowest({})


def test_loci_of_one_chromosome_are_named() -> None:
    assert linked(["vwa", "th01", "d12s391"]) == [frozenset({"vwa", "d12s391"})]
    assert linked(["vwa", "th01"]) == []
