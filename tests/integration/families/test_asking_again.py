"""Asking again: what the clock does to consents, who is reminded, and what a caseworker finds to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accessctl import door
from accessctl.codes import Purpose, RecipientClass
from accessctl.models import JournalEntry
from cases.models import Case, CaseSearchFile
from families import briefing, tasks
from families.models import Consent, ConsentReminder
from families.services import ConsentEntry, check_effects, edit_case, give_consent, withdraw_consent
from families.services.asking import AHEAD, SOON
from families.services.consent import VALID_FOR
from tests.factories.families import a_case, consents, conversation, entry
from tests.integration.families.test_consent import JOB, seen_by

pytestmark = pytest.mark.django_db
SHARE, CSO = Purpose.SHARE_SEARCH, RecipientClass.CSO
DAY = timedelta(days=1)


@contextmanager
def given(ago: timedelta) -> Iterator[None]:
    """Inside, it is so long ago for whatever writes consents."""
    with time_machine.travel(timezone.now() - ago):
        yield


def reasons(case: Case) -> dict[str, Any]:
    return dict(ConsentReminder.objects.filter(case=case).values_list("reason", "due_on"))


def answer(cast, case, *, given: bool = True, purpose: str = SHARE, recipient: str = CSO) -> None:
    said = ConsentEntry(purpose=purpose, recipient_class=recipient, given=given)
    give_consent(actor=cast.caseworker.actor, case_ref=case.ref, conversation=conversation(), entries=(said,))


def ending_in(cast, left: timedelta, **changes: Any) -> Case:
    """A case whose consents end in so long, registered when they were given."""
    with given(VALID_FOR - left):
        return a_case(cast, **changes)


def test_a_family_is_asked_sixty_days_ahead_and_not_before(cast):
    near, far = ending_in(cast, AHEAD - DAY), ending_in(cast, AHEAD + DAY)
    assert tasks.follow_clock() == 1
    assert reasons(near) == {"ends_soon": timezone.localdate() + AHEAD - DAY}
    assert reasons(far) == {}
    assert tasks.follow_clock() == 0
    assert JournalEntry.objects.filter(action="consent.to_be_asked", refs=[near.ref]).count() == 1


def test_what_ended_closes_at_once_and_what_goes_on_is_open_again_with_the_next_turn(cast):
    case = ending_in(cast, -DAY)
    assert not seen_by(cast.second_caseworker, case)
    answer(cast, case)  # one of them given again: the others are over
    assert seen_by(cast.second_caseworker, case)
    assert not seen_by(cast.focal_a, case)
    assert "ended" in reasons(case)
    assert check_effects(JOB).differing == ()


def test_one_end_does_not_take_the_others_with_it(cast):
    states = ("national_focal_point", "state_of_transit_body")
    case = ending_in(cast, -DAY, consents=consents(search=(CSO, *states), forensic=(), compare=False))
    with given(VALID_FOR / 2):
        for one in states:
            answer(cast, case, recipient=one)
    assert not seen_by(cast.second_caseworker, case)
    assert not seen_by(cast.focal_a, case), "an end that nobody noticed denies everybody"
    assert tasks.follow_clock() == 1
    assert seen_by(cast.focal_a, case)
    assert not seen_by(cast.second_caseworker, case)
    entries = JournalEntry.objects.filter(action="consent.ended", refs=[case.ref])
    assert [sorted(one.detail["ended"]) for one in entries] == [
        ["search:cso", "search:national_focal_point", "search:own_org", "search:state_of_transit_body",
         "share_search:cso"],
    ]  # fmt: skip
    assert set(reasons(case)) == {"ended"}
    assert check_effects(JOB).differing == ()


def test_an_end_moves_no_state_and_leaves_the_case_with_its_organisation(cast):
    case = ending_in(cast, -DAY)
    tasks.follow_clock()
    case.refresh_from_db()
    assert (case.status, case.purposes) == ("active", [])
    assert seen_by(cast.caseworker, case)
    assert not door.visible(cast.matcher, Case).exists()


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_ends_the_reminder_whatever_it_is(cast, yes):
    case = ending_in(cast, AHEAD - DAY)
    tasks.follow_clock()
    for row in Consent.objects.filter(case=case):
        answer(cast, case, given=yes, purpose=row.purpose, recipient=row.recipient_class)
    assert reasons(case) == {}


def test_a_withdrawal_ends_the_reminder(cast):
    case = ending_in(cast, AHEAD - DAY)
    tasks.follow_clock()
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
    assert reasons(case) == {}


CHANGES = {
    "destination": {"destination_country": "FRA"},
    "nationality": {"nationalities": ("SEN",)},
    "protection": {"protection_flag": "possible", "protection_states": ("GMB",)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_answer_on_which_consent_to_states_rests_is_asked_again(cast, change):
    case = a_case(cast)
    edit_case(actor=cast.caseworker.actor, ref=case.ref, entry=entry(**change))
    assert reasons(case) == {"answers_changed": timezone.localdate() + SOON}
    for recipient in ("national_focal_point", "state_of_transit_body", "state_of_destination_body"):
        for purpose in (SHARE, Purpose.SEARCH, Purpose.FORENSIC_COMPARISON):
            assert reasons(case) != {}, "until every yes to a State was asked again"
            answer(cast, case, purpose=purpose, recipient=recipient)
    assert reasons(case) == {}


def test_other_changes_and_families_that_said_no_to_states_are_left_in_peace(cast):
    case = a_case(cast)
    edit_case(actor=cast.caseworker.actor, ref=case.ref, entry=entry(height_cm=(180, 180)))
    assert reasons(case) == {}
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, recipient_class="national_focal_point")
    for one in ("state_of_transit_body", "state_of_destination_body"):
        withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, recipient_class=one)
    edit_case(actor=cast.caseworker.actor, ref=case.ref, entry=entry(destination_country="FRA"))
    assert reasons(case) == {}


def test_a_wording_that_was_replaced_is_a_reason(cast, monkeypatch):
    case = a_case(cast)
    assert tasks.follow_clock() == 0
    monkeypatch.setattr(briefing, "REPLACED", frozenset({"test"}))
    assert tasks.follow_clock() == 1
    assert set(reasons(case)) == {"wording_changed"}
    assert tasks.follow_clock() == 0


def test_my_work_leads_to_what_is_to_be_done(cast, client_for):
    case, over = ending_in(cast, AHEAD - DAY), ending_in(cast, -DAY)
    tasks.follow_clock()
    client = client_for(cast.caseworker.account)
    assert "/cases/consent/to-ask/work/" in client.get("/work/").content.decode()
    for path in ("/cases/consent/to-ask/work/", "/cases/consent/to-ask/"):
        page = client.get(path).content.decode()
        assert page.index(over.ref if over.ref in page else "A consent has ended") < page.index("A consent ends soon")
        assert f"/cases/{case.ref}/consent/again/" in page
    page = client.get(f"/cases/{case.ref}/consent/again/").content.decode()
    assert "Other aid organisations: Be asked to check" in page
    assert f"/cases/{case.ref}/consent/?again=1#own" in page
    assert f"/cases/{case.ref}/consent/again/" in client.get(f"/cases/{case.ref}/consent/").content.decode()
    assert "counts no longer" in client.get(f"/cases/{over.ref}/consent/again/").content.decode()


def test_only_the_owners_people_are_reminded(cast, client_for):
    case = ending_in(cast, AHEAD - DAY)
    tasks.follow_clock()
    other = client_for(cast.second_caseworker.account)
    assert case.ref not in other.get("/cases/consent/to-ask/").content.decode()
    assert other.get(f"/cases/{case.ref}/consent/again/").status_code == 403
    assert client_for(cast.origin_official.account).get(f"/cases/{case.ref}/consent/again/").status_code in (403, 404)


def test_nothing_to_ask_says_so(cast, client_for):
    case = a_case(cast)
    page = client_for(cast.caseworker.account).get(f"/cases/{case.ref}/consent/again/").content.decode()
    assert "Nothing is to be asked again" in page


def test_one_case_that_fails_does_not_hold_up_the_others(cast, caplog):
    broken, sound = ending_in(cast, -DAY), ending_in(cast, -DAY)
    CaseSearchFile.objects.filter(case=broken).delete()
    assert tasks.follow_clock() == 1
    assert reasons(sound)
    assert broken.ref in caplog.text
