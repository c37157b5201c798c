"""Where remains stand now, asked of the database: the last step of each chain that moved them; who may write the next.

Filters without an actor, and the rule of who answers for a step; reading what a step says is for the door.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from accessctl import door
from accessctl.actor import Actor
from accessctl.policy import Action
from accessctl.rings import Ring
from remains.custody import chain
from remains.custody.codes import NOTES, STATE_AFTER, CustodyKind, CustodyState
from remains.models import CustodyEvent, Remains
from remains.policies import REGISTRANTS

# Anybody who answers for the record may write these, wherever the remains are.
_ALWAYS = frozenset({CustodyKind.LOST, *(CustodyKind(code) for code in NOTES)})


def last_moves() -> QuerySet[CustodyEvent]:
    """The last step of each chain that moved the remains: it says where they are."""
    moves = CustodyEvent._default_manager.filter(remains=OuterRef("remains")).exclude(kind__in=NOTES)
    last = Subquery(moves.order_by("-number").values("pk")[:1])
    return CustodyEvent._default_manager.alias(last=last).filter(pk=F("last"))


def unaccounted() -> QuerySet[CustodyEvent]:
    """The last moves of chains of which nobody can say where the remains are now, as `chain.gaps` says it."""
    ways = [kind for kind, state in STATE_AFTER.items() if state is CustodyState.UNDER_WAY]
    late = Q(kind__in=ways) & (Q(due_at__lt=Now()) | Q(due_at=None, at__lt=Now() - chain.USUAL_WAY))
    return last_moves().filter(late | Q(kind=CustodyKind.LOST))


def may_write(actor: Actor, remains: Remains, steps: Sequence[CustodyEvent]) -> frozenset[CustodyKind]:
    """What this actor may write next in a chain.

    The organisation that has the remains moves them; whoever was named as receiver confirms, or the giver takes them
    back, and never the person who handed over; the owner of the record notes what was done, and that they are lost.
    """
    kinds, own, waiting = chain.next_kinds(steps), actor.organisation_id, chain.hand_over(steps)
    if own is None or not actor.roles & REGISTRANTS or not door.writes(actor, Ring.FORENSIC):
        return frozenset()
    if waiting is not None and not _confirms(actor, waiting):
        kinds -= {CustodyKind.ADMITTED}
    if actor.account is None:  # a hand-over is between people
        kinds -= {CustodyKind.MOVED}
    is_owner = own == remains.owner_id
    if Ring.FORENSIC not in door.rings(actor, remains) or (is_owner and not door.can(actor, Action.CHANGE, remains)):
        return kinds & {CustodyKind.ADMITTED} if waiting is not None and waiting.to_org_id == own else frozenset()
    holder = chain.holder(steps) or remains.owner_id
    if own == holder or (is_owner and waiting is not None):
        return kinds
    if is_owner:
        return kinds & _ALWAYS
    return kinds & {CustodyKind.ADMITTED} if waiting is not None else frozenset()


def _confirms(actor: Actor, waiting: CustodyEvent) -> bool:
    another = actor.account is not None and waiting.created_by_id != actor.account.pk
    return another and actor.organisation_id in (waiting.to_org_id, waiting.organisation_id)
