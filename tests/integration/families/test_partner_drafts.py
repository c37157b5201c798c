"""What a partner’s system sends is a draft, no case; who says they are not missing is the unit's to find."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessctl.codes import Role
from accessctl.models import Agreement, JournalEntry
from accessctl.signin.stepup import ProofNeeded
from accessctl.systems import tokens
from cases.models import Case, WhereaboutsClaim
from cases.selectors import page_of_living
from cases.services.claims import ClaimEntry, receive
from families import selectors
from families.codes import IntakeKind, IntakeWay
from families.models import RegistrationDraft
from families.queue import queue
from families.services import partners
from tests.access.writes import SENT_BY_SYSTEM
from tests.cast import Cast
from tests.factories.accessctl import member
from tests.factories.matching import alive
from tests.plugins.site import ClientFor

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


def test_who_says_they_are_not_missing_is_found_by_the_unit_alone_with_a_proof_and_an_entry(
    cast: Cast, client_for: ClientFor
) -> None:
    tracer = member(cast.organisations.ngo, Role.TRACING_OFFICER)
    said = ClaimEntry(names=("Somebody Safe",), contact="+34 600 000 000", country="ESP", said="I am safe.")
    receive(entry=said, address="192.0.2.1")
    alive(tracer.actor)
    claimed = WhereaboutsClaim.objects.get().whereabouts
    address = reverse("cases:living-list") + "?claims=1"
    readings = JournalEntry.objects.filter(action="ring.read", ring="4w", refs=[claimed.ref])
    for who in (tracer, cast.caseworker, cast.supervisor):
        assert queue(who.actor).items == []
        shown = client_for(who.account).get(reverse("families:intake")).content.decode()
        assert (address in shown) is (who is tracer)
    assert not readings.exists()
    with pytest.raises(ProofNeeded):
        page_of_living(replace(tracer.actor, proved_at=None), claims=True)
    assert claimed.ref in client_for(tracer.account).get(address).content.decode()
    assert readings.count() == 1
    page, rows = page_of_living(tracer.actor)
    assert (len(page.rows), [one.record for one in rows if one.claims]) == (2, [claimed])


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
