"""What a partner’s system sends is a draft, no case; who says they are not missing stands in the queue."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accessctl.codes import Role
from accessctl.models import Agreement
from accessctl.systems import tokens
from cases.models import Case
from cases.services.claims import ClaimEntry, receive
from families import selectors
from families.codes import IntakeKind, IntakeWay
from families.models import RegistrationDraft
from families.queue import queue
from families.services import partners
from tests.access.writes import SENT_BY_SYSTEM
from tests.cast import Cast
from tests.factories.accessctl import member

pytestmark = pytest.mark.journal


def sent(cast: Cast, headers: Any = None, **changes: Any) -> Any:
    said = {**SENT_BY_SYSTEM, "date_last_contact_year": 2021, "shares": {"share_search__cso": "no"}, **changes}
    client = Client(headers=headers or cast.system.headers)
    return client.post("/api/v1/drafts/", json.dumps(said), content_type="application/json")


def test_it_stands_in_the_queue_of_who_may_register_and_nobody_is_sought(cast: Cast) -> None:
    there = sent(cast, receiver=cast.organisations.ngo.ref)
    here = sent(cast)
    assert (there.status_code, here.status_code) == (201, 201)
    assert not Case.objects.exists()
    for who, made in ((cast.caseworker, there), (cast.second_caseworker, here)):
        (item,) = queue(who.actor).items
        assert (item.ref, item.kind, item.about, item.is_free) == (
            made.json()["ref"], IntakeKind.SENT, IntakeWay.SYSTEM.label, True,
        )  # fmt: skip
        draft = selectors.draft(who.actor, item.ref)
        assert draft.part("person")["name"] == ["Somebody Missing"]
        assert draft.part("consent") == {
            "own_search": ["yes"], "own_compare": ["no"], "share_search__cso": ["no"], "protection_flag": ["none"],
        }  # fmt: skip
    client = Client(headers=cast.system.headers)
    assert client.get(f"/api/v1/cases/{here.json()['ref']}/").status_code == 404


def test_what_is_refused_keeps_nothing(cast: Cast) -> None:
    Agreement.objects.filter(pk=cast.agreements.between_ngos.pk).update(suspended_at=timezone.now())
    for changes, field in (
        ({"receiver": cast.organisations.ngo.ref}, "receiver"),
        ({"receiver": "MOR-00000-00000-0"}, "receiver"),
        ({"own_search": "no"}, "own_search"),
        ({"name": ""}, "name"),
        ({"sex": "x"}, "sex"),
        ({"shares": {"share_search__immigration_authority": "yes"}}, "shares"),
        ({"shares": {"fears": "no"}}, "shares"),
        ({"surprise": "1"}, "surprise"),
    ):
        answer = sent(cast, **changes)
        assert (answer.status_code, set(answer.json()["fields"])) == (422, {field}), changes
    assert not RegistrationDraft.objects.exists()


def test_who_says_they_are_not_missing_stands_in_the_queue_of_the_unit_alone(cast: Cast) -> None:
    tracer = member(cast.organisations.ngo, Role.TRACING_OFFICER)
    said = ClaimEntry(names=("Somebody Safe",), contact="+34 600 000 000", country="ESP", said="I am safe.")
    receive(entry=said, address="192.0.2.1")
    assert [item.kind for item in queue(tracer.actor).items] == [IntakeKind.CLAIM]
    assert dict(queue(tracer.actor).counts)[IntakeKind.CLAIM] == 1
    assert queue(cast.caseworker.actor).items == queue(cast.supervisor.actor).items == []


@pytest.mark.parametrize("scope", ["read:3:share_search", "write:1:share_search", "write:3:statistics"])
def test_a_token_that_may_not_write_search_files_writes_no_draft(cast: Cast, scope: str) -> None:
    token = tokens.issue(cast.system.client, wanted=scope).token
    assert sent(cast, {"Authorization": f"Bearer {token}"}).status_code == 403
    assert not RegistrationDraft.objects.exists()


def test_a_system_fills_nobodys_queue(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many a day for each receiver."""
    monkeypatch.setattr(partners, "MOST", 1)
    there = cast.organisations.ngo.ref
    answers = [sent(cast, receiver=receiver) for receiver in ("", "", there, there)]
    assert [answer.status_code for answer in answers] == [201, 429, 201, 429]
    assert answers[1].json()["code"] == "too_many_drafts"
    assert int(answers[1].headers["Retry-After"]) > 3600
    assert RegistrationDraft.objects.count() == 2
    monkeypatch.setattr(partners, "DAY", timedelta())
    assert sent(cast).status_code == 201, "those of the day before do not count"
