"""Reads of the directory: organisations, their people as far as the reader may know them, what stands between us."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from accessctl import door
from accessctl.actor import Actor
from accessctl.agreements import selectors as agreements
from accessctl.agreements.selectors import Listed
from accessctl.approvals import selectors as approvals
from accessctl.approvals.selectors import Asked
from accessctl.codes import Role
from accessctl.models import Account, Agreement, Membership, Organisation
from accessctl.organisations.services import ADMIT, JOIN, LET_IN, may_invite
from accessctl.policies import ADMINISTRATORS, ANSWERABLE, STAFFING
from registry.lib.names import fold

SHOWN = 100


@dataclass(frozen=True)
class Entry:
    """An organisation in the directory; `agreed`: an agreement in force opens something between it and the reader's."""

    row: Organisation
    agreed: bool
    is_own: bool


@dataclass
class Person:
    """A person of an organisation with their roles there."""

    account: Account
    memberships: list[Membership] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return self.memberships[0].ref

    @property
    def is_suspended(self) -> bool:
        return all(row.suspended_at for row in self.memberships)

    @property
    def has_signed_in(self) -> bool:
        return self.account.last_login is not None

    @property
    def roles(self) -> list[str]:
        return [str(row.get_role_display()) for row in self.memberships]


@dataclass(frozen=True)
class OpenedOrganisation:
    """One organisation as its page shows it to one reader; people: None where the reader may not know them."""

    row: Organisation
    is_own: bool
    people: list[Person] | None
    agreements: list[Listed]
    invites: list[Role]
    may: frozenset[str]
    waits: list[Asked]


def directory(actor: Actor, *, words: str = "", kind: str = "", country: str = "") -> tuple[list[Entry], bool]:
    """The organisations that fit, by name, and whether there are more than are shown."""
    rows = door.visible(actor, Organisation).filter(
        Q(kind=kind) if kind else Q(), Q(country=country) if country else Q()
    )
    agreed = _agreed(actor)
    sought = fold(words)
    found = [row for row in rows.order_by("name") if not sought or sought in fold(row.name)]
    shown = [Entry(row, row.pk in agreed, row.pk == actor.organisation_id) for row in found[:SHOWN]]
    return shown, len(found) > SHOWN


def to_be_admitted(actor: Actor) -> list[tuple[Asked, str]]:
    """What waits for a second person before it is an organisation, with its name; for who runs the registry."""
    if not ADMINISTRATORS & actor.roles:
        return []
    return [(asked, said["fields"]["name"]) for asked, said in approvals.waiting_of(actor, ADMIT) if said]


def opened(actor: Actor, ref: str) -> OpenedOrganisation:
    """One organisation.  Raises NotFound."""
    row = door.fetch(actor, Organisation, ref=ref)
    own, runs = row.pk == actor.organisation_id, bool(ADMINISTRATORS & actor.roles)
    asked = {act: approvals.waits(actor, act, row.ref) for act in (LET_IN, JOIN)} if runs else {}
    may = {
        "change": (own and bool(ANSWERABLE & actor.roles)) or runs,
        "invite": bool(may_invite(actor, row)),
        "suspend_people": (own and bool(ANSWERABLE & actor.roles)) or runs,
        "restore_people": (own and bool(STAFFING & actor.roles)) or runs,
        "suspend": runs and not own and row.suspended_at is None,
        "restore": runs and not own and row.suspended_at is not None and asked.get(LET_IN) is None,
    }
    return OpenedOrganisation(
        row=row,
        is_own=own,
        people=people(actor, row) if own or runs else None,
        agreements=[] if own else [one for one in agreements.listed(actor) if row in one.others and not one.is_past],
        invites=may_invite(actor, row),
        may=frozenset(name for name, there in may.items() if there),
        waits=[one for one in asked.values() if one],
    )


def people(actor: Actor, organisation: Organisation) -> list[Person]:
    """The people of an organisation by name, those who left last."""
    rows = door.visible(actor, Membership).filter(organisation=organisation).select_related("account")
    found: dict[UUID, Person] = {}
    for row in rows.order_by("account__full_name", "account_id", "pk"):
        found.setdefault(row.account_id, Person(row.account)).memberships.append(row)
    return sorted(found.values(), key=lambda person: person.is_suspended)


def member(actor: Actor, ref: str) -> Membership:
    """One membership that the actor may see.  Raises NotFound."""
    return door.fetch(actor, Membership, ref=ref)


def _agreed(actor: Actor) -> set[UUID]:
    """Organisations that share with the actor's own, one way or the other, under an agreement in force."""
    live = door.visible(actor, Agreement).live()  # type: ignore[attr-defined] # its manager's own queryset
    found = set()
    for agreement in live.prefetch_related("parties"):
        standing = [party for party in agreement.parties.all() if party.withdrawn_at is None]
        own = [party for party in standing if party.organisation_id == actor.organisation_id]
        found |= {
            other.organisation_id
            for mine in own
            for other in standing
            if other != mine and ((mine.gives and other.takes) or (mine.takes and other.gives))
        }
    return found
