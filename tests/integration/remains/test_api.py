"""REST of remains: a partner system logs, reads, changes and lists, within its reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accessctl.codes import RecipientClass
from accessctl.models import JournalEntry
from accessctl.systems import tokens
from registry.site import api_examples
from remains import selectors
from remains.models import Remains
from remains.services import FORENSIC_FIELDS
from tests.cast import SEARCHING, Cast
from tests.factories.accessctl import agreement, organisation, partner
from tests.factories.remains import entry, some_remains

URL = "/api/v1/remains/"
SENT: dict[str, Any] = {
    "found_at": "2021-06",
    "found_place": {"country": "ITA", "lat": 35.5, "lon": 12.6, "radius_m": 5000},
    "sex_estimated": "f?",
    "age": [18, 25],
    "skin_examined": ["hd"],
    "marks": [{"mark_type": "tattoo", "motifs": ["anchor_ship"], "inscription": "MARTA"}],
    "documents": [{"doc_type": "pass", "doc_number": "EP1234567", "name_on_doc": "Yonas"}],
    "presumptive_identity": "Yonas",
    "presumptive_basis": "paper",
}


@pytest.fixture
def institute(cast: Cast, client: Client) -> Client:
    """A client of the institute's own system."""
    return Client(headers=partner(cast.organisations.institute).headers)


def logged(client: Client, **changes: Any) -> dict[str, Any]:
    answer = client.post(URL, SENT | changes, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_what_is_logged_is_read_back_but_for_the_forensic_file(institute: Client) -> None:
    made = logged(institute)
    read = institute.get(f"{URL}{made['ref']}/").json()
    assert read == made
    profile = read["profile"]
    assert profile["age"] == [18, 25]
    assert profile["found_at"]["edtf"] == "2021-06"
    assert profile["marks"][0]["inscription"] == "MARTA"
    assert "presumptive_identity" not in profile
    assert "documents" not in profile
    assert "Yonas" not in str(read)


INTIMATE = {"mark_type": "scar", "site": "tr_groin", "description": "old and thin", "intimate": True}


def test_the_forensic_file_is_read_at_its_own_address_and_each_opening_is_written_down(institute: Client) -> None:
    made = logged(institute, marks=[*SENT["marks"], INTIMATE], not_recovered=["hand_l"], alterations=["waterlogged"])
    assert "old and thin" not in str(made)
    address = f"{URL}{made['ref']}/forensic/"
    assert not JournalEntry.objects.filter(action="ring.read", ring="3f").exists()
    answer = institute.get(address, headers={"X-Purpose": "forensic_comparison"})
    assert answer.status_code == 200, answer.content
    read = answer.json()
    assert set(read) == FORENSIC_FIELDS | {"marks"}
    assert (read["presumptive_identity"], read["presumptive_basis"]) == ("Yonas", "paper")
    assert read["documents"][0]["doc_number"] == "EP1234567"
    assert (read["not_recovered"], read["alterations"]) == (["hand_l"], ["waterlogged"])
    assert [(mark["site"], mark["intimate"]) for mark in read["marks"]] == [("tr_groin", True)]
    entry = JournalEntry.objects.get(action="ring.read", ring="3f")
    assert (entry.refs, entry.purpose) == ([made["ref"]], "forensic_comparison")


def test_what_is_read_of_the_forensic_file_can_be_sent_again(institute: Client) -> None:
    chart = {
        "teeth": '36 fil MO ama "a ""rim"""', "numbering": "universal", "origin": "pm_exam", "charted_on": "2021-06",
        "dentition": "permanent", "occlusion_note": "overbite", "wear": 3, "staining": "", "prostheses": [
            {"kind": "denture_part", "jaw": "lower", "material": "acr", "inscription": "H. Okoye"},
        ], "cultural_modification": ["filed"],
    }  # fmt: skip
    made = logged(institute, marks=[*SENT["marks"], INTIMATE], dental_chart=chart)
    address = f"{URL}{made['ref']}/"
    read = institute.get(f"{address}forensic/").json()
    assert read["dental_chart"] | {"charted_on": "2021-06"} == chart
    sent = made["profile"] | read | {"marks": made["profile"]["marks"] + read["marks"], "version": made["version"]}
    sent |= {"status": made["status"], "presumptive_identity": "Yonas Tesfay"}
    assert institute.put(address, sent, content_type="application/json").status_code == 200
    assert institute.get(f"{address}forensic/").json() == read | {"presumptive_identity": "Yonas Tesfay"}


def test_the_forensic_file_of_others_is_closed_even_where_an_agreement_shares_it_with_people(
    cast: Cast, client: Client
) -> None:
    other = organisation(kind=RecipientClass.FORENSIC_INSTITUTE, country="GRC")
    agreement(cast.organisations.institute, other, purposes=SEARCHING, max_layer=2, compartments=["f"])
    remains = some_remains(cast)
    for headers in (cast.system.headers, partner(other).headers):
        elsewhere = Client(headers=headers)
        for purpose in ("share_search", "forensic_comparison"):
            stated = {"X-Purpose": purpose}
            assert elsewhere.get(f"{URL}{remains.ref}/", headers=stated).status_code == 200
            refused = elsewhere.get(f"{URL}{remains.ref}/forensic/", headers=stated)
            assert (refused.status_code, set(refused.json())) == (403, {"code", "message", "fields"})
            assert not any(secret in str(refused.json()) for secret in ("Yonas", "EP1234567", "old and thin"))
    assert not JournalEntry.objects.filter(action="ring.read", ring="3f").exists()


def test_the_forensic_file_of_hidden_and_absent_remains_is_absent_alike(cast: Cast, client: Client) -> None:
    hidden = some_remains(cast)
    stranger = Client(headers=partner(organisation(country="GRC")).headers)
    answers = [stranger.get(f"{URL}{ref}/forensic/") for ref in (hidden.ref, "MRR-00000-00000-0", "nonsense")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert Client().get(f"{URL}{hidden.ref}/forensic/").status_code == 401


def test_what_is_read_can_be_sent_again_and_the_forensic_file_stays(cast: Cast, institute: Client) -> None:
    made = logged(institute)
    sent = made["profile"] | {"version": made["version"], "status": "examined", "setting": "shore"}
    answer = institute.put(f"{URL}{made['ref']}/", sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["status"], answer.json()["profile"]["setting"]) == ("examined", "shore")
    held = selectors.whole_file(cast.analyst.actor, made["ref"]).entry
    assert held is not None
    assert held.presumptive_identity == "Yonas"
    assert held.documents[0].doc_number == "EP1234567"


def test_parts_of_the_forensic_file_that_are_sent_are_changed(cast: Cast, institute: Client) -> None:
    made = logged(institute)
    sent = made["profile"] | {"version": made["version"], "presumptive_identity": "", "presumptive_basis": ""}
    assert institute.put(f"{URL}{made['ref']}/", sent, content_type="application/json").status_code == 200
    held = selectors.whole_file(cast.analyst.actor, made["ref"]).entry
    assert held is not None
    assert held.presumptive_identity == ""
    assert held.documents


def test_a_stale_version_is_a_conflict(institute: Client) -> None:
    made = logged(institute)
    sent = SENT | {"version": made["version"]}
    assert institute.put(f"{URL}{made['ref']}/", sent, content_type="application/json").status_code == 200
    answer = institute.put(f"{URL}{made['ref']}/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("found_at", "2091-01"),
        ("found_at", None),
        ("age", [40, 20]),
        ("age", [20, 300]),
        ("age", 20),
        ("pmi_days", [0]),
        ("documents", [{"doc_type": "pass", "issuing_country": "00"}]),
        ("found_place", {"country": ["ITA"]}),
        ("setting", "moon"),
        ("status", "identified"),
        ("found_place", {"country": "ITA", "lat": 35.5, "lon": 12.6}),
        ("found_place", {"country": "XYZ"}),
        ("marks", [{"mark_type": "circumcision_f"}]),
        ("marks", [{"mark_type": "tattoo", "inscription": "a\u202eb"}]),
        ("indicators", [{"kind": "currency"}]),
        ("presumptive_basis", ""),
        ("unheard_of", 1),
    ],
)
def test_bad_input_is_refused_by_name(institute: Client, field: str, value: Any) -> None:
    answer = institute.post(URL, SENT | {field: value}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert field in answer.json()["fields"]
    assert not Remains.objects.exists()


def test_lists_are_filtered_by_codes_and_go_on_by_key(cast: Cast, institute: Client) -> None:
    some_remains(cast)
    some_remains(cast, sex_estimated="f")
    found = institute.get(URL, {"sex": "2"}).json()
    assert found["count"] == 1
    assert found["results"][0]["sex"] == "2"
    assert institute.get(URL).json()["count"] == 2


def test_a_partner_elsewhere_sees_layer_1_and_is_told_what_is_masked(cast: Cast, client: Client) -> None:
    remains = some_remains(cast)
    read = Client(headers=cast.system.headers).get(f"{URL}{remains.ref}/").json()
    assert read["sex"] == "1"
    assert (read["profile"], read["profile_absent"]) == (None, "masked")
    assert "MARTA" not in str(read)


def test_a_partner_elsewhere_may_not_change(cast: Cast, client: Client) -> None:
    remains = some_remains(cast)
    sent = SENT | {"version": remains.version}
    other = Client(headers=cast.system.headers)
    assert other.put(f"{URL}{remains.ref}/", sent, content_type="application/json").status_code == 403
    assert other.get(f"{URL}MRR-00000-00000-0/").status_code == 404


def test_without_a_token_nothing(cast: Cast, client: Client) -> None:
    assert client.get(URL).status_code == 401


def test_the_factory_is_the_shape_of_the_interface(institute: Client) -> None:
    """Every field of an entry can be sent: none is left to pages alone."""
    from remains.api.serializers import RemainsEntrySerializer

    assert {*RemainsEntrySerializer().fields} == {*vars(entry())} - {"source"}


NO_WRITES = ("ring.read", "access.denied")
# What a system writes of remains deeper than their root, and how deep: the part of the address, method, operation.
WRITES = [
    ("", "put", "remains_change", 2), ("incidents/", "post", "remains_incident_link", 2),
    ("incidents/unlink/", "post", "remains_incident_unlink", 2), ("custody/", "post", "remains_custody_write", 3),
    ("estimates/", "post", "remains_estimate_add", 3), ("examination/", "put", "remains_examination_change", 3),
    ("inventory/", "put", "remains_inventory_write", 3), ("parts/", "post", "remains_part_create", 3),
]  # fmt: skip


@pytest.mark.parametrize("layer", [1, 2])
def test_a_token_for_writing_less_deep_writes_nothing(cast: Cast, layer: int) -> None:
    """It reads all there is, and writes the forensic file neither by itself nor with the rest."""
    system = partner(cast.organisations.institute)
    wanted = f"write:{layer}:forensic_comparison read:3:forensic_comparison"
    token = tokens.issue(system.client, wanted=wanted).token
    shallow = Client(headers={"Authorization": f"Bearer {token}", "X-Purpose": "forensic_comparison"})
    deep = Client(headers=system.headers | {"X-Purpose": "forensic_comparison"})
    remains = some_remains(cast)
    for part, method, operation, needed in WRITES:
        sent, entries = api_examples.SENT[operation], JournalEntry.objects.exclude(action__in=NO_WRITES).count()
        address = f"{URL}{remains.ref}/{part}"
        answer = getattr(shallow, method)(address, sent, content_type="application/json")
        assert (answer.status_code == 403) is (needed > layer), (operation, answer.content)
        if needed > layer:
            assert JournalEntry.objects.exclude(action__in=NO_WRITES).count() == entries, operation
            answer = getattr(deep, method)(address, sent, content_type="application/json")
            assert answer.status_code != 403, (operation, answer.content)
    made = shallow.post(URL, SENT, content_type="application/json")
    assert made.status_code == (403 if layer == 1 else 422)
    if layer > 1:
        assert {"documents", "presumptive_identity"} <= made.json()["fields"].keys()
        plain = {name: value for name, value in SENT.items() if name not in {"documents", *FORENSIC_FIELDS}}
        assert shallow.post(URL, plain, content_type="application/json").status_code == 201
