"""What can be imported, and how each kind is judged, saved and taken back.  The steps are those of `importing`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from cases.codes import IncidentSource
from cases.imports import files, iom
from cases.models import Batch, ImportBatch, Incident, LivingBatch, LivingBatchRow, StagedRow
from cases.services import checking, living_import
from cases.services.checking import Checked
from cases.services.incident_writing import rewrite_many, write_many
from cases.vocabulary.incident import IncidentEntry


@dataclass(frozen=True)
class Kind:
    """One kind of import.

    judge: lines and the batch's payload into outcomes; save: the rows that are new or changed.
    take_back: where a batch can be undone, how; then its file is kept until it is saved, to be read again with other
    columns, and its rows afterwards, to be taken back.
    """

    batch: type[Batch]
    row: Any  # the table of its rows, of `BatchRow`
    judge: Callable[[Actor, Sequence[files.Line], Batch, dict[str, Any]], list[Checked]]
    save: Callable[[Actor, Batch, list[Clear]], None]
    take_back: Callable[[Actor, Actor, list[Clear]], int] | None = None

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
    return living_import.judge(_writer(actor, batch), lines, held)


def _save_living(actor: Actor, batch: Batch, rows: list[Clear]) -> None:
    assert isinstance(batch, LivingBatch)
    living_import.save(_writer(actor, batch), batch, rows)


def _writer(actor: Actor, batch: Batch) -> Actor:
    """In whose name a list is read and saved: whoever handed it in, also where the job does it for them."""
    if actor.account is not None or batch.created_by is None:
        return actor
    return Actor.of_account(batch.created_by)


INCIDENTS = Kind(ImportBatch, StagedRow, _judge_incidents, _save_incidents)
FOUND_ALIVE = Kind(LivingBatch, LivingBatchRow, _judge_living, _save_living, living_import.take_back)
KINDS = (INCIDENTS, FOUND_ALIVE)
LAYOUT_OF_LISTS = "found_alive"


def kind_of(ref: str) -> Kind:
    """The kind of the batch that a reference names; any that names none is answered like an absent one."""
    return next((kind for kind in KINDS if ref.upper().startswith(kind.batch.REF_PREFIX)), INCIDENTS)


def layout_of(kind: Kind, header: list[str]) -> str:
    """How a file is laid out.  Raises WrongColumns."""
    return iom.layout_of(header) if kind is INCIDENTS else LAYOUT_OF_LISTS
