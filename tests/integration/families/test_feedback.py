"""Keeping families informed: the list of those who wait under a moving clock, the log, the family's own rhythm."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accessctl.tokens import token_of
from cases.codes import CaseWorkflow
from cases.models import Case, CaseSearchFile
from families.codes import ChannelKind, FeedbackKind
from families.feedback.selectors import next_date, waiting
from families.feedback.services import TalkEntry, note_talk, set_rhythm
from families.models import FeedbackTalk, Relative
from families.services import withdraw_consent
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories.accessctl import Member
from tests.factories.families import a_case
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def talk(kind: FeedbackKind = FeedbackKind.NO_NEWS, **said: Any) -> TalkEntry:
    return TalkEntry(**{"said_on": timezone.localdate(), "kind": kind, "channel": ChannelKind.PHONE} | said)


def listed(who: Member) -> set[str]:
    return {one.listed.case.ref for one in waiting(who.actor, timezone.localdate(), 50)}


class Oracle:
    """What a colleague with a paper calendar would know of one case."""

    def __init__(self, opened: date) -> None:
        self.told, self.days, self.promises = opened, 90, list[date]()
        self.stopped = False

    def waits(self, today: date) -> bool:
        late = not self.stopped and today >= self.told + timedelta(days=self.days)
        return late or any(promise <= today for promise in self.promises)


def test_the_lists_equal_an_oracle_under_a_moving_clock(cast: Cast) -> None:
    """Random talks and wishes over more than a year; whom each reader is shown, day by day."""
    dice, owners = random.Random(20261122), (cast.caseworker, cast.supervisor, cast.second_caseworker)
    shown, seen_waiting = 0, 0
    with time_machine.travel(timezone.now()) as clock:
        cases = {a_case(cast, by=who.actor).ref: who for who in owners}
        oracles = {ref: Oracle(timezone.localdate()) for ref in cases}
        readers = {
            who: {ref for ref, owner in cases.items() if owner.organisation == who.organisation}
            for who in (cast.caseworker, cast.supervisor, cast.second_caseworker)
        }
        readers[cast.focal_a] = set(cases)
        for _step in range(30):
            clock.shift(timedelta(days=dice.randint(0, 28)))
            _something(dice, cases, oracles)
            today = timezone.localdate()
            for who, may_see in readers.items():
                expected = {ref for ref in may_see if oracles[ref].waits(today)}
                assert listed(who) == expected
                shown, seen_waiting = shown + 1, seen_waiting + len(expected)
    assert shown == 120
    assert seen_waiting > 30


def _something(dice: random.Random, cases: dict[str, Member], oracles: dict[str, Oracle]) -> None:
    ref = dice.choice(list(cases))
    by, oracle, today = cases[ref].actor, oracles[ref], timezone.localdate()
    act = dice.choice(("no_news", "news", "missed", "question", "rhythm", "stop", "promise"))
    if act in ("rhythm", "stop"):
        days = None if act == "stop" else dice.choice((14, 30, 90, 180))
        oracle.stopped, oracle.days = days is None, days or oracle.days
        set_rhythm(actor=by, case_ref=ref, every_days=days)
        return
    promised = today + timedelta(days=dice.randint(1, 10)) if act in ("promise", "news") else None
    kind = FeedbackKind.TOLD_US if act == "promise" else FeedbackKind(act)
    if kind.tells:
        oracle.told, oracle.promises = today, []
    if promised:
        oracle.promises.append(promised)
    note_talk(actor=by, case_ref=ref, entry=talk(kind, promised_on=promised))


def test_after_a_month_a_supervisor_is_told_and_ones_own_come_first(cast: Cast) -> None:
    with time_machine.travel(timezone.now()) as clock:
        theirs = a_case(cast, by=cast.supervisor.actor)
        clock.shift(timedelta(days=1))
        own = a_case(cast)
        clock.shift(timedelta(days=120))
        found = waiting(cast.caseworker.actor, timezone.localdate(), 50)
        assert [(one.listed.case.ref, one.is_yours, one.days) for one in found] == [
            (own.ref, True, 30), (theirs.ref, False, 31)
        ]  # fmt: skip
        assert [one.is_raised for one in found] == [False, True]
        answering = waiting(cast.supervisor.actor, timezone.localdate(), 50)
        assert [one.listed.case.ref for one in answering] == [theirs.ref, own.ref]


def test_a_family_that_took_its_consent_back_is_called_no_more(cast: Cast) -> None:
    case = a_case(cast)
    CaseSearchFile.objects.filter(case=case).update(next_feedback_due=timezone.localdate())
    assert listed(cast.caseworker) == {case.ref}
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
    assert listed(cast.caseworker) == set()
    assert next_date(case) is None


def test_the_page_of_a_case_that_was_handed_on_asks_nobody_to_call(cast: Cast, client_for: ClientFor) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    files = CaseSearchFile.objects.filter(case=case)
    files.update(next_feedback_due="2020-01-01")
    assert "The family waits to hear from you since" in client.get(f"/cases/{case.ref}/").content.decode()
    files.update(workflow_status=CaseWorkflow.TRANSFERRED)
    assert "The family waits to hear from you since" not in client.get(f"/cases/{case.ref}/").content.decode()


def test_a_paused_search_does_not_stop_the_talks(cast: Cast) -> None:
    case = a_case(cast)
    CaseSearchFile.objects.filter(case=case).update(
        next_feedback_due=timezone.localdate(), workflow_status=CaseWorkflow.PAUSED
    )
    assert listed(cast.caseworker) == {case.ref}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"said_on": date(2999, 1, 1)}, "said_on"),
        ({"promised_on": date(2020, 1, 1)}, "promised_on"),
        ({"promised_on": date(2999, 1, 1)}, "promised_on"),
        ({"relative": "0" * 16}, "relative"),
    ],
    ids=["still to come", "before the talk", "later than they wish", "of another case"],
)
def test_a_talk_that_cannot_be_is_refused(cast: Cast, said: dict[str, Any], field: str) -> None:
    case = a_case(cast)
    with pytest.raises(Invalid) as refused:
        note_talk(actor=cast.caseworker.actor, case_ref=case.ref, entry=talk(**said))
    assert set(refused.value.fields) == {field}
    assert not FeedbackTalk.objects.exists()


@pytest.mark.parametrize("days", [0, 6, 366])
def test_a_rhythm_out_of_bounds_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(Invalid):
        set_rhythm(actor=cast.caseworker.actor, case_ref=a_case(cast).ref, every_days=days)


def test_nobody_else_writes_into_the_log(cast: Cast) -> None:
    case = a_case(cast)
    for who in (cast.focal_a, cast.origin_official, cast.focal_b):
        with pytest.raises((Forbidden, NotFound)):
            note_talk(actor=who.actor, case_ref=case.ref, entry=talk())
        with pytest.raises((Forbidden, NotFound)):
            set_rhythm(actor=who.actor, case_ref=case.ref, every_days=None)


def test_the_log_is_never_rewritten(cast: Cast) -> None:
    note_talk(actor=cast.caseworker.actor, case_ref=a_case(cast).ref, entry=talk())
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        FeedbackTalk.objects.update(kind="news")


def test_the_page_writes_down_and_shows(cast: Cast, client_for: ClientFor) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    path = reverse("families:feedback", args=[case.ref])
    token = token_of(Relative.objects.get(case=case).pk)
    said = {
        "talk": "1", "talk-relative": token, "talk-said_on": str(timezone.localdate()), "talk-kind": "news",
        "talk-channel": "visit", "talk-words": "Two hospitals were asked.", "talk-understood": "no",
        "talk-interpreter": "Binta Jallow",
    }  # fmt: skip
    assert client.post(path, said).status_code == 302
    shown = client.get(path).content.decode()
    for words in ("Two hospitals were asked.", "Binta Jallow", "Awa Ceesay", "We told them what was done and found"):
        assert words in shown
    assert client.post(path, {"rhythm": "1", "rhythm-every_days": "stop"}).status_code == 302
    assert "Nobody is to call this family" in client.get(path).content.decode()
    assert next_date(case) is None
    assert client.post(path, {"rhythm": "1", "rhythm-every_days": "3"}).status_code == 422
    assert client.post(path, {}).status_code == 422


def test_the_list_names_who_waits_to_who_may_know(cast: Cast, client_for: ClientFor) -> None:
    case: Case = a_case(cast)
    CaseSearchFile.objects.filter(case=case).update(next_feedback_due="2020-01-01")
    for address in ("families:waiting", "families:work-waiting"):
        for who, sees in (
            (cast.caseworker, True), (cast.supervisor, True), (cast.focal_a, True), (cast.second_caseworker, False),
            (cast.officer, False), (cast.origin_official, True),
        ):  # fmt: skip
            answer = client_for(who.account).get(reverse(address))
            assert answer.status_code == 200
            assert ("Lamin Ceesay" in answer.content.decode()) == sees, who.account.email
