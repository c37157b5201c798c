"""Codes of remains: what layer 1 shows of an estimate, and how remains move from state to state."""

from __future__ import annotations

from cases.codes import Sex
from remains.codes import (
    COMPARED,
    LOGGED_AS,
    TRANSITIONS,
    Element,
    RemainsStatus,
    SexEstimate,
    elements_by_region,
    next_states,
)


def test_layer_1_shows_a_probable_sex_and_never_a_guess() -> None:
    assert [estimate.sex for estimate in SexEstimate] == [Sex.MALE, Sex.MALE, Sex.NOT_KNOWN, Sex.FEMALE, Sex.FEMALE]


def test_identified_is_reached_through_a_hypothesis_alone() -> None:
    assert [start for start, ends in TRANSITIONS.items() if RemainsStatus.IDENTIFIED in ends] == [
        RemainsStatus.HYPOTHESIS
    ]


def test_an_identification_can_be_revoked() -> None:
    assert RemainsStatus.IN_COMPARISON in TRANSITIONS[RemainsStatus.IDENTIFIED]


def test_nobody_enters_that_data_are_complete() -> None:
    complete = RemainsStatus.DATA_COMPLETE
    assert complete not in LOGGED_AS
    assert [status for status in RemainsStatus if complete in next_states(status)] == [complete]
    assert RemainsStatus.IN_COMPARISON in next_states(complete)


def test_only_remains_in_care_are_compared() -> None:
    assert RemainsStatus.REPORTED not in COMPARED
    assert not COMPARED & {RemainsStatus.IDENTIFIED, RemainsStatus.NOT_HUMAN, RemainsStatus.LOST}


def test_every_part_of_a_skeleton_lies_in_one_region() -> None:
    offered = [(str(name), code) for name, choices in elements_by_region() for code, _label in choices]
    assert sorted(code for _name, code in offered) == sorted(Element.values)
    assert {code: name for name, code in offered}["ilium_hip_l"] == "Trunk"
    assert [name for name, code in offered if code == "talus_r"] == ["Legs and feet"]
