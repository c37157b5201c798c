"""Somebody says that they are sought and not missing.  Whether we hold anything of them is told to nobody by this.

What they say comes to a unit that may approach the living, as a report on a living person.  The unit speaks with them,
checks who they are, and finds the case that is meant: from that moment the case is kept from everybody but its own
organisation, whatever was agreed.  Two people decide; what is told then is the person's own wish (`telling`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.clear import reveal
from accessctl.codes import Role
from accessctl.models import Approval, Membership, Organisation
from cases.codes import ApproachStep, ClaimOutcome, LivingWish, SourceKind, Verification, WhereaboutsKind
from cases.models import Case, Whereabouts, WhereaboutsClaim, WhereaboutsFile, WhereaboutsStep
from cases.services import telling
from cases.services.on_paper import ensure_not_too_often
from cases.services.whereabouts import record_all
from cases.vocabulary.place import Place
from cases.vocabulary.whereabouts import WhereaboutsEntry
from registry.lib.dates import PartialDate
from registry.lib.errors import Conflict, Forbidden, NotFound

JOB = "cases.claims"  # writes down what people say who have no account
DECIDE = "living.claim"
TRIES = 10  # of one address within the hour
UNIT = frozenset({Role.TRACING_OFFICER})


class NotExamined(Conflict):
    code = "not_examined"
    template = gettext_lazy("Say first which case is meant, and write down how somebody checked who they are.")


@dataclass(frozen=True, kw_only=True)
class ClaimEntry:
    """What somebody says of themselves.  wants: code of LivingWish; contact: how they are reached without harm."""

    names: tuple[str, ...]
    contact: str
    country: str
    wants: str = LivingWish.TELL_NOTHING
    date_of_birth: PartialDate | None = None
    nationalities: tuple[str, ...] = ()
    said: str = ""
    message: str = ""


def unit_near(country: str) -> Organisation | None:
    """Whose unit speaks with somebody who is in this country: one there, else the one that is longest with us.

    SECURITY: never a body of a State, nor one that investigates, whoever works there.
    """
    held = Membership.objects.standing().filter(role=Role.TRACING_OFFICER).select_related("organisation")
    found = {row.organisation for row in held}
    fit = [one for one in found if one.may_take_part and not one.is_state_body and not one.investigates]
    return min(fit, key=lambda one: (one.country != country, one.pk), default=None)


@transaction.atomic
def receive(*, entry: ClaimEntry, address: str) -> None:
    """Take what somebody says to a unit.  Raises TooOften, Invalid, NotFound where no unit takes part."""
    ensure_not_too_often("not-missing", address, TRIES)
    unit = unit_near(entry.country)
    if unit is None:
        raise NotFound()
    person = WhereaboutsEntry(
        kind=WhereaboutsKind.SELF_REPORT_SAFE, informant=SourceKind.SELF, names=entry.names,
        date_of_birth=entry.date_of_birth, nationalities=entry.nationalities, contact=entry.contact,
        message_for_family=entry.message, seen_place=Place(country=entry.country) if entry.country else None,
    )  # fmt: skip
    (found,) = record_all(actor=Actor.system_job(JOB), entries=[person], owner=unit)
    wants = entry.wants if entry.wants in LivingWish.values else LivingWish.TELL_NOTHING
    WhereaboutsClaim.objects.create(whereabouts=found, said=entry.said or None, wants=wants)


@transaction.atomic
def examine(*, actor: Actor, ref: str, case_ref: str) -> WhereaboutsClaim:
    """Say which case is meant: nobody but its organisation sees it from now on.  Raises NotFound, Forbidden, Conflict.

    case_ref: as the unit sees it.
    """
    found, claim = _open_claim(actor, ref)
    if claim.outcome:
        raise Conflict()
    case, before = door.fetch(actor, Case, ref=case_ref), claim.case
    claim.case = case
    claim.save(update_fields=["case", "updated_at"])
    telling.follow_state(case)
    if before is not None and before != case:
        telling.follow_state(before)
    access.touch(actor, found, action="whereabouts.claim_examined")
    return claim


@transaction.atomic
def ask_decision(*, actor: Actor, ref: str, outcome: ClaimOutcome) -> Approval:
    """Say what was found, for a second person of the unit to agree.

    Raises NotFound, Forbidden, NotExamined, ProofNeeded, AskedAlready.
    """
    found, claim = _open_claim(actor, ref)
    steps = reveal(list(WhereaboutsStep.objects.filter(whereabouts=found)), "step")
    if claim.case is None or not any(row.step == ApproachStep.IDENTITY_CHECKED for row in steps):
        raise NotExamined()
    return approvals.ask(actor, DECIDE, refs=[found.ref], outcome=outcome.value)


def keeps_closed(case: UUID) -> bool:
    """Whether a case is kept from others because somebody says they are the person, or two people found so."""
    return WhereaboutsClaim.objects.filter(case=case, ended_at=None).exists()


def _decide(asker: Actor, approver: Actor, approval: Approval) -> None:
    """The second person agreed.  Somebody else: the case is seen again as agreed.  The person: their wish rules."""
    found, claim = _open_claim(approver, approval.refs[0])
    outcome = ClaimOutcome(approval.detail["outcome"])
    if claim.case is None:
        raise NotExamined()
    claim.outcome = outcome.value
    if outcome is ClaimOutcome.ANOTHER:
        claim.ended_at = timezone.now()
    claim.save(update_fields=["outcome", "ended_at", "updated_at"])
    if outcome is ClaimOutcome.THE_PERSON:
        file = WhereaboutsFile.objects.select_for_update().get(whereabouts=found)
        if file.verification not in telling.VERIFIED:
            file.verification = Verification.IN_PERSON
            file.save(update_fields=["verification", "updated_at"])
        telling.follow_wish(approver, found)
    else:
        telling.follow_state(claim.case)
    access.touch(approver, found, action="whereabouts.claim_decided")


def _open_claim(actor: Actor, ref: str) -> tuple[Whereabouts, WhereaboutsClaim]:
    found = door.fetch(actor, Whereabouts, door.Action.CHANGE, ref=ref, lock=True)
    if not UNIT & actor.roles:
        raise Forbidden()
    claim = WhereaboutsClaim.objects.select_for_update(of=("self",)).filter(whereabouts=found, ended_at=None).first()
    if claim is None:
        raise NotFound()
    (clear,) = reveal([claim])
    claim.outcome = clear.outcome
    return found, claim


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    if approval.detail["outcome"] == ClaimOutcome.ANOTHER:
        return [gettext("It is somebody else: the case is seen again by those with whom it was shared.")]
    return [
        gettext("It is the person who is sought. The case stays closed to all other organisations."),
        gettext("What their family hears is what they decided, now or later, and nothing before that."),
    ]


kinds.register(
    Kind(
        code=DECIDE, title=gettext_lazy("Somebody says that they are not missing"), asks=UNIT, approves=UNIT,
        describe=_describe, carry_out=_decide,
    )
)  # fmt: skip
