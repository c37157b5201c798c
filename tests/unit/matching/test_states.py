"""The state machine of a candidate pair, as tables."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.codes import REVIEWABLE_STATES, Decision, PairState, ReviewRole
from matching.states import (
    Side,
    Standing,
    after_change,
    both_sides,
    lacking,
    may_become,
    state_of,
)

S, D, R = PairState, Decision, ReviewRole
LEFT, RIGHT = frozenset({Side.LEFT}), frozenset({Side.RIGHT})
BOTH = LEFT | RIGHT


def voice(person: int, decision: Decision, sides: frozenset[Side] = LEFT, role: ReviewRole = R.CASEWORKER) -> Standing:
    return Standing(UUID(int=person), role, decision, sides)


@pytest.mark.parametrize(
    ("current", "voices", "expected"),
    [
        (S.PROPOSED, [], S.PROPOSED),
        (S.IN_REVIEW, [], S.QUEUED),
        (S.PROPOSED, [voice(1, D.ABSTAIN)], S.QUEUED),
        (S.PROPOSED, [voice(1, D.SUPPORT)], S.IN_REVIEW),
        (S.PROPOSED, [voice(1, D.NEUTRAL)], S.IN_REVIEW),
        (S.PROPOSED, [voice(1, D.HYPOTHESIS)], S.IN_REVIEW),
        (S.PROPOSED, [voice(1, D.NEEDS_DATA)], S.NEEDS_DATA),
        # One may exclude; against a voice in favour it takes both sides.
        (S.PROPOSED, [voice(1, D.EXCLUDE)], S.EXCLUDED),
        (S.IN_REVIEW, [voice(1, D.EXCLUDE), voice(2, D.NEUTRAL, RIGHT)], S.EXCLUDED),
        (S.IN_REVIEW, [voice(1, D.EXCLUDE), voice(2, D.SUPPORT, RIGHT)], S.IN_REVIEW),
        (S.HYPOTHESIS, [voice(1, D.EXCLUDE), voice(2, D.HYPOTHESIS, RIGHT)], S.IN_REVIEW),
        (S.IN_REVIEW, [voice(1, D.EXCLUDE), voice(2, D.EXCLUDE, RIGHT), voice(3, D.SUPPORT)], S.EXCLUDED),
        # A hypothesis: one reviewer of each side, two persons.
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS), voice(2, D.HYPOTHESIS, RIGHT)], S.HYPOTHESIS),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS), voice(2, D.CONFIRM, RIGHT)], S.HYPOTHESIS),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS), voice(2, D.SUPPORT, RIGHT)], S.IN_REVIEW),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS), voice(2, D.HYPOTHESIS, LEFT)], S.IN_REVIEW),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS, BOTH)], S.IN_REVIEW),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS, BOTH), voice(2, D.HYPOTHESIS, BOTH)], S.HYPOTHESIS),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS), voice(2, D.HYPOTHESIS, frozenset())], S.IN_REVIEW),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS), voice(2, D.HYPOTHESIS, RIGHT), voice(3, D.NEEDS_DATA)], S.NEEDS_DATA),
        (S.IN_REVIEW, [voice(1, D.HYPOTHESIS), voice(2, D.HYPOTHESIS, RIGHT), voice(3, D.ABSTAIN)], S.HYPOTHESIS),
        (S.IN_REVIEW, [voice(1, D.NEUTRAL), voice(2, D.NEUTRAL, RIGHT)], S.INCONCLUSIVE),
        (S.LAB_REQUESTED, [voice(1, D.HYPOTHESIS), voice(2, D.HYPOTHESIS, RIGHT)], S.LAB_REQUESTED),
        (S.LAB_REQUESTED, [voice(1, D.HYPOTHESIS), voice(2, D.EXCLUDE, RIGHT, R.GENETICIST)], S.EXCLUDED),
        (S.LAB_REQUESTED, [voice(1, D.EXCLUDE), voice(2, D.HYPOTHESIS, RIGHT, R.GENETICIST)], S.IN_REVIEW),
        # Two who hold it for confirmed confirm nothing: the authority's act is not theirs.
        (S.HYPOTHESIS, [voice(1, D.CONFIRM), voice(2, D.CONFIRM, RIGHT, R.PATHOLOGIST)], S.HYPOTHESIS),
    ],
)
def test_decisions_amount_to_a_state(current: PairState, voices: list[Standing], expected: PairState) -> None:
    assert state_of(voices, current) is expected


VOICES = st.builds(
    voice,
    st.integers(1, 4),
    st.sampled_from(list(D)),
    st.sampled_from([LEFT, RIGHT, BOTH, frozenset[Side]()]),
    st.sampled_from(list(R)),
)


@given(st.lists(VOICES, max_size=12))
def test_every_state_that_decisions_lead_to_is_an_arrow_of_the_machine(steps: list[Standing]) -> None:
    state = S.PROPOSED
    held: dict[UUID, Standing] = {}
    for step in steps:
        held[step.reviewer] = step
        new = state_of(list(held.values()), state)
        assert may_become(state, new), (state, new)
        assert new in REVIEWABLE_STATES
        assert new is not S.CONFIRMED
        state = new


@pytest.mark.parametrize("state", list(S))
def test_any_state_may_be_hidden_when_consent_ends(state: PairState) -> None:
    assert may_become(state, S.VOID_CONSENT)


def test_nothing_but_a_hypothesis_of_both_sides_leads_to_confirmed() -> None:
    ways = [state for state in S if state is not S.CONFIRMED and may_become(state, S.CONFIRMED)]
    assert ways == [S.HYPOTHESIS, S.LAB_REQUESTED]


@pytest.mark.parametrize(
    ("current", "above_floor", "before", "after", "expected"),
    [
        (S.PROPOSED, True, {"age": 0.1}, {"age": 0.9}, S.PROPOSED),
        (S.PROPOSED, False, {"age": 0.1}, {"age": -0.9}, S.STALE),
        (S.STALE, True, {}, {"age": 0.9}, S.PROPOSED),
        (S.STALE, False, {}, {}, S.STALE),
        # Excluded stays excluded until one line moved by 1.5 and the pair is above the floor again.
        (S.EXCLUDED, True, {"age": 0.1, "place": 0.0}, {"age": 1.0, "place": 0.9}, S.EXCLUDED),
        (S.EXCLUDED, True, {"age": 0.1}, {"age": 0.1, "marks": 1.5}, S.PROPOSED),
        (S.EXCLUDED, False, {"age": 0.1}, {"age": 0.1, "marks": 1.5}, S.EXCLUDED),
        (S.EXCLUDED, True, {"age": -1.4}, {"age": 0.1}, S.PROPOSED),
        (S.EXCLUDED, True, {"age": 0.1}, {"age": -1.6}, S.PROPOSED),
        (S.EXCLUDED, True, {"age": 0.1}, {"age": -1.3}, S.EXCLUDED),
        (S.EXCLUDED, True, {"marks": 3.0}, {"marks": 0.0}, S.EXCLUDED),
        # What somebody worked on is never dropped.
        (S.IN_REVIEW, False, {"age": 0.1}, {"age": -2.0}, S.IN_REVIEW),
        (S.NEEDS_DATA, True, {"age": 0.0}, {"age": 0.8}, S.IN_REVIEW),
        (S.NEEDS_DATA, True, {"age": 0.0}, {"age": 0.2}, S.NEEDS_DATA),
        (S.HYPOTHESIS, True, {"age": 0.0}, {"age": 0.2}, S.HYPOTHESIS),
        (S.HYPOTHESIS, True, {"age": 0.0}, {"age": -0.8}, S.IN_REVIEW),
        (S.LAB_REQUESTED, True, {"age": 0.0}, {"age": -0.8}, S.IN_REVIEW),
        (S.CONFIRMED, True, {"age": 0.0}, {"age": -3.0}, S.CONFIRMED),
        (S.VOID_CONSENT, True, {}, {}, S.PROPOSED),
    ],
)
def test_a_change_of_the_records(
    current: PairState, above_floor: bool, before: dict[str, float], after: dict[str, float], expected: PairState
) -> None:
    assert after_change(current, above_floor=above_floor, before=before, after=after) is expected


def test_a_confirmation_lacks_persons_roles_and_always_the_authority() -> None:
    nobody = lacking([])
    assert (nobody.persons, nobody.roles, nobody.authority) == (2, 2, True)
    same_role = lacking([voice(1, D.CONFIRM), voice(2, D.CONFIRM, RIGHT)])
    assert (same_role.persons, same_role.roles) == (0, 1)
    two_roles = lacking([voice(1, D.CONFIRM), voice(2, D.CONFIRM, RIGHT, R.PATHOLOGIST)])
    assert two_roles.reviewers_agree
    assert two_roles.authority


def test_one_person_never_speaks_for_both_sides() -> None:
    assert not both_sides([voice(1, D.HYPOTHESIS, BOTH)])
    assert both_sides([voice(1, D.HYPOTHESIS, BOTH), voice(2, D.HYPOTHESIS, LEFT)])
