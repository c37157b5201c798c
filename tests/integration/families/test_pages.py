"""The pages of a registration, as a caseworker without script sees them."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accessctl import door
from accessctl.clear import reveal
from cases.models import Case, CasePhoto, CaseProtectionFile
from families import selectors
from families.models import Consent, RegistrationDraft, RiskBriefing
from tests.integration.families.steps import CONSENT, PERSON, begin, consented


def picture(kind: str = "JPEG", **info) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a5c43").save(out, kind, **info)
    return out.getvalue()


def photo(content: bytes, name: str = "lamin.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


@pytest.fixture
def caseworker(cast, client_for):
    return client_for(cast.caseworker.account)


def test_a_registration_from_the_first_word_to_the_case(cast, caseworker):
    ref = consented(caseworker, language="fr")
    answer = caseworker.post(f"/cases/new/{ref}/person/", PERSON | {"photo": photo(picture())})
    assert answer.status_code == 302, answer.content.decode()
    case = door.visible(cast.caseworker.actor, Case).get()
    assert answer.headers["Location"] == f"/cases/{case.ref}/"
    assert not door.visible(cast.caseworker.actor, RegistrationDraft).exists()
    assert case.purposes == ["forensic_comparison", "search", "share_search"]
    assert CasePhoto.objects.get(case=case).mime == "image/webp"
    told = caseworker.get(answer.headers["Location"]).content.decode()
    assert case.ref in told


def test_the_wording_is_kept_in_the_language_it_was_read_in(caseworker):
    ref = begin(caseworker, language="ar")
    caseworker.post(f"/cases/new/{ref}/consent/", CONSENT)
    caseworker.post(f"/cases/new/{ref}/person/", PERSON)
    kept = RiskBriefing.objects.get()
    assert (kept.language, kept.version) == ("ar", "1")
    assert "Voces del Mar" in kept.text
    assert "من يسأل" in kept.text


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_the_briefing_is_read_in_the_language_of_the_interview(caseworker, language):
    page = caseworker.get(f"/cases/new/?language={language}").content.decode()
    assert f'<article class="wording" lang="{language}"' in page
    assert "Teranga Families" in page  # who could be asked today


def test_both_explanations_are_needed_before_anything_is_kept(caseworker):
    answer = caseworker.post("/cases/new/", {"language": "en", "risks_explained": "on"})
    assert answer.status_code == 422
    assert 'href="#id_rights_explained"' in answer.content.decode()
    assert not RegistrationDraft.objects.exists()


def test_a_step_is_not_skipped(caseworker):
    ref = begin(caseworker)
    answer = caseworker.get(f"/cases/new/{ref}/person/")
    assert answer.headers["Location"] == f"/cases/new/{ref}/consent/"


def test_nothing_is_ticked_beforehand(caseworker):
    page = caseworker.get(f"/cases/new/{begin(caseworker)}/consent/").content.decode()
    assert "checked" not in page


def test_refusing_everything_takes_one_button(cast, caseworker):
    ref = begin(caseworker)
    caseworker.post(f"/cases/new/{ref}/consent/", CONSENT | {"depth": "", "rest": "no"})
    kept = selectors.draft(cast.caseworker.actor, ref).part("consent")
    assert kept["share_search__cso"] == ["yes"]
    assert kept["search__red_cross_movement"] == ["no"]
    assert sum(values == ["no"] for values in kept.values()) > 20


def test_consent_that_forbids_the_search_goes_no_further(caseworker):
    ref = begin(caseworker)
    answer = caseworker.post(f"/cases/new/{ref}/consent/", CONSENT | {"own_search": "no"})
    assert answer.status_code == 422
    assert caseworker.get(f"/cases/new/{ref}/person/").status_code == 302


def test_a_feared_state_is_told_nothing_and_not_asked_about(cast, caseworker):
    feared = {"protection_flag": "possible", "protection_states": "ERI", "share_search__consulate": "yes"}
    ref = consented(caseworker, **feared)
    page = caseworker.get(f"/cases/new/{ref}/consent/").content.decode()
    assert "share_search__consulate" not in page
    caseworker.post(f"/cases/new/{ref}/person/", PERSON)
    case = Case.objects.get()
    assert not Consent.objects.filter(case=case, recipient_class="consulate").exists()
    held = reveal([CaseProtectionFile.objects.get(case=case)])[0]
    assert (held.protection_flag, held.protection_states) == ("possible", ["ERI"])
    assert case.nationalities == []


BAD = {
    "a date in the future": ({"date_last_contact_year": "2099"}, "date_last_contact"),
    "born after the last contact": ({"date_of_birth_year": "2024"}, "date_of_birth"),
    "30 February": ({"date_of_birth_day": "30", "date_of_birth_month": "2"}, "date_of_birth"),
    "an age of 200": (
        {"date_of_birth_year": "", "date_of_birth_day": "", "date_of_birth_month": "", "age_low": "200"},
        "age",
    ),
    "a point without radius": ({"place_last_contact_radius_km": ""}, "place_last_contact"),
    "an unknown code": ({"route_code": "moon"}, "route_code"),
    "markup in a name": ({"name": "<script>Lamin</script>"}, "name"),
    "disguised direction in a name": ({"name": "Lamin\u202eyasseC"}, "name"),
    "a phone number without country": ({"enquirer_contact": "3012345"}, "enquirer_contact"),
    "no way to be reached": ({"enquirer_contact": ""}, "enquirer_contact"),
    "no date and no reason": ({"date_last_contact_month": "", "date_last_contact_year": ""}, "date_last_contact"),
}


@pytest.mark.parametrize(("changes", "field"), BAD.values(), ids=BAD)
def test_bad_input_is_told_at_its_field_and_what_was_typed_stays(cast, caseworker, changes, field):
    ref = consented(caseworker)
    answer = caseworker.post(f"/cases/new/{ref}/person/", PERSON | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}' in page  # the summary leads there
    assert page.count("He called before boarding a boat.") == 1
    assert "Lamin Sisay" in page
    assert not Case.objects.exists()
    assert selectors.draft(cast.caseworker.actor, ref).part("person")["companions_text_absent"] == ["unknown"]


NOT_PHOTOS = {
    "a drawing": photo(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "image/svg+xml"),
    "a drawing called a photo": photo(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.jpg"),
    "a broken photo": photo(b"\xff\xd8\xff" + b"\x00" * 100),
    "more than 10 MB": photo(b"\xff\xd8\xff" + b"\x00" * (10 * 1024 * 1024)),
    "more than a request may hold": photo(b"\xff\xd8\xff" + b"\x00" * (13 * 1024 * 1024)),
}


@pytest.mark.parametrize("upload", NOT_PHOTOS.values(), ids=NOT_PHOTOS)
def test_what_is_no_photo_is_refused_at_the_photo(caseworker, upload):
    ref = consented(caseworker)
    upload.seek(0)
    answer = caseworker.post(f"/cases/new/{ref}/person/", PERSON | {"photo": upload})
    assert answer.status_code == 422
    assert 'id="id_photo_error"' in answer.content.decode()
    assert not Case.objects.exists()


def test_a_good_photo_outlives_a_mistake_elsewhere(cast, caseworker):
    ref = consented(caseworker)
    wrong = caseworker.post(f"/cases/new/{ref}/person/", PERSON | {"name": "", "photo": photo(picture())})
    assert wrong.status_code == 422
    assert "data:image/webp;base64," in wrong.content.decode()
    assert caseworker.post(f"/cases/new/{ref}/person/", PERSON).status_code == 302
    assert Case.objects.get().has_photo


def test_where_a_photo_was_taken_is_not_kept(cast, caseworker):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    ref = consented(caseworker)
    caseworker.post(f"/cases/new/{ref}/person/", PERSON | {"photo": photo(picture(exif=exif.tobytes()))})
    content = reveal([CasePhoto.objects.get()])[0].content
    assert b"taken at home" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_photo_is_kept_at_once_and_removed_without_losing_words(cast, caseworker):
    ref = consented(caseworker)
    part = {"HX-Request": "true"}
    kept = caseworker.post(f"/cases/new/{ref}/photo/", {"photo": photo(picture())}, headers=part)
    assert "data:image/webp" in kept.content.decode()
    refused = caseworker.post(f"/cases/new/{ref}/photo/", {"photo": photo(b"no")}, headers=part)
    assert refused.status_code == 422
    assert "data:image/webp" in refused.content.decode()
    caseworker.post(f"/cases/new/{ref}/photo/", PERSON | {"remove": "photo"})
    draft = selectors.draft(cast.caseworker.actor, ref)
    assert draft.photo is None
    assert draft.part("person")["name"] == [PERSON["name"]]


def test_autosaving_answers_with_what_is_done(cast, caseworker):
    ref = consented(caseworker)
    answer = caseworker.post(f"/cases/new/{ref}/save/person/", {"name": "Lamin"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert "1 of 9" in answer.content.decode()
    assert selectors.draft(cast.caseworker.actor, ref).label == "Lamin"


def test_a_draft_is_saved_by_a_button_and_taken_up_again(cast, caseworker):
    ref = consented(caseworker)
    half = {"name": "Lamin", "date_last_contact_year": "2999", "marks-0-inscription": "Awa"}
    answer = caseworker.post(f"/cases/new/{ref}/save/person/", half, follow=True)
    page = answer.content.decode()
    assert 'value="2999"' in page
    assert 'value="Awa"' in page
    assert "field--error" not in page
    work = caseworker.get("/cases/new/drafts/").content.decode()
    assert "Lamin" in work
    assert ref in work


def test_more_rows_come_without_script(caseworker):
    ref = consented(caseworker)
    page = caseworker.post(f"/cases/new/{ref}/person/", PERSON | {"more": "other_names"}).content.decode()
    assert page.count('name="other_names-') > 12
    assert "Lamin Sisay" in page
    assert not Case.objects.exists()


def test_a_draft_is_deleted_on_a_page_of_its_own(caseworker):
    ref = begin(caseworker)
    assert "What will happen" in caseworker.get(f"/cases/new/{ref}/delete/").content.decode()
    assert caseworker.post(f"/cases/new/{ref}/delete/").status_code == 302
    assert not RegistrationDraft.objects.exists()


def test_a_second_press_finds_the_case_registered_once(caseworker):
    ref = consented(caseworker)
    assert caseworker.post(f"/cases/new/{ref}/person/", PERSON).status_code == 302
    again = caseworker.post(f"/cases/new/{ref}/person/", PERSON)
    assert urlsplit(again.headers["Location"]).path == "/work/"
    assert Case.objects.count() == 1


@pytest.mark.parametrize("path", ["", "consent/", "person/", "delete/"])
def test_a_draft_of_another_is_absent(cast, caseworker, client_for, path):
    ref = consented(caseworker)
    other = client_for(cast.second_caseworker.account)
    hidden, absent = other.get(f"/cases/new/{ref}/{path}"), other.get(f"/cases/new/MDR-00000-00000-0/{path}")
    assert hidden.status_code == absent.status_code == 404


def test_who_may_not_register_is_told_so(cast, client_for, client):
    assert client_for(cast.analyst.account).get("/cases/new/").status_code == 403
    assert client.get("/cases/new/").status_code == 302


@pytest.mark.usefixtures("contexts")
def test_what_looks_like_a_phone_number_in_words_is_pointed_out(caseworker):
    ref = consented(caseworker)
    told = PERSON | {"circumstances_text": "Call his friend at +212 6 12 34 56 78."}
    answer = caseworker.post(f"/cases/new/{ref}/person/", told, follow=True)
    assert "Question 16" in answer.content.decode()
    assert not [said for said in answer.context["messages"] if "+212" in str(said)]
