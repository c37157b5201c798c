"""REST of what relatives ask: the rules of the page, and no answer by a system."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accessctl.tokens import token_of
from cases.models import Case
from families.codes import RequestDecision, RequestRefusal
from families.models import Relative, RightsRequest
from families.services import answering
from tests.cast import Cast
from tests.factories.accessctl import partner
from tests.factories.families import a_case
from tests.plugins.site import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast, by=cast.second_caseworker.actor)


def relative(case: Case) -> str:
    return token_of(Relative.objects.get(case=case, is_primary_contact=True).pk)


def said(case: Case, **changes: str) -> dict[str, str]:
    return {
        "relative": relative(case), "kind": "amend", "about": "companions_text", "text": "He went with two cousins.",
        "identity_check": "known_to_org", **changes,
    }  # fmt: skip


def send(cast: Cast, case: Case, data: Any, **headers: str) -> Any:
    client = Client(headers=cast.system.headers | headers)
    return client.post(f"/api/v1/cases/{case.ref}/rights-requests/", json.dumps(data), content_type="application/json")


def test_it_is_noted_once_waits_and_is_read_with_the_answer_of_a_person(cast: Cast, case: Case) -> None:
    made, again = (send(cast, case, said(case), **{"Idempotency-Key": "one"}) for _ in range(2))
    assert (made.status_code, again.status_code, again.json()) == (201, 201, made.json())
    (held,) = made.json()["requests"]
    assert (held["kind"], held["text"], held["decision"]) == ("amend", "He went with two cousins.", None)
    assert held["due_on"] == str(timezone.localdate() + timedelta(days=30))
    client = Client(headers=cast.system.headers)
    (line,) = client.get("/api/v1/rights-requests/").json()["results"]
    assert (line["ref"], line["key"], line["is_overdue"]) == (case.ref, held["key"], False)
    RightsRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert client.get("/api/v1/rights-requests/").json()["results"][0]["is_overdue"]
    answer = answering.Answer(decision=RequestDecision.REFUSED, reason=RequestRefusal.NOT_HELD, text="We have none.")
    answering.answer(actor=cast.second_caseworker.actor, case_ref=case.ref, key=held["key"], said=answer)
    (read,) = client.get(f"/api/v1/cases/{case.ref}/rights-requests/").json()["requests"]
    assert (read["decision"], read["reason"], read["answer"]) == ("refused", "not_held", "We have none.")
    assert client.get("/api/v1/rights-requests/").json() == {"results": []}


def test_the_page_and_the_system_write_the_same_row(cast: Cast, case: Case, client_for: ClientFor) -> None:
    send(cast, case, said(case))
    page = {"note-relative": relative(case), "note-kind": "amend", "note-about": "companions_text"}
    page |= {"note-text": "He went with two cousins.", "note-check": "known_to_org"}
    client_for(cast.second_caseworker.account).post(f"/cases/{case.ref}/rights/", page)
    asked = Client(headers=cast.system.headers).get(f"/api/v1/cases/{case.ref}/rights-requests/").json()["requests"]
    by_page, by_system = ({**one, "key": "", "asked_at": ""} for one in asked)
    assert by_page == by_system


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"about": "date_of_birth", "text": "long ago"}, "text"),
        ({"text": "He went with \u202etwo cousins."}, "text"),
        ({"identity_check": "none"}, "identity_check"),
        ({"kind": "erase_all"}, "kind"),
        ({"answer": "done"}, "answer"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    cast: Cast, case: Case, changes: dict[str, str], field: str
) -> None:
    refused = send(cast, case, said(case, **changes))
    assert (refused.status_code, list(refused.json()["fields"])) == (422, [field])
    assert not RightsRequest.objects.exists()


def test_another_organisation_learns_of_nothing(cast: Cast, case: Case) -> None:
    send(cast, case, said(case))
    other = Client(headers=partner(cast.organisations.ngo).headers)
    at = f"/api/v1/cases/{case.ref}/rights-requests/"
    assert other.get("/api/v1/rights-requests/").json() == {"results": []}
    assert other.get(at).status_code == 403  # the case is shared with them, its family file is not
    assert other.post(at, said(case), content_type="application/json").status_code == 403
    assert send(cast, case, said(case, relative="0" * 16)).status_code == 404
    assert RightsRequest.objects.count() == 1
