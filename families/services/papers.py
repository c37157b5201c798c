"""Legal papers of a family while the search goes on: begun, taken a step on, ended.

SECURITY: nothing here writes to the case.  A paper, whatever an office says in it, changes neither what is searched nor
what is known of the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accessctl import journal
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from families.codes import PaperKind, PaperStatus
from families.models import LegalPaper
from families.papers import procedure
from families.services.fetching import case_with_family, row_of
from families.services.support import first_contact
from registry.lib.errors import Conflict
from registry.lib.versions import version_of

ENDED = frozenset({PaperStatus.GRANTED, PaperStatus.GIVEN_UP})


@dataclass(frozen=True, kw_only=True)
class PaperMove:
    """How far a paper is now; due_on: a date the office named, else the procedure's own deadline counts."""

    status: str
    steps_done: tuple[str, ...] = ()
    due_on: date | None = None
    note: str = ""


def version_of_paper(row: Any) -> int:
    """Stands for all that is said of a paper now; row: in clear."""
    return version_of([row.status, row.steps_done, row.requested_on, row.due_on, row.note or ""])


@transaction.atomic
def begin_paper(*, actor: Actor, case_ref: str, kind: str, country: str, note: str = "") -> LegalPaper:
    """Begin a paper with the family's first contact.  Raises NotFound, Forbidden."""
    case = case_with_family(actor, case_ref)
    row = LegalPaper.objects.create(
        case=case, applicant=first_contact(case), kind=PaperKind(kind), country=country, steps_done=[],
        due_on=_deadline(country, kind, []), note=note or None, created_by=actor.account,
    )  # fmt: skip
    journal.record(actor, "paper.begun", case, ring=Ring.KIN)
    return row


@transaction.atomic
def move_paper(
    *, actor: Actor, case_ref: str, paper: str, move: PaperMove, expected_version: int | None = None
) -> LegalPaper:
    """Say how far a paper is.  Raises NotFound, Forbidden, Conflict."""
    case = case_with_family(actor, case_ref)
    row = row_of(case, LegalPaper, paper)
    if expected_version is not None and version_of_paper(*reveal([row])) != expected_version:
        raise Conflict()
    known = [step.key for step in procedure(row.country, row.kind).steps]
    done = [key for key in known if key in move.steps_done]
    columns: dict[str, Any] = {"status": PaperStatus(move.status).value, "steps_done": done}
    if move.status == PaperStatus.FILED and row.requested_on is None:
        columns["requested_on"] = timezone.localdate()
    columns["due_on"] = None if move.status in ENDED else move.due_on or _deadline(row.country, row.kind, done)
    if move.note:
        columns["note"] = move.note
    update_row(row, columns)
    journal.record(actor, "paper.moved", case, ring=Ring.KIN, status=move.status)
    return row


def _deadline(country: str, kind: str, done: list[str]) -> date | None:
    """When the next step is due: the days of the next step that has any, from today."""
    step = procedure(country, kind).next_step(done)
    return timezone.localdate() + timedelta(days=step.days) if step and step.days else None
