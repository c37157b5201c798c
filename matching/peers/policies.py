"""Who knows of questions between registries: who answers for the record's organisation, while they see the record."""

from __future__ import annotations

from django.db.models import Q

from accessctl.codes import Role
from accessctl.policies import ANSWERABLE
from accessctl.policy import NOBODY, Action, Policy, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case
from matching.models import PeerDecision, PeerDisclosure, PeerHit, PeerInquiry, PeerQuestion
from matching.seen import seen, unsuspected
from remains.models import Remains

# Its systems read what became of a hit; what is decided about it is a person's.
TOLD = ANSWERABLE | {Role.PARTNER_SYSTEM}


def _own_records(reach: Reach, roles: frozenset[Role] = ANSWERABLE) -> Q:
    """Rows about records of the actor's organisation that the actor sees."""
    actor = reach.actor
    if actor.organisation_id is None or not roles & actor.roles:
        return NOBODY
    cases = Q(case__owner=actor.organisation_id, case__in=seen(reach, Case)) & unsuspected(reach, "case__")
    return cases | Q(remains__owner=actor.organisation_id, remains__in=seen(reach, Remains))


@register(PeerQuestion)
class PeerQuestionPolicy(Policy):
    """What an organisation asked other registries about its records."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW:
            return NOBODY
        return Q(organisation=reach.actor.organisation_id) & _own_records(reach)


@register(PeerHit)
class PeerHitPolicy(Policy):
    """A record that a question of another registry met."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return _own_records(reach, TOLD) if action is Action.VIEW else NOBODY


@register(PeerInquiry)
class PeerInquiryPolicy(Policy):
    """A question of another registry is for who may know of a record that it met."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW or (own := _own_records(reach)) is NOBODY:
            return NOBODY
        return Q(pk__in=PeerHit._default_manager.filter(own).values("inquiry"))


@register(PeerDisclosure)
class PeerDisclosurePolicy(Policy):
    """The second step of a hit is for who may know of a record of theirs that it is of."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW or (own := _own_records(reach, TOLD)) is NOBODY:
            return NOBODY
        asked = PeerQuestion._default_manager.filter(own, organisation=reach.actor.organisation_id)
        met = PeerHit._default_manager.filter(own)
        return Q(question__in=asked.values("pk")) | Q(inquiry__in=met.values("inquiry"))


@register(PeerDecision)
class PeerDecisionPolicy(Policy):
    """What an organisation's people decided about its records."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW:
            return NOBODY
        return Q(organisation=reach.actor.organisation_id) & _own_records(reach, TOLD)
