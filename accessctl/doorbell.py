"""Bells that tell workers of work.

PostgreSQL holds the work and the sweeps find it, so a bell that does not ring costs time only.  It must not cost the
time of whoever saves: once the broker did not answer, nobody waits for it again for a while.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import current_app
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)

QUIET_SECONDS = 10.0  # of a process whose broker did not answer; the clock rings the matcher more often than that
FIRST, IN_TURN = 0, 6  # as Redis has them: the lower goes first
_quiet_until = 0.0


def ring(
    task: str, *, expires: int | None = None, queue: str | None = None, first: bool = False, **references: str
) -> bool:
    """Send a task whose arguments are references.  False when nobody was told.

    first: before all that waits in the queue, because somebody waits for the answer.
    """
    global _quiet_until  # noqa: PLW0603 - of the process, as its connections are
    if time.monotonic() < _quiet_until:
        return False
    options: dict[str, Any] = {"priority": FIRST if first else IN_TURN} | ({"queue": queue} if queue else {})
    try:
        current_app.send_task(task, kwargs=references, expires=expires, ignore_result=True, retry=False, **options)
    except (KombuError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("doorbell %s not rung: %s", task, type(error).__name__)
        return False
    return True
