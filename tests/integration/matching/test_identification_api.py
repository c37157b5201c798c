"""Identifications, wishes and steps over REST: systems prepare and read, named people sign, hidden equals absent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accessctl.api import PURPOSE_HEADER
from cases.models import CaseHolders
from families.models import Relative
from families.services.comparing import save_comparison
from matching.codes import ReviewRole
from matching.models import CandidatePair, Identification
from matching.services import identifying
from tests.cast import Cast
from tests.factories import identification as make
from tests.factories.accessctl import partner
from tests.factories.remains import some_remains

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]
JSON = "application/json"


@pytest.fixture
def pair(cast: Cast) -> CandidatePair:
    return make.hypothesis(cast)


@pytest.fixture
def institute(cast: Cast) -> Client:
    """A client of the system of the institute that has the remains."""
    return Client(headers=partner(cast.organisations.institute).headers | {PURPOSE_HEADER: "forensic_comparison"})


@pytest.fixture
def ngo(cast: Cast) -> Client:
    """A client of the system of the organisation that serves the family."""
    return Client(headers=partner(cast.organisations.ngo).headers)


def drawn(**changes: Any) -> dict[str, Any]:
    said = make.draft(**changes)
    given = vars(said) | {"methods": [str(code) for code in said.methods], "conclusion": said.conclusion.value}
    return given | {"panel": [], "established_on": said.established_on.isoformat()}


def test_a_system_prepares_what_people_sign(cast: Cast, pair: CandidatePair, institute: Client) -> None:
    address = f"/api/v1/candidate-pairs/{pair.ref}/identification/"
    key = {"Idempotency-Key": "draft-1"}
    for _time in range(2):
        answer = institute.post(address, drawn(), content_type=JSON, headers=key)
        assert answer.status_code == 201, answer.content
    (row,) = answer.json()["identifications"]
    assert (row["conclusion"], row["signatures"], row["is_whole"]) == ("established", [], True)
    assert Identification.objects.count() == 1
    assert institute.post(address, drawn(), content_type=JSON).json()["code"] == "identification_open"

    def act(**said: Any) -> Any:
        return institute.post(f"{address}acts/", said, content_type=JSON)

    for refused in ("sign", "revoke"):
        assert (act(act=refused).status_code, act(act=refused).json()["code"]) == (403, "signed_by_people")
    assert act(act="withdraw").status_code == 200
    identifying.draw_up(actor=cast.analyst.actor, ref=pair.ref, draft=make.draft())
    identifying.sign(actor=cast.analyst.actor, ref=pair.ref, role=ReviewRole.ODONTOLOGIST)
    assert (act(act="withdraw").status_code, act(act="withdraw").json()["code"]) == (403, "signed_by_people")
    identifying.withdraw(actor=cast.analyst.actor, ref=pair.ref)
    make.established(cast, pair)
    assert act(act="ask_opinion").json()["identifications"][0]["second_opinion"]["result"] == ""
    assert act(act="give_opinion").status_code == 422
    today = timezone.localdate().isoformat()
    opinion = {"given_by": "Institute of the north", "result": "confirms", "given_on": today}
    held = act(act="give_opinion", opinion=opinion).json()
    assert held["state"] == "confirmed"
    assert held["identifications"][0]["second_opinion"]["given_by"] == "Institute of the north"
    assert [one["role"] for one in held["identifications"][0]["signatures"]] == ["odontologist", "coordinator"]


def test_what_is_wrong_is_told_at_its_field(pair: CandidatePair, institute: Client) -> None:
    address = f"/api/v1/candidate-pairs/{pair.ref}/identification/"
    answer = institute.post(address, drawn(methods=["visual"], grounds="x", summary_lang=""), content_type=JSON)
    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"methods", "summary_lang"})
    assert not Identification.objects.exists()


def test_a_pair_of_others_is_absent(cast: Cast, pair: CandidatePair) -> None:
    stranger = Client(headers=partner(cast.organisations.second_ngo).headers)
    hidden = stranger.get(f"/api/v1/candidate-pairs/{pair.ref}/identification/")
    absent = stranger.get("/api/v1/candidate-pairs/MCP-00000-00000-0/identification/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_wishes_and_steps_follow_the_telling(cast: Cast, pair: CandidatePair, ngo: Client, institute: Client) -> None:
    assert pair.case is not None
    address = f"/api/v1/cases/{pair.case.ref}/wishes/"
    asked = {"disposition": "repatriation", "asked_on": timezone.localdate().isoformat(), "version": 0}
    assert ngo.put(address, asked, content_type=JSON).json()["code"] == "family_not_told"
    make.established(cast, pair)
    make.told(cast, pair)
    wrong = ngo.put(address, asked | {"rite": "Jan\u202eaza"}, content_type=JSON)
    assert set(wrong.json()["fields"]) == {"destination", "rite"}
    read = ngo.put(address, asked | {"destination": {"country": "SEN"}, "rite": "Janaza"}, content_type=JSON).json()
    assert (read["is_told"], read["wishes"]["rite"], read["wishes"]["destination"]) == (
        True,
        "Janaza",
        {"country": "SEN"},
    )
    late = ngo.put(address, asked | {"disposition": "burial_in_place"}, content_type=JSON)
    assert (late.status_code, late.json()["current"]["wishes"]["rite"]) == (409, "Janaza"), "nobody read what stood"
    again = {**asked, "disposition": "undecided", "version": read["version"]}
    assert ngo.put(address, again, content_type=JSON).json()["version"] == read["version"] + 1
    back = {**asked, "destination": {"country": "SEN"}, "version": read["version"] + 1}
    assert ngo.put(address, back, content_type=JSON).status_code == 200
    flight = {"kind": "airline_booking", "who": "Marta", "done_on": timezone.localdate().isoformat()}
    assert set(ngo.post(f"{address}steps/", flight, content_type=JSON).json()["fields"]) == {"done_on"}
    permit = {"kind": "permit_transport", "who": "Marta"}
    wrong = ngo.post(f"{address}steps/", permit | {"document": "\x1b[2J"}, content_type=JSON)
    assert set(wrong.json()["fields"]) == {"document"}
    steps = {one["kind"]: one for one in ngo.post(f"{address}steps/", permit, content_type=JSON).json()["steps"]}
    assert steps["permit_transport"]["who"] == "Marta"
    assert steps["airline_booking"]["waits_for"] == ["death_certificate", "permit_transport"]
    assert institute.get(address).status_code in (403, 404)


def test_holders_and_injuries_over_rest(cast: Cast, pair: CandidatePair, ngo: Client, institute: Client) -> None:
    assert pair.case is not None
    address = f"/api/v1/cases/{pair.case.ref}/holders/"
    tag = ngo.get(address)["ETag"]
    answer = ngo.put(address, {"dentist": "Dr. Diallo"}, content_type=JSON, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["dentist"]) == (200, "Dr. Diallo"), answer.content
    late = ngo.put(address, {"dentist": "Nobody"}, content_type=JSON, headers={"If-Match": tag})
    assert (late.status_code, late.json()["current"]["dentist"]) == (409, "Dr. Diallo")
    assert institute.get(address).status_code in (403, 404)
    relative = Relative.objects.get(case=pair.case)
    assert CaseHolders.objects.get(case=pair.case).source_id == relative.source_id, "the only one who can have said it"
    now = {"If-Match": answer["ETag"]}
    wrong = ngo.put(address, {"dentist": "Nobody", "told_by": "nobody"}, content_type=JSON, headers=now)
    assert (wrong.status_code, set(wrong.json()["fields"])) == (422, {"told_by"})
    save_comparison(actor=cast.caseworker.actor, ref=pair.case.ref, entry=None, holders={"prints_held": "yes"})
    assert ngo.get(address).json()["prints_held"] == "yes"
    found = some_remains(cast)
    injuries = f"/api/v1/remains/{found.ref}/injuries/"
    assert institute.post(injuries, {"injury_kind": "nonsense"}, content_type=JSON).status_code == 422
    assert institute.post(injuries, {"injury_text": "A cut."}, content_type=JSON).status_code == 201
    assert institute.get(injuries).status_code == 403
    assert ngo.get(injuries).status_code in (403, 404)
