"""Relatives by what they are to the missing person: each alone weighs as the pair of that relationship does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.kinship.drawing import drawing
from matching.engine.kinship.families import Family, Typed, weigh_remains
from matching.engine.kinship.kin import MISSING, SIDED, Kin, Relation, placed, readings
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.pairwise import PairWeights
from matching.engine.kinship.pairwise import Relation as Pair
from tests.unit.matching.engine.kinship.tables import LETTERS, pair

ALONE = {
    Kin.MOTHER: Pair.PARENT_CHILD, Kin.FATHER: Pair.PARENT_CHILD, Kin.CHILD: Pair.PARENT_CHILD,
    Kin.FULL_SIBLING: Pair.FULL_SIBS, Kin.HALF_SIBLING: Pair.HALF_SIBS, Kin.GRANDMOTHER: Pair.GRANDPARENT,
    Kin.GRANDFATHER: Pair.GRANDPARENT, Kin.GRANDCHILD: Pair.GRANDPARENT, Kin.AUNT: Pair.AVUNCULAR,
    Kin.UNCLE: Pair.AVUNCULAR, Kin.NIECE: Pair.AVUNCULAR, Kin.NEPHEW: Pair.AVUNCULAR, Kin.COUSIN: Pair.FIRST_COUSINS,
}  # fmt: skip


def lr(relations: list[Relation], seen: dict[str, str], bones: str, sex: str = "") -> list[float]:
    typed = {code: Typed({"m": pair(text)}) for code, text in seen.items()}
    return [
        weigh_remains(Family(one.pedigree, typed), MISSING, Typed({"m": pair(bones)}), Genetics(LETTERS)).lr
        for one in readings(relations, sex)
    ]


@pytest.mark.parametrize("sex", ["", "m", "f"])
@pytest.mark.parametrize("side", ["mother", "father"])
@pytest.mark.parametrize("kin", list(Kin))
def test_each_alone_weighs_as_its_pair(kin: Kin, side: str, sex: str) -> None:
    for one, other in (("AA", "AA"), ("AB", "AB"), ("AA", "AB"), ("AB", "AC"), ("AB", "CC")):
        (found,) = lr([Relation("r", kin, side)], {"r": one}, other, sex)
        expected = PairWeights(LETTERS, ALONE[kin]).weigh({"m": pair(one)}, {"m": pair(other)}).lr
        assert found == pytest.approx(expected, rel=1e-12), (one, other)


def test_what_a_relationship_leaves_open_is_read_both_ways() -> None:
    for kin in (Kin.CHILD, Kin.HALF_SIBLING, Kin.NIECE, Kin.COUSIN, Kin.GRANDCHILD):
        two = [Relation("a", kin, "mother"), Relation("b", kin, "mother")]
        together, apart = lr(two, {"a": "AB", "b": "AB"}, "AC")
        assert together != pytest.approx(apart), kin
        assert together < apart, kin  # what they have of one another says nothing of the remains
    mixed = [Relation("a", Kin.NIECE), Relation("b", Kin.NEPHEW), Relation("c", Kin.CHILD), Relation("d", Kin.CHILD)]
    assert len(readings(mixed)) == 4


def test_who_has_no_place_of_their_own_is_left_out() -> None:
    said = [
        Relation("m", Kin.MOTHER), Relation("m2", Kin.MOTHER), Relation("u", Kin.UNCLE, "father"),
        Relation("v", Kin.AUNT), Relation("c", Kin.COUSIN, "father"), Relation("d", Kin.COUSIN, "mother"),
        Relation("s", Kin.FULL_SIBLING), Relation("n", Kin.NIECE),
    ]  # fmt: skip
    assert [one.code for one in placed(said)] == ["m", "u", "d", "s"]


RELATIONS = st.lists(st.tuples(st.sampled_from(list(Kin)), st.sampled_from(["", "mother", "father"])), max_size=9)


@given(RELATIONS, st.sampled_from(["", "m", "f"]))
def test_any_family_is_a_pedigree_that_can_be_drawn(kin: list[tuple[Kin, str]], sex: str) -> None:
    said = [Relation(f"r{number}", *one) for number, one in enumerate(kin)]
    held = placed(said)
    assert all(one.side for one in held if one.kin in SIDED)
    found = readings(held, sex)
    assert 1 <= len(found) <= 8
    for one in found:
        assert {MISSING, *(relation.code for relation in held)} <= one.pedigree.by_code.keys()
        labels = {relation.code: relation.code for relation in held}
        picture = drawing(one.pedigree, one.sexes, missing={MISSING}, labels=labels)
        assert "~" not in picture
