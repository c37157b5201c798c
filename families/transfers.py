"""Reads of cases that change hands: what is offered to us, what we offer, what became of it; what a family is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import selectors as approvals
from accessctl.approvals.selectors import Asked
from accessctl.rings import Ring
from cases.models import Case
from families import selectors
from families.codes import TransferState
from families.models import CaseTransfer
from families.relatives import people_of
from families.services.transferring import TAKES_OVER, TRANSFER
from registry.lib.errors import Forbidden

LENGTH = 50


@dataclass(frozen=True)
class Offer:
    """shown: the case has a page for the reader; may_answer, may_withdraw: which buttons to show."""

    row: CaseTransfer
    shown: bool
    may_answer: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Offers:
    """to_us, by_us: that wait for an answer, the oldest first; over: answered or ended, the newest first."""

    to_us: list[Offer]
    by_us: list[Offer]
    over: list[Offer]


def offers(actor: Actor) -> Offers:
    """Everything of both sides that the actor may know of."""
    rows, own = _rows(actor), actor.organisation_id
    waiting = rows.filter(state=TransferState.OFFERED).order_by("offered_at")
    return Offers(
        to_us=_offers(actor, waiting.filter(receiver=own, expires_at__gt=timezone.now())[:LENGTH]),
        by_us=_offers(actor, waiting.filter(sender=own)[:LENGTH]),
        over=_offers(actor, rows.exclude(state=TransferState.OFFERED).order_by("-decided_at")[:LENGTH]),
    )


@dataclass(frozen=True)
class OfCase:
    """One case of the own organisation: what waits for a second person or for the other side, and who may agree."""

    case: Case
    asked: Asked | None
    offer: Offer | None
    relatives: list[tuple[str, str]]


def of_case(actor: Actor, ref: str) -> OfCase:
    """Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    family = selectors.family(actor, case.ref)
    if case.owner_id != actor.organisation_id or family is None or Ring.KIN not in door.rings(actor, case):
        raise Forbidden()
    rows = _rows(actor).filter(case_ref=case.ref, state=TransferState.OFFERED)
    offer = next((one for one in _offers(actor, rows) if one.row.is_open), None)
    people = [(one.token, one.name) for one in people_of(family)]
    return OfCase(case, approvals.waits(actor, TRANSFER, case.ref), offer, people)


@dataclass(frozen=True)
class Hand:
    """Who went on with a search after whom, from when on, as a family reads it."""

    sender: str
    receiver: str
    since: datetime | None


def hands_of(case: Case) -> tuple[list[Hand], Hand | None]:
    """Everybody who took the case over, in order, and who is asked now.  Asks no door: the reader sees the case."""
    rows = CaseTransfer._default_manager.filter(case_ref=case.ref).select_related("sender", "receiver")
    over = rows.filter(state=TransferState.ACCEPTED).order_by("decided_at")
    asked = next((row for row in rows.filter(state=TransferState.OFFERED) if row.is_open), None)
    return (
        [Hand(row.sender.name, row.receiver.name, row.decided_at) for row in over],
        Hand(asked.sender.name, asked.receiver.name, asked.offered_at) if asked else None,
    )


def _rows(actor: Actor) -> QuerySet[CaseTransfer]:
    return door.visible(actor, CaseTransfer).select_related("sender", "receiver", "offered_by")


def _offers(actor: Actor, rows: Iterable[CaseTransfer]) -> list[Offer]:
    held = list(rows)
    refs = {row.case_ref for row in held}
    shown = set(door.visible(actor, Case).filter(ref__in=refs).values_list("ref", flat=True))
    takes_over = bool(TAKES_OVER & actor.roles)
    return [
        Offer(
            row, row.case_ref in shown,
            may_answer=row.is_open and takes_over and row.receiver_id == actor.organisation_id,
            may_withdraw=row.is_open and row.sender_id == actor.organisation_id and row.case_ref in shown,
        )
        for row in held
    ]  # fmt: skip
