"""Papers that a family signed: kept with whose they are, in the copy, and gone with the relative."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accessctl.models import JournalEntry
from accessctl.pictures import ImageEntry
from accessctl.tokens import token_of
from families import signed
from families.models import SignedPaper
from families.services import signing
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories import families, images
from tests.integration.erasure.test_parts import erase_aunt, second_relative
from tests.integration.families.visits import mother
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def proof() -> ImageEntry:
    return images.image_entry(kind="consent_evidence", caption="Page 1, thumbprint")


def test_a_page_is_kept_with_whose_signature_it_bears(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast)
    client, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/signed/"
    answers = {"kind": "consent_evidence", "caption": "Thumbprint", "given_by": token_of(mother(case).source_id)}
    for wrong in ({"given_by": ""}, {"kind": "radiograph"}, {"file": "no file"}):
        file = {"file": SimpleUploadedFile("x.jpg", images.jpeg(), "image/jpeg")}
        assert client.post(address, answers | file | wrong).status_code == 422, wrong
    assert not SignedPaper.objects.exists()
    file = {"file": SimpleUploadedFile("x.jpg", images.jpeg(), "image/jpeg")}
    assert client.post(address, answers | file).status_code == 302
    assert SignedPaper.objects.get().source_id == mother(case).source_id
    page = client.get(address).content.decode()
    assert "Thumbprint" in page
    assert "data:image" not in page


def test_it_is_looked_at_for_a_purpose_that_fits_and_written_down(cast: Cast, client_for: ClientFor) -> None:
    case = families.a_case(cast)
    signing.keep_paper(actor=cast.caseworker.actor, case_ref=case.ref, entry=proof())
    with pytest.raises(Invalid):
        signed.view_paper(cast.caseworker.actor, case.ref, 1, "forensic_comparison")
    client, address = client_for(cast.caseworker.account), f"/cases/{case.ref}/signed/one/?image=1"
    assert "data:image" not in client.get(address).content.decode()
    shown = client.post(address, {"purpose": "legal_papers", "warned": "on"})
    assert "data:image" in shown.content.decode()
    told = JournalEntry.objects.filter(action="image.viewed").latest("pk")
    assert (told.ring, told.refs) == ("3k", [case.ref])


def test_who_does_not_reach_the_family_file_learns_nothing_of_it(cast: Cast) -> None:
    case = families.a_case(cast)
    signing.keep_paper(actor=cast.caseworker.actor, case_ref=case.ref, entry=proof())
    for who in (cast.second_caseworker, cast.analyst, cast.focal_a):
        with pytest.raises((NotFound, Forbidden)):
            signed.papers_of(who.actor, case.ref)
        with pytest.raises((NotFound, Forbidden)):
            signing.remove_paper(actor=who.actor, case_ref=case.ref, number=1, reason="twice")


def test_what_a_relative_signed_goes_with_them(cast: Cast) -> None:
    case = families.a_case(cast)
    aunt, _consent = second_relative(case)
    for seed, whose in enumerate((aunt, mother(case))):
        entry = images.image_entry(kind="consent_evidence", caption="Thumbprint", seed=seed)
        signing.keep_paper(actor=cast.caseworker.actor, case_ref=case.ref, entry=entry, signed_by=whose.source_id)
    erase_aunt(cast, case, aunt)
    assert [row.source_id for row in SignedPaper.objects.all()] == [mother(case).source_id]


def test_a_system_keeps_a_page_and_takes_it_away(cast: Cast) -> None:
    case = families.a_case(cast, by=cast.second_caseworker.actor)
    client, address = Client(headers=cast.system.headers), f"/api/v1/cases/{case.ref}/signed-papers/"
    said = {"kind": "consent_evidence", "given_by": token_of(mother(case).source_id)}
    for wrong, field in (
        ({"given_by": "nobody"}, "given_by"),
        ({"kind": "radiograph"}, "kind"),
        ({"file": ""}, "file"),
    ):
        refused = client.post(address, said | {"file": images.upload()} | wrong)
        assert (refused.status_code, [*refused.json()["fields"]]) == (422, [field])
    assert client.post(address, said | {"file": images.upload()}).status_code == 201
    assert SignedPaper.objects.get().source_id == mother(case).source_id
    looks = [
        client.get(f"{address}one/?number=1", headers={"X-Purpose": purpose}).status_code
        for purpose in ("legal_papers", "forensic_comparison")
    ]
    assert looks == [200, 422]
    gone = {"number": 1, "reason": "twice"}
    for status in (200, 404):
        answer = client.post(f"{address}remove/", gone, content_type="application/json")
        assert answer.status_code == status
    assert client.get(address).json()["images"] == []
    assert JournalEntry.objects.filter(action="image.removed", refs=[case.ref]).count() == 1
