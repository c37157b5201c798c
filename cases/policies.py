"""Who may do what with cases, incidents, whereabouts, stored searches and imports."""

from __future__ import annotations

from django.db.models import Q

from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.policy import EVERYBODY, NOBODY, Action, Reach, RecordPolicy, SystemRule, register
from accessctl.rings import Ring
from cases.codes import IncidentSource
from cases.models import (
    Case,
    CaseGrant,
    ImportBatch,
    Incident,
    IncidentGrant,
    StoredSearch,
    Whereabouts,
    WhereaboutsGrant,
)

CASE_WORKERS = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
REGISTRANTS = CASE_WORKERS | {Role.FOCAL_POINT, Role.TRACING_OFFICER, Role.PARTNER_SYSTEM}
FORENSIC = frozenset({Role.FORENSIC_PRACTITIONER, Role.FORENSIC_COORDINATOR})
MATCHER_RINGS = frozenset({Ring.COMMON, Ring.SEARCH, Ring.RESERVED})


@register(Case)
class CasePolicy(RecordPolicy):
    """Cases belong to who registered them; others see what agreement, consent and firewalls let through."""

    grants = CaseGrant
    own = {
        Action.VIEW: REGISTRANTS | FORENSIC | {Role.DATA_PROTECTION},
        Action.CREATE: REGISTRANTS,
        Action.CHANGE: REGISTRANTS,
        Action.REVIEW: CASE_WORKERS | FORENSIC | {Role.FOCAL_POINT},
    }
    shared = {
        Action.VIEW: REGISTRANTS | FORENSIC,
        Action.REVIEW: FORENSIC | {Role.FOCAL_POINT},
    }
    # The matcher reads what either comparison was consented to; each comparison asks for its own consent again.
    system = {
        "matching": SystemRule(MATCHER_RINGS, frozenset({Purpose.SEARCH, Purpose.FORENSIC_COMPARISON})),
        "matching.remains": SystemRule(MATCHER_RINGS, frozenset({Purpose.FORENSIC_COMPARISON})),
        "matching.cases": SystemRule(MATCHER_RINGS, frozenset({Purpose.SEARCH})),
        # Finds an organisation's own cases by name for its own people: no disclosure, so no consent to one is asked.
        "matching.search": SystemRule(frozenset({Ring.SEARCH})),
        # Compares the effect of consents with their rows, and mends it: what a case's own service would write.
        "families.consent": SystemRule(
            frozenset({Ring.COMMON, Ring.SEARCH, Ring.PROTECTION}),
            actions=frozenset({Action.VIEW, Action.CHANGE}),
        ),
    }

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
    own = {
        Action.VIEW: REGISTRANTS | FORENSIC | {Role.DATA_PROTECTION},
        Action.CREATE: REGISTRANTS | FORENSIC,
        Action.CHANGE: REGISTRANTS | FORENSIC,
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
        published = Q(source_system=IncidentSource.IOM_MMP)
        return base | published if reach.rules(self.shared[Action.VIEW]) else base


@register(Whereabouts)
class WhereaboutsPolicy(RecordPolicy):
    """FW-ALIVE: only the unit that may approach the living, and nobody else by any agreement."""

    grants = WhereaboutsGrant
    own = {
        Action.VIEW: frozenset({Role.TRACING_OFFICER}),
        Action.CREATE: frozenset({Role.TRACING_OFFICER}),
        Action.CHANGE: frozenset({Role.TRACING_OFFICER}),
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
    """An import belongs to the organisation that read the file."""

    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS | FORENSIC)
    needs_consent = False
    system = {"cases.import": SystemRule(frozenset({Ring.SEARCH}), actions=frozenset({Action.VIEW, Action.CHANGE}))}
