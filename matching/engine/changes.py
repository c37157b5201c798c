"""Changes of the table of rates: what judged pairs taught a registry, or somebody wrote into a file.

Decides what may be changed and within which bounds, and names every fault at once.  A change stands beside the
released table, never in place of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from matching.engine.compare import LINES
from matching.engine.weights import DEFAULT, TABLE, Rate, Rates

LEARNT = "learnt"  # the source of a changed row
MOST = 3.0  # times that a line may count
_TOLERANCE = 1e-6
_VAST = 1e9  # neither infinite nor NaN, nor any rate
# How results read, and what is fixed when records are counted: the same whatever was learnt.
_FIXED_LINES = frozenset({"band", "outcome", "coverage"})
_FIXED = frozenset({"place/far_km", "incident/window_days"})
# Years, centimetres, days, kilometres and factors; so is every rate that was not between 0 and 1 when released, but
# not the share of men in the population.
_NUMBER_LINES = frozenset({"cap", "population", "age", "age_pair", "stature", "lag_mean", "lag_sd", "find_km"})
_NUMBERS = frozenset({"lag/pmi_least_sd", "marks/per_person", "medical/per_person", "mix/half"})
_SIGNED = frozenset({"lag_mean", "companions"})  # logarithms
# Levels of which one is true: their probabilities add up to 1.
_WHOLE = (
    "lag_share", "find_place", "origin_document", "origin_other", "origin_weak", "nationality", "mark_type",
    "mark_motif", "mark_site", "mark_side", "mark_text", "hair_share", "eye_share", "build_share", "thing_kind",
    "thing_colour", "thing_brand", "thing_size", "medical_kind", "medical_part", "medical_side", "medical_serial",
    "birth", "contact_day", "route_pair",
)  # fmt: skip
SHARES: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((line, tuple(row.level for row in TABLE if row.line == line)) for line in _WHOLE),
    ("place", ("stay", "downstream", "elsewhere")), ("incident", ("same", "other")),
    ("build", ("same", "next", "far")), ("parts", ("bodies", "body_part", "parts")),
    ("tooth", ("sound", "filled", "crowned", "missing", "unerupted")),
)  # fmt: skip


class Rule(StrEnum):
    """What a change breaks."""

    UNREADABLE = "unreadable"
    UNKNOWN_RATE = "unknown_rate"
    UNKNOWN_LINE = "unknown_line"
    FIXED = "fixed"
    NUMBER = "number"
    PROBABILITY = "probability"
    POSITIVE = "positive"
    WEIGHT = "weight"
    SHARES = "shares"


class Fault(NamedTuple):
    """One fault: the row it is in, the value as it was given, the rule."""

    row: str
    value: str
    rule: Rule


class BadWeights(ValueError):
    """Changes that cannot be applied, with every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.rule.value}: {fault.row} = {fault.value}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Changes:
    """Rates by `line/level`, as m or as (m, u), and weights by line."""

    rates: Mapping[str, float | tuple[float, float]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)

    def applied(self, to: Rates = DEFAULT) -> Rates:
        """The table with these changes.  Raises BadWeights."""
        rows = {_name(row): row for row in to.table}
        if faults := list(_faults(self, rows)):
            raise BadWeights(faults)
        for name, value in self.rates.items():
            m, u = value if isinstance(value, tuple) else (value, rows[name].u)
            rows[name] = rows[name]._replace(m=m, u=u, source=LEARNT)
        weights = {**dict(to.weights), **self.weights}
        return Rates(tuple(rows.values()), tuple(sorted((k, w) for k, w in weights.items() if w != 1.0)))

    def to_json(self) -> dict[str, Any]:
        """As `from_json` reads it."""
        rates = {name: list(v) if isinstance(v, tuple) else v for name, v in sorted(self.rates.items())}
        return {"rates": rates, "weights": dict(sorted(self.weights.items()))}

    @classmethod
    def from_json(cls, content: Any) -> Changes:
        """Raises BadWeights if that is no table of changes at all; what it says is checked when it is applied."""
        if not isinstance(content, dict) or not content or content.keys() - {"rates", "weights"}:
            raise BadWeights([Fault("", _short(content), Rule.UNREADABLE)])
        rates, weights = content.get("rates", {}), content.get("weights", {})
        for part in (rates, weights):
            if not isinstance(part, dict):
                raise BadWeights([Fault("", _short(part), Rule.UNREADABLE)])
        return cls({name: tuple(v) if isinstance(v, list) and len(v) == 2 else v for name, v in rates.items()}, weights)

    @classmethod
    def from_text(cls, text: str) -> Changes:
        """A weights file.  Raises BadWeights."""
        try:
            return cls.from_json(json.loads(text, object_pairs_hook=_once))
        except BadWeights:
            raise
        except (ValueError, RecursionError) as error:
            raise BadWeights([Fault("", _short(str(error)), Rule.UNREADABLE)]) from error


def before(name: str, rates: Rates = DEFAULT) -> float:
    """What a rate is without the change."""
    line, _, level = name.partition("/")
    return rates.m(line, level)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadWeights([Fault(twice, "2 ×", Rule.UNREADABLE)])
    return found


def _faults(changes: Changes, rows: Mapping[str, Rate]) -> Iterator[Fault]:
    for name, value in changes.rates.items():
        if name not in rows:
            yield Fault(name, _short(value), Rule.UNKNOWN_RATE)
            continue
        for which, one in enumerate(value if isinstance(value, tuple) else (value,)):
            if rule := _broken(rows[name], one, is_u=which == 1):
                yield Fault(name, _short(one), rule)
    lines = {line.name for line in LINES}
    for line, weight in changes.weights.items():
        if line not in lines:
            yield Fault(line, _short(weight), Rule.UNKNOWN_LINE)
        elif not _is_number(weight) or not 0 <= weight <= MOST:
            yield Fault(line, _short(weight), Rule.WEIGHT)
    yield from _sums(changes, rows)


def _broken(row: Rate, value: Any, *, is_u: bool) -> Rule | None:
    """The rule that a new value of a row breaks."""
    name = _name(row)
    if row.line in _FIXED_LINES or name in _FIXED:
        return Rule.FIXED
    if not _is_number(value):
        return Rule.NUMBER
    if is_u:
        return None if row.u is not None and 0 < value <= 1 else Rule.PROBABILITY
    is_number = row.line in _NUMBER_LINES or name in _NUMBERS or not 0 < row.m < 1
    if is_number and name != "population/male_share":
        return None if row.line in _SIGNED or value > 0 else Rule.POSITIVE
    return None if 0 < value < 1 else Rule.PROBABILITY


def _sums(changes: Changes, rows: Mapping[str, Rate]) -> Iterator[Fault]:
    for line, levels in SHARES:
        names = [f"{line}/{level}" for level in levels]
        if changes.rates.keys() & set(names):
            values = [changes.rates.get(name, rows[name].m) for name in names]
            first = [value[0] if isinstance(value, tuple) else value for value in values]
            if all(map(_is_number, first)) and abs(sum(first) - 1) > _TOLERANCE:
                yield Fault(" + ".join(names), f"{sum(first):.6g}", Rule.SHARES)


def _name(row: Rate) -> str:
    return f"{row.line}/{row.level}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -_VAST < value < _VAST


def _short(value: Any) -> str:
    return str(value)[:60]
