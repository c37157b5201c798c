"""Which parts of other organisations' records agreements keep closed.

A part that any live agreement between the two organisations denies for the purpose is closed, whatever another one or
a personal grant opens.  Where every agreement that opens a ring names the parts it opens, the rest is closed too,
unless a grant, or publication, opens the record by itself.  Danger to life asks no agreement: it opens the whole ring.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from accessctl.deciding import flagged
from accessctl.models import Record, Share
from accessctl.parts import parts_of
from accessctl.policy import RecordPolicy, policy_of
from accessctl.reach import Reach
from accessctl.rings import Ring

BY_ITSELF, IN_DANGER = "by_itself", "in_danger"


def closed_parts(
    reach: Reach, records: Sequence[Record], ring: Ring, *, handed_over: bool = False
) -> dict[UUID, frozenset[str]]:
    """Codes of the parts closed to the actor, by record; a record of which none is closed is left out.

    handed_over: the owner hands the record over on the family's consent, so that no agreement need open it.
    """
    foreign = [row for row in records if row.owner_id != reach.actor.organisation_id]
    if reach.actor.is_system or not foreign:
        return {}
    owners = {row.owner_id for row in foreign}
    shares = [share for share in reach.shares if share.providers & owners]
    if not any(share.allow or share.deny for share in shares):
        return {}
    model = type(foreign[0])
    policy = policy_of(model)
    if not isinstance(policy, RecordPolicy):
        return {}
    scopes = {f"scope_{number}": policy.within(share.scope) for number, share in enumerate(shares)}
    scopes |= {BY_ITSELF: policy.open_by_itself(reach, ring), IN_DANGER: policy.open_in_danger(reach, ring)}
    found = flagged(model, {row.pk for row in foreign}, scopes)
    every = frozenset(part.code for part in parts_of(model))
    closed = {}
    for row in foreign:
        flags = found.get(row.pk, {})
        if flags.get(IN_DANGER):
            continue
        covering = [
            share
            for number, share in enumerate(shares)
            if row.owner_id in share.providers and flags.get(f"scope_{number}")
        ]
        by_itself = flags.get(BY_ITSELF, False) or (handed_over and not any(share.opens(ring) for share in covering))
        closed[row.pk] = _closed(covering, ring, every, by_itself=by_itself)
    return {key: codes for key, codes in closed.items() if codes}


def _closed(covering: list[Share], ring: Ring, every: frozenset[str], *, by_itself: bool) -> frozenset[str]:
    denied = frozenset().union(*(share.deny for share in covering))
    opening = [share for share in covering if share.opens(ring)]
    if by_itself or any(not share.allow for share in opening):
        return denied
    return denied | (every - frozenset().union(*(share.allow for share in opening)))
