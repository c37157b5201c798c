"""Policies of this app's own models that pages ask for: the journal, organisations, agreements, work that failed."""

from __future__ import annotations

from django.db.models import Q

from accessctl.codes import Role
from accessctl.models import Agreement, DisclosureRequest, Effect, JournalEntry, Organisation
from accessctl.policy import EVERYBODY, NOBODY, Action, Policy, Reach, register
from accessctl.rings import Ring
from accessctl.roles import ROLES

# Who answers for an organisation: its supervisors, coordinators and data-protection officer.
ANSWERABLE = frozenset({Role.DATA_PROTECTION, *(role for role, rule in ROLES.items() if rule.approves)})


@register(Organisation)
class OrganisationPolicy(Policy):
    """Names and kinds of organisations are common data for everyone signed in."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return EVERYBODY if reach.actor.is_signed_in and action is Action.VIEW else NOBODY


@register(Agreement)
class AgreementPolicy(Policy):
    """An agreement is seen by its parties."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if not reach.actor.is_signed_in or action is not Action.VIEW:
            return NOBODY
        return Q(parties__organisation=reach.actor.organisation_id)


@register(DisclosureRequest)
class DisclosureRequestPolicy(Policy):
    """Who asked, the colleague before whom it was laid, and those who answer for either side."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.account is None or actor.organisation_id is None or action is not Action.VIEW:
            return NOBODY
        seen = Q(organisation=actor.organisation_id, account=actor.account)
        seen |= Q(owner=actor.organisation_id, assigned_to=actor.account)
        if ANSWERABLE & actor.roles:
            seen |= Q(organisation=actor.organisation_id) | Q(owner=actor.organisation_id)
        return seen


@register(JournalEntry)
class JournalPolicy(Policy):
    """The data-protection officer reads what the own people did, and who did what with the own records.

    Entries are metadata, never content.
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW or Role.DATA_PROTECTION not in reach.actor.roles:
            return NOBODY
        return Q(organisation=reach.actor.organisation_id) | Q(owners__contains=[reach.actor.organisation_id])


@register(Effect)
class EffectPolicy(Policy):
    """Work that was given up: kinds and places in the program, nothing of a record."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        answerable = ANSWERABLE & reach.actor.roles
        return Q(state=Effect.State.PARKED) if answerable and action in (Action.VIEW, Action.CHANGE) else NOBODY
