"""Which relative to sample next."""

from __future__ import annotations

from itertools import product
from math import log10

import pytest

from matching.engine.kinship.families import Family, ImpossibleProfiles, Typed
from matching.engine.kinship.pairwise import Draws, PairWeights, Relation
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree
from matching.engine.kinship.power import Plan, expected, ranking
from tests.unit.matching.engine.kinship.tables import LETTERS, pair

FAMILY = Pedigree.of(
    ("gf", "", ""), ("f", "gf", ""), ("m", "", ""), ("missing", "f", "m"), ("sister", "f", "m"), ("uncle", "gf", ""),
    ("cousin", "uncle", ""), ("child", "missing", ""),
)  # fmt: skip
TEN_LOCI = Panel("ten", {f"l{i}": {str(a): 1 / 8 for a in range(8, 16)} for i in range(10)})


def test_the_mean_of_one_parent_is_the_sum_over_all_genotypes() -> None:
    [mother, alone] = Plan(Family(FAMILY, {}), "missing", LETTERS, ("m",), seed=1).outlooks(("m",))
    draws, weights = Draws(LETTERS, "m", 0.0), PairWeights(LETTERS, Relation.PARENT_CHILD)
    everyone = {pair(a + b) for a, b in product("ABC", repeat=2)}
    expected = 0.0
    for one, other in product(everyone, repeat=2):
        ratio = weights.weigh({"m": one}, {"m": other}).lr
        if ratio:
            expected += draws.genotype(one) * draws.genotype(other) * ratio * log10(ratio)
    assert (mother.relative, alone.relative) == ("m", "")
    assert mother.mean == pytest.approx(expected, rel=1e-12)
    assert alone.mean == pytest.approx(0, abs=1e-12)


def test_the_nearest_say_most_and_what_draws_say_is_repeatable() -> None:
    relatives = ("cousin", "sister", "m", "child")
    plan = Plan(Family(FAMILY, {}), "missing", TEN_LOCI, list(TEN_LOCI.markers), seed=4)
    found = plan.outlooks(relatives)
    assert {found[0].relative, found[1].relative} == {"m", "child"}
    assert [one.relative for one in found[2:]] == ["sister", "cousin", ""]
    assert found == plan.outlooks(relatives)
    for one in found[:3]:
        assert one.low < one.mean < one.high
        assert one.low < one.median < one.high
    assert found[0].strong > found[2].strong >= found[3].strong
    assert found[0].stranger < 0.05


def test_what_is_sampled_already_counts() -> None:
    """Beside her mother a missing woman's father adds more than her sister."""
    typed = Typed({f"l{i}": ("8", "9") for i in range(10)})
    found = Plan(Family(FAMILY, {"m": typed}), "missing", TEN_LOCI, list(TEN_LOCI.markers), 4).outlooks(("f", "sister"))
    added = ranking(found)
    assert added["f"] > added["sister"] > 0
    assert next(one for one in found if not one.relative).mean > 1


def test_who_cannot_be_asked() -> None:
    family = Family(FAMILY, {"m": Typed({"m": pair("AB")})})
    for missing, relatives in (("nobody", ()), ("missing", ("m",)), ("missing", ("missing",))):
        with pytest.raises(ValueError, match=r"not in the pedigree|no further sample"):
            Plan(family, missing, LETTERS, ("m",), seed=1).outlooks(relatives)
    broken = Family(FAMILY, {"m": Typed({"m": pair("AA")}), "sister": Typed({"m": pair("BC")})})
    with pytest.raises(ImpossibleProfiles):
        Plan(broken, "missing", LETTERS, ("m",), seed=1).outlooks(("f",))


def test_who_gave_and_not_what_they_have_is_enough_to_plan() -> None:
    loci = list(TEN_LOCI.markers)
    known = {"panel": TEN_LOCI, "loci": loci, "seed": 3}
    nobody = expected(FAMILY, "missing", (), ("m", "sister", "cousin"), **known)  # type: ignore[arg-type]
    assert nobody == pytest.approx(
        Plan(Family(FAMILY, {}), "missing", TEN_LOCI, loci, 1).means(("m", "sister", "cousin"))
    )
    mother = expected(FAMILY, "missing", ("m",), ("f", "sister"), families=60, **known)  # type: ignore[arg-type]
    assert mother[""] == pytest.approx(nobody["m"], abs=0.25)  # the mean over families is that of the plan
    assert mother["f"] > mother["sister"] > mother[""]
