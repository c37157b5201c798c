"""Lists for authorities: what goes, what stays and why, who has to approve, the ledger and the recall."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accessctl import pdf as printing
from accessctl.approvals import selectors
from accessctl.approvals import services as approvals
from accessctl.codes import Purpose, RecipientClass
from accessctl.disclosure.letting import HeldBack
from accessctl.models import ShareEvent
from cases.imports.files import rows
from cases.models import Case
from cases.services import handing_over
from cases.services.handing_over import SecondNeeded, Wanted
from families.services import withdraw_consent
from registry.lib.errors import Invalid, NotFound
from tests import pdf
from tests.cast import Cast
from tests.factories import families
from tests.plugins.site import ClientFor
from tests.unit.accessctl.test_age_files import opened, written

pytestmark = pytest.mark.journal
EXPORT = ShareEvent.Channel.EXPORT
HIDDEN = ("Awa", "Modou", "Ebrima", "before boarding", "PC-204417", "301 2345")


def wanted(cast: Cast, *cases: Case, receiver: str = "") -> Wanted:
    refs = tuple(case.ref for case in cases)
    return Wanted(refs=refs, receiver=receiver or cast.organisations.institute.ref, purpose=Purpose.SHARE_SEARCH)


def sent(cast: Cast, case: Case, act: str) -> dict[str, Any]:
    given = wanted(cast, case)
    return {"receiver": given.receiver, "purpose": given.purpose.value, "records": case.ref, "act": act}


def test_each_case_goes_with_what_its_family_agreed_to(cast: Cast) -> None:
    agreed = families.a_case(cast)
    not_agreed = families.a_case(cast, consents=families.consents(search=(RecipientClass.CSO,)))
    first, second = handing_over.look(cast.caseworker.actor, wanted(cast, agreed, not_agreed)).lines
    assert (bool(first.goes), first.stays) == (True, [])
    assert second.goes == []
    assert {why for _label, why in second.stays} == {HeldBack.NOT_AGREED}
    made = handing_over.hand_over(
        actor=cast.caseworker.actor, wanted=wanted(cast, agreed, not_agreed), channel=EXPORT
    )  # fmt: skip
    assert [one.reference for one in made.people] == [agreed.ref]
    share = ShareEvent.objects.get()
    assert (share.record_ref, share.bundle, share.receiver) == (
        agreed.ref,
        made.reference,
        cast.organisations.institute,
    )
    assert set(share.parts) == set(first.let.parts)


def test_the_file_holds_nothing_else_in_any_form(cast: Cast, client_for: ClientFor, tmp_path: Path) -> None:
    case, client = families.a_case(cast), client_for(cast.caseworker.account)
    address = reverse("cases:hand-over")
    assert "Goes:" in client.post(address, sent(cast, case, "look")).content.decode()
    assert not ShareEvent.objects.exists()
    table = client.post(address, sent(cast, case, "csv")).content.decode()
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["name"], row["given_to"], row["reference"]) == (
        "Lamin Ceesay", "Institute of Forensic Medicine", case.ref,
    )  # fmt: skip
    data = json.loads(client.post(address, sent(cast, case, "json")).content)
    assert (data["onward_transfer"], data["people"][0]["name"]) == ("forbidden", "Lamin Ceesay")
    paper = pdf.text_of(client.post(address, sent(cast, case, "pdf")).content, tmp_path)
    assert "For Institute of Forensic Medicine only" in paper
    assert "Lamin Ceesay" in paper
    for words in HIDDEN:
        assert words not in table + json.dumps(data, ensure_ascii=False) + paper, words
    assert ShareEvent.objects.values_list("channel", flat=True).order_by("at")[2] == ShareEvent.Channel.PRINTED


def test_others_cases_and_nonsense_are_refused_in_one_sentence(cast: Cast) -> None:
    theirs = families.a_case(cast, by=cast.second_caseworker.actor)
    said = set()
    for refs in ((theirs.ref,), ("MMR-7Q2KX-4M9TB-C",)):
        with pytest.raises(Invalid) as refused:
            handing_over.look(
                cast.caseworker.actor,
                Wanted(refs=refs, receiver=cast.organisations.institute.ref, purpose=Purpose.SHARE_SEARCH),
            )
        said |= set(refused.value.fields["records"])
    assert len(said) == 1


def test_a_long_list_needs_a_second_person_and_is_made_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over, "ALONE", 1)
    cases = [families.a_case(cast) for _number in range(2)]
    actor = cast.caseworker.actor
    with pytest.raises(SecondNeeded):
        handing_over.hand_over(actor=actor, wanted=wanted(cast, *cases), channel=EXPORT)
    asked = handing_over.ask(actor=actor, wanted=wanted(cast, *cases))
    with pytest.raises(approvals.NoLongerWaiting):
        handing_over.hand_over(actor=actor, wanted=None, channel=EXPORT, approval=asked.ref)
    approvals.approve(cast.supervisor.actor, asked.ref)
    assert selectors.approved(actor, handing_over.CASES.many) == [asked]
    assert len(handing_over.hand_over(actor=actor, wanted=None, channel=EXPORT, approval=asked.ref).people) == 2
    with pytest.raises(approvals.NoLongerWaiting):
        handing_over.hand_over(actor=actor, wanted=None, channel=EXPORT, approval=asked.ref)


def test_an_approval_is_spent_on_a_file_alone(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not on a key that keeps nothing secret, nor where the machine cannot draw the paper."""
    monkeypatch.setattr(handing_over, "ALONE", 0)
    asked = handing_over.ask(actor=cast.caseworker.actor, wanted=wanted(cast, families.a_case(cast)))
    approvals.approve(cast.supervisor.actor, asked.ref)
    client, address = client_for(cast.caseworker.account), reverse("cases:hand-over")

    def no_library() -> None:
        raise OSError("no Pango here")

    monkeypatch.setattr(printing, "engine", no_library)
    for act, key, status in (("csv", written(bytes(32)), 422), ("pdf", "", 501), ("csv", "", 200)):
        answer = client.post(address, {"act": act, "approval": asked.ref, "key": key})
        assert answer.status_code == status
        assert ShareEvent.objects.count() == (status == 200)


def test_it_is_recalled_by_hand_and_by_the_family(cast: Cast) -> None:
    first, second = families.a_case(cast), families.a_case(cast)
    made = handing_over.hand_over(actor=cast.caseworker.actor, wanted=wanted(cast, first, second), channel=EXPORT)
    withdraw_consent(actor=cast.caseworker.actor, case_ref=first.ref)
    assert ShareEvent.objects.get(record_ref=first.ref).recall == ShareEvent.Recall.SENT
    with pytest.raises(NotFound):
        handing_over.recall(actor=cast.second_caseworker.actor, reference=made.reference)
    assert handing_over.recall(actor=cast.supervisor.actor, reference=made.reference) == 1
    with pytest.raises(NotFound):
        handing_over.recall(actor=cast.supervisor.actor, reference=made.reference)


def test_a_file_is_sealed_to_the_receiver_and_says_no_more_than_the_list(cast: Cast, client_for: ClientFor) -> None:
    """Sealed: nothing can be read on the way.  Open PFIF and workbook: what was agreed to, and never a fate."""
    case, client = families.a_case(cast), client_for(cast.caseworker.account)
    address, private = reverse("cases:hand-over"), X25519PrivateKey.generate()
    key = written(private.public_key().public_bytes_raw())
    plain = client.post(address, sent(cast, case, "pfif")).content
    person = ET.fromstring(plain)[0]  # noqa: S314 - our own file
    said = {element.tag.rpartition("}")[2]: element.text for element in person.iter()}
    assert said["person_record_id"].endswith(case.ref)
    assert (said["status"], said["sex"]) == ("believed_missing", "male")
    assert {"full_name", "expiry_date", "last_known_location"} <= set(said)
    for words in HIDDEN:
        assert words.encode() not in plain, words
    answer = client.post(address, sent(cast, case, "xlsx") | {"key": key})
    assert answer.headers["Content-Disposition"].endswith('.xlsx.age"')
    header, (line,) = rows(opened(private, answer.content))
    assert line.cells["reference"] == case.ref
    assert "delete_by" in header
    assert said["full_name"].encode() not in answer.content
    refused = client.post(address, sent(cast, case, "csv") | {"key": "age1nothing"})
    assert refused.status_code == 422
    assert ShareEvent.objects.count() == 2


def test_many_cases_are_read_together(cast: Cast) -> None:
    cases = [families.a_case(cast) for _number in range(6)]

    def asked(*chosen: Case) -> int:
        with CaptureQueriesContext(connection) as seen:
            handing_over.hand_over(actor=cast.caseworker.actor, wanted=wanted(cast, *chosen), channel=EXPORT)
        return len(seen)

    few, many = asked(*cases[:2]), asked(*cases)
    assert many - few <= len(cases) - 2, "one line of the ledger for each, and nothing else"
