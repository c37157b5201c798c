"""Who knows of questions between registries: who answers for the record's organisation, while they see the record."""

from __future__ import annotations

from django.db.models import Q

from accessctl.policies import ANSWERABLE
from accessctl.policy import NOBODY, Action, Policy, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case
from matching.models import PeerHit, PeerInquiry, PeerQuestion
from matching.seen import seen, unsuspected
from remains.models import Remains


def _own_records(reach: Reach) -> Q:
    """Rows about records of the actor's organisation that the actor sees."""
    actor = reach.actor
    if actor.account is None or not ANSWERABLE & actor.roles:
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
        return _own_records(reach) if action is Action.VIEW else NOBODY


@register(PeerInquiry)
class PeerInquiryPolicy(Policy):
    """A question of another registry is for who may know of a record that it met."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW or (own := _own_records(reach)) is NOBODY:
            return NOBODY
        return Q(pk__in=PeerHit._default_manager.filter(own).values("inquiry"))
