"""Organisations and their people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Account, Membership, Organisation
from accessctl.roles import ROLES
from registry.lib.errors import Invalid


class ImmigrationBody(Invalid):
    code = "immigration_body"
    template = _("A body with an immigration function, or one that is suspended, cannot have people or systems here.")


@transaction.atomic
def create_organisation(actor: Actor, **fields: Any) -> Organisation:
    """A new organisation.  It has no people, and no agreement, until somebody makes them."""
    organisation = Organisation.objects.create(**fields)
    journal.record(actor, "organisation.created", organisation_id=str(organisation.pk))
    return organisation


@transaction.atomic
def create_account(actor: Actor, *, email: str, full_name: str, password: str | None, language: str = "en") -> Account:
    """An account without any membership sees nothing.  Without a password: sign-in by invitation or in the demo."""
    account = Account.objects.create_user(email, password, full_name=full_name, language=language)
    journal.record(actor, "account.created", account=str(account.pk))
    return account


class RoleRefused(Invalid):
    code = "role_refused"
    template = _("This role cannot be given here.")


@transaction.atomic
def join(
    actor: Actor, account: Account, organisation: Organisation, role: Role, *, until: datetime | None = None
) -> Membership:
    """Make a person a member of an organisation.  Raises ImmigrationBody, RoleRefused."""
    if not organisation.may_take_part:
        raise ImmigrationBody()
    for name, message in _against(account, organisation, role, until):
        raise RoleRefused(fields={name: [str(message)]})
    membership = Membership.objects.create(account=account, organisation=organisation, role=role, until=until)
    journal.record(actor, "membership.created", account=str(account.pk), role=role)
    return membership


def _against(
    account: Account, organisation: Organisation, role: Role, until: datetime | None
) -> Iterator[tuple[str, Promise]]:
    """What the table of roles says against it."""
    rule, held = ROLES[role], set(Membership.objects.filter(account=account).values_list("role", flat=True))
    if rule.kinds and organisation.kind not in rule.kinds:
        yield "role", _("People of this kind of organisation cannot hold this role.")
    if role in held and Membership.objects.filter(account=account, organisation=organisation, role=role).exists():
        yield "role", _("They hold this role already. If it is suspended, end the suspension.")
    elif held and (rule.alone or any(ROLES[Role(other)].alone for other in held)):
        yield "role", _("Who runs or audits the registry holds no other role.")
    if rule.ends and until is None:
        yield "until", _("This role is given for a time: say until when.")
    if until is not None and until <= timezone.now():
        yield "until", _("That day has passed already.")
