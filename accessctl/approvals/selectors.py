"""Reads of acts that need two persons: what waits for the reader, what they asked, one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import files, kinds
from accessctl.approvals.services import may_decide
from accessctl.models import Approval
from accessctl.models.approvals import ApprovalState

SHOWN = 50


@dataclass(frozen=True)
class Asked:
    """One act as its page shows it."""

    row: Approval
    title: str | Promise
    sentences: tuple[str, ...]
    is_mine: bool
    may_decide: bool


def waiting(actor: Actor) -> list[Asked]:
    """What waits for the reader as the second person, the oldest first."""
    rows = _rows(actor).filter(state=ApprovalState.WAITING, expires_at__gt=timezone.now())
    found = rows.filter(kind__in=kinds.approved_by(actor.roles)).exclude(asked_by=actor.account)
    return [_asked(actor, row) for row in found.order_by("asked_at")[:SHOWN]]


def others(actor: Actor, *, but: Iterable[Asked]) -> list[Asked]:
    """What the reader asked, or decided, newest first, without those that wait for them."""
    rows = _rows(actor).exclude(pk__in=[one.row.pk for one in but]).order_by("-asked_at")
    return [_asked(actor, row) for row in rows[:SHOWN]]


def waits(actor: Actor, code: str, about: str) -> Asked | None:
    """The act of this kind that waits about a thing, for the page of that thing, if the reader may know of it."""
    return next(
        (asked for asked, said in waiting_of(actor, code) if about in (*asked.row.refs, said.get(files.ABOUT))), None
    )


def waiting_of(actor: Actor, code: str) -> list[tuple[Asked, dict[str, Any]]]:
    """Everything of one kind that waits and the reader may know of, with its sealed part, the oldest first."""
    open_now = _rows(actor).filter(kind=code, state=ApprovalState.WAITING, expires_at__gt=timezone.now())
    rows = list(open_now.order_by("asked_at")[:SHOWN])
    said = files.of_each(rows)
    return [(_asked(actor, row), said.get(row.pk, {})) for row in rows]


def approved(actor: Actor, code: str) -> list[Approval]:
    """What the actor asked, a second person approved, and the actor has not used yet; the oldest first."""
    rows = _rows(actor).filter(kind=code, state=ApprovalState.APPROVED, expires_at__gt=timezone.now())
    return list(rows.filter(asked_by=actor.account).order_by("asked_at")) if actor.account else []


def opened(actor: Actor, ref: str) -> Asked:
    """One act.  Raises NotFound."""
    return _asked(actor, door.fetch(actor, Approval, ref=ref), whole=True)


def _rows(actor: Actor) -> QuerySet[Approval]:
    return door.visible(actor, Approval).select_related("asked_by", "decided_by")


def _asked(actor: Actor, row: Approval, *, whole: bool = False) -> Asked:
    kind = kinds.of(row.kind)
    return Asked(
        row=row, title=kind.title, sentences=tuple(kind.describe(actor, row)) if whole else (),
        is_mine=actor.account is not None and row.asked_by_id == actor.account.pk, may_decide=may_decide(actor, row),
    )  # fmt: skip
