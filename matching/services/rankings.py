"""Rankings: one row per record and list, and the places a changed record takes in the lists of others."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from matching.codes import Task
from matching.engine.posterior import none_of, of_ranking, open_world
from matching.engine.score import Ranking as Scored
from matching.index import memory
from matching.models import Ranking
from matching.services import bulk
from matching.sides import Side, column_of, tasks_of
from registry.lib.ids import uuid7

LISTED = 50
# How many of a list, and from which capped log10 LR on, are worth a person's time without anybody asking.
PROPOSED = {Task.AM_PM: 5, Task.PM_AM: 10, Task.AM_AM: 5, Task.PM_PM: 5, Task.AM_ALIVE: 5, Task.ALIVE_AM: 5}
FLOOR = {Task.AM_PM: 1.0, Task.PM_AM: 1.0, Task.AM_AM: 2.0, Task.PM_PM: 2.0, Task.AM_ALIVE: 2.0, Task.ALIVE_AM: 2.0}
# What the words of a list call negligible is a place in it and no pair: of many records, many fit a little.
LEAST_SHARE = 0.01
NOT_ENTERED = datetime(1970, 1, 1, tzinfo=UTC)  # read_at of a first list while its record is in no other list
_COLUMNS = ["refs", "scores", "none", "considered", "log10_sum", "version", "read_at", "made_at"]


@dataclass(frozen=True)
class Place:
    """A counterpart worth proposing and its capped score."""

    ref: str
    score: float


def save(task: Task, scored: Sequence[tuple[Side, Scored]], read_at: datetime) -> None:
    """Write the lists of records anew."""
    record_id = f"{task.asks}_id"
    once = ["task", record_id]
    bulk.put(Ranking, ["id", *once, *_COLUMNS], _rows(task, scored, read_at), once=once)


def save_early(task: Task, record: Side, one: Scored) -> None:
    """Write the list of a record that is not yet entered in those of others: what is said of when it was read stays."""
    record_id = f"{task.asks}_id"
    once = ["task", record_id]
    rows = _rows(task, [(record, one)], NOT_ENTERED)
    bulk.put(Ranking, ["id", *once, *_COLUMNS], rows, once=once, kept=["read_at"])


def _rows(task: Task, scored: Sequence[tuple[Side, Scored]], read_at: datetime) -> list[list[Any]]:
    now = timezone.now()
    return [
        [
            uuid7(), task.value, record.pk, one.refs, one.capped, of_ranking(one, task.value, memory.rates).none,
            one.considered, one.log10_sum, one.version, read_at, now,
        ]
        for record, one in scored
    ]  # fmt: skip


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
    """Whether a record has its list and is counted in those of others."""
    return Ranking.objects.filter(task=task, **{task.asks: record}, read_at__gt=NOT_ENTERED).exists()


@dataclass(frozen=True)
class Touched:
    """Locked lists that a record leaves, enters or has, and of some whose they are: its counterparts by list."""

    rows: Sequence[Ranking]
    whose: Mapping[UUID, str]

    def others(self, record: Side, task: Task) -> Iterable[tuple[Ranking, str | None]]:
        """The lists of counterparts in one comparison, each with whose it is if that is a place of the record."""
        for row in self.rows:
            ref = self.whose.get(row.pk)
            if row.task == task.back and (ref is not None or record.ref in row.refs):
                yield row, ref


def touched(record: Side, scored: Mapping[Task, Scored]) -> Touched:
    """Every list that comparing a record may change, locked at once."""
    tasks = tasks_of(record)
    whose: dict[UUID, str] = {}
    for task, one in scored.items():
        rows = Ranking.objects.filter(task=task.back, **{f"{task.back.asks}__ref__in": list(one.refs)})
        whose.update(rows.values_list("pk", f"{task.back.asks}__ref"))
    own = Ranking.objects.filter(task__in=tasks, **{column_of(record): record}).values_list("pk", flat=True)
    keys = {*whose, *own} | naming([record.ref], [task.back for task in tasks])
    return Touched(list(locked(keys)), whose)


def naming(refs: Sequence[str], tasks: Iterable[Task]) -> set[UUID]:
    """The lists that name any of these records."""
    if not refs:
        return set()
    rows = Ranking.objects.filter(task__in=list(tasks), refs__overlap=list(refs))
    return set(rows.values_list("pk", flat=True))


def locked(keys: Collection[UUID]) -> QuerySet[Ranking]:
    """Everybody locks all lists that a transaction may change here, in one order, so that nobody waits in a circle."""
    return Ranking.objects.filter(pk__in=keys).select_for_update().order_by("pk")


def enter(record: Side, task: Task, scored: Scored, lists: Touched, *, is_new: bool) -> list[Place]:
    """Put a record where it now belongs in the lists of its counterparts; those it leads are worth proposing.

    is_new: it was not compared before, so each of these lists considers one record more, but those made since it came.
    """
    other = task.back
    places = dict(zip(scored.refs, scored.capped, strict=True))
    changed, proposed = [], []
    for row, ref in lists.others(record, task):
        score = None if ref is None else places.get(ref)
        was_named = record.ref in row.refs
        is_counted = was_named or row.read_at > record.updated_at
        rank = _place(row, record.ref, score, one_more=int(is_new and not is_counted))
        if rank is not None or is_new or was_named:
            changed.append(row)
        if ref is None or score is None or rank is None or rank >= PROPOSED[other]:
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


def forget(records: Sequence[Side], tasks: Sequence[Task]) -> None:
    """Delete the lists of records of one kind and strike them from those of others."""
    column = column_of(records[0])
    Ranking.objects.filter(**{"task__in": list(tasks), f"{column}__in": [record.pk for record in records]}).delete()
    strike([record.ref for record in records], [task.back for task in tasks])


def strike(refs: Sequence[str], tasks: Sequence[Task] = tuple(Task)) -> None:
    """Strike references from the lists that name them."""
    gone, rows = set(refs), []
    for row in locked(naming(list(refs), tasks)):
        named = [ref for ref in row.refs if ref in gone]
        for ref in named:
            _place(row, ref, None, one_more=-1)
        rows += [row] if named else []
    _write(rows)


def _write(rows: Sequence[Ranking]) -> None:
    columns = ["id", "refs", "scores", "none", "considered", "log10_sum"]
    bulk.change(Ranking, columns, [[getattr(row, name) for name in columns] for row in rows])
