"""REST of registration: what a partner's system sends becomes a case, or each point is named where it stands in it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, CaseName
from cases.services import change_case
from families.models import Channel, Consent, Relative
from tests.cast import Cast
from tests.factories.families import a_case, entry
from tests.integration.families.steps import CALL

pytestmark = pytest.mark.django_db
URL = "/api/v1/cases/"


@pytest.fixture
def api(cast: Cast, static_files: None) -> Client:
    """The second NGO's own system."""
    return Client(headers=cast.system.headers)


def send(api: Client, data: Any, *, to: str = URL, method: str = "POST") -> tuple[int, dict[str, Any]]:
    body = data if isinstance(data, str) else json.dumps(data)
    answer = api.generic(method, to, body, content_type="application/json")
    return answer.status_code, answer.json()


def changed(place: str, value: Any) -> dict[str, Any]:
    """The call with one value replaced, by its place."""
    call = copy.deepcopy(CALL)
    *way, last = place.split(".")
    part: Any = call
    for step in way:
        part = part[int(step)] if isinstance(part, list) else part[step]
    part[int(last) if isinstance(part, list) else last] = value
    return call


def nothing_is_saved() -> bool:
    return not any(table.objects.exists() for table in (Case, CaseName, Relative, Channel, Consent))


def test_a_registration_is_a_case_with_its_relative_and_consents(api: Client, cast: Cast) -> None:
    status, made = send(api, CALL)
    assert status == 201, made
    assert made["search"]["names"][0]["full_original"] == "Lamin Ceesay"
    case = Case.objects.get(ref=made["ref"])
    assert case.owner == cast.organisations.second_ngo
    assert Channel.objects.count() == Relative.objects.count() == 1
    assert Consent.objects.filter(case=case).count() == len(CALL["consents"])
    assert "301 2345" not in json.dumps(made)


NAME = "case.names.0.full_original"
BAD = {
    "a date in the future": ("case.date_last_contact", "2099-01", "case.date_last_contact"),
    "30 February": ("case.date_of_birth", "1999-02-30", "case.date_of_birth"),
    "a date that is none": ("case.date_of_birth", "yesterday", "case.date_of_birth"),
    "born after the last contact": ("case.date_of_birth", "2024-05", "case.date_of_birth"),
    "an age of 200": ("case.age", [200, 200], "case.age"),
    "an age upside down": ("case.age", [40, 20], "case.age"),
    "a height of 12 cm": ("case.height_cm", [12, 12], "case.height_cm"),
    "a point without radius": ("case.place_last_contact", {"lat": 20.9, "lon": -17.0}, "case.place_last_contact"),
    "a place that is text": ("case.place_last_contact", "Nouadhibou", "case.place_last_contact"),
    "an unknown code": ("case.route_code", "moon", "case.route_code"),
    "an unknown country": ("case.nationalities", ["XYZ"], "case.nationalities"),
    "an unknown mark": ("case.marks.0.mark_type", "wart", "case.marks.0.mark_type"),
    "markup in a name": (NAME, "<b>Lamin</b>", "case.names"),
    "hidden direction in a name": (NAME, "Lamin\u202eyasseC", "case.names"),
    "a null character in a name": (NAME, "La\x00min", NAME),
    "a name of 300 letters": (NAME, "L" * 300, NAME),
    "no name and no reason": ("case.names", [], "case.names"),
    "a reason that is none": ("case.absences", {"photo": "lost"}, "case.absences.photo"),
    "a text too long": ("case.circumstances_text", "x" * 2001, "case.circumstances_text"),
    "a place that is no word": ("case.place_of_origin", {"country": [None]}, "case.place_of_origin"),
    "half a range": ("case.age", [18], "case.age"),
    "a range of three": ("case.age", [18, 19, 20], "case.age"),
    "a thing that is nothing": ("case.belongings", [None], "case.belongings.0"),
    "an implant that is nothing": ("case.medical", [None], "case.medical.0"),
    "a country of papers": ("case.documents", [{"doc_type": "pass", "issuing_country": "0"}], "case.documents"),
    "a mark that is not told": ("case.marks", [{"mark_type": "circumcision_f"}], "case.marks"),
    "a motif that endangers": ("case.marks", [{"mark_type": "tattoo", "motifs": ["military_unit"]}], "case.marks"),
    "a field nobody knows": ("case.shoe_size", 43, "case.shoe_size"),
    "no relative's name": ("relative.name", "", "relative.name"),
    "an unknown tie": ("relative.relationship", "boss", "relative.relationship"),
    "an unknown language": ("relative.language", "xxx", "relative.language"),
    "a phone number without country": ("relative.channels.0.value", "3012345", "relative.channels"),
    "no way to be reached": ("relative.channels", [], "relative.channels"),
    "risks not explained": ("conversation.risks_explained", False, "conversation.risks_explained"),
    "rights neither yes nor no": ("conversation.rights_explained", "perhaps", "conversation.rights_explained"),
    "no consent to the search": ("consents.0.given", False, "consents"),
    "an unknown receiver": ("consents.1.recipient_class", "neighbours", "consents.1.recipient_class"),
    "consent for border police": ("consents.1.recipient_class", "immigration_authority", "consents"),
    "consents that are no list": ("consents", {"purpose": "search"}, "consents"),
}


@pytest.mark.parametrize(("place", "value", "named"), BAD.values(), ids=BAD)
def test_bad_input_is_named_where_it_stands_and_nothing_is_saved(
    api: Client, place: str, value: Any, named: str
) -> None:
    status, refused = send(api, changed(place, value))
    assert (status, list(refused["fields"])) == (422, [named])
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in refused["fields"][named])
    assert nothing_is_saved()


def test_every_fault_is_named_at_once(api: Client) -> None:
    call = changed("case.age", [200, 200])
    call["relative"]["name"], call["consents"] = " x\u202e ", CALL["consents"][1:]
    _status, refused = send(api, call)
    assert set(refused["fields"]) == {"case.age", "relative.name", "consents"}
    assert nothing_is_saved()


@pytest.mark.parametrize(
    ("body", "status", "names"),
    [
        ("{", 400, set()),
        ("[]", 422, {""}),
        ('"case"', 422, {""}),
        ("{}", 422, {"case", "relative", "conversation", "consents"}),
        ('{"case": []}', 422, {"case", "relative", "conversation", "consents"}),
    ],
)
def test_what_is_no_registration_at_all_is_refused(api: Client, body: str, status: int, names: set[str]) -> None:
    answered, refused = send(api, body)
    assert (answered, set(refused["fields"])) == (status, names)
    assert nothing_is_saved()


def test_a_form_is_not_taken_for_json(api: Client) -> None:
    answer = api.post(URL, {"case": "x"})
    assert (answer.status_code, set(answer.json())) == (415, {"code", "message", "fields"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date_of_birth", "2024-05"),
        ("date_last_contact", "2099"),
        ("height_cm", [12, 12]),
        ("names", [{"full_original": "<i>x</i>"}]),
        ("route_code", "moon"),
        ("version", "one"),
        ("told_by", "0123456789abcdef"),
    ],
)
def test_a_bad_change_is_named_and_changes_nothing(api: Client, cast: Cast, field: str, value: Any) -> None:
    case = a_case(cast, by=cast.second_caseworker.actor)
    sent = CALL["case"] | {"version": case.version, field: value}
    status, refused = send(api, sent, to=f"{URL}{case.ref}/", method="PUT")
    assert (status, list(refused["fields"])) == (422, [field])
    assert Case.objects.get().version == case.version
    change_case(actor=cast.second_caseworker.actor, ref=case.ref, entry=entry(), expected_version=case.version)


def test_a_change_says_whose_words_it_writes_down(api: Client, cast: Cast) -> None:
    case = a_case(cast, by=cast.second_caseworker.actor, eye_colour="bro")
    said = {"new_source": {"kind": "witness"}, "says": {"hair_colour": "gry"}}
    _status, told = send(api, said, to=f"{URL}{case.ref}/statements/")
    witness = next(one["key"] for one in told["sources"] if one["kind"] == "witness")
    case.refresh_from_db()
    change = CALL["case"] | {"version": case.version, "eye_colour": "blu", "told_by": witness}
    status, _answer = send(api, change, to=f"{URL}{case.ref}/", method="PUT")
    assert status == 200
    topics = api.get(f"{URL}{case.ref}/statements/").json()["topics"]
    spoken = {
        (one["source_key"] == witness, value)
        for topic in topics for one in topic["said"] for value in [str(one["values"])]
        if "eye" in topic["topic"] or "eye" in value
    }  # fmt: skip
    assert {by_witness for by_witness, _value in spoken} == {True, False}, "each stands with who said it"
