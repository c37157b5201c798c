"""Doorbells: once for a transaction, never for one that was rolled back, and never waited for twice."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings
from django.db import transaction

from accessctl import doorbell, journal
from tests.factories.accessctl import clerk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue() -> Iterator[redis.Redis]:
    """The broker, with no message waiting."""
    valkey = redis.Redis.from_url(settings.VALKEY_URL)
    valkey.flushall()
    yield valkey
    valkey.flushall()


def entries(count: int) -> None:
    for _ in range(count):
        journal.record(clerk(), "case.opened", "MMR-x")


def rung(queue: redis.Redis) -> int:
    """How many messages wait: a queue has a list for each priority."""
    return sum(int(queue.llen(name)) for name in queue.scan_iter(_type="list"))  # type: ignore[arg-type]


def first_to_go(queue: redis.Redis) -> int:
    return int(queue.llen("matcher"))  # type: ignore[arg-type]


def test_a_transaction_rings_once_however_many_entries_it_writes(queue: redis.Redis) -> None:
    with transaction.atomic():
        entries(3)
        assert rung(queue) == 0
    assert rung(queue) == len(settings.JOURNAL_DOORBELLS)


def rolled_back() -> None:
    with transaction.atomic():
        entries(1)
        transaction.set_rollback(True)


def test_what_is_rolled_back_rings_nobody_and_what_follows_it_does(queue: redis.Redis) -> None:
    rolled_back()
    with transaction.atomic():
        rolled_back()
    assert rung(queue) == 0
    with transaction.atomic():
        rolled_back()
        entries(1)
    assert rung(queue) == len(settings.JOURNAL_DOORBELLS)


def test_a_broker_that_did_not_answer_is_left_alone_for_a_while(
    monkeypatch: pytest.MonkeyPatch, queue: redis.Redis
) -> None:
    monkeypatch.setattr(doorbell, "_quiet_until", 0.0)
    assert doorbell.ring("matching.tasks.catch_up", expires=30)
    monkeypatch.setattr(doorbell, "_quiet_until", time.monotonic() + doorbell.QUIET_SECONDS)
    assert not doorbell.ring("matching.tasks.catch_up", expires=30)
    monkeypatch.setattr(doorbell, "_quiet_until", time.monotonic() - 1)
    assert doorbell.ring("matching.tasks.catch_up", expires=30)
    assert rung(queue) == 2


def test_what_somebody_waits_for_goes_before_what_waits_already(queue: redis.Redis) -> None:
    doorbell.ring("matching.tasks.catch_up")
    assert (rung(queue), first_to_go(queue)) == (1, 0)
    doorbell.ring("matching.tasks.answer_search", queue="matcher", first=True, ref="MSR-x")
    assert (rung(queue), first_to_go(queue)) == (2, 1)
