"""Who may do what with remains: they belong to the institution that has them in care; others see by agreement."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accessctl import consent, own_rows, parts
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.lookups import Holds
from accessctl.policy import NOBODY, UNSANCTIONED, Action, Policy, RecordPolicy, SystemRule, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.codes import AgeClass
from remains.models import (
    Alleles,
    GeneticMode,
    Remains,
    RemainsBatch,
    RemainsColumns,
    RemainsDraft,
    RemainsGrant,
    RemainsIncident,
    Sample,
    SampleOfDonor,
    SampleTest,
    StoragePlace,
)
from remains.parts import REMAINS_PARTS

FORENSIC = frozenset({Role.FORENSIC_PRACTITIONER, Role.FORENSIC_COORDINATOR})
# Who takes samples: of remains, and of relatives.
SAMPLERS = FORENSIC | {Role.CASEWORKER, Role.SUPERVISOR}
REGISTRANTS = FORENSIC | {Role.FOCAL_POINT, Role.PARTNER_SYSTEM}
READERS = REGISTRANTS | {Role.CASEWORKER, Role.SUPERVISOR, Role.TRACING_OFFICER, Role.STATE_SEARCH_BODY}
# Estimated, of somebody nobody knows: the middle of the estimate decides, and there is no interest left to weigh.
CHILDREN = (AgeClass.INFANT, AgeClass.CHILD, AgeClass.ADOLESCENT)

# A laboratory that tests a sample too reads nothing of what another found.
own_rows.leave_to_each(lambda organisation: Q(laboratory=organisation), Alleles)
parts.offer(Remains, REMAINS_PARTS, name=_("Remains"))


@register(Remains)
class RemainsPolicy(RecordPolicy):
    """No family stands behind a record of remains yet, so no consent is asked; agreements and firewalls bind."""

    grants = RemainsGrant
    needs_consent = False
    country = "found_country"
    own = {
        Action.VIEW: READERS | {Role.DATA_PROTECTION, Role.MORGUE_CLERK},
        Action.CREATE: REGISTRANTS,
        Action.CHANGE: REGISTRANTS,
        Action.ERASE: frozenset({Role.FORENSIC_COORDINATOR, Role.SUPERVISOR, Role.FOCAL_POINT, Role.DATA_PROTECTION}),
        Action.REVIEW: FORENSIC | {Role.FOCAL_POINT, Role.SUPERVISOR},
    }
    shared = {
        Action.VIEW: READERS,
        Action.REVIEW: FORENSIC | {Role.FOCAL_POINT},
    }
    system = {
        name: SystemRule(frozenset({Ring.COMMON, Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC}))
        for name in ("matching", "matching.remains", "matching.cases", "matching.peers")
    }

    def admitted(self, reach: Reach, ring: Ring) -> Q:
        """FW-CRIM: whoever investigates crime asks in the name of accountability, for which an agreement stands, or
        sees nothing.  FW-MINOR: above layer 1, what was a child's only to those competent for children.
        """
        admitted, organisation = super().admitted(reach, ring), reach.actor.organisation
        if admitted is NOBODY or organisation is None:
            return NOBODY
        if organisation.investigates and reach.actor.purpose != Purpose.ACCOUNTABILITY:
            return NOBODY
        if ring.layer < 2 or organisation.protects_children:
            return admitted
        return admitted & ~Q(age_class__in=CHILDREN)

    def at(self, incidents: frozenset[str]) -> Q:
        return Q(pk__in=RemainsIncident._default_manager.filter(incident__ref__in=incidents).values("remains"))


@register(RemainsDraft)
class RemainsDraftPolicy(RecordPolicy):
    """A draft is the institution's: any of its forensic people may go on with it, others with their own alone.

    SECURITY: what is typed includes the forensic file, which the other registrants may write and not read.
    """

    needs_consent = False
    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS - {Role.PARTNER_SYSTEM})

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if reach.actor.account is None:
            return NOBODY
        scope = super().scope(reach, action, ring)
        if reach.actor.roles & FORENSIC:
            return scope
        return scope & Q(created_by=reach.actor.account)


@register(RemainsBatch)
class RemainsBatchPolicy(RecordPolicy):
    """A table of remains belongs to the organisation whose people handed it in; a system has those that it did.

    Its rows hold rings 1 and 2 alone, which every registrant of the organisation may read of what they become.
    """

    needs_consent = False
    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS)
    system = {"cases.import": SystemRule(frozenset({Ring.SEARCH}), actions=frozenset({Action.VIEW, Action.CHANGE}))}

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        scope, client = super().scope(reach, action, ring), reach.actor.client
        return scope & Q(client=client) if client else scope


@register(RemainsColumns)
class RemainsColumnsPolicy(Policy):
    """How partners' columns are read is known in the own organisation, to those who register."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if not actor.is_signed_in or not actor.roles & REGISTRANTS:
            return NOBODY
        return Q(organisation=actor.organisation_id)


@register(StoragePlace)
class StoragePlacePolicy(Policy):
    """The storage places of one's own institution: for those who keep remains or samples there."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if not actor.is_signed_in or not actor.roles & (REGISTRANTS | SAMPLERS | {Role.GENETIC_LAB}):
            return NOBODY
        return Q(organisation=actor.organisation_id)


@register(Sample)
class SamplePolicy(RecordPolicy):
    """Samples belong to whoever took them; a laboratory that was asked for a test has them by their code.

    SECURITY: what is of a donor who does not agree now, or who agreed to another kind of laboratory, is closed to it
    but for the code, so that it can be given back or destroyed.  Alleles are the laboratory's, and nobody else's.
    A system of whoever took it writes what one institution does alone; hand-overs and destruction are people's.  A
    laboratory's system may report (REVIEW) on what the laboratory was asked to test, and nothing else.
    """

    needs_consent = False
    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), SAMPLERS | {Role.PARTNER_SYSTEM})
    # SECURITY: the one job that reads alleles, to weigh kinship; of what it reads a ratio alone is kept (ADR 38).
    system = {
        "matching.kinship": SystemRule(frozenset({Ring.COMMON})),
        # Tells donors in their own copy what they gave; never alleles.
        "remains.copies": SystemRule(frozenset({Ring.COMMON, Ring.FORENSIC})),
    }

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        organisation = actor.organisation
        if actor.is_system and actor.system in self.system and ring is Ring.GENETIC and action is Action.VIEW:
            return ~Q(pk__in=disagreed())
        own = super().scope(reach, action, ring)
        if organisation is None or not organisation.may_take_part:
            return own
        people = Role.GENETIC_LAB in actor.roles and action in (Action.VIEW, Action.CHANGE)
        systems = Role.PARTNER_SYSTEM in actor.roles and organisation.kind == RecipientClass.GENETIC_LAB
        reads = action in (Action.VIEW, Action.REVIEW) and ring is not Ring.GENETIC
        if not people and not (systems and reads):
            return own
        sent = SampleTest._default_manager.filter(laboratory=organisation).values("sample")
        asked = Q(pk__in=sent) & Holds(UNSANCTIONED, organisation.pk, sorted(organisation.states))
        if ring is not Ring.COMMON:
            asked &= ~Q(pk__in=untestable(reach))
        return own | asked


def disagreed() -> QuerySet[SampleOfDonor]:
    """Samples of donors who do not agree to be compared now."""
    agreed = Q(donor__tests_until__gt=Now())
    return SampleOfDonor._default_manager.exclude(agreed).values("sample")  # type: ignore[return-value]


def untestable(reach: Reach) -> QuerySet[SampleOfDonor]:
    """Samples of donors who do not agree now that the actor's organisation tests them."""
    organisation = reach.actor.organisation
    kinds = [organisation.kind] if organisation is not None else []
    agreed = Q(
        donor__tests_until__gt=Now(), donor__audience__in=reach.audiences(),
        donor__consent_3__meets=consent.bits([Purpose.DNA_IDENTIFICATION], kinds),
    )  # fmt: skip
    return SampleOfDonor._default_manager.exclude(agreed).values("sample")  # type: ignore[return-value]


@register(GeneticMode)
class GeneticModePolicy(Policy):
    """Whether one's own laboratory keeps alleles here."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if action is not Action.VIEW or not actor.is_signed_in:
            return NOBODY
        return Q(organisation=actor.organisation_id)
