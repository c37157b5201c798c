"""Ranking one probe against an index, and explaining one pair.

Both add the same log10 likelihood ratios of the same comparators; the ranking does it for all records by table
look-up.  Nothing here identifies anybody: it orders what a person should compare first, and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare import AM_PM, LINES, PM_PM, SIDES, Outcome, lines_of
from matching.engine.compare.base import read
from matching.engine.compare.lag import proof_day
from matching.engine.compare.parts import clash
from matching.engine.kernels import rest_kernel, scan_kernel
from matching.engine.profile import Kind, Profile
from matching.engine.table import PROOF, Index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray, Value
    from matching.engine.compare import Line as Comparator
    from matching.engine.model import Model
    from matching.engine.weights import Rates

    _Packed = tuple[
        NDArray[np.uint16], NDArray[np.uint16], NDArray[np.int64], NDArray[np.int64], NDArray[np.float32],
        NDArray[np.int64],
    ]  # fmt: skip

# Above the rounding of a float32 sum of a dozen terms; everything this near the k-th score is scored exactly.
_SLACK = 1e-3
_DIGITS = 9  # of a score: what lies behind depends on how many values are computed at once, as in how large a shard is
FOUND_BEFORE_PROOF, DUPLICATE_ELEMENT = "found_before_proof_of_life", "duplicate_element"
_UNKNOWN = np.zeros(1)
_PARTS = next(i for i, line in enumerate(LINES) if line.name == "parts")


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best counterparts of a probe, best first.

    scores: uncapped sums, which order the list; capped: the sums as shown; log10_sum: log10 of the sum of LR over all
    records considered, for the posterior (of those listed as shown, of the rest under the total's cap alone); excluded:
    records that are logically impossible and not in `considered`.
    """

    probe: str
    task: str
    refs: tuple[str, ...]
    scores: tuple[float, ...]
    capped: tuple[float, ...]
    version: str
    considered: int
    excluded: int
    log10_sum: float


@dataclass(frozen=True, slots=True)
class Line:
    """One evidence line of a pair.  coverage: this line's share of all evidence, counted if it was compared."""

    name: str
    group: str
    outcome: Outcome
    log10_lr: float
    coverage: float
    reason: str
    ring_left: str
    ring_right: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A pair, line by line.  The lines add up to total; capped is what is shown, with its band."""

    left: str
    right: str
    task: str
    lines: tuple[Line, ...]
    total: float
    capped: float
    band: str
    evidence_coverage: float
    excluded: str | None
    version: str


def rank(probe: Profile, index: Index, task: str, k: int, model: Model) -> Ranking:
    """The k records of the index that the evidence supports most.

    Raises ValueError if the probe or the index is of the wrong kind for the task.
    """
    tables = tables_of(probe, index, task, model)
    scores = np.empty(index.rows, dtype=np.float32)
    heap = np.empty(max(min(k, index.rows), 1), dtype=np.float32)
    found, considered = scan_kernel(
        *_pack(tables, index), index.alive, own_row(probe, index), scores, heap, np.empty(len(heap), np.int64)
    )
    least = heap[0] - _SLACK if found == len(heap) else -np.inf
    return listed(probe, index, task, k, model, tables, scores, least, considered)


def listed(
    probe: Profile,
    index: Index,
    task: str,
    k: int,
    model: Model,
    tables: Mapping[int, FloatArray],
    scores: NDArray[np.float32],
    least: float,
    considered: int,
) -> Ranking:
    """The ranking that rough scores of all rows lead to.  least: none of the k best has a rough score below."""
    best = np.flatnonzero(scores >= least) if least > -np.inf else np.flatnonzero(scores > -np.inf)
    exact, groups = _exact(tables, index, best, model.rates)
    exact = np.round(exact, _DIGITS)
    order = _first(exact, [index.ref(row) for row in best.tolist()], k)
    capped, most = np.round(capped_sum(groups, model.rates), _DIGITS), model.rates.m("cap", "total")
    believed = np.minimum(exact, most)
    believed[order] = capped[order]  # as they are shown: the shares of the list and of "none" come to one
    everybody = float(np.sum(10.0**believed)) + rest_kernel(scores, least, most)
    return Ranking(
        probe=probe.ref, task=task, refs=tuple(index.ref(int(best[i])) for i in order),
        scores=tuple(float(exact[i]) for i in order), capped=tuple(float(capped[i]) for i in order),
        version=version(model), considered=considered,
        excluded=len(index) - considered - (own_row(probe, index) >= 0),
        log10_sum=float(np.log10(everybody)) if considered else -np.inf,
    )  # fmt: skip


def scan(probe: Profile, index: Index, task: str, model: Model) -> NDArray[np.float32]:
    """The uncapped sums of all rows, for those who need more than a list; -inf where a record is gone or excluded.

    Raises ValueError as `rank` does.
    """
    tables = tables_of(probe, index, task, model)
    scores = np.empty(index.rows, dtype=np.float32)
    heap, rows = np.empty(1, dtype=np.float32), np.empty(1, dtype=np.int64)
    scan_kernel(*_pack(tables, index), index.alive, own_row(probe, index), scores, heap, rows)
    return scores


def explain(left: Profile, right: Profile, task: str, model: Model) -> Explanation:
    """Every line of one pair.  A missing person stands left of remains and of the living, whichever is given first."""
    if left.kind != right.kind and (right.kind, left.kind) == SIDES.get(task):
        left, right = right, left
    _check(left, right.kind, task)
    comparators = lines_of(task)
    weight = sum(model.rates.m("coverage", c.name) for c in comparators)
    return explanation(left, right, [_line(c, left, right, task, model, weight) for c in comparators], task, model)


def explanation(left: Profile, right: Profile, lines: Sequence[Line], task: str, model: Model) -> Explanation:
    """What the lines of a pair amount to."""
    rates = model.rates
    total = sum(line.log10_lr for line in lines)
    capped = float(capped_sum(group_sums(lines), rates)[0])
    excluded = None
    if task == AM_PM and _impossible(proof_day(left), proof_day(right)):
        excluded = FOUND_BEFORE_PROOF
    elif task == PM_PM and clash(left.elements, right.elements):
        excluded = DUPLICATE_ELEMENT
    return Explanation(
        left=left.ref, right=right.ref, task=task, lines=tuple(lines), total=total, capped=capped,
        band=band(capped, rates), evidence_coverage=sum(line.coverage for line in lines), excluded=excluded,
        version=version(model),
    )  # fmt: skip


def group_sums(lines: Sequence[Line]) -> dict[str, FloatArray]:
    """Arrays of one sum for each group of lines, as `capped_sum` takes them."""
    sums: dict[str, FloatArray] = {"+birth": np.zeros(1)}
    for line in lines:
        sums[line.group] = sums.get(line.group, np.zeros(1)) + line.log10_lr
        if line.name == "birth":
            sums["+birth"] = np.array([line.log10_lr])
    return sums


def band(capped: float, rates: Rates) -> str:
    """Code of the words for a capped sum.  Source: ENFSI 2015, with a band of no information around 0."""
    best = max((row for row in rates.levels("band") if row.m <= capped), key=lambda row: row.m)
    return best.level


def version(model: Model) -> str:
    """Version of the rates and the reference behind a score."""
    return model.key


def _line(c: Comparator, left: Profile, right: Profile, task: str, model: Model, weight: float) -> Line:
    a, b = c.value(left), c.value(right)
    value = np.nan
    if a is not None and b is not None:
        value = float(c.log_lr(model, task, Batch(c.width, [a]), Batch(c.width, [b]))[0])
    return line_of(c, (left, right), (a, b), (c.ring(left), c.ring(right)), value, model, weight)


def line_of(
    c: Comparator,
    pair: tuple[Profile, Profile],
    values: tuple[object, object],
    rings: tuple[str, str],
    value: float,
    model: Model,
    weight: float,
) -> Line:
    """A line of a pair whose log10 LR is known, NaN where the two values cannot be compared or one is absent."""
    (left, right), (a, b) = pair, values
    if a is None or b is None:
        reason = f"{c.name}_absent_both" if a is None and b is None else c.absent(left if a is None else right)
    else:
        reason = c.incomparable(left, right) if np.isnan(value) else c.reason(read(value, model.rates), left, right)
    outcome = read(value, model.rates)
    missing = outcome is Outcome.MISSING
    return Line(
        name=c.name, group=c.group, outcome=outcome, log10_lr=0.0 if missing else value,
        coverage=0.0 if missing else model.rates.m("coverage", c.name) / weight, reason=reason,
        ring_left=rings[0], ring_right=rings[1],
    )  # fmt: skip


def _check(probe: Profile, other: str, task: str) -> None:
    if task not in SIDES:
        raise ValueError(f"Unknown task: {task!r}.")
    if sorted((probe.kind, other)) != sorted(SIDES[task]):
        raise ValueError(f"The task {task} cannot compare '{probe.kind}' with '{other}'.")


def tables_of(probe: Profile, index: Index, task: str, model: Model) -> dict[int, FloatArray]:
    """By column: log10 LR of every value against the probe, NaN where they cannot be compared; without what says 0."""
    _check(probe, index.kind, task)
    tables: dict[int, FloatArray] = {}
    for column, line in enumerate(LINES):
        value, many = line.value(probe), index.batches[column]
        if task not in line.tasks or value is None or not len(many):
            continue
        if line.recurs:
            key = task, probe.kind, model.key, value
            table = many.remember(key, lambda: _table(line, value, probe.kind, many, task, model))  # noqa: B023  # called at once
        else:
            table = _table(line, value, probe.kind, many, task, model)
        if np.any(table > 0) or np.any(table < 0):
            tables[column] = table
    days = index.batches[PROOF].array[:, 0]
    if task == AM_PM and len(days) and (mine := proof_day(probe)) is not None:
        impossible = days < mine[0] if probe.kind == "am" else days > mine[0]
        if impossible.any():
            tables[PROOF] = np.where(impossible, -np.inf, 0.0)
    if task == PM_PM and probe.elements:  # whatever the line of parts is made to weigh
        twice = np.array([clash(probe.elements, value) for value in index.batches[_PARTS].values], dtype=np.bool_)
        if twice.any():
            tables[_PARTS] = np.where(twice, -np.inf, tables.get(_PARTS, 0.0))
    return tables


def _table(line: Comparator, value: Value, kind: Kind, many: Batch, task: str, model: Model) -> FloatArray:
    one = Batch(line.width, [value])
    left, right = (one, many) if kind == SIDES[task][0] else (many, one)
    return line.log_lr(model, task, left, right)


def _impossible(proof: tuple[int, ...] | None, found: tuple[int, ...] | None) -> bool:
    """Found on its last possible day, still before the person was proven alive."""
    return proof is not None and found is not None and found[0] < proof[0]


def _pack(tables: Mapping[int, FloatArray], index: Index) -> _Packed:
    """What `scan_kernel` reads: columns of two bytes first, all tables in one array, each led by the 0 of unknown."""
    codes = index.codes
    columns = sorted(tables, key=codes.beyond)
    packed = np.concatenate([part for column in columns for part in (_UNKNOWN, tables[column])] or [_UNKNOWN])
    packed = packed.astype(np.float32)
    packed[np.isnan(packed)] = 0.0
    starts = np.cumsum([0, *(len(tables[column]) + 1 for column in columns)])[:-1]
    beyond = [codes.beyond(column) for column in columns]
    return codes.low, codes.high, np.array(columns, np.int64), np.array(beyond, np.int64), packed, starts


def own_row(probe: Profile, index: Index) -> int:
    """The probe's own row, which is never compared; -1 if it has none."""
    own = index.row(probe.ref) if index.kind == probe.kind else None
    return -1 if own is None else own


def _exact(
    tables: Mapping[int, FloatArray], index: Index, rows: NDArray[np.int64], rates: Rates
) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Sums in double precision, in the order of the lines, and by group."""
    total = np.zeros(len(rows))
    groups: dict[str, FloatArray] = {"+birth": np.zeros(len(rows))}
    for column, table in tables.items():
        if column == PROOF:
            continue
        codes = index.codes.of(column, rows)
        part = np.where(codes > 0, table[codes - 1], 0.0)
        part[np.isnan(part)] = 0.0
        total = total + part
        line = LINES[column]
        groups[line.group] = groups.get(line.group, np.zeros(len(rows))) + part
        if line.name == "birth":
            groups["+birth"] = part
    return total, groups


def _first(exact: FloatArray, refs: Sequence[str], k: int) -> list[int]:
    """The k best, best first; equals by their references."""
    if len(exact) > k:  # thousands are equal where little is known of the probe
        kth = np.partition(exact, len(exact) - k)[len(exact) - k]
        better, equal = np.flatnonzero(exact > kth), np.flatnonzero(exact == kth)
        kept = [*better.tolist(), *nsmallest(k - len(better), equal.tolist(), key=refs.__getitem__)]
    else:
        kept = list(range(len(exact)))
    return sorted(kept, key=lambda i: (-exact[i], refs[i]))


def capped_sum(groups: Mapping[str, FloatArray], rates: Rates) -> FloatArray:
    """The sum as shown: each group under its cap (the name's is higher beside an agreeing birth date), then all.

    groups: sums by group, and under "+birth" the part of biology that is the birth date.
    """
    birth = groups["+birth"]
    total = np.zeros(len(birth))
    for group, value in groups.items():
        if group == "name":
            cap = np.where(birth > 0, rates.m("cap", "name_birth"), rates.m("cap", "name"))
            total = total + np.minimum(value, cap)
        elif group == "reporter":
            total = total + value
        elif group != "+birth":
            total = total + np.minimum(value, rates.m("cap", group))
    return np.asarray(np.minimum(total, rates.m("cap", "total")), dtype=np.float64)
