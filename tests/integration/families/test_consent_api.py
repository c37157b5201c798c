"""REST of consents: what stands, further answers with their limits, withdrawal; each counts with the next request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accessctl import door
from accessctl.codes import RecipientClass
from cases.models import Case
from families.models import Consent
from tests.cast import Cast
from tests.factories.families import a_case, consents
from tests.integration.families.steps import CALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast, static_files: None) -> Client:
    """The second NGO's own system."""
    return Client(headers=cast.system.headers)


@pytest.fixture
def mine(cast: Cast) -> Case:
    return a_case(cast, by=cast.second_caseworker.actor, consents=consents(search=(), forensic=()))


def send(api: Client, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    answer = api.generic("POST", path, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def at(case: Case, more: str = "") -> str:
    return f"/api/v1/cases/{case.ref}/consents/{more}"


def answers(*said: dict[str, Any]) -> dict[str, Any]:
    return {"conversation": CALL["conversation"], "consents": list(said)}


def yes(recipient: str = "cso", **limits: Any) -> dict[str, Any]:
    return {"purpose": "share_search", "recipient_class": recipient, "given": True, **limits}


def sees(who: Any, case: Case) -> bool:
    return door.visible(who.actor, Case).filter(pk=case.pk).exists()


def test_an_answer_counts_with_the_next_request_and_is_read_back(cast: Cast, api: Client, mine: Case) -> None:
    assert not sees(cast.caseworker, mine)
    limits = {"country_scope": "only", "countries": ["ESP"], "except_organisations": [cast.organisations.institute.ref]}
    status, held = send(api, at(mine), answers(yes(max_layer=1, **limits)))
    assert status == 200, held
    assert sees(cast.caseworker, mine)
    one = next(one for one in held["consents"] if one["recipient_class"] == "cso")
    assert (one["state"], one["max_layer"], one["country_scope"], one["countries"]) == ("given", 1, "only", ["ESP"])
    assert one["except_organisations"] == [cast.organisations.institute.ref]
    assert api.get(at(mine)).json() == held
    assert held["to_ask_again"] == []


@pytest.mark.parametrize(
    "limits",
    [
        {"country_scope": "except", "countries": ["ESP"]},
        {"country_scope": "only", "countries": ["FRA"]},
        {"country_scope": "only", "countries": []},
        {"except_organisations": ["ngo"]},
        {"only_organisations": ["institute"]},
    ],
    ids=["not in Spain", "only in France", "only nowhere", "not this organisation", "only another"],
)
def test_limits_keep_out_whom_they_name(cast: Cast, api: Client, mine: Case, limits: dict[str, Any]) -> None:
    named = {
        name: [getattr(cast.organisations, one).ref for one in told] if name.endswith("organisations") else told
        for name, told in limits.items()
    }
    assert send(api, at(mine), answers(yes(**named)))[0] == 200
    assert not sees(cast.caseworker, mine)


def test_a_withdrawal_counts_at_once_and_only_once(cast: Cast, api: Client, mine: Case) -> None:
    send(api, at(mine), answers(yes()))
    assert sees(cast.caseworker, mine)
    key = {"Idempotency-Key": "withdraw-1"}
    for _time in range(2):
        status, held = send(api, at(mine, "withdraw/"), {"recipient_class": "cso"}, **key)
        assert status == 200
        assert not sees(cast.caseworker, mine)
    assert [one["state"] for one in held["consents"] if one["recipient_class"] == "cso"] == ["withdrawn"]
    assert send(api, at(mine, "withdraw/"), {"recipient_class": "cso"})[0] == 409
    assert Consent.objects.filter(case=mine, state="withdrawn").count() == 1


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown organisation": (answers(yes(only_organisations=["MGN-00000-00000-0"])), "consents"),
    "one question answered twice": (answers(yes(), yes(max_layer=1)), "consents"),
    "an immigration authority": (answers(yes("immigration_authority")), "consents"),
    "no answer": (answers(), "consents"),
    "rights not explained": (
        {"conversation": CALL["conversation"] | {"rights_explained": False}, "consents": [yes()]},
        "conversation.rights_explained",
    ),
    "a field nobody knows": (answers(yes()) | {"hurry": True}, "hurry"),
}


@pytest.mark.parametrize(("body", "named"), BAD.values(), ids=BAD)
def test_bad_input_is_named_and_nothing_changes(
    cast: Cast, api: Client, mine: Case, body: dict[str, Any], named: str
) -> None:
    before = Consent.objects.count()
    status, refused = send(api, at(mine), body)
    assert (status, next(iter(refused["fields"])).split(".")[0]) == (422, named.split(".", maxsplit=1)[0]), refused
    assert Consent.objects.count() == before
    assert not sees(cast.caseworker, mine)


def test_a_consulate_is_refused_where_protection_is_needed(cast: Cast, api: Client) -> None:
    flagged = a_case(
        cast, by=cast.second_caseworker.actor, protection_flag="possible", protection_states=("GMB",),
        consents=consents(search=(), forensic=()),
    )  # fmt: skip
    assert send(api, at(flagged), answers(yes(RecipientClass.CONSULATE)))[0] == 422


def test_the_consents_of_others_are_not_read_or_changed(cast: Cast, api: Client) -> None:
    seen, hidden = a_case(cast), a_case(cast, consents=consents(search=(), forensic=()))
    assert api.get(at(seen)).status_code == 403
    assert api.get(at(hidden)).status_code == 404
    for case, status in ((seen, 403), (hidden, 404)):
        assert send(api, at(case), answers(yes()))[0] == status
        assert send(api, at(case, "withdraw/"), {})[0] == status
