"""Reads of questions between registries: what was asked, what was met, what a record can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Peer, Record
from matching.models import PeerDisclosure, PeerHit, PeerInquiry, PeerQuestion
from matching.models.peers import Outcome
from matching.peers import records
from matching.peers.protocol import PURPOSES
from matching.peers.services.answering import began_again, of_the_day
from matching.sides import column_of
from registry.lib.errors import Forbidden

SHOWN = 100


@dataclass(frozen=True)
class Counted:
    """How many questions a registry asked within a day, and how many of them it was refused."""

    peer: Peer
    asked: int
    refused: int


def asked(actor: Actor) -> list[PeerQuestion]:
    """Questions about records that the actor may know of, the newest first."""
    rows = door.visible(actor, PeerQuestion).select_related("peer__organisation", "case", "remains")
    return list(rows.order_by("-asked_at", "-pk")[:SHOWN])


def met(actor: Actor) -> list[PeerInquiry]:
    """Questions of others that met records of the actor's organisation, the newest first."""
    rows = door.visible(actor, PeerInquiry).select_related("peer__organisation")
    return list(rows.order_by("-received_at", "-pk")[:SHOWN])


def counted(actor: Actor) -> list[Counted]:
    """What was asked of us, as numbers: whom a question was about nobody here knows unless it met somebody.

    SECURITY: hits are not counted, for they can be of records of others.
    """
    refused = Count("pk", filter=Q(outcome=Outcome.REFUSED))
    rows = of_the_day(timezone.now()).exclude(began_again()).values("peer").annotate(asked=Count("pk"), refused=refused)
    counts = {row["peer"]: row for row in rows}
    peers = door.visible(actor, Peer).select_related("organisation").order_by("organisation__name")
    return [Counted(peer, found["asked"], found["refused"]) for peer in peers if (found := counts.get(peer.pk))]


def question(actor: Actor, ref: str) -> PeerQuestion:
    """One question of ours.  Raises NotFound."""
    return door.fetch(actor, PeerQuestion, ref=ref)


def inquiry(actor: Actor, ref: str) -> PeerInquiry:
    """One question of theirs that met somebody here.  Raises NotFound."""
    return door.fetch(actor, PeerInquiry, ref=ref)


def own(actor: Actor, found: PeerInquiry) -> list[records.Asked]:
    """The records of the actor's organisation that it met."""
    hits = door.visible(actor, PeerHit).filter(inquiry=found).select_related("case", "remains").order_by("pk")
    return [hit.record for hit in hits]


def refs_of(actor: Actor, record: Record) -> list[str]:
    """References of questions, of theirs that met it, and of hits, of one record, that the actor may know of."""
    if not isinstance(record, records.Asked):
        return []
    mine = {column_of(record): record}
    asked = door.visible(actor, PeerQuestion).filter(**mine)
    met = door.visible(actor, PeerHit).filter(**mine)
    inquiries = door.visible(actor, PeerInquiry).filter(pk__in=met.values("inquiry"))
    of_either = Q(question__in=asked.values("pk")) | Q(inquiry__in=met.values("inquiry"))
    found = (asked, inquiries, door.visible(actor, PeerDisclosure).filter(of_either))
    return [ref for rows in found for ref in rows.values_list("ref", flat=True)]


def choices(actor: Actor, record: records.Asked) -> list[tuple[Peer, Purpose]]:
    """The registries that may be asked about a record of the actor's organisation, each with the purpose."""
    if actor.account is None or record.owner_id != actor.organisation_id:
        raise Forbidden()
    rows = door.visible(actor, Peer).select_related("organisation").order_by("organisation__name")
    links = [peer for peer in rows if peer.is_live]
    pairs = [(peer, Purpose(one)) for peer in links for one in peer.purposes if Purpose(one) in PURPOSES]
    return [(peer, purpose) for peer, purpose in pairs if records.is_admitted(peer, purpose, record)]
