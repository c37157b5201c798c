"""Policies of this app's own models that pages ask for: the journal, organisations, agreements, work that failed."""

from __future__ import annotations

from django.db.models import Q

from accessctl.approvals import kinds
from accessctl.codes import Role
from accessctl.models import (
    Agreement,
    ApiClient,
    Approval,
    ApprovalFile,
    Breach,
    Demand,
    DisclosureRequest,
    Effect,
    EmergencyOpening,
    JournalEntry,
    Membership,
    Organisation,
    Peer,
    Sanction,
    Tombstone,
    Webhook,
)
from accessctl.policy import EVERYBODY, NOBODY, Action, Policy, RecordPolicy, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from accessctl.roles import ROLES

# Who answers for an organisation: its supervisors, coordinators and data-protection officer.
ANSWERABLE = frozenset({Role.DATA_PROTECTION, *(role for role, rule in ROLES.items() if rule.approves)})

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR})
# Who invites people: those who may also give a personal grant.  Officers watch over data, they do not hire.
STAFFING = frozenset(role for role, rule in ROLES.items() if rule.approves)
JOURNAL_READERS = frozenset({Role.DATA_PROTECTION, Role.AUDITOR})


@register(Organisation)
class OrganisationPolicy(Policy):
    """Everyone signed in sees the directory; who answers for an organisation, or runs the registry, changes it."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if not actor.is_signed_in or action not in (Action.VIEW, Action.CHANGE):
            return NOBODY
        if action is Action.VIEW or ADMINISTRATORS & actor.roles:
            return EVERYBODY
        return Q(pk=actor.organisation_id) if ANSWERABLE & actor.roles else NOBODY


@register(Membership)
class MembershipPolicy(Policy):
    """The people of an organisation are known to their colleagues, and to who runs the registry."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.account is None or not actor.is_signed_in or action is not Action.VIEW:
            return NOBODY
        return EVERYBODY if ADMINISTRATORS & actor.roles else Q(organisation=actor.organisation_id)


@register(Agreement)
class AgreementPolicy(Policy):
    """An agreement is seen by everyone of its parties; who answers for one of them acts for it."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if not actor.is_signed_in or action not in (Action.VIEW, Action.CHANGE):
            return NOBODY
        if action is Action.CHANGE and not ANSWERABLE & actor.roles:
            return NOBODY
        return Q(parties__organisation=actor.organisation_id)


@register(ApiClient)
class ApiClientPolicy(Policy):
    """The systems of an organisation are known to who answers for it; who invites its people makes them."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.account is None or actor.organisation_id is None or action is not Action.VIEW:
            return NOBODY
        return Q(organisation=actor.organisation_id) if ANSWERABLE & actor.roles else NOBODY


@register(Webhook)
class WebhookPolicy(Policy):
    """The addresses at which an organisation's systems are told of changes.

    Who answers for the organisation sees them all, who invites its people changes them; a system has its own, of the
    purpose of its call.
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.organisation_id is None or action not in (Action.VIEW, Action.CHANGE):
            return NOBODY
        if actor.client is not None:
            return Q(client=actor.client, purpose=actor.purpose)
        may = ANSWERABLE if action is Action.VIEW else STAFFING
        of_own = actor.account is not None and bool(may & actor.roles)
        return Q(client__organisation=actor.organisation_id) if of_own else NOBODY


@register(Peer)
class PeerPolicy(Policy):
    """Links to other registries are known to who answers for an organisation of ours."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.account is None or actor.organisation_id is None or action is not Action.VIEW:
            return NOBODY
        return EVERYBODY if ANSWERABLE & actor.roles else NOBODY


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


@register(EmergencyOpening)
class EmergencyOpeningPolicy(Policy):
    """Who opened it in danger to life, those who answer for the record's owner, the officer of who opened it."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.account is None or actor.organisation_id is None or action is not Action.VIEW:
            return NOBODY
        seen = Q(organisation=actor.organisation_id, account=actor.account)
        if ANSWERABLE & actor.roles:
            seen |= Q(owner=actor.organisation_id)
        if Role.DATA_PROTECTION in actor.roles:
            seen |= Q(organisation=actor.organisation_id)
        return seen


@register(Approval)
class ApprovalPolicy(Policy):
    """Who asked, and those of their organisation who may be the second person or answer for it."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.account is None or actor.organisation_id is None or action is not Action.VIEW:
            return NOBODY
        seen = Q(asked_by=actor.account) | Q(kind__in=kinds.approved_by(actor.roles))
        return Q(organisation=actor.organisation_id) & (EVERYBODY if ANSWERABLE & actor.roles else seen)


@register(ApprovalFile)
class ApprovalFilePolicy(RecordPolicy):
    """Written by who asks, for their organisation; read with the act itself, by whoever sees that, and not alone."""

    needs_consent = False
    own = {Action.CREATE: frozenset(Role) - {Role.PARTNER_SYSTEM}}

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.account is None or actor.organisation_id is None or not reach.rules(self.own.get(action, ())):
            return NOBODY
        return Q(owner=actor.organisation_id, created_by=actor.account)


class RegisterPolicy(RecordPolicy):
    """A register is read and written by the data-protection officer of its organisation, and by nobody else."""

    needs_consent = False
    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), frozenset({Role.DATA_PROTECTION}))

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        organisation = reach.actor.organisation
        if organisation is None or not organisation.may_take_part or not reach.rules(self.own.get(action, ())):
            return NOBODY
        return Q(owner=organisation.pk)


@register(Demand)
class DemandPolicy(RegisterPolicy):
    """Demands by the law."""


@register(Breach)
class BreachPolicy(RegisterPolicy):
    """Breaches of data protection."""


@register(Sanction)
class SanctionPolicy(Policy):
    """Who answers for an organisation sees with whom it shares nothing; whom it binds is not told."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.organisation_id is None or action is not Action.VIEW or not ANSWERABLE & actor.roles:
            return NOBODY
        return Q(owner=actor.organisation_id)


@register(Tombstone)
class TombstonePolicy(Policy):
    """What was erased of the own organisation's: for who answers for it, and who did it."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.organisation_id is None or action is not Action.VIEW:
            return NOBODY
        own = Q(owner=actor.organisation_id)
        return own if ANSWERABLE & actor.roles else own & Q(by=actor.pseudonym)


@register(JournalEntry)
class JournalPolicy(Policy):
    """Officer and auditor read what the organisation's people did, and who did what with its records.

    Entries are metadata, never content.
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW or not JOURNAL_READERS & reach.actor.roles:
            return NOBODY
        return Q(organisation=reach.actor.organisation_id) | Q(owners__contains=[reach.actor.organisation_id])


@register(Effect)
class EffectPolicy(Policy):
    """Work that was given up: kinds and places in the program, nothing of a record."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        answerable = ANSWERABLE & reach.actor.roles
        return Q(state=Effect.State.PARKED) if answerable and action in (Action.VIEW, Action.CHANGE) else NOBODY
