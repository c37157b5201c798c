"""Telling a family of a result: by people, point by point, and nothing moves before they know."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accessctl import door, history
from accessctl.codes import Role
from accessctl.models import JournalEntry
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case, CaseSearchFile
from families.codes import NotificationKind, TeamRole, ToldPoint
from families.models import Notification
from families.notification.services import (
    NotToldYet,
    OneIsOpen,
    answer_search,
    note_declined,
    note_told,
    plan,
)
from families.services.state import change_state
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories import family_file, identification
from tests.factories.accessctl import member
from tests.factories.families import a_case
from tests.factories.notices import planned, telling
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def state_of(case: Case) -> tuple[str, str, str]:
    file, root = CaseSearchFile.objects.get(case=case), Case.objects.get(pk=case.pk)
    return file.workflow_status, file.fate, root.status


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case with an identification that was issued; nobody has told the family."""
    made = a_case(cast)
    identification.finding(made)
    return made


def test_the_search_is_answered_only_after_the_family_was_told(cast: Cast, case: Case) -> None:
    by, answering = cast.caseworker.actor, cast.supervisor.actor
    for step in (lambda: None, lambda: plan(actor=by, case_ref=case.ref, entry=planned())):
        step()
        with pytest.raises(NotToldYet):
            answer_search(actor=answering, case_ref=case.ref)
        assert state_of(case) == ("open", "unknown", "active")
    note_told(actor=by, case_ref=case.ref, entry=telling())
    with pytest.raises(Forbidden):
        answer_search(actor=by, case_ref=case.ref)
    answer_search(actor=answering, case_ref=case.ref)
    assert state_of(case) == ("answered_deceased", "deceased", "inactive")
    with pytest.raises(Conflict):
        answer_search(actor=answering, case_ref=case.ref)


def test_the_database_holds_the_same_rule(cast: Cast, case: Case) -> None:
    """Not even a program that forgets to ask can take somebody for identified."""
    row = plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned())
    files = CaseSearchFile.objects.filter(case=case)
    other = family_file.told(cast)
    for basis in (row.pk, Notification.objects.get(case=other).pk):
        with pytest.raises(IntegrityError, match="told first"), transaction.atomic():
            files.update(workflow_status="answered_deceased", fate="deceased", fate_basis_id=basis)
    with pytest.raises(IntegrityError, match="told first"), transaction.atomic():
        files.update(workflow_status="answered_deceased")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Notification.objects.filter(case=other).update(done_on=None)


def test_a_lead_a_message_or_a_refusal_closes_nothing(cast: Cast, case: Case) -> None:
    by = cast.caseworker.actor
    plan(actor=by, case_ref=case.ref, entry=planned())
    note_declined(actor=by, case_ref=case.ref)
    with pytest.raises(NotToldYet):
        answer_search(actor=cast.supervisor.actor, case_ref=case.ref)
    plan(actor=by, case_ref=case.ref, entry=planned(kind=NotificationKind.LEAD_CHECK, authority=""))
    note_told(actor=by, case_ref=case.ref, entry=telling(told=set(ToldPoint) - {ToldPoint.REPORT_COPY}))
    with pytest.raises(NotToldYet):
        answer_search(actor=cast.supervisor.actor, case_ref=case.ref)
    assert state_of(case) == ("open", "unknown", "active")


def test_a_family_that_doubts_has_its_search_again(cast: Cast) -> None:
    answered = family_file.answered(cast)
    doubts = {"to": CaseWorkflow.OPEN, "reason": StateReason.FAMILY_DOUBTS}
    change_state(actor=cast.caseworker.actor, case_ref=answered.ref, **doubts)  # type: ignore[arg-type]
    assert state_of(answered) == ("open", "unknown", "active")
    moved = JournalEntry.objects.filter(action="case.state_changed", refs__contains=[answered.ref]).order_by("pk")
    assert [row.detail["state"] for row in moved] == ["answered_deceased", "open"]


def test_what_nobody_established_is_prepared_for_nobody(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        plan(actor=cast.caseworker.actor, case_ref=a_case(cast).ref, entry=planned())
    assert set(refused.value.fields) == {"kind"}


def test_what_was_found_is_prepared_once_at_a_time(cast: Cast, case: Case) -> None:
    plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned())
    with pytest.raises(OneIsOpen):
        plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"team_roles": [TeamRole.PSYCHOSOCIAL]}, "team_roles"),
        ({"team_roles": [TeamRole.PSYCHOSOCIAL, TeamRole.PSYCHOSOCIAL]}, "team_roles"),
        ({"team_roles": [TeamRole.LEGAL, TeamRole.FORENSIC]}, "team_roles"),
        ({"support_person": " "}, "support_person"),
        ({"language": ""}, "language"),
        ({"language": "zz!"}, "language"),
        ({"team": "Marta \u202eRuiz"}, "team"),
        ({"kind": NotificationKind.PART_FOUND, "authority": ""}, "authority"),
        ({"kind": NotificationKind.PART_FOUND, "established_on": None}, "established_on"),
        ({"kind": NotificationKind.REVOCATION, "established_on": date(2999, 1, 1)}, "established_on"),
    ],
    ids=["one person", "one profession", "nobody to lean on", "alone", "no language", "no such language", "disguised",
         "nobody established it", "no day", "a day to come"],
)  # fmt: skip
def test_a_plan_that_would_leave_the_family_alone_is_refused(
    cast: Cast, case: Case, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned(**said))
    assert set(refused.value.fields) == {field}
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"told": set(ToldPoint) - {ToldPoint.REPORT_COPY}}, "told"),
        ({"told": set(ToldPoint) - {ToldPoint.DOUBTS}}, "told"),
        ({"followup_on": timezone.localdate() + timedelta(days=16)}, "followup_on"),
        ({"followup_on": date(2020, 1, 1)}, "followup_on"),
        ({"done_on": date(2999, 1, 1), "followup_on": date(2999, 1, 2)}, "done_on"),
        ({"who_present": ""}, "who_present"),
        ({"who_present": "The mother\u202e"}, "who_present"),
    ],
    ids=[
        "no copy of the report",
        "no word of doubts",
        "left alone",
        "a visit before",
        "to come",
        "nobody there",
        "disguised",
    ],
)
def test_a_telling_that_left_something_out_is_refused(cast: Cast, case: Case, said: dict[str, Any], field: str) -> None:
    plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned())
    with pytest.raises(Invalid) as refused:
        note_told(actor=cast.caseworker.actor, case_ref=case.ref, entry=telling(**said))
    assert set(refused.value.fields) == {field}
    assert Notification.objects.get().done_on is None


def test_nobody_elsewhere_prepares_or_learns_anything(cast: Cast, client_for: ClientFor, case: Case) -> None:
    plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned())
    path = reverse("families:notification", args=[case.ref])
    for who in (cast.second_caseworker, cast.focal_a, cast.analyst, cast.officer):
        assert client_for(who.account).get(path).status_code in (403, 404)
        with pytest.raises((Forbidden, NotFound)):
            plan(actor=who.actor, case_ref=case.ref, entry=planned())


def test_a_colleague_without_the_family_file_learns_nothing_from_the_history(cast: Cast, case: Case) -> None:
    colleague = member(cast.organisations.ngo, Role.FORENSIC_PRACTITIONER).actor
    assert door.visible(colleague, Case).filter(pk=case.pk).exists()
    before = history.of(colleague, case)
    plan(actor=cast.caseworker.actor, case_ref=case.ref, entry=planned())
    assert history.of(colleague, case) == before
    assert history.of(cast.caseworker.actor, case)[0].action == "notification.planned"


def test_the_page_goes_step_by_step(cast: Cast, client_for: ClientFor, case: Case) -> None:
    path = reverse("families:notification", args=[case.ref])
    client, answering, today = (
        client_for(cast.caseworker.account),
        client_for(cast.supervisor.account),
        timezone.localdate(),
    )
    prepared = {
        "kind": "identification", "authority": "The court of Lampedusa", "established_on": str(today),
        "planned_for": str(today), "team_roles": ["psychosocial", "legal"], "team": "Marta Ruiz", "place_kind": "home",
        "language": "wol", "support_person": "Her sister", "media_embargo_until": str(today + timedelta(days=3)),
    }  # fmt: skip
    assert client.post(path, _sent("plan", prepared)).status_code == 302
    assert "the family has not been told" in client.get(path).content.decode()
    assert answering.post(path, {"answer": "1"}).status_code == 422
    done = {"done_on": str(today), "who_present": "The mother", "followup_on": str(today + timedelta(days=7))}
    assert client.post(path, _sent("telling", done | {"told": ["known"]})).status_code == 422
    assert client.post(path, _sent("telling", done | {"told": ToldPoint.values})).status_code == 302
    assert "Answer the search" not in client.get(path).content.decode()
    assert "Answer the search" in answering.get(path).content.decode()
    assert answering.post(path, {"answer": "1"}).status_code == 302
    assert state_of(case)[0] == "answered_deceased"


def _sent(part: str, answers: dict[str, Any]) -> dict[str, Any]:
    return {part: "1"} | {f"{part}-{name}": said for name, said in answers.items()}
