"""Reading a chain of custody: where it has come to, what may follow, what nobody can account for.  Pure.

A chain is the steps of one record in their order.  It decides no access and writes nothing; the database refuses what
must not follow (`custody_follows`), this says so before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from remains.custody.codes import FOLLOWS, NOTES, STATE_AFTER, CustodyKind, CustodyState, ExaminationStep, StopPoint

# How long a way may take that nobody gave a time for.
USUAL_WAY = timedelta(hours=24)
# Remains in care are looked for in their place so often.
SEEN_EVERY = timedelta(days=30)
TEXTS = ("from_person", "to_person", "tag_no", "seal_no", "order_no", "condition_note")
_PLAIN = ("number", "kind", "step", "by_order", "nonce", "previous")
_KEYS = ("remains_id", "organisation_id", "place_id", "to_org_id", "exception_id")
_TIMES = ("at", "due_at")


class Step(Protocol):
    """What is read of a step: a row of the chain in clear, or anything like it."""

    number: int
    kind: str
    at: datetime
    due_at: datetime | None
    step: str | None
    tag_no: str | None
    place_id: UUID | None
    to_org_id: UUID | None
    organisation_id: UUID
    created_by_id: Any


StepT = TypeVar("StepT", bound=Step)


class Why(StrEnum):
    """Why nobody can say where remains were."""

    BEFORE = "before"
    ON_THE_WAY = "on_the_way"
    LOST = "lost"


@dataclass(frozen=True)
class Gap:
    """A time nobody answers for.  since: None where nothing is written before; until: None while it lasts."""

    why: Why
    since: datetime | None
    until: datetime | None


def moving(steps: Sequence[StepT]) -> list[StepT]:
    """The steps that moved the remains."""
    return [step for step in steps if step.kind not in NOTES]


def last_move(steps: Sequence[StepT]) -> StepT | None:
    return next((step for step in reversed(steps) if step.kind not in NOTES), None)


def state(steps: Sequence[Step]) -> CustodyState:
    """Where the chain has come to."""
    last = last_move(steps)
    return STATE_AFTER[last.kind] if last else CustodyState.NONE


def next_kinds(steps: Sequence[Step]) -> frozenset[CustodyKind]:
    """What may be written next."""
    last = last_move(steps)
    return FOLLOWS[last.kind if last else ""]


def holder(steps: Sequence[Step]) -> UUID | None:
    """The organisation that answers for the remains now: who received, stored or recovered them last."""
    held = [step for step in moving(steps) if STATE_AFTER[step.kind] is not CustodyState.LOST]
    return held[-1].organisation_id if held else None


def hand_over(steps: Sequence[StepT]) -> StepT | None:
    """The hand-over that waits for whoever receives."""
    last = last_move(steps)
    return last if last is not None and last.kind == CustodyKind.MOVED else None


def due(step: Step) -> datetime:
    """When whoever receives had to confirm a way that began with this step."""
    return step.due_at or step.at + USUAL_WAY


def gaps(steps: Sequence[Step], now: datetime) -> list[Gap]:
    """The times nobody answers for, in their order: before the first step, ways that took too long, losses."""
    moves = moving(steps)
    found = []
    if moves and moves[0].kind != CustodyKind.RECOVERED:
        found.append(Gap(Why.BEFORE, None, moves[0].at))
    for place, step in enumerate(moves):
        follower = moves[place + 1] if place + 1 < len(moves) else None
        until = follower.at if follower else None
        if step.kind == CustodyKind.LOST:
            found.append(Gap(Why.LOST, _last_seen(steps, step.number), until))
        elif STATE_AFTER[step.kind] is CustodyState.UNDER_WAY and (until or now) > due(step):
            found.append(Gap(Why.ON_THE_WAY, step.at, until))
    return found


def _last_seen(steps: Sequence[Step], number: int) -> datetime | None:
    return max((step.at for step in steps if step.number < number), default=None)


def last_seen(steps: Sequence[Step]) -> datetime | None:
    """When somebody last had the remains before them."""
    return max((step.at for step in steps if step.kind != CustodyKind.LOST), default=None)


def missing(steps: Sequence[Step], *, tagged: bool = False) -> list[StopPoint]:
    """What the stop rule still asks for before a burial.  tagged: the burial names a tag itself."""
    kinds = {step.kind for step in steps}
    photographed = any(step.step == ExaminationStep.PHOTOGRAPHY for step in steps)
    held = {
        StopPoint.SAMPLE: CustodyKind.SAMPLED in kinds,
        StopPoint.PHOTOGRAPHS: photographed,
        StopPoint.TAG: tagged or any(step.tag_no for step in steps),
    }
    return [point for point, is_there in held.items() if not is_there]


def digest(step: Any) -> str:
    """Of everything written in a step, and of the digest of the step before."""
    said: dict[str, Any] = {name: getattr(step, name) for name in (*_PLAIN, *TEXTS)}
    said |= {name: str(key) if (key := getattr(step, name)) else None for name in _KEYS}
    said |= {name: when.astimezone(UTC).isoformat() if (when := getattr(step, name)) else None for name in _TIMES}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def is_whole(steps: Sequence[Any], of: Callable[[Any], str] = digest) -> bool:
    """Whether no step was changed, exchanged or taken out since it was written.  of: the digest of one."""
    before = None
    for number, step in enumerate(steps, start=1):
        if (step.number, step.previous, step.digest) != (number, before, of(step)):
            return False
        before = step.digest
    return True
