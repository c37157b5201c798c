"""Organisations, their people, and the clients of their systems."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import Account, ApiClient, Membership, Organisation
from accessctl.signin import stepup
from registry.lib.errors import Invalid

TOKEN_BYTES = 32


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


@transaction.atomic
def join(actor: Actor, account: Account, organisation: Organisation, role: Role) -> Membership:
    """Make a person a member of an organisation.  Raises ImmigrationBody."""
    if not organisation.may_take_part:
        raise ImmigrationBody()
    membership = Membership.objects.create(account=account, organisation=organisation, role=role)
    journal.record(actor, "membership.created", account=str(account.pk), role=role)
    return membership


@transaction.atomic
def create_client(
    actor: Actor, organisation: Organisation, *, name: str, lasting: timedelta = timedelta(days=90)
) -> tuple[ApiClient, str]:
    """A partner system's client and its token, which is shown this once.  Raises ImmigrationBody, ProofNeeded."""
    stepup.demand(actor)
    if not organisation.may_take_part:
        raise ImmigrationBody()
    token = f"mmr_{secrets.token_urlsafe(TOKEN_BYTES)}"
    client = ApiClient.objects.create(
        organisation=organisation, name=name, token_digest=token_digest(token), expires_at=timezone.now() + lasting
    )
    journal.record(actor, "client.created", client=str(client.pk))
    return client, token


def token_digest(token: str) -> bytes:
    """What is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
