"""Agreements: proposed by one side, in force once every party has signed, stopped by any of them at once.

People who answer for an organisation act for it and for no other.  Each verb is one transaction with its entry in the
journal and its line in the history that all parties read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.agreements.terms import Terms, check_terms, columns, terms_of
from accessctl.models import Agreement, AgreementEvent, AgreementParty, Organisation
from accessctl.models.agreements import AgreementAct, AgreementState
from accessctl.policies import ANSWERABLE
from accessctl.signin import stepup
from registry.lib.errors import Conflict, Forbidden, Invalid
from registry.lib.ids import new_ref

OPEN = (AgreementState.PROPOSED, AgreementState.BARRED)
STOPPABLE = (AgreementState.IN_FORCE, AgreementState.COMING, AgreementState.BARRED)
SIGNED = (*STOPPABLE, AgreementState.SUSPENDED)


class NotNow(Conflict):
    code = "agreement_not_now"
    template = _("The agreement stands differently now: %(state)s. Load the page again.")


class ReasonNeeded(Invalid):
    code = "reason_needed"
    template = _("Say why in a sentence: all parties read it.")


@transaction.atomic
def propose_agreement(actor: Actor, terms: Terms, *, renews: Agreement | None = None) -> Agreement:
    """Write an agreement.  Who proposes it has signed; the others have not.

    Raises Forbidden, BadTerms, ProofNeeded.
    """
    if not actor.is_system and not ANSWERABLE & actor.roles:
        raise Forbidden()
    check_terms(actor, terms)
    stepup.demand(actor)
    agreement = Agreement.objects.create(
        ref=new_ref(Agreement.REF_PREFIX), proposed_by=actor.organisation, renews=renews, **columns(terms)
    )
    now = timezone.now()
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=agreement, organisation=party, part=part, signed_at=now if party == actor.organisation else None
        )
        for party, part in terms.parts.items()
    )
    _note(actor, agreement, AgreementAct.RENEWED if renews else AgreementAct.PROPOSED)
    journal.record(actor, "agreement.proposed", agreement.ref)
    return agreement


@transaction.atomic
def sign_agreement(actor: Actor, agreement: Agreement, organisation: Organisation) -> Agreement:
    """One party's signature; the last one puts the agreement in force.

    Raises NotFound, Forbidden (nobody signs for another), NotNow, ProofNeeded.
    """
    if not actor.is_system and actor.organisation_id != organisation.pk:
        raise Forbidden()
    held = _hold(actor, agreement)
    party = _part_of(held, organisation)
    stepup.demand(actor)
    if party.signed_at is None:  # sent twice is signed once
        _ensure(held, *OPEN)
        party.signed_at = timezone.now()
        party.save(update_fields=["signed_at"])
        _note(actor, held, AgreementAct.SIGNED, organisation=organisation)
        journal.record(actor, "agreement.signed", held.ref, organisation_id=str(organisation.pk))
    return held


@transaction.atomic
def decline_agreement(actor: Actor, agreement: Agreement, *, reason: str) -> Agreement:
    """Say no to what was proposed; it can then never come into force.  Raises NotFound, Forbidden, NotNow, Invalid."""
    held, said = _hold(actor, agreement), _sentence(reason)
    party = _part_of(held, actor.organisation)
    if party.signed_at is not None:
        raise NotNow(state=_("your organisation has signed it"))
    if party.declined_at is None:
        _ensure(held, *OPEN)
        party.declined_at = timezone.now()
        party.save(update_fields=["declined_at"])
        _note(actor, held, AgreementAct.DECLINED, reason=said)
        journal.record(actor, "agreement.declined", held.ref)
    return held


@transaction.atomic
def withdraw_from_agreement(actor: Actor, agreement: Agreement, *, reason: str) -> Agreement:
    """Leave an agreement for good: with the next request nothing is shared with the party or by it.

    The others stay bound to one another; a proposal is taken back by it.  Raises NotFound, Forbidden, NotNow, Invalid.
    """
    held, said = _hold(actor, agreement), _sentence(reason)
    party = _part_of(held, actor.organisation)
    if party.signed_at is None:
        raise NotNow(state=_("your organisation has not signed it"))
    if party.withdrawn_at is None:
        _ensure(held, *SIGNED, AgreementState.PROPOSED)
        party.withdrawn_at = timezone.now()
        party.save(update_fields=["withdrawn_at"])
        _note(actor, held, AgreementAct.WITHDREW, reason=said)
        journal.record(actor, "agreement.withdrawn", held.ref)
    return held


@transaction.atomic
def suspend_agreement(actor: Actor, agreement: Agreement, *, reason: str = "") -> Agreement:
    """Stop an agreement for all with the next request; any party may.  Raises NotFound, Forbidden, NotNow, Invalid."""
    held = _hold(actor, agreement)
    said = reason if actor.is_system else _sentence(reason)
    if held.suspended_at is None:
        _ensure(held, *STOPPABLE)
        held.suspended_at, held.suspended_by = timezone.now(), actor.organisation
        held.save(update_fields=["suspended_at", "suspended_by"])
        _note(actor, held, AgreementAct.SUSPENDED, reason=said)
        journal.record(actor, "agreement.suspended", held.ref)
    return held


@transaction.atomic
def resume_agreement(actor: Actor, agreement: Agreement) -> Agreement:
    """End a suspension; only the party that suspended may.  Raises NotFound, Forbidden, NotNow, ProofNeeded."""
    held = _hold(actor, agreement)
    if held.suspended_at is not None and not actor.is_system and held.suspended_by_id != actor.organisation_id:
        raise Forbidden()
    stepup.demand(actor)
    if held.suspended_at is not None:
        _ensure(held, AgreementState.SUSPENDED)
        held.suspended_at, held.suspended_by = None, None
        held.save(update_fields=["suspended_at", "suspended_by"])
        _note(actor, held, AgreementAct.RESUMED)
        journal.record(actor, "agreement.resumed", held.ref)
    return held


@transaction.atomic
def renew_agreement(actor: Actor, agreement: Agreement, *, valid_until: datetime | None) -> Agreement:
    """Propose the same terms anew, from the day the old agreement ends; every party signs again.

    Raises NotFound, Forbidden, NotNow, BadTerms, ProofNeeded.
    """
    held = _hold(actor, agreement)
    _ensure(held, *SIGNED, AgreementState.ENDED)
    begins = max(held.valid_until, timezone.now())
    terms = replace(terms_of(held), valid_from=begins, valid_until=valid_until, review_on=None)
    return propose_agreement(actor, terms, renews=held)


def _hold(actor: Actor, agreement: Agreement) -> Agreement:
    """The agreement, locked, if the actor may act on it.  Raises NotFound, Forbidden."""
    if actor.is_system:
        return Agreement.objects.select_for_update().get(pk=agreement.pk)
    return door.fetch(actor, Agreement, door.Action.CHANGE, ref=agreement.ref, lock=True)


def _ensure(held: Agreement, *states: AgreementState) -> None:
    """Raises NotNow unless it stands in one of these."""
    if (state := held.state()) not in states:
        raise NotNow(state=state.label)


def _part_of(held: Agreement, organisation: Organisation | None) -> AgreementParty:
    party = held.parties.filter(organisation=organisation).first() if organisation else None
    if party is None:
        raise Forbidden()
    return party


def _sentence(reason: str) -> str:
    if not reason.strip():
        raise ReasonNeeded(fields={"reason": [str(ReasonNeeded.template)]})
    return reason.strip()


def _note(
    actor: Actor,
    agreement: Agreement,
    what: AgreementAct,
    *,
    organisation: Organisation | None = None,
    reason: str = "",
) -> None:
    AgreementEvent.objects.create(
        agreement=agreement, what=what, organisation=organisation or actor.organisation, account=actor.account,
        reason=reason,
    )  # fmt: skip
