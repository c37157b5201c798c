"""Consent and family of a saved case: what stands, withdrawal, relatives, channels on a click."""

from __future__ import annotations

import pytest

from accessctl.models import JournalEntry
from families.models import Consent
from tests.factories.accessctl import member
from tests.factories.families import a_case

TOLD = {"language": "en", "risks_explained": "on", "rights_explained": "on", "how": "written"}


@pytest.fixture
def caseworker(cast, client_for):
    return client_for(cast.caseworker.account)


def readings(ring: str) -> int:
    return JournalEntry.objects.filter(action="ring.read", ring=ring).count()


def test_what_stands_is_shown_with_its_end_and_the_way_out(cast, caseworker):
    case = a_case(cast)
    page = caseworker.get(f"/cases/{case.ref}/consent/").content.decode()
    assert f"/cases/{case.ref}/consent/withdraw/?purpose=share_search&amp;recipient=cso" in page
    assert "Withdraw everything" in page
    assert "checked" not in page


def test_a_new_answer_needs_both_explanations_again(cast, caseworker):
    case = a_case(cast)
    answers = {"share_search__red_cross_movement": "yes", "depth": "1"}
    assert caseworker.post(f"/cases/{case.ref}/consent/", answers | {"how": "written"}).status_code == 422
    assert caseworker.post(f"/cases/{case.ref}/consent/", TOLD).status_code == 422
    assert caseworker.post(f"/cases/{case.ref}/consent/", answers | TOLD).status_code == 302
    row = Consent.objects.get(case=case, recipient_class="red_cross_movement")
    assert (row.state, row.max_layer) == ("given", 1)


def test_withdrawal_says_what_will_happen_and_then_does_it(cast, caseworker):
    case = a_case(cast)
    path = f"/cases/{case.ref}/consent/withdraw/?purpose=share_search&recipient=cso"
    page = caseworker.get(path).content.decode()
    assert "Those who could see this case because of it no longer see it." in page
    assert caseworker.post(path, {"reason": "We are afraid."}).status_code == 302
    assert Consent.objects.filter(case=case, state="withdrawn").count() == 1
    assert caseworker.post(path, {}).status_code == 409
    assert caseworker.post(f"/cases/{case.ref}/consent/withdraw/").status_code == 302
    assert "Withdraw everything" not in caseworker.get(f"/cases/{case.ref}/consent/").content.decode()


def test_a_family_that_withdrew_everything_may_come_back(cast, caseworker):
    case = a_case(cast)
    caseworker.post(f"/cases/{case.ref}/consent/withdraw/")
    case.refresh_from_db()
    assert case.purposes == []
    page = caseworker.get(f"/cases/{case.ref}/").content.decode()
    assert "Withdrawn" in page
    assert "The family has withdrawn every consent" in page
    assert "The family hears from you by" not in page
    assert caseworker.post(f"/cases/{case.ref}/consent/", {"own_search": "yes"} | TOLD).status_code == 302
    case.refresh_from_db()
    assert case.purposes == ["search"]
    assert "Being sought" in caseworker.get(f"/cases/{case.ref}/").content.decode()
    assert Consent.objects.filter(case=case, recipient_class="own_org", state="given").count() == 3


def test_codes_that_do_not_exist_withdraw_nothing(cast, caseworker):
    case = a_case(cast)
    assert caseworker.get(f"/cases/{case.ref}/consent/withdraw/?purpose=everything").status_code == 404


def test_who_may_not_read_protection_is_not_told_of_it(cast, client_for, caseworker):
    case = a_case(cast, protection_flag="confirmed", protection_states=("ERI",))
    assert "share_search__consulate" not in caseworker.get(f"/cases/{case.ref}/consent/").content.decode()
    colleague = client_for(member(cast.organisations.ngo).account)
    asked = {"share_search__consulate": "yes", "depth": "1"} | TOLD
    answer = colleague.post(f"/cases/{case.ref}/consent/", asked)
    assert answer.status_code == 422
    assert "needs protection" not in answer.content.decode()
    assert "Ask your supervisor" in answer.content.decode()


def test_other_organisations_do_not_open_the_consents(cast, client_for):
    case = a_case(cast, protection_flag="possible", protection_states=("ERI",))
    assert client_for(cast.second_caseworker.account).get(f"/cases/{case.ref}/consent/").status_code == 403
    assert client_for(cast.origin_official.account).get(f"/cases/{case.ref}/consent/").status_code == 404


def test_the_family_file_is_read_and_channels_only_on_a_click(cast, caseworker):
    case = a_case(cast)
    page = caseworker.get(f"/cases/{case.ref}/relatives/").content.decode()
    assert "Awa Ceesay" in page
    assert "Mother" in page
    assert "301 2345" not in page
    assert (readings("3k"), readings("4k")) == (1, 0)
    opened = caseworker.post(f"/cases/{case.ref}/relatives/channels/").content.decode()
    assert "+220 301 2345" in opened
    assert "after 18:00" in opened
    assert readings("4k") == 1
    assert caseworker.get(f"/cases/{case.ref}/relatives/channels/").status_code == 405


def test_a_part_of_the_case_page_is_a_part(cast, caseworker):
    case = a_case(cast)
    part = caseworker.get(f"/cases/{case.ref}/relatives/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Awa Ceesay" in part


def test_a_colleague_without_grant_reads_the_family_file_and_not_the_channels(cast, client_for):
    case = a_case(cast)
    client = client_for(member(cast.organisations.ngo).account)
    page = client.get(f"/cases/{case.ref}/relatives/").content.decode()
    assert "Awa Ceesay" in page
    assert "held by" in page
    assert client.post(f"/cases/{case.ref}/relatives/channels/").status_code == 403


def test_others_are_told_who_holds_the_family_file(cast, client_for):
    case = a_case(cast)
    page = client_for(cast.second_caseworker.account).get(f"/cases/{case.ref}/relatives/").content.decode()
    assert "Awa Ceesay" not in page
    assert "Voces del Mar" in page
