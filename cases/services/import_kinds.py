"""What can be imported, and how each kind is judged, saved and taken back.  The steps are those of `importing`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.codes import Purpose
from accessctl.erasure.burial import Decision
from accessctl.permits import still_given
from accessctl.rings import Ring
from accessctl.services.clients import Revoked
from cases.codes import IncidentSource
from cases.imports import files, found_people, iom
from cases.imports.headings import Column
from cases.models import Batch, ImportBatch, Incident, LivingBatch, LivingBatchRow, StagedRow
from cases.services import checking, living_import
from cases.services.checking import Checked
from cases.services.incident_writing import rewrite_many, write_many
from cases.vocabulary.incident import IncidentEntry


@dataclass(frozen=True)
class Columns:
    """Of tables whose columns differ from partner to partner: what they can hold, and how headings are recognised.

    choices: ours with their labels, in the reader's language; guess: header and payload to ours -> heading.
    """

    choices: Callable[[], list[tuple[str, str]]]
    guess: Callable[[Actor, list[str], dict[str, Any]], dict[str, str]]


@dataclass(frozen=True)
class Kind:
    """One kind of import.  Apps above this one register theirs.

    judge: lines and the batch's payload into outcomes; save: the rows that are new or changed.
    take_back: where a batch can be undone, how; then its file is kept until it is saved, to be read again with other
    columns, and its rows afterwards, to be taken back.  It is given who handed the batch in, the job that deletes, some
    of the rows and why; it answers how many stayed.
    takes_two: whether one person may delete no more than one record so.
    heeds_same: whether saving does something about rows that say what is held already.
    rows: header and rows of a file; where a kind takes more than tables, its own.
    name: what REST calls it, if partner systems hand such files in; one: the page of a record that it opens.
    told: of a row that waits for a decision, the columns to know it by; alike: what makes it wait, for its reader.
    crumbs: the template of the way back from the page of a batch.
    tables: what decides about such a row.
    page: the address where such a file is handed in; shown: what is to be seen once it is saved.
    """

    batch: type[Batch]
    row: Any  # the table of its rows, of `BatchRow`
    layout: Callable[[list[str]], str]
    judge: Callable[[Actor, Sequence[files.Line], Batch, dict[str, Any]], list[Checked]]
    save: Callable[[Actor, Batch, list[Clear]], None]
    page: str
    shown: str
    take_back: Callable[[Actor, Actor, list[Clear], Decision], int] | None = None
    takes_two: bool = False
    heeds_same: bool = False
    rows: Callable[[bytes], files.Table] = files.rows
    columns: Columns | None = None
    name: str = ""
    one: str = ""
    told: tuple[str, ...] = ()
    alike: str | Promise = ""
    crumbs: str = "cases/_crumbs.html"
    tables: Any = None  # of `services.tables`, which is made from this

    @property
    def ring(self) -> Ring:
        return self.batch.RING


def _judge_incidents(actor: Actor, lines: Sequence[files.Line], batch: Batch, held: dict[str, Any]) -> list[Checked]:
    return checking.judge(lines, batch.layout)


def _save_incidents(actor: Actor, batch: Batch, rows: list[Clear]) -> None:
    entries = [IncidentEntry.from_json(row.payload) for row in rows]
    # What another import wrote since the check is rewritten instead of written twice.
    numbers = [entry.external_id for entry in entries]
    held = set(
        Incident.objects.filter(source_system=IncidentSource.IOM_MMP, external_id__in=numbers)
        .values_list("external_id", flat=True)
    )  # fmt: skip
    assert isinstance(batch, ImportBatch)
    write_many(actor, [entry for entry in entries if entry.external_id not in held], batch)
    rewrite_many(actor, [entry for entry in entries if entry.external_id in held], batch)


def _judge_living(actor: Actor, lines: Sequence[files.Line], batch: Batch, held: dict[str, Any]) -> list[Checked]:
    return living_import.judge(writer_of(actor, batch), lines, held)


def _save_living(actor: Actor, batch: Batch, rows: list[Clear]) -> None:
    assert isinstance(batch, LivingBatch)
    living_import.save(writer_of(actor, batch), batch, rows)


def writer_of(actor: Actor, batch: Batch) -> Actor:
    """In whose name a list is read and saved: whoever handed it in, also where the job does it for them.

    SECURITY: a system's by what its token was for when it handed the file in, as far as it may do that still.
    Raises Revoked.
    """
    if not actor.is_system:
        return actor
    if batch.client is not None:
        if not batch.client.is_live:
            raise Revoked()
        (held,) = reveal([batch], "payload")
        scopes = still_given(held.payload["scopes"], batch.client.scopes)
        return Actor.of_client(batch.client, scopes=scopes, purpose=Purpose(held.payload["purpose"]))
    return Actor.of_account(batch.created_by) if batch.created_by else Actor.public()


LAYOUT_OF_LISTS = "found_alive"
INCIDENTS = Kind(
    ImportBatch, StagedRow, iom.layout_of, _judge_incidents, _save_incidents, page="cases:incident-import",
    shown="cases:incident-list", name="incidents", crumbs="cases/incidents/_crumbs.html",
)  # fmt: skip
FOUND_ALIVE = Kind(
    LivingBatch, LivingBatchRow, lambda header: LAYOUT_OF_LISTS, _judge_living, _save_living,
    page="cases:living-import", shown="cases:living-list", crumbs="cases/living/_crumbs.html",
    take_back=living_import.take_back,
    heeds_same=True,  # who is on a list once more is kept as long as who is new on it
    columns=Columns(lambda: [(one.value, str(one.label)) for one in Column],
                    lambda actor, header, held: found_people.guess(header)),
)  # fmt: skip
KINDS = [INCIDENTS, FOUND_ALIVE]


def register(kind: Kind) -> Kind:
    """Add a kind of import; apps call it when they are ready."""
    if kind not in KINDS:
        KINDS.append(kind)
    return kind


def kind_of(ref: str) -> Kind:
    """The kind of the batch that a reference names; any that names none is answered like an absent one."""
    return next((kind for kind in KINDS if ref.upper().startswith(kind.batch.REF_PREFIX)), INCIDENTS)
