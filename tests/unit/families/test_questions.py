"""Which uses and receivers a family is asked about."""

from __future__ import annotations

from accessctl.codes import Purpose, RecipientClass
from families import questions


def codes(*, is_flagged: bool = False) -> set[str]:
    return {recipient.code for _group, recipient in questions.asked(is_flagged=is_flagged)}


def test_immigration_authorities_are_never_asked_about():
    assert RecipientClass.IMMIGRATION_AUTHORITY not in codes()


def test_a_person_who_fears_a_state_is_not_asked_about_it():
    gone = codes() - codes(is_flagged=True)
    assert gone == {RecipientClass.CONSULATE, RecipientClass.STATE_OF_ORIGIN_BODY}


def test_state_bodies_need_a_kind_and_a_state():
    kind = (Purpose.SHARE_SEARCH, RecipientClass.NATIONAL_FOCAL_POINT)
    state = (Purpose.SHARE_SEARCH, RecipientClass.STATE_OF_TRANSIT_BODY)
    other = (Purpose.FORENSIC_COMPARISON, RecipientClass.STATE_OF_TRANSIT_BODY)
    assert questions.half_given([kind]) == [Purpose.SHARE_SEARCH]
    assert questions.half_given([state]) == [Purpose.SHARE_SEARCH]
    assert questions.half_given([kind, state]) == []
    assert questions.half_given([kind, other]) == [Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON]
    assert questions.half_given([]) == []
