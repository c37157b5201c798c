"""One pedigree of several missing people: what follows from their being brothers, or parent and child."""

from __future__ import annotations

import random

import pytest

from matching.engine.kinship.assignment import assign, ratios
from matching.engine.kinship.families import Family, Typed
from matching.engine.kinship.joining import Tie, joined
from matching.engine.kinship.kin import Kin, Relation, readings
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import ImpossiblePedigree, Pedigree

TEN = Genetics(Panel("ten", {"m": {str(a): 0.1 for a in range(1, 11)}}))


def test_brothers_share_their_parents_and_whoever_gave_a_sample_for_both() -> None:
    one = readings([Relation("d1", Kin.MOTHER), Relation("d2", Kin.CHILD)], "m")[0]
    other = readings([Relation("d3", Kin.MOTHER), Relation("d4", Kin.FULL_SIBLING)], "m")[0]
    found = joined([one, other], [Tie(0, Kin.FULL_SIBLING, 1)])
    assert found.names[0, "d1"] == found.names[1, "d3"]
    rows = found.pedigree.by_code
    elder, younger, brother = (rows[found.names[key]] for key in ((0, "?"), (1, "?"), (1, "d4")))
    assert (elder.father, elder.mother) == (younger.father, younger.mother) == (brother.father, brother.mother)
    assert rows[found.names[0, "d2"]].father == elder.code
    assert all((elder.father, elder.mother))


@pytest.mark.parametrize(("sex", "place"), [("m", "father"), ("f", "mother")])
def test_a_parent_and_a_child_are_told_the_same_from_both_sides(sex: str, place: str) -> None:
    parent, child = readings([], sex)[0], readings([], "m")[0]
    for ties in ([Tie(0, Kin.CHILD, 1)], [Tie(1, Kin.FATHER if sex == "m" else Kin.MOTHER, 0)]):
        found = joined([parent, child], ties)
        assert getattr(found.pedigree.by_code[found.missing(1)], place) == found.missing(0)


def test_what_is_no_family_is_refused() -> None:
    one, other = readings([], "m")[0], readings([], "m")[0]
    for ties in ([Tie(0, Kin.MOTHER, 1)], [Tie(0, Kin.CHILD, 1), Tie(0, Kin.FATHER, 1)]):
        with pytest.raises(ImpossiblePedigree):
            joined([one, other], ties)


def test_ratios_are_those_of_all_assignments_together() -> None:
    """Without θ the remains that are elsewhere cancel, whatever they are."""
    draw = random.Random(5)
    rows = ("f", "", ""), ("m", "", ""), ("A", "f", "m"), ("B", "f", "m"), ("child", "A", "")
    for _round in range(20):
        profiles = {
            code: Typed({"m": tuple(sorted((str(draw.randint(1, 10)), str(draw.randint(1, 10)))))})  # type: ignore[dict-item]
            for code in ("m", "child", "X", "Y", "Z")
        }
        family = Family(Pedigree.of(*rows), {code: profiles[code] for code in ("m", "child")})
        bones = {code: profiles[code] for code in "XYZ"}
        joint = assign(family, ("A", "B"), bones, TEN)
        if joint.log10_of({}) == float("-inf"):
            continue
        found = ratios(family, dict.fromkeys(bones, ("A", "B")), bones, TEN)
        expected = {
            frozenset(one.places.items()): one.log10 - joint.log10_of({}) for one in joint.possible if one.places
        }
        assert found == pytest.approx(expected, rel=1e-9)
