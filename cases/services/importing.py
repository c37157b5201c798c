"""Importing a file: receive it, check it row by row, look at the outcome, then save it; nothing is half-saved.

A batch is staged like a draft: sealed, with a purge date.  Importing the same file twice changes nothing.  The pages
leave checking and saving to a job (`cases.tasks`), the command does both at once; either way these are the steps:

    received -> checked -> applying -> applied -> undoing -> undone

A table is checked again when somebody says otherwise which column holds what, or what its words mean.  Taking back
what was saved is the business of `undoing`; what the rows of each kind become is said in `import_kinds`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.services.clients import Revoked
from cases.codes import ImportState, RowOutcome
from cases.imports import files
from cases.imports.headings import plain
from cases.imports.meanings import NO_MEANING, Meanings, faults_in
from cases.models import Batch
from cases.services.import_kinds import INCIDENTS, KINDS, Kind, kind_of
from registry.lib.errors import Conflict, Invalid, RegistryError

KEPT = timedelta(days=7)
NAME_MAX = 200
ROWS_AT_ONCE = 500
JOB = "cases.import"
MOST_UNSAVED = 20  # tables of one system, of each kind
UNSAVED = (ImportState.RECEIVED, ImportState.CHECKED, ImportState.APPLYING)
FAILED = "failed"  # in the payload: why saving failed, in the words of whoever handed the file in
COUNT_OF = {
    RowOutcome.NEW: "n_new",
    RowOutcome.CHANGED: "n_changed",
    RowOutcome.SAME: "n_same",
    RowOutcome.REPEATED: "n_repeated",
    RowOutcome.ALIKE: "n_alike",
    RowOutcome.REFUSED: "n_refused",
}
SAVED = (RowOutcome.NEW, RowOutcome.CHANGED)
STAYING = (RowOutcome.REFUSED, RowOutcome.ALIKE)  # to be read, and to be decided, once the others are saved


Table = tuple[str, list[str], list[files.Line]]  # layout, header, rows


class TooManyUnsaved(Conflict):
    code = "too_many_unsaved"
    template = _("The system has %(most)s tables already that are not saved. Save one, or throw one away.")


class About(Protocol):
    """What holds for a whole file, as its kind keeps it."""

    def to_json(self) -> dict[str, Any]: ...


def job() -> Actor:
    """The job that checks and saves what somebody handed in; it sees batches, and writes for their owners."""
    return Actor.system_job(JOB)


def receive_file(*, actor: Actor, data: bytes, name: str, kind: Kind = INCIDENTS, about: About | None = None) -> Batch:
    """Keep a file to be checked, if it is a table of a known layout.  about: what holds for a whole list of people.

    Raises UnreadableFile and its kinds, WrongColumns, Forbidden, TooManyUnsaved.
    """
    if actor.client is not None and unsaved(actor, kind).count() >= MOST_UNSAVED:
        raise TooManyUnsaved(most=MOST_UNSAVED)
    return _receive(actor, _read(data, kind), data, name, kind, about)


def _read(data: bytes, kind: Kind) -> Table:
    """A table of a known layout.  Before any transaction: a workbook takes its time."""
    header, lines = kind.rows(data)
    layout = kind.layout(header)
    if not lines:
        raise files.EmptyFile()
    return layout, header, lines


@transaction.atomic
def _receive(actor: Actor, table: Table, data: bytes, name: str, kind: Kind, about: About | None) -> Batch:
    layout, header, lines = table
    payload: dict[str, Any] = {
        "file": name[:NAME_MAX],
        "data": base64.b64encode(data).decode(),
        "language": translation.get_language(),  # of the reasons: whoever hands the file in reads them
    }
    if actor.permits is not None:
        payload |= {"scopes": sorted(map(str, actor.permits)), "purpose": actor.purpose}
    if about is not None:
        payload["about"] = about.to_json()
    if kind.columns is not None:
        payload |= {"header": header, "columns": kind.columns.guess(actor, header, payload)}
    if kind.tables is not None:
        payload["words"] = kind.tables.words(actor, payload)
    batch = kind.batch(
        layout=layout, state=ImportState.RECEIVED, payload=payload, purge_at=timezone.now() + KEPT, client=actor.client
    )  # fmt: skip
    access.create_record(actor, batch, action="import.received")
    journal.record(actor, "import.received", batch, rows=len(lines))
    return batch


def check_file(*, actor: Actor, data: bytes, name: str, kind: Kind = INCIDENTS, about: About | None = None) -> Batch:
    """Receive a file and check it at once.  Raises UnreadableFile and its kinds, WrongColumns, Forbidden."""
    table = _read(data, kind)
    with transaction.atomic():
        batch = _receive(actor, table, data, name, kind, about)
        _check(actor, kind, batch)
    return batch


@transaction.atomic
def check_received(*, ref: str) -> bool:
    """For the job: check a batch that waits for it.  False if it no longer does."""
    batch = waiting(ref, ImportState.RECEIVED)
    if batch is not None:
        try:
            with transaction.atomic():
                _check(job(), kind_of(ref), batch)
        except Revoked as error:
            _give_back(batch, error)
    return batch is not None


def _check(actor: Actor, kind: Kind, batch: Batch) -> None:
    held = payload_of(batch)
    held.pop(FAILED, None)
    data = held["data"] if kind.take_back else held.pop("data")
    _header, lines = kind.rows(base64.b64decode(data))
    with translation.override(held["language"]):
        checked = kind.judge(actor, lines, batch, held)
        rows = [
            kind.row(
                batch=batch, line=row.line, outcome=row.outcome, created_by=actor.account,
                payload=row.payload, problems=[problem.to_json() for problem in row.problems] or None,
            )
            for row in checked
        ]  # fmt: skip
    for outcome, column in COUNT_OF.items():
        setattr(batch, column, sum(row.outcome is outcome for row in checked))
    batch.payload, batch.state = held, ImportState.CHECKED
    kind.row._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    access.touch(actor, batch, action="import.checked", fields=["payload", "state", *COUNT_OF.values()])


@transaction.atomic
def choose_columns(
    *, actor: Actor, ref: str, columns: Mapping[str, str] | None = None, words: Meanings | None = None
) -> Batch:
    """Have a checked list read again.  columns: ours -> heading; words: what some words mean, beside those said before.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    batch = in_state(actor, ref, ImportState.CHECKED)
    kind, held = kind_of(ref), payload_of(batch)
    if kind.columns is None:
        raise Conflict()
    if columns is not None:
        ours = {name for name, _label in kind.columns.choices()}
        held["columns"] = {
            name: heading for name, heading in columns.items() if name in ours and heading in held["header"]
        }
    if words:
        held["words"] = _with_words(kind, held.get("words", {}), words)
        held["unsaid"] = _unsaid(held.get("unsaid", {}), words)
    kind.row._default_manager.filter(batch=batch).delete()
    batch.payload, batch.state = held, ImportState.RECEIVED
    access.touch(actor, batch, action="import.received", fields=["payload", "state"])
    return batch


def _with_words(kind: Kind, before: Meanings, words: Meanings) -> dict[str, dict[str, str]]:
    if kind.tables is None:
        raise Conflict()
    said = {name: dict(before.get(name, {})) for name in {*before, *words}}
    for name, meanings in words.items():
        said[name] |= {plain(word): code for word, code in meanings.items()}
    said = {name: {word: code for word, code in of.items() if code != NO_MEANING} for name, of in said.items()}
    if wrong := sorted({*faults_in(kind.tables.catalogue, words), *faults_in(kind.tables.catalogue, said)}):
        faulty = _("Of these columns a word is too long or stands for none of our codes: %(columns)s.")
        raise Invalid(fields={"words": [str(faulty) % {"columns": ", ".join(wrong)}]})
    return said


def _unsaid(before: Meanings, words: Meanings) -> dict[str, dict[str, str]]:
    """The words whose meaning was taken back and not said again."""
    found = {name: dict(before.get(name, {})) for name in {*before, *words}}
    for name, meanings in words.items():
        found[name] |= {plain(word): code for word, code in meanings.items()}
    return {name: {word: code for word, code in of.items() if code == NO_MEANING} for name, of in found.items()}


@transaction.atomic
def start_applying(*, actor: Actor, ref: str) -> Batch:
    """Ask for a checked batch to be saved by the job.  Raises NotFound, Forbidden, Conflict."""
    batch = in_state(actor, ref, ImportState.CHECKED)
    batch.state = ImportState.APPLYING
    access.touch(actor, batch, action="import.confirmed", fields=["state"])
    return batch


@transaction.atomic
def apply_batch(*, actor: Actor, ref: str) -> Batch:
    """Save the new and the changed rows of a checked batch, all or none.  Raises NotFound, Forbidden, Conflict."""
    batch = in_state(actor, ref, ImportState.CHECKED)
    _apply(actor, kind_of(ref), batch)
    return batch


@transaction.atomic
def apply_started(*, ref: str) -> bool:
    """For the job: save a batch whose saving was asked for.  False if it no longer waits."""
    batch = waiting(ref, ImportState.APPLYING)
    if batch is not None:
        try:
            with transaction.atomic():
                _apply(job(), kind_of(ref), batch)
        except (RegistryError, IntegrityError) as error:
            _give_back(batch, error)
    return batch is not None


def _give_back(batch: Batch, error: RegistryError | IntegrityError) -> None:
    """Nothing was saved: whoever handed it in is told why, and checks it again or throws it away.

    Such as where they may not write any more, or a colleague was faster.
    """
    held = payload_of(batch)
    with translation.override(held["language"]):
        why = error.message if isinstance(error, RegistryError) else Conflict().message
    batch.payload, batch.state, batch.applied_at = held | {FAILED: str(why)}, ImportState.CHECKED, None
    access.touch(job(), batch, action="import.checked", fields=["payload", "state"])


def _apply(actor: Actor, kind: Kind, batch: Batch) -> None:
    if batch.client is not None and not batch.client.is_live:
        raise Revoked()
    rows = saved_rows(kind, batch)
    kind.row._default_manager.filter(batch=batch).exclude(outcome__in=STAYING).delete()
    kind.save(actor, batch, rows)
    held = payload_of(batch)
    for name in ("data", FAILED):
        held.pop(name, None)
    batch.payload, batch.state, batch.applied_at = held, ImportState.APPLIED, timezone.now()
    access.touch(actor, batch, action="import.applied", fields=["payload", "state", "applied_at"])


@transaction.atomic
def discard_batch(*, actor: Actor, ref: str) -> None:
    """Throw a batch away that was not saved.  Raises NotFound, Forbidden, Conflict."""
    batch = in_state(actor, ref, ImportState.RECEIVED, ImportState.CHECKED)
    journal.record(actor, "import.discarded", batch)
    access.discard(batch)


def waiting_batches(states: Iterable[ImportState]) -> list[tuple[str, ImportState]]:
    """References and states of the batches that wait for the job: for what a lost message left."""
    found: list[tuple[str, ImportState]] = []
    for kind in KINDS:
        rows = door.visible(job(), kind.batch).filter(state__in=list(states)).order_by("created_at")
        found += [(ref, ImportState(state)) for ref, state in rows.values_list("ref", "state")]
    return found


def unsaved(actor: Actor, kind: Kind) -> QuerySet[Batch]:
    """The batches of the own organisation, or of the calling system, of which nothing was saved yet."""
    return door.visible(actor, kind.batch).filter(owner=actor.organisation_id, state__in=UNSAVED)


def payload_of(batch: Batch) -> dict[str, Any]:
    """What came with a batch that the caller has in hand."""
    (clear,) = reveal([batch], "payload")
    return dict(clear.payload)


def saved_rows(kind: Kind, batch: Batch, most: int | None = None) -> list[Clear]:
    """The rows that are to be saved, or what they became, in the order of the file: all, or the first of them."""
    outcomes = (*SAVED, RowOutcome.SAME) if kind.heeds_same else SAVED
    rows = kind.row._default_manager.filter(batch=batch, outcome__in=outcomes).order_by("line")
    return list(reveal(list(rows[:most]), "payload"))


def in_state(actor: Actor, ref: str, *states: ImportState) -> Batch:
    """The batch, locked.  Raises NotFound, Forbidden, Conflict."""
    batch = door.fetch(actor, kind_of(ref).batch, door.Action.CHANGE, ref=ref, lock=True)
    if batch.state not in states:
        raise Conflict()
    return batch


def waiting(ref: str, state: ImportState) -> Batch | None:
    """The batch if it is in that state and no other job has it in hand."""
    rows = door.visible(job(), kind_of(ref).batch).filter(ref=ref, state=state)
    return rows.select_for_update(skip_locked=True, of=("self",)).first()
