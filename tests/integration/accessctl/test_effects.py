"""Effects exactly once: unique keys, leases with a fence, a sweeper for what killed workers left behind."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now

from accessctl import effects
from accessctl.models import Effect
from tests.integration.accessctl.test_journal import in_thread

KIND = "rescore"


def run_out(effect: Effect) -> None:
    """Let a lease end a second ago."""
    Effect.objects.filter(pk=effect.pk).update(leased_until=Now() - timedelta(seconds=1))


def lease_one() -> Effect:
    (effect,) = effects.lease(KIND)
    return effect


@pytest.fixture
def owed(db: None) -> Effect:
    effects.owe(KIND, "rescore:MMR-x:1", ref="MMR-x")
    return Effect.objects.get()


def test_owing_twice_is_owing_once(owed: Effect) -> None:
    effects.owe(KIND, owed.key, ref="MMR-x")
    assert Effect.objects.count() == 1
    effects.done(lease_one())
    effects.owe(KIND, owed.key, ref="MMR-x")
    assert effects.lease(KIND) == []


def test_a_leased_effect_is_not_leased_again(owed: Effect) -> None:
    assert lease_one().payload == {"ref": "MMR-x"}
    assert effects.lease(KIND) == []
    assert effects.lease("another kind") == []


def test_whoever_lost_the_lease_cannot_finish(owed: Effect) -> None:
    slow = lease_one()
    run_out(slow)
    quick = lease_one()
    assert quick.fence == slow.fence + 1
    assert not effects.done(slow)
    assert effects.done(quick)
    assert not effects.done(quick)


def test_the_work_of_whoever_lost_the_lease_is_rolled_back(owed: Effect) -> None:
    slow = lease_one()
    run_out(slow)
    effects.done(lease_one())
    before = transaction.savepoint()
    effects.owe("follow-up", "by the slow worker")
    if not effects.done(slow):
        transaction.savepoint_rollback(before)
    assert not Effect.objects.filter(kind="follow-up").exists()


def test_a_failure_after_the_end_changes_nothing(owed: Effect) -> None:
    leased = lease_one()
    effects.done(leased)
    effects.failed(leased, ValueError("late"))
    assert Effect.objects.get().state == Effect.State.DONE


def test_a_failed_effect_comes_back_after_a_pause(owed: Effect) -> None:
    effects.failed(lease_one(), ValueError("Amina"))
    assert effects.lease(KIND) == []
    run_out(owed)
    again = lease_one()
    assert (again.attempts, again.error) == (2, "ValueError")


def test_what_keeps_failing_is_parked(owed: Effect) -> None:
    for _attempt in range(effects.MAX_ATTEMPTS):
        run_out(owed)
        effects.failed(lease_one(), ValueError("Amina"))
    assert Effect.objects.get().state == Effect.State.PARKED
    run_out(owed)
    assert effects.lease(KIND) == []


def test_what_keeps_killing_its_worker_is_parked_too(owed: Effect) -> None:
    for _attempt in range(effects.MAX_ATTEMPTS):
        run_out(lease_one())
    assert effects.lease(KIND) == []
    assert effects.sweep() == 1
    assert Effect.objects.get().state == Effect.State.PARKED


def test_the_sweeper_returns_lost_work_and_bars_the_lost_worker(owed: Effect) -> None:
    lost = lease_one()
    assert effects.sweep() == 0
    run_out(lost)
    assert effects.sweep() == 1
    assert Effect.objects.get().state == Effect.State.DUE
    assert not effects.done(lost)
    assert effects.done(lease_one())


def test_only_old_finished_work_is_purged(owed: Effect) -> None:
    effects.owe(KIND, "another")
    effects.done(lease_one())
    assert effects.purge(timedelta(days=1)) == 0
    Effect.objects.filter(pk=owed.pk).update(done_at=Now() - timedelta(days=2))
    assert effects.purge(timedelta(days=1)) == 1
    assert Effect.objects.get().key == "another"


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_do_each_effect_once() -> None:
    for number in range(40):
        effects.owe(KIND, f"effect {number}")
    done: list[str] = []

    def work() -> None:
        while leased := effects.lease(KIND, limit=3):
            for effect in leased:
                with transaction.atomic():
                    if effects.done(effect):
                        done.append(effect.key)

    for thread in [in_thread(work), in_thread(work), in_thread(work)]:
        thread.join()
    assert Counter(done) == {f"effect {number}": 1 for number in range(40)}
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()
