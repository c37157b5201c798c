"""Requests sent again: by a partner system that heard no answer, and by a browser that goes back."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.db import connection, connections, models
from django.test import Client
from django.utils import timezone

from accessctl.models import Replay
from accessctl.replays import KEPT, purge
from cases.models import Case, Incident
from matching.models import CandidatePair
from remains.models import Remains
from tests.access.writes import INCIDENT_ENTRY, REMAINS_ENTRY
from tests.cast import Cast
from tests.factories import families, remains
from tests.integration.families.steps import CALL, PERSON, consented
from tests.plugins.site import ClientFor

MAKERS: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "/api/v1/cases/": (Case, CALL),
    "/api/v1/remains/": (Remains, REMAINS_ENTRY),
    "/api/v1/incidents/": (Incident, INCIDENT_ENTRY),
}


def send(cast: Cast, address: str, body: dict[str, Any], key: str = "", by: Any = None) -> Any:
    headers = {**(by or cast.system).headers, **({"Idempotency-Key": key} if key else {})}
    return Client().post(address, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize("address", MAKERS)
def test_the_same_request_makes_one_record_and_is_answered_twice(cast: Cast, address: str) -> None:
    model, body = MAKERS[address]
    first, again = send(cast, address, body, "k-1"), send(cast, address, body, "k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert model._default_manager.count() == 1
    assert send(cast, address, body, "k-2").json()["ref"] != first.json()["ref"]
    assert send(cast, address, body).json()["ref"] != first.json()["ref"]
    assert model._default_manager.count() == 3


def test_a_pair_is_opened_once(cast: Cast) -> None:
    case = families.a_case(cast, by=cast.second_caseworker.actor)
    found = remains.some_remains(cast)
    body = {"left": case.ref, "right": found.ref}
    answers = [send(cast, "/api/v1/pairs/", body, "k-1") for _time in range(2)]
    assert len({answer.status_code for answer in answers}) == 1
    assert CandidatePair.objects.count() == (1 if answers[0].status_code == 201 else 0)


def test_a_key_is_of_one_request_of_one_client(cast: Cast) -> None:
    from tests.factories.accessctl import partner

    first = send(cast, "/api/v1/incidents/", INCIDENT_ENTRY, "k-1")
    other = send(cast, "/api/v1/incidents/", {**INCIDENT_ENTRY, "n_missing_min": 4}, "k-1")
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    theirs = send(cast, "/api/v1/incidents/", INCIDENT_ENTRY, "k-1", by=partner(cast.organisations.ngo))
    assert theirs.status_code == 201
    assert theirs.json()["ref"] != first.json()["ref"]


def test_a_refused_request_keeps_no_key(cast: Cast) -> None:
    assert send(cast, "/api/v1/incidents/", {**INCIDENT_ENTRY, "event_kind": "nonsense"}, "k-1").status_code == 422
    assert send(cast, "/api/v1/incidents/", INCIDENT_ENTRY, "k-1").status_code == 201
    assert send(cast, "/api/v1/incidents/", INCIDENT_ENTRY, "k" * 201).status_code == 422


def test_neither_the_key_nor_the_request_can_be_read_from_what_is_kept(cast: Cast) -> None:
    send(cast, "/api/v1/cases/", CALL, "Awa-Ndiaye")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, asked, ref FROM accessctl_replay")
        text = " ".join(cursor.fetchone())
    assert "Awa" not in text
    assert Replay.objects.filter(created_at__gt=timezone.now() - KEPT).count() == 1
    Replay.objects.update(created_at=timezone.now() - 2 * KEPT)
    assert purge() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(cast: Cast) -> None:
    answers: list[Any] = []

    def one() -> None:
        answers.append(send(cast, "/api/v1/incidents/", INCIDENT_ENTRY, "k-1"))
        connections.close_all()

    threads = [threading.Thread(target=one) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["ref"] for answer in answers}) == 1
    assert Incident.objects.count() == 1


def test_a_registration_that_the_browser_sends_again_makes_no_second_case(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    page = f"/cases/new/{consented(client)}/person/"
    assert client.post(page, PERSON).status_code == 302
    again = client.post(page, PERSON)
    assert again.status_code in (302, 404)
    assert Case.objects.count() == 1


def test_a_page_of_before_the_sign_in_is_refused(cast: Cast, client_for: ClientFor) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_for(cast.caseworker.account).cookies
    answer = strict.post("/cases/new/", {"csrfmiddlewaretoken": "a" * 64})
    assert answer.status_code == 403
    assert not Case.objects.exists()
