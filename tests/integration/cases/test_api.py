"""REST of cases, incidents and candidate pairs: what a partner system lists, reads, writes and is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from cases.models import Case, Incident
from matching.models import CandidatePair
from tests.cast import Cast
from tests.factories import families as make
from tests.factories.remains import some_remains

pytestmark = pytest.mark.django_db

CASES, INCIDENTS, PAIRS = "/api/v1/cases/", "/api/v1/incidents/", "/api/v1/candidate-pairs/"
WRECK: dict[str, Any] = {
    "date": "2021-03-14",
    "event_kind": "shipwreck",
    "place": {"country": "MRT", "lat": 20.81, "lon": -17.31, "radius_m": 5000},
    "n_dead_recovered": 0,
    "n_survivors": 3,
}
REGISTRATION: dict[str, Any] = {
    "case": {
        "names": [{"full_original": "Lamin Ceesay"}],
        "sex": "1",
        "nationalities": ["GMB"],
        "date_last_contact": "2021-03~",
        "place_last_contact": {"as_said": "Nouadhibou", "country": "MRT"},
        "absences": {"date_of_birth": "unknown", "photo": "not_asked"},
        "purposes": ["search"],
    }
}


@pytest.fixture
def api(cast: Cast, static_files: None) -> Client:
    """The second NGO's own system."""
    return Client(headers=cast.system.headers)


def send(api: Client, method: str, url: str, data: Any, status: int) -> dict[str, Any]:
    answer = api.generic(method, url, json.dumps(data), content_type="application/json")
    assert answer.status_code == status, answer.content
    return dict(answer.json())


def test_an_incident_is_logged_read_changed_and_listed(api: Client) -> None:
    made = send(api, "POST", INCIDENTS, WRECK, 201)
    assert (made["n_dead_recovered"], made["n_missing_min"], made["n_survivors"]) == (0, None, None)
    assert (made["cell_lat"], made["cell_lon"]) == ("20.75", "-17.25")
    assert "20.81" not in json.dumps(made)
    url = f"{INCIDENTS}{made['ref']}/"
    assert api.get(url).json() == made
    changed = send(api, "PUT", url, WRECK | {"n_missing_min": 12, "version": made["version"]}, 200)
    assert changed["n_missing_min"] == 12
    refused = send(api, "PUT", url, WRECK | {"version": made["version"]}, 409)
    assert refused["code"] == "conflict"
    listed = api.get(INCIDENTS).json()
    assert ([row["ref"] for row in listed["results"]], listed["count"], listed["next"]) == ([made["ref"]], 1, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date": "2999-01-01"}, "date"),
        ({"date": "2021-02-30"}, "date"),
        ({"place": {"lat": 20, "lon": 10}}, "place"),
        ({"n_survivors": -1}, "n_survivors"),
        ({"region": "atlantis"}, "region"),
        ({"source_system": "iom_mmp"}, "source_system"),
        ({"source_system": "partner"}, "external_id"),
        ({"unheard_of": 1}, "unheard_of"),
    ],
)
def test_bad_input_names_the_field(api: Client, changes: dict[str, Any], field: str) -> None:
    refused = send(api, "POST", INCIDENTS, WRECK | changes, 422)
    assert refused["code"] == "invalid"
    assert list(refused["fields"]) == [field]
    assert not Incident.objects.exists()


def test_another_organisations_incident_is_read_and_not_changed(api: Client, cast: Cast) -> None:
    from cases.services import IncidentEntry, log_incident
    from registry.lib.dates import parse_edtf

    theirs = log_incident(actor=cast.caseworker.actor, entry=IncidentEntry(date=parse_edtf("2021")))
    assert api.get(f"{INCIDENTS}{theirs.ref}/").status_code == 200
    send(api, "PUT", f"{INCIDENTS}{theirs.ref}/", WRECK | {"version": 1}, 403)


def test_a_shared_case_is_read_as_far_as_the_agreement_goes(api: Client, cast: Cast) -> None:
    case = make.a_case(cast)
    read = api.get(f"{CASES}{case.ref}/").json()
    assert (read["nationalities"], read["search_absent"]) == (["GMB"], None)
    assert read["search"]["names"][0]["full_original"] == "Lamin Ceesay"
    assert "PC-204417" not in json.dumps(read)
    assert [row["ref"] for row in api.get(CASES).json()["results"]] == [case.ref]


def test_hidden_and_absent_cases_answer_alike(api: Client, cast: Cast) -> None:
    hidden = make.a_case(cast, consents=make.consents(search=(), forensic=()))
    answers = [api.get(f"{CASES}{ref}/") for ref in (hidden.ref, "MMR-00000-00000-0", "nonsense")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_a_case_of_the_own_organisation_is_changed_with_its_version(api: Client, cast: Cast) -> None:
    case = make.a_case(cast, by=cast.second_caseworker.actor)
    entry = {
        "names": [{"full_original": "Lamin Cissé"}], "sex": "1", "nationalities": ["GMB"], "purposes": ["search"],
        "date_of_birth": "1999", "date_last_contact": "2021-03", "place_last_contact": {"country": "MRT"},
    }  # fmt: skip
    url = f"{CASES}{case.ref}/"
    version = Case.objects.get().version
    changed = send(api, "PUT", url, {**entry, "version": version}, 200)
    assert changed["search"]["names"][0]["full_original"] == "Lamin Cissé"
    assert send(api, "PUT", url, {**entry, "version": version}, 409)["code"] == "conflict"
    assert list(send(api, "PUT", url, {**entry, "version": version + 1, "sex": "7"}, 422)["fields"]) == ["sex"]


def test_without_a_token_nothing_is_told(static_files: None, db: None) -> None:
    for url in (CASES, INCIDENTS, PAIRS, "/api/v1/remains/"):
        refused = Client().get(url)
        assert refused.status_code == 401
        assert set(refused.json()) == {"code", "message", "fields"}


def test_a_system_opens_and_reads_a_pair_and_reviews_none(api: Client, cast: Cast) -> None:
    case = make.a_case(cast, by=cast.second_caseworker.actor)
    remains = some_remains(cast)
    made = send(api, "POST", PAIRS, {"left": case.ref, "right": remains.ref}, 201)
    assert (made["case"], made["remains"], made["other_case"]) == (case.ref, remains.ref, None)
    assert (made["lines"], made["evidence_at"]) == ([], None)
    url = f"{PAIRS}{made['ref']}/"
    assert api.get(url).json()["ref"] == made["ref"]
    assert [row["ref"] for row in api.get(PAIRS).json()["results"]] == [made["ref"]]
    refused = send(api, "POST", f"{url}reviews/", {"decision": "support"}, 403)
    assert refused["code"] == "reviewed_by_people"
    assert "named person" in refused["message"]
    send(api, "POST", f"{PAIRS}MCP-00000-00000-0/reviews/", {}, 404)


def test_pairs_of_other_organisations_are_not_there(api: Client, cast: Cast) -> None:
    case, remains = make.a_case(cast), some_remains(cast)
    send(api, "POST", PAIRS, {"left": case.ref, "right": remains.ref}, 403)
    assert not CandidatePair.objects.exists()
    assert api.get(PAIRS).json()["results"] == []


def test_the_schema_is_public_valid_and_without_warnings(static_files: None, db: None) -> None:
    GENERATOR_STATS.reset()
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    validate_schema(schema)  # type: ignore[no-untyped-call]
    assert not GENERATOR_STATS, str(GENERATOR_STATS)
    answer = Client().get("/api/schema/")
    assert answer.status_code == 200
    docs = Client().get("/api/docs/")
    assert docs.status_code == 200
    assert "style-src 'self' 'unsafe-inline'" in docs.headers["Content-Security-Policy"]
    assert "script-src 'self'" in docs.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "https://" not in docs.content.decode()
