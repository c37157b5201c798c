"""Reads of identifications in a family's file, and whose families are to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case
from cases.selectors import ListedCase, with_names
from families.codes import FamilyAnswer, IdMethod, NotificationKind
from families.models import Finding, Notification
from families.tokens import token_of
from registry.lib.errors import Forbidden

WORK_LENGTH, PAGE_LENGTH = 10, 50


@dataclass(frozen=True)
class Shown:
    """One identification.  is_told: people have told the family of it."""

    row: Any
    token: str
    methods: list[Any]
    is_told: bool

    @property
    def has_answer(self) -> bool:
        return bool(self.row.family_accepts != FamilyAnswer.NOT_TOLD)


@dataclass(frozen=True)
class Findings:
    """A family's identifications, newest first; standing: the newest that was not taken back."""

    case: Case
    rows: list[Shown]
    standing: Shown | None
    may_change: bool


def findings_of(actor: Actor, ref: str) -> Findings:
    """What was established of the person of a case, for readers of its family file.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    if Ring.KIN not in door.rings(actor, case):
        raise Forbidden()
    opened = door.open(actor, case, Ring.KIN, tables=[Finding, Notification])
    notes: list[Any] = opened.rows(case, Notification)
    told = {row.finding_id for row in notes if row.kind == NotificationKind.IDENTIFICATION and row.done_on is not None}
    rows: list[Any] = opened.rows(case, Finding)
    shown = [
        Shown(row, token_of(row.pk), [IdMethod(code).label for code in row.methods], row.pk in told)
        for row in reversed(rows)
    ]  # fmt: skip
    return Findings(
        case, shown, next((one for one in shown if one.row.revoked_on is None), None),
        may_change=door.can(actor, door.Action.CHANGE, case),
    )  # fmt: skip


def to_tell(actor: Actor, limit: int = WORK_LENGTH) -> list[ListedCase]:
    """Own cases of which something was established that the family was not told yet, the oldest first."""
    own = door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id)
    readable = own.filter(pk__in=door.visible(actor, Case, ring=Ring.KIN).values("pk"))
    told = Notification._default_manager.filter(finding__isnull=False).exclude(done_on=None)
    waiting = Finding._default_manager.filter(case__in=readable.values("pk"), revoked_on=None)
    waiting = waiting.exclude(pk__in=told.values("finding"))
    found = {row.case_id: row.case for row in waiting.select_related("case__owner").order_by("created_at")[:limit]}
    return with_names(actor, list(found.values()))
