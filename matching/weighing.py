"""Which weights score now, what is known of those that made a score, and what is wrong with changes, in words."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from matching.engine.changes import BadWeights, Changes, Fault, Rule
from matching.engine.weights import DEFAULT, Rates
from matching.extract import matcher
from matching.models import WeightsVersion

logger = logging.getLogger(__name__)


def active() -> Rates:
    """The rates that score now: those of the active version, else the released ones."""
    row = door.visible(matcher(), WeightsVersion).filter(is_active=True).values_list("pk", flat=True).first()
    return DEFAULT if row is None else _rates(row)


@lru_cache(maxsize=4)
def _rates(key: UUID) -> Rates:
    """Of one version, whose changes never change.

    After an upgrade a version may name what the new table does not have.  Scoring then goes on by the released table,
    which the page of weights says as well.
    """
    content = door.visible(matcher(), WeightsVersion).values_list("changes", flat=True).get(pk=key)
    try:
        return Changes.from_json(content).applied()
    except BadWeights as error:
        logger.error("the active weights do not fit this release: %s", error)
        return DEFAULT


@dataclass(frozen=True)
class Origin:
    """Where the weights of a score are from.  learnt_at: None for a released table."""

    version: str
    hash: str
    learnt_at: datetime | None = None
    judged: int = 0

    @property
    def short_hash(self) -> str:
        return self.hash[:16]


def origin_of(actor: Actor, scored_by: str) -> Origin:
    """Of the version that a score names: weights, then the reference, with a stroke between them."""
    version = scored_by.partition("/")[0]
    row = door.visible(actor, WeightsVersion).filter(version=version).first()
    if row is not None:
        return Origin(version, row.digest, row.proposed_at, row.judged)
    return Origin(version, DEFAULT.digest if version == DEFAULT.version else "")


@dataclass(frozen=True)
class State:
    """Which weights score, and every version, newest first.  misfit: the active one does not fit this release."""

    scoring: str
    released: str
    active: WeightsVersion | None
    versions: list[WeightsVersion]

    @property
    def misfit(self) -> bool:
        return self.active is not None and bool(faults_of(self.active.changes))


def state(actor: Actor) -> State:
    """For the page of weights."""
    rows = list(door.visible(actor, WeightsVersion).select_related("follows").order_by("-proposed_at"))
    return State(active().version, DEFAULT.version, next((row for row in rows if row.is_active), None), rows)


@dataclass(frozen=True)
class Change:
    """One row of the table, or the weight of one line, before and after; `chance`: the same if u changes as well."""

    name: str
    before: float | None
    after: float | None
    chance: tuple[float | None, float] | None = None


@dataclass(frozen=True)
class VersionView:
    """One version as its page shows it."""

    row: WeightsVersion
    rates: list[Change]
    weights: list[Change]
    faults: list[str]

    @property
    def may_activate(self) -> bool:
        return not self.row.is_active and not self.faults and self.row.passed is not False


def version(actor: Actor, ref: str) -> VersionView:
    """Raises NotFound."""
    row = door.fetch(actor, WeightsVersion, ref=ref)
    held = {f"{rate.line}/{rate.level}": rate for rate in DEFAULT.table}
    rates = []
    for name, value in row.changes.get("rates", {}).items():
        before = held.get(name)
        m, u = value if isinstance(value, list) else (value, None)
        chance = None if u is None else (before.u if before else None, u)
        rates.append(Change(name, before.m if before else None, m, chance))
    weights = [Change(line, 1.0, weight) for line, weight in row.changes.get("weights", {}).items()]
    return VersionView(row, rates, weights, [in_words(fault) for fault in faults_of(row.changes)])


_WORDS = {
    Rule.UNREADABLE: _("“%(row)s”: “%(value)s” cannot be read as a table of weights."),
    Rule.UNKNOWN_RATE: _("“%(row)s”: there is no such rate. The value given is “%(value)s”."),
    Rule.UNKNOWN_LINE: _("“%(row)s”: there is no such line of evidence. The value given is “%(value)s”."),
    Rule.FIXED: _("“%(row)s” cannot be changed. The value given is “%(value)s”."),
    Rule.NUMBER: _("“%(row)s”: “%(value)s” is not a number."),
    Rule.PROBABILITY: _("“%(row)s”: %(value)s is no probability between 0 and 1; nothing is certain or impossible."),
    Rule.POSITIVE: _("“%(row)s”: %(value)s is not greater than 0."),
    Rule.WEIGHT: _("“%(row)s”: a line may count 0 to 3 times, not %(value)s times."),
    Rule.SHARES: _("“%(row)s”: these shares add up to %(value)s, not to 1."),
}


def in_words(fault: Fault) -> str:
    """One fault as a sentence that names the row and the value."""
    return str(_WORDS[fault.rule]) % {"row": fault.row, "value": fault.value}


def faults_of(content: Any) -> list[Fault]:
    """What keeps stored changes from being applied to the released table of now."""
    try:
        Changes.from_json(content).applied()
    except BadWeights as error:
        return error.faults
    return []
