"""A fresh proof of who somebody is, before what would hurt most on an abandoned screen or in a stolen session.

Asked of people only: partner systems prove themselves with each call, and system jobs act for nobody.  Whoever may not
do it is told so first, so that nobody proves anything in vain.  `accessctl.signin.way` leads to the proof and back.
"""

from __future__ import annotations

from accessctl.actor import Actor
from accessctl.rings import Ring
from registry.lib.errors import RegistryError
from registry.lib.speech import mark as _

PROTECTED_LAYER = 4


class ProofNeeded(RegistryError):
    """The actor may do this, once they have shown again who they are."""

    code, status = "proof_needed", 403
    template = _("This needs a fresh confirmation that it is you. Nothing was saved. Confirm it, then try again.")


def demand(actor: Actor) -> None:
    """Raises ProofNeeded unless the actor has just proved who they are.

    For sharing, exports, keys: in the service, so that no surface forgets it, after the actor's right to it.
    """
    if (actor.account is not None or actor.subject is not None) and not actor.is_fresh:
        raise ProofNeeded()


def demand_for(actor: Actor, ring: Ring) -> None:
    """`demand`, where the ring is of the protected layer."""
    if ring.layer >= PROTECTED_LAYER:
        demand(actor)
