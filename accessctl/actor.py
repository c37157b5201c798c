"""Who acts: a person of an organisation, a partner system, a named system job, or somebody whom a record is about.

Never `user`, never None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from accessctl.codes import Purpose, Role
from accessctl.models import Account, ApiClient, Membership, Organisation
from accessctl.permits import Permit, permits_of, usual_purpose
from accessctl.roles import ROLES, RoleRule


@dataclass(frozen=True)
class Subject:
    """Somebody who looks at what is held of them: in which record, which of its people, which source they are."""

    record: UUID
    person: UUID
    source: UUID


@dataclass(frozen=True)
class Actor:
    """organisation is None for the public and for system jobs; `system` names a job; `client` a partner system.

    subject: of somebody without an account, who came by a code on paper and reads what they gave themselves.

    permits: all that a partner system's token is for; None where no token narrows what the actor may do.  closed: rings
    that a partner system never opens.

    proved_at: when the person last showed who they are; None in a job that acts for them.
    """

    account: Account | None = None
    organisation: Organisation | None = None
    roles: frozenset[Role] = frozenset()
    purpose: Purpose | None = None
    system: str = ""
    client: ApiClient | None = None
    request_id: str = ""
    proved_at: datetime | None = None
    subject: Subject | None = None
    permits: frozenset[Permit] | None = None
    closed: frozenset[str] = frozenset()

    @classmethod
    def public(cls, request_id: str = "") -> Self:
        """Someone not signed in: layer 0 only."""
        return cls(request_id=request_id)

    @classmethod
    def system_job(cls, name: str) -> Self:
        """A named system job; what it may see is written in each app's policies."""
        if not name:
            raise ValueError("a system job has a name")
        return cls(system=name, request_id=str(uuid4()))

    @classmethod
    def of_account(
        cls,
        account: Account,
        *,
        purpose: Purpose | None = None,
        request_id: str = "",
        proved_at: datetime | None = None,
    ) -> Self:
        """A signed-in person in the organisation they joined first; nothing while it or they are suspended."""
        if not account.is_active:
            return cls.public(request_id)
        rows = Membership.objects.standing().filter(account=account).select_related("organisation")
        standing = [row for row in rows.order_by("pk") if row.organisation.may_take_part]
        if not standing:
            return cls(account=account, request_id=request_id, proved_at=proved_at)
        organisation = standing[0].organisation
        roles = frozenset(Role(row.role) for row in standing if row.organisation_id == organisation.pk)
        purpose = purpose or cls.purpose_of(roles)
        return cls(account, organisation, roles, purpose, request_id=request_id, proved_at=proved_at)

    @classmethod
    def of_client(
        cls,
        client: ApiClient,
        *,
        scopes: Iterable[str] | None = None,
        purpose: Purpose | None = None,
        request_id: str = "",
    ) -> Self:
        """A partner system acting for its organisation; nothing while that is suspended.

        scopes: those of its token; without them all that the client was given.
        """
        organisation = client.organisation
        if not organisation.may_take_part:
            return cls.public(request_id)
        roles = frozenset({Role.PARTNER_SYSTEM})
        permits = permits_of(client.scopes if scopes is None else scopes)
        stated = purpose or usual_purpose(permits, cls.purpose_of(roles))
        return cls(
            None, organisation, roles, stated, client=client, request_id=request_id, permits=permits,
            closed=frozenset(client.closed),
        )  # fmt: skip

    @classmethod
    def of_subject(cls, subject: Subject, *, proved_at: datetime, request_id: str = "") -> Self:
        """Somebody who showed the code and PIN that their organisation gave them."""
        return cls(subject=subject, proved_at=proved_at, request_id=request_id or str(uuid4()))

    def acting_for(self, purpose: Purpose | str | None) -> Self:
        """The same actor with a stated purpose, which agreements and consents are then asked for."""
        return replace(self, purpose=Purpose(purpose)) if purpose else self

    @property
    def rules(self) -> tuple[RoleRule, ...]:
        return tuple(ROLES[role] for role in self.roles)

    @property
    def is_signed_in(self) -> bool:
        return self.organisation is not None

    @property
    def is_fresh(self) -> bool:
        """Whether the person has just shown who they are.  A proof of the future is none: a clock was set back."""
        if self.proved_at is None:
            return False
        return timedelta() <= timezone.now() - self.proved_at <= timedelta(seconds=settings.STEP_UP_SECONDS)

    @property
    def is_system(self) -> bool:
        return bool(self.system)

    @property
    def reviews(self) -> bool:
        """Whether any role of the actor reviews candidate pairs."""
        return any(rule.reviews for rule in self.rules)

    @property
    def organisation_id(self) -> UUID | None:
        return self.organisation.pk if self.organisation else None

    @property
    def pseudonym(self) -> str:
        """How the journal names the actor: never a person's name."""
        if self.system:
            return f"system:{self.system}"
        if self.client:
            return f"client:{self.client.pk}"
        if self.subject:
            return f"person:{self.subject.person}"
        return f"account:{self.account.pk}" if self.account else "public"

    @staticmethod
    def purpose_of(roles: frozenset[Role]) -> Purpose | None:
        """The purpose people of these roles act for unless they state another."""
        return next((ROLES[role].purpose for role in Role if role in roles), None)
