"""One chunk of a comparison of everything: reading its records, or making their lists and pairs.

Lists are made from nothing, so nobody need be entered in the lists of others.  A pair is brought up to date once in a
run: with the chunk of its left record, or with the chunk that found it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from matching import extract, store
from matching.codes import OPEN_KINDS, PairKind, Task
from matching.engine.score import Ranking as Scored
from matching.index import Moment, memory, moment
from matching.models import CandidatePair, Compared, Ranking
from matching.services import asking, comparing, evidence, frame, profiles, rankings
from matching.services.evidence import Subject
from matching.services.owing import Unanswered
from matching.sides import MODELS, Side, about, of_pairs

Known = dict[PairKind, dict[UUID, Subject]]
Write = Callable[[], dict[str, int]]  # in the caller's transaction; says what it adds to the counts of the run


@dataclass(frozen=True)
class Prepared:
    """What the index said of a chunk, and when; `known`: its records that take part in each comparison."""

    refs: Sequence[str]
    records: Sequence[Side]
    known: Known
    scored: Mapping[Task, Sequence[tuple[Side, Scored]]]
    read_at: datetime
    looked: Moment


def read(refs: Sequence[str]) -> Write:
    """Make the profiles of these records anew; twice gives the same as once."""
    for some in store.chunks(refs):
        memory.refresh(profiles.take_in(some))
    return partial(_after_reading, refs)


def _after_reading(refs: Sequence[str]) -> dict[str, int]:
    """What may not be compared any more leaves the lists now: it is not among what is compared afterwards."""
    paths = [f"{column}__ref" for column in MODELS]
    rows = Compared.objects.filter(Q(*((f"{path}__in", refs) for path in paths), _connector=Q.OR), live=True)
    live = {ref for ends in rows.values_list(*paths) for ref in ends}
    gone = sorted(set(refs) - live)
    _hold(rankings.naming(gone, Task))
    for ref in gone:
        comparing.compare(ref, comparing.NOTHING, timezone.now())
    return {"read": frame.counted(refs)}


def compare(refs: Sequence[str]) -> Write:
    """Rank these records; what follows is written when the answer is called."""
    return partial(_write, _prepare(refs))


def _prepare(refs: Sequence[str]) -> Prepared:
    """Rank each record against every counterpart, outside of a transaction: an open one holds back others."""
    looked, read_at = moment(), timezone.now()
    memory.refresh()
    records = extract.records(refs)
    known = _known(records)
    probes = [
        (subject, task)
        for task in Task
        for record in records
        if isinstance(record, MODELS[task.asks]) and (subject := known[task.kind].get(record.pk))
    ]
    scored: dict[Task, list[tuple[Side, Scored]]] = {task: [] for task in Task}
    for (subject, task), ranking in zip(probes, asking.rank(probes), strict=True):
        scored[task].append((subject.record, ranking))
    return Prepared(refs, records, known, scored, read_at, looked)


def _write(prepared: Prepared) -> dict[str, int]:
    """Write lists and pairs.

    The lists are locked before it is asked whether anything changed since they were made: a record that changes later
    waits for them to be entered, one that changed before is in the lists that are then made again.  Other shards are
    not waited for with lists locked: then the chunk is given back, to be made again later.  Raises Unanswered.
    """
    absent = _absent(prepared)
    _lock(prepared, absent)
    if prepared.looked.has_passed():
        if memory.shard.of > 1:
            raise Unanswered("that hold what they held")
        prepared = _prepare(prepared.refs)
        absent = _absent(prepared)
    for task, rows in prepared.scored.items():
        rankings.save(task, rows, prepared.read_at)
    _forget(prepared, absent)
    new = renewed = 0
    for kind in PairKind:
        made, brought = _pairs(kind, prepared)
        if kind in OPEN_KINDS:
            new, renewed = new + made, renewed + brought
    return {"compared": frame.counted(prepared.refs), "pairs_new": new, "pairs_renewed": renewed}


def _known(records: Sequence[Side]) -> Known:
    """Those of the records that take part in each comparison, with their stored profiles, read once."""
    held = store.profiles_of(records)
    revisions = evidence.revisions_of([row.pk for row in records])
    known: Known = {kind: {} for kind in PairKind}
    for row in records:
        for kind, profile in held.get(row.pk, {}).items():
            known[kind][row.pk] = Subject(row, profile, revisions.get(row.pk, 0))
    return known


def _absent(prepared: Prepared) -> list[tuple[Task, Side]]:
    """Who has a list or a pair of a comparison, and may not take part in it now."""
    records = {record.pk: record for record in prepared.records}
    found: list[tuple[Task, Side]] = []
    for task in Task:
        absent = {
            key for key, record in records.items()
            if isinstance(record, MODELS[task.asks]) and key not in prepared.known[task.kind]
        }  # fmt: skip
        if absent:
            found += [(task, records[key]) for key in sorted(absent & _standing(task, absent))]
    return found


def _gone(prepared: Prepared) -> list[str]:
    """What was erased, or whose consent ended."""
    return sorted(set(prepared.refs) - {record.ref for record in prepared.records})


def _lock(prepared: Prepared, absent: Sequence[tuple[Task, Side]]) -> None:
    """The lists of the chunk, and those that name who leaves a comparison: all at once, as everybody locks lists."""
    keys = set(Ranking.objects.filter(about(row.pk for row in prepared.records)).values_list("pk", flat=True))
    keys |= rankings.naming(_gone(prepared), Task)
    for task, record in absent:
        keys |= rankings.naming([record.ref], [task.back])
    _hold(keys)


def _hold(lists: Collection[UUID]) -> None:
    list(rankings.locked(lists).values_list("pk", flat=True))


def _forget(prepared: Prepared, absent: Sequence[tuple[Task, Side]]) -> None:
    """Take out of a comparison who may not take part in it any more."""
    for task, record in absent:
        comparing.withdraw(record, task)
    for ref in _gone(prepared):
        comparing.compare(ref, comparing.NOTHING, prepared.read_at)


def _standing(task: Task, keys: Iterable[UUID]) -> set[UUID]:
    """The records that the lists of a task or the pairs of its kind are about, if they are about any of these."""
    lists = Ranking.objects.filter(task=task, **{f"{task.asks}__in": list(keys)}).values_list(task.asks, flat=True)
    pairs = CandidatePair.objects.filter(of_pairs(keys, task.kind.columns), kind=task.kind)
    return {*lists, *(key for ends in pairs.values_list(*task.kind.columns) for key in ends)}


def _pairs(kind: PairKind, prepared: Prepared) -> tuple[int, int]:
    """Make the pairs worth proposing and bring those of the chunk up to date: (new, brought up to date)."""
    known = prepared.known[kind]
    right = f"{kind.columns[1]}__ref"
    held = list(
        CandidatePair.objects.filter(of_pairs(known, kind.columns), kind=kind).values_list("pk", *kind.columns, right)
    )
    there = {frozenset(ends) for _key, *ends, _ref in held}
    left = {key: ref for key, one, _other, ref in held if one in known}
    wanted = [(known[key], ref) for key, ref in _worth(kind, prepared)]
    others = _others(kind, known, [*left.values(), *(ref for _, ref in wanted)])
    by_ref = {subject.record.ref: subject for subject in others.values()}
    unsaved = {
        ends: evidence.new_pair(kind, subject.record, by_ref[ref].record)
        for subject, ref in wanted
        if ref in by_ref and (ends := frozenset((subject.record.pk, by_ref[ref].record.pk))) not in there
    }
    return evidence.bring_all_up_to_date(kind, unsaved.values(), set(left), others)


def _worth(kind: PairKind, prepared: Prepared) -> Iterable[tuple[UUID, str]]:
    for task, rows in prepared.scored.items():
        if task.kind is kind:
            for record, one in rows:
                profile = prepared.known[kind][record.pk].profile
                yield from ((record.pk, ref) for ref in comparing.worth_proposing(profile, task, one))


def _others(kind: PairKind, known: Mapping[UUID, Subject], refs: Iterable[str]) -> dict[UUID, Subject]:
    """The known records, and those named besides."""
    mine = {subject.record.ref for subject in known.values()}
    return evidence.subjects(kind, sorted(set(refs) - mine)) | dict(known)
