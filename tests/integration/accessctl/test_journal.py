"""The journal: written before the answer, append-only for everyone, read by its horizon without losing an entry."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import InternalError, ProgrammingError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.middleware import ActorMiddleware
from accessctl.models import JournalEntry
from accessctl.policy import Action
from accessctl.rings import Ring
from cases.models import Case, CaseName
from registry.embedded.layout import APPLICATION_ROLE
from registry.lib.errors import Forbidden
from tests.cast import Cast
from tests.factories.accessctl import clerk
from tests.integration.accessctl.worlds import case, filled


@contextmanager
def read_only() -> Iterator[None]:
    """Nothing can be written for the rest of the transaction, as on a full disk or a fallen-back replica."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
    yield


class TestReading:
    def test_the_entry_names_every_record_and_comes_before_the_answer(self, cast: Cast) -> None:
        rows = [filled(case(cast.caseworker.actor)) for _number in range(2)]
        reader = cast.second_caseworker.actor
        with CaptureQueriesContext(connection) as captured:
            door.open(reader, rows, Ring.SEARCH, tables=[CaseName])
        statements = [query["sql"] for query in captured.captured_queries]
        (written,) = [place for place, sql in enumerate(statements) if sql.startswith("INSERT")]
        (read,) = [place for place, sql in enumerate(statements) if 'FROM "cases_casename"' in sql]
        assert written < read
        (entry,) = JournalEntry.objects.filter(action="ring.read")
        assert set(entry.refs) == {row.ref for row in rows}
        assert (entry.ring, entry.purpose, entry.decision) == ("2", "share_search", "allowed")
        assert entry.actor == f"account:{cast.second_caseworker.account.pk}"
        assert entry.owners == [cast.organisations.ngo.pk]
        assert entry.detail == {"tables": ["CaseName"]}

    @pytest.mark.django_db(transaction=True)
    def test_the_entry_stays_when_what_follows_fails(self, cast: Cast) -> None:
        row = filled(case(cast.caseworker.actor))
        with pytest.raises(RuntimeError):
            raise RuntimeError(door.open(cast.caseworker.actor, row, Ring.SEARCH))
        assert not connection.in_atomic_block
        assert JournalEntry.objects.filter(action="ring.read", refs=[row.ref]).count() == 1

    def test_nothing_is_read_that_cannot_be_written_down(self, cast: Cast) -> None:
        row = filled(case(cast.caseworker.actor))
        with pytest.raises(InternalError), transaction.atomic(), read_only():
            door.open(cast.caseworker.actor, row, Ring.SEARCH)

    def test_a_refusal_is_written_down(self, cast: Cast) -> None:
        row = filled(case(cast.caseworker.actor))
        with pytest.raises(Forbidden):
            door.open(cast.second_caseworker.actor, row, Ring.RESERVED)
        journal.write_denials()
        entry = JournalEntry.objects.get(action="access.denied", refs=[row.ref])
        assert (entry.ring, entry.decision, entry.rule) == ("3", "denied", "ring")


class TestRefusals:
    """A refusal inside a transaction rolls it back, but not the entry that tells of it."""

    @pytest.mark.django_db(transaction=True)
    def test_they_outlive_the_rollback_of_a_request(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)

        def view(request: HttpRequest) -> HttpResponse:
            try:
                with transaction.atomic():
                    door.fetch(cast.second_caseworker.actor, Case, Action.CHANGE, ref=row.ref, lock=True)
            except Forbidden:
                return HttpResponse(status=403)
            return HttpResponse()

        request = RequestFactory().get("/")
        request.user = cast.second_caseworker.account
        assert ActorMiddleware(view)(request).status_code == 403
        entry = JournalEntry.objects.get(action="access.denied", refs=[row.ref])
        assert entry.rule == "change"

    @pytest.mark.django_db(transaction=True)
    def test_outside_a_transaction_they_are_written_at_once(self, cast: Cast) -> None:
        row = case(cast.caseworker.actor)
        with pytest.raises(Forbidden):
            door.fetch(cast.second_caseworker.actor, Case, Action.CHANGE, ref=row.ref)
        assert JournalEntry.objects.filter(action="access.denied", refs=[row.ref]).count() == 1

    def test_they_are_written_once(self, cast: Cast) -> None:
        journal.record_denial(clerk(), "MMR-x", rule="test")
        journal.write_denials()
        journal.write_denials()
        assert JournalEntry.objects.filter(rule="test").count() == 1


@contextmanager
def owner() -> Iterator[None]:
    """The owner's rights, without the maintenance setting."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        try:
            yield
        finally:
            cursor.execute(f'SET ROLE "{APPLICATION_ROLE}"')


CHANGES = [
    "UPDATE accessctl_journalentry SET actor = 'nobody'",
    "DELETE FROM accessctl_journalentry",
    "TRUNCATE accessctl_journalentry",
]


class TestAppendOnly:
    @pytest.fixture(autouse=True)
    def _entry(self, db: None) -> None:
        journal.record(clerk(), "case.opened", "MMR-x")

    @pytest.mark.parametrize("change", CHANGES)
    @pytest.mark.parametrize("maintenance", ["off", "on"])
    def test_the_application_changes_nothing(self, change: str, maintenance: str) -> None:
        with pytest.raises(ProgrammingError, match=r"permission denied|append-only"), transaction.atomic():
            self._run(f"SET LOCAL registry.maintenance = '{maintenance}'", change)
        assert JournalEntry.objects.exclude(actor="nobody").exists()

    @pytest.mark.parametrize("change", CHANGES)
    def test_the_owner_changes_nothing_either(self, change: str) -> None:
        with owner(), pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            self._run(change)
        assert JournalEntry.objects.exclude(actor="nobody").exists()

    def test_the_application_does_not_remove_the_trigger(self) -> None:
        for statement in (
            "ALTER TABLE accessctl_journalentry DISABLE TRIGGER ALL",
            "DROP TRIGGER journal_rows ON accessctl_journalentry",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                self._run(statement)

    def test_no_entry_is_dated_back(self) -> None:
        entry = JournalEntry(actor="forger", action="x", xid=5)
        entry.save(force_insert=True)
        held = JournalEntry.objects.extra(select={"age": "extract(epoch FROM clock_timestamp() - at)"}).get(pk=entry.pk)
        assert held.xid > 5
        assert 0 <= held.age < 60
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accessctl_effect SET kind = kind")  # other tables change as ever
            cursor.execute(
                "INSERT INTO accessctl_journalentry (at, actor, action, purpose, refs, owners, ring, decision, rule,"
                " request, detail) VALUES ('2001-01-01', 'forger', 'x', '', '{}', '{}', '', '', '', '', '{}')"
            )
        assert not JournalEntry.objects.filter(at__year=2001).exists()

    def _run(self, *statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def in_thread(work: Callable[[], None]) -> threading.Thread:
    """Run with connections of its own, which are closed at the end."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_for(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)


@pytest.mark.journal
class TestHorizon:
    def test_an_entry_waits_for_earlier_transactions_that_are_still_open(self) -> None:
        written, finish = threading.Event(), threading.Event()

        def late() -> None:
            with transaction.atomic():
                journal.record(clerk(), "late", "MMR-late")
                written.set()
                assert finish.wait(20)
                journal.record(clerk(), "last", "MMR-late")

        thread = in_thread(late)
        assert written.wait(20)
        journal.record(clerk(), "early", "MMR-early")
        assert [entry.action for entry in JournalEntry.objects.all()] == ["early"]
        assert journal.entries_after(0, 0, limit=10) == []
        assert journal.unsettled()
        finish.set()
        thread.join()
        wait_for(lambda: len(journal.entries_after(0, 0, limit=10)) == 3)
        assert not journal.unsettled()
        assert [entry.action for entry in journal.entries_after(0, 0, limit=10)] == ["late", "last", "early"]

    def test_a_follower_loses_nothing_and_sees_nothing_twice(self) -> None:
        writers, each = 4, 30
        chance = random.Random(7)
        pauses = [[chance.random() / 100 for _number in range(each)] for _writer in range(writers)]

        def write(number: int) -> None:
            for step, pause in enumerate(pauses[number]):
                with transaction.atomic():
                    journal.record(clerk(), "step", f"{number}:{step}")
                    time.sleep(pause)

        threads = [in_thread(lambda number=number: write(number)) for number in range(writers)]  # type: ignore[misc]
        seen: list[str] = []

        def follow() -> bool:
            with transaction.atomic():
                if entries := journal.follow("test", limit=7):
                    seen.extend(entry.refs[0] for entry in entries)
                    journal.advance("test", entries[-1])
            return len(seen) >= writers * each

        wait_for(follow, 60)
        for thread in threads:
            thread.join()
        assert sorted(seen) == sorted(f"{number}:{step}" for number in range(writers) for step in range(each))
        for number in range(writers):  # one writer's entries keep their order
            mine = [ref for ref in seen if ref.startswith(f"{number}:")]
            assert mine == [f"{number}:{step}" for step in range(each)]

    def test_a_cursor_that_was_not_committed_did_not_move(self) -> None:
        journal.record(clerk(), "step", "MMR-x")
        wait_for(lambda: len(journal.entries_after(0, 0, limit=1)) == 1)
        with transaction.atomic():
            journal.advance("test", journal.follow("test")[-1])
            transaction.set_rollback(True)
        with transaction.atomic():
            assert len(journal.follow("test")) == 1

    def test_two_followers_of_one_name_take_turns(self) -> None:
        for number in range(10):
            journal.record(clerk(), "step", str(number))
        wait_for(lambda: len(journal.entries_after(0, 0, limit=20)) == 10)
        seen: list[str] = []

        def follow() -> None:
            for _turn in range(3):
                with transaction.atomic():
                    if entries := journal.follow("test", limit=2):
                        time.sleep(0.01)
                        seen.extend(entry.refs[0] for entry in entries)
                        journal.advance("test", entries[-1])

        for thread in [in_thread(follow), in_thread(follow)]:
            thread.join()
        assert seen == [str(number) for number in range(10)]


def test_an_entry_names_the_actor_by_pseudonym(cast: Cast) -> None:
    for actor, name in (
        (cast.matcher, "system:matching"),
        (cast.system.actor, f"client:{cast.system.client.pk}"),
        (cast.caseworker.actor, f"account:{cast.caseworker.account.pk}"),
        (Actor.public(), "public"),
    ):
        assert journal.record(actor, "test", "MMR-x").actor == name


def test_officers_read_what_their_people_did_and_who_read_their_records(cast: Cast) -> None:
    row = filled(case(cast.caseworker.actor))
    door.open(cast.second_caseworker.actor, row, Ring.SEARCH)
    theirs = case(cast.second_caseworker.actor)
    seen = door.visible(cast.officer.actor, JournalEntry)
    assert set(seen.values_list("action", flat=True)) == {"case.opened", "ring.read"}
    assert not seen.filter(refs__contains=[theirs.ref]).exists()
    for other in (cast.caseworker, cast.supervisor, cast.focal_a):
        assert not door.visible(other.actor, JournalEntry).exists()
