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
FIXED_LINES = frozenset({"band", "outcome", "coverage"})
FIXED = frozenset({"place/far_km", "incident/window_days", "growth/share18"})
# Years, centimetres, days, kilometres and factors; so is every rate that was not between 0 and 1 when released, but
# not the share of men in the population.
_NUMBER_LINES = frozenset({"cap", "population", "age", "age_pair", "stature", "lag_mean", "lag_sd", "find_km"})
_NUMBERS = frozenset({"lag/pmi_least_sd", "marks/per_person", "medical/per_person", "mix/half"})
_SIGNED = frozenset({"lag_mean", "companions"})  # logarithms
# How far from the released value a change may lie before it is a slip of the pen and no finding: the odds of a
# probability and the u of a row by a factor, other numbers by a factor, logarithms by a difference.
_FAR_ODDS, _FAR_TIMES = 1000.0, 30.0
_FAR_LOG, _FAR_CAP = {"lag_mean": 4.0, "companions": 2.0}, 2.0
_NEAR_ZERO = frozenset({"stature/bias_m", "stature/bias_f"})  # as small as can be
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
    FAR = "far"


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
    if row.line in FIXED_LINES or name in FIXED:
        return Rule.FIXED
    if not _is_number(value):
        return Rule.NUMBER
    if is_u:
        if row.u is None or not 0 < value <= 1:
            return Rule.PROBABILITY
        return None if 1 / _FAR_ODDS <= value / row.u <= _FAR_ODDS else Rule.FAR
    if value == row.m:
        return None
    if _is_probability(row):
        return (Rule.FAR if _is_far_share(value, row.m) else None) if 0 < value < 1 else Rule.PROBABILITY
    if value <= 0 and row.line not in _SIGNED:
        return Rule.POSITIVE
    return Rule.FAR if _is_far_number(row, value) else None


def _is_probability(row: Rate) -> bool:
    """Whether m is one: of the clues that are never a parent's it is 0 when released."""
    if row.line == "clue_parent" or _name(row) == "population/male_share":
        return True
    return 0 < row.m < 1 and row.line not in _NUMBER_LINES and _name(row) not in _NUMBERS


def _is_far_share(value: float, released: float) -> bool:
    if not 0 < released < 1:
        return False
    return not 1 / _FAR_ODDS <= value / (1 - value) * (1 - released) / released <= _FAR_ODDS


def _is_far_number(row: Rate, value: float) -> bool:
    if row.line == "cap":  # a lower one is only careful
        return value - row.m > _FAR_CAP
    if row.line in _FAR_LOG:
        return abs(value - row.m) > _FAR_LOG[row.line]
    if row.m <= 0:
        return False
    return value > row.m * _FAR_TIMES or (value < row.m / _FAR_TIMES and _name(row) not in _NEAR_ZERO)


def _sums(changes: Changes, rows: Mapping[str, Rate]) -> Iterator[Fault]:
    for line, levels in SHARES:
        names = [f"{line}/{level}" for level in levels]
        if changes.rates.keys() & set(names):
            values = [changes.rates.get(name, rows[name].m) for name in names]
            first = [_m(value) for value in values]
            if all(map(_is_number, first)) and abs(sum(first) - 1) > _TOLERANCE:
                yield Fault(" + ".join(names), f"{sum(first):.6g}", Rule.SHARES)
    for own in (row for row in rows.values() if row.line == "clue_own"):
        pair = [_name(own), f"clue_parent/{own.level}"]
        both = [_m(changes.rates.get(name, rows[name].m)) for name in pair]
        if changes.rates.keys() & set(pair) and all(map(_is_number, both)) and sum(both) > 1:
            yield Fault(" + ".join(pair), f"{sum(both):.6g}", Rule.PROBABILITY)


def _m(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value


def _name(row: Rate) -> str:
    return f"{row.line}/{row.level}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -_VAST < value < _VAST


def _short(value: Any) -> str:
    return str(value)[:60]
