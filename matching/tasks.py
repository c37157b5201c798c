"""The matcher's tasks.  A message says only that there may be work; PostgreSQL says which."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_init

from matching import searching, services
from matching.index import memory


@shared_task
def catch_up() -> int:
    """Rung after every change, and by the clock for what a lost message left."""
    return services.catch_up()


@shared_task
def answer_search(ref: str) -> int:
    """Somebody searches their own cases by name, and may be waiting."""
    return searching.answer_search(ref)


@worker_init.connect
def load_index(sender: Any = None, **kwargs: Any) -> None:
    """Load the index and compile the scan before the worker of the matcher's queue takes work."""
    if sender is not None and "matcher" in sender.app.amqp.queues.consume_from:
        memory.warm()
