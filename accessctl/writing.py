"""How deep a partner system's token lets it write: a record's root lies less deep than most of its rows.

The door lets somebody change a root; services that write rows of a ring ask here as well, through the door.
"""

from __future__ import annotations

from accessctl import journal
from accessctl.actor import Actor
from accessctl.deciding import rings
from accessctl.models import Record
from accessctl.permits import LAYERS, Operation, admit
from accessctl.rings import Ring
from registry.lib.errors import Forbidden


def writes(actor: Actor, ring: Ring) -> bool:
    """Whether a system's token is for writing as deep as the ring; True for whom no token narrows.

    No token is for layer 4, which a system can only add to: there the deepest that a token can be for is asked.
    """
    layer = min(ring.layer, max(LAYERS))
    return ring not in actor.closed and admit(actor.permits, Operation.WRITE, layer, actor.purpose)


def ensure_writes(actor: Actor, ring: Ring, record: Record | None = None) -> None:
    """Refuse a system whose token is not for writing as deep as the ring.

    record: where only those may write who open that ring of it, people too.  Raises Forbidden.
    """
    if record is not None and ring not in rings(actor, record):
        journal.record_denial(actor, record, ring=ring, rule="ring")
        raise Forbidden()
    if not writes(actor, ring):
        raise Forbidden()
