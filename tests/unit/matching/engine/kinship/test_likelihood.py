"""The probability of a family's profiles: published rows, and an enumeration of everything for small families."""

from __future__ import annotations

import os

import numpy as np
import pytest

from matching.engine.kinship.genotypes import genotype
from matching.engine.kinship.likelihood import Genetics, Look, likelihood
from matching.engine.kinship.mutation import Model, Mutation, stepwise
from matching.engine.kinship.pairwise import PairWeights, Relation
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import ImpossiblePedigree, Pedigree
from matching.engine.kinship.relations import PedigreeWeights
from tests.unit.matching.engine.kinship.enumeration import World, worlds
from tests.unit.matching.engine.kinship.tables import LETTERS, pair, panel

TRIO = Pedigree.of(("f", "", ""), ("m", "", ""), ("c", "f", "m"))
CAMPAIGN = "REGISTRY_CAMPAIGN" in os.environ


def of(pedigree: Pedigree, given: Panel, mutation: Mutation | None = None, theta: float = 0.0, **seen: str) -> float:
    looks = [Look(code, pair(text)) for code, text in seen.items()]
    return likelihood(pedigree, looks, "m", Genetics(given, theta, mutation))


def test_published_likelihoods() -> None:
    two = panel(a1=0.2, a2=0.8)
    sibs = Pedigree.of(("f", "", ""), ("m", "", ""), ("a", "f", "m"), ("b", "f", "m"))
    assert of(sibs, two, a="2/2", b="2/2") == pytest.approx(0.5184, rel=1e-12)
    assert of(TRIO, two, f="1/2", m="1/2", c="1/2") == pytest.approx(0.0512, rel=1e-12)
    assert of(TRIO, two, f="1/2", c="1/2") == pytest.approx(0.16, rel=1e-12)
    assert of(Pedigree.of(("a", "", "")), panel(a1=0.3, a2=0.7), theta=0.01, a="1/1") == pytest.approx(
        0.0921, rel=1e-12
    )


def test_published_likelihoods_with_mutation() -> None:
    equal = Mutation(Model.EQUAL, 0.1, 0.1)
    son = Pedigree.of(("f", "", ""), ("s", "f", ""))
    found = of(son, panel(a1=0.5, a2=0.5), equal, f="1/1", s="2/2")
    assert found == pytest.approx(0.0125, rel=1e-12)
    assert found / 0.5**4 == pytest.approx(0.2, rel=1e-12)
    assert of(TRIO, panel(a1=0.9, a2=0.1), equal, f="1/1", m="1/1", c="2/2") == pytest.approx(0.006561, rel=1e-12)


def test_published_stepwise_matrix() -> None:
    found = stepwise(("1", "1.5", "2", "3"), rate=0.6, part=0.3, further=0.5)
    rows = [[0.1, 0.3, 0.4, 0.2], [0.1, 0.7, 0.1, 0.1], [0.3, 0.3, 0.1, 0.3], [0.2, 0.3, 0.4, 0.1]]
    assert found == pytest.approx(np.array(rows), rel=1e-12)


def by_the_engine(world: World) -> float:
    mutation = None
    if world.model != "none":
        mutation = Mutation(Model(world.model), *world.rates, further=0.2, part=0.01)
    looks = [Look(code, genotype(*seen), dropout) for code, seen, dropout in world.seen]
    genetics = Genetics(Panel("p", {"m": world.shares}), world.theta, mutation)
    return likelihood(Pedigree.of(*world.members), looks, "m", genetics)


def test_every_assignment_of_alleles_gives_the_same() -> None:
    """Families of up to five people with and without mutation, θ and drop-out; `make campaign-kinship` takes 3,000."""
    for world in worlds(3000 if CAMPAIGN else 80, seed=5):
        assert by_the_engine(world) == pytest.approx(world.probability(), rel=1e-10, abs=0), world


@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("relation", list(Relation))
def test_a_pair_as_a_family_weighs_what_it_weighs_in_closed_form(relation: Relation, theta: float) -> None:
    genetics = Genetics(LETTERS, theta)
    for one, other in (("AA", "AA"), ("AB", "AB"), ("AA", "AB"), ("AB", "AC"), ("AA", "BB"), ("AB", "CC")):
        profiles = {"m": pair(one)}, {"m": pair(other)}
        expected = PairWeights(LETTERS, relation, theta).weigh(*profiles)
        assert PedigreeWeights(genetics, relation).weigh(*profiles).lr == pytest.approx(expected.lr, rel=1e-12)


def test_parents_who_are_cousins_are_no_obstacle() -> None:
    """Their child has one allele twice by descent in 1 of 16 cases (Wright 1922)."""
    family = Pedigree.of(("g", "", ""), ("h", "", ""), ("u", "g", "h"), ("v", "g", "h"), ("f", "u", ""), ("m", "", "v"),
                         ("c", "f", "m"))  # fmt: skip
    assert of(family, LETTERS, c="AA") == pytest.approx(0.1 / 16 + 0.01 * 15 / 16, rel=1e-12)
    assert of(family, LETTERS, c="AB") == pytest.approx(2 * 0.1 * 0.2 * 15 / 16, rel=1e-12)


@pytest.mark.parametrize(("rows", "words"), [
    ((("a", "", ""), ("a", "", "")), "twice"),
    ((("a", "x", ""),), "not in the pedigree"),
    ((("a", "b", ""), ("b", "a", "")), "ancestor of itself"),
    ((("a", "", ""), ("b", "a", ""), ("c", "", "a")), "a father and a mother"),
    ((("a", "", ""), ("b", "a", "a")), "a father and a mother"),
])  # fmt: skip
def test_families_that_cannot_be(rows: tuple[tuple[str, str, str], ...], words: str) -> None:
    with pytest.raises(ImpossiblePedigree, match=words):
        Pedigree.of(*rows)


def test_rates_out_of_range_are_refused() -> None:
    for wrong in ({"male": 1.0}, {"female": -0.1}, {"further": 0.0}, {"part": -1.0}):
        with pytest.raises(ValueError, match=r"rate of mutation|Further repeats"):
            Mutation(Model.STEPWISE, **wrong)
    with pytest.raises(ValueError, match="theta"):
        Genetics(LETTERS, theta=1)
    with pytest.raises(ValueError, match="repeats"):
        of(TRIO, LETTERS, Mutation(), f="AA", c="AB")
