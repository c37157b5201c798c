"""Reads of the feedback clock: the families that wait, one case's talks, the next day of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.codes import Role
from accessctl.rings import Ring
from cases.codes import KEPT_INFORMED
from cases.models import Case, CaseSearchFile
from cases.selectors import ListedCase, with_names
from families import selectors
from families.feedback import services
from families.feedback.clock import RAISED_AFTER
from families.models import FeedbackTalk
from families.relatives import people_of
from registry.lib.errors import Forbidden

WORK_LENGTH = 10
PAGE_LENGTH = 50


def next_date(case: Case) -> date | None:
    """The day by which the family of a case hears next; None where nobody is to call.  Asks no door: who has the case
    in hand through it may know.
    """
    row = CaseSearchFile._default_manager.filter(case=case, workflow_status__in=KEPT_INFORMED)
    found: date | None = row.values_list("next_feedback_due", flat=True).first()
    return found


@dataclass(frozen=True)
class Waiting:
    """A case whose family should have heard by `due_on`; days: since then; is_raised: its supervisor's business too."""

    listed: ListedCase
    due_on: date
    days: int
    is_yours: bool
    is_raised: bool
    is_own: bool


def waiting(actor: Actor, today: date, limit: int) -> list[Waiting]:
    """The families that should have heard by today, who waited longest first.

    Of the own organisation; for a focal point also those that were shared with it.  Who does not answer for the
    organisation sees the cases in their own hands before those of colleagues.
    """
    cases = door.visible(actor, Case, ring=Ring.SEARCH)
    if Role.FOCAL_POINT not in actor.roles:
        cases = cases.filter(owner=actor.organisation_id)
    rows = (
        CaseSearchFile._default_manager.filter(case__in=cases.values("pk"))
        .filter(next_feedback_due__lte=today, workflow_status__in=KEPT_INFORMED)
        .alias(is_yours=Q(caseworker=actor.account))
        .select_related("case__owner")
    )
    answers = any(rule.approves for rule in actor.rules)
    yours_first = () if answers else (F("is_yours").desc(nulls_last=True),)
    found = list(rows.order_by(*yours_first, "next_feedback_due", "case__created_at")[:limit])
    return [
        Waiting(
            listed, row.next_feedback_due, (today - row.next_feedback_due).days,
            is_yours=actor.account is not None and row.caseworker_id == actor.account.pk,
            is_raised=today - row.next_feedback_due > RAISED_AFTER,
            is_own=row.case.owner_id == actor.organisation_id,
        )
        for row, listed in zip(found, with_names(actor, [row.case for row in found]), strict=True)
        if row.next_feedback_due is not None
    ]  # fmt: skip


@dataclass(frozen=True)
class Feedback:
    """What a page says of one family's clock.  talks: newest first, with whom; None where the family file is closed."""

    case: Case
    due_on: date | None
    every_days: int | None
    talks: list[tuple[Clear, str]] | None
    relatives: list[tuple[str, str]]
    may_change: bool
    may_open_channels: bool


def feedback_of(actor: Actor, ref: str) -> Feedback:
    """The clock and the talks of a case, for those who may change it or read its family file.

    Raises NotFound, Forbidden.
    """
    case = door.fetch(actor, Case, ref=ref)
    may_change = door.can(actor, door.Action.CHANGE, case)
    if Ring.SEARCH not in door.rings(actor, case):  # the next day is of the search file
        raise Forbidden()
    family = selectors.family(actor, case.ref)
    due_on, every_days = next_date(case), services.every_days(case)
    if family is None:
        if not may_change:
            raise Forbidden()
        return Feedback(case, due_on, every_days, None, [], may_change=True, may_open_channels=False)
    people = people_of(family)
    names = {one.key: one.name for one in people}
    rows: list[Any] = door.open(actor, case, Ring.KIN, tables=[FeedbackTalk]).rows(case, FeedbackTalk)
    rows.sort(key=lambda row: (row.said_on, row.created_at), reverse=True)
    return Feedback(
        case, due_on, every_days, [(row, names.get(row.relative_id, "")) for row in rows],
        [(one.token, one.name) for one in people],
        may_change=may_change, may_open_channels=family.may_open_channels,
    )  # fmt: skip
