"""The rule set of the door: one row filter per action and ring, from which lists, pages, drop-downs and checks derive.

    allow = ring within reach of (role default or live grant)
        and (own organisation, or a live agreement, or a live grant)
        and the consent effect admits (purpose, recipient class)   } for every
        and the audience admits (firewalls, narrowing)             } organisation but the owner
        and, for layer 4, a named grant or a standing role

Apps subclass `RecordPolicy` per root and state which roles may do what; they cannot loosen the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accessctl import audiences, consent
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.models import Agreement, AgreementParty, Record, RecordGrant
from accessctl.rings import Ring
from accessctl.roles import RoleRule

NOBODY = Q(pk__in=())
EVERYBODY = Q()


class Action(StrEnum):
    VIEW = "view"
    CREATE = "create"
    CHANGE = "change"
    REVIEW = "review"


@dataclass(frozen=True)
class SystemRule:
    """What a system job may open of one kind of record: rings, and the purposes one of which must be consented."""

    rings: frozenset[Ring]
    purposes: frozenset[Purpose] = frozenset()
    actions: frozenset[Action] = frozenset({Action.VIEW})


class Reach:
    """What one actor's standing amounts to at this moment; asked once per request and decision."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def agreements(self) -> list[Agreement]:
        """Live agreements under which the actor's organisation receives for the actor's purpose."""
        receives = AgreementParty.objects.filter(
            organisation=self.actor.organisation_id,
            part__in=(AgreementParty.Part.RECEIVER, AgreementParty.Part.BOTH),
        )
        live = Agreement.objects.live().filter(pk__in=receives.values("agreement"))
        return list(live.filter(purposes__contains=[self.actor.purpose]).prefetch_related("parties"))

    @cached_property
    def audiences(self) -> list[int]:
        organisation = self.actor.organisation
        return audiences.admitting(organisation) if organisation else []

    def providers(self, ring: Ring) -> set[Any]:
        """Organisations whose records of this ring an agreement opens to the actor."""
        own = self.actor.organisation_id
        return {
            party.organisation_id
            for agreement in self.agreements
            if ring.layer <= agreement.max_layer
            and (not ring.compartment or ring.compartment in agreement.compartments)
            for party in agreement.parties.all()
            if party.part != AgreementParty.Part.RECEIVER and party.organisation_id != own
        }

    def rules(self, roles: Iterable[Role]) -> list[RoleRule]:
        """The rules of the actor's roles among the given ones."""
        allowed = set(roles)
        return [rule for role, rule in zip(self.actor.roles, self.actor.rules, strict=True) if role in allowed]

    def holds(self, rules: Iterable[RoleRule], ring: Ring, part: str) -> bool:
        return any(ring in getattr(rule, part) for rule in rules)


class Policy:
    """One row filter per action and ring of a model that is asked for through the door."""

    model: ClassVar[type[models.Model]]

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return NOBODY


class RecordPolicy(Policy):
    """Rules common to all roots.  `own` and `shared` name the roles that may act, on either side."""

    model: ClassVar[type[Record]]
    grants: ClassVar[type[RecordGrant] | None] = None
    own: ClassVar[dict[Action, frozenset[Role]]] = {}
    shared: ClassVar[dict[Action, frozenset[Role]]] = {}
    system: ClassVar[dict[str, SystemRule]] = {}
    needs_consent: ClassVar[bool] = True

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.is_system:
            return self._system_scope(actor, action, ring)
        organisation = actor.organisation
        if organisation is None or organisation.immigration_function:  # FW-IMMIG
            return NOBODY
        own_rules = reach.rules(self.own.get(action, ()))
        shared_rules = reach.rules(self.shared.get(action, ()))
        granted = self._granted(reach, [*own_rules, *shared_rules], ring)
        own = Q(owner=organisation.pk)
        if reach.holds(own_rules, ring, "own") or reach.holds(own_rules, ring, "standing"):
            own_arm = own if ring.layer < 4 or reach.holds(own_rules, ring, "standing") else own & granted
        else:
            own_arm = own & granted if own_rules else NOBODY
        if not shared_rules:
            return own_arm
        basis = granted
        if ring.layer < 4 and reach.holds(shared_rules, ring, "shared"):
            if providers := reach.providers(ring):
                basis = Q(owner__in=providers) | granted
        if basis == NOBODY:
            return own_arm
        return own_arm | (~own & basis & self._admitted(reach, ring))

    def _granted(self, reach: Reach, rules: list[RoleRule], ring: Ring) -> Q:
        """Records on which the actor's person holds a live grant for the ring; any ring's grant shows layer 1."""
        account = reach.actor.account
        if self.grants is None or account is None or not rules:
            return NOBODY
        rows = self.grants._default_manager.filter(user=account, expires_at__gt=Now())
        if ring is Ring.COMMON:
            rows = rows.filter(ring__in={held for rule in rules for held in rule.by_grant})
        elif reach.holds(rules, ring, "by_grant"):
            rows = rows.filter(ring=ring)
        else:
            return NOBODY
        return Q(pk__in=rows.values("content_object"))

    def _admitted(self, reach: Reach, ring: Ring) -> Q:
        """Consent and audience, which bind every organisation but the owner and beat every grant and agreement."""
        admitted = Q(audience__in=reach.audiences)
        if not self.needs_consent:
            return admitted
        organisation, purpose = reach.actor.organisation, reach.actor.purpose
        if organisation is None or purpose is None:
            return NOBODY
        column = f"consent_{min(ring.layer, 3)}__admits"
        function = consent.bit(purpose, organisation.kind)
        arms = Q()
        for condition, state_class in self.state_classes(reach):
            needed = function | (consent.bit(purpose, state_class) if state_class else 0)
            arms |= condition & Q(**{column: needed})
        live = Q(consent_until=None) | Q(consent_until__gt=Now())
        return admitted & live & arms

    def state_classes(self, reach: Reach) -> list[tuple[Q, RecipientClass | None]]:
        """For a State body, which State class it is toward which rows: consent must cover that class as well."""
        return [(EVERYBODY, None)]

    def _system_scope(self, actor: Actor, action: Action, ring: Ring) -> Q:
        rule = self.system.get(actor.system)
        if rule is None or ring not in rule.rings or action not in rule.actions:
            return NOBODY
        if not rule.purposes:
            return EVERYBODY
        column = f"consent_{min(max(ring.layer, 1), 3)}__meets"
        live = Q(consent_until=None) | Q(consent_until__gt=Now())
        return Q(**{column: consent.bits(rule.purposes, RecipientClass.values)}) & live


PolicyT = TypeVar("PolicyT", bound=Policy)
_policies: dict[type[models.Model], Policy] = {}


def register(model: type[models.Model]) -> Callable[[type[PolicyT]], type[PolicyT]]:
    """Class decorator: the door asks this policy for `model`."""

    def bind(policy: type[PolicyT]) -> type[PolicyT]:
        policy.model = model  # type: ignore[assignment]
        _policies[model] = policy()
        return policy

    return bind


def policy_of(model: type[models.Model]) -> Policy:
    try:
        return _policies[model]
    except KeyError:
        raise ImproperlyConfigured(f"{model.__name__} has no policy") from None


def has_policy(model: type[models.Model]) -> bool:
    return model in _policies
