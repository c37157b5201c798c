"""Asking for rings of a record and answering: each verb one transaction with its journal entry.

A request opens nothing.  What an owner opens is a personal grant with an end, checked against consent and firewalls by
the door itself before it counts; where those forbid it the owner is told, who asked is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import GrantReason, Purpose
from accessctl.disclosure import ledger, records
from accessctl.disclosure.selectors import answerable, fetch
from accessctl.models import Account, DisclosureRequest, Membership, Organisation, Record, ShareEvent
from accessctl.models.disclosure import AskReason, RefusalReason, RequestState
from accessctl.rings import Ring
from accessctl.services.grants import grant_rings, revoke
from accessctl.signin import stepup
from registry.lib.errors import Conflict, Forbidden, Invalid, TooMany
from registry.lib.ids import new_ref

ANSWER_WITHIN = timedelta(days=5)
LONGEST = timedelta(days=90)
ASKS_A_DAY = 30


class NotAskable(Invalid):
    code = "not_askable"
    template = _("Your role cannot be given this part of the record, or it is open to you already.")


class AskedAlready(Conflict):
    code = "asked_already"
    template = _("You asked for this record and purpose already; the answer is still awaited.")


class AnsweredAlready(Conflict):
    code = "answered_already"
    template = _("This request was answered or taken back meanwhile. Look at it again.")


class NotCovered(Invalid):
    code = "not_covered"
    template = _(
        "It cannot be opened: the family's consent does not cover this purpose and this organisation. "
        "Ask the family first, or refuse."
    )


class NotOffered(Invalid):
    code = "not_offered"
    template = _("What is offered in return must be a record of your organisation that you may open to others.")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody asks for.  about: a candidate pair; offer: an own record that is opened in return."""

    rings: frozenset[Ring]
    purpose: Purpose
    reason: AskReason
    about: str = ""
    offer: str = ""


@transaction.atomic
def ask(*, actor: Actor, record_ref: str, wanted: Ask) -> DisclosureRequest:
    """Ask the owner of a record for some of its rings.

    Raises NotFound when the record is absent or hidden, NotAskable, NotOffered, AskedAlready, TooMany.
    """
    record = records.fetch(actor, record_ref)
    if actor.account is None or actor.organisation is None:
        raise Forbidden()
    if not wanted.rings or not wanted.rings <= set(records.askable(actor.acting_for(wanted.purpose), record)):
        raise NotAskable(fields={"rings": [str(NotAskable.template)]})
    if wanted.offer:
        _ensure_may_offer(actor, wanted.offer)
        stepup.demand(actor)
    mine = DisclosureRequest.objects.filter(account=actor.account)
    if mine.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= ASKS_A_DAY:
        raise TooMany()
    if mine.filter(record_ref=record.ref, purpose=wanted.purpose, state=RequestState.ASKED).exists():
        raise AskedAlready()
    request = DisclosureRequest.objects.create(
        ref=new_ref(DisclosureRequest.REF_PREFIX), record_ref=record.ref, owner_id=record.owner_id,
        organisation=actor.organisation, account=actor.account, rings=sorted(wanted.rings), purpose=wanted.purpose,
        reason=wanted.reason, about=wanted.about, offer=wanted.offer, due_at=timezone.now() + ANSWER_WITHIN,
    )  # fmt: skip
    journal.record(actor, "disclosure.asked", record, request.ref, purpose=wanted.purpose, rings=request.rings)
    return request


@transaction.atomic
def open_rings(*, actor: Actor, ref: str, rings: Iterable[Ring], lasting: timedelta) -> DisclosureRequest:
    """Open all or some of the rings asked for, for at most 90 days, and what was offered in return.

    Raises NotFound, Forbidden, AnsweredAlready, ProofNeeded, Invalid, NotCovered.
    """
    request = _to_answer(actor, ref)
    stepup.demand(actor)
    given = sorted(set(rings) & {Ring(ring) for ring in request.rings})
    if not given:
        raise Invalid(fields={"rings": [str(_("Choose what to open, or refuse."))]})
    record = records.fetch(actor, request.record_ref)
    until = timezone.now() + min(lasting, LONGEST)
    _give(actor, record, request.account, request, given, until - timezone.now())
    if request.offer and request.organisation_id != record.owner_id:
        _give_in_return(actor, request, given, until - timezone.now())
    request.state = RequestState.OPENED if given == sorted(request.rings) else RequestState.PARTLY
    request.opened, request.expires_at = given, until
    _answered(actor, request)
    journal.record(actor, "disclosure.opened", record, request.ref, purpose=request.purpose, rings=given)
    return request


@transaction.atomic
def refuse(*, actor: Actor, ref: str, reason: RefusalReason) -> DisclosureRequest:
    """Say no, with a reason that who asked will read.  Raises NotFound, Forbidden, AnsweredAlready."""
    request = _to_answer(actor, ref)
    request.state, request.refusal = RequestState.REFUSED, reason
    _answered(actor, request)
    journal.record(actor, "disclosure.refused", request.record_ref, request.ref, reason=reason)
    return request


@transaction.atomic
def assign(*, actor: Actor, ref: str, account: Account) -> DisclosureRequest:
    """Lay a request before a colleague, who may then answer it.  Raises NotFound, Forbidden, Invalid."""
    request = _to_answer(actor, ref)
    standing = Membership.objects.standing().filter(organisation=request.owner)
    if not standing.filter(account=account).exists():
        raise Invalid(fields={"colleague": [str(_("Choose a person of your organisation."))]})
    request.assigned_to = account
    request.save(update_fields=["assigned_to"])
    journal.record(actor, "disclosure.assigned", request.record_ref, request.ref, to=f"account:{account.pk}")
    return request


@transaction.atomic
def take_back(*, actor: Actor, ref: str) -> DisclosureRequest:
    """No longer ask.  Raises NotFound, Forbidden, AnsweredAlready."""
    request = fetch(actor, ref, lock=True)
    if actor.account is None or request.account_id != actor.account.pk:
        raise Forbidden()
    _ensure_open(request)
    request.state, request.ended_at = RequestState.TAKEN_BACK, timezone.now()
    request.save(update_fields=["state", "ended_at"])
    journal.record(actor, "disclosure.taken_back", request.record_ref, request.ref)
    return request


@transaction.atomic
def end(*, actor: Actor, ref: str) -> DisclosureRequest:
    """Close again what was opened: effective with the next request, and the receiver is asked to delete copies.

    Raises NotFound, Forbidden, AnsweredAlready.
    """
    request = fetch(actor, ref, lock=True)
    if not answerable(actor, request):
        raise Forbidden()
    if request.state not in (RequestState.OPENED, RequestState.PARTLY):
        raise AnsweredAlready()
    record = records.fetch(actor, request.record_ref)
    for ring in request.opened:
        revoke(actor, record, request.account, ring=Ring(ring))
    ledger.recall(actor, ShareEvent.objects.filter(request=request, owner=request.owner))
    request.state, request.ended_at = RequestState.ENDED, timezone.now()
    request.save(update_fields=["state", "ended_at"])
    journal.record(actor, "disclosure.ended", record, request.ref)
    return request


@transaction.atomic
def escalate(actor: Actor) -> int:
    """Mark what nobody answered in time, so that it stands first before everybody who answers for the owner."""
    late = DisclosureRequest.objects.filter(
        state=RequestState.ASKED, escalated_at=None, due_at__lt=timezone.now()
    ).select_for_update(skip_locked=True)
    rows = list(late)
    for request in rows:
        request.escalated_at = timezone.now()
        request.save(update_fields=["escalated_at"])
        journal.record(actor, "disclosure.escalated", request.record_ref, request.ref)
    return len(rows)


def _to_answer(actor: Actor, ref: str) -> DisclosureRequest:
    request = fetch(actor, ref, lock=True)
    if not answerable(actor, request):
        raise Forbidden()
    _ensure_open(request)
    return request


def _ensure_open(request: DisclosureRequest) -> None:
    if not request.is_open:
        raise AnsweredAlready()


def _answered(actor: Actor, request: DisclosureRequest) -> None:
    request.decided_by, request.decided_at = actor.account, timezone.now()
    request.save(update_fields=["state", "refusal", "opened", "expires_at", "decided_by", "decided_at"])


def _give(
    actor: Actor,
    record: Record,
    receiver: Account,
    request: DisclosureRequest,
    rings: list[Ring],
    lasting: timedelta,
) -> None:
    """Grants, the door's own word that they count, and the ledger.  Raises Forbidden, NotGrantable, NotCovered."""
    purpose = Purpose(request.purpose)
    grant_rings(actor, [record], receiver, rings=rings, purpose=purpose, reason=GrantReason.DISCLOSED, lasting=lasting)
    holder = Actor.of_account(receiver, purpose=purpose)
    if not set(rings) <= door.rings(holder, record):
        raise NotCovered(fields={"rings": [str(NotCovered.template)]})
    organisation = holder.organisation
    if organisation is not None:
        ledger.record(
            actor, record, organisation, rings=rings, purpose=purpose, channel=ShareEvent.Channel.GRANT,
            until=timezone.now() + lasting, request=request,
        )  # fmt: skip


def _give_in_return(actor: Actor, request: DisclosureRequest, rings: list[Ring], lasting: timedelta) -> None:
    """Open the offered record to who answered, in the name of who offered it, where it has such rings."""
    offering = Actor.of_account(request.account, purpose=Purpose(request.purpose))
    if actor.account is None:
        raise Forbidden()
    record = _ensure_may_offer(offering, request.offer)
    answering = Actor.of_account(actor.account, purpose=Purpose(request.purpose))
    mutual = sorted(set(rings) & set(records.askable(answering, record)))
    if mutual:
        _give(offering, record, actor.account, request, mutual, lasting)


def _ensure_may_offer(actor: Actor, ref: str) -> Record:
    record = records.fetch(actor, ref)
    if record.owner_id != actor.organisation_id or not any(rule.approves for rule in actor.rules):
        raise NotOffered(fields={"offer": [str(NotOffered.template)]})
    return record


def colleagues(organisation: Organisation) -> list[Account]:
    """The people of an organisation to whom a request may be given."""
    standing = Membership.objects.standing().filter(organisation=organisation)
    return list(Account.objects.filter(pk__in=standing.values("account")).order_by("full_name"))
