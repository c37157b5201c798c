"""Organisations, people, agreements and partner systems, made through the services of `accessctl`.

Every maker fills in what the test does not care about. Accounts have no password unless one is given, because hashing
one costs a tenth of a second.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accessctl import services
from accessctl.actor import Actor
from accessctl.agreements.terms import Terms
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import AccessToken, Account, Agreement, ApiClient, Organisation
from accessctl.models.agreements import LegalProcess
from accessctl.roles import ROLES
from accessctl.scope import EVERYTHING
from accessctl.systems import tokens

_numbers = itertools.count(1)
SETUP = "setup"  # the system job in whose name the standing data are written


def clerk() -> Actor:
    """The actor that sets a world up. It may read nothing: no policy names it."""
    return Actor.system_job(SETUP)


@dataclass(frozen=True)
class Member:
    """A person in an organisation. `actor` is looked up anew each time, as each request does, just after a proof."""

    account: Account
    organisation: Organisation

    @property
    def actor(self) -> Actor:
        return Actor.of_account(Account.objects.get(pk=self.account.pk), proved_at=timezone.now())

    def acting_for(self, purpose: Purpose) -> Actor:
        """The same person, stating a purpose other than that of the role."""
        return Actor.of_account(Account.objects.get(pk=self.account.pk), purpose=purpose, proved_at=timezone.now())


@dataclass(frozen=True)
class Partner:
    """A partner system with its secret, and a token that was given for it."""

    client: ApiClient
    token: str
    secret: str

    @property
    def organisation(self) -> Organisation:
        return self.client.organisation

    @property
    def actor(self) -> Actor:
        return Actor.of_client(ApiClient.objects.select_related("organisation").get(pk=self.client.pk))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request, for Django's test client (`headers=`)."""
        return {"Authorization": f"Bearer {self.token}"}


def organisation(
    name: str = "", *, kind: RecipientClass = RecipientClass.CSO, country: str = "ESP", **fields: Any
) -> Organisation:
    """One that is competent for children, unless told otherwise."""
    fields.setdefault("child_competent", True)
    return services.create_organisation(
        clerk(), name=name or f"Organisation {next(_numbers)}", kind=kind, country=country, **fields
    )


def account(email: str = "", *, full_name: str = "", password: str | None = None, language: str = "en") -> Account:
    number = next(_numbers)
    return services.create_account(
        clerk(),
        email=email or f"person-{number}@example.invalid",
        full_name=full_name or f"Person {number}",
        password=password,
        language=language,
    )


def member(of: Organisation, *roles: Role, email: str = "", full_name: str = "", password: str | None = None) -> Member:
    """A person of an organisation, caseworker unless told otherwise; for a year where the role is for a time."""
    person = account(email, full_name=full_name, password=password)
    for role in roles or (Role.CASEWORKER,):
        until = timezone.now() + timedelta(days=365) if ROLES[role].ends else None
        services.join(clerk(), person, of, role, until=until)
    return Member(person, of)


def partner(of: Organisation, name: str = "Partner system", **fields: Any) -> Partner:
    client, secret = services.create_client(clerk(), of, name=name, **fields)
    token = tokens.issue(client).token
    AccessToken.objects.filter(client=client).update(expires_at=timezone.now() + timedelta(hours=8))  # of a long run
    return Partner(client, token, secret)


def terms(
    providers: Organisation | Iterable[Organisation], receivers: Organisation | Iterable[Organisation], **changes: Any
) -> Terms:
    """Terms under which everything of the providers is searched for a year, names included."""
    now = timezone.now()
    usual: dict[str, Any] = {
        "title": f"Agreement {next(_numbers)}",
        "purposes": (Purpose.SHARE_SEARCH,),
        "max_layer": 2,
        "scope": EVERYTHING,
        "legal_process_clause": LegalProcess.NOTIFY_BEFORE,
        "valid_from": now - timedelta(days=1),
        "valid_until": now + timedelta(days=365),
    }
    return Terms(providers=tuple(_each(providers)), receivers=tuple(_each(receivers)), **usual | changes)


def agreement(
    providers: Organisation | Iterable[Organisation],
    receivers: Organisation | Iterable[Organisation],
    *,
    signed: bool = True,
    valid_until: datetime | None = None,
    **changes: Any,
) -> Agreement:
    """An agreement in force, signed by all. An organisation on both sides provides and receives.

    One that has ended already is written as if time had gone on since.
    """
    ended = valid_until is not None and valid_until <= timezone.now()
    if valid_until is not None:
        changes |= {"valid_from": valid_until - timedelta(days=30)} if ended else {"valid_until": valid_until}
    wanted = terms(providers, receivers, **changes)
    made = services.propose_agreement(clerk(), wanted)
    for party in wanted.parts if signed else ():
        services.sign_agreement(clerk(), made, party)
    if ended:
        Agreement.objects.filter(pk=made.pk).update(valid_until=valid_until)
        made.refresh_from_db()
    return made


def _each(given: Organisation | Iterable[Organisation]) -> list[Organisation]:
    return [given] if isinstance(given, Organisation) else list(given)
