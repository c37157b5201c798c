"""A case in a partner's form: read as far as the reader's rings go, handed over as far as the family agreed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.urls import reverse

from accessctl.codes import Purpose
from accessctl.models import JournalEntry, ShareEvent
from accessctl.rings import Ring
from cases.codes import Absence
from cases.models import CaseSearchFile
from cases.partner_forms import FORMS
from cases.partner_forms.declare import About
from tests import pdf
from tests.cast import Cast
from tests.factories import families, remains
from tests.factories.accessctl import agreement
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
COMPARE = Purpose.FORENSIC_COMPARISON.value
CASE_FORMS = [form.code for form in FORMS.values() if form.about is About.CASE]
FAMILY = ("+220", "301 2345", "Mother")  # who asks and how they are reached


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_copy_goes_as_far_as_the_rings_of_its_reader(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast)
    address = reverse("cases:am-file", args=[case.ref])
    own, other = client_for(cast.caseworker.account), client_for(cast.focal_a.account)
    for code in CASE_FORMS:
        asked = {"purpose": COMPARE, "layout": code}
        mine = own.post(address, asked | {"act": "json"})
        answers = {
            one["item"]: one["value"] for section in json.loads(mine.content)["sections"] for one in section["answers"]
        }
        assert any("Lamin Ceesay" in value for value in answers.values()), code
        theirs = other.post(address, asked)
        assert theirs.status_code == 200
        assert "PC-204417" not in theirs.content.decode()
        for words in FAMILY:
            assert words not in mine.content.decode() + theirs.content.decode()
        for act in ("csv", "json"):
            assert other.post(address, asked | {"act": act}).status_code == 403
    fub = own.post(address, {"purpose": COMPARE, "layout": "mx_fub"}).content.decode()
    assert "Persona que reporta" in fub
    assert "Never on a copy: Nombre, Parentesco" in fub
    assert own.post(address, {"purpose": COMPARE, "layout": "interpol_pm"}).status_code == 422
    taken = JournalEntry.objects.filter(action="file.copied", refs=[case.ref])
    assert taken.count() == len(CASE_FORMS)
    assert JournalEntry.objects.filter(action="ring.read", refs=[case.ref], ring=Ring.SEARCH).exists()
    assert not ShareEvent.objects.exists()


def test_what_an_agreement_closes_and_what_nobody_would_say_are_told_apart(cast: Cast, client_for: ClientFor) -> None:
    case, orgs = families.a_case(cast), cast.organisations
    CaseSearchFile.objects.filter(case=case).update(
        companions_text=None, absences={"companions_text": Absence.DECLINED.value}
    )
    agreement(orgs.ngo, orgs.state_a, purposes=(Purpose.FORENSIC_COMPARISON,), deny=("case.last_contact",))
    asked = {"purpose": COMPARE, "layout": "mx_fub"}
    theirs = client_for(cast.focal_a.account).post(reverse("cases:am-file", args=[case.ref]), asked).content.decode()
    assert "Closed to you: Fecha del último contacto, Lugar del último contacto." in theirs
    assert str(Absence.DECLINED.label) in theirs


def test_a_copy_on_paper_bears_its_reader_and_remains_are_a_table(
    cast: Cast, client_for: ClientFor, tmp_path: Path
) -> None:
    case, found = families.a_case(cast), remains.some_remains(cast)
    worker, analyst = client_for(cast.caseworker.account), client_for(cast.analyst.account)
    asked = {"purpose": COMPARE, "layout": "co_fub", "act": "pdf"}
    paper = pdf.text_of(worker.post(reverse("cases:am-file", args=[case.ref]), asked).content, tmp_path)
    for words in ("Lamin Ceesay", cast.caseworker.account.full_name, "Nacionalidad"):
        assert words in paper
    rows = table(analyst.post(reverse("remains:pm-file", args=[found.ref]), asked | {"act": "csv"}).content)
    assert {row["reference"] for row in rows} == {found.ref}
    assert {row["section"] for row in rows} >= {"100", "300", "400"}
    assert any("Adidos" in row["value"] for row in rows)


def test_a_list_is_handed_over_in_the_order_of_a_form_and_says_no_more(
    cast: Cast, client_for: ClientFor, tmp_path: Path
) -> None:
    case, client = families.a_case(cast), client_for(cast.caseworker.account)
    sent = {
        "receiver": cast.organisations.institute.ref, "purpose": Purpose.SHARE_SEARCH.value, "records": case.ref,
        "layout": "mx_fub",
    }  # fmt: skip
    address = reverse("cases:hand-over")
    (row,) = table(client.post(address, sent | {"act": "csv"}).content)
    (plain,) = table(client.post(address, sent | {"act": "csv", "layout": ""}).content)
    assert row["2 Nombre completo"] == plain["name"] == "Lamin Ceesay"
    columns = [name for name in row if name[0].isdigit()]
    places = [f"{section.number} {item.words}" for section in FORMS["mx_fub"].sections for item in section.items]
    assert columns == [name for name in places if name in columns]
    data = json.loads(client.post(address, sent | {"act": "json"}).content)
    told = [value for part in data["people"][0]["sections"] for value in part["items"].values()]
    told += data["people"][0]["further"].values()
    assert sorted("; ".join(told).split("; ")) == sorted(
        "; ".join(value for name, value in plain.items() if value and name not in list(plain)[:5]).split("; ")
    )
    paper = pdf.text_of(client.post(address, sent | {"act": "pdf"}).content, tmp_path)
    assert "Formato Único de Búsqueda" in paper
    for words in (*FAMILY, "PC-204417", "Awa"):
        assert words not in paper + json.dumps(data, ensure_ascii=False)
    assert ShareEvent.objects.filter(record_ref=case.ref, receiver=cast.organisations.institute).count() == 4
    assert client.post(address, sent | {"act": "csv", "layout": "iom"}).status_code == 422
