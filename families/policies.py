"""Who may do what with drafts of a registration.  Relatives and consents are rings of the case: its policy decides.

Which rows of those rings are a relative's own is said here; a table that is not named stays closed to them
(`families.page.copying.NOT_TOLD` says why).
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accessctl import own_rows, ownership, parts
from accessctl.actor import Subject
from accessctl.codes import Purpose, Role
from accessctl.policy import NOBODY, Action, Policy, RecordPolicy, SystemRule, policy_of, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseHolders,
    CaseImage,
    CaseIncident,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CasePhoto,
    CaseSearchFile,
    CaseSource,
    CaseStatement,
    JourneyLeg,
)
from cases.policies import CASE_WORKERS, REGISTRANTS
from families.codes import OUTSIDE, TOLD_TO_PROVIDER, ConsentState, IntakeWay, NotificationKind, TransferState
from families.models import (
    CaseBatch,
    CaseTransfer,
    Channel,
    ColumnMapping,
    Consent,
    ConsentTaking,
    DonorLink,
    FamilyWishes,
    FeedbackRhythm,
    FeedbackTalk,
    Finding,
    LegalPaper,
    Notification,
    Referral,
    RegistrationDraft,
    Relative,
    RelativeMandate,
    RelativeName,
    RelativeTie,
    ReturnStep,
    RightsRequest,
    RiteNotice,
    SignedPaper,
    SupportNeed,
    TransferAgreement,
)
from families.parts import FAMILY_PARTS

parts.offer(Case, FAMILY_PARTS)
INSIDE = frozenset(IntakeWay) - OUTSIDE
# Who of a provider answers a family that was referred to it.
HELPERS = frozenset({Role.PSYCHOSOCIAL_WORKER, Role.SUPERVISOR, Role.PARTNER_SYSTEM})


def _own_consents(subject: Subject) -> Q:
    """What they agreed to or refused, and what took it back, whoever wrote that down."""
    mine = ConsentTaking._default_manager.filter(given_by=subject.person).values("consent")
    return Q(pk__in=mine) | Q(supersedes__in=mine, state=ConsentState.WITHDRAWN)


def _told(subject: Subject) -> Q:
    """SECURITY: what people told them, sitting with them, and nothing before; not what others of them were told."""
    return Q(told_to__contains=[subject.person], done_on__isnull=False)


def _told_who_died(subject: Subject) -> QuerySet[Notification]:
    return Notification._default_manager.filter(_told(subject), kind=NotificationKind.IDENTIFICATION)


def _first_contact(subject: Subject) -> Q:
    """Rows of the whole case that who speaks for the family gave."""
    return Q(case__in=Relative._default_manager.filter(pk=subject.person, is_primary_contact=True).values("case"))


own_rows.offer(
    lambda subject: Q(source=subject.source),
    CaseBelonging, CaseDentalChart, CaseDocument, CaseHolders, CaseIncident, CaseIntimateMark, CaseMark, CaseMedical,
    CaseName, CasePhoto, CaseSearchFile, CaseStatement, JourneyLeg,
)  # fmt: skip
own_rows.offer(lambda subject: Q(source=subject.source, removed_at=None), CaseImage, SignedPaper)
own_rows.offer(_told, Notification)
own_rows.offer(lambda subject: Q(pk__in=_told_who_died(subject).values("finding")), Finding)
own_rows.offer(lambda subject: Q(case__in=_told_who_died(subject).values("case")), FamilyWishes, ReturnStep, RiteNotice)
own_rows.offer(_first_contact, FeedbackRhythm)
own_rows.offer(
    lambda subject: Q(relative=subject.person),
    Channel, DonorLink, FeedbackTalk, RelativeMandate, RelativeName, RelativeTie, RightsRequest, SupportNeed,
    TransferAgreement,
)  # fmt: skip
own_rows.offer(lambda subject: Q(need__relative=subject.person), Referral)
own_rows.offer(lambda subject: Q(applicant=subject.person), LegalPaper)
own_rows.offer(lambda subject: Q(pk=subject.person), Relative)
own_rows.offer(lambda subject: Q(pk=subject.source), CaseSource)
own_rows.offer(lambda subject: Q(given_by=subject.person), ConsentTaking)
own_rows.offer(_own_consents, Consent)


@register(RiteNotice)
class RiteNoticePolicy(Policy):
    """People of the faith organisation that a family named read rite, place and time, until the burial is over.

    SECURITY: a firewall or a sanction hides it with the same query.
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if action is not Action.VIEW or Role.FAITH_LEADER not in actor.roles or actor.organisation is None:
            return NOBODY
        if not actor.organisation.may_take_part:
            return NOBODY
        open_to_them = ownership.offered(Case, actor.organisation).values("pk")
        return Q(organisation=actor.organisation_id, until__gte=timezone.localdate(), case__in=open_to_them)


@register(RegistrationDraft)
class RegistrationDraftPolicy(RecordPolicy):
    """A draft is whose work it is: its maker's, or of whom it was given to; a supervisor may finish it.  What came from
    outside is open to whoever registers, until one of them takes it.

    SECURITY: what is typed includes channels and protection, which of a saved case only its registrar and the
    supervisors may read.
    """

    needs_consent = False
    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS - {Role.PARTNER_SYSTEM})
    # Writes down what somebody sends by a code that was given to them for this very draft.
    # And what a partner's system sends to an organisation that may be told it.
    system = {
        "families.invited": SystemRule(frozenset({Ring.SEARCH}), actions=frozenset({Action.VIEW, Action.CHANGE})),
        "families.partners": SystemRule(frozenset({Ring.COMMON, Ring.SEARCH}), actions=frozenset({Action.CREATE})),
    }

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        account = reach.actor.account
        if reach.actor.is_system:
            return super().scope(reach, action, ring) & Q(came_by__in=OUTSIDE)
        if account is None:
            return NOBODY
        scope = super().scope(reach, action, ring)
        if Role.SUPERVISOR in reach.actor.roles:
            return scope
        free = Q(created_by=account, came_by__in=INSIDE) | Q(came_by__in=OUTSIDE)
        return scope & (Q(taken_by=account) | Q(taken_by=None) & free)


@register(CaseBatch)
class CaseBatchPolicy(RecordPolicy):
    """A table of cases is its maker's, a person's or a system's; a supervisor may finish it.

    SECURITY: its rows hold channels and protection, which of a saved case few may read.
    """

    needs_consent = False
    own = dict.fromkeys((Action.VIEW, Action.CREATE, Action.CHANGE), REGISTRANTS)
    system = {"cases.import": SystemRule(frozenset({Ring.SEARCH}), actions=frozenset({Action.VIEW, Action.CHANGE}))}

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        scope, account = super().scope(reach, action, ring), reach.actor.account
        if reach.actor.is_system or Role.SUPERVISOR in reach.actor.roles:
            return scope
        if reach.actor.client is not None:
            return scope & Q(client=reach.actor.client)
        return scope & Q(created_by=account) if account else NOBODY


@register(ColumnMapping)
class ColumnMappingPolicy(Policy):
    """How partners' columns are read is known in the own organisation, to those who register."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if not actor.is_signed_in or not actor.roles & REGISTRANTS:
            return NOBODY
        return Q(organisation=actor.organisation_id)


@register(Referral)
class ReferralPolicy(Policy):
    """What a family asked a provider for is read by the provider's people who help, while the family's yes stands.

    Nothing else of the case opens by it.  The owner reads referrals by the case, not here.
    SECURITY: a yes taken back, a firewall or a sanction hides it with the same query.
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor, policy = reach.actor, policy_of(Case)
        organisation = actor.organisation
        helps = HELPERS & actor.roles and action in (Action.VIEW, Action.CHANGE)
        if actor.client is not None and actor.purpose != Purpose.FAMILY_SUPPORT:  # its token may be for another use
            return NOBODY
        if organisation is None or not organisation.may_take_part or not helps or not isinstance(policy, RecordPolicy):
            return NOBODY
        supporting = Reach(actor.acting_for(Purpose.FAMILY_SUPPORT))
        agreed = Case._default_manager.filter(policy.admitted(supporting, Ring.KIN) & ~policy.closed())
        own = Q(case__owner=organisation)
        return Q(provider=organisation, status__in=TOLD_TO_PROVIDER) & (own | Q(case__in=agreed.values("pk")))


@register(CaseTransfer)
class CaseTransferPolicy(Policy):
    """Both sides.  Of its owner, who offered it and who answers for the organisation; those who register on the other
    side, as long as nothing keeps the case from their organisation, and once it is theirs.

    SECURITY: an offer that a firewall has come before is gone like the case, not refused.
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor, organisation = reach.actor, reach.actor.organisation
        works = CASE_WORKERS | {Role.PARTNER_SYSTEM}
        if organisation is None or not organisation.may_take_part or not works & actor.roles:
            return NOBODY
        sent = Q(sender=organisation)
        if not {Role.SUPERVISOR, Role.PARTNER_SYSTEM} & actor.roles:
            sent &= Q(offered_by=actor.account)
        open_to_them = ownership.offered(Case, organisation).values("ref")
        waiting = Q(state=TransferState.OFFERED, expires_at__gt=Now(), case_ref__in=open_to_them)
        return sent | Q(receiver=organisation) & (Q(state=TransferState.ACCEPTED) | waiting)
