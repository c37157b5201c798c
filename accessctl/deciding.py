"""How a rule becomes a decision: any error denies and is journalled; what does not answer is an error, not a no.

The door and what is worked out by its rules (`who`, `closing`) decide through here and nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, models
from django.db.models import BooleanField, Case, Q, Value, When

from accessctl import journal, topology
from accessctl.actor import Actor
from accessctl.models import Record
from accessctl.policy import Action, rule_of
from accessctl.reach import Reach
from accessctl.rings import Ring
from registry.lib import faults
from registry.lib.errors import Unavailable

logger = logging.getLogger(__name__)
DecisionT = TypeVar("DecisionT")
UNDECIDED = (Unavailable, OperationalError, InterfaceError)


def decide(
    actor: Actor, model: type[models.Model], ring: Ring, rule: Callable[[], DecisionT], denied: DecisionT
) -> DecisionT:
    """What the rule says, or a denial when the rule fails: any error denies, and the journal says so."""
    # Where nobody was decided about, the answer is 503, not "there is nothing".
    with faults.contained(logger, f"a rule of {model.__name__}", UNDECIDED):
        return rule()
    journal.record_denial(actor, ring=ring, rule="rule_failed")
    return denied


def own_ring(model: type[models.Model]) -> Ring:
    ring: Ring = model.RING  # type: ignore[attr-defined]
    return ring


def rings(actor: Actor, row: Record) -> frozenset[Ring]:
    """The rings of a record that the actor may open, the root's own included, in one query."""
    model = type(row)

    def held() -> frozenset[Ring]:
        (found,) = rings_held(row, [Reach(actor, owner=row.owner_id)])
        return found

    return decide(actor, model, own_ring(model), held, frozenset())


def rings_held(row: Record, reaches: Iterable[Reach]) -> list[frozenset[Ring]]:
    """For each reach, the rings of a record that it opens, the root's own included; one query for all of them."""
    model = type(row)
    wanted = {own_ring(model), *topology.rings_of(model)}
    asked = list(reaches)
    scopes = {
        f"held_{number}_{ring.value}": rule_of(model, reach, Action.VIEW, ring)
        for number, reach in enumerate(asked)
        for ring in wanted
    }
    found = flagged(model, {row.pk}, scopes).get(row.pk, {})
    return [
        frozenset(ring for ring in wanted if found.get(f"held_{number}_{ring.value}")) for number in range(len(asked))
    ]


def flagged(model: type[models.Model], ids: Iterable[UUID], scopes: Mapping[str, Q]) -> dict[UUID, dict[str, bool]]:
    """Which of the named filters each of these rows lies in."""
    flags = {
        name: Case(When(scope, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
        for name, scope in scopes.items()
    }
    rows = model._default_manager.filter(pk__in=list(ids)).annotate(**flags)
    return {row.pop("pk"): row for row in rows.values("pk", *flags)}
