"""Codes of families: every relation, channel and form of consent of the dictionary."""

from __future__ import annotations

from families.codes import ChannelKind, ConsentDecision, ConsentState, Relationship

RELATIONS = (
    "mot fat chi sib_f sib_h sib_x spo par fia gmo gfa gch aun unc nie nep cou inl gua fos mil fri com nei emp rep"
    " org non"
)


def test_relations_are_those_of_the_dictionary() -> None:
    assert Relationship.values == [*RELATIONS.split(), "other"]


def test_a_family_may_be_reached_through_the_organisation_alone() -> None:
    assert "via_org" in ChannelKind.values


def test_a_decision_is_never_presumed() -> None:
    assert set(ConsentDecision.values) == {"given", "refused", "not_asked"}
    assert {"withdrawn", "expired", "superseded"} <= set(ConsentState.values)
