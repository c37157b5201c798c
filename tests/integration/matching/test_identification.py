"""Identification: what it takes, what moves and when, who learns of it, and the way back to exactly what was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from accessctl.tokens import token_of
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case, CaseSearchFile
from cases.services import merge_case
from families.codes import FamilyAnswer, IdMethod, OpinionResult
from families.findings import services as findings
from families.models import Finding, Notification
from families.notification.services import NotToldYet, answer_search, note_told, plan
from families.services import withdraw_consent
from families.services.state import change_state
from matching.codes import Decision, PairKind, PairState, ReviewRole
from matching.identification import selectors
from matching.identification.codes import Conclusion
from matching.models import CandidatePair, Identification, Signature
from matching.services import erasing, evidence, identifying, issued, releasing, reviewing, revoking
from matching.services.covering import Covered, PartsChanged
from matching.services.releasing import PassedOn
from matching.services.revoking import Opinion
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from remains.models import ForensicFile, Remains
from remains.services import joining
from remains.services.individuals import JoinedPart, SeveralPeople
from tests.cast import Cast
from tests.factories import families, remains
from tests.factories import identification as make
from tests.factories.notices import planned, telling
from tests.pages import lasting
from tests.pdf import text_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast: Cast) -> CandidatePair:
    return make.hypothesis(cast)


def rows(*tables: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every byte of these tables."""
    found = {}
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT row_to_json(held)::text FROM "{table._meta.db_table}" held ORDER BY id')
            found[table.__name__] = cursor.fetchall()
    return found


def body(pair: CandidatePair) -> str:
    """The reference of the remains of a pair."""
    assert pair.remains is not None
    return str(pair.remains.ref)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    return rows(Case, CaseSearchFile, Remains, CandidatePair)


def state_of(pair: CandidatePair) -> tuple[str, str, str, str]:
    pair.refresh_from_db()
    file = CaseSearchFile.objects.get(case=pair.case)
    return pair.state, Remains.objects.get(pk=pair.remains_id).status, file.workflow_status, file.fate


def answer(people: Cast, pair: CandidatePair) -> None:
    assert pair.case is not None
    answer_search(actor=people.supervisor.actor, case_ref=pair.case.ref)


def go_on(people: Cast, pair: CandidatePair) -> None:
    assert pair.case is not None
    steps = {"to": CaseWorkflow.AFTER_CARE, "reason": StateReason.CARE_GOES_ON}
    change_state(actor=people.caseworker.actor, case_ref=pair.case.ref, **steps)  # type: ignore[arg-type]


# --- the road -------------------------------------------------------------------------------------------------------
def test_two_people_of_two_roles_sign_and_the_rest_waits_for_the_family(cast: Cast, pair: CandidatePair) -> None:
    assert pair.case is not None
    assert pair.remains is not None
    before = state_of(pair)
    focal = door.visible(cast.focal_a.actor, CandidatePair)
    assert focal.filter(pk=pair.pk).exists()
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    assert state_of(pair) == before
    with pytest.raises(identifying.SignedAlready):
        identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.PATHOLOGIST)
    second = make.coordinator(cast).actor
    with pytest.raises(Invalid) as other_role:
        identifying.sign(actor=second, ref=pair.ref, role=ReviewRole.PATHOLOGIST)
    assert "role" in other_role.value.fields
    identifying.sign(actor=second, ref=pair.ref, role=ReviewRole.COORDINATOR)
    assert state_of(pair) == ("confirmed", "in_custody", "open", "unknown")
    assert not focal.filter(pk=pair.pk).exists()
    assert door.visible(cast.caseworker.actor, CandidatePair).filter(pk=pair.pk).exists()
    with pytest.raises(NotToldYet):
        answer(cast, pair)
    make.told(cast, pair)
    assert state_of(pair) == ("confirmed", "identified", "open", "unknown")
    answer(cast, pair)
    assert state_of(pair) == ("confirmed", "identified", "answered_deceased", "deceased")


def test_the_reviewers_come_first(cast: Cast, pair: CandidatePair) -> None:
    make.decide(cast, pair, "caseworker", Decision.HYPOTHESIS)
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    with pytest.raises(identifying.ReviewersFirst):
        identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    make.decide(cast, pair, "caseworker", Decision.EXCLUDE)
    with pytest.raises(identifying.NotIdentifiable):
        identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    assert not Signature.objects.exists()


PANEL = (("Ada Conti", "anthropologist"), ("Luca Rossi", "pathologist"))


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"methods": []}, "methods"),
    ({"methods": [IdMethod.VISUAL]}, "methods"),
    ({"methods": [IdMethod.VISUAL], "conclusion": Conclusion.EXCLUSION}, "methods"),
    ({"methods": [IdMethod.MARK, IdMethod.BELONGINGS]}, "methods"),
    ({"methods": [IdMethod.PANEL, IdMethod.MARK, IdMethod.VISUAL], "panel": PANEL}, "methods"),
    ({"methods": [IdMethod.PANEL, IdMethod.MARK, IdMethod.MEDICAL]}, "panel"),
    ({"methods": [IdMethod.PANEL, IdMethod.MARK, IdMethod.MEDICAL], "panel": PANEL[:1]}, "panel"),
    ({"methods": [IdMethod.PANEL, IdMethod.MARK, IdMethod.MEDICAL], "panel": (("Ada Conti", ""),) * 2}, "panel"),
    ({"methods": [IdMethod.DNA], "panel": (("Ada", "doctor"), ("Eva", "doctor"))}, "panel"),
    ({"authority": " "}, "authority"),
    ({"country": ""}, "country"),
    ({"legal_act": ""}, "legal_act"),
    ({"grounds": ""}, "grounds"),
    ({"family_summary": ""}, "family_summary"),
    ({"summary_lang": "xxx"}, "summary_lang"),
    ({"established_on": timezone.localdate() + timedelta(days=2)}, "established_on"),
)


def test_what_does_not_suffice_is_refused_at_its_field(cast: Cast, pair: CandidatePair) -> None:
    for said, field in REFUSED:
        with pytest.raises(Invalid) as refused:
            identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft(**said))
        assert set(refused.value.fields) == {field}, said
    assert not Identification.objects.exists()


def test_remains_of_several_people_are_not_identified_as_one(cast: Cast, pair: CandidatePair) -> None:
    file = ForensicFile.objects.filter(remains=pair.remains)
    assert file.update(minimum_number_of_individuals=2) == 1
    with pytest.raises(SeveralPeople, match="at least 2 people"):
        identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    file.update(minimum_number_of_individuals=1)
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    file.update(minimum_number_of_individuals=2)
    with pytest.raises(SeveralPeople):
        identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    assert not Signature.objects.exists()
    identifying.withdraw(actor=cast.analyst.actor, ref=pair.ref)
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft(conclusion=Conclusion.EXCLUSION))


def test_a_panel_may_agree_on_a_combination(cast: Cast, pair: CandidatePair) -> None:
    methods = [IdMethod.PANEL, IdMethod.MARK, IdMethod.MEDICAL, IdMethod.VISUAL]
    make.established(cast, pair, methods=methods, panel=PANEL)
    assert state_of(pair)[0] == "confirmed"


def test_only_the_institution_that_has_the_remains_identifies(cast: Cast, pair: CandidatePair) -> None:
    strangers = (cast.caseworker, cast.supervisor, cast.focal_a, cast.focal_b, cast.second_caseworker, cast.officer)
    acts: tuple[Callable[[Actor], Any], ...] = (
        lambda actor: identifying.draw_up(actor=actor, ref=pair.ref, draft=make.draft()),
        lambda actor: identifying.sign(actor=actor, ref=pair.ref, role=ReviewRole.CASEWORKER),
        lambda actor: identifying.withdraw(actor=actor, ref=pair.ref),
        lambda actor: revoking.revoke(actor=actor, ref=body(pair), of=pair.ref, reason="Another reason"),
    )
    for stranger in strangers:
        for act in acts:
            with pytest.raises((Forbidden, NotFound)):
                act(stranger.actor)


def test_what_was_drawn_up_is_signed_to_the_letter(cast: Cast, pair: CandidatePair) -> None:
    """Not even a program with the keys exchanges a word between the first signature and the second."""
    row = identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    row.grounds = "Something else."
    row.save(update_fields=["grounds"])
    with pytest.raises(identifying.NotAsDrawn):
        identifying.sign(actor=make.coordinator(cast).actor, ref=pair.ref, role=ReviewRole.COORDINATOR)
    identifying.withdraw(actor=cast.analyst.actor, ref=pair.ref)
    make.established(cast, pair)
    assert state_of(pair)[0] == "confirmed"


def test_the_database_holds_the_rules(cast: Cast, pair: CandidatePair) -> None:
    with pytest.raises(IntegrityError, match="two people sign"), transaction.atomic():
        CandidatePair.objects.filter(pk=pair.pk).update(state=PairState.CONFIRMED)
    row = make.established(cast, pair)
    for table, change in (
        (Identification, {"conclusion": Conclusion.PROBABLE}), (Identification, {"methods": ["dna"]}),
        (Identification, {"issued_at": None}), (Signature, {"digest": "0" * 64}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            table.objects.all().update(**change)  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Finding.objects.filter(basis=row.pk).update(methods=["dna"])
    revoking.revoke(actor=cast.analyst.actor, ref=body(pair), of=pair.ref, reason="The chart was another man’s.")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Identification.objects.filter(pk=row.pk).update(revoked_at=None)


def test_remains_are_identified_once(cast: Cast, pair: CandidatePair) -> None:
    make.established(cast, pair)
    other = CandidatePair.objects.create(
        kind="am-pm", case=families.a_case(cast), remains=pair.remains, evidence_at=timezone.now()
    )
    for decision in (Decision.HYPOTHESIS, Decision.CONFIRM):
        for who in ("caseworker", "analyst"):
            make.decide(cast, other, who, decision)
    with pytest.raises(identifying.IdentifiedAlready):
        make.established(cast, other)
    assert state_of(other)[0] == "hypothesis"


# --- conclusions that establish nothing -----------------------------------------------------------------------------
def test_other_conclusions_move_nothing(cast: Cast, pair: CandidatePair) -> None:
    before = everything()
    for conclusion in (Conclusion.PROBABLE, Conclusion.INSUFFICIENT):
        make.established(cast, pair, conclusion=conclusion, family_summary="")
        assert everything() == before
    assert not Finding.objects.exists()
    make.established(cast, pair)
    assert state_of(pair)[0] == "confirmed"


def test_a_signed_exclusion_outlives_reviews_and_evidence(cast: Cast, pair: CandidatePair) -> None:
    before = everything()
    make.established(cast, pair, conclusion=Conclusion.EXCLUSION, family_summary="")
    assert state_of(pair)[0] == "excluded"
    with pytest.raises(reviewing.Concluded):
        make.decide(cast, pair, "caseworker", Decision.HYPOTHESIS)
    assert reviewing.undoable(cast.analyst.actor, pair, reviewing.of_round(pair)) is None
    assert not Finding.objects.exists()
    revoking.revoke(actor=cast.analyst.actor, ref=body(pair), of=pair.ref, reason="Two charts were exchanged.")
    assert everything() == before


# --- the way back ---------------------------------------------------------------------------------------------------
TOLD: tuple[Callable[[Cast, CandidatePair], None], ...] = (make.told, answer, go_on)


@pytest.mark.parametrize(
    ("steps", "lead", "state"),
    [
        (0, False, PairState.LAB_REQUESTED),
        (1, True, PairState.HYPOTHESIS),
        (2, True, PairState.LAB_REQUESTED),
        (2, False, PairState.HYPOTHESIS),
        (3, True, PairState.HYPOTHESIS),
    ],
)
def test_taken_back_everything_is_what_it_was_to_the_byte(
    cast: Cast, pair: CandidatePair, steps: int, lead: bool, state: PairState
) -> None:
    assert pair.case is not None
    CandidatePair.objects.filter(pk=pair.pk).update(state=state)
    other = families.a_case(cast)
    merge_case(actor=cast.caseworker.actor, case_ref=other.ref, into_ref=pair.case.ref)
    if lead:
        found = {"to": CaseWorkflow.LEAD, "reason": StateReason.LEAD_FOUND}
        change_state(actor=cast.caseworker.actor, case_ref=pair.case.ref, **found)  # type: ignore[arg-type]
    Remains.objects.filter(pk=pair.remains_id).update(status="in_comparison")
    before = everything()
    make.established(cast, pair)
    assert everything() != before
    for step in TOLD[:steps]:
        step(cast, pair)
    revoking.revoke(
        actor=make.coordinator(cast).actor, ref=body(pair), of=pair.ref, reason="The chart was another man’s."
    )
    after = everything()
    if steps == 3:  # somebody worked on the case since: that time stays
        for held in (before, after):
            held["Case"] = held["CaseSearchFile"] = []
    assert after == before
    file = CaseSearchFile.objects.get(case=pair.case)
    expected = CaseWorkflow.LEAD if lead else CaseWorkflow.OPEN
    assert (file.workflow_status, file.fate, file.fate_basis_id) == (expected, "unknown", None)
    assert not Notification.objects.filter(done_on=None).exists()
    assert Finding.objects.get().revoked_on is not None


def test_taken_back_it_can_be_neither_told_nor_answered_by(cast: Cast, pair: CandidatePair) -> None:
    assert pair.case is not None
    make.established(cast, pair)
    plan(actor=cast.caseworker.actor, case_ref=pair.case.ref, entry=planned())
    revoking.revoke(actor=cast.analyst.actor, ref=body(pair), of=pair.ref, reason="The chart was another man’s.")
    with pytest.raises(NotFound):
        note_told(actor=cast.caseworker.actor, case_ref=pair.case.ref, entry=telling())
    with pytest.raises(Invalid) as none:
        plan(actor=cast.caseworker.actor, case_ref=pair.case.ref, entry=planned())
    assert set(none.value.fields) == {"kind"}
    make.established(cast, pair)
    make.told(cast, pair)
    answer(cast, pair)
    with pytest.raises(Invalid):
        revoking.revoke(actor=cast.analyst.actor, ref=body(pair), of=pair.ref, reason=" ")
    assert state_of(pair)[3] == "deceased"


def test_consent_that_ends_meanwhile_keeps_the_pair_hidden(cast: Cast, pair: CandidatePair) -> None:
    """Hidden it stays identified; taken back while it is hidden, it comes back as what it was."""
    assert pair.case is not None
    make.established(cast, pair)
    evidence.hide(pair.case, PairKind.AM_PM)
    assert state_of(pair)[0] == "void_consent"
    assert erasing.is_identified(pair.case)
    CandidatePair.objects.filter(pk=pair.pk).update(state=PairState.CONFIRMED, state_before=None)
    assert state_of(pair)[0] == "confirmed"


def test_what_was_issued_is_answered_for_by_both_sides_when_the_consent_ended(
    cast: Cast, pair: CandidatePair, client_for: ClientFor, tmp_path: Path
) -> None:
    """The pair is gone for everybody; nothing of the case opens by the way round it, and it is taken back whole."""
    assert pair.case is not None
    before, case, people = rows(Remains), pair.case, (cast.analyst, make.coordinator(cast), cast.caseworker)
    make.established(cast, pair)
    make.told(cast, pair)
    make.wishes(cast, case)
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
    evidence.hide(case, PairKind.AM_PM)
    for person in people:
        with pytest.raises(NotFound):
            door.fetch(person.actor, CandidatePair, ref=pair.ref)
    assert not door.visible(cast.analyst.actor, Case).filter(pk=case.pk).exists()
    address = reverse("matching:issued", args=[body(pair)])
    analyst, caseworker = client_for(cast.analyst.account), client_for(cast.caseworker.account)
    page = analyst.get(address).content.decode()
    assert case.ref in page
    assert reverse("cases:detail", args=[case.ref]) not in page
    assert "Four restorations agree" in page
    report = analyst.get(reverse("matching:identification-report", args=[body(pair)]))
    assert "Lamin" not in page + text_of(report.content, tmp_path)
    told = caseworker.get(address).content.decode()
    assert "Telling the family" in told
    assert "Four restorations agree" not in told
    revoking.ask_opinion(actor=cast.caseworker.actor, ref=body(pair), of=pair.ref)
    opinion = Opinion(given_by="Milan", result=OpinionResult.CONTRADICTS, given_on=timezone.localdate())
    revoking.give_opinion(actor=cast.analyst.actor, ref=body(pair), of=pair.ref, opinion=opinion)
    releasing.pass_on(actor=cast.caseworker.actor, ref=body(pair), of=pair.ref, said=PassedOn(handed_to="Her brother"))
    assert "Her brother" in analyst.get(reverse("matching:release", args=[body(pair)])).content.decode()
    with pytest.raises(Forbidden):
        revoking.revoke(actor=cast.caseworker.actor, ref=body(pair), of=pair.ref, reason="No.")
    revoking.revoke(
        actor=make.coordinator(cast).actor, ref=body(pair), of=pair.ref, reason="The chart was another man’s."
    )
    pair.refresh_from_db()
    assert (pair.state, pair.state_before, pair.concluded) == ("void_consent", "hypothesis", False)
    assert rows(Remains) == before
    assert Finding.objects.get().revoked_on is not None


def test_who_holds_neither_side_learns_nothing_at_the_remains(cast: Cast, client_for: ClientFor) -> None:
    """Of remains that were identified and of remains that were not, they are told the same, in as many queries."""
    pair, other = make.hypothesis(cast), make.hypothesis(cast)
    make.established(cast, pair)
    names = ("matching:issued", "matching:identification-report", "matching:release", "matching:belongings")
    refs = [body(other), body(pair)]
    strangers = (cast.second_caseworker, cast.focal_a, cast.focal_b, cast.officer, cast.origin_official)
    for person in strangers:
        client = client_for(person.account)
        client.get(reverse("matching:issued", args=refs[:1]))  # what a session looks up once
        for name in names:
            said = []
            for ref in refs:
                for sent in (client.get, client.post):
                    with CaptureQueriesContext(connection) as asked:
                        answer = sent(reverse(name, args=[ref]))
                    content = lasting(answer.content.replace(ref.encode(), b"REF"))
                    said.append((answer.status_code, content, len(asked)))
            assert said[:2] == said[2:], (person, name)
            assert {one[0] for one in said} <= {403, 404, 405}, (person, name)


def test_a_part_is_not_joined_while_it_is_settled_whose_it_is(cast: Cast, pair: CandidatePair) -> None:
    other = remains.some_remains(cast)
    part = Remains.objects.get(pk=pair.remains_id)
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    said = {"ref": part.ref, "to": other.ref, "method": "fracture_fit"}
    with pytest.raises(Invalid) as refused:
        joining.hold_joined(actor=cast.analyst.actor, **said)
    assert "An identification of this part" in str(refused.value.fields["to"])
    identifying.withdraw(actor=cast.analyst.actor, ref=pair.ref)
    joining.hold_joined(actor=cast.analyst.actor, **said)
    approvals.approve(make.coordinator(cast).actor, joining.ask_joining(actor=cast.analyst.actor, ref=part.ref).ref)
    with pytest.raises(JoinedPart):
        identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())


def test_what_is_signed_names_its_parts_and_a_joining_changes_nothing_of_it(
    cast: Cast, pair: CandidatePair, client_for: ClientFor
) -> None:
    whole = Remains.objects.get(pk=pair.remains_id)

    def join(part: Remains) -> str:
        joining.hold_joined(actor=cast.analyst.actor, ref=part.ref, to=whole.ref, method="fracture_fit")
        approvals.approve(make.coordinator(cast).actor, joining.ask_joining(actor=cast.analyst.actor, ref=part.ref).ref)
        return part.ref

    leg, arm, strange = join(remains.some_remains(cast)), join(remains.some_remains(cast)), remains.some_remains(cast)
    with pytest.raises(Invalid) as refused:
        identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft(parts=[leg, strange.ref]))
    assert strange.ref in str(refused.value.fields["parts"])
    assert leg not in str(refused.value.fields["parts"])
    assert sorted(
        identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft()).parts or ()
    ) == sorted([leg, arm])
    identifying.withdraw(actor=cast.analyst.actor, ref=pair.ref)
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft(parts=[leg]))
    identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    joining.take_joining_back(actor=cast.analyst.actor, ref=leg, reason="dna")
    with pytest.raises(PartsChanged) as stopped:
        identifying.sign(actor=make.coordinator(cast).actor, ref=pair.ref, role=ReviewRole.COORDINATOR)
    assert leg in stopped.value.message
    join(Remains.objects.get(ref=leg))
    row = identifying.sign(actor=make.coordinator(cast).actor, ref=pair.ref, role=ReviewRole.COORDINATOR)
    joining.take_joining_back(actor=cast.analyst.actor, ref=leg, reason="dna")
    (shown,) = [one for one in selectors.page_of(cast.analyst.actor, pair.ref).rows if one.row.pk == row.pk]
    assert (shown.is_whole, shown.covers) == (True, Covered([leg], [leg], [arm]))
    page = client_for(cast.analyst.account).get(reverse("matching:identification", args=[pair.ref])).content.decode()
    assert page.index("Joined parts that it covers") < page.index("Joined no more") < page.index("Joined since")
    with pytest.raises(IntegrityError), transaction.atomic():
        Identification.objects.filter(pk=row.pk).update(parts=[])


def test_a_signature_is_for_this_pair_alone(cast: Cast, pair: CandidatePair) -> None:
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    other = CandidatePair.objects.create(kind=PairKind.AM_PM, case=families.a_case(cast), remains=pair.remains)
    row = Identification.objects.get()
    assert identifying.is_as_drawn(row, pair)
    assert not identifying.is_as_drawn(row, other)


def test_two_identifications_of_one_person_are_told_one_after_the_other(cast: Cast, pair: CandidatePair) -> None:
    """Parts in two records: each is told, and each set of remains is identified by its own telling."""
    second = make.hypothesis(cast, case=pair.case)
    for one in (pair, second):
        make.established(cast, one)
        assert state_of(one)[1] != "identified"
    for one, other in ((pair, second), (second, None)):
        make.told(cast, pair)
        assert state_of(one)[1] == "identified"
        if other is not None:
            assert state_of(other)[1] != "identified"
            with pytest.raises(findings.NotTold):
                releasing.pass_on(
                    actor=cast.caseworker.actor, ref=body(other), of=other.ref, said=PassedOn(handed_to="Her brother")
                )


# --- the family’s doubt, and a second opinion -----------------------------------------------------------------------
def test_what_the_family_says_is_written_down_once_they_were_told(cast: Cast, pair: CandidatePair) -> None:
    assert pair.case is not None
    row = make.established(cast, pair)
    said: dict[str, Any] = {
        "case_ref": pair.case.ref, "finding": token_of(Finding.objects.get(basis=row.pk).pk),
        "answer": FamilyAnswer.SECOND_OPINION, "on": timezone.localdate(), "words": "It is not his tooth.",
    }  # fmt: skip
    with pytest.raises(findings.NotTold):
        findings.note_answer(actor=cast.caseworker.actor, **said)
    make.told(cast, pair)
    for wrong in ({"answer": FamilyAnswer.NOT_TOLD}, {"on": timezone.localdate() + timedelta(days=1)}):
        with pytest.raises(Invalid):
            findings.note_answer(actor=cast.caseworker.actor, **said | wrong)
    for stranger in (cast.analyst, cast.focal_a, cast.second_caseworker):
        with pytest.raises((Forbidden, NotFound)):
            findings.note_answer(actor=stranger.actor, **said)
    findings.note_answer(actor=cast.caseworker.actor, **said)
    assert Finding.objects.get().family_accepts == FamilyAnswer.SECOND_OPINION


def test_a_second_opinion_is_asked_for_by_either_side_and_given_once(cast: Cast, pair: CandidatePair) -> None:
    opinion = Opinion(
        given_by="University of Milan", result=OpinionResult.CONTRADICTS, given_on=timezone.localdate(), words="No."
    )  # fmt: skip
    with pytest.raises(issued.NothingIssued):
        revoking.ask_opinion(actor=cast.analyst.actor, ref=body(pair), of=pair.ref)
    make.established(cast, pair)
    with pytest.raises(Conflict):
        revoking.give_opinion(actor=cast.analyst.actor, ref=body(pair), of=pair.ref, opinion=opinion)
    revoking.ask_opinion(actor=cast.caseworker.actor, ref=body(pair), of=pair.ref)
    with pytest.raises(revoking.OpinionAsked):
        revoking.ask_opinion(actor=cast.analyst.actor, ref=body(pair), of=pair.ref)
    with pytest.raises(Forbidden):
        revoking.give_opinion(actor=cast.caseworker.actor, ref=body(pair), of=pair.ref, opinion=opinion)
    revoking.give_opinion(actor=cast.analyst.actor, ref=body(pair), of=pair.ref, opinion=opinion)
    held = Finding.objects.get()
    assert (held.opinion_result, held.opinion_on) == ("contradicts", timezone.localdate())
    assert state_of(pair)[0] == "confirmed"
