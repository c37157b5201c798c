"""The matcher's tasks.  A message says only that there may be work; PostgreSQL says which."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import celeryd_after_setup, worker_init

from matching import counts, searching, services
from matching.index import memory
from matching.peers.services import answering, asking, exchanging, hits, tables
from matching.services import canaries, kinship


@shared_task
def catch_up() -> int:
    """Rung after every change, and by the clock for what a lost message left."""
    return services.catch_up()


@shared_task
def answer_search(ref: str) -> int:
    """Somebody searches their own cases by name, and may be waiting."""
    return searching.answer_search(ref)


@shared_task
def answer_question(question: str) -> bool:
    """Another matcher wants records ranked among those that this process holds."""
    return services.answer_question(question)


@shared_task
def count_anew() -> bool:
    """The counts behind the denominators are old: every profile is read, which takes a while."""
    return counts.renew_if_stale()


@shared_task
def check_canaries() -> int:
    """By the clock, and rung at the end of a run: whether known pairs are still found."""
    return canaries.check_when_due()


@shared_task
def weigh_kinship() -> int:
    """By the clock and after changes, in a worker that is no matcher's: nothing here enters the comparison."""
    return kinship.catch_up()


@shared_task
def follow_peers() -> int:
    """By the clock: answer other registries, and go on with what was asked of them."""
    return answering.make_tables() + answering.work() + asking.work() + exchanging.work()


@shared_task
def keep_peer_tables() -> int:
    """By the clock: no table of codes outlives its link, or a record's leaving it; no hit its days or its consent."""
    return tables.keep() + hits.settle()


@celeryd_after_setup.connect
def take_questions(instance: Any = None, **kwargs: Any) -> None:
    """A matcher of a divided index also listens on the queue of its shard."""
    queues = instance.app.amqp.queues
    if memory.shard.of > 1 and "matcher" in queues.consume_from:
        queues.select_add(memory.shard.queue)


@worker_init.connect
def load_index(sender: Any = None, **kwargs: Any) -> None:
    """Load the index and compile the scan before the worker of the matcher's queue takes work."""
    if sender is not None and "matcher" in sender.app.amqp.queues.consume_from:
        memory.warm()
