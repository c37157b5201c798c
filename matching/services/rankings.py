"""Rankings: one row per record and list, and the places a changed record takes in the lists of others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from matching.codes import Task
from matching.engine.posterior import none_of, of_ranking, open_world
from matching.engine.score import Ranking as Scored
from matching.index import memory
from matching.models import Ranking
from matching.sides import Side, column_of

LISTED = 50
# How many of a list, and from which capped log10 LR on, are worth a person's time without anybody asking.
PROPOSED = {Task.AM_PM: 5, Task.PM_AM: 10, Task.AM_AM: 5, Task.PM_PM: 5, Task.AM_ALIVE: 5, Task.ALIVE_AM: 5}
FLOOR = {Task.AM_PM: 1.0, Task.PM_AM: 1.0, Task.AM_AM: 2.0, Task.PM_PM: 2.0, Task.AM_ALIVE: 2.0, Task.ALIVE_AM: 2.0}
# What the words of a list call negligible is a place in it and no pair: of many records, many fit a little.
LEAST_SHARE = 0.01
_COLUMNS = ["refs", "scores", "none", "considered", "log10_sum", "version", "read_at", "made_at"]


@dataclass(frozen=True)
class Place:
    """A counterpart worth proposing and its capped score."""

    ref: str
    score: float


def save(task: Task, scored: Sequence[tuple[Side, Scored]], read_at: datetime) -> None:
    """Write the lists of records anew."""
    rows = [
        Ranking(
            task=task, **{task.asks: record}, refs=list(one.refs), scores=[float(score) for score in one.capped],
            none=of_ranking(one, task.value, memory.rates).none, considered=one.considered,
            log10_sum=one.log10_sum, version=one.version, read_at=read_at, made_at=timezone.now(),
        )
        for record, one in scored
    ]  # fmt: skip
    Ranking.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["task", task.asks], update_fields=_COLUMNS, batch_size=200
    )


def worth_proposing(scored: Scored, task: Task) -> list[Place]:
    """The head of a list: above the floor, and no negligible share of it."""
    head = list(zip(scored.refs, scored.capped, strict=True))[: PROPOSED[task]]
    return [
        Place(ref, float(score))
        for ref, score in head
        if _is_worth(float(score), task, scored.log10_sum, scored.considered)
    ]


def _is_worth(score: float, task: Task, log10_sum: float, considered: int) -> bool:
    registered = memory.rates.m("registered", task.value)
    return score >= FLOOR[task] and open_world([score], log10_sum, considered, registered)[0][0] >= LEAST_SHARE


def is_listed(record: Side, task: Task) -> bool:
    """Whether a record has its list, and so is counted in those of others."""
    return Ranking.objects.filter(task=task, **{task.asks: record}).exists()


def enter(record: Side, task: Task, scored: Scored, *, is_new: bool) -> list[Place]:
    """Put a record where it now belongs in the lists of its counterparts; those it leads are worth proposing.

    is_new: it was not compared before, so each of these lists considers one record more, but those made since it came.
    Lists are locked in one order, the record's own among them, for several threads do this at once.
    """
    other = task.back
    places = dict(zip(scored.refs, scored.capped, strict=True))
    column = other.asks
    rows = Ranking.objects.filter(task=other)
    held = set(rows.filter(refs__contains=[record.ref]).values_list("pk", flat=True))
    near = set(rows.filter(**{f"{column}__ref__in": list(places)}).values_list("pk", flat=True))
    own = set(Ranking.objects.filter(task=task, **{task.asks: record}).values_list("pk", flat=True))
    changed, proposed = [], []
    touched = Ranking.objects.filter(pk__in=held | near | own).select_related(column).order_by("pk")
    for row in touched.select_for_update(of=("self",)):
        if row.pk in own:
            continue
        ref = getattr(row, column).ref
        score = places.get(ref)
        is_counted = record.ref in row.refs or row.read_at > record.updated_at
        rank = _place(row, record.ref, score, one_more=int(is_new and not is_counted))
        if rank is not None or is_new or row.pk in held:
            changed.append(row)
        if score is None or rank is None or rank >= PROPOSED[other]:
            continue
        if _is_worth(score, other, row.log10_sum, row.considered):
            proposed.append(Place(ref, float(score)))
    _write(changed)
    return proposed


def _place(row: Ranking, ref: str, score: float | None, *, one_more: int = 0) -> int | None:
    """Move a reference to its place in a list by score; None when it is not in the list afterwards.

    What the list believes follows.  The old weight of one that was considered but not listed is not known and stays in
    the sum: it is at most that of the last one listed.
    """
    before = dict(zip(row.refs, row.scores, strict=True)).get(ref)
    kept = [(r, s) for r, s in zip(row.refs, row.scores, strict=True) if r != ref]
    if score is not None:
        kept.append((ref, float(score)))
    kept.sort(key=lambda place: -place[1])
    kept = kept[:LISTED]
    row.refs, row.scores = [r for r, _ in kept], [s for _, s in kept]
    weight = 10.0**row.log10_sum - _lr(before) + _lr(score)
    listed = math.fsum(_lr(s) for s in row.scores)
    row.log10_sum = math.log10(max(weight, listed)) if max(weight, listed) > 0 else -math.inf
    row.considered = max(row.considered + one_more, len(row.refs))
    row.none = none_of(row.log10_sum, row.considered, row.task, memory.rates)
    return row.refs.index(ref) if ref in row.refs else None


def _lr(score: float | None) -> float:
    return 0.0 if score is None else 10.0**score


def forget(record: Side, tasks: Sequence[Task]) -> None:
    """Delete the lists of a record and strike it from those of others."""
    Ranking.objects.filter(task__in=list(tasks), **{column_of(record): record}).delete()
    strike(record.ref, [task.back for task in tasks])


def strike(ref: str, tasks: Sequence[Task] = tuple(Task)) -> None:
    """Strike a reference from the lists that name it."""
    rows = list(Ranking.objects.filter(task__in=list(tasks), refs__contains=[ref]).select_for_update().order_by("pk"))
    for row in rows:
        _place(row, ref, None, one_more=-1)
    _write(rows)


def _write(rows: Sequence[Ranking]) -> None:
    """One statement, where bulk_update would send a condition per row and column."""
    columns = ["refs", "scores", "none", "considered", "log10_sum"]
    Ranking.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)
