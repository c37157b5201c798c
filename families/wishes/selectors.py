"""Reads of a family's wishes and of the steps there; and, for people who lead a rite, of that rite alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.codes import Role
from accessctl.models import Membership, Organisation
from accessctl.ownership import may_be_offered
from accessctl.rings import Ring
from cases.models import Case
from families.codes import STEPS_OF, TRAVELS, ReturnKind
from families.findings.services import is_told, standing
from families.models import ConsularWish, FamilyWishes, ReturnStep, RiteNotice
from families.wishes.services import missing_permits
from registry.lib.errors import Forbidden


@dataclass(frozen=True)
class Line:
    """One step of the way.  row: None while nobody planned it; waits_for: papers without which nobody travels."""

    kind: ReturnKind
    row: Clear | None
    is_overdue: bool
    waits_for: tuple[ReturnKind, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.row is not None and self.row.done_on is not None


@dataclass(frozen=True)
class WishesPage:
    """What a page of wishes shows.

    has_consulate: the reader may read and change that answer.  reads_consulate: and has just shown who they are.
    consulate: None where it is not read, or nobody was asked.
    """

    case: Case
    is_told: bool
    wishes: Clear | None
    lines: list[Line]
    consulate: Clear | None
    has_consulate: bool
    reads_consulate: bool
    notice: Clear | None
    notice_to: str
    may_change: bool


def wishes_of(actor: Actor, ref: str) -> WishesPage:
    """The wishes of a family, for readers of its file.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    rings = door.rings(actor, case)
    if Ring.KIN not in rings:
        raise Forbidden()
    opened = door.open(actor, case, Ring.KIN, tables=[FamilyWishes, ReturnStep, RiteNotice])
    wishes, notice = opened.one(case, FamilyWishes), opened.one(case, RiteNotice)
    finding = standing(case)
    reads = Ring.PROTECTION in rings and actor.is_fresh
    consulate = (
        door.open(actor, case, Ring.PROTECTION, tables=[ConsularWish]).one(case, ConsularWish) if reads else None
    )
    return WishesPage(
        case=case, is_told=finding is not None and is_told(finding), wishes=wishes,
        lines=_lines(case, wishes, opened.rows(case, ReturnStep)), consulate=consulate,
        has_consulate=Ring.PROTECTION in rings, reads_consulate=reads, notice=notice,
        notice_to=_name(actor, notice), may_change=door.can(actor, door.Action.CHANGE, case),
    )  # fmt: skip


def _lines(case: Case, wishes: Clear | None, rows: list[Any]) -> list[Line]:
    held = {row.kind: row for row in rows}
    kinds = STEPS_OF[wishes.disposition] if wishes else ()
    missing, today = tuple(missing_permits(case)), timezone.localdate()
    return [
        Line(
            kind, row := held.get(kind),
            is_overdue=row is not None and row.done_on is None and row.due_on is not None and row.due_on < today,
            waits_for=missing if kind in TRAVELS and (row is None or row.done_on is None) else (),
        )
        for kind in kinds
    ]  # fmt: skip


def _name(actor: Actor, notice: Clear | None) -> str:
    if notice is None:
        return ""
    return (
        door.visible(actor, Organisation).filter(pk=notice.organisation_id).values_list("name", flat=True).first() or ""
    )


def faith_organisations(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """(reference, name) of the organisations that have somebody to lead a rite and that nothing keeps from the case."""
    with_leaders = Membership._default_manager.standing().filter(role=Role.FAITH_LEADER).values("organisation")
    rows = door.visible(actor, Organisation).filter(pk__in=with_leaders).order_by("name")
    return [(row.ref, row.name) for row in rows if may_be_offered(case, row)]


def rites(actor: Actor) -> list[Clear]:
    """The rites that the reader's organisation is asked to lead: rite, place and time.  Raises Forbidden."""
    if Role.FAITH_LEADER not in actor.roles:
        raise Forbidden()
    rows = list(door.visible(actor, RiteNotice).select_related("case").order_by("created_at"))
    if rows:
        journal.record(actor, "wishes.rite_read", *(row.case for row in rows), ring=Ring.KIN)
    return reveal(rows, "rite", "place", "time")
