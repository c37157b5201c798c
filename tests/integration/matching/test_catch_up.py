"""Several threads hear of new work at once: one does it, the others stay free, and nothing that rang is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import Q

from accessctl import doorbell, turns
from accessctl.models import Effect, Turn
from cases.models import StoredSearch
from cases.services import searching
from matching.index import memory
from matching.models import Ranking
from matching.services import catch_up, feed
from tests import cast
from tests.factories import matching as make
from tests.integration.accessctl.test_journal import in_thread, wait_for
from tests.plugins.worker import StartWorker

pytestmark = pytest.mark.journal


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    memory.forget()
    return cast


def timed(action: Callable[[], int], said: list[tuple[int, float]]) -> Callable[[], None]:
    """The action, noting what it returned and how long it took."""

    def run() -> None:
        began = time.monotonic()
        said.append((action(), time.monotonic() - began))

    return run


def is_left() -> bool:
    return Effect.objects.exclude(state=Effect.State.DONE).exists()


def was_answered(search: object) -> bool:
    return StoredSearch.objects.filter(pk=search).exclude(answered_at=None).exists()


def ranked() -> int:
    return Ranking.objects.filter(task="am-pm").count()


def test_whoever_finds_the_turn_taken_returns_at_once(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    said: list[tuple[int, float]] = []
    with turns.turn(feed.CONSUMER):
        in_thread(timed(catch_up, said)).join()
    ((did, took),) = said
    assert did == 0
    assert took < feed.SETTLING
    assert ranked() == 0
    catch_up()
    assert ranked() == 1


def test_of_many_threads_that_hear_of_a_load_one_carries_it_out(people: cast.Cast) -> None:
    for _ in range(12):
        make.case(people.caseworker.actor, marks=(), documents=())
    memory.refresh()  # so that the first thread's time is that of the work
    said: list[tuple[int, float]] = []
    together = threading.Barrier(4)

    def ring() -> None:
        together.wait()
        timed(catch_up, said)()

    for thread in [in_thread(ring) for _ in range(4)]:
        thread.join()
    assert sorted(did for did, _ in said) == [0, 0, 0, 12]
    worked = next(took for did, took in said if did)
    assert all(took < worked for did, took in said if not did)
    assert (ranked(), is_left()) == (12, False)


def test_what_rings_while_the_turn_is_given_back_is_done_by_whoever_had_it(people: cast.Cast) -> None:
    make.case(people.caseworker.actor)
    said: list[tuple[int, float]] = []
    runner = in_thread(timed(catch_up, said))
    wait_for(lambda: Turn.objects.exclude(held_until=None).exists())
    with transaction.atomic():
        list(Turn.objects.select_for_update())  # whoever has the turn cannot give it back before this ends
        wait_for(waits_for_a_row)
        in_thread(lambda: none_of(make.case(people.caseworker.actor))).join()
        in_thread(timed(catch_up, said)).join()
        assert [did for did, _ in said] == [0]
    runner.join()
    assert [did for did, _ in said] == [0, 2]
    assert (ranked(), is_left()) == (2, False)


def waits_for_a_row() -> bool:
    """Whether any transaction waits for another's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def none_of(_made: object) -> None:
    return None


@pytest.mark.slow
def test_a_search_is_answered_while_a_load_is_worked_off(people: cast.Cast, worker: StartWorker) -> None:
    mine = people.caseworker.actor
    for _ in range(150):
        make.case(mine, marks=(), documents=())
    worker("matcher", concurrency=2)
    for _ in range(6):
        doorbell.ring("matching.tasks.catch_up")
    wait_for(lambda: ranked() > 0, 120)
    search = searching.ask(actor=mine, criteria={"name": "Yonas Tesfay"})
    doorbell.ring("matching.tasks.answer_search", queue="matcher", first=True, ref=search.ref)
    wait_for(lambda: was_answered(search.pk), 60)
    answered_at = StoredSearch.objects.get(pk=search.pk).answered_at
    assert Effect.objects.filter(Q(done_at=None) | Q(done_at__gt=answered_at)).exists()
