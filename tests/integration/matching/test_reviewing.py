"""Decisions about a pair: who, in which order, what they amount to, and what is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from accessctl.services import set_consent_effect
from cases.models import Case
from cases.services import MarkEntry, change_case
from matching import services
from matching.codes import Decision, Need, PairKind, PairState, Reason, ReviewRole
from matching.models import CandidatePair, EvidenceLine, Review, ReviewNote
from matching.services import Judgement, reviewing
from matching.states import lacking
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from tests import cast
from tests.factories import matching as make

pytestmark = pytest.mark.journal
DNA = (*make.EVERY_PURPOSE, Purpose.DNA_IDENTIFICATION)


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


@pytest.fixture
def pair(people: cast.Cast) -> CandidatePair:
    """The NGO's case and the institute's remains."""
    make.case(people.caseworker.actor, effect=make.consent(*DNA))
    make.remains(people.analyst.actor)
    make.match()
    return CandidatePair.objects.get()


ROLES = {
    "caseworker": ReviewRole.CASEWORKER,
    "supervisor": ReviewRole.CASEWORKER,
    "second_caseworker": ReviewRole.CASEWORKER,
    "analyst": ReviewRole.ANTHROPOLOGIST,
    "focal_a": ReviewRole.FOCAL_POINT,
    "focal_b": ReviewRole.FOCAL_POINT,
}


def judgement(pair: CandidatePair, who: str, decision: Decision, **changes: Any) -> Judgement:
    pair.refresh_from_db()
    given = Judgement(
        role=ROLES[who], decision=decision, reasons=[Reason.MARK_FITS], words="The tattoo is described alike.",
        stamp=reviewing.stamp_of(pair), data_seen="0" * 64,
        needs=[Need.BIRTH_DATE] if decision is Decision.NEEDS_DATA else [],
    )  # fmt: skip
    return replace(given, **changes)


def decide(people: cast.Cast, pair: CandidatePair, who: str, decision: Decision, **changes: Any) -> PairState:
    actor: Actor = getattr(people, who).actor
    services.review_pair(actor=actor, ref=pair.ref, judgement=judgement(pair, who, decision, **changes))
    pair.refresh_from_db()
    return PairState(pair.state)


def test_a_hypothesis_takes_a_reviewer_of_each_side(people: cast.Cast, pair: CandidatePair) -> None:
    assert decide(people, pair, "caseworker", Decision.HYPOTHESIS) == PairState.IN_REVIEW
    assert decide(people, pair, "supervisor", Decision.HYPOTHESIS) == PairState.IN_REVIEW
    assert decide(people, pair, "analyst", Decision.HYPOTHESIS) == PairState.HYPOTHESIS


def test_two_focal_points_review_for_the_two_sides(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "focal_a", Decision.HYPOTHESIS)
    assert decide(people, pair, "focal_b", Decision.HYPOTHESIS) == PairState.HYPOTHESIS


def test_confirming_needs_two_persons_of_two_roles_and_changes_no_fate(people: cast.Cast, pair: CandidatePair) -> None:
    with pytest.raises(Invalid) as early:
        decide(people, pair, "caseworker", Decision.CONFIRM)
    assert "decision" in early.value.fields
    decide(people, pair, "caseworker", Decision.HYPOTHESIS)
    decide(people, pair, "analyst", Decision.HYPOTHESIS)
    decide(people, pair, "caseworker", Decision.CONFIRM)
    decide(people, pair, "analyst", Decision.CONFIRM)
    assert pair.state == PairState.HYPOTHESIS
    missing = lacking(reviewing.standing(reviewing.of_round(pair)))
    assert missing.reviewers_agree
    assert missing.authority


def test_one_may_exclude_and_a_voice_in_favour_keeps_the_pair_in_review(people: cast.Cast, pair: CandidatePair) -> None:
    assert decide(people, pair, "analyst", Decision.EXCLUDE) == PairState.EXCLUDED
    assert decide(people, pair, "caseworker", Decision.SUPPORT) == PairState.IN_REVIEW
    assert decide(people, pair, "caseworker", Decision.EXCLUDE) == PairState.EXCLUDED


def test_an_excluded_pair_stays_excluded_until_a_strong_line_arrives(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "analyst", Decision.EXCLUDE, reasons=[Reason.OTHER_PERSON])
    actor, ref = people.caseworker.actor, pair.case.ref
    change_case(actor=actor, ref=ref, entry=replace(make.CASE, age=(25, 26)))
    make.match()
    pair.refresh_from_db()
    assert (pair.state, pair.round) == (PairState.EXCLUDED, 1)
    change_case(actor=actor, ref=ref, entry=replace(make.CASE, marks=()))
    make.match()
    pair.refresh_from_db()
    assert (pair.state, pair.round) == (PairState.EXCLUDED, 1)


def test_evidence_that_returns_strong_reopens_an_exclusion_made_without_it(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor, marks=())
    make.remains(people.analyst.actor)
    make.match()
    pair = services.open_pair(actor=people.analyst.actor, left_ref=case.ref, right_ref=make.latest_remains().ref)
    make.match()
    decide(people, pair, "analyst", Decision.EXCLUDE, reasons=[Reason.TOO_LITTLE])
    make.match()
    pair.refresh_from_db()
    assert pair.state == PairState.EXCLUDED
    change_case(actor=people.caseworker.actor, ref=case.ref, entry=make.CASE)
    make.match()
    pair.refresh_from_db()
    assert (pair.state, pair.round) == (PairState.PROPOSED, 2)
    assert pair.changed_at is not None
    assert reviewing.standing(reviewing.of_round(pair)) == []


def test_a_hypothesis_whose_evidence_changed_must_be_looked_at_again(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "caseworker", Decision.HYPOTHESIS)
    decide(people, pair, "analyst", Decision.HYPOTHESIS)
    other = (MarkEntry(mark_type="tattoo", site="tr_chest", side="mid", motifs=("skull",)),)
    change_case(actor=people.caseworker.actor, ref=pair.case.ref, entry=replace(make.CASE, marks=other))
    make.match()
    pair.refresh_from_db()
    assert (pair.state, pair.round) == (PairState.IN_REVIEW, 2)
    make.match()
    pair.refresh_from_db()
    assert pair.round == 2


def test_an_exclusion_outlives_a_withdrawn_and_renewed_consent(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "analyst", Decision.EXCLUDE)
    case = Case.objects.get()
    set_consent_effect(people.caseworker.actor, case, make.consent(Purpose.FAMILY_SUPPORT))
    make.match()
    with pytest.raises(NotFound):
        decide(people, pair, "analyst", Decision.SUPPORT)
    set_consent_effect(people.caseworker.actor, case, make.consent(*DNA))
    make.match()
    pair.refresh_from_db()
    assert pair.state == PairState.EXCLUDED


def test_a_decision_on_evidence_that_changed_meanwhile_is_refused(people: cast.Cast, pair: CandidatePair) -> None:
    stale = judgement(pair, "analyst", Decision.SUPPORT)
    change_case(actor=people.caseworker.actor, ref=pair.case.ref, entry=replace(make.CASE, age=(30, 31)))
    make.match()
    with pytest.raises(reviewing.EvidenceChanged):
        services.review_pair(actor=people.analyst.actor, ref=pair.ref, judgement=stale)
    assert not Review.objects.exists()


def test_who_abstains_decides_no_more_until_they_take_it_back(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "analyst", Decision.ABSTAIN, reasons=[Reason.PERSONAL_TIE])
    with pytest.raises(reviewing.Abstained):
        decide(people, pair, "analyst", Decision.SUPPORT)
    services.withdraw_review(actor=people.analyst.actor, ref=pair.ref)
    assert decide(people, pair, "analyst", Decision.SUPPORT) == PairState.IN_REVIEW


def test_ones_own_last_decision_can_be_taken_back_until_others_decide(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "analyst", Decision.EXCLUDE)
    with pytest.raises(reviewing.NothingToUndo):
        services.withdraw_review(actor=people.caseworker.actor, ref=pair.ref)
    services.withdraw_review(actor=people.analyst.actor, ref=pair.ref)
    pair.refresh_from_db()
    assert pair.state == PairState.QUEUED
    assert Review.objects.count() == 2
    decide(people, pair, "analyst", Decision.SUPPORT)
    decide(people, pair, "caseworker", Decision.SUPPORT)
    with pytest.raises(reviewing.NothingToUndo):
        services.withdraw_review(actor=people.analyst.actor, ref=pair.ref)


def test_after_a_day_a_decision_is_replaced_not_taken_back(
    people: cast.Cast, pair: CandidatePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(people, pair, "analyst", Decision.EXCLUDE)
    monkeypatch.setattr(reviewing, "UNDO_WITHIN", timedelta(seconds=-1))
    with pytest.raises(reviewing.NothingToUndo):
        services.withdraw_review(actor=people.analyst.actor, ref=pair.ref)
    assert decide(people, pair, "analyst", Decision.SUPPORT) == PairState.IN_REVIEW


def test_a_laboratory_is_asked_with_consent_by_forensic_people(people: cast.Cast, pair: CandidatePair) -> None:
    with pytest.raises(reviewing.NoLaboratory):
        services.request_lab(actor=people.analyst.actor, ref=pair.ref)
    decide(people, pair, "caseworker", Decision.HYPOTHESIS)
    decide(people, pair, "analyst", Decision.HYPOTHESIS)
    with pytest.raises(Forbidden):
        services.request_lab(actor=people.caseworker.actor, ref=pair.ref)
    services.request_lab(actor=people.analyst.actor, ref=pair.ref)
    pair.refresh_from_db()
    assert pair.state == PairState.LAB_REQUESTED
    services.end_lab_request(actor=people.analyst.actor, ref=pair.ref)
    services.request_lab(actor=people.analyst.actor, ref=pair.ref)
    assert decide(people, pair, "analyst", Decision.EXCLUDE, reasons=[Reason.PRIMARY_EXCLUDES]) == PairState.EXCLUDED


def test_without_consent_to_dna_no_laboratory(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    make.remains(people.analyst.actor)
    make.match()
    pair = CandidatePair.objects.get()
    decide(people, pair, "caseworker", Decision.HYPOTHESIS)
    decide(people, pair, "analyst", Decision.HYPOTHESIS)
    with pytest.raises(reviewing.NoConsentForDna):
        services.request_lab(actor=people.analyst.actor, ref=pair.ref)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reasons": []}, "reasons"),
        ({"words": "  "}, "words"),
        ({"words": "x" * 1001}, "words"),
        ({"role": ReviewRole.GENETICIST, "decision": Decision.NEUTRAL}, "role"),
        ({"decision": Decision.NEEDS_DATA, "needs": []}, "needs"),
    ],
)
def test_a_decision_needs_reasons_words_and_ones_own_capacity(
    people: cast.Cast, pair: CandidatePair, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(people, pair, "caseworker", changes.pop("decision", Decision.SUPPORT), **changes)
    assert list(refused.value.fields) == [field]
    assert not Review.objects.exists()


def test_the_words_are_sealed_in_the_forensic_file_of_the_case(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "analyst", Decision.SUPPORT, words="Canary words of the analyst.")
    note = ReviewNote.objects.get()
    assert note.case_id == pair.case_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM matching_reviewnote")
        assert b"Canary" not in bytes(cursor.fetchone()[0])
    opened = door.open(people.caseworker.actor, pair.case, Ring.FORENSIC, tables=[ReviewNote])
    assert opened.rows(pair.case, ReviewNote)[0].words == "Canary words of the analyst."
    with pytest.raises(Forbidden):
        door.open(people.focal_a.actor, pair.case, Ring.FORENSIC, tables=[ReviewNote])


def test_a_review_is_never_changed(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "analyst", Decision.SUPPORT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.update(decision=Decision.EXCLUDE)


def test_the_journal_names_both_records_the_pair_and_the_codes(people: cast.Cast, pair: CandidatePair) -> None:
    decide(people, pair, "analyst", Decision.SUPPORT, words="Canary words of the analyst.")
    entry = JournalEntry.objects.get(action="pair.reviewed")
    assert entry.refs == [pair.case.ref, pair.right.ref, pair.ref]
    assert entry.detail == {"state": "in_review", "was": "proposed", "decision": "support", "role": "anthropologist"}


@pytest.mark.parametrize("who", ["officer", "origin_official", "second_caseworker"])
def test_others_do_not_see_the_pair_at_all(people: cast.Cast, pair: CandidatePair, who: str) -> None:
    """The second NGO sees both records by agreement, and yet reviews only pairs of its own."""
    actor = getattr(people, who).actor
    assert not door.visible(actor, CandidatePair).exists()
    with pytest.raises(NotFound):
        services.withdraw_review(actor=actor, ref=pair.ref)


def test_a_duplicate_in_another_organisation_shows_nothing_unless_the_door_shows_both(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    make.case(people.second_caseworker.actor, effect=make.consent(Purpose.SEARCH, Purpose.FORENSIC_COMPARISON))
    make.match()
    pair = CandidatePair.objects.get(kind=PairKind.AM_AM)
    assert not door.visible(people.caseworker.actor, CandidatePair).exists()
    assert door.visible(people.second_caseworker.actor, CandidatePair).get() == pair


def test_opening_a_pair_that_exists_opens_the_same_one(people: cast.Cast, pair: CandidatePair) -> None:
    again = services.open_pair(actor=people.analyst.actor, left_ref=pair.right.ref, right_ref=pair.case.ref)
    assert again == pair
    with pytest.raises(Invalid):
        services.open_pair(actor=people.analyst.actor, left_ref=pair.right.ref, right_ref=pair.right.ref)
    with pytest.raises(NotFound):
        services.open_pair(actor=people.origin_official.actor, left_ref=pair.right.ref, right_ref=pair.case.ref)


def test_a_pair_opened_below_the_floor_gets_its_evidence_and_stays(people: cast.Cast) -> None:
    case = make.case(people.caseworker.actor, marks=(), sex="2", height_cm=(150, 152), age=(60, 65))
    remains = make.remains(people.analyst.actor)
    make.match()
    assert not CandidatePair.objects.exists()
    pair = services.open_pair(actor=people.caseworker.actor, left_ref=case.ref, right_ref=remains.ref)
    assert pair.evidence_at is None
    make.match()
    pair.refresh_from_db()
    assert pair.evidence_at is not None
    assert pair.score is not None
    assert pair.score < 1
    assert EvidenceLine.objects.filter(pair=pair).exists()
    services.compare_everything()
    pair.refresh_from_db()
    assert pair.state == PairState.PROPOSED


def test_conflicts_are_told_as_conflicts() -> None:
    for error in (reviewing.EvidenceChanged, reviewing.Abstained, reviewing.NothingToUndo, reviewing.NoLaboratory):
        assert issubclass(error, Conflict)
        assert error.status == 409
