"""Which weights score now, what is known of those that made a score, and what is wrong with changes, in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
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
from matching.learning import chart
from matching.models import WeightsVersion
from registry.lib import world

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


def rates_of(scored_by: str) -> Rates:
    """Of the version that a score names, as in `origin_of`; the released ones where it is no longer known."""
    version = scored_by.partition("/")[0]
    if version == DEFAULT.version:
        return DEFAULT
    row = door.visible(matcher(), WeightsVersion).filter(version=version).values_list("pk", flat=True).first()
    return DEFAULT if row is None else _rates(row)


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


def active_ref(actor: Actor) -> str:
    """Reference of the active version, "" where the released weights score."""
    return door.visible(actor, WeightsVersion).filter(is_active=True).values_list("ref", flat=True).first() or ""


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

    @property
    def before(self) -> WeightsVersion | None:
        """Where going back leads; None: to the released weights."""
        return before(self.active) if self.active else None


def before(row: WeightsVersion) -> WeightsVersion | None:
    """The version that was active before this one and still fits; None: the released weights."""
    last = row.follows
    while last is not None and faults_of(last.changes):
        last = last.follows
    return last


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
class Group:
    """How often the right report of some people is among the first twenty, before and after."""

    name: str
    n: int
    before: float
    after: float
    loses: bool


@dataclass(frozen=True)
class VersionView:
    """One version as its page shows it.  active: the reference of the one that scores, "" the released one."""

    row: WeightsVersion
    active: str
    rates: list[Change]
    weights: list[Change]
    faults: list[str]
    why: list[str]
    curves: list[chart.Curve]
    points: list[chart.Point]
    groups: list[Group]

    @property
    def counts(self) -> dict[str, int]:
        return dict(self.row.report.get("counts", {}))

    @property
    def may_activate(self) -> bool:
        return not self.row.is_active and not self.faults and self.row.passed is not False


def version(actor: Actor, ref: str) -> VersionView:
    """Raises NotFound."""
    row = door.fetch(actor, WeightsVersion, ref=ref)
    held = {f"{rate.line}/{rate.level}": rate for rate in DEFAULT.table}
    rates = []
    for name, value in row.changes.get("rates", {}).items():
        was = held.get(name)
        m, u = value if isinstance(value, list) else (value, None)
        chance = None if u is None else (was.u if was else None, u)
        rates.append(Change(name, was.m if was else None, m, chance))
    weights = [Change(line, 1.0, weight) for line, weight in row.changes.get("weights", {}).items()]
    faults = [in_words(fault) for fault in faults_of(row.changes)]
    report = row.report
    curves = chart.curves(report["tippett"]) if "tippett" in report else []
    points = chart.points(report["tippett"]) if "tippett" in report else []
    groups = [Group(_group(one["group"]), **{k: one[k] for k in ("n", "before", "after", "loses")})
              for one in report.get("groups", [])]  # fmt: skip
    return VersionView(row, active_ref(actor), rates, weights, faults, why(report), curves, points, groups)


def why(report: Mapping[str, Any]) -> list[str]:
    """What keeps a proposal from passing, or from being measured."""
    return [str(_WHY[code]) % {"needed": report["needed"]} for code in report.get("why", [])]


def _group(code: str) -> str:
    """A group of people in words."""
    what, _space, which = code.partition(" ")
    if what == "tradition":
        language = _("another language") if which == "other" else world.language_name(which)
        return str(_("Names of this language: %(language)s") % {"language": language})
    return str(_SEXES.get(which, _("Sex not stated"))) if what else str(_("Everybody"))


_SEXES = {"f": _("Women and girls"), "m": _("Men and boys")}
_WHY = {
    "few_pairs": _(
        "Fewer than %(needed)s pairs were judged, or too few of one kind, so nothing was measured. "
        "Only rates are proposed."
    ),
    "costs_more": _("The evidence is no better calibrated than before: its cost (Cllr) did not fall."),
    "group_loses": _("Some group of people would be found less often."),
}
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
    Rule.FAR: _("“%(row)s”: %(value)s is too far from the released value to be anything but a slip."),
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
