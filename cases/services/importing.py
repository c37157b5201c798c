"""Importing incidents: receive a file, check it row by row, look at the outcome, then save it; nothing is half-saved.

A batch is staged like a draft: sealed, with a purge date.  Importing the same file twice changes nothing.  The page
leaves checking and saving to a job (`cases.tasks`), the command does both at once; either way these are the steps:

    received -> checked -> applying -> applied
"""

from __future__ import annotations

import base64
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from cases.codes import ImportState, IncidentSource, RowOutcome
from cases.imports import files, iom
from cases.models import ImportBatch, Incident, StagedRow
from cases.services import checking
from cases.services.incident_writing import rewrite_many, write_many
from cases.vocabulary.incident import IncidentEntry
from registry.lib.errors import Conflict

KEPT = timedelta(days=7)
NAME_MAX = 200
ROWS_AT_ONCE = 500
JOB = "cases.import"
COUNT_OF = {
    RowOutcome.NEW: "n_new",
    RowOutcome.CHANGED: "n_changed",
    RowOutcome.SAME: "n_same",
    RowOutcome.REPEATED: "n_repeated",
    RowOutcome.REFUSED: "n_refused",
}


def job() -> Actor:
    """The job that checks and saves what somebody handed in; it sees batches, and writes for their owners."""
    return Actor.system_job(JOB)


@transaction.atomic
def receive_file(*, actor: Actor, data: bytes, name: str) -> ImportBatch:
    """Keep a file to be checked, if it is a table of a known layout.

    Raises UnreadableFile and its kinds, WrongColumns, Forbidden.
    """
    header, lines = files.rows(data)
    layout = iom.layout_of(header)
    if not lines:
        raise files.EmptyFile()
    payload = {
        "file": name[:NAME_MAX],
        "data": base64.b64encode(data).decode(),
        "language": translation.get_language(),  # of the reasons: whoever hands the file in reads them
    }
    batch = ImportBatch(layout=layout, state=ImportState.RECEIVED, payload=payload, purge_at=timezone.now() + KEPT)
    access.create_record(actor, batch, action="import.received")
    journal.record(actor, "import.received", batch, rows=len(lines))
    return batch


@transaction.atomic
def check_file(*, actor: Actor, data: bytes, name: str) -> ImportBatch:
    """Receive a file and check it at once.  Raises UnreadableFile and its kinds, WrongColumns, Forbidden."""
    batch = receive_file(actor=actor, data=data, name=name)
    _check(actor, batch)
    return batch


@transaction.atomic
def check_received(*, ref: str) -> bool:
    """For the job: check a batch that waits for it.  False if it no longer does."""
    batch = _waiting(ref, ImportState.RECEIVED)
    if batch is not None:
        _check(job(), batch)
    return batch is not None


def _check(actor: Actor, batch: ImportBatch) -> None:
    (clear,) = reveal([batch], "payload")
    held = dict(clear.payload)
    _header, lines = files.rows(base64.b64decode(held.pop("data")))
    with translation.override(held["language"]):
        checked = checking.judge(lines, batch.layout)
        rows = [
            StagedRow(
                batch=batch, line=row.line, outcome=row.outcome, created_by=actor.account,
                payload=row.entry.to_json() if row.entry else {},
                problems=[problem.to_json() for problem in row.problems] or None,
            )
            for row in checked
        ]  # fmt: skip
    for outcome, column in COUNT_OF.items():
        setattr(batch, column, sum(row.outcome is outcome for row in checked))
    batch.payload, batch.state = held, ImportState.CHECKED
    StagedRow.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    access.touch(actor, batch, action="import.checked", fields=["payload", "state", *COUNT_OF.values()])


@transaction.atomic
def start_applying(*, actor: Actor, ref: str) -> ImportBatch:
    """Ask for a checked batch to be saved by the job.  Raises NotFound, Forbidden, Conflict."""
    batch = _checked(actor, ref)
    batch.state = ImportState.APPLYING
    access.touch(actor, batch, action="import.confirmed", fields=["state"])
    return batch


@transaction.atomic
def apply_batch(*, actor: Actor, ref: str) -> ImportBatch:
    """Save the new and the changed rows of a checked batch, all or none.  Raises NotFound, Forbidden, Conflict."""
    batch = _checked(actor, ref)
    _apply(actor, batch)
    return batch


@transaction.atomic
def apply_started(*, ref: str) -> bool:
    """For the job: save a batch whose saving was asked for.  False if it no longer waits."""
    batch = _waiting(ref, ImportState.APPLYING)
    if batch is not None:
        _apply(job(), batch)
    return batch is not None


def _apply(actor: Actor, batch: ImportBatch) -> None:
    rows = StagedRow.objects.filter(batch=batch, outcome__in=(RowOutcome.NEW, RowOutcome.CHANGED)).order_by("line")
    entries = [IncidentEntry.from_json(clear.payload) for clear in reveal(list(rows), "payload")]
    # What another import wrote since the check is rewritten instead of written twice.
    numbers = [entry.external_id for entry in entries]
    held = set(
        Incident.objects.filter(source_system=IncidentSource.IOM_MMP, external_id__in=numbers)
        .values_list("external_id", flat=True)
    )  # fmt: skip
    write_many(actor, [entry for entry in entries if entry.external_id not in held], batch)
    rewrite_many(actor, [entry for entry in entries if entry.external_id in held], batch)
    StagedRow.objects.filter(batch=batch).exclude(outcome=RowOutcome.REFUSED).delete()
    batch.state, batch.applied_at = ImportState.APPLIED, timezone.now()
    access.touch(actor, batch, action="import.applied", fields=["state", "applied_at"])


@transaction.atomic
def discard_batch(*, actor: Actor, ref: str) -> None:
    """Throw a batch away that was not saved.  Raises NotFound, Forbidden, Conflict."""
    batch = door.fetch(actor, ImportBatch, door.Action.CHANGE, ref=ref, lock=True)
    if batch.state not in (ImportState.RECEIVED, ImportState.CHECKED):
        raise Conflict()
    journal.record(actor, "import.discarded", batch)
    access.discard(batch)


def waiting_batches() -> list[tuple[str, str]]:
    """References and states of the batches that wait for the job: for what a lost message left."""
    wanted = (ImportState.RECEIVED, ImportState.APPLYING)
    rows = door.visible(job(), ImportBatch).filter(state__in=wanted).order_by("created_at")
    return list(rows.values_list("ref", "state"))


def _checked(actor: Actor, ref: str) -> ImportBatch:
    batch = door.fetch(actor, ImportBatch, door.Action.CHANGE, ref=ref, lock=True)
    if batch.state != ImportState.CHECKED:
        raise Conflict()
    return batch


def _waiting(ref: str, state: ImportState) -> ImportBatch | None:
    """The batch if it is in that state and no other job has it in hand."""
    rows = door.visible(job(), ImportBatch).filter(ref=ref, state=state)
    return rows.select_for_update(skip_locked=True, of=("self",)).first()
