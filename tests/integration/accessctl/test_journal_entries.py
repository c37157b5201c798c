"""What an entry holds, each thing in its place, and that it takes nothing somebody said; when the bells ring."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import redis
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from tests.cast import Cast
from tests.factories.accessctl import clerk
from tests.integration.accessctl.worlds import case


def held(entry: JournalEntry) -> dict[str, object]:
    """The entry as it was written, less what the database adds."""
    row = JournalEntry.objects.values().get(pk=entry.pk)
    return {name: value for name, value in row.items() if name not in ("id", "xid", "at")}


def test_an_entry_says_all_that_it_was_told(cast: Cast) -> None:
    ours, theirs = case(cast.caseworker.actor), case(cast.second_caseworker.actor)
    actor = replace(cast.supervisor.actor, request_id="r-1")
    said = {"actor": actor.pseudonym, "organisation": cast.organisations.ngo.pk, "request": "r-1"}
    about = {"refs": [ours.ref, "MMR-x", theirs.ref], "owners": sorted([ours.owner_id, theirs.owner_id])}
    entry = journal.record(
        actor, "case.shown", ours, "MMR-x", theirs, ring=Ring.KIN, purpose=Purpose.ACCOUNTABILITY, count=3
    )
    assert held(entry) == {
        **said, **about, "action": "case.shown", "ring": "3k", "purpose": "accountability", "decision": "allowed",
        "rule": "", "detail": {"count": 3},
    }  # fmt: skip
    plain = journal.record(replace(actor, purpose=None), "case.shown")
    assert held(plain) == {
        **said, "refs": [], "owners": [], "action": "case.shown", "ring": "", "purpose": "", "decision": "allowed",
        "rule": "", "detail": {},
    }  # fmt: skip
    assert held(journal.record(actor, "case.shown"))["purpose"] == actor.purpose


def test_many_records_have_an_entry_each_in_one_statement(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [case(cast.caseworker.actor) for _number in range(3)]
    actor = replace(cast.supervisor.actor, request_id="r-2")
    with django_assert_num_queries(1):
        journal.record_each(actor, "case.sent", rows, ring=Ring.SEARCH, purpose=Purpose.FORENSIC_COMPARISON, batch="b")
    entries = JournalEntry.objects.filter(action="case.sent").order_by("pk")
    assert [entry.refs for entry in entries] == [[row.ref] for row in rows]
    for entry in entries:
        assert held(entry) == {
            "actor": actor.pseudonym, "organisation": cast.organisations.ngo.pk, "request": "r-2",
            "refs": entry.refs, "owners": [cast.organisations.ngo.pk], "action": "case.sent", "ring": "2",
            "purpose": "forensic_comparison", "decision": "allowed", "rule": "", "detail": {"batch": "b"},
        }  # fmt: skip


def test_readings_and_refusals_say_whose_they_are(cast: Cast) -> None:
    row, actor = case(cast.caseworker.actor), replace(cast.second_caseworker.actor, request_id="r-3")
    journal.record_reading(actor, iter([row]), Ring.RESERVED, iter(["CaseName", "CaseDocument"]))
    journal.record_denial(actor, row, ring=Ring.CONTACT, rule="ring")
    journal.write_denials()
    journal.record_denial(actor, row, rule="change")  # after others were written
    journal.write_denials()
    common = {
        "actor": actor.pseudonym, "organisation": cast.organisations.second_ngo.pk, "request": "r-3",
        "refs": [row.ref], "owners": [cast.organisations.ngo.pk], "purpose": "share_search",
    }  # fmt: skip
    reading, refusal, later = JournalEntry.objects.filter(request="r-3").order_by("pk")
    assert held(reading) == {
        **common, "action": "ring.read", "ring": "3", "decision": "allowed", "rule": "",
        "detail": {"tables": ["CaseDocument", "CaseName"]},
    }  # fmt: skip
    assert held(refusal) == {
        **common, "action": "access.denied", "ring": "4k", "decision": "denied", "rule": "ring", "detail": {},
    }  # fmt: skip
    assert (later.decision, later.rule, later.ring) == ("denied", "change", "")


@pytest.mark.django_db
def test_detail_holds_codes_numbers_and_lists_of_such() -> None:
    given = {
        "none": None, "yes": True, "number": -4, "code": Purpose.ACCOUNTABILITY, "path": "a/b:c.d+e-f", "empty": "",
        "longest": "x" * 80, "ordered": ["b", "a"], "pair": ("b", "a"), "several": {8, 1},
        "fixed": frozenset({16, 8, 1}), "nested": [["b"], 2],
    }  # fmt: skip
    entry = journal.record(clerk(), "test", "MMR-x", **given)
    assert entry.detail == {
        **given, "code": "accountability", "pair": ["b", "a"], "several": [1, 8], "fixed": [1, 8, 16],
    }  # fmt: skip
    assert type(entry.detail["code"]) is str
    entry.refresh_from_db()
    assert entry.detail["fixed"] == [1, 8, 16]


@pytest.mark.parametrize(
    "value", ["Selam Tesfaye", "Селам", "x" * 81, 1.5, b"code", {"a": "b"}, ["code", "two words"], object()]
)
def test_detail_takes_nothing_that_somebody_said_and_repeats_none_of_it(value: object) -> None:
    with pytest.raises(TypeError, match=r"codes, not values: note$"):
        journal.record(Actor.public(), "test", "MMR-x", note=value)


@pytest.mark.django_db(transaction=True)
def test_bells_say_which_work_and_lapse_after_half_a_minute() -> None:
    queue = redis.Redis.from_url(settings.VALKEY_URL)
    queue.flushall()
    before = datetime.now(UTC)
    with transaction.atomic():
        journal.record_each(clerk(), "test", [])
    after = datetime.now(UTC)
    rung = [json.loads(message) for name in queue.scan_iter(_type="list") for message in queue.lrange(name, 0, -1)]  # type: ignore[union-attr]
    queue.flushall()
    assert sorted(message["headers"]["task"] for message in rung) == sorted(settings.JOURNAL_DOORBELLS)
    for message in rung:
        lapses = datetime.fromisoformat(message["headers"]["expires"])
        assert before + timedelta(seconds=30) <= lapses <= after + timedelta(seconds=30)


@pytest.mark.journal
def test_what_is_committed_later_is_known_from_a_snapshot() -> None:
    journal.record(clerk(), "before", "MMR-x")
    seen = journal.snapshot()
    assert not journal.committed_since(seen)
    journal.record(clerk(), "after", "MMR-x")
    assert journal.committed_since(seen)
    assert not journal.committed_since(journal.snapshot())


@pytest.mark.journal
def test_a_follower_goes_on_within_one_transaction_s_entries() -> None:
    with transaction.atomic():
        for number in range(3):
            journal.record(clerk(), "step", str(number))
    seen = []
    for _turn in range(3):
        with transaction.atomic():
            if entries := journal.follow("test", limit=2):
                seen.append([entry.refs[0] for entry in entries])
                journal.advance("test", entries[-1])
    assert seen == [["0", "1"], ["2"]]
    with transaction.atomic():  # each consumer has a place of its own
        assert [entry.refs[0] for entry in journal.follow("other")] == ["0", "1", "2"]
