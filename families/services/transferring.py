"""Another organisation takes a case over, whole: offered by two people of its owner, with the family's yes, accepted or
declined by the other side.

The case stays one record under one reference; only who answers for it changes, in one transaction, and with it
everything that hangs on it.  Until then nothing changes, and the other side reads no more than agreements and consent
admit.  Safeguards are asked when it is offered and again when it is accepted: they beat both sides' wish.

To an organisation that is not in this registry nothing can go over here: `leaving` ends the work on the case for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal, ownership
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Purpose, Role
from accessctl.models import Approval, Organisation, Record
from accessctl.rings import Ring
from accessctl.signin import stepup
from cases.codes import SOUGHT_HERE
from cases.models import Case, CaseSearchFile, Donor
from cases.services import state_of
from cases.services.state import merged_into
from families.codes import ConsentForm, TransferReason, TransferRefusal, TransferState
from families.models import CaseTransfer, DonorLink, Relative, RightsRequest, TransferAgreement
from families.models.transfers import OFFER_LASTS
from families.services.fetching import case_with_family, row_of
from families.services.standing import write_effect
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound

TRANSFER = "cases.transfer"
TAKES_OVER = frozenset({Role.SUPERVISOR})  # who can open all that they will answer for


class NotToBeTransferred(Conflict):
    code = "not_to_be_transferred"
    template = gettext_lazy(
        "Only a search that goes on, with the family’s consent to it, is handed on. Look at the state of the case."
    )


class Merged(Conflict):
    code = "merged_cases"
    template = gettext_lazy("Cases are merged here. Take the merge back first: each family decides for its own case.")


class OfferedAlready(Conflict):
    code = "offered_already"
    template = gettext_lazy("The case is offered to an organisation already. Take that back first.")


class NoLongerOffered(Conflict):
    code = "no_longer_offered"
    template = gettext_lazy("This was answered, taken back or ran out meanwhile. Look at the list again.")


@dataclass(frozen=True, kw_only=True)
class TransferEntry:
    """receiver: reference of an organisation; relative: token of who agreed, and when and how they did."""

    receiver: str
    reason: TransferReason
    relative: str
    agreed_on: date
    how: ConsentForm
    interpreter: str = ""


@transaction.atomic
def ask_to_transfer(*, actor: Actor, case_ref: str, entry: TransferEntry) -> Approval:
    """Write down that the family agreed, and ask a second person to offer the case.

    Raises NotFound, Forbidden, ProofNeeded, Invalid, AskedAlready, OfferedAlready, NotToBeTransferred, Merged.
    """
    case = own_case(actor, case_ref)
    ensure_may_go(case)
    receiver = _receiver(actor, case, entry.receiver)
    if entry.agreed_on > timezone.localdate():
        raise Invalid(fields={"agreed_on": [_("This day is still to come.")]})
    said = TransferAgreement.objects.create(
        case=case, relative=row_of(case, Relative, entry.relative), receiver=receiver, agreed_on=entry.agreed_on,
        how=entry.how, interpreter=entry.interpreter or None, created_by=actor.account,
    )  # fmt: skip
    asked = approvals.ask(
        actor, TRANSFER, refs=[case.ref], receiver=receiver.ref, reason=entry.reason.value, agreement=str(said.pk)
    )
    journal.record(actor, "transfer.proposed", case, ring=Ring.KIN, to=receiver.ref, reason=entry.reason.value)
    return asked


def _carry_out(asker: Actor, approver: Actor, approval: Approval) -> None:
    """A second person approved: the other organisation is asked.  Raises what `ask_to_transfer` raises."""
    case = own_case(asker, approval.refs[0])
    own_case(approver, case.ref)
    if (fault := _fault(case)) is not None:
        raise fault
    receiver = _receiver(asker, case, approval.detail["receiver"])
    if not TransferAgreement.objects.filter(
        pk=UUID(approval.detail["agreement"]), case=case, receiver=receiver
    ).exists():
        raise approvals.NotAsAsked()
    if asker.account is None or approver.account is None:
        raise Forbidden()
    _end(CaseTransfer.objects.filter(case_ref=case.ref, expires_at__lte=timezone.now()), TransferState.WITHDRAWN)
    if _offers(case).exists():
        raise OfferedAlready()
    offer = CaseTransfer.objects.create(
        case_ref=case.ref, sender=case.owner, receiver=receiver, reason=approval.detail["reason"],
        offered_by=asker.account, approved_by=approver.account, expires_at=timezone.now() + OFFER_LASTS,
    )  # fmt: skip
    journal.record(asker, "transfer.offered", case, offer.ref, to=receiver.ref, second=approver.pseudonym)


@transaction.atomic
def withdraw_transfer(*, actor: Actor, ref: str) -> CaseTransfer:
    """No longer offer a case, before the other side has answered.  Raises NotFound, Forbidden, NoLongerOffered."""
    offer = _open(actor, ref)
    if offer.sender_id != actor.organisation_id:
        raise Forbidden()
    case = own_case(actor, offer.case_ref)
    _decided(actor, offer, TransferState.WITHDRAWN)
    journal.record(actor, "transfer.withdrawn", case, offer.ref)
    return offer


@transaction.atomic
def decline_transfer(*, actor: Actor, ref: str, reason: TransferRefusal) -> CaseTransfer:
    """Say no to a case that is offered, and why.  Raises NotFound, Forbidden, NoLongerOffered."""
    offer = _offered_to(actor, ref)
    offer.refusal = reason
    _decided(actor, offer, TransferState.DECLINED)
    case = Case.objects.get(ref=offer.case_ref)
    journal.record(actor, "transfer.declined", case, offer.ref, reason=reason.value)
    return offer


@transaction.atomic
def accept_transfer(*, actor: Actor, ref: str) -> Case:
    """Take a case over: from this transaction on the actor's organisation answers for it, and the former one does not.

    Raises NotFound, Forbidden, ProofNeeded, NoLongerOffered; what came in between at the other side is not told.
    """
    offer = _offered_to(actor, ref)
    stepup.demand(actor)
    case = Case.objects.select_for_update(of=("self",)).select_related("owner").filter(ref=offer.case_ref).first()
    if case is None or case.owner_id != offer.sender_id or not _open_to(offer.receiver, case) or _fault(case):
        raise NoLongerOffered()
    journal.record(actor, "transfer.handed_on", case, offer.ref)  # to the former owner; the new one's follows
    ownership.hand_on(actor, case, offer.receiver)
    _hand_on_donors(actor, case, offer.receiver)
    _begin_anew(actor, case)
    _decided(actor, offer, TransferState.ACCEPTED)
    access.touch(actor, case, action="transfer.accepted", transfer=offer.ref)
    write_effect(actor, case)
    return case


def _hand_on_donors(actor: Actor, case: Case, receiver: Organisation) -> None:
    """Its donors go along: who serves the family now asks them, and hears when they stop.

    Samples stay with whoever keeps them, and stop with their donor as before.
    """
    links = DonorLink.objects.filter(case=case).values("donor")
    for donor in Donor.objects.select_for_update(of=("self",)).select_related("owner").filter(pk__in=links):
        ownership.hand_on(actor, donor, receiver)
        journal.record(actor, "transfer.accepted", donor)


def ensure_may_go(case: Case) -> None:
    """Only a search that goes on, alone, and that nobody is asked to take over leaves.  Raises the reason."""
    if (fault := _fault(case)) is not None:
        raise fault
    if _offers(case).exists():
        raise OfferedAlready()


def _open_to(receiver: Organisation, case: Case) -> bool:
    return ownership.offered(Case, receiver).filter(pk=case.pk).exists()


def end_offers(actor: Actor, cases: Sequence[Record]) -> None:
    """The cases are gone: nobody is asked to take them over any more."""
    _end(_offers(*cases), TransferState.WITHDRAWN)


def count_offers(actor: Actor, case: Record) -> int:
    return _offers(case).count()


def _begin_anew(actor: Actor, case: Case) -> None:
    """Whose work it is among the people of the new owner: who took it over, until they give it to a colleague.

    The clock of the next talk, needs, papers, steps of the search and codes of the family's page stay as they are.
    """
    CaseSearchFile.objects.filter(case=case).update(caseworker=actor.account)
    RightsRequest.objects.filter(case=case).update(taken_by=None)


def own_case(actor: Actor, case_ref: str) -> Case:
    """The case, locked, for those of its owner who answer for its family.  Raises NotFound, Forbidden."""
    case = case_with_family(actor, case_ref)
    if case.owner_id != actor.organisation_id:
        raise Forbidden()
    return case


def _fault(case: Case) -> Conflict | None:
    """Why a case is not handed on as it stands."""
    if state_of(case) not in SOUGHT_HERE or Purpose.SEARCH not in case.purposes:
        return NotToBeTransferred()
    return Merged() if merged_into(case).exists() else None


def _receiver(actor: Actor, case: Case, ref: str) -> Organisation:
    """SECURITY: one sentence whatever keeps the case from them, so that nobody learns here whom a family fears; what
    closes a case to everybody is not said at all: then the other side does not see the offer either.
    """
    found = door.visible(actor, Organisation).filter(ref=ref).first()
    if found is None or not found.may_take_part or found.pk == case.owner_id:
        raise Invalid(fields={"receiver": [_("Choose an organisation that takes part.")]})
    if not ownership.may_be_offered(case, found):
        raise Invalid(fields={"receiver": [_("The family excluded this receiver, or a safeguard keeps it from them.")]})
    return found


def _offers(*cases: Record) -> QuerySet[CaseTransfer]:
    refs = [case.ref for case in cases]
    return CaseTransfer.objects.filter(case_ref__in=refs, state=TransferState.OFFERED, expires_at__gt=timezone.now())


def _open(actor: Actor, ref: str) -> CaseTransfer:
    offer = door.fetch(actor, CaseTransfer, ref=ref, lock=True)
    if not offer.is_open:
        raise NoLongerOffered()
    return offer


def _offered_to(actor: Actor, ref: str) -> CaseTransfer:
    offer = _open(actor, ref)
    if offer.receiver_id != actor.organisation_id or not TAKES_OVER & actor.roles:
        raise Forbidden()
    return offer


def _decided(actor: Actor, offer: CaseTransfer, state: TransferState) -> None:
    offer.state, offer.decided_by, offer.decided_at = state, actor.account, timezone.now()
    offer.save(update_fields=["state", "refusal", "decided_by", "decided_at"])


def _end(offers: QuerySet[CaseTransfer], state: TransferState) -> None:
    open_still = offers.filter(state=TransferState.OFFERED)
    open_still.update(state=state, decided_at=timezone.now())


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    receiver = door.visible(actor, Organisation).filter(ref=approval.detail["receiver"]).first()
    try:
        case = door.fetch(actor, Case, ref=approval.refs[0])
    except NotFound:
        return [_("A case is offered to another organisation. Which one is not shown to you.")]
    return [
        _("%(receiver)s is asked to take over the case %(ref)s, whole.")
        % {"receiver": receiver.name if receiver else "", "ref": case.ref},
        _("Reason: %(reason)s.") % {"reason": TransferReason(approval.detail["reason"]).label},
        _("The family agreed: when and how stands in the family file. Until they say yes, nothing changes."),
        _("Once they take it over, your organisation keeps of it only what an agreement with them gives."),
    ]


kinds.register(
    Kind(
        code=TRANSFER,
        title=gettext_lazy("Offer a case to another organisation"),
        asks=frozenset({Role.CASEWORKER, Role.SUPERVISOR}),  # the door says whether they answer for this case
        approves=frozenset({Role.SUPERVISOR}),
        describe=_describe,
        carry_out=_carry_out,
    )
)
