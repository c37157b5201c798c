"""Reads of notifications: one family's, and what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from cases.codes import CaseWorkflow
from cases.models import Case
from cases.services import state_of
from families import selectors
from families.codes import TeamRole, ToldPoint
from families.models import Finding, Notification
from families.relatives import people_of
from registry.lib.errors import Forbidden


@dataclass(frozen=True)
class Shown:
    """One notification, its codes in words."""

    row: Clear
    roles: list[Any]
    told: list[Any]


@dataclass(frozen=True)
class Notifications:
    """A family's notifications, newest first; open: the one that is prepared.

    may_answer: the family was told of an identification, and this reader may answer the search by it; is_answered: it
    was, and the family may doubt it; relatives: who can be told, by token and name.
    """

    case: Case
    rows: list[Shown]
    open: Shown | None
    may_change: bool
    may_answer: bool
    is_answered: bool
    relatives: list[tuple[str, str]]


def notifications_of(actor: Actor, ref: str) -> Notifications:
    """The notifications of a case, for readers of its family file.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    if not {Ring.KIN, Ring.SEARCH} <= door.rings(actor, case):
        raise Forbidden()
    rows: list[Any] = door.open(actor, case, Ring.KIN, tables=[Notification]).rows(case, Notification)
    state = state_of(case)
    answers = door.can(actor, door.Action.CHANGE, case) and any(rule.approves for rule in actor.rules)
    told = [row for row in rows if row.finding_id is not None]
    is_told = bool(told) and told[-1].done_on is not None and _stands(told[-1].finding_id)
    shown = [_shown(row) for row in reversed(rows)]
    family = selectors.family(actor, case.ref)
    return Notifications(
        case,
        shown,
        next((one for one in shown if one.row.done_on is None and one.row.declined_on is None), None),
        may_change=door.can(actor, door.Action.CHANGE, case),
        may_answer=answers and is_told and state in (CaseWorkflow.OPEN, CaseWorkflow.LEAD),
        is_answered=state == CaseWorkflow.ANSWERED_DECEASED,
        relatives=[(one.token, one.name) for one in people_of(family)] if family else [],
    )


def _stands(finding: UUID | None) -> bool:
    """Whether an identification was issued, and not taken back."""
    return finding is not None and Finding._default_manager.filter(pk=finding, revoked_on=None).exists()


def _shown(row: Any) -> Shown:
    return Shown(row, [TeamRole(code).label for code in row.team_roles], [ToldPoint(code).label for code in row.told])
