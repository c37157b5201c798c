"""What work is owed, and where its carrying out ends: shared by changes of single records and by runs over all."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from accessctl import effects
from accessctl.models import Effect

logger = logging.getLogger(__name__)

EXPLAIN, REMATCH, BULK, KINSHIP = "pair.explain", "record.compare", "record.compare.bulk", "case.kinship"


class LeaseLost(Exception):
    """Another worker took the effect over: nothing of this run may stay."""


class Unanswered(Exception):
    """A shard did not answer in time, or what it said holds no more: nothing is stored, and nobody failed."""


def done(owed: Iterable[Effect]) -> None:
    """Mark effects done in the transaction that carries them out."""
    for effect in owed:
        if not effects.done(effect):
            raise LeaseLost


@contextmanager
def edge(owed: Iterable[Effect]) -> Iterator[None]:
    """Where a failure ends: it is recorded, and what is still owed is given back for a later attempt.

    Waiting for a shard is none: such work is given back as often as it takes.
    """
    with effects.edge(owed):
        try:
            yield
        except LeaseLost:
            logger.info("lease lost; the work is another's")
        except Unanswered as shards:
            logger.warning("comparison waits for shards %s", shards)
            for effect in owed:
                effects.postpone(effect)
