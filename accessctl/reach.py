"""What one actor's standing amounts to at one moment: agreements, audiences, and the rules of their roles.

The policies turn it into row filters; nothing here knows a kind of record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from uuid import UUID

from accessctl import audiences
from accessctl.actor import Actor
from accessctl.codes import Purpose, Role
from accessctl.consent import AudienceSpec
from accessctl.models import Agreement, Organisation, Share
from accessctl.rings import Ring
from accessctl.roles import ROLES, RoleRule
from accessctl.scope import Scope


class InForce:
    """Where agreements and audiences are read: in the database, as they stand at this moment.

    `door.who` asks the same rules where one agreement is left out, or exceptions hold that are not yet written.
    """

    def shares(self, organisation: Organisation, purpose: Purpose, owner: UUID | None = None) -> tuple[Share, ...]:
        """What agreements open to an organisation, of all records; of one owner's at least."""
        return Agreement.objects.shares(organisation.pk, purpose, owner)

    def audiences(self) -> Mapping[int, AudienceSpec]:
        return audiences.specs()


class OneMoment(InForce):
    """The same, read once for each organisation and purpose: what a request that only reads goes by."""

    def __init__(self) -> None:
        self._shares: dict[tuple[UUID, Purpose], tuple[Share, ...]] = {}
        self._audiences: Mapping[int, AudienceSpec] | None = None

    def shares(self, organisation: Organisation, purpose: Purpose, owner: UUID | None = None) -> tuple[Share, ...]:
        key = organisation.pk, purpose
        if key not in self._shares:
            self._shares[key] = super().shares(organisation, purpose)
        held = self._shares[key]
        return held if owner is None else tuple(share.of(owner) for share in held if owner in share.providers)

    def audiences(self) -> Mapping[int, AudienceSpec]:
        if self._audiences is None:
            self._audiences = super().audiences()
        return self._audiences


_moment: ContextVar[InForce | None] = ContextVar("one_moment", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read agreements and audiences once within: for an answer that changes nothing.  The next request asks again."""
    token = _moment.set(OneMoment())
    try:
        yield
    finally:
        _moment.reset(token)


class Reach:
    """What one actor's standing amounts to at this moment.  Made anew for each decision, so nothing outlives an end.

    owner: whose records alone are asked about, if that is known, so that the rules of others need not be asked.  The
    filter names the owner all the same: where the record has another one by now, the answer is no.
    """

    def __init__(self, actor: Actor, in_force: InForce | None = None, *, owner: UUID | None = None) -> None:
        self.actor, self.in_force, self.owner = actor, in_force or _moment.get() or InForce(), owner

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """What live agreements open to the actor's organisation for the actor's purpose, in one query."""
        organisation, purpose = self.actor.organisation, self.actor.purpose
        if organisation is None or purpose is None:
            return ()
        return self.in_force.shares(organisation, purpose, self.owner)

    @cached_property
    def _specs(self) -> Mapping[int, AudienceSpec]:
        return self.in_force.audiences()

    @cached_property
    def _admitting(self) -> dict[str, list[int]]:
        return {}

    def audiences(self, state_class: str | None = None) -> list[int]:
        """The numbers of the audiences that admit the actor's organisation to their purpose.

        state_class: what a State body is toward the records that are asked for.
        """
        organisation, purpose, key = self.actor.organisation, self.actor.purpose or "", state_class or ""
        if organisation is None:
            return []
        if key not in self._admitting:
            admitted = (n for n, spec in self._specs.items() if audiences.admits(spec, organisation, purpose, key))
            self._admitting[key] = [audiences.NO_EXCEPTIONS, *admitted]
        return self._admitting[key]

    @cached_property
    def supervised(self) -> list[int]:
        """The numbers of the audiences of cases that only the owner's supervisors work on (FW-SUSPECT)."""
        return [number for number, spec in self._specs.items() if spec.supervisor_only]

    def opened(self, ring: Ring) -> dict[Scope, set[UUID]]:
        """Organisations whose records of this ring agreements open to the actor, by what they cover."""
        found: dict[Scope, set[UUID]] = {}
        for share in self.shares:
            if share.opens(ring):
                found.setdefault(share.scope, set()).update(share.providers)
        return found

    def rules(self, roles: Iterable[Role]) -> list[RoleRule]:
        """The rules of the actor's roles among the given ones."""
        return [ROLES[role] for role in self.actor.roles & frozenset(roles)]
