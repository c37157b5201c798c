"""Who may see and review candidate pairs.

A pair is visible to whoever sees layer 1 of both records and holds a reviewing role on one of them: caseworkers and
supervisors for records of their own organisation, forensic people and focal points for those they see.  The consent
to the comparison is asked again on every read, so a withdrawal hides the pair in the same second, before the matcher
marks it void.

A pair of a case and somebody found alive is ring 4w: it is seen and reviewed by the unit that may approach the person,
as far as it sees the case, and by nobody else; for everybody else there is no such pair, nor a list that knows of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accessctl import consent, parts
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.deciding import own_ring
from accessctl.parts import Part
from accessctl.policies import ADMINISTRATORS
from accessctl.policy import EVERYBODY, NOBODY, Action, Policy, RecordPolicy, policy_of, register
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case, DviEvent, Whereabouts
from matching.codes import OPEN_KINDS, PAIR_COLUMNS, PairKind, PairState, Task
from matching.extract import JOB
from matching.kinship.family import JOB as KINSHIP_JOB
from matching.models import (
    AllelePanel,
    Board,
    Canary,
    CanaryCheck,
    CandidatePair,
    Compared,
    EndedPair,
    EvidenceLine,
    FamilyOutlook,
    FamilyPlacing,
    Identification,
    JudgedPair,
    KinshipLine,
    Ranking,
    ReleaseOrder,
    Rematch,
    Review,
    SecondOpinion,
    Signature,
    WeightsVersion,
)
from matching.peers import policies as peers  # noqa: F401 - registers its policies
from matching.seen import seen, unsuspected
from matching.states import SETTLED
from remains.models import Remains

OWNERS_REVIEWERS = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
REVIEWERS = frozenset({Role.FORENSIC_PRACTITIONER, Role.FORENSIC_COORDINATOR, Role.FOCAL_POINT})
PARTNERS = frozenset({Role.PARTNER_SYSTEM})  # read the pairs of their organisation's records; review none
TRACING = Role.TRACING_OFFICER
parts.offer(
    Remains,
    [
        Part(
            "remains.identification", _("Identification, and what the family lets be known"),
            tables=(Identification, Signature, SecondOpinion, ReleaseOrder),
        ),
        Part("remains.kinship", _("What relatives’ profiles say of them"), tables=(KinshipLine, FamilyPlacing)),
    ],
)  # fmt: skip
PURPOSE_OF_KIND = {
    PairKind.AM_PM: Purpose.FORENSIC_COMPARISON, PairKind.AM_AM: Purpose.SEARCH, PairKind.AM_ALIVE: Purpose.SEARCH,
}  # fmt: skip


@register(CandidatePair)
class CandidatePairPolicy(Policy):
    """Layer 1 of both records, a reviewing role on one, and live consent to the comparison.

    What lies in a deeper ring of a pair, such as its identification, lies in that ring of the remains; of two cases, in
    both of theirs.
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.is_system:
            return EVERYBODY if actor.system == JOB else NOBODY
        if actor.organisation is None or action not in (Action.VIEW, Action.REVIEW):
            return NOBODY
        role, living = _reviews(reach, action), _of_the_living(reach)
        if role is NOBODY and living is NOBODY:
            return NOBODY
        arms = [living]
        if role is not NOBODY:
            both = {"case": seen(reach, Case), "remains": seen(reach, Remains, ring)}
            alike = {**both, "case": seen(reach, Case, ring)}
            arms += [role & _between(kind, both if kind is PairKind.AM_PM else alike) for kind in OPEN_KINDS]
        kept = ~Q(state=PairState.VOID_CONSENT) & consented() & _unsettled_or_own(reach)
        return Q(*arms, _connector=Q.OR) & kept & unsuspected(reach, "case__", "other_case__")


def _between(kind: PairKind, seen: Mapping[str, models.QuerySet[Any]]) -> Q:
    """Pairs of a kind of which both records are among those seen."""
    both = zip(kind.columns, kind.ends, strict=True)
    return Q(kind=kind, **{f"{column}__in": seen[end] for column, end in both})


def _of_the_living(reach: Reach) -> Q:
    """Pairs with people found alive whom the actor's unit may approach."""
    if TRACING not in reach.actor.roles:
        return NOBODY
    return _between(PairKind.AM_ALIVE, {"case": seen(reach, Case), "whereabouts": _approached(reach)})


def _approached(reach: Reach) -> models.QuerySet[Any]:
    """Reports on people found alive whose ring 4w the actor may open."""
    scope = policy_of(Whereabouts).scope(reach, Action.VIEW, Ring.WHEREABOUTS)
    return Whereabouts._default_manager.filter(scope).values("pk")


def _unsettled_or_own(reach: Reach) -> Q:
    """FW-NOTIFY: that an authority confirmed or revoked is between those who hold the records and the family."""
    own = reach.actor.organisation_id
    return ~Q(state__in=SETTLED) | _owned(own)


def _owned(organisation: Any) -> Q:
    """Pairs of which an organisation holds one record."""
    return Q(*((f"{column}__owner", organisation) for column in PAIR_COLUMNS), _connector=Q.OR)


def _reviews(reach: Reach, action: Action) -> Q:
    roles = reach.actor.roles
    if roles & REVIEWERS:
        return EVERYBODY
    owners = OWNERS_REVIEWERS | PARTNERS if action is Action.VIEW else OWNERS_REVIEWERS
    if not roles & owners:
        return NOBODY
    return _owned(reach.actor.organisation_id)


def mentionable(reach: Reach, model: type[models.Model]) -> models.QuerySet[Any]:
    """Records of which the actor's organisation may learn that they are there, agreement or not: own ones, and those
    that no firewall, sanction or family keeps from it.  Where the living are is told to nobody in passing.
    """
    policy = policy_of(model)
    if not isinstance(policy, RecordPolicy) or own_ring(model) is not Ring.COMMON:
        return model._default_manager.none()
    known = Q(owner=reach.actor.organisation_id) | policy.admitted(reach, Ring.COMMON)
    return model._default_manager.filter(known)


def consented() -> Q:
    """Pairs whose cases still admit the comparison that made them."""
    arms = Q()
    for kind in PairKind:
        arm = Q(kind=kind)
        for side in (column for column, end in zip(kind.columns, kind.ends, strict=True) if end == "case"):
            arm &= admitting(kind, f"{side}__")
        arms |= arm
    return arms


def admitting(kind: PairKind, case: str = "") -> Q:
    """Rows whose case admits a comparison now.  case: how a row names it; "" where the row is the case."""
    live = Q(**{f"{case}consent_until": None}) | Q(**{f"{case}consent_until__gt": Now()})
    wanted = consent.bits([PURPOSE_OF_KIND[kind]], RecipientClass.values)
    return live & Q(**{f"{case}consent_2__meets": wanted})


class _PartOfPair(Policy):
    """What belongs to a pair is seen with it."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if reach.actor.is_system:
            return EVERYBODY if reach.actor.system == JOB else NOBODY
        pairs = CandidatePair._default_manager.filter(policy_of(CandidatePair).scope(reach, action, ring))
        return Q(pair__in=pairs.values("pk"))


@register(EvidenceLine)
class EvidenceLinePolicy(_PartOfPair):
    """Names of lines for everyone who sees the pair; their size by ring (`matching.selectors`)."""


@register(Review)
class ReviewPolicy(_PartOfPair):
    """Coded decisions; the reasons lie in a ring of one of the records (`models.reviews`)."""


@register(Ranking)
class RankingPolicy(Policy):
    """A ranking is seen with its own record, by a system with its organisation's own; of its counterparts a reader sees
    those the door shows (`selectors`).
    """

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.is_system:
            return EVERYBODY if actor.system == JOB else NOBODY
        if action is not Action.VIEW:
            return NOBODY
        living = Q(whereabouts__in=_approached(reach)) if TRACING in actor.roles else NOBODY
        if not (actor.reviews or actor.roles & PARTNERS):
            return living
        told = ~Q(task=Task.AM_ALIVE)  # how many people were found alive, and that one fits, is told of no case
        of_case = Q(case__in=seen(reach, Case)) & told & unsuspected(reach, "case__")
        known = of_case | Q(remains__in=seen(reach, Remains))
        own = actor.organisation_id
        return living | (known if actor.reviews else known & (Q(case__owner=own) | Q(remains__owner=own)))


@register(EndedPair)
class EndedPairPolicy(Policy):
    """A notice is seen with the record it is about, by those who review."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action is not Action.VIEW or not reach.actor.reviews:
            return NOBODY
        return Q(case__in=seen(reach, Case)) | Q(remains__in=seen(reach, Remains))


@register(Compared)
class ComparedPolicy(Policy):
    """The matcher's own book-keeping."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return EVERYBODY if reach.actor.system == JOB else NOBODY


@register(Rematch)
class RematchPolicy(Policy):
    """Runs over every record are steered by who runs the registry: they hold counts, and nothing of a record."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if action not in (Action.VIEW, Action.CREATE, Action.CHANGE):
            return NOBODY
        return EVERYBODY if reach.actor.system == JOB or ADMINISTRATORS & reach.actor.roles else NOBODY


@register(JudgedPair)
class JudgedPairPolicy(Policy):
    """What decisions rested on is the calibration's: nobody reads it."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return EVERYBODY if reach.actor.system == JOB and action is Action.VIEW else NOBODY


@register(Canary)
@register(CanaryCheck)
class CanaryPolicy(Policy):
    """Known pairs are planted by the operator's commands; their ranks are for who runs the registry, no record is."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if reach.actor.system == JOB:
            return EVERYBODY if action in (Action.VIEW, Action.CREATE) else NOBODY
        return EVERYBODY if action is Action.VIEW and ADMINISTRATORS & reach.actor.roles else NOBODY


@register(Board)
class BoardPolicy(Policy):
    """A board is for those who work on its event; of its rows each sees those of records that the door shows them."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        if reach.actor.is_system:
            return EVERYBODY if reach.actor.system == JOB else NOBODY
        if action is not Action.VIEW:
            return NOBODY
        events = DviEvent._default_manager.filter(policy_of(DviEvent).scope(reach, Action.ATTEND, Ring.COMMON))
        return Q(event__in=events.values("pk"))


@register(WeightsVersion)
class WeightsVersionPolicy(Policy):
    """Activated by who runs the registry, proposed by the matcher, named on every pair they weighed: no record's."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if action is Action.VIEW:
            return EVERYBODY if actor.system == JOB or actor.reviews or ADMINISTRATORS & actor.roles else NOBODY
        if action is Action.CREATE:
            return EVERYBODY if actor.system == JOB else NOBODY
        return EVERYBODY if action is Action.CHANGE and ADMINISTRATORS & actor.roles else NOBODY


@register(FamilyOutlook)
class FamilyOutlookPolicy(Policy):
    """Figures by the shape of families, of no record: read by the job, in whose name pages look them up."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return EVERYBODY if reach.actor.system == KINSHIP_JOB else NOBODY


@register(AllelePanel)
class AllelePanelPolicy(Policy):
    """Published frequencies, loaded by the operator: no record's, read by whoever weighs kinship."""

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if action is Action.VIEW:
            weighs = actor.reviews or (ADMINISTRATORS | {Role.GENETIC_LAB}) & actor.roles
            return EVERYBODY if actor.system in (JOB, KINSHIP_JOB) or weighs else NOBODY
        return EVERYBODY if action is Action.CREATE and actor.system == JOB else NOBODY
