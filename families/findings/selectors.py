"""Reads of identifications in a family's file, and whose families are to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.models import Case
from cases.selectors import ListedCase, with_names
from families.codes import FamilyAnswer, IdMethod, LaterParts, NotificationKind
from families.models import FamilyWishes, Finding, Notification
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


@dataclass(frozen=True)
class ToTell:
    """A family that people tell something in person.  more_found_at: of a further part; None: who it is, first."""

    listed: ListedCase
    more_found_at: datetime | None = None


def to_tell(actor: Actor, limit: int = WORK_LENGTH) -> list[ToTell]:
    """Own cases of which something was established, or found since, that the family was not told yet, the oldest first.

    Who does not wish to hear of further parts is not among them.
    """
    own = door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id)
    readable = own.filter(pk__in=door.visible(actor, Case, ring=Ring.KIN).values("pk"))
    stand = Finding._default_manager.filter(case__in=readable.values("pk"), revoked_on=None)
    heard = Notification._default_manager.filter(finding__isnull=False).exclude(done_on=None)
    first = stand.exclude(pk__in=heard.values("finding")).select_related("case__owner").order_by("created_at")
    of_parts = Notification._default_manager.exclude(done_on=None).filter(
        case=OuterRef("case"), kind=NotificationKind.PART_FOUND, created_at__gte=OuterRef("more_found_at")
    )
    never = FamilyWishes._default_manager.filter(case=OuterRef("case"), later_parts=LaterParts.NEVER)
    later = stand.filter(~Exists(of_parts), ~Exists(never), more_found_at__isnull=False).select_related("case__owner")
    found: dict[UUID, tuple[Case, datetime | None]] = {row.case_id: (row.case, None) for row in first[:limit]}
    for row in later.order_by("more_found_at")[:limit]:
        found.setdefault(row.case_id, (row.case, row.more_found_at))
    listed = {one.case.pk: one for one in with_names(actor, [case for case, _at in found.values()])}
    return [ToTell(listed[case.pk], at) for case, at in found.values()]
