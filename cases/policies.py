"""Who may do what with cases, incidents, whereabouts, stored searches and imports."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accessctl import own_rows, parts
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.lookups import Holds
from accessctl.policy import EVERYBODY, NOBODY, Action, Policy, RecordPolicy, SystemRule, policy_of, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from accessctl.scope import offer_events, offer_routes
from cases.codes import AgeClass, CaseWorkflow, IncidentSource, Route
from cases.dvi.codes import MemberState
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseGrant,
    CaseIncident,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CasePhoto,
    CaseProtectedDocument,
    CaseSearchFile,
    CaseStatement,
    Donor,
    DviEvent,
    DviEventGrant,
    EventMember,
    EventStep,
    ImportBatch,
    Incident,
    IncidentGrant,
    JourneyLeg,
    LivingBatch,
    StoredSearch,
    Whereabouts,
    WhereaboutsClaim,
    WhereaboutsGrant,
    WhereaboutsTold,
)
from cases.parts import CASE_PARTS, INCIDENT_PARTS

CASE_WORKERS = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
REGISTRANTS = CASE_WORKERS | {
    Role.FOCAL_POINT, Role.TRACING_OFFICER, Role.PARTNER_SYSTEM, Role.STATE_SEARCH_BODY,
}  # fmt: skip
# They see a case only by a grant of their own, whichever side they are on.
ASSIGNED = frozenset({Role.PSYCHOSOCIAL_WORKER, Role.CONSULAR_OFFICER, Role.INVESTIGATOR, Role.FAMILY_DELEGATE})
FINDERS = frozenset({Role.TRACING_OFFICER, Role.FIELD_STAFF})
FORENSIC = frozenset({Role.FORENSIC_PRACTITIONER, Role.FORENSIC_COORDINATOR})
IN_STATE = "{row}.id IN (SELECT case_id FROM {files} WHERE workflow_status = ANY(%s))"
OF_THE_LIVING = "EXISTS (SELECT FROM {rows} WHERE case_id = {row}.id AND ended_at IS NULL)"
LEADERS = FORENSIC | {Role.FOCAL_POINT, Role.STATE_SEARCH_BODY}
EVENT_TEAM = LEADERS | CASE_WORKERS
# What an invitation to an event is for: under any other purpose it opens nothing.
EVENT_PURPOSES = (Purpose.SEARCH, Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)
PUBLISHED = Q(source_system=IncidentSource.IOM_MMP)
MATCHER_RINGS = frozenset({Ring.COMMON, Ring.SEARCH, Ring.RESERVED})
LIVING_RINGS = frozenset({Ring.COMMON, Ring.SEARCH})  # names, age, origin, journey: enough to know somebody alive by
# What lies in the forensic file of a case is told for comparison with remains, and for that alone.
REMAINS_RINGS = MATCHER_RINGS | {Ring.FORENSIC}
# What relatives read of what they gave: never what concerns protection, genetics, accountability, the living.
TOLD_RINGS = frozenset({Ring.COMMON, Ring.SEARCH, Ring.RESERVED, Ring.KIN, Ring.FORENSIC, Ring.CONTACT})

# What a source told whose words were taken back leaves the search; the codes of layer 1 and the firewalls stay.
own_rows.close_but(
    Q(source__taken_back_at=None),
    CaseBelonging, CaseDentalChart, CaseDocument, CaseIncident, CaseIntimateMark, CaseMark, CaseMedical, CaseName,
    CasePhoto, CaseProtectedDocument, CaseStatement, JourneyLeg,
)  # fmt: skip
offer_routes(Route.choices)
offer_events(Incident)
parts.offer(Case, CASE_PARTS, name=_("Cases"))
parts.offer(Incident, INCIDENT_PARTS, name=_("Incidents"))


def in_state(*states: CaseWorkflow) -> Q:
    """Cases whose work is in one of these states."""
    return Holds(IN_STATE, list(states), files=CaseSearchFile._meta.db_table)


def uncounted() -> Q:
    """Cases that no count of an organisation's cases holds: taken back, or counted elsewhere."""
    return in_state(CaseWorkflow.WITHDRAWN, CaseWorkflow.DUPLICATE, CaseWorkflow.TRANSFERRED)


@register(Case)
class CasePolicy(RecordPolicy):
    """Cases belong to who registered them; others see what agreement, consent and firewalls let through."""

    grants = CaseGrant
    route, country = "route_code", "last_contact_country"
    opens_in_danger = True
    told = TOLD_RINGS
    own = {
        Action.VIEW: REGISTRANTS | FORENSIC | ASSIGNED | {Role.DATA_PROTECTION},
        Action.CREATE: REGISTRANTS,
        Action.CHANGE: REGISTRANTS,
        Action.ERASE: REGISTRANTS | {Role.DATA_PROTECTION},
        Action.REVIEW: CASE_WORKERS | FORENSIC | {Role.FOCAL_POINT},
    }
    shared = {Action.VIEW: REGISTRANTS | FORENSIC | ASSIGNED, Action.REVIEW: FORENSIC | {Role.FOCAL_POINT}}
    # The matcher reads what either comparison was consented to; each comparison asks for its own consent again.
    system = {
        "matching": SystemRule(REMAINS_RINGS, frozenset({Purpose.SEARCH, Purpose.FORENSIC_COMPARISON})),
        "matching.remains": SystemRule(REMAINS_RINGS, frozenset({Purpose.FORENSIC_COMPARISON})),
        "matching.cases": SystemRule(MATCHER_RINGS, frozenset({Purpose.SEARCH})),
        "matching.living": SystemRule(LIVING_RINGS, frozenset({Purpose.SEARCH})),
        # Weighs what relatives' profiles say of remains: who is related how, by codes of donors.  The consent that
        # counts is each donor's own.
        "matching.kinship": SystemRule(frozenset({Ring.COMMON, Ring.SEARCH, Ring.KIN})),
        # Codes what other registries may be asked about, and finds what they ask for.
        "matching.peers": SystemRule(MATCHER_RINGS, frozenset({Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON})),
        # Finds an organisation's own cases by name for its own people: no disclosure, so no consent to one is asked.
        "matching.search": SystemRule(frozenset({Ring.SEARCH})),
        # Writes what a person found alive lets be told, and takes it back with their wish: the unit that speaks with
        # them may write to no case.
        "cases.answers": SystemRule(
            frozenset({Ring.COMMON, Ring.SEARCH, Ring.CONTACT}), actions=frozenset({Action.VIEW, Action.CHANGE})
        ),
        # Writes down to a family's file what an authority established, and takes it back with it: the institution that
        # established it may write to no case of another organisation.
        "families.findings": SystemRule(
            frozenset({Ring.COMMON, Ring.SEARCH, Ring.KIN}), actions=frozenset({Action.VIEW, Action.CHANGE})
        ),
        # Compares the effect of consents with their rows, and mends it.
        "families.consent": SystemRule(
            frozenset({Ring.COMMON, Ring.SEARCH, Ring.PROTECTION, Ring.ACCOUNTABILITY}),
            actions=frozenset({Action.VIEW, Action.CHANGE}),
        ),
    }

    def withdrawn(self) -> Q:
        return self._in(CaseWorkflow.WITHDRAWN)

    def closed(self) -> Q:
        """Taken back, put off by the family, or gone on with elsewhere; or somebody says that it is them, or what they
        decided was passed on.

        SECURITY: what is then known of the living is for the family alone, whatever danger somebody else sees.
        """
        claimed = Holds(OF_THE_LIVING, rows=WhereaboutsClaim._meta.db_table)
        told = Holds(OF_THE_LIVING, rows=WhereaboutsTold._meta.db_table)
        return self._in(CaseWorkflow.WITHDRAWN, CaseWorkflow.PAUSED, CaseWorkflow.TRANSFERRED) | claimed | told

    def _in(self, *states: CaseWorkflow) -> Q:
        return in_state(*states)

    def admitted(self, reach: Reach, ring: Ring) -> Q:
        return self._less_children(super().admitted(reach, ring), reach, ring)

    def within_safeguards(self, reach: Reach, ring: Ring) -> Q:
        return self._less_children(super().within_safeguards(reach, ring), reach, ring)

    def _less_children(self, admitted: Q, reach: Reach, ring: Ring) -> Q:
        """FW-MINOR: above layer 1, a child's file only to those competent for children, once its best interest is
        weighed.  An age that straddles the limit counts as a child's.
        """
        if ring.layer < 2 or admitted is NOBODY:
            return admitted
        grown = Q(is_child=False) | Q(is_child=None, age_band=AgeClass.UNKNOWN)
        organisation = reach.actor.organisation
        competent = organisation is not None and organisation.protects_children
        return admitted & (grown | Q(best_interest_noted=True) if competent else grown)

    def at(self, incidents: frozenset[str]) -> Q:
        return Q(pk__in=CaseIncident._default_manager.filter(incident__ref__in=incidents).values("case"))

    def state_classes(self, reach: Reach) -> list[tuple[Q, RecipientClass | None]]:
        organisation = reach.actor.organisation
        if organisation is None or not organisation.is_state_body:
            return super().state_classes(reach)
        origin = Q(nationalities__contains=[organisation.country])
        destination = Q(destination_country=organisation.country)
        return [
            (origin, RecipientClass.STATE_OF_ORIGIN_BODY),
            (~origin & destination, RecipientClass.STATE_OF_DESTINATION_BODY),
            (~origin & (~destination | Q(destination_country=None)), RecipientClass.STATE_OF_TRANSIT_BODY),
        ]


@register(Incident)
class IncidentPolicy(RecordPolicy):
    """The public row is for everyone signed in; the exact place of a published event as well, others by agreement."""

    grants = IncidentGrant
    needs_consent = False
    route = "route_code"
    own = {
        Action.VIEW: REGISTRANTS | FORENSIC | {Role.DATA_PROTECTION},
        **dict.fromkeys((Action.CREATE, Action.CHANGE), REGISTRANTS | FORENSIC),
    }
    shared = {Action.VIEW: REGISTRANTS | FORENSIC}
    system = {"matching": SystemRule(frozenset({Ring.PUBLIC, Ring.SEARCH}))}

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if action is not Action.VIEW or not actor.is_signed_in:
            return super().scope(reach, action, ring)
        if ring is Ring.PUBLIC:
            return EVERYBODY
        base = super().scope(reach, action, ring)
        return base | PUBLISHED if reach.rules(self.shared[Action.VIEW]) else base

    def open_by_itself(self, reach: Reach, ring: Ring) -> Q:
        return super().open_by_itself(reach, ring) | PUBLISHED

    def at(self, incidents: frozenset[str]) -> Q:
        return Q(ref__in=incidents)


@register(Whereabouts)
class WhereaboutsPolicy(RecordPolicy):
    """FW-ALIVE: the unit that may approach the living, and of their own reports who made them; nobody by agreement."""

    grants = WhereaboutsGrant
    own = {
        **dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), FINDERS),
        Action.ERASE: frozenset({Role.TRACING_OFFICER}),
    }
    system = {
        "matching.living": SystemRule(frozenset({Ring.WHEREABOUTS})),
        # Writes down what somebody says of themselves who has no account.
        "cases.claims": SystemRule(frozenset({Ring.WHEREABOUTS}), actions=frozenset({Action.VIEW, Action.CREATE})),
        "cases.retention": SystemRule(frozenset({Ring.WHEREABOUTS}), actions=frozenset({Action.VIEW, Action.ERASE})),
    }

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return _of_their_own(reach, super().scope(reach, action, ring))


def _of_their_own(reach: Reach, scope: Q) -> Q:
    """Who only reports people found alive knows of their own reports and lists, not of those of colleagues."""
    roles = reach.actor.roles
    if reach.actor.is_system or Role.FIELD_STAFF not in roles or Role.TRACING_OFFICER in roles:
        return scope
    return scope & Q(created_by=reach.actor.account) if reach.actor.account else NOBODY


@register(Donor)
class DonorPolicy(RecordPolicy):
    """A donor's code is known to those who serve the family; whoever tests a sample knows the code of the sample."""

    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), CASE_WORKERS)
    # What donors agreed to, or took back, is written with the consents of their case; what they gave is told to them.
    system = {
        "families.consent": SystemRule(frozenset({Ring.COMMON}), actions=frozenset({Action.VIEW, Action.CHANGE})),
        "matching.kinship": SystemRule(frozenset({Ring.COMMON})),
        "remains.copies": SystemRule(frozenset({Ring.COMMON, Ring.FORENSIC})),
    }


@register(StoredSearch)
class StoredSearchPolicy(RecordPolicy):
    """A stored search is its maker's alone; the matcher reads it and writes its answer."""

    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS | FORENSIC)
    needs_consent = False
    system = {"matching.search": SystemRule(frozenset({Ring.SEARCH}), actions=frozenset({Action.VIEW, Action.CHANGE}))}

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if reach.actor.is_system:
            return super().scope(reach, action, ring)
        if reach.actor.account is None:
            return NOBODY
        return super().scope(reach, action, ring) & Q(created_by=reach.actor.account)


@register(ImportBatch)
class ImportBatchPolicy(RecordPolicy):
    """An import belongs to the organisation that read the file; a system has those that it handed in."""

    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS | FORENSIC)
    needs_consent = False
    system = {"cases.import": SystemRule(frozenset({Ring.SEARCH}), actions=frozenset({Action.VIEW, Action.CHANGE}))}

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        scope, client = super().scope(reach, action, ring), reach.actor.client
        return scope & Q(client=client) if client else scope


@register(LivingBatch)
class LivingBatchPolicy(RecordPolicy):
    """FW-ALIVE: a list of people found alive is its reporter's, and the unit's that may approach them."""

    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), FINDERS)
    system = {
        "cases.import": SystemRule(frozenset({Ring.WHEREABOUTS}), actions=frozenset({Action.VIEW, Action.CHANGE}))
    }

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return _of_their_own(reach, super().scope(reach, action, ring))


@register(DviEvent)
class DviEventPolicy(RecordPolicy):
    """The lead's, and what its members are invited to: that there is an event and how many were there (rings 1, 2).

    Names of a list (ring 3) are for the lead's own people, also for those whose role reads no names elsewhere if they
    may lead, since they write the list; and for others by a personal grant that the lead gives.
    Whoever is invited and has not answered sees that they are invited, and no more.
    """

    grants = DviEventGrant
    needs_consent = False
    own = {
        Action.VIEW: REGISTRANTS | FORENSIC | {Role.DATA_PROTECTION},
        Action.CREATE: LEADERS,
        Action.CHANGE: LEADERS,
        **dict.fromkeys((Action.ATTEND, Action.REVIEW), EVENT_TEAM | {Role.PARTNER_SYSTEM}),
    }
    shared = {
        Action.VIEW: REGISTRANTS | FORENSIC,
        **dict.fromkeys((Action.ATTEND, Action.REVIEW), EVENT_TEAM | {Role.PARTNER_SYSTEM}),
    }

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        scope = super().scope(reach, action, ring)
        if action is Action.VIEW or reach.actor.is_system:
            return scope
        return scope & (Q(owner=reach.actor.organisation_id) | _takes_part(reach, MemberState.JOINED))

    def _own_basis(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is Action.VIEW and ring is Ring.RESERVED and reach.rules(LEADERS):
            return EVERYBODY
        return super()._own_basis(reach, action, ring)

    def agreed(self, reach: Reach, ring: Ring) -> Q:
        """An invitation that was accepted is the agreement; one that waits for its answer shows that it is there."""
        if reach.actor.purpose not in EVENT_PURPOSES:
            return NOBODY
        asked = (MemberState.INVITED,) if ring is Ring.COMMON else ()
        return _takes_part(reach, MemberState.JOINED, *asked)


def _takes_part(reach: Reach, *states: MemberState) -> Q:
    """Events to which the actor's organisation stands like this."""
    mine = EventMember._default_manager.filter(organisation=reach.actor.organisation_id, state__in=states)
    return Q(pk__in=mine.values("event"))


class _OfEvent(Policy):
    """Members and steps are read with their event, by those who work on it; the own invitation by who is invited."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW:
            return NOBODY
        policy = policy_of(DviEvent)
        inside = DviEvent._default_manager.filter(policy.scope(reach, Action.VIEW, Ring.SEARCH))
        return Q(event__in=inside.values("pk"))


@register(EventStep)
class EventStepPolicy(_OfEvent):
    """How far the work is."""


@register(EventMember)
class EventMemberPolicy(_OfEvent):
    """Who works on an event."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        scope = super().scope(reach, action, ring)
        if scope is NOBODY:
            return scope
        seen = DviEvent._default_manager.filter(policy_of(DviEvent).scope(reach, Action.VIEW, Ring.COMMON))
        return scope | Q(organisation=reach.actor.organisation_id, event__in=seen.values("pk"))
