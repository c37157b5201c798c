"""Changing a case: the same screen, nobody overwritten, nothing deleted by those who cannot see it."""

from __future__ import annotations

import re

import pytest

from accessctl import door
from accessctl.clear import reveal
from cases.models import Case, CaseDocument, CaseName, CaseProtectedDocument, CaseProtectionFile, CaseSearchFile
from cases.services import DocumentEntry, change_case
from families import selectors
from registry.lib.errors import Conflict, Forbidden
from tests.factories.accessctl import member
from tests.factories.families import a_case, entry
from tests.integration.families.steps import PERSON
from tests.integration.families.test_pages import BAD, NOT_PHOTOS

ENQUIRER = {name for name in PERSON if name.startswith("enquirer")}
ANSWERS = {name: value for name, value in PERSON.items() if name not in ENQUIRER}
PROTECTION = {"protection_flag": "none"}


@pytest.fixture
def caseworker(cast, client_for):
    return client_for(cast.caseworker.account)


def edit(client, case, **changes):
    sent = {**ANSWERS, **PROTECTION, "_version": str(case.version), **changes}
    return client.post(f"/cases/{case.ref}/edit/", {name: value for name, value in sent.items() if value is not None})


def search_file(case):
    return reveal([CaseSearchFile.objects.get(case=case)])[0]


def test_the_screen_is_filled_with_what_is_known(cast, caseworker):
    page = caseworker.get(f"/cases/{a_case(cast).ref}/edit/").content.decode()
    for known in ("Lamin Ceesay", "PC-204417", "beach of Nouadhibou", 'value="178"', "Protection"):
        assert known in page
    assert "enquirer_name" not in page


def test_changes_are_saved_and_the_case_moves_on_a_version(cast, caseworker):
    case = a_case(cast)
    answer = edit(caseworker, case, circumstances_text="She saw him in Nouakchott.")
    assert answer.headers["Location"] == f"/cases/{case.ref}/"
    assert search_file(case).circumstances_text == "She saw him in Nouakchott."
    names = reveal(list(CaseName.objects.filter(case=case)))
    assert {name.full_original for name in names} == {"لامين سيساي", "Lamin Sisay"}
    case.refresh_from_db()
    assert case.version == 2


def test_a_mistake_is_told_and_nothing_is_saved(cast, caseworker):
    case = a_case(cast)
    answer = edit(caseworker, case, date_of_birth_year="2024", circumstances_text="typed")
    assert answer.status_code == 422
    assert "typed" in answer.content.decode()
    assert search_file(case).circumstances_text != "typed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [pytest.param(*bad, id=name) for name, bad in BAD.items() if not bad[1].startswith("enquirer")],
)
def test_bad_input_is_told_at_its_field_and_the_case_stays_as_it_was(cast, caseworker, changes, field):
    case = a_case(cast)
    answer = edit(caseworker, case, **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}' in page
    assert page.count(ANSWERS["circumstances_text"]) == 1
    case.refresh_from_db()
    assert case.version == 1


@pytest.mark.parametrize("upload", NOT_PHOTOS.values(), ids=NOT_PHOTOS)
def test_what_is_no_photo_is_refused_at_the_photo_and_the_case_stays(cast, caseworker, upload):
    case = a_case(cast)
    upload.seek(0)
    answer = edit(caseworker, case, photo=upload)
    assert answer.status_code == 422
    assert 'id="id_photo_error"' in answer.content.decode()
    case.refresh_from_db()
    assert (case.version, case.has_photo) == (1, False)


def test_a_stale_edit_shows_both_and_lets_choose(cast, caseworker):
    case = a_case(cast)
    change_case(actor=cast.supervisor.actor, ref=case.ref, entry=entry(hair_colour="gry", companions_text="Nobody"))
    answer = edit(caseworker, case, hair_colour="bro", circumstances_text="Mine.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Grey" in page
    assert "Brown" in page
    assert "Nobody" in page
    assert search_file(case).hair_colour == "gry"
    settle = {"_settle": "1", "_version": "2", "hair_colour": "bro", "circumstances_text": "Mine."}
    mine = dict.fromkeys(re.findall(r'name="(_keep-\w+)"', page), "mine")
    chosen = mine | {"_keep-hair_colour": "theirs", "_keep-companions_text": "theirs"}
    unchosen = edit(caseworker, case, **settle, **{name: chosen[name] for name in chosen if "hair" not in name})
    assert unchosen.status_code == 422
    done = edit(caseworker, case, **settle, **chosen)
    assert done.status_code == 302, done.content.decode()
    held = search_file(case)
    assert (held.hair_colour, held.companions_text, held.circumstances_text) == ("gry", "Nobody", "Mine.")


def test_the_service_refuses_an_old_version(cast):
    case = a_case(cast)
    change_case(actor=cast.caseworker.actor, ref=case.ref, entry=entry(), expected_version=1)
    with pytest.raises(Conflict):
        change_case(actor=cast.caseworker.actor, ref=case.ref, entry=entry(), expected_version=1)


def test_who_may_not_read_protection_neither_sees_nor_changes_it(cast, client_for):
    case = a_case(cast, protection_flag="confirmed", protection_states=("ERI",))
    colleague = member(cast.organisations.ngo)
    client = client_for(colleague.account)
    page = client.get(f"/cases/{case.ref}/edit/").content.decode()
    assert "protection_flag" not in page
    assert '<option value="GMB" selected' not in page.partition("place_of_origin")[0]
    assert edit(client, case, protection_flag=None, nationalities=None).status_code == 302
    held = reveal([CaseProtectionFile.objects.get(case=case)])[0]
    assert (held.protection_flag, held.protection_states, held.nationalities) == ("confirmed", ["ERI"], ["GMB"])
    case.refresh_from_db()
    assert case.nationalities == []


def test_a_flag_is_not_lifted_here(cast, caseworker):
    case = a_case(cast, protection_flag="possible", protection_states=("ERI",))
    page = caseworker.get(f"/cases/{case.ref}/edit/").content.decode()
    assert 'name="protection_flag" class="form-check-input" value="none"' not in page
    assert edit(caseworker, case).status_code == 422
    with pytest.raises(Forbidden):
        change_case(actor=cast.caseworker.actor, ref=case.ref, entry=entry(protection_flag="none"))


def test_a_new_flag_hides_the_case_at_once(cast, caseworker):
    case = a_case(cast, nationalities=("ERI",), place_of_origin=None)
    assert case in door.visible(cast.focal_a.actor, Case)
    flagged = {"protection_flag": "possible", "protection_states": "TUN", "nationalities": "ERI"}
    assert edit(caseworker, case, **flagged).status_code == 302
    assert case not in door.visible(cast.focal_a.actor, Case)


def test_papers_of_protection_outlive_an_edit_by_somebody_who_cannot_see_them(cast):
    papers = (DocumentEntry(doc_type="asylum", doc_number="A-1"), DocumentEntry(doc_type="pass", doc_number="P-1"))
    case = a_case(cast, documents=papers)
    colleague = member(cast.organisations.ngo)
    seen = selectors.case_for_change(colleague.actor, case.ref).entry
    assert [paper.doc_type for paper in seen.documents] == ["pass"]
    change_case(actor=colleague.actor, ref=case.ref, entry=entry(documents=(), protection_flag=""))
    assert CaseProtectedDocument.objects.filter(case=case).count() == 1
    assert not CaseDocument.objects.filter(case=case).exists()
    case.refresh_from_db()
    assert case.has_documents


def test_another_organisation_sees_and_may_not_edit(cast, client_for):
    case = a_case(cast, protection_flag="possible", protection_states=("ERI",))
    assert client_for(cast.second_caseworker.account).get(f"/cases/{case.ref}/edit/").status_code == 403
    assert client_for(cast.origin_official.account).get(f"/cases/{case.ref}/edit/").status_code == 404


def test_more_rows_come_without_saving(cast, caseworker):
    case = a_case(cast)
    answer = edit(caseworker, case, more="marks", hair_colour="bro")
    assert answer.status_code == 200
    assert answer.content.decode().count("data-row ") >= 4
    assert search_file(case).hair_colour == "blk"
