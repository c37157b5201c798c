"""Where belongings stand now, asked of the database; who may write the next step.

Filters without an actor, and the rule of who answers for a step; reading what a step says is for the door.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, OuterRef, QuerySet, Subquery

from accessctl import door
from accessctl.actor import Actor
from accessctl.policy import Action
from accessctl.rings import Ring
from remains.belongings import chain
from remains.belongings.codes import NOTES, BelongingStepKind
from remains.models import BelongingStep, Remains, StoragePlace
from remains.policies import REGISTRANTS

# Hand-overs are between people, and what a family takes home is handed to them by somebody.
BY_SYSTEMS = frozenset(
    {BelongingStepKind.TAKEN, BelongingStepKind.STORED, BelongingStepKind.AUDITED, BelongingStepKind.LOST}
)
_BY_OWNER = frozenset({BelongingStepKind.LOST, *(BelongingStepKind(code) for code in NOTES)})
_RECEIPT = frozenset({BelongingStepKind.RECEIVED})


def last_moves() -> QuerySet[BelongingStep]:
    """The last step of each chain that moved the belonging: it says where it is."""
    moves = BelongingStep._default_manager.filter(belonging=OuterRef("belonging")).exclude(kind__in=NOTES)
    last = Subquery(moves.order_by("-number").values("pk")[:1])
    return BelongingStep._default_manager.alias(last=last).filter(pk=F("last"))


def hold_belongings(place: StoragePlace) -> bool:
    """Whether a belonging is in this storage place now."""
    return last_moves().filter(place=place).exists()


def may_write(actor: Actor, remains: Remains, steps: Sequence[BelongingStep]) -> frozenset[BelongingStepKind]:
    """What this actor may write next of one belonging.

    The organisation that has it moves it; whoever was named as receiver confirms, or the giver takes it back, and never
    the person who handed over; the owner of the record notes that it was seen, or is lost.
    """
    own, waiting = actor.organisation_id, chain.waiting(steps)
    if own is None or not actor.roles & REGISTRANTS or not door.writes(actor, Ring.FORENSIC):
        return frozenset()
    kinds = chain.next_kinds(steps) if actor.account is not None else chain.next_kinds(steps) & BY_SYSTEMS
    is_owner = own == remains.owner_id
    is_read = Ring.FORENSIC in door.rings(actor, remains) and (not is_owner or door.can(actor, Action.CHANGE, remains))
    if waiting is not None:
        if actor.account is None or waiting.created_by_id == actor.account.pk:
            kinds -= _RECEIPT
        if own in (waiting.to_org_id, waiting.organisation_id):
            return kinds if is_read else kinds & _RECEIPT
        return kinds & _BY_OWNER if is_owner and is_read else frozenset()
    if not is_read:
        return frozenset()
    if own == (chain.holder(steps) or remains.owner_id):
        return kinds
    return kinds & _BY_OWNER if is_owner else frozenset()
