"""Which records of ours may be asked about, or met, by another registry now, and their facts.

The same rules as for a partner who reads: the owner takes part, consent admits who runs that registry, no firewall
stands against it.  Beyond them, a record with any protection of its own is left out altogether: who is feared is not a
matter for a code.  The living are in no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accessctl import audiences, door, outward
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Peer
from accessctl.policy import RecordPolicy, policy_of
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case
from matching import facts
from matching.engine.profile import Profile
from matching.extract import CASE_TABLES, COMPARED_STATUS, REMAINS_TABLES
from matching.store import chunks
from remains.codes import COMPARED
from remains.models import Remains

JOB = "matching.peers"
Asked = Case | Remains
# Whom a question for a purpose is compared with.
MET: dict[Purpose, tuple[type[Asked], ...]] = {
    Purpose.SHARE_SEARCH: (Case,), Purpose.FORENSIC_COMPARISON: (Case, Remains),
}  # fmt: skip
RINGS: dict[type[Asked], dict[Ring, tuple[type[Any], ...]]] = {
    Case: {ring: tables for ring, tables in CASE_TABLES.items() if ring is not Ring.FORENSIC},
    Remains: REMAINS_TABLES,
}
_STATES = {Case: [COMPARED_STATUS], Remains: [status.value for status in COMPARED]}


def job(purpose: Purpose | None = None) -> Actor:
    """The job that codes records and answers for them."""
    return Actor.system_job(JOB).acting_for(purpose)


def admitted(peer: Peer, purpose: Purpose, model: type[Asked], ring: Ring = Ring.SEARCH) -> QuerySet[Any]:
    """The records of a kind whose facts of a ring may be coded for this registry and purpose now."""
    rows = allowed(peer, purpose, model, ring)
    if not peer.is_live or purpose not in peer.purposes or not outward.admits(purpose):
        return rows.none()
    members = peer.members.filter(left_at=None, key=peer.key).values("organisation")
    return rows.filter(owner__in=members, owner__suspended_at=None)


def allowed(peer: Peer, purpose: Purpose, model: type[Asked], ring: Ring = Ring.SEARCH) -> QuerySet[Any]:
    """The same by the records alone: consent, firewalls and status, whoever takes part now, in force or not."""
    policy = policy_of(model)
    rows = door.visible(job(purpose), model, ring=ring)
    if not isinstance(policy, RecordPolicy):
        return rows.none()
    reach = Reach(Actor(organisation=peer.organisation, purpose=purpose))
    guarded = [number for number, spec in audiences.specs().items() if spec.firewalls]
    kept = Q(status__in=_STATES[model])
    return rows.filter(kept & policy.admitted(reach, ring) & ~policy.closed()).exclude(audience__in=guarded)


def is_admitted(peer: Peer, purpose: Purpose, record: Asked) -> bool:
    return admitted(peer, purpose, type(record)).filter(pk=record.pk).exists()


def met(peer: Peer, purpose: Purpose) -> dict[UUID, type[Asked]]:
    """Every record that a question of this registry can meet now, by id."""
    return {key: model for model in MET[purpose] for key in admitted(peer, purpose, model).values_list("pk", flat=True)}


def profiles(peer: Peer, purpose: Purpose, model: type[Asked], ids: Iterable[UUID]) -> Iterator[tuple[UUID, Profile]]:
    """The facts of records as far as they may be coded, each ring by its own consent; journalled in batches."""
    actor = job(purpose)
    for chunk in chunks(ids):
        rows: Sequence[Asked] = list(admitted(peer, purpose, model).filter(pk__in=chunk))
        opened: dict[Ring, Any] = {}
        for ring, tables in RINGS[model].items():
            within = set(admitted(peer, purpose, model, ring).filter(pk__in=chunk).values_list("pk", flat=True))
            some = [row for row in rows if row.pk in within]
            opened[ring] = door.open(actor, some, ring, tables=tables) if some else door.Opened({})
        for row in rows:
            yield row.pk, facts.of_case(row, opened) if isinstance(row, Case) else facts.of_remains(row, opened)


def profile(peer: Peer, purpose: Purpose, record: Asked) -> Profile | None:
    """The facts of one record as far as they may be coded now; None where it may not be asked about."""
    return next((found for _key, found in profiles(peer, purpose, type(record), [record.pk])), None)
