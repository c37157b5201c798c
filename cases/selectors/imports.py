"""Reads of imports: batches of the own organisation, refused rows."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.imports import files
from cases.models import ImportBatch, StagedRow

SHOWN = 8


class RefusedCell(NamedTuple):
    """What speaks against one cell of a file, or against the row as a whole where `column` is empty."""

    row: int
    column: str
    found: str
    reason: str


def fetch_batch(actor: Actor, ref: str) -> ImportBatch:
    """One import.  Raises NotFound."""
    return door.fetch(actor, ImportBatch, ref=ref)


def recent_batches(actor: Actor) -> list[ImportBatch]:
    """The latest imports of the own organisation, newest first."""
    rows = door.visible(actor, ImportBatch).filter(owner=actor.organisation_id)
    return list(rows.defer("payload").order_by("-created_at")[:SHOWN])


def refused_rows(actor: Actor, batch: ImportBatch) -> list[RefusedCell]:
    """The refused rows with every problem, in the order of the file."""
    opened = door.open(actor, batch, Ring.SEARCH, tables=[StagedRow])
    return [
        RefusedCell(row.line, *problem)
        for row in sorted(opened.rows(batch, StagedRow), key=lambda row: row.line)
        for problem in row.problems or []
    ]


def refused_file(actor: Actor, batch: ImportBatch) -> str:
    """The refused rows as CSV; cells that a spreadsheet would compute become text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(RefusedCell._fields)
    for cell in refused_rows(actor, batch):
        writer.writerow([cell.row, *(files.safe_cell(text) for text in cell[1:])])
    return out.getvalue()
