"""Lists of remains for others: under an agreement, part by part, with a second person, in the ledger, recalled."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.urls import reverse

from accessctl.approvals import services as approvals
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.disclosure.letting import HeldBack
from accessctl.models import Organisation, ShareEvent
from cases.services import handing_over
from cases.services.handing_over import NothingLeft, SecondNeeded, Wanted
from cases.vocabulary.place import Place
from registry.lib.errors import Invalid, NotFound
from remains.handing import REMAINS
from remains.models import Remains
from tests.cast import Cast
from tests.factories.accessctl import agreement, member, organisation
from tests.factories.remains import some_remains
from tests.plugins.site import ClientFor
from tests.unit.accessctl.test_age_files import opened, written

pytestmark = pytest.mark.journal
EXPORT = ShareEvent.Channel.EXPORT


@pytest.fixture
def other() -> Organisation:
    return organisation("Second institute", kind=RecipientClass.FORENSIC_INSTITUTE, country="ITA")


def wanted(other: Organisation, *found: Remains) -> Wanted:
    return Wanted(refs=tuple(one.ref for one in found), receiver=other.ref, purpose=Purpose.FORENSIC_COMPARISON)


def agree(cast: Cast, other: Organisation, **terms: Any) -> None:
    agreement(cast.organisations.institute, other, purposes=("forensic_comparison",), **{"max_layer": 2, **terms})


def test_nothing_goes_that_no_agreement_opens(cast: Cast, other: Organisation) -> None:
    found, actor = some_remains(cast), cast.analyst.actor
    (line,) = handing_over.look(actor, wanted(other, found), REMAINS).lines
    assert (line.goes, {why for _label, why in line.stays}) == ([], {HeldBack.NO_AGREEMENT})
    agree(cast, other, max_layer=1)
    with pytest.raises(NothingLeft):
        handing_over.hand_over(actor=actor, wanted=wanted(other, found), channel=EXPORT, of=REMAINS)
    agree(cast, other, allow=("remains.profile", "remains.marks"))
    (line,) = handing_over.look(actor, wanted(other, found), REMAINS).lines
    assert line.let.parts == {"remains.profile", "remains.marks"}
    assert {why for _label, why in line.stays} == {HeldBack.AGREEMENT}
    made = handing_over.hand_over(actor=actor, wanted=wanted(other, found), channel=EXPORT, of=REMAINS)
    columns = {name for name, _label, _value in made.people[0].facts}
    assert {"sex", "stature_cm"} <= columns
    assert not columns & {"found_place", "belongings", "pmi_days"}
    share = ShareEvent.objects.get()
    assert (share.record_ref, set(share.parts), share.rings) == (found.ref, set(line.let.parts), ["2"])
    other_use = Wanted(refs=(found.ref,), receiver=other.ref, purpose=Purpose.SHARE_SEARCH)
    assert handing_over.look(actor, other_use, REMAINS).going == []


def test_a_long_list_needs_a_second_person_and_is_recalled(
    cast: Cast, other: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "ALONE", 1)
    agree(cast, other)
    found, actor = [some_remains(cast), some_remains(cast)], cast.analyst.actor
    with pytest.raises(SecondNeeded):
        handing_over.hand_over(actor=actor, wanted=wanted(other, *found), channel=EXPORT, of=REMAINS)
    asked = handing_over.ask(actor=actor, wanted=wanted(other, *found), of=REMAINS)
    second = member(cast.organisations.institute, Role.FORENSIC_COORDINATOR).actor
    approvals.approve(second, asked.ref)
    made = handing_over.hand_over(actor=actor, wanted=None, channel=EXPORT, approval=asked.ref, of=REMAINS)
    assert {one.reference for one in made.people} == {one.ref for one in found}
    with pytest.raises(NotFound):
        handing_over.recall(actor=cast.supervisor.actor, reference=made.reference)
    assert handing_over.recall(actor=actor, reference=made.reference) == 2


def test_the_files_say_whose_they_are_and_run_nothing(cast: Cast, other: Organisation, client_for: ClientFor) -> None:
    agree(cast, other)
    place = Place(country="ITA", locality="=1+1")
    found, client = some_remains(cast, found_place=place), client_for(cast.analyst.account)
    address, private = reverse("remains:hand-over"), X25519PrivateKey.generate()
    sent = {"records": found.ref, "receiver": other.ref, "purpose": "forensic_comparison", "act": "look"}
    assert "Goes:" in client.post(address, sent).content.decode()
    assert not ShareEvent.objects.exists()
    (row,) = csv.DictReader(io.StringIO(client.post(address, sent | {"act": "csv"}).content.decode()))
    assert (row["reference"], row["given_to"]) == (found.ref, "Second institute")
    assert "=1+1" in row["found_place"]
    assert not row["found_place"].startswith("=")
    data = json.loads(client.post(address, sent | {"act": "json"}).content)
    assert (data["onward_transfer"], data["remains"][0]["reference"]) == ("forbidden", found.ref)
    assert data["remains"][0]["found_place"].startswith("=1+1")
    sealed = client.post(address, sent | {"act": "xlsx", "key": written(private.public_key().public_bytes_raw())})
    assert opened(private, sealed.content).startswith(b"PK")
    assert client.post(address, sent | {"act": "pfif"}).headers["Content-Type"].startswith("text/html"), "not offered"
    assert ShareEvent.objects.count() == 3
    assert found.ref in client.get(address, {"ref": found.ref}).content.decode()


def test_who_may_not_hands_nothing_over(cast: Cast, other: Organisation, client_for: ClientFor) -> None:
    agree(cast, other)
    found = some_remains(cast)
    assert client_for(cast.caseworker.account).get(reverse("remains:hand-over")).status_code == 403
    hidden = some_remains(cast, by=member(organisation("Apart"), Role.FOCAL_POINT).actor)
    said = set()
    for ref in (hidden.ref, "MRR-00000-00000-0"):
        with pytest.raises(Invalid) as refused:
            handing_over.look(
                cast.analyst.actor,
                Wanted(refs=(found.ref, ref), receiver=other.ref, purpose=Purpose.FORENSIC_COMPARISON), REMAINS,
            )  # fmt: skip
        said |= set(refused.value.fields["records"])
    assert len(said) == 1
