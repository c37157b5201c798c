"""Reads of emergency openings: what is open now, what waits for a word to the family or for a review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accessctl import door
from accessctl.actor import Actor
from accessctl.disclosure.records import kind_of
from accessctl.models import EmergencyOpening, JournalEntry, Record
from accessctl.models.emergency import FamilyWord, Review
from accessctl.policies import ANSWERABLE
from accessctl.rings import Ring
from accessctl.roles import IN_DANGER
from registry.lib.errors import Forbidden, NotFound
from registry.lib.ids import normalise_ref

SHOWN = 50


@dataclass(frozen=True)
class Reading:
    """One entry of the journal: a ring was read."""

    at: datetime
    ring: Ring


def openable(actor: Actor) -> list[Ring]:
    """The rings that the actor may open in danger to life: those a role of theirs can be granted, less the closed."""
    if actor.account is None or actor.organisation is None:
        return []
    grantable = {ring for rule in actor.rules for ring in rule.by_grant}
    return [ring for ring in Ring if ring in grantable & IN_DANGER]


def live(actor: Actor, record: Record) -> EmergencyOpening | None:
    """What the actor's person holds open of a record now."""
    if actor.account is None:
        return None
    mine = EmergencyOpening.objects.live().filter(account=actor.account, organisation=actor.organisation_id)
    return mine.filter(record_ref=record.ref).first()


def fetch(actor: Actor, ref: str, *, lock: bool = False) -> EmergencyOpening:
    """One opening.  Raises NotFound when it is absent, hidden, or about a record that is hidden from its opener now."""
    rows = _listed(actor)
    if lock:
        rows = rows.select_for_update(of=("self",))
    opening = rows.filter(ref=normalise_ref(ref) or "").first()
    if opening is None or not _still_told(actor, [opening]):
        raise NotFound()
    return opening


def fetch_for_owner(actor: Actor, ref: str, *, lock: bool = False) -> EmergencyOpening:
    """`fetch` for those who speak for the owner.  Raises NotFound, Forbidden."""
    opening = fetch(actor, ref, lock=lock)
    if not answers_for(actor, opening):
        raise Forbidden()
    return opening


def listed(actor: Actor) -> list[EmergencyOpening]:
    """The newest openings that the actor may know of."""
    return _still_told(actor, _listed(actor).order_by("-at")[:SHOWN])


def waiting(actor: Actor) -> list[EmergencyOpening]:
    """What waits for those who answer for the owner, and what the officer of the other side should know meanwhile."""
    if not ANSWERABLE & actor.roles:
        return []
    rows = _listed(actor).exclude(account=actor.account)
    unsettled = Q(review=Review.OPEN) | Q(family=FamilyWord.NOT_YET, owner=actor.organisation_id)
    return _still_told(actor, rows.filter(unsettled).order_by("at")[:SHOWN])


def answers_for(actor: Actor, opening: EmergencyOpening) -> bool:
    """Whether the actor speaks for the owner: never about what they opened themselves."""
    own = actor.account is None or opening.account_id == actor.account.pk
    return not own and opening.owner_id == actor.organisation_id and bool(ANSWERABLE & actor.roles)


def readings(opening: EmergencyOpening) -> list[Reading]:
    """What the person read of the record since they opened it, until it closed, by the journal."""
    entries = JournalEntry.objects.filter(
        refs__contains=[opening.record_ref], action="ring.read", actor=f"account:{opening.account_id}",
        at__gte=opening.at, at__lte=opening.closed_at,
    )  # fmt: skip
    return [Reading(at, Ring(ring)) for at, ring in entries.order_by("id").values_list("at", "ring")[:SHOWN]]


def _listed(actor: Actor) -> QuerySet[EmergencyOpening]:
    return door.visible(actor, EmergencyOpening).select_related("owner", "organisation", "account", "share")


def _still_told(actor: Actor, rows: Iterable[EmergencyOpening]) -> list[EmergencyOpening]:
    """Without those about records of others that a firewall or a withdrawal hides by now.

    SECURITY: who opened a record and then lost sight of it must not learn from the opening what became of it.
    """
    found = list(rows)
    foreign = {row.record_ref for row in found if row.owner_id != actor.organisation_id}
    if not foreign:
        return found
    kinds = {kind_of(ref) for ref in foreign}
    told = {ref for kind in kinds for ref in _refs(actor, kind, foreign)}
    return [row for row in found if row.record_ref in told or row.record_ref not in foreign]


def _refs(actor: Actor, kind: type[Record], refs: set[str]) -> Iterable[str]:
    return door.in_danger(actor, kind).filter(ref__in=refs).values_list("ref", flat=True)
