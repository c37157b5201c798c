"""A pedigree as a picture: nobody stands on anybody, and children stand below their parents."""

from __future__ import annotations

import re

from matching.engine.kinship.drawing import drawing, generations, layout
from matching.engine.kinship.pedigree import Pedigree

FAMILY = Pedigree.of(
    ("gf", "", ""), ("gm", "", ""), ("f", "gf", "gm"), ("uncle", "gf", "gm"), ("m", "", ""), ("wife", "", ""),
    ("a", "f", "m"), ("b", "f", "m"), ("cousin", "uncle", "wife"), ("half", "f", ""), ("child", "a", ""),
)  # fmt: skip


def test_everybody_has_a_place_of_their_own_below_their_parents() -> None:
    places = layout(FAMILY)
    assert len({(place.x, place.y) for place in places.values()}) == len(FAMILY.members)
    for one in FAMILY.members:
        assert all(places[parent].y < places[one.code].y for parent in (one.father, one.mother) if parent)
    assert places["m"].x - places["f"].x == places["wife"].x - places["uncle"].x == 100


def test_who_married_in_stands_beside_whom_they_married() -> None:
    depth = generations(FAMILY)
    assert depth["m"] == depth["f"] == depth["wife"] == 1
    assert depth["child"] == 3


def test_shapes_say_the_sex_and_signs_the_rest() -> None:
    picture = drawing(FAMILY, {"a": "f", "child": "m"}, typed={"gm", "b"}, missing={"a"})
    assert picture.count("<rect") == 4  # gf, f, uncle by their place, and the child
    assert picture.count('r="18"') == 4  # gm, m, wife, a
    assert picture.count('r="6"') == 2
    assert re.findall(r">([^<>]+)</text>", picture).count("?") == 1


def test_codes_are_text_and_never_markup() -> None:
    picture = drawing(Pedigree.of(('"><script>', "", "")), {})
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture
