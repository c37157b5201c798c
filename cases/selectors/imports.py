"""Reads of imports: batches of the own organisation, refused rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from cases.codes import RowOutcome
from cases.imports import files, meanings
from cases.imports.meanings import Unknown
from cases.models import Batch, LivingBatch
from cases.services.import_kinds import INCIDENTS, Kind, kind_of
from cases.services.importing import SAVED, unsaved
from cases.services.retention import LISTS_KEPT

SHOWN = 8
SHOWN_FAULTS = 20
SHOWN_ALIKE = 50


class RefusedCell(NamedTuple):
    """What speaks against one cell of a file, or against the row as a whole where `column` is empty."""

    row: int
    column: str
    found: str
    reason: str


class Fault(NamedTuple):
    """What is wrong with one column, and how often: a column that was mistaken for another is told in one line."""

    column: str
    reason: str
    cells: int
    row: int
    found: str


class ListColumns(NamedTuple):
    """How the columns of a list were read: its headings, ours that they hold, and those that nothing was read from."""

    header: list[str]
    columns: dict[str, str]
    unread: list[str]


def fetch_batch(actor: Actor, ref: str) -> Batch:
    """One import.  Raises NotFound."""
    return door.fetch(actor, kind_of(ref).batch, ref=ref)


def recent_batches(actor: Actor, kind: Kind = INCIDENTS) -> list[Batch]:
    """The latest imports of the own organisation, newest first."""
    rows = door.visible(actor, kind.batch).filter(owner=actor.organisation_id)
    return list(rows.defer("payload").order_by("-created_at")[:SHOWN])


def unsaved_batches(actor: Actor, kind: Kind) -> list[Batch]:
    """All imports of the own organisation, or of the calling system, that wait to be saved or thrown away."""
    return list(unsaved(actor, kind).defer("payload").order_by("-created_at"))


def rows_left(batch: Batch) -> int:
    """Of a batch that is being taken back: how many of its rows are still to be."""
    return int(kind_of(batch.ref).row._default_manager.filter(batch=batch, outcome__in=SAVED).count())


def list_kept_until(batch: Batch) -> date | None:
    """Until when people of a list that was saved are kept if nobody looks for them."""
    if not isinstance(batch, LivingBatch) or batch.applied_at is None:
        return None
    return timezone.localdate(batch.applied_at) + LISTS_KEPT


def refused_rows(actor: Actor, batch: Batch) -> list[RefusedCell]:
    """The refused rows with every problem, in the order of the file."""
    table = kind_of(batch.ref).row
    opened = door.open(actor, batch, batch.RING, tables=[table])
    return [
        RefusedCell(row.line, *problem)
        for row in sorted(opened.rows(batch, table), key=lambda row: row.line)
        for problem in row.problems or []
    ]


class AlikeRow(NamedTuple):
    """A row that is perhaps here already: the cells that it is known by, our column -> cell; what is like it."""

    line: int
    told: dict[str, str]
    like: list[str]


def alike_rows(actor: Actor, batch: Batch) -> list[AlikeRow]:
    """The rows that wait for a decision, in the order of the file; at most a page of them."""
    kind = kind_of(batch.ref)
    table = kind.row
    rows = sorted(door.open(actor, batch, batch.RING, tables=[table]).rows(batch, table), key=lambda row: row.line)
    waiting = [(row.line, row.payload) for row in rows if row.outcome == RowOutcome.ALIKE][:SHOWN_ALIKE]
    return [
        AlikeRow(line, {name: held["cells"].get(name, "") for name in kind.told}, held["like"])
        for line, held in waiting
    ]


def faults(refused: list[RefusedCell]) -> list[Fault]:
    """The problems by column and reason, the commonest first, each with the first cell that has it."""
    count = Counter((cell.column, cell.reason) for cell in refused)
    first: dict[tuple[str, str], RefusedCell] = {}
    for cell in refused:
        first.setdefault((cell.column, cell.reason), cell)
    return [
        Fault(*key, number, first[key].row, first[key].found)
        for key, number in count.most_common(SHOWN_FAULTS)
    ]  # fmt: skip


def unknown_words(kind: Kind, held: dict[str, Any], refused: list[RefusedCell]) -> list[Unknown]:
    """The words of refused cells that are in no list of ours, the commonest first."""
    if kind.tables is None:
        return []
    return meanings.unknown_words(kind.tables.catalogue, held["columns"], ((one.column, one.found) for one in refused))


def columns_in(held: dict[str, Any]) -> ListColumns | None:
    """How the columns of a list of people were read; None for a table with a layout of its own."""
    if "columns" not in held:
        return None
    read = set(held["columns"].values())
    return ListColumns(held["header"], held["columns"], [name for name in held["header"] if name and name not in read])


def payload(actor: Actor, batch: Batch) -> dict[str, Any]:
    """What came with a file.  Raises Forbidden, ProofNeeded."""
    itself: Any = type(batch)  # what is staged is a ring of its own
    return dict(door.open(actor, batch, batch.RING, tables=[itself]).rows(batch, itself)[0].payload)


def refused_file(actor: Actor, batch: Batch) -> str:
    """The refused rows as CSV; cells that a spreadsheet would compute become text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(RefusedCell._fields)
    for cell in refused_rows(actor, batch):
        writer.writerow([cell.row, *(files.safe_cell(text) for text in cell[1:])])
    return out.getvalue()
