"""Reads of links to other registries."""

from __future__ import annotations

from dataclasses import dataclass

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Organisation, Peer, PeerMember, PeerState
from accessctl.peers.envelopes import fingerprint
from accessctl.policies import ANSWERABLE
from registry.lib.errors import Forbidden


@dataclass(frozen=True)
class Link:
    """A link as its page shows it.  `may`: the acts open to the reader now."""

    row: Peer
    members: list[PeerMember]
    takes_part: bool
    may: frozenset[str]

    @property
    def ours(self) -> str:
        return fingerprint(self.row.own_key)

    @property
    def has_acts(self) -> bool:
        """Whether anything can be done at the press of a button alone."""
        return bool(self.may & {"leave", "suspend", "resume", "end"})

    @property
    def purposes(self) -> list[str]:
        return [str(Purpose(one).label) for one in self.row.purposes]


def ensure_answers(actor: Actor) -> None:
    """Raises Forbidden unless the actor answers for an organisation."""
    if actor.organisation is None or not ANSWERABLE & actor.roles:
        raise Forbidden()


def links(actor: Actor) -> list[Link]:
    """Every link, those in force first.  Raises Forbidden."""
    ensure_answers(actor)
    rows = door.visible(actor, Peer).select_related("organisation", "proposed_for").order_by("organisation__name", "pk")
    return sorted((_link(actor, row) for row in rows), key=lambda one: not one.row.is_live)


def link(actor: Actor, ref: str) -> Link:
    """One of them.  Raises NotFound."""
    return _link(actor, door.fetch(actor, Peer, ref=ref))


def bodies(actor: Actor) -> list[Organisation]:
    """Organisations that could run another registry: everyone else who takes part, by name."""
    others = door.visible(actor, Organisation).order_by("name")
    return [one for one in others if one.may_take_part and one.pk != actor.organisation_id]


def _link(actor: Actor, row: Peer) -> Link:
    members = list(row.members.filter(left_at=None).select_related("organisation").order_by("organisation__name"))
    own = [member for member in members if member.organisation_id == actor.organisation_id]
    takes_part = any(member.key == row.key for member in own)
    keeps = row.proposed_for_id == actor.organisation_id
    stands = row.state in (PeerState.LIVE, PeerState.SUSPENDED)
    proposed = keeps and row.state == PeerState.PROPOSED and bool(row.key)
    another = actor.account is not None and actor.account.pk != row.proposed_by_id
    offered = {
        "confirm": proposed and another,
        "join": stands and not takes_part,
        "leave": bool(own),
        "suspend": keeps and row.state == PeerState.LIVE,
        "resume": keeps and row.state == PeerState.SUSPENDED,
        "own-key": keeps and stands,
        "key": keeps and row.state != PeerState.ENDED,
        "end": keeps and row.state != PeerState.ENDED,
    }
    return Link(row, members, takes_part, frozenset(name for name, there in offered.items() if there))
