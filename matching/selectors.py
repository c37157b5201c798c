"""Lists of candidate pairs and how far the comparison of a record has come.  Every row comes through the door."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case as When_
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import Record
from accessctl.reach import Reach
from cases.models import Case
from matching import extract, weighing
from matching.codes import LINK_STATES, OPEN_KINDS, OPEN_STATES, Band, PairKind, PairState, Task
from matching.engine.posterior import none_of
from matching.engine.score import band as band_of
from matching.models import CandidatePair, Compared, EndedPair, Ranking
from matching.policies import TRACING, mentionable
from matching.seen import unsuspected
from matching.sides import JOINS, MODELS, Side, column_of, of_pairs
from registry.lib.errors import NotFound
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


def kinds_for(actor: Actor) -> list[PairKind]:
    """The kinds of pairs that the actor may meet."""
    own = list(OPEN_KINDS) if actor.reviews else []
    return [*own, PairKind.AM_ALIVE] if TRACING in actor.roles else own


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


@dataclass(frozen=True)
class Linked:
    """Records that reviewers of both sides hold to be about one person with a record, and what speaks against it.

    Each link is an assertion about two records that is taken back like any review; it changes neither of them.
    """

    records: list[Side] = field(default_factory=list)
    disputed: list[CandidatePair] = field(default_factory=list)


@dataclass(frozen=True)
class RecordPairs:
    """The pairs of one record as its page shows them."""

    record: Side
    task: Task
    pairs: list[CandidatePair]
    progress: Progress
    reviews: bool
    ended: list[EndedPair] = field(default_factory=list)
    linked: Linked = field(default_factory=Linked)


def record_pairs(actor: Actor, ref: str, task: Task) -> RecordPairs:
    """A record and those it may be compared with.  Raises NotFound."""
    record = _asking(actor, ref, task)
    rows = pairs_of(actor, record, task.kind).filter(state__in=OPEN_STATES)
    pairs = list(rows.select_related(*JOINS).order_by(F("score").desc(nulls_last=True), "-created_at")[:ON_A_RECORD])
    return RecordPairs(
        record, task, pairs, progress(actor, record, task), actor.reviews, _ended(actor, record, task),
        linked(actor, record, task.kind) if task.kind.joins_alike else Linked(),
    )  # fmt: skip


def _asking(actor: Actor, ref: str, task: Task) -> Side:
    """The record whose list is asked for.  Raises NotFound."""
    if task.kind.is_of_the_living and TRACING not in actor.roles:
        raise NotFound()
    return door.fetch(actor, MODELS[task.asks], ref=ref)


def linked(actor: Actor, record: Side, kind: PairKind) -> Linked:
    """The cluster of a record, along the links the reader may see."""
    pairs = door.visible(actor, CandidatePair).filter(kind=kind).select_related(*JOINS)
    found: dict[Any, Side] = {record.pk: record}
    fresh: list[Any] = [record.pk]
    while fresh:
        links = pairs.filter(of_pairs(fresh), state__in=LINK_STATES)
        ends = {row.pk: row for pair in links for row in (pair.left, pair.right)}
        fresh = [key for key in ends if key not in found]
        found |= ends
    others = sorted((row for key, row in found.items() if key != record.pk), key=lambda row: row.ref)
    left, right = (f"{column}__in" for column in kind.columns)
    against = pairs.filter(state=PairState.EXCLUDED, **{left: list(found), right: list(found)}) if others else []
    return Linked(others, list(against))


def _ended(actor: Actor, record: Side, task: Task) -> list[EndedPair]:
    """Pairs of this record that are no longer available: shown once, beside those of missing persons and remains."""
    if task.kind is not PairKind.AM_PM:
        return []
    return list(door.visible(actor, EndedPair).filter(**{task.asks: record.pk}).order_by("-ended_at"))


def pairs_of(actor: Actor, record: Side, kind: PairKind) -> QuerySet[CandidatePair]:
    """The visible pairs of one record."""
    return door.visible(actor, CandidatePair).filter(of_pairs([record.pk]), kind=kind)


def refs_of_pairs(actor: Actor, record: Record) -> list[str]:
    """References of the pairs of a record that the reader may know of, those that are over included."""
    seen = door.visible(actor, CandidatePair).filter(of_pairs([record.pk])).values_list("ref", flat=True)
    if not isinstance(record, Case | Remains):
        return list(seen)
    ended = door.visible(actor, EndedPair).filter(**{column_of(record): record.pk}).values_list("pair_ref", flat=True)
    return [*seen, *ended]


def progress(actor: Actor, record: Side, task: Task) -> Progress:
    """Whether the record's list holds everything that is known of it by now."""
    if isinstance(record, Case):
        consent = extract.consents([record.pk]).get(record.pk)
        takes_part = consent is not None and consent.allows(task.kind)
    elif isinstance(record, Remains):
        takes_part = bool(extract.comparable_remains([record.pk]))
    else:
        takes_part = door.visible(extract.matcher(), Compared).filter(whereabouts=record, live=True).exists()
    if not takes_part:
        return Progress(takes_part=False, settled=True)
    ranking = ranking_of(actor, record, task)
    if ranking is None:
        return Progress(takes_part=True, settled=False)
    settled = ranking.read_at > record.updated_at
    return Progress(True, settled, ranking.considered, ranking.made_at)


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
    excluded: list[CandidatePair] = field(default_factory=list)  # by a logical contradiction, whatever else agrees


def ranking_page(actor: Actor, ref: str, task: Task) -> RankingPage:
    """A record's list, as far as the reader may see its counterparts, with the pairs that exist.  Raises NotFound."""
    record = _asking(actor, ref, task)
    ranking = ranking_of(actor, record, task)
    how_far = progress(actor, record, task)
    if ranking is None or not how_far.takes_part:
        return RankingPage(record, task, [], how_far, hidden=False)
    seen = counterparts(actor, task, ranking.refs)
    pairs = pairs_of(actor, record, task.kind).select_related(*JOINS)
    held = {pair.other(record).ref: pair for pair in pairs}
    rates = weighing.rates_of(ranking.version)
    rows = [
        Listed(place, seen[ref], Band(band_of(score, rates)), held.get(ref))
        for place, (ref, score) in enumerate(zip(ranking.refs, ranking.scores, strict=True), start=1) if ref in seen
    ]  # fmt: skip
    excluded = [pair for pair in held.values() if pair.impossible]
    return RankingPage(record, task, rows, how_far, len(rows) < len(ranking.refs), excluded)


def list_of(pair: CandidatePair) -> tuple[Task, Side]:
    """The list that says how the pair stands among others: that of its right record, where that is of another kind."""
    kind = PairKind(pair.kind)
    end = kind.ends[1]
    task = next(task for task in Task if task.kind is kind and task.asks == end)
    return task, pair.left if task.back is task else pair.right


def none_of_seen(actor: Actor, ranking: Ranking) -> float:
    """What a list believes of "none of these" as far as its reader sees it: who is hidden weighs as if absent."""
    task = Task(ranking.task)
    seen = counterparts(actor, task, ranking.refs)
    weights = [(10.0**score, ref in seen) for ref, score in zip(ranking.refs, ranking.scores, strict=True)]
    listed, hidden = (math.fsum(weight for weight, shown in weights if shown is so) for so in (True, False))
    whole = max(10.0**ranking.log10_sum - hidden, listed)
    considered = ranking.considered - sum(not shown for _weight, shown in weights)
    rates = weighing.rates_of(ranking.version)
    return none_of(math.log10(whole) if whole > 0 else -math.inf, considered, task, rates)


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
