"""REST of telling a family: the rules of the page, and no way to answer a search by it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from cases.codes import CaseWorkflow
from cases.models import Case
from cases.services import state_of
from families.codes import ToldPoint
from families.models import Notification
from tests.cast import Cast
from tests.factories import identification
from tests.factories.families import a_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    made = a_case(cast, by=cast.second_caseworker.actor)
    identification.finding(made)
    return made


def planned(**said: Any) -> dict[str, Any]:
    return {
        "kind": "identification", "planned_for": str(timezone.localdate()), "team_roles": ["psychosocial", "legal"],
        "team": "Marta Ruiz", "place_kind": "home", "language": "wol", "support_person": "Her sister", **said,
    }  # fmt: skip


def told(**said: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "done_on": str(today), "who_present": "The mother", "told": ToldPoint.values,
        "followup_on": str(today + timedelta(days=7)), **said,
    }  # fmt: skip


def test_it_is_prepared_done_and_read_back_and_answers_no_search(cast: Cast, case: Case, static_files: None) -> None:
    client = Client(headers=cast.system.headers)
    path = f"/api/v1/cases/{case.ref}/notifications/"

    def send(to: str, data: Any = None, **headers: str) -> tuple[int, dict[str, Any]]:
        answer = client.post(path + to, json.dumps(data or {}), content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    assert send("told/", told())[0] == 404  # nothing is prepared
    status, refused = send("", planned(team_roles=["psychosocial"]))
    assert (status, set(refused["fields"])) == (422, {"team_roles"})
    assert not Notification.objects.exists()
    status, made = send("", planned(), **{"Idempotency-Key": "tell-1"})
    assert (status, made["notifications"][0]["team"]) == (200, "Marta Ruiz")
    assert send("", planned(), **{"Idempotency-Key": "tell-1"})[0] == 200
    assert Notification.objects.count() == 1
    assert send("", planned())[0] == 409
    status, refused = send("told/", told(told=["known"]))
    assert (status, set(refused["fields"])) == (422, {"told"})
    assert send("declined/")[0] == 200
    assert send("", planned())[0] == 200
    key = made["relatives"][0]["key"]
    status, done = send("told/", told(told_to=[key]), **{"Idempotency-Key": "tell-2"})
    assert (status, done["is_answered"]) == (200, False)
    assert send("told/", told(told_to=[key]), **{"Idempotency-Key": "tell-2"}) == (200, done)
    assert send("told/", told(told_to=[key]))[0] == 404  # a new one, and nothing is prepared
    assert state_of(case) is CaseWorkflow.OPEN
    assert len(client.get(path).json()["notifications"]) == 2
    assert {resolve(path + to).url_name for to in ("", "told/", "declined/")} == {
        "notifications", "notifications-told", "notifications-declined",
    }  # fmt: skip


def test_a_system_elsewhere_learns_and_writes_nothing(cast: Cast, static_files: None) -> None:
    theirs, client = a_case(cast), Client(headers=cast.system.headers)
    path = f"/api/v1/cases/{theirs.ref}/notifications/"
    for to, data in (("", planned()), ("told/", told()), ("declined/", {}), ("", {})):
        assert client.post(path + to, json.dumps(data), content_type="application/json").status_code in (403, 404)
    assert client.get(path).status_code in (403, 404)
    assert not Notification.objects.exists()
