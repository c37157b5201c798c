"""One chunk of a comparison of everything: reading its records, or making their lists and pairs.

Lists are made from nothing, so nobody need be entered in the lists of others.  A pair is brought up to date once in a
run: with the chunk of its left record, or with the chunk that found it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from matching import extract, store
from matching.codes import OPEN_KINDS, PAIR_COLUMNS, PairKind, Task
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
    for ref in set(refs) - live:
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
    _lock(prepared.records)
    if prepared.looked.has_passed():
        if memory.shard.of > 1:
            raise Unanswered("that hold what they held")
        prepared = _prepare(prepared.refs)
    for task, rows in prepared.scored.items():
        rankings.save(task, rows, prepared.read_at)
    _forget(prepared)
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


def _lock(records: Sequence[Side]) -> None:
    """In one order, as everybody locks lists."""
    rows = Ranking.objects.filter(about(row.pk for row in records))
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _forget(prepared: Prepared) -> None:
    """Take out of a comparison what has a list or a pair of it, and may not take part in it now."""
    records = {record.pk: record for record in prepared.records}
    for task in Task:
        absent = {
            key for key, record in records.items()
            if isinstance(record, MODELS[task.asks]) and key not in prepared.known[task.kind]
        }  # fmt: skip
        for key in absent & (_ends(Ranking, absent, task=task) | _ends(CandidatePair, absent, kind=task.kind)):
            comparing.withdraw(records[key], task)
    for ref in set(prepared.refs) - {record.ref for record in prepared.records}:
        comparing.compare(ref, comparing.NOTHING, prepared.read_at)  # erased, or its consent ended


def _ends(table: type[Ranking | CandidatePair], keys: Iterable[UUID], **of: str) -> set[UUID | None]:
    """The records that rows about any of these are about."""
    touching, columns = (of_pairs, PAIR_COLUMNS) if table is CandidatePair else (about, tuple(MODELS))
    return {key for row in table.objects.filter(touching(keys), **of).values_list(*columns) for key in row}


def _pairs(kind: PairKind, prepared: Prepared) -> tuple[int, int]:
    """Make the pairs worth proposing and bring those of the chunk up to date: (new, brought up to date)."""
    known = prepared.known[kind]
    held = list(CandidatePair.objects.filter(of_pairs(known), kind=kind).select_related(*PAIR_COLUMNS))
    there = {frozenset((pair.left.ref, pair.right.ref)) for pair in held}
    left = [pair for pair in held if pair.left.pk in known]
    wanted = [(known[key], ref) for key, ref in _worth(kind, prepared) if _both(known[key], ref) not in there]
    others = _others(kind, known, [*(pair.right.ref for pair in left), *(ref for _, ref in wanted)])
    by_ref = {subject.record.ref: subject for subject in others.values()}
    unsaved = {
        _both(subject, ref): evidence.new_pair(kind, subject.record, by_ref[ref].record)
        for subject, ref in wanted if ref in by_ref
    }  # fmt: skip
    made = sorted(unsaved.values(), key=lambda pair: (pair.left.pk, pair.right.pk))
    CandidatePair.objects.bulk_create(made, ignore_conflicts=True)
    return evidence.bring_all_up_to_date(kind, {pair.pk for pair in made}, {pair.pk for pair in left}, others)


def _worth(kind: PairKind, prepared: Prepared) -> Iterable[tuple[UUID, str]]:
    for task, rows in prepared.scored.items():
        if task.kind is kind:
            for record, one in rows:
                profile = prepared.known[kind][record.pk].profile
                yield from ((record.pk, ref) for ref in comparing.worth_proposing(profile, task, one))


def _both(subject: Subject, ref: str) -> frozenset[str]:
    return frozenset((subject.record.ref, ref))


def _others(kind: PairKind, known: Mapping[UUID, Subject], refs: Iterable[str]) -> dict[UUID, Subject]:
    """The known records, and those named besides."""
    mine = {subject.record.ref for subject in known.values()}
    return evidence.subjects(kind, sorted(set(refs) - mine)) | dict(known)
