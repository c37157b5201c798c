"""What presses in custody, for My work: leases that end, hand-overs that nobody confirmed.  A few, and how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from remains.custody import chain
from remains.custody.codes import CustodyKind
from remains.custody.selectors import Lease, ending_leases, incoming, leases, may_keep
from remains.custody.standing import unaccounted
from remains.models import CustodyEvent, Remains

MOST: Final = 5


@dataclass(frozen=True)
class Graves:
    """leases: the soonest; count: of all."""

    count: int = 0
    leases: list[Lease] = field(default_factory=list)


@dataclass(frozen=True)
class Late:
    """Remains that this organisation handed over, and when that had to be confirmed."""

    remains: Remains
    due: datetime


@dataclass(frozen=True)
class HandOvers:
    """incoming: to be confirmed here; late: what others did not confirm in time.  The first of each, and how many."""

    incoming: list[Remains] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    incoming_count: int = 0
    late_count: int = 0


def graves(actor: Actor) -> Graves:
    """Graves of the institution's remains whose lease ends within a year; journalled where there is one."""
    count = ending_leases(actor).count() if may_keep(actor) else 0
    return Graves(count, leases(actor, MOST)) if count else Graves()


def hand_overs(actor: Actor) -> HandOvers:
    """What waits for this organisation, and what it handed over too long ago (ring 3f, journalled)."""
    organisation = actor.organisation
    if organisation is None or not may_keep(actor):
        return HandOvers()
    waiting = incoming(actor, organisation)
    over = unaccounted().filter(kind=CustodyKind.MOVED, organisation=organisation).values("remains")
    own = door.visible(actor, Remains, ring=Ring.FORENSIC).filter(pk__in=over).order_by("ref")
    count = own.count()
    late = _late(actor, list(own[:MOST])) if count else []
    return HandOvers(waiting[:MOST], late, len(waiting), count)


def _late(actor: Actor, records: list[Remains]) -> list[Late]:
    opened = door.open(actor, records, Ring.FORENSIC, tables=[CustodyEvent], fields=["tag_no"])
    found = []
    for row in records:
        steps: list[Any] = sorted(opened.rows(row, CustodyEvent), key=lambda step: step.number)
        if (sent := chain.hand_over(steps)) is not None:
            found.append(Late(row, chain.due(sent)))
    return sorted(found, key=lambda one: one.due)
