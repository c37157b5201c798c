"""Passing on what a person found alive decided, for the case that two people of the unit hold to be theirs."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from cases.services import telling
from matching.codes import PairKind, PairState
from matching.models import CandidatePair
from registry.lib.errors import Conflict


class NotAgreed(Conflict):
    code = "not_agreed"
    template = _("Two people of your unit have not decided yet that this is the person who is sought.")


@transaction.atomic
def tell(*, actor: Actor, ref: str) -> CandidatePair:
    """Pass on what the person decided to those who serve the family of the pair's case.

    Raises NotFound, NotAgreed and what `cases.services.telling.tell` raises.
    """
    pair = door.fetch(actor, CandidatePair, door.Action.REVIEW, ref=ref, lock=True)
    if pair.kind != PairKind.AM_ALIVE or pair.state != PairState.HYPOTHESIS:
        raise NotAgreed()
    assert pair.case is not None
    assert pair.whereabouts is not None
    telling.tell(actor=actor, ref=pair.whereabouts.ref, case=pair.case)
    return pair
