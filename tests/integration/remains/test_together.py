"""Several remains at once: a step for each or for none, two people, the reason at who refuses; their labels."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from accessctl.codes import RecipientClass, Role
from accessctl.models import JournalEntry
from registry.lib.errors import Forbidden, NotFound
from remains import services
from remains.custody import chain, selectors
from remains.models import CustodyEvent, Remains
from remains.services import NotTogether, StepEntry
from remains.services.together import NoneTicked
from tests.cast import Cast
from tests.factories.accessctl import agreement, member, organisation
from tests.factories.custody import begun, storage, write
from tests.factories.remains import some_remains
from tests.pdf import text_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
PAGE = "/remains/together/"


@pytest.fixture
def three(cast: Cast) -> list[Remains]:
    """Three that were received."""
    found = [some_remains(cast) for _number in range(3)]
    for one in found:
        write(cast.analyst.actor, one, "admitted", tag_no="T-1")
    return found


def refs(found: list[Remains]) -> list[str]:
    return [one.ref for one in found]


def test_they_are_moved_together_each_in_its_own_chain(cast: Cast, three: list[Remains], client_for: ClientFor) -> None:
    actor, place = cast.analyst.actor, storage(cast.analyst.actor, capacity=2)
    entry = StepEntry(kind="stored", at=timezone.now() - timedelta(hours=1), place=place.ref)
    with pytest.raises(NotTogether) as full:
        services.add_steps(actor=actor, refs=refs(three), entry=entry)
    assert list(full.value.refused) == [three[2].ref], "the place is full at the third"
    assert CustodyEvent.objects.filter(kind="stored").count() == 0
    assert not JournalEntry.objects.filter(action="custody.step_written", detail__kind="stored").exists()
    written = services.add_steps(actor=actor, refs=refs(three[:2]), entry=entry)
    assert [one.number for one in written] == [2, 2]
    assert len({one.digest for one in written}) == 2
    assert all(selectors.custody_of(actor, ref).is_whole for ref in refs(three))
    held = selectors.inside(actor, place.ref)
    assert (held.count, [ref for ref, _since in held.lines]) == (2, sorted(refs(three[:2])))
    page = client_for(cast.analyst.account).get(f"/remains/storage/{place.ref}/?all").content.decode()
    assert all(f'value="{ref}" checked' in page for ref in refs(three[:2]))
    assert client_for(cast.caseworker.account).get(f"/remains/storage/{place.ref}/").status_code == 404


def test_two_people_hand_them_over(cast: Cast, three: list[Remains]) -> None:
    actor, now = cast.analyst.actor, timezone.now()
    other = organisation("Second institute", kind=RecipientClass.FORENSIC_INSTITUTE, country="ITA")
    there = member(other, Role.FORENSIC_PRACTITIONER)
    agreement(cast.organisations.institute, other, purposes=("forensic_comparison",), max_layer=1)
    services.add_steps(actor=actor, refs=refs(three), entry=StepEntry(kind="moved", at=now, to_org=other.ref))
    received = StepEntry(kind="admitted", at=now)
    with pytest.raises(NotTogether) as same_person:
        services.add_steps(actor=actor, refs=refs(three), entry=received)
    assert list(same_person.value.refused) == refs(three)
    assert len(services.add_steps(actor=there.actor, refs=refs(three), entry=received)) == 3
    assert {chain.holder(list(CustodyEvent.objects.filter(remains=one).order_by("number"))) for one in three} == {
        other.pk
    }


def test_the_page_says_what_refuses_and_where(cast: Cast, three: list[Remains], client_for: ClientFor) -> None:
    client, fresh = client_for(cast.analyst.account), some_remains(cast)
    asked = client.get(PAGE, {"ref": refs(three)}).content.decode()
    assert f"?step=stored&amp;ref={three[0].ref}&amp;ref=" in asked
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    sent = {"write": "moved", "at": at, "ref": [*refs(three), fresh.ref], "to_person": "The driver"}
    refused = client.post(PAGE, sent)
    assert refused.status_code == 422
    said = {ref: line for line in refused.content.decode().splitlines() for ref in sent["ref"] if f">{ref}<" in line}
    (whole,) = set(said.values())  # the list stands on one line of the page
    told = dict(re.findall(r">(MRR-[^<]+)</bdi></a>(.*?)</li>", whole))
    assert [ref for ref, why in told.items() if why] == [fresh.ref]
    assert "cannot be the first step" in told[fresh.ref]
    nobody = client.post(PAGE, sent | {"ref": refs(three), "to_person": ""})
    assert nobody.status_code == 422
    assert nobody.content.decode().count("Write who takes them over.") == 2, "all refuse alike: said at the field"
    assert CustodyEvent.objects.filter(kind="moved").count() == 0
    assert client.post(PAGE, sent | {"ref": refs(three)}).status_code == 302
    assert CustodyEvent.objects.filter(kind="moved").count() == 3
    assert client.get(PAGE).status_code == 422
    assert client_for(cast.caseworker.account).get(PAGE, {"ref": refs(three)}).status_code == 403


def test_what_is_hidden_is_absent(cast: Cast, three: list[Remains], client_for: ClientFor) -> None:
    hidden = some_remains(cast, by=member(organisation("Apart"), Role.FOCAL_POINT).actor)
    entry = StepEntry(kind="audited", at=begun() + timedelta(days=1))
    for ref in (hidden.ref, "MRR-00000-00000-0"):
        with pytest.raises(NotFound):
            services.add_steps(actor=cast.analyst.actor, refs=[three[0].ref, ref], entry=entry)
    answers = [
        client_for(cast.analyst.account).get(address, {"ref": [three[0].ref, ref]})
        for address in (PAGE, "/remains/labels.pdf") for ref in (hidden.ref, "MRR-00000-00000-0")
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {404}
    with pytest.raises(NoneTicked):
        services.add_steps(actor=cast.analyst.actor, refs=[], entry=entry)
    with pytest.raises((NotTogether, Forbidden)):
        services.add_steps(actor=cast.caseworker.actor, refs=refs(three), entry=entry)


def test_their_labels_are_one_paper(cast: Cast, three: list[Remains], client_for: ClientFor, tmp_path: Path) -> None:
    query = urlencode({"ref": refs(three)}, doseq=True)
    answer = client_for(cast.analyst.account).get(f"/remains/labels.pdf?{query}")
    assert answer.headers["Content-Type"] == "application/pdf"
    said = text_of(answer.content, tmp_path)
    assert {ref: said.count(ref) for ref in refs(three)} == dict.fromkeys(refs(three), 1)
