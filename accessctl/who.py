"""Who could see a record, and who would after a change: answered by the door's own rules, never by a second copy.

A change of consent is written and rolled back before anything is returned; an agreement is left out of what is in
force.  For the owner's eyes alone: it names organisations and people whatever the reader's own reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from accessctl import audiences
from accessctl.actor import Actor
from accessctl.codes import Purpose, Role
from accessctl.consent import LAYERS, AudienceSpec, ConsentEffect
from accessctl.deciding import rings_held
from accessctl.models import Account, Agreement, ApiClient, EmergencyOpening, Membership, Organisation, Record, Share
from accessctl.policy import RecordPolicy, policy_of
from accessctl.reach import InForce, Reach
from accessctl.rings import Ring

SUPPOSED_AUDIENCE = -1  # no audience is numbered so


@dataclass(frozen=True)
class Viewer:
    """An organisation and role that could see a record, and which of its rings."""

    organisation: Organisation
    role: Role
    rings: frozenset[Ring]


@dataclass(frozen=True)
class Holder:
    """A person whom grants let see a record: for the organisation they act for, which rings, until when.

    in_danger: they opened it themselves because of danger to life, and nobody granted it.
    """

    account: Account
    organisation: Organisation
    purpose: Purpose
    rings: frozenset[Ring]
    until: datetime
    in_danger: bool = False


class _Supposed(InForce):
    """What is in force for the records of one owner, read once; less one agreement, and with exceptions not written."""

    def __init__(self, owner: Organisation, without: str, exceptions: AudienceSpec | None) -> None:
        self._offers = [offer for offer in Agreement.objects.offers_of(owner.pk) if offer.agreement != without]
        self._specs = audiences.specs() | ({SUPPOSED_AUDIENCE: exceptions} if exceptions is not None else {})

    def shares(self, organisation: Organisation, purpose: Purpose, owner: UUID | None = None) -> tuple[Share, ...]:
        mine = (offer for offer in self._offers if offer.receiver == organisation.pk)
        return tuple(offer.share for offer in mine if purpose in offer.purposes)

    def audiences(self) -> Mapping[int, AudienceSpec]:
        return self._specs


def who(row: Record, *, effect: ConsentEffect | None = None, without: str = "") -> list[Viewer]:
    """Who could see a record by role and agreement (personal grants: `holders`), organisation by organisation.

    effect: as if consent amounted to this; the record need not be saved then.  without: the reference of an agreement,
    as if it had ended.
    """
    in_force = _Supposed(row.owner, without, effect.audience if effect else None)
    found = []
    with _as_if(row, effect):
        for organisation, roles in _standing():
            reaches = [Reach(_anybody(organisation, role), in_force) for role in roles]
            for role, rings in zip(roles, rings_held(row, reaches), strict=True):
                if rings:
                    found.append(Viewer(organisation, role, rings))
    return found


def holders(row: Record) -> list[Holder]:
    """The people whom a live grant, or danger to life, lets see something of a record, by the door's rules."""
    policy = policy_of(type(row))
    if not isinstance(policy, RecordPolicy) or policy.grants is None:
        return []
    grants = policy.grants._default_manager.filter(content_object=row, expires_at__gt=Now())
    rows = grants.select_related("user", "organisation").order_by("user_id", "purpose", "expires_at")
    found = []
    for (_user, purpose), together in groupby(rows, key=lambda one: (one.user_id, one.purpose)):
        held = list(together)
        actor = Actor.of_account(held[0].user, purpose=Purpose(purpose))
        (rings,) = rings_held(row, [Reach(actor)])
        if rings and actor.organisation is not None:
            until = max(one.expires_at for one in held)
            found.append(Holder(held[0].user, actor.organisation, Purpose(purpose), rings, until))
    return [*found, *_in_danger(row)]


def _in_danger(row: Record) -> Iterator[Holder]:
    """Those who hold it open because of danger to life."""
    for opening in EmergencyOpening.objects.live().filter(record_ref=row.ref).select_related("account"):
        actor = Actor.of_account(opening.account)
        (rings,) = rings_held(row, [Reach(actor)])
        if rings and actor.organisation is not None and actor.purpose is not None:
            until = opening.expires_at
            yield Holder(opening.account, actor.organisation, actor.purpose, rings, until, in_danger=True)


def agreements_used(row: Record) -> list[str]:
    """References of the live agreements under which the owner shares: those whose end could change who sees it."""
    return sorted({offer.agreement for offer in Agreement.objects.offers_of(row.owner_id)})


def _anybody(organisation: Organisation, role: Role) -> Actor:
    roles = frozenset({role})
    return Actor(organisation=organisation, roles=roles, purpose=Actor.purpose_of(roles))


@contextmanager
def _as_if(row: Record, effect: ConsentEffect | None) -> Iterator[None]:
    """Inside, the record stands with that effect; afterwards it stands, or does not exist, as before."""
    if effect is None:
        yield
        return
    columns: dict[str, object] = {f"consent_{layer}": effect.masks.get(layer, 0) for layer in LAYERS}
    columns |= {"consent_until": effect.until, "audience": SUPPOSED_AUDIENCE}
    with transaction.atomic():
        savepoint = transaction.savepoint()
        try:
            if row._state.adding:
                type(row)._default_manager.bulk_create([_copy(row, columns)])
            else:
                type(row)._default_manager.filter(pk=row.pk).update(**columns)
            yield
        finally:
            transaction.savepoint_rollback(savepoint)


def _copy(row: Record, columns: dict[str, object]) -> Record:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values | columns)


def _standing() -> Iterator[tuple[Organisation, list[Role]]]:
    """Each organisation with the roles that somebody, or some system of it, holds there now; by name."""
    pairs: set[tuple[object, str]] = set(Membership.objects.standing().values_list("organisation", "role"))
    clients = ApiClient.objects.filter(revoked_at=None, expires_at__gt=Now()).values_list("organisation", flat=True)
    pairs |= {(organisation, Role.PARTNER_SYSTEM.value) for organisation in clients}
    held = Organisation.objects.in_bulk({organisation for organisation, _role in pairs})
    for organisation in sorted(held.values(), key=lambda one: (one.name, one.pk)):
        yield organisation, _ordered(role for key, role in pairs if key == organisation.pk)


def _ordered(roles: Iterable[str]) -> list[Role]:
    held = set(roles)
    return [role for role in Role if role in held]
