"""Admitting organisations, inviting people, suspending either: effective with the next request on every surface.

Who runs the registry admits an organisation and its first person who answers for it, and can do no more inside it:
otherwise whoever holds the servers could appoint themselves to read.  Everybody else is invited by their own
organisation.  Letting one in, or in again, or one more who runs the registry, takes two who do
(`accessctl.organisations.admitting` does it once the second approved); shutting one out takes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from accessctl.approvals.files import ABOUT
from accessctl.codes import RecipientClass, Role
from accessctl.models import Account, Approval, Membership, Organisation
from accessctl.models.people import SuspensionReason
from accessctl.policies import ADMINISTRATORS, ANSWERABLE, STAFFING
from accessctl.roles import ROLES
from accessctl.services.accounts import create_account, join
from accessctl.signin import sessions, stepup
from registry.lib.errors import Conflict, Forbidden, Invalid

ADMITTED_ROLES = frozenset({role for role, rule in ROLES.items() if rule.approves} | {Role.DATA_PROTECTION})
OPERATORS_ROLES = frozenset({Role.SYSTEM_ADMINISTRATOR})
# Acts that need two persons.
ADMIT, LET_IN, JOIN = "organisation.admit", "organisation.let_in", "person.let_in"
SUSPENSION, FUNCTION = "suspension", "function"  # what ends when an organisation is let in again
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


class NotSuspended(Conflict):
    code = "not_suspended"
    template = _("This organisation is not suspended any more. Look at it again.")


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

    @property
    def address(self) -> str:
        """The address as accounts have it."""
        return self.email.strip().lower()

    def to_json(self) -> dict[str, Any]:
        until = self.until.isoformat() if self.until else None
        return {
            "email": self.address, "full_name": self.full_name, "role": self.role.value, "until": until,
            "language": self.language,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Invitation:
        until = datetime.fromisoformat(data["until"]) if data["until"] else None
        return cls(**{**data, "role": Role(data["role"]), "until": until})


@transaction.atomic
def ask_to_admit(actor: Actor, *, first: Invitation, **fields: Any) -> Approval:
    """Ask a second person to let an organisation in, with the first person who answers for it.

    Raises Forbidden, NotThere (FW-IMMIG), AddressTaken, AskedAlready, ProofNeeded.
    """
    _ensure_administers(actor)
    stepup.demand(actor)
    if fields["kind"] == RecipientClass.IMMIGRATION_AUTHORITY or fields.get("immigration_function"):
        name = "immigration_function" if fields.get("immigration_function") else "kind"
        raise NotThere(fields={name: [str(NotThere.template)]})
    if first.role not in ADMITTED_ROLES:
        raise Forbidden()
    _ensure_free(first.email)
    return approvals.ask(actor, ADMIT, sealed={**_told(first), "fields": fields})


def _told(person: Invitation) -> dict[str, Any]:
    return {ABOUT: person.address, "person": person.to_json()}


def _ensure_free(email: str, organisation: Organisation | None = None) -> None:
    """Raises AddressTaken unless nobody has the address, or somebody of this organisation whose account is open."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is None:
        return
    if not Membership.objects.filter(account=account, organisation=organisation).exists() or not account.is_active:
        # SECURITY: says the same whether the account is of another organisation or closed.
        raise AddressTaken(fields={"email": [str(AddressTaken.template)]})


@transaction.atomic
def change_organisation(actor: Actor, *, ref: str, **fields: Any) -> Approval | None:
    """Change what an organisation says of itself, or, by who runs the registry, what it is.

    An immigration or border function that is taken off lets the organisation in: nothing is changed before a second
    person approved it, and what they were asked is returned.  Raises NotFound, Forbidden, Invalid, AskedAlready,
    ProofNeeded.
    """
    organisation = door.fetch(actor, Organisation, door.Action.CHANGE, ref=ref, lock=True)
    if set(fields) - OWN_FIELDS:
        _ensure_administers(actor)
        stepup.demand(actor)
    if organisation.is_of_immigration and not with_fields(organisation, fields).is_of_immigration:
        return approvals.ask(actor, LET_IN, refs=[organisation.ref], sealed={"fields": fields}, ends=FUNCTION)
    write_change(actor, organisation, fields)
    return None


def write_change(actor: Actor, organisation: Organisation, fields: Mapping[str, Any]) -> None:
    """Write the columns given and journal it; in the transaction of who decided it."""
    with_fields(organisation, fields).save(update_fields=list(fields))
    journal.record(
        actor, "organisation.changed", organisation.ref, organisation_id=str(organisation.pk), fields=sorted(fields)
    )


def with_fields(organisation: Organisation, fields: Mapping[str, Any]) -> Organisation:
    """What the organisation would be."""
    changed = copy(organisation)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


OWN_FIELDS = frozenset({"mandate", "focal_point", "focal_point_channel", "focal_point_hours"})


@transaction.atomic
def invite(actor: Actor, *, ref: str, person: Invitation) -> Account | Approval:
    """Make somebody a member and return their account, which signs in once they chose a password.

    Who runs the registry lets nobody in alone, neither into an organisation that has lost its people nor as one more of
    their own, or one could invent the second person: then what was asked is returned.  Raises NotFound, Forbidden,
    StaffedAlready, AddressTaken, Invalid, AskedAlready, ProofNeeded.
    """
    organisation = door.fetch(actor, Organisation, ref=ref)
    ensure_may_invite(actor, organisation, person.role)
    stepup.demand(actor)
    if ADMINISTRATORS & actor.roles:
        _ensure_free(person.email, organisation)
        return approvals.ask(actor, JOIN, refs=[organisation.ref], sealed=_told(person))
    return enrol(actor, organisation, person)


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


def ensure_may_invite(actor: Actor, organisation: Organisation, role: Role) -> None:
    """Raises Forbidden, StaffedAlready."""
    offered = may_invite(actor, organisation)
    if role in offered:
        return
    if ADMINISTRATORS & actor.roles and actor.organisation_id != organisation.pk and _is_staffed(organisation):
        raise StaffedAlready()
    raise Forbidden()


def _is_staffed(organisation: Organisation) -> bool:
    return Membership.objects.standing().filter(organisation=organisation, role__in=STAFFING).exists()


def enrol(actor: Actor, organisation: Organisation, person: Invitation) -> Account:
    """Make somebody a member; who decided it is asked before.  Raises AddressTaken, RoleRefused."""
    _ensure_free(person.address, organisation)
    account = Account.objects.filter(email=person.address).first() or create_account(
        actor, email=person.address, full_name=person.full_name, password=None, language=person.language
    )
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
    organisation = administered(actor, ref)
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
def ask_to_restore(actor: Actor, *, ref: str) -> Approval:
    """Ask a second person to let a suspended organisation take part again.

    Raises NotFound, Forbidden, NotSuspended, AskedAlready, ProofNeeded.
    """
    organisation = administered(actor, ref)
    if organisation.suspended_at is None:
        raise NotSuspended()
    since = organisation.suspended_at.isoformat()
    return approvals.ask(actor, LET_IN, refs=[organisation.ref], ends=SUSPENSION, since=since)


def administered(actor: Actor, ref: str) -> Organisation:
    """An organisation, locked, for who runs the registry.  Raises NotFound, Forbidden."""
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
