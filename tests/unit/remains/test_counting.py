"""Counting individuals: no more people than the pieces show, and no fewer."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.codes import Side
from remains.codes import Element
from remains.skeleton.codes import KINDS, Portion
from remains.skeleton.counting import Minimum, Piece, Reason, elements_of, minimum, twice
from remains.skeleton.drawing import PATHS, shapes

FEMUR = KINDS["femur"]


def femora(*said: tuple[str, str, int]) -> list[Piece]:
    return [Piece("femur", side, portion, count) for side, portion, count in said]


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    kind = draw(st.sampled_from([kind for kind in KINDS.values() if kind.countable]))
    side, portion = draw(st.sampled_from(kind.sides)), draw(st.sampled_from(kind.portions))
    return [Piece(kind.code, side, portion, draw(st.integers(1, 4)))]


SETS = st.lists(pieces(), max_size=6).map(lambda some: [piece for one in some for piece in one])


@pytest.mark.parametrize(
    ("set_of", "number"),
    [
        ([], 1),
        (femora(("l", "complete", 2)), 2),
        (femora(("l", "complete", 1), ("r", "complete", 1)), 1),
        (femora(("l", "proximal", 1), ("l", "distal", 1)), 1),
        (femora(("l", "proximal", 2), ("l", "distal", 1)), 2),
        (femora(("l", "complete", 1), ("l", "proximal", 1)), 2),
        (femora(("l", "complete", 1), ("l", "fragment", 5)), 1),
        (femora(("unknown", "complete", 2)), 1),
        (femora(("unknown", "complete", 3)), 2),
        (
            femora(
                *(("l", "complete", 1), ("l", "shaft", 1), ("r", "complete", 1), ("r", "proximal", 1)),
                ("unknown", "complete", 1),
            ),
            3,
        ),
        ([Piece("carpals", "l", "some", 8)], 1),
        ([Piece("carpals", "l", "some", 9)], 2),
        ([Piece("teeth_loose", "mid", "some", 33)], 2),
        ([Piece("skin_piece", "mid", "complete", 9)], 1),
        ([Piece("cranium", "mid", "complete", 3), *femora(("l", "complete", 2))], 3),
    ],
)
def test_so_many_people_at_least(set_of: list[Piece], number: int) -> None:
    assert minimum(set_of).number == number


def test_the_reason_names_what_is_there_too_often() -> None:
    two = femora(("l", "complete", 2), ("r", "complete", 1))
    assert minimum(two) == Minimum(2, (Reason("femur", Side.LEFT, 2),))
    assert twice(femora(("l", "complete", 1)), femora(("l", "shaft", 1))) == (Reason("femur", Side.LEFT, 2),)
    assert twice(femora(("l", "proximal", 1)), femora(("l", "shaft", 1))) == ()


@given(st.lists(st.tuples(st.sampled_from(FEMUR.sides), st.sampled_from(FEMUR.portions)), max_size=6))
def test_no_assignment_of_the_unsided_needs_fewer_people(bones: list[tuple[Side, Portion]]) -> None:
    """Against every way to give each piece of no known side a side."""
    known = [bone for bone in bones if bone[0] != Side.UNKNOWN]
    loose = [portion for side, portion in bones if side == Side.UNKNOWN]
    best = min(
        _plainly(known + list(zip(sides, loose, strict=True)))
        for sides in product((Side.LEFT, Side.RIGHT), repeat=len(loose))
    )
    assert minimum([Piece("femur", *bone) for bone, n in Counter(bones).items() for _ in range(n)]).number == best


def _plainly(bones: list[tuple[Side, Portion]]) -> int:
    """People needed when every side is known: each has one of each third of each side."""
    most = 1
    for side in (Side.LEFT, Side.RIGHT):
        count = Counter(portion for one, portion in bones if one == side)
        thirds = max(count[portion] for portion in (Portion.PROXIMAL, Portion.SHAFT, Portion.DISTAL))
        most = max(most, count[Portion.COMPLETE] + thirds)
    return most


@given(SETS, SETS)
def test_more_pieces_never_mean_fewer_people_and_order_means_nothing(one: list[Piece], other: list[Piece]) -> None:
    both = minimum([*one, *other])
    assert both.number >= max(minimum(one).number, minimum(other).number)
    assert both == minimum([*other, *one])
    assert all(reason.count == both.number for reason in both.reasons)
    assert bool(both.reasons) == (both.number > 1)


def test_what_is_compared_is_what_is_more_than_half_there() -> None:
    hand = [
        Piece("carpals", "l", "complete"),
        Piece("metacarpals", "l", "complete"),
        Piece("phal_hand", "l", "some", 1),
    ]
    held = [*hand, *femora(("r", "complete", 1), ("l", "shaft", 1)), Piece("cranium", "mid", "complete")]
    assert elements_of(held) == ["cranium", "hand_l", "femur_r"]
    assert set(elements_of([Piece(*key, "complete") for key in PATHS])) == set(Element.values)


def test_every_element_with_a_side_is_drawn_once() -> None:
    drawn = shapes(
        [Piece("femur", "l", "complete", 2), Piece("tibia", "r", "shaft"), Piece("cranium", "mid", "complete")]
    )
    states = {shape.key: shape.state for shape in drawn if shape.state != "none"}
    assert states == {"femur_l": "several", "tibia_r": "part", "cranium": "whole"}
    assert len({shape.key for shape in drawn}) == len(drawn) == 94
