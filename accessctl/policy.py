"""The rule set of the door: one row filter per action and ring, from which lists, pages, drop-downs and checks derive.

    allow = ring within reach of (role default or live grant)
        and (own organisation, or a live agreement whose scope holds the record, or a live grant)
        and the consent effect admits (purpose, recipient class)   } for every
        and the audience admits (firewalls, narrowing)             } organisation but the owner
        and, for layer 4, a named grant or a standing role

    or: somebody opened the ring of the record because of danger to life, within the hour, and the audience admits

Apps subclass `RecordPolicy` per root and state which roles may do what; they cannot loosen the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q

from accessctl import consent, permits
from accessctl.actor import Actor
from accessctl.codes import Purpose, RecipientClass, Role
from accessctl.consent import MASK_BITS
from accessctl.lookups import Holds
from accessctl.models import Organisation, RecordGrant
from accessctl.permits import Operation
from accessctl.reach import Reach
from accessctl.rings import Ring
from accessctl.roles import IN_DANGER, RoleRule
from accessctl.scope import Scope

# What every decision asks of a row.
OWNED = "{row}.owner_id = %s"
PROVIDED = "{row}.owner_id = ANY(%s)"
GRANTED = """{row}.id IN (
    SELECT content_object_id FROM {grants}
    WHERE user_id = %s AND organisation_id = %s AND ring = ANY(%s) AND purpose = COALESCE(%s, purpose)
        AND expires_at > statement_timestamp())"""
OPENED_IN_DANGER = """{row}.ref IN (
    SELECT record_ref FROM accessctl_emergencyopening
    WHERE account_id = %s AND organisation_id = %s AND rings && %s::varchar[]
        AND ended_at IS NULL AND expires_at > statement_timestamp())"""
UNEXCEPTED = "{row}.audience = ANY(%s)"
UNSANCTIONED = """{row}.owner_id NOT IN (
    SELECT owner_id FROM accessctl_sanction
    WHERE lifted_at IS NULL AND (organisation_id = %s OR country = ANY(%s::varchar[])))"""
CONSENTED = f"({{row}}.{{column}} & %s::bit({MASK_BITS})) = %s::bit({MASK_BITS})"
IN_TIME = "{row}.consent_until IS NULL OR {row}.consent_until > statement_timestamp()"

NOBODY = Q(pk__in=())
EVERYBODY = ~NOBODY  # not an empty Q: that would drop out of an OR, and a CASE refuses it


class Action(StrEnum):
    """What is done; ATTEND: to read what is there for those who work together on a record, and for nobody else."""

    VIEW = "view"
    ATTEND = "attend"
    CREATE = "create"
    CHANGE = "change"
    REVIEW = "review"
    ERASE = "erase"


@dataclass(frozen=True)
class SystemRule:
    """What a system job may open of one kind of record: rings, and the purposes one of which must be consented."""

    rings: frozenset[Ring]
    purposes: frozenset[Purpose] = frozenset()
    actions: frozenset[Action] = frozenset({Action.VIEW})


class Policy:
    """One row filter per action and ring of a model that is asked for through the door."""

    model: ClassVar[type[models.Model]]

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        return NOBODY


class RecordPolicy(Policy):
    """Rules common to all roots.  `own` and `shared` name the roles that may act, on either side.

    needs_consent: whether other organisations need the consent effect; never waived for the whereabouts of the living.
    route, country: the columns of layer 1 that say whether a record lies in what an agreement covers.
    opens_in_danger: whether danger to somebody's life can open such a record (`accessctl.emergency`).
    told: the rings of which people without an account read the rows that are theirs (`accessctl.own_rows`).
    """

    grants: ClassVar[type[RecordGrant] | None] = None
    own: ClassVar[dict[Action, frozenset[Role]]] = {}
    shared: ClassVar[dict[Action, frozenset[Role]]] = {}
    system: ClassVar[dict[str, SystemRule]] = {}
    needs_consent: ClassVar[bool] = True
    route: ClassVar[str] = ""
    country: ClassVar[str] = ""
    opens_in_danger: ClassVar[bool] = False
    told: ClassVar[frozenset[Ring]] = frozenset()

    def scope(self, reach: Reach, action: Action, ring: Ring) -> Q:
        actor = reach.actor
        if actor.subject is not None:
            seen = action is Action.VIEW and ring in self.told
            return Q(pk=actor.subject.record) & ~self.withdrawn() if seen else NOBODY
        if actor.is_system:
            return self._system_scope(actor, action, ring)
        organisation = actor.organisation
        if organisation is None or not organisation.may_take_part:  # FW-IMMIG, suspension
            return NOBODY
        own, mine, theirs = Holds(OWNED, organisation.pk), NOBODY, NOBODY
        if reach.owner in (None, organisation.pk):
            mine = _both(own, self._own_basis(reach, action, ring))
        if reach.owner != organisation.pk:
            theirs = _both(~own, self._foreign_basis(reach, action, ring))
        return _either(mine, theirs)

    def _own_basis(self, reach: Reach, action: Action, ring: Ring) -> Q:
        """The own organisation's records: by role below layer 4; in layer 4 by standing role, or by grant."""
        rules = reach.rules(self.own.get(action, ()))
        by_role = any(ring in rule.standing or (ring.layer < 4 and ring in rule.own) for rule in rules)
        public = bool(rules) and ring is Ring.PUBLIC
        if by_role or public:
            return EVERYBODY
        granted = self._granted(reach, rules, ring)
        return _either(granted, self._opened_in_danger(reach, rules, ring)) if action is Action.VIEW else granted

    def _foreign_basis(self, reach: Reach, action: Action, ring: Ring) -> Q:
        """Others' records: by agreement below layer 4 or by grant, with consent; or in danger.  Firewalls on top."""
        rules = reach.rules(self.shared.get(action, ()))
        basis = self._granted(reach, rules, ring, purpose=reach.actor.purpose)
        if ring.layer < 4 and any(ring in rule.shared for rule in rules):
            basis = _either(self.agreed(reach, ring), basis)  # the cheaper first: most rows need not ask the other
        if basis is not NOBODY:
            basis = _both(basis, self.admitted(reach, ring))
        return _either(basis, self.open_in_danger(reach, ring)) if action is Action.VIEW else basis

    def open_by_itself(self, reach: Reach, ring: Ring) -> Q:
        """Other organisations' records that are open to the actor whatever agreements say."""
        rules = reach.rules(self.shared.get(Action.VIEW, ()))
        return self._granted(reach, rules, ring, purpose=reach.actor.purpose)

    def open_in_danger(self, reach: Reach, ring: Ring) -> Q:
        """Other organisations' records that the actor's person opened because of danger to life, and may read now."""
        rules = reach.rules(self.shared.get(Action.VIEW, ()))
        opened = self._opened_in_danger(reach, rules, ring)
        return opened if opened is NOBODY else opened & self.reached_in_danger(reach, ring)

    def reached_in_danger(self, reach: Reach, ring: Ring) -> Q:
        """Other organisations' records that danger to life reaches: firewalls, sanctions and withdrawals bind."""
        reached = self.within_safeguards(reach, ring)
        return reached if reached is NOBODY else reached & ~self.closed()

    def within_safeguards(self, reach: Reach, ring: Ring) -> Q:
        """Records that neither a firewall nor a sanction keeps from the actor's organisation, whatever is agreed."""
        organisation = reach.actor.organisation
        if organisation is None:
            return NOBODY
        reached = NOBODY
        for rows, state_class in self.state_classes(reach):
            reached = _either(reached, _both(rows, _unexcepted(reach.audiences(state_class))))
        if organisation.investigates:  # FW-CRIM
            reached &= _consented(ring, consent.bit(Purpose.ACCOUNTABILITY, organisation.kind))
        return reached & _unsanctioned(organisation)

    def withdrawn(self) -> Q:
        """Records whose families took every consent back."""
        return NOBODY

    def closed(self) -> Q:
        """Records that are closed to other organisations, whatever danger somebody sees."""
        return self.withdrawn()

    def _opened_in_danger(self, reach: Reach, rules: list[RoleRule], ring: Ring) -> Q:
        """Records of which the actor's person holds the ring open because of danger to life; any ring shows layer 1."""
        account, opened = reach.actor.account, {held for rule in rules for held in rule.by_grant} & IN_DANGER
        wanted = opened if ring.layer <= 1 else opened & {ring}
        if not self.opens_in_danger or account is None or not wanted:
            return NOBODY
        return Holds(OPENED_IN_DANGER, account.pk, reach.actor.organisation_id, sorted(wanted))

    def agreed(self, reach: Reach, ring: Ring) -> Q:
        """Records within the scope of an agreement that opens the ring."""
        covered = NOBODY
        for scope, providers in reach.opened(ring).items():
            if (held := self.within(scope)) is not NOBODY:
                covered = _either(covered, _both(Holds(PROVIDED, list(providers)), held))
        return covered

    def within(self, scope: Scope) -> Q:
        """Records that lie in what an agreement covers; one whose root knows no routes lies on none."""
        if scope.everything:
            return EVERYBODY
        held = NOBODY
        if self.route and scope.routes:
            held = _either(held, Q(**{f"{self.route}__in": sorted(scope.routes)}))
        if self.country and scope.countries:
            held = _either(held, Q(**{f"{self.country}__in": sorted(scope.countries)}))
        return _either(held, self.at(scope.incidents)) if scope.incidents else held

    def at(self, incidents: frozenset[str]) -> Q:
        """Records linked to events, by their references."""
        return NOBODY

    def _granted(self, reach: Reach, rules: list[RoleRule], ring: Ring, *, purpose: Purpose | None = None) -> Q:
        """Records of which the actor's person holds a live grant for the ring; any ring's grant shows layer 1.

        `purpose` is asked of grants on other organisations' records: it is the one that the owner disclosed for.
        """
        account, organisation = reach.actor.account, reach.actor.organisation_id
        opened = {held for rule in rules for held in rule.by_grant}
        wanted = opened if ring.layer <= 1 else opened & {ring}
        if self.grants is None or account is None or not wanted:
            return NOBODY
        grants = self.grants._meta.db_table
        return Holds(GRANTED, account.pk, organisation, sorted(wanted), purpose, grants=grants)

    def admitted(self, reach: Reach, ring: Ring) -> Q:
        """Consent and audience, which bind every organisation but the owner and beat every grant and agreement."""
        if ring is Ring.GENETIC:  # FW-GENE
            return NOBODY
        organisation, purpose = reach.actor.organisation, reach.actor.purpose
        if organisation is None:
            return NOBODY
        unsanctioned = _unsanctioned(organisation)
        if not self.needs_consent and ring is not Ring.WHEREABOUTS:  # FW-ALIVE
            return _unexcepted(reach.audiences()) & unsanctioned
        if purpose is None or (ring is Ring.ACCOUNTABILITY and purpose != Purpose.ACCOUNTABILITY):
            return NOBODY
        function = consent.bit(purpose, organisation.kind)
        if organisation.investigates:  # FW-CRIM
            function |= consent.bit(Purpose.ACCOUNTABILITY, organisation.kind)
        classes = self.state_classes(reach)
        admitting = [reach.audiences(state_class) for _rows, state_class in classes]
        alike = all(numbers == admitting[0] for numbers in admitting)  # as a rule: then the list is asked once
        arms = NOBODY
        for (rows, state_class), numbers in zip(classes, admitting, strict=True):
            needed = function | (consent.bit(purpose, state_class) if state_class else 0)
            arm = _both(rows, _consented(ring, needed))
            arms = _either(arms, arm if alike else arm & _unexcepted(numbers))
        arms &= _in_time() & unsanctioned
        return arms & _unexcepted(admitting[0]) if alike else arms

    def state_classes(self, reach: Reach) -> list[tuple[Q, RecipientClass | None]]:
        """For a State body, which State class it is toward which rows: consent must cover that class as well.

        A root that knows countries says more; without them a body of any State counts as one of transit.
        """
        organisation = reach.actor.organisation
        state = organisation is not None and organisation.states
        return [(EVERYBODY, RecipientClass.STATE_OF_TRANSIT_BODY if state else None)]

    def _system_scope(self, actor: Actor, action: Action, ring: Ring) -> Q:
        rule = self.system.get(actor.system)
        if rule is None or ring is Ring.GENETIC or ring not in rule.rings or action not in rule.actions:
            return NOBODY
        if not rule.purposes:
            return EVERYBODY
        purposes = rule.purposes & {actor.purpose} if actor.purpose else rule.purposes
        return Q(**{f"{_column(ring)}__meets": consent.bits(purposes, RecipientClass.values)}) & _in_time()


def _either(one: Q, other: Q) -> Q:
    """One or the other, without the arm that holds for nobody."""
    if one is NOBODY:
        return other
    return one if other is NOBODY else one | other


def _both(one: Q, other: Q) -> Q:
    """One and the other, without the arm that holds for everybody."""
    if one is NOBODY or other is NOBODY:
        return NOBODY
    if one is EVERYBODY:
        return other
    return one if other is EVERYBODY else one & other


def _column(ring: Ring) -> str:
    """The consent column of a ring: one per layer 1 to 3, and layer 4 needs what layer 3 needs."""
    return f"consent_{min(max(ring.layer, 1), 3)}"


def _consented(ring: Ring, needed: int) -> Q:
    """Consent that sets every needed bit."""
    bits = consent.as_bits(needed)
    return Holds(CONSENTED, bits, bits, column=_column(ring))


def _in_time() -> Q:
    """Consent that has not run out, by the database's clock."""
    return Holds(IN_TIME)


def _unexcepted(audiences: list[int]) -> Q:
    """Records whose exceptions, if they have any, are among those that admit the actor."""
    return Holds(UNEXCEPTED, audiences)


def _unsanctioned(organisation: Organisation) -> Q:
    """Records of those who share with an organisation now."""
    return Holds(UNSANCTIONED, organisation.pk, sorted(organisation.states))


OPERATIONS = {
    Action.VIEW: Operation.READ,
    Action.ATTEND: Operation.READ,
    Action.CREATE: Operation.WRITE,
    Action.CHANGE: Operation.WRITE,
    Action.REVIEW: Operation.WRITE,
    Action.ERASE: Operation.ERASE,
}


def rule_of(model: type[models.Model], reach: Reach, action: Action, ring: Ring) -> Q:
    """What a model's policy lets through, as far as a system's token is for it: else as if nothing were there."""
    actor = reach.actor
    if ring in actor.closed or not permits.admit(actor.permits, OPERATIONS[action], ring.layer, actor.purpose):
        return NOBODY
    return policy_of(model).scope(reach, action, ring)


PolicyT = TypeVar("PolicyT", bound=Policy)
_policies: dict[type[models.Model], Policy] = {}


def register(model: type[models.Model]) -> Callable[[type[PolicyT]], type[PolicyT]]:
    """Class decorator: the door asks this policy for `model`."""

    def bind(policy: type[PolicyT]) -> type[PolicyT]:
        policy.model = model
        _policies[model] = policy()
        return policy

    return bind


def policy_of(model: type[models.Model]) -> Policy:
    try:
        return _policies[model]
    except KeyError:
        raise ImproperlyConfigured(f"{model.__name__} has no policy") from None


def policies() -> dict[type[models.Model], Policy]:
    """Every registered policy by model."""
    return dict(_policies)


def has_policy(model: type[models.Model]) -> bool:
    return model in _policies
