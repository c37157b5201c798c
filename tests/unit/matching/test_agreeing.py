"""Both said yes, or nothing is learnt: what the two sides of an exchange can tell of one another."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessctl.peers.blind import NotAPoint
from matching.peers.agreeing import ASKED, ASKER, Side

NUMBER = "0190b6f0-0000-7000-8000-000000000000"


def sides(asker: bool, asked: bool, turn: int = 1) -> tuple[Side, Side]:
    return Side(NUMBER, turn, os.urandom(32), asker), Side(NUMBER, turn, os.urandom(32), asked)


@given(asker=st.booleans(), asked=st.booleans(), turn=st.integers(1, 2**32 - 1))
def test_the_proofs_agree_if_both_said_yes_and_never_otherwise(asker: bool, asked: bool, turn: int) -> None:
    one, other = sides(asker, asked, turn)
    both = asker and asked
    assert one.shows(ASKED, other.point, other.proof(ASKED, one.point)) is both
    assert other.shows(ASKER, one.point, one.proof(ASKER, other.point)) is both


@given(asker=st.booleans(), asked=st.booleans())
def test_what_goes_over_the_network_is_as_long_and_never_the_same_twice(asker: bool, asked: bool) -> None:
    one, other = sides(asker, asked)
    later = Side(NUMBER, 2, one.secret, asker)
    assert {len(one.point), len(one.proof(ASKER, other.point))} == {32}
    assert one.point == Side(NUMBER, 1, one.secret, asker).point  # sent again, it is the same round
    assert len({one.point, later.point, other.point, one.proof(ASKER, other.point), other.proof(ASKED, one.point)}) == 5


def test_an_echo_or_a_proof_of_another_round_shows_nothing() -> None:
    one, other = sides(asker=True, asked=True)
    answered = other.proof(ASKED, one.point)
    assert not other.shows(ASKER, one.point, answered)
    assert not Side(NUMBER, 2, one.secret, True).shows(ASKED, other.point, answered)
    with pytest.raises(NotAPoint):
        one.proof(ASKER, b"\xff" * 32)
