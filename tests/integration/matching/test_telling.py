"""What a person found alive decided, on its way to those who serve their family; and what nobody else learns of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.erasure import services as erasure
from accessctl.models import Account, JournalEntry
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.rings import Ring
from cases.codes import CaseStatus, CaseWorkflow, Fate
from cases.models import Case, CaseSearchFile, LivingWord, Whereabouts, WhereaboutsTold
from cases.services import state_of
from cases.services.approach import record_wish
from cases.services.telling import NotTheirWish, NotVerified
from cases.services.whereabouts import change_whereabouts
from families.services import withdraw_consent
from families.services.standing import check_effects
from matching import services
from matching.codes import Decision, PairState, ReviewRole
from matching.models import CandidatePair
from matching.services import Judgement, reviewing
from matching.services.telling import NotAgreed
from registry.lib.errors import NotFound
from tests import cast
from tests.factories import families
from tests.factories import matching as make
from tests.factories.accessctl import Member, member

pytestmark = pytest.mark.journal
ClientFor = Callable[[Account], Client]


@pytest.fixture
def tracer(cast: cast.Cast) -> Member:
    return member(cast.organisations.ngo, Role.TRACING_OFFICER)


def found_and_sought(people: cast.Cast, tracer: Member, **said: Any) -> tuple[Whereabouts, Case, CandidatePair]:
    """A person found alive and verified, with the case that two of the unit hold to be theirs."""
    said = {"verification": "verified_in_person", "message_for_family": "I am well.", "contact": "+39 000"} | said
    found = make.alive(tracer.actor, **said)
    case = families.a_case(people, case=make.CASE)
    make.match()
    pair = CandidatePair.objects.get(case=case, whereabouts=found)
    for who in (tracer, member(tracer.organisation, Role.TRACING_OFFICER)):
        pair.refresh_from_db()
        given = Judgement(
            role=ReviewRole.TRACING_OFFICER, decision=Decision.HYPOTHESIS, reasons=["other"], words="Their mother.",
            stamp=reviewing.stamp_of(pair), data_seen="0" * 64,
        )  # fmt: skip
        services.review_pair(actor=who.actor, ref=pair.ref, judgement=given)
    pair.refresh_from_db()
    assert pair.state == PairState.HYPOTHESIS
    return found, case, pair


def word_of(who: Member, case: Case) -> Any:
    return door.open(who.actor, case, Ring.CONTACT, tables=[LivingWord]).one(case, LivingWord)


def test_it_needs_their_decision_somebody_who_saw_them_and_two_of_the_unit(cast: cast.Cast, tracer: Member) -> None:
    found, case, pair = found_and_sought(cast, tracer, verification="plausible")
    with pytest.raises(NotTheirWish):
        services.tell(actor=tracer.actor, ref=pair.ref)
    for wish in ("tell_nothing", "cannot_decide", "guardian_decides", "withdrawn"):
        record_wish(actor=tracer.actor, ref=found.ref, wish=wish)
        with pytest.raises(NotTheirWish):
            services.tell(actor=tracer.actor, ref=pair.ref)
    record_wish(actor=tracer.actor, ref=found.ref, wish="contact_ok")
    with pytest.raises(NotVerified):
        services.tell(actor=tracer.actor, ref=pair.ref)
    CandidatePair.objects.filter(pk=pair.pk).update(state=PairState.IN_REVIEW)
    with pytest.raises(NotAgreed):
        services.tell(actor=tracer.actor, ref=pair.ref)
    with pytest.raises(NotFound):
        services.tell(actor=cast.caseworker.actor, ref=pair.ref)
    assert not LivingWord.objects.exists()
    assert state_of(case) is CaseWorkflow.OPEN


@pytest.mark.parametrize(
    ("wish", "message", "contact"),
    [("contact_ok", "I am well.", "+39 000"), ("message_only", "I am well.", None), ("tell_alive_only", None, None)],
)
def test_as_much_as_they_let_and_no_more(
    cast: cast.Cast, tracer: Member, wish: str, message: str | None, contact: str | None
) -> None:
    found, case, pair = found_and_sought(cast, tracer)
    record_wish(actor=tracer.actor, ref=found.ref, wish=wish)
    services.tell(actor=tracer.actor, ref=pair.ref)
    word = word_of(cast.caseworker, case)
    assert (word.wish, word.message, word.contact) == (wish, message, contact)
    file = CaseSearchFile.objects.get(case=case)
    assert (file.workflow_status, file.fate) == (CaseWorkflow.AFTER_CARE, Fate.UNKNOWN), "alive stands in no ring 2"
    assert file.next_feedback_due == timezone.localdate()
    case.refresh_from_db()
    assert case.status == CaseStatus.INACTIVE
    assert not door.visible(cast.second_caseworker.actor, Case).filter(pk=case.pk).exists(), "closed to all others"
    assert not check_effects(Actor.system_job("families.consent")).differing
    said = JournalEntry.objects.filter(refs__contains=[case.ref]).values_list("detail", flat=True)
    assert not any("alive" in str(detail) for detail in said)
    assert not JournalEntry.objects.filter(refs__contains=[case.ref, found.ref]).exists()


def test_a_later_wish_changes_it_and_tell_nothing_takes_it_back(cast: cast.Cast, tracer: Member) -> None:
    found, case, pair = found_and_sought(cast, tracer)
    record_wish(actor=tracer.actor, ref=found.ref, wish="tell_alive_only")
    services.tell(actor=tracer.actor, ref=pair.ref)
    record_wish(actor=tracer.actor, ref=found.ref, wish="message_only")
    assert word_of(cast.caseworker, case).message == "I am well."
    record_wish(actor=tracer.actor, ref=found.ref, wish="tell_nothing")
    assert word_of(cast.caseworker, case) is None
    assert WhereaboutsTold.objects.get().ended_at
    assert state_of(case) is CaseWorkflow.OPEN
    assert door.visible(cast.second_caseworker.actor, Case).filter(pk=case.pk).exists(), "sought again"


def test_what_is_known_anew_is_followed_and_a_wish_is_never_refused(cast: cast.Cast, tracer: Member) -> None:
    found, case, pair = found_and_sought(cast, tracer)
    record_wish(actor=tracer.actor, ref=found.ref, wish="message_only")
    services.tell(actor=tracer.actor, ref=pair.ref)
    entry = replace(make.ALIVE, verification="verified_in_person", message_for_family="Later.")
    change_whereabouts(actor=tracer.actor, ref=found.ref, entry=entry)
    assert word_of(cast.caseworker, case).message == "Later."
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
    record_wish(actor=tracer.actor, ref=found.ref, wish="tell_nothing")
    assert not LivingWord.objects.exists()
    assert state_of(case) is CaseWorkflow.WITHDRAWN


def test_an_erased_report_tells_nothing_any_more(cast: cast.Cast, tracer: Member) -> None:
    found, case, pair = found_and_sought(cast, tracer)
    record_wish(actor=tracer.actor, ref=found.ref, wish="tell_alive_only")
    services.tell(actor=tracer.actor, ref=pair.ref)
    erasure.erase(actor=tracer.actor, ref=found.ref, reason=ErasureReason.PERSON_WISH, told=Telling.IN_PERSON)
    assert not LivingWord.objects.exists()
    assert state_of(case) is CaseWorkflow.OPEN


def test_the_family_page_says_we_would_like_to_meet_you(cast: cast.Cast, tracer: Member, client_for: ClientFor) -> None:
    found, case, pair = found_and_sought(cast, tracer)
    record_wish(actor=tracer.actor, ref=found.ref, wish="message_only")
    client = client_for(tracer.account)
    assert "Pass on what they decided" in client.get(reverse("matching:pair", args=[pair.ref])).content.decode()
    answer = client.post(reverse("matching:tell", args=[pair.ref]))
    assert answer.headers["Location"] == reverse("cases:living", args=[found.ref])
    page = client_for(cast.caseworker.account).post(reverse("families:channels", args=[case.ref])).content.decode()
    assert "I am well." in page
    assert "word for word" in page
    assert "I am well." not in client_for(cast.caseworker.account).get(
        reverse("cases:detail", args=[case.ref])
    ).content.decode()  # fmt: skip
