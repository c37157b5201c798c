"""Importing incidents: check a file row by row, look at the outcome, then save it; nothing is half-saved.

A batch is staged like a draft: sealed rows with a purge date.  Importing the same file twice changes nothing.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from cases.codes import ImportState, IncidentSource, RowOutcome
from cases.imports import files, iom
from cases.models import ImportBatch, Incident, StagedRow
from cases.services.incident_writing import public_columns, write_many
from cases.vocabulary.incident import IncidentEntry
from registry.lib.errors import Conflict

KEPT = timedelta(days=7)
COUNT_OF = {
    RowOutcome.NEW: "n_new",
    RowOutcome.CHANGED: "n_changed",
    RowOutcome.SAME: "n_same",
    RowOutcome.REPEATED: "n_repeated",
    RowOutcome.REFUSED: "n_refused",
}


@dataclass(frozen=True)
class Checked:
    """One row after the check: an entry, or the problems that refuse it."""

    line: int
    outcome: RowOutcome
    entry: IncidentEntry | None
    problems: list[iom.Problem]


@transaction.atomic
def check_file(*, actor: Actor, data: bytes, name: str) -> ImportBatch:
    """Read a file and stage its rows; nothing is saved as an incident.

    Raises UnreadableFile, FileTooLarge, WrongColumns, Forbidden.
    """
    header, lines = files.rows(data)
    layout = iom.layout_of(header)
    checked = _judge(list(lines), layout)
    batch = ImportBatch(layout=layout, payload={"file": name[:200]}, purge_at=timezone.now() + KEPT)
    for outcome, column in COUNT_OF.items():
        setattr(batch, column, sum(row.outcome is outcome for row in checked))
    access.create_record(actor, batch, action="import.checked")
    StagedRow.objects.bulk_create(
        StagedRow(
            batch=batch, line=row.line, outcome=row.outcome, created_by=actor.account,
            payload=row.entry.to_json() if row.entry else {},
            problems=[problem.to_json() for problem in row.problems] or None,
        )
        for row in checked
    )  # fmt: skip
    return batch


def _judge(lines: list[files.Line], layout: str) -> list[Checked]:
    """What becomes of each row, against what is held and against the rows before it."""
    today, seen = timezone.localdate(), set[str]()
    held = _held(line.cells.get(iom.LAYOUTS[layout]["external_id"], "") for line in lines)
    checked = []
    for line in lines:
        found = iom.read(line, layout, today=today)
        if isinstance(found, list):
            checked.append(Checked(line.number, RowOutcome.REFUSED, None, found))
            continue
        outcome = RowOutcome.REPEATED if found.external_id in seen else _against(found, held)
        seen.add(found.external_id)
        checked.append(Checked(line.number, outcome, found, []))
    return checked


def _held(external_ids: Any) -> dict[str, Incident]:
    rows = Incident.objects.filter(source_system=IncidentSource.IOM_MMP, external_id__in=set(external_ids))
    return {str(row.external_id): row for row in rows}


def _against(entry: IncidentEntry, held: dict[str, Incident]) -> RowOutcome:
    known = held.get(entry.external_id)
    if known is None:
        return RowOutcome.NEW
    columns = public_columns(entry)
    same = all(_plain(getattr(known, name)) == _plain(value) for name, value in columns.items())
    return RowOutcome.SAME if same else RowOutcome.CHANGED


def _plain(value: Any) -> Any:
    return float(value) if hasattr(value, "quantize") else value


@transaction.atomic
def apply_batch(*, actor: Actor, ref: str) -> ImportBatch:
    """Save the new and the changed rows of a checked batch, all or none.  Raises NotFound, Forbidden, Conflict."""
    batch = door.fetch(actor, ImportBatch, door.Action.CHANGE, ref=ref, lock=True)
    if batch.state != ImportState.CHECKED:
        raise Conflict()
    rows = StagedRow.objects.filter(batch=batch, outcome__in=(RowOutcome.NEW, RowOutcome.CHANGED)).order_by("line")
    entries = {outcome: [] for outcome in (RowOutcome.NEW, RowOutcome.CHANGED)}  # type: dict[str, list[IncidentEntry]]
    for row, clear in zip(rows, reveal(list(rows), "payload"), strict=True):
        entries[row.outcome].append(IncidentEntry.from_json(clear.payload))
    held = set(_held([entry.external_id for entry in entries[RowOutcome.NEW]]))
    write_many(actor, [entry for entry in entries[RowOutcome.NEW] if entry.external_id not in held], batch)
    for entry in entries[RowOutcome.CHANGED]:
        _rewrite(entry)
    batch.state, batch.applied_at = ImportState.APPLIED, timezone.now()
    access.touch(actor, batch, action="import.applied", fields=["state", "applied_at"])
    return batch


def _rewrite(entry: IncidentEntry) -> None:
    """A published incident follows its source, whoever imported it first."""
    columns = public_columns(entry)
    Incident.objects.filter(source_system=IncidentSource.IOM_MMP, external_id=entry.external_id).update(**columns)


@transaction.atomic
def discard_batch(*, actor: Actor, ref: str) -> None:
    """Throw a checked batch away.  Raises NotFound, Forbidden, Conflict."""
    batch = door.fetch(actor, ImportBatch, door.Action.CHANGE, ref=ref, lock=True)
    if batch.state != ImportState.CHECKED:
        raise Conflict()
    access.discard(batch)


def refused_rows(actor: Actor, batch: ImportBatch) -> list[dict[str, Any]]:
    """The refused rows with every problem: line, column, text as found, reason."""
    opened = door.open(actor, batch, batch.RING, tables=[StagedRow])
    return [
        {"line": row.line, "column": column, "found": found, "reason": reason}
        for row in sorted(opened.rows(batch, StagedRow), key=lambda row: row.line)
        for column, found, reason in row.problems or []
    ]


def refused_file(actor: Actor, batch: ImportBatch) -> str:
    """The refused rows as CSV; cells that a spreadsheet would compute become text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["line", "column", "found", "reason"])
    for row in refused_rows(actor, batch):
        writer.writerow([row["line"], *(files.safe_cell(str(row[name])) for name in ("column", "found", "reason"))])
    return out.getvalue()
