"""AM and PM files on paper: each ring by its own decision, the reader on every page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accessctl.codes import Purpose, Role
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from cases.models import DviEvent
from cases.services import link_incident
from cases.services.holders import save_holders
from matching import event_papers
from remains.models import Remains
from remains.services import ExaminationEntry, keep_image, save_examination
from remains.services import link_incident as link_remains
from tests import cast
from tests.access.reading import pdf_text
from tests.factories import accessctl, dvi, families, samples
from tests.factories import matching as make
from tests.factories.images import image_entry
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


@pytest.fixture
def event(cast: cast.Cast) -> DviEvent:
    second = accessctl.member(cast.organisations.institute, Role.FORENSIC_COORDINATOR)
    return dvi.led(cast.analyst.actor, second.actor, members=[cast.organisations.ngo, cast.organisations.second_ngo])


def remains(people: cast.Cast, event: DviEvent, **changes: str) -> Remains:
    made = make.remains(people.analyst.actor, **changes)
    link_remains(actor=people.analyst.actor, remains_ref=made.ref, incident_ref=event.incident.ref)
    return made


def test_each_ring_opens_by_its_own_decision_and_the_reader_stands_on_it(
    cast: cast.Cast, event: DviEvent, client_for: ClientFor
) -> None:
    one, found = (
        families.a_case(cast),
        remains(cast, event, presumptive_identity="Perhaps Somebody", presumptive_basis="paper"),
    )
    keep_image(actor=cast.analyst.actor, ref=found.ref, entry=image_entry(caption="Left forearm"))
    save_examination(
        actor=cast.analyst.actor, ref=found.ref, entry=ExaminationEntry(fingers=("1",)), expected_version=None
    )
    am, pm = reverse("cases:am-file", args=[one.ref]), reverse("remains:pm-file", args=[found.ref])
    wanted = {"purpose": Purpose.FORENSIC_COMPARISON, "act": "open"}
    owner, institute, focal = (client_for(who.account) for who in (cast.caseworker, cast.analyst, cast.focal_a))
    assert b"Perhaps Somebody" not in institute.get(pm).content
    assert institute.post(pm, {"purpose": "curiosity"}).status_code == 422
    assert b"Perhaps Somebody" in institute.post(pm, wanted).content
    theirs = focal.post(pm, wanted).content.decode()
    assert "Perhaps Somebody" not in theirs
    assert "Left forearm" not in theirs
    assert f"Held by {cast.organisations.institute.name}" in theirs
    assert owner.post(am, wanted).status_code == 200
    assert owner.post(pm, wanted).status_code == 403
    entry = JournalEntry.objects.filter(refs=[found.ref], ring=Ring.FORENSIC, action="ring.read").latest("id")
    assert entry.purpose == Purpose.FORENSIC_COMPARISON
    text = pdf_text(institute.post(pm, wanted | {"act": "pdf"}).content).decode(errors="ignore")
    assert cast.analyst.account.full_name in text
    for told in ("Perhaps Somebody", "Left forearm", "1 right thumb"):
        assert told in text


def test_who_holds_files_and_what_was_sampled_stands_on_it_where_its_ring_is_open(
    cast: cast.Cast, event: DviEvent, client_for: ClientFor
) -> None:
    one, found = families.a_case(cast), remains(cast, event)
    holders = {
        "dentist": "Dr Sowe, Serekunda", "record_holder": "Hospital of Banjul", "prints_held": "yes",
        "prints_held_by": "Passport office", "samples_offered": ["buccal"], "samples_note": "The aunt",
    }  # fmt: skip
    save_holders(actor=cast.caseworker.actor, ref=one.ref, said=holders)
    sample = samples.sample(cast.analyst.actor, found)
    am, pm = reverse("cases:am-file", args=[one.ref]), reverse("remains:pm-file", args=[found.ref])
    wanted = {"purpose": Purpose.FORENSIC_COMPARISON, "act": "open"}
    owner, institute, focal = (client_for(who.account) for who in (cast.caseworker, cast.analyst, cast.focal_a))
    mine, theirs = owner.post(am, wanted).content.decode(), focal.post(am, wanted).content.decode()
    for said in ("Dr Sowe", "Hospital of Banjul", "Passport office", "Saliva of a relative", "The aunt"):
        assert said in mine
        assert said not in theirs
    assert "is held apart; ask for it" in theirs
    assert sample.ref in institute.post(pm, wanted).content.decode()
    assert sample.ref not in focal.post(pm, wanted).content.decode()


def test_many_files_are_one_document_and_each_opening_is_of_its_record(
    cast: cast.Cast, event: DviEvent, client_for: ClientFor
) -> None:
    found = [remains(cast, event, presumptive_identity=f"Perhaps {n}", presumptive_basis="paper") for n in "AB"]
    address = reverse("matching:event-papers", args=[event.ref])
    client, before = client_for(cast.analyst.account), JournalEntry.objects.filter(action="ring.read", ring="3f")
    assert client.get(address, {"side": "pm"}).status_code == 200
    assert client.post(f"{address}?side=pm", {"purpose": "curiosity"}).status_code == 422
    assert not before.exists()
    made = client.post(f"{address}?side=pm", {"purpose": Purpose.FORENSIC_COMPARISON})
    text = pdf_text(made.content).decode(errors="ignore")
    for one, name in zip(found, "AB", strict=True):
        assert one.ref in text
        assert f"Perhaps {name}" in text
        assert before.filter(refs=[one.ref], purpose=Purpose.FORENSIC_COMPARISON).exists()
    assert cast.analyst.account.full_name in text
    noted = JournalEntry.objects.get(action="event.papers_made")
    assert (noted.refs, noted.detail["files"], noted.detail["closed"]) == ([event.ref], 2, 0)
    assert client.post(f"{address}?side=am", {"purpose": Purpose.FORENSIC_COMPARISON}).status_code == 200
    assert client.get(address, {"side": "xx"}).status_code == 404
    assert client_for(cast.focal_a.account).get(address).status_code == 404


def test_a_file_that_the_purpose_does_not_open_is_named_as_closed(
    cast: cast.Cast, event: DviEvent, client_for: ClientFor
) -> None:
    case = families.a_case(cast)
    link_incident(actor=cast.caseworker.actor, case_ref=case.ref, incident_ref=event.incident.ref)
    opened = event_papers.papers(cast.analyst.actor, event.ref, "am", Purpose.FORENSIC_COMPARISON)
    assert ([one.reference for one in opened.files], opened.closed) == ([case.ref], [])
    held = event_papers.papers(cast.analyst.actor, event.ref, "am", Purpose.SEARCH)
    assert (held.files, held.closed) == ([], [(case.ref, cast.organisations.ngo.name)])
    address = f"{reverse('matching:event-papers', args=[event.ref])}?side=am"
    answer = client_for(cast.analyst.account).post(address, {"purpose": Purpose.SEARCH})
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (422, "text/html")
