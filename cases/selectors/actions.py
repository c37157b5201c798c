"""Reads of search actions: those of one case, those to ask about again, what a family reads of them, one letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.models import Organisation, ShareEvent
from accessctl.policy import Action
from accessctl.rings import Ring
from cases.codes import SearchStep
from cases.models import Case, CaseSearchAction
from registry.lib.errors import Forbidden

LENGTH = 100
TOLD_LENGTH = 20


def askable(actor: Actor) -> list[Organisation]:
    """The organisations that can be asked or handed something: every other one that takes part, by name."""
    rows = door.visible(actor, Organisation).order_by("name")
    return [row for row in rows if row.may_take_part and row.pk != actor.organisation_id]


@dataclass(frozen=True)
class Step:
    """A search action in clear.  asked: names of whom was asked; share: what went along; is_due: ask again by now."""

    row: Clear
    asked: tuple[str, ...]
    share: ShareEvent | None
    is_due: bool

    @property
    def is_open(self) -> bool:
        return bool(self.row.is_open)


@dataclass(frozen=True)
class Steps:
    """Of one case, newest first."""

    case: Case
    steps: list[Step]
    may_change: bool

    @property
    def due(self) -> int:
        return sum(one.is_due for one in self.steps)


def steps_of(actor: Actor, ref: str) -> Steps:
    """The search actions of a case.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    if Ring.SEARCH not in door.rings(actor, case):
        raise Forbidden()
    rows: list[Any] = door.open(actor, case, Ring.SEARCH, tables=[CaseSearchAction]).rows(case, CaseSearchAction)
    names = _names(rows)
    # SECURITY: what went to whom is the owner's ledger; others read that somebody was asked.
    own = case.owner_id == actor.organisation_id
    shares = ShareEvent._default_manager.in_bulk([row.share_id for row in rows if row.share_id]) if own else {}
    today = timezone.localdate()
    found = [
        Step(
            row, tuple(name for name in (names.get(row.organisation_id, ""), row.asked_of) if name),
            shares.get(row.share_id), is_due=bool(row.follow_up_on and row.follow_up_on <= today),
        )
        for row in sorted(rows, key=lambda row: (row.asked_on, row.created_at), reverse=True)
    ]  # fmt: skip
    return Steps(case, found, may_change=door.can(actor, Action.CHANGE, case))


def _names(rows: Iterable[Any]) -> dict[UUID, str]:
    ids = {row.organisation_id for row in rows if row.organisation_id}
    return dict(Organisation._default_manager.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def due_of(case: Case, today: date) -> int:
    """How many steps of a case are to be asked about again.  Asks no door: whoever reads its search file may know."""
    rows = CaseSearchAction._default_manager.filter(case=case, follow_up_on__lte=today)
    return rows.count()


@dataclass(frozen=True)
class DueStep:
    """A step to ask about again, by its case: names stay on the case's page."""

    case_ref: str
    ref: str
    action: SearchStep
    follow_up_on: date


def due(actor: Actor, today: date) -> list[DueStep]:
    """Steps to ask about again on cases of the own organisation that the actor may change, the longest due first."""
    own = door.visible(actor, Case, Action.CHANGE).filter(owner=actor.organisation_id)
    rows = CaseSearchAction._default_manager.filter(case__in=own.values("pk"), follow_up_on__lte=today)
    return [
        DueStep(row.case.ref, row.ref, SearchStep(row.action), row.follow_up_on)
        for row in rows.select_related("case").order_by("follow_up_on", "pk")[:LENGTH]
        if row.follow_up_on is not None
    ]


@dataclass(frozen=True)
class ToldStep:
    """A step as the family reads it: what, whom by name if they take part, when.  Never what came of it."""

    words: Promise
    organisation: str
    on: date


def told(case: Case) -> list[ToldStep]:
    """What the family reads of the steps taken, newest first.  Asks no door: who has the case through it may know.

    SECURITY: codes, days and the names of organisations alone.  An answer is told by people, so that a page that says
    nothing of one tells neither a lead nor that there is none.
    """
    rows = CaseSearchAction._default_manager.filter(case=case, family_reads=True).select_related("organisation")
    found = []
    for row in rows.only("action", "asked_on", "organisation__name").order_by("-asked_on", "-pk")[:TOLD_LENGTH]:
        words = SearchStep(row.action).told
        if words is not None:
            found.append(ToldStep(words, row.organisation.name if row.organisation else "", row.asked_on))
    return found
