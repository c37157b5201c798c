"""Background work on imports.  A message says only that there may be work; PostgreSQL says which."""

from __future__ import annotations

import logging

from celery import shared_task

from cases import services
from cases.codes import ImportState
from cases.services import left_files, retention
from cases.services.importing import waiting_batches
from registry.lib import faults

logger = logging.getLogger(__name__)
DUTIES = {
    ImportState.RECEIVED: services.check_received,
    ImportState.APPLYING: services.apply_started,
    ImportState.UNDOING: services.undo_started,
}


@shared_task
def check_import(*, ref: str) -> bool:
    """Check the rows of a received file."""
    return services.check_received(ref=ref)


@shared_task
def apply_import(*, ref: str) -> bool:
    """Save a checked file whose saving was asked for."""
    return services.apply_started(ref=ref)


@shared_task
def undo_import(*, ref: str) -> bool:
    """Take back what a batch saved."""
    return services.undo_started(ref=ref)


@shared_task
def forget_left_files() -> int:
    """By the clock: files that people left, whose time is over."""
    return left_files.forget_old()


@shared_task
def forget_lists() -> int:
    """By the clock: what lists of people found alive said of people whom nobody looks for."""
    return retention.forget_lists()


@shared_task
def sweep_imports() -> int:
    """By the clock: what a lost message or a killed worker left."""
    waiting = waiting_batches(DUTIES)
    for ref, state in waiting:
        with faults.contained(logger, f"import: {state}"):
            DUTIES[state](ref=ref)
    return len(waiting)
