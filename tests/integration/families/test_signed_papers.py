"""Papers that a family signed: kept with whose they are, in the copy, and gone with the relative."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accessctl.models import JournalEntry
from accessctl.pictures import ImageEntry
from families import signed
from families.models import SignedPaper
from families.services import signing
from families.tokens import token_of
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
