"""Admitting organisations, inviting people, suspending either: effective with the next request on every surface.

Who runs the registry admits an organisation and its first person who answers for it, and can do no more inside it:
otherwise whoever holds the servers could appoint themselves to read.  Everybody else is invited by their own
organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import RecipientClass, Role
from accessctl.models import Account, Membership, Organisation
from accessctl.models.people import SuspensionReason
from accessctl.policies import ADMINISTRATORS, ANSWERABLE, STAFFING
from accessctl.roles import ROLES
from accessctl.services.accounts import create_account, create_organisation, join
from accessctl.signin import sessions, stepup
from registry.lib.errors import Conflict, Forbidden, Invalid

ADMITTED_ROLES = frozenset({role for role, rule in ROLES.items() if rule.approves} | {Role.DATA_PROTECTION})
OPERATORS_ROLES = frozenset({Role.SYSTEM_ADMINISTRATOR})
NOBODYS_ROLES = frozenset({Role.PARTNER_SYSTEM})  # a system's, given with its token


class StaffedAlready(Conflict):
    code = "staffed_already"
    template = _("Somebody answers for this organisation already: they invite its people themselves.")


class AddressTaken(Invalid):
    code = "address_taken"
    template = _("This address cannot be used here. Ask the person for another one.")


class NotThere(Invalid):
    code = "not_admitted"
    template = _("An immigration or border authority is told nothing here, ever, and cannot be admitted.")


class NotYourself(Invalid):
    code = "not_yourself"
    template = _("Nobody suspends themselves, or the organisation they act for. Ask a colleague.")


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Who is asked to join, in which role, until when (for roles that end)."""

    email: str
    full_name: str
    role: Role
    until: datetime | None = None
    language: str = "en"


@transaction.atomic
def admit_organisation(actor: Actor, *, first: Invitation, **fields: Any) -> tuple[Organisation, Account]:
    """Enter an organisation with the first person who answers for it.

    Raises Forbidden, NotThere (FW-IMMIG), Invalid, ProofNeeded.
    """
    _ensure_administers(actor)
    stepup.demand(actor)
    if fields["kind"] == RecipientClass.IMMIGRATION_AUTHORITY or fields.get("immigration_function"):
        name = "immigration_function" if fields.get("immigration_function") else "kind"
        raise NotThere(fields={name: [str(NotThere.template)]})
    if first.role not in ADMITTED_ROLES:
        raise Forbidden()
    organisation = create_organisation(actor, **fields)
    return organisation, _invite(actor, organisation, first)


@transaction.atomic
def change_organisation(actor: Actor, *, ref: str, **fields: Any) -> Organisation:
    """Change what an organisation says of itself, or, by who runs the registry, what it is.

    Raises NotFound, Forbidden, Invalid, ProofNeeded.
    """
    organisation = door.fetch(actor, Organisation, door.Action.CHANGE, ref=ref, lock=True)
    if set(fields) - OWN_FIELDS:
        _ensure_administers(actor)
        stepup.demand(actor)
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    journal.record(
        actor, "organisation.changed", organisation.ref, organisation_id=str(organisation.pk), fields=sorted(fields)
    )
    return organisation


OWN_FIELDS = frozenset({"mandate", "focal_point", "focal_point_channel", "focal_point_hours"})


@transaction.atomic
def invite(actor: Actor, *, ref: str, person: Invitation) -> Account:
    """Make somebody a member and return their account, which signs in once they chose a password.

    Raises NotFound, Forbidden, StaffedAlready, AddressTaken, Invalid, ProofNeeded.
    """
    organisation = door.fetch(actor, Organisation, ref=ref)
    _ensure_may_invite(actor, organisation, person.role)
    stepup.demand(actor)
    return _invite(actor, organisation, person)


def may_invite(actor: Actor, organisation: Organisation) -> list[Role]:
    """The roles that the actor may give in an organisation now."""
    if STAFFING & actor.roles and actor.organisation_id == organisation.pk:
        offered = set(Role) - OPERATORS_ROLES - NOBODYS_ROLES
    elif ADMINISTRATORS & actor.roles and actor.organisation_id == organisation.pk:
        offered = {*OPERATORS_ROLES}
    elif ADMINISTRATORS & actor.roles and not _is_staffed(organisation):
        offered = {*ADMITTED_ROLES}
    else:
        offered = set()
    held = {role for role in offered if not ROLES[role].kinds or organisation.kind in ROLES[role].kinds}
    return [role for role in Role if role in held]


def _ensure_may_invite(actor: Actor, organisation: Organisation, role: Role) -> None:
    offered = may_invite(actor, organisation)
    if role in offered:
        return
    if ADMINISTRATORS & actor.roles and actor.organisation_id != organisation.pk and _is_staffed(organisation):
        raise StaffedAlready()
    raise Forbidden()


def _is_staffed(organisation: Organisation) -> bool:
    return Membership.objects.standing().filter(organisation=organisation, role__in=STAFFING).exists()


def _invite(actor: Actor, organisation: Organisation, person: Invitation) -> Account:
    account = Account.objects.filter(email=person.email.strip().lower()).first()
    if account is None:
        account = create_account(
            actor, email=person.email.strip(), full_name=person.full_name, password=None, language=person.language
        )
    elif not Membership.objects.filter(account=account, organisation=organisation).exists() or not account.is_active:
        # SECURITY: says the same whether the account is of another organisation or closed.
        raise AddressTaken(fields={"email": [str(AddressTaken.template)]})
    join(actor, account, organisation, person.role, until=person.until)
    return account


@transaction.atomic
def invite_again(actor: Actor, *, ref: str) -> Membership:
    """The membership of somebody who has not signed in yet, to be sent another mail.  Raises NotFound, Forbidden."""
    membership = door.fetch(actor, Membership, ref=ref)
    come = membership.account.last_login is not None or membership.suspended_at is not None
    if come or not may_invite(actor, membership.organisation):
        raise Forbidden()
    journal.record(actor, "membership.invited_again", account=str(membership.account_id))
    return membership


@transaction.atomic
def suspend_member(actor: Actor, *, ref: str, reason: SuspensionReason) -> Membership:
    """Take a person's every role in the organisation away until it is given back, and sign them out everywhere.

    Raises NotFound, Forbidden, NotYourself.
    """
    membership = _member(actor, ref, ANSWERABLE)
    if actor.account == membership.account:
        raise NotYourself()
    rows = Membership.objects.filter(account=membership.account, organisation=membership.organisation)
    if rows.filter(suspended_at=None).update(suspended_at=timezone.now(), suspended_for=reason):
        sessions.end(actor, membership.account)
        journal.record(actor, "membership.suspended", account=str(membership.account_id), reason=reason)
    return membership


@transaction.atomic
def restore_member(actor: Actor, *, ref: str) -> Membership:
    """Give a person's roles back.  Raises NotFound, Forbidden, ProofNeeded."""
    membership = _member(actor, ref, STAFFING)
    stepup.demand(actor)
    rows = Membership.objects.filter(account=membership.account, organisation=membership.organisation)
    if rows.exclude(suspended_at=None).update(suspended_at=None, suspended_for=""):
        journal.record(actor, "membership.restored", account=str(membership.account_id))
    return membership


@transaction.atomic
def suspend_organisation(actor: Actor, *, ref: str, reason: SuspensionReason) -> Organisation:
    """Shut an organisation out: its people, its systems, its grants.  What it shared stays with its partners.

    Raises NotFound, Forbidden, NotYourself.
    """
    organisation = _administered(actor, ref)
    if organisation.pk == actor.organisation_id:
        raise NotYourself()
    if organisation.suspended_at is None:
        organisation.suspended_at, organisation.suspended_for = timezone.now(), reason
        organisation.save(update_fields=["suspended_at", "suspended_for"])
        journal.record(
            actor, "organisation.suspended", organisation.ref, organisation_id=str(organisation.pk), reason=reason
        )
    return organisation


@transaction.atomic
def restore_organisation(actor: Actor, *, ref: str) -> Organisation:
    """Let a suspended organisation take part again.  Raises NotFound, Forbidden, ProofNeeded."""
    organisation = _administered(actor, ref)
    stepup.demand(actor)
    if organisation.suspended_at is not None:
        organisation.suspended_at, organisation.suspended_for = None, ""
        organisation.save(update_fields=["suspended_at", "suspended_for"])
        journal.record(actor, "organisation.restored", organisation.ref, organisation_id=str(organisation.pk))
    return organisation


def _administered(actor: Actor, ref: str) -> Organisation:
    organisation = door.fetch(actor, Organisation, ref=ref, lock=True)
    _ensure_administers(actor)
    return organisation


def _ensure_administers(actor: Actor) -> None:
    if not actor.is_system and not ADMINISTRATORS & actor.roles:
        raise Forbidden()


def _member(actor: Actor, ref: str, roles: frozenset[Role]) -> Membership:
    """A person's membership, for who may manage it.  Raises NotFound, Forbidden."""
    membership = door.fetch(actor, Membership, ref=ref)
    own = membership.organisation_id == actor.organisation_id and roles & actor.roles
    if not own and not ADMINISTRATORS & actor.roles:
        raise Forbidden()
    return membership
