"""What stays in the body, teeth and belongings: asked, kept in their ring, changed, and never taken away unseen."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from django.test import Client

from accessctl.clear import reveal
from accessctl.codes import Purpose, Role
from accessctl.tokens import token_of
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseSearchFile,
)
from cases.services import ChartEntry, ItemEntry, MarkEntry, MedicalEntry, change_case
from cases.vocabulary.dental import Prosthesis
from registry.lib.dates import parse_edtf
from tests.factories.accessctl import member
from tests.factories.families import a_case, entry
from tests.integration.families.steps import CALL, PERSON, consented

IMEI = "490154203237518"
BODY = {
    "eye_colour": "blu",
    "build": "slim",
    "weight_kg_low": "143",
    "weight_kg_unit": "lb",
    "facial_hair": "beard_full",
    "hair_form": "locks",
    "shoe_size_eu_absent": "unknown",
    "voice_gait_habits": "Whistles",
    "observed_at_year": "2021",
    "smile": ["gold"],
    "medical-0-item_type": "plate_screw",
    "medical-0-site": "ll_thigh",
    "medical-0-side": "l",
    "medical-0-device_serial": "SN-4711",
    "teeth": "36 fil MO ama, 11 crw",
    "chart_origin": "dentist_chart",
    "belongings-0-item_class": "jacket",
    "belongings-0-colour": "blu",
    "belongings-0-brand": "Adidos",
    "belongings-1-item_class": "phone",
    "belongings-1-serial": IMEI,
}


ILL = {
    "item_type": "diabetes", "happened": "2015", "condition_code": "E10", "medication": "insulin",
    "urgent_if_alive": True,
}  # fmt: skip
DENTAL = {
    "teeth": '21 crw gol "a star"', "numbering": "palmer", "origin": "dentist_chart", "charted_on": "2019",
    "dentition": "mixed", "prostheses": [{"kind": "grill", "jaw": "upper", "material": "gol", "inscription": "A.B."}],
    "occlusion_note": "crossed", "wear": 0, "staining": "betel", "cultural_modification": ["inlay", "filed"],
}  # fmt: skip


@pytest.fixture
def caseworker(cast, client_for):
    return client_for(cast.caseworker.account)


def clear(table: Any) -> list[Any]:
    return reveal(list(table.objects.all()))


def register(client: Client, **consent: str) -> Any:
    ref = consented(client, **consent)
    return client.post(f"/cases/new/{ref}/person/", {**PERSON, **BODY})


def test_what_is_told_on_the_screen_lies_in_its_ring(cast, caseworker) -> None:
    answer = register(caseworker)
    assert answer.status_code == 302, answer.content.decode()
    (plate,), (chart,), (jacket, phone), (file,) = map(
        clear, (CaseMedical, CaseDentalChart, CaseBelonging, CaseSearchFile)
    )
    assert (plate.item_type, plate.site, plate.side, plate.device_serial) == ("plate_screw", "ll_thigh", "l", "SN-4711")
    assert (chart.teeth, chart.origin) == ("11 crw; 36 fil MO ama", "dentist_chart")
    assert (jacket.item_class, jacket.colours, jacket.brand) == ("jacket", ["blu"], "Adidos")
    assert (phone.item_class, phone.serial) == ("phone", IMEI)
    assert (file.eye_colour, file.build, file.smile) == ("blu", "slim", ["gold"])
    assert (file.weight_kg_low, file.weight_kg_high, file.facial_hair, file.hair_form) == (
        65,
        65,
        "beard_full",
        "locks",
    )
    assert (file.shoe_size_eu_low, file.absences["shoe_size_eu"], str(file.observed_at)) == (None, "unknown", "2021")
    assert {CaseMedical.RING.value, CaseDentalChart.RING.value, CaseBelonging.RING.value} == {"3f", "2"}
    assert Case.objects.get().has_belongings
    page = caseworker.get(answer.headers["Location"]).content.decode()
    assert "Adidos" in page
    assert f"number {IMEI}" in page
    assert "SN-4711" not in page
    assert all(words in page for words in ("65 kg", "Full beard", "Locks", "Whistles", "We do not know"))


def test_without_comparison_with_remains_what_only_that_needs_is_not_asked(cast, caseworker) -> None:
    answer = register(caseworker, own_compare="no", forensic_comparison__forensic_institute="no")
    assert answer.status_code == 302, answer.content.decode()
    assert not CaseMedical.objects.exists()
    assert not CaseDentalChart.objects.exists()
    assert CaseBelonging.objects.count() == 2


def test_a_chart_that_cannot_be_read_is_told_at_its_field(caseworker) -> None:
    ref = consented(caseworker)
    page = caseworker.post(f"/cases/new/{ref}/person/", {**PERSON, **BODY, "teeth": "36 gold"})
    assert page.status_code == 422
    assert "“36 gold” is not a charted tooth" in page.content.decode()


def test_a_misread_imei_is_told_at_its_field_and_nothing_is_lost(caseworker) -> None:
    ref = consented(caseworker)
    page = caseworker.post(f"/cases/new/{ref}/person/", {**PERSON, **BODY, "belongings-1-serial": "490154203237519"})
    assert page.status_code == 422
    assert "One digit of this IMEI is wrong" in page.content.decode()
    assert 'value="490154203237519"' in page.content.decode()
    assert not CaseBelonging.objects.exists()


def test_who_cannot_see_the_forensic_file_adds_to_it_and_takes_nothing_away(cast) -> None:
    plate = MedicalEntry(item_type="plate_screw")
    case = a_case(cast, medical=(plate,), dental_chart=ChartEntry(teeth="11 sou"))
    kept = entry(purposes=(Purpose.SEARCH,))
    change_case(actor=cast.caseworker.actor, ref=case.ref, entry=kept)
    assert (CaseMedical.objects.count(), CaseDentalChart.objects.count()) == (1, 1)


def test_a_partner_leaves_what_they_do_not_send(cast, static_files) -> None:
    api = Client(headers=cast.system.headers)

    def send(method: str, to: str, data: Any) -> Any:
        return api.generic(method, to, json.dumps(data), content_type="application/json")

    call = copy.deepcopy(CALL)
    call["case"] |= {
        "medical": [{"item_type": "pacemaker", "site": "tr_chest", "device_serial": "PM-9"}, ILL],
        "dental_chart": DENTAL,
        "belongings": [{"item_class": "ring", "colours": ["gld"], "serial": "RG 11"}], "smile": ["gold"],
    }  # fmt: skip
    made = send("POST", "/api/v1/cases/", call)
    assert made.status_code == 201, made.content
    assert made.json()["search"]["belongings"][0]["serial"] == "RG 11"
    assert "PM-9" not in made.content.decode()
    assert "insulin" not in made.content.decode()
    assert made.json()["search"]["priorities"] == ["medical"]
    ill = clear(CaseMedical)[1]
    assert {name: getattr(ill, name) for name in ILL} == ILL | {"happened": parse_edtf("2015")}
    address = f"/api/v1/cases/{made.json()['ref']}/"
    changed = send("PUT", address, CALL["case"] | {"version": made.json()["version"]})
    assert changed.status_code == 200, changed.content
    assert [table.objects.count() for table in (CaseMedical, CaseDentalChart, CaseBelonging)] == [2, 1, 1]
    (chart,) = clear(CaseDentalChart)
    held = {name: getattr(chart, name) for name in DENTAL}
    grill = Prosthesis(kind="grill", jaw="upper", material="gol", inscription="A.B.")
    assert held == DENTAL | {
        "charted_on": parse_edtf("2019"), "prostheses": (grill,), "cultural_modification": ["filed", "inlay"],
    }  # fmt: skip
    for wrong in (
        {"numbering": "zigzag"},
        {"wear": 5},
        {"dentition": "edentulous"},
        {"teeth": '36 fil "a\u202eb"'},
        {"prostheses": [{"jaw": "upper"}]},
    ):
        again = CALL["case"] | {"version": changed.json()["version"], "dental_chart": DENTAL | wrong}
        refused = send("PUT", address, again)
        assert refused.status_code in (400, 422), wrong
        assert any(name.startswith("dental_chart") for name in refused.json()["fields"]), refused.content
    disguised = {"marks": [{"mark_type": "burn", "description": "a\u202eb"}]}
    refused = send("PUT", address, CALL["case"] | {"version": changed.json()["version"]} | disguised)
    assert (refused.status_code, [*refused.json()["fields"]]) == (422, ["marks"])
    emptied = CALL["case"] | {"version": changed.json()["version"], "medical": [], "belongings": []}
    for wrong in ({"condition_code": "F20.0"}, {"condition_code": "HIV"}, {"happened": "2099"}):
        refused = send("PUT", address, emptied | {"medical": [ILL | wrong]})
        assert refused.status_code == 422, wrong
        assert {name.split(".")[0] for name in refused.json()["fields"]} == {"medical"}, wrong
    calmed = send("PUT", address, emptied)
    assert (calmed.status_code, calmed.json()["search"]["priorities"]) == (200, [])
    assert [table.objects.count() for table in (CaseMedical, CaseDentalChart, CaseBelonging)] == [0, 1, 0]
    refused = send("PUT", address, emptied | {"version": 3, "dental_chart": {"teeth": "99 sou"}})
    assert (refused.status_code, {*refused.json()["fields"]}) == (422, {"dental_chart"})
    misread = emptied | {"version": 3, "belongings": [{"item_class": "phone", "serial": "490154203237519"}]}
    refused = send("PUT", address, misread)
    assert (refused.status_code, {*refused.json()["fields"]}) == (422, {"belongings"})


def shown_on(page: str) -> dict[str, str]:
    """What a page of rows holds in its inputs."""
    found = {
        name[1]: value[1]
        for tag in re.findall(r"<input[^>]*>", page)
        if (name := re.search(r'name="([^"]+)"', tag)) and (value := re.search(r'value="([^"]*)"', tag))
    }
    return {name: value for name, value in found.items() if re.match(r"(marks|medical|belongings)-\d", name)}


def test_what_the_short_form_does_not_ask_stays_with_its_own_row(cast, caseworker) -> None:
    pressure = MedicalEntry(
        item_type="chronic_disease", condition_code="I10", medication="pills", urgent_if_alive=True, description="heart"
    )
    thyroid = MedicalEntry(item_type="chronic_disease", condition_code="E03", description="neck")
    tattoo = MarkEntry(
        mark_type="tattoo", site="ul_forearm", side="l", length_mm=40, colours=("blk",), inscription="ONE"
    )
    coat = ItemEntry(item_class="jacket", colours=("blu", "whi"), brand="A")
    case = a_case(cast, medical=(pressure, thyroid), marks=(tattoo,), belongings=(coat,))
    url = f"/cases/{case.ref}/edit/"
    keys = {name: value for name, value in shown_on(caseworker.get(url).content.decode()).items() if "-key" in name}
    assert {"medical-0-key", "medical-1-key", "marks-0-key", "belongings-0-key"} <= keys.keys()
    said = {
        "medical-0-item_type": "chronic_disease", "medical-0-site": "tr_chest", "medical-0-description": "heart",
        "medical-1-item_type": "chronic_disease", "medical-1-description": "throat",
        "marks-0-mark_type": "tattoo", "marks-0-site": "ul_forearm", "marks-0-side": "l",
        "marks-0-inscription": "ONE", "marks-1-mark_type": "tattoo", "marks-1-site": "ul_forearm",
        "marks-1-inscription": "TWO", "belongings-0-item_class": "jacket", "belongings-0-colour": "blu",
        "belongings-0-brand": "B", "_version": str(case.version), "protection_flag": "none",
    }  # fmt: skip
    rows = {name: value for name, value in PERSON.items() if not re.match(r"(marks|medical|belongings)-", name)}
    answer = caseworker.post(url, rows | keys | said)
    assert answer.status_code == 302, re.findall(r"(?:error|notice)[^>]*>[^<]{4,}", answer.content.decode())
    ill = {row.description: (row.condition_code, row.medication, row.urgent_if_alive) for row in clear(CaseMedical)}
    assert ill == {"heart": ("I10", "pills", True), "throat": ("E03", None, False)}
    marks = {row.inscription: (row.length_mm, row.colours) for row in clear(CaseMark)}
    assert marks == {"ONE": (40, ["blk"]), "TWO": (None, [])}
    assert [(row.brand, row.colours) for row in clear(CaseBelonging)] == [("B", ["blu", "whi"])]


def test_a_partner_takes_away_nothing_that_it_is_not_given_to_read(cast, static_files) -> None:
    api, call = Client(headers=cast.system.headers), copy.deepcopy(CALL)
    call["case"]["marks"].append({"mark_type": "scar", "site": "tr_genital", "intimate": True})
    made = api.post("/api/v1/cases/", call, content_type="application/json")
    assert made.status_code == 201, made.content
    at = f"/api/v1/cases/{made.json()['ref']}/"
    read = api.get(at).json()
    assert [mark["mark_type"] for mark in read["search"]["marks"]] == ["burn"]
    said = {name: value for name, value in CALL["case"].items() if name != "documents"}
    said |= {"version": read["version"], "marks": read["search"]["marks"]}
    answer = api.put(at, said, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert [table.objects.count() for table in (CaseMark, CaseIntimateMark, CaseDocument)] == [1, 1, 1]
    assert (answer.json()["has_marks"], answer.json()["has_documents"]) == (True, True)
    emptied = said | {"version": answer.json()["version"], "marks": [{"mark_type": "scar", "intimate": True}]}
    answer = api.put(at, emptied | {"documents": []}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert [table.objects.count() for table in (CaseMark, CaseIntimateMark, CaseDocument)] == [0, 1, 0]


def test_a_mark_that_proves_to_be_intimate_keeps_its_name_whoever_says_so(cast) -> None:
    case = a_case(cast, marks=(MarkEntry(mark_type="burn", site="ul_forearm"),))
    key = token_of(CaseMark.objects.get().pk)
    focal = member(cast.organisations.ngo, Role.FOCAL_POINT)
    known = entry(marks=(MarkEntry(mark_type="burn", site="ul_forearm", intimate=True, key=key),))
    change_case(actor=focal.actor, ref=case.ref, entry=known)
    assert (CaseMark.objects.count(), token_of(CaseIntimateMark.objects.get().pk)) == (0, key)


def test_a_mark_never_takes_the_name_of_a_thing(cast) -> None:
    case = a_case(cast, marks=(), belongings=(ItemEntry(item_class="ring"),))
    key = token_of(CaseBelonging.objects.get().pk)
    said = entry(marks=(MarkEntry(mark_type="burn", key=key),), belongings=(ItemEntry(item_class="cap", key=key),))
    change_case(actor=cast.caseworker.actor, ref=case.ref, entry=said)
    (thing,) = clear(CaseBelonging)
    assert (token_of(thing.pk), thing.item_class) == (key, "cap")
    assert token_of(CaseMark.objects.get().pk) != key
