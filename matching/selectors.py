"""Lists of candidate pairs and how far the comparison of a record has come.  Every row comes through the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case as When_
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from accessctl import door
from accessctl.actor import Actor
from accessctl.reach import Reach
from cases.models import Case
from matching import extract
from matching.codes import OPEN_STATES, Band, PairKind, PairState, Task
from matching.engine.score import band as band_of
from matching.engine.weights import DEFAULT
from matching.models import CandidatePair, EndedPair, Ranking
from matching.policies import mentionable, unsuspected
from matching.sides import JOINS, MODELS, Side, column_of, of_pairs
from registry.lib.ids import normalise_ref
from remains.models import Remains

PAGE_SIZE = 25
COUNT_CAP = 1000
ON_A_RECORD = 10  # pairs shown on the page of a record
# What waits longest for its next step comes first in the work list.
_URGENCY = {PairState.HYPOTHESIS: 0, PairState.NEEDS_DATA: 1, PairState.IN_REVIEW: 2}


@dataclass(frozen=True)
class PairPage:
    """One page of pairs, newest first; `next` continues."""

    rows: list[CandidatePair]
    count: int
    count_capped: bool
    next: str | None


def pair_page(actor: Actor, *, state: str = "", band: str = "", kind: str = "", after: str | None = None) -> PairPage:
    """The pairs the actor may review, by keyset.  An empty `state` means the open ones; `all` means every state."""
    rows = door.visible(actor, CandidatePair)
    if state in PairState.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows = rows.filter(state__in=OPEN_STATES)
    if band in Band.values:
        rows = rows.filter(band=band)
    if kind in PairKind.values:
        rows = rows.filter(kind=kind)
    count = rows.order_by()[: COUNT_CAP + 1].count()
    listed = rows.select_related(*JOINS).order_by("-created_at", "-id")
    if after and (last := rows.filter(ref=normalise_ref(after) or "").values("created_at", "id").first()):
        listed = listed.filter(
            Q(created_at__lt=last["created_at"]) | Q(created_at=last["created_at"], id__lt=last["id"])
        )
    found = list(listed[: PAGE_SIZE + 1])
    more = found[PAGE_SIZE - 1].ref if len(found) > PAGE_SIZE else None
    return PairPage(found[:PAGE_SIZE], min(count, COUNT_CAP), count > COUNT_CAP, more)


def work_pairs(actor: Actor, limit: int = 8) -> list[CandidatePair]:
    """The open pairs that wait for a reviewer, the most urgent first."""
    urgency = When_(
        *(When(state=state, then=Value(place)) for state, place in _URGENCY.items()),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = door.visible(actor, CandidatePair).filter(state__in=OPEN_STATES).select_related(*JOINS)
    return list(rows.order_by(urgency, F("score").desc(nulls_last=True), "-created_at")[:limit])


@dataclass(frozen=True)
class Progress:
    """How far the comparison of one record has come.

    takes_part: it may be compared at all; settled: every change known so far is in the list; considered: with how
    many records it was compared, None before the first time.
    """

    takes_part: bool
    settled: bool
    considered: int | None = None
    made_at: datetime | None = None
    none_share: float | None = None


@dataclass(frozen=True)
class RecordPairs:
    """The pairs of one record as its page shows them."""

    record: Side
    task: Task
    pairs: list[CandidatePair]
    progress: Progress
    reviews: bool
    ended: list[EndedPair] = field(default_factory=list)


def case_pairs(actor: Actor, ref: str) -> RecordPairs:
    """A case and the remains it may be compared with.  Raises NotFound."""
    return _record_pairs(actor, door.fetch(actor, Case, ref=ref), Task.AM_PM)


def case_duplicates(actor: Actor, ref: str) -> RecordPairs:
    """A case and other reports that may be about the same person.  Raises NotFound."""
    return _record_pairs(actor, door.fetch(actor, Case, ref=ref), Task.AM_AM)


def remains_pairs(actor: Actor, ref: str) -> RecordPairs:
    """Remains and the cases they may be compared with.  Raises NotFound."""
    return _record_pairs(actor, door.fetch(actor, Remains, ref=ref), Task.PM_AM)


def _record_pairs(actor: Actor, record: Side, task: Task) -> RecordPairs:
    rows = pairs_of(actor, record, task.kind).filter(state__in=OPEN_STATES)
    pairs = list(rows.select_related(*JOINS).order_by(F("score").desc(nulls_last=True), "-created_at")[:ON_A_RECORD])
    return RecordPairs(record, task, pairs, progress(actor, record, task), actor.reviews, _ended(actor, record, task))


def _ended(actor: Actor, record: Side, task: Task) -> list[EndedPair]:
    """Pairs of this record that are no longer available; a case shows them once, beside its pairs with remains."""
    if task is Task.AM_AM:
        return []
    mine = Q(remains=record.pk) if isinstance(record, Remains) else Q(case=record.pk)
    return list(door.visible(actor, EndedPair).filter(mine).order_by("-ended_at"))


def pairs_of(actor: Actor, record: Side, kind: PairKind) -> QuerySet[CandidatePair]:
    """The visible pairs of one record."""
    return door.visible(actor, CandidatePair).filter(of_pairs([record.pk]), kind=kind)


def progress(actor: Actor, record: Side, task: Task) -> Progress:
    """Whether the record's list holds everything that is known of it by now."""
    if isinstance(record, Case):
        consent = extract.consents([record.pk]).get(record.pk)
        takes_part = consent is not None and consent.allows(task.kind)
    else:
        takes_part = bool(extract.comparable_remains([record.pk]))
    if not takes_part:
        return Progress(takes_part=False, settled=True)
    ranking = ranking_of(actor, record, task)
    if ranking is None:
        return Progress(takes_part=True, settled=False)
    settled = ranking.read_at > record.updated_at
    return Progress(True, settled, ranking.considered, ranking.made_at, ranking.none)


def ranking_of(actor: Actor, record: Side, task: Task) -> Ranking | None:
    """The list of one record."""
    return door.visible(actor, Ranking).filter(task=task, **{column_of(record): record}).first()


@dataclass(frozen=True)
class Listed:
    """A counterpart in a record's list: shown only if the door shows it."""

    place: int
    record: Side
    band: Band
    pair: CandidatePair | None


@dataclass(frozen=True)
class RankingPage:
    record: Side
    task: Task
    rows: list[Listed]
    progress: Progress
    hidden: bool  # the reader sees no further places, whether or not there are any


def ranking_page(actor: Actor, ref: str, task: Task) -> RankingPage:
    """A record's list, as far as the reader may see its counterparts, with the pairs that exist.  Raises NotFound."""
    record: Side = door.fetch(actor, MODELS[task.asks], ref=ref)
    ranking = ranking_of(actor, record, task)
    how_far = progress(actor, record, task)
    if ranking is None or not how_far.takes_part:
        return RankingPage(record, task, [], how_far, hidden=False)
    seen = counterparts(actor, task, ranking.refs)
    pairs = pairs_of(actor, record, task.kind).select_related(*JOINS)
    held = {pair.other(record).ref: pair for pair in pairs}
    rows = [
        Listed(place, seen[ref], Band(band_of(score, DEFAULT)), held.get(ref))
        for place, (ref, score) in enumerate(zip(ranking.refs, ranking.scores, strict=True), start=1) if ref in seen
    ]  # fmt: skip
    return RankingPage(record, task, rows, how_far, hidden=len(rows) < len(ranking.refs))


def counterparts(actor: Actor, task: Task, refs: Iterable[str]) -> dict[str, Side]:
    """The records of a list that the reader may see, by reference."""
    rows = _listed(actor, task, door.visible(actor, MODELS[task.finds]), refs)
    return {row.ref: row for row in rows.select_related("owner")}


def mentioned(actor: Actor, task: Task, refs: Iterable[str]) -> set[str]:
    """The records of a list of which the reader may know that they are there, and no more."""
    rows = _listed(actor, task, mentionable(Reach(actor), MODELS[task.finds]), refs)
    return set(rows.values_list("ref", flat=True))


def _listed(actor: Actor, task: Task, rows: QuerySet[Any], refs: Iterable[str]) -> QuerySet[Any]:
    rows = rows.filter(ref__in=list(refs))
    return rows.filter(unsuspected(Reach(actor), "")) if task.finds == "case" else rows
