"""Candidate pairs and their evidence: made, renewed, set aside, hidden."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accessctl import journal
from accessctl.rings import Ring
from matching import extract, states, store
from matching.codes import OPEN_KINDS, PAIR_COLUMNS, PairKind, PairState, Task
from matching.engine.profile import Profile
from matching.engine.ranges import Width
from matching.engine.score import Explanation
from matching.engine.sights import Sight, sights
from matching.index import memory
from matching.models import CandidatePair, Compared, EvidenceLine
from matching.services import bulk
from matching.services.rankings import FLOOR
from matching.sides import Side, about, column_of, of_pairs
from registry.lib.ids import uuids7

TOGETHER = 100  # pairs per transaction of a bulk run
_RING_ORDER = ("2", "3", "3f", "4w")
FLOOR_OF_KIND = {task.kind: FLOOR[task] for task in Task}


@dataclass(frozen=True)
class Subject:
    """A record with its profile for one comparison and the revision of that profile."""

    record: Side
    profile: Profile
    revision: int


def subjects(kind: PairKind, refs: Iterable[str]) -> dict[UUID, Subject]:
    """Records of these references that take part in a comparison now, with their stored profiles."""
    rows = extract.records(refs)
    found = store.profiles_of(rows, kind)
    revisions = revisions_of([row.pk for row in rows])
    return {
        row.pk: Subject(row, found[row.pk][kind], revisions.get(row.pk, 0))
        for row in rows if kind in found.get(row.pk, ())
    }  # fmt: skip


def revisions_of(ids: Iterable[UUID]) -> dict[UUID, int]:
    rows = Compared.objects.filter(about(ids), live=True)
    return {row.record_id: row.revision for row in rows}


def renew(subject: Subject, kind: PairKind, proposed: Iterable[str]) -> list[CandidatePair]:
    """Bring the pairs of a record up to date and make those proposed.  Returns what is new to reviewers."""
    record = subject.record
    pairs = pairs_of(record, kind)
    held = {pair.other(record).ref for pair in pairs}
    others = subjects(kind, held | set(proposed))
    known = others | {record.pk: subject}
    unsaved = [new_pair(kind, record, other.record) for other in others.values() if other.record.ref not in held]
    news, made = make(kind, unsaved, known)
    if len(made) < len(unsaved):  # another thread made some of them from the other side, by what it knew
        mine = {pair.pk for pair in pairs} | made
        pairs += [pair for pair in pairs_of(record, kind) if pair.pk not in mine]
    news += bring_up_to_date(kind, pairs, known)
    _tell(news)
    return news


def make(
    kind: PairKind, unsaved: Iterable[CandidatePair], known: Mapping[UUID, Subject]
) -> tuple[list[CandidatePair], set[UUID]]:
    """Add pairs with their evidence: (those new to reviewers, the ids of those added).

    In one order: another thread may be making the same pairs from the other side, and then this one waits, and leaves
    them to the other.
    """
    pairs = sorted(unsaved, key=lambda pair: (pair.left.pk, pair.right.pk))
    news, lines = _weigh(kind, pairs, known)
    made = bulk.add(CandidatePair, _ALL, [[getattr(pair, name) for name in _ALL] for pair in pairs])
    bulk.copy_in(EvidenceLine, _LINE, [line for line in lines if line[1] in made])
    return [pair for pair in news if pair.pk in made], made


def renew_many(kind: PairKind, wanted: Iterable[tuple[UUID, UUID]], known: Mapping[UUID, Subject]) -> int:
    """Make the wanted pairs of records and bring every pair between known records up to date, each once.

    Returns how many are new to reviewers.  In transactions of their own, short enough not to hold others back.
    """
    made = [new_pair(kind, known[one].record, known[other].record) for one, other in sorted(wanted)]
    CandidatePair.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
    held = CandidatePair.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True)
    count = 0
    for chunk in store.chunks(held, TOGETHER):
        with transaction.atomic():
            rows = CandidatePair.objects.filter(pk__in=chunk).select_for_update(of=("self",))
            pairs = list(rows.select_related(*PAIR_COLUMNS).order_by("pk"))
            news = bring_up_to_date(kind, pairs, known)
            _tell(news)
            count += len(news)
    return count


def bring_all_up_to_date(
    kind: PairKind, unsaved: Iterable[CandidatePair], held: set[UUID], known: Mapping[UUID, Subject]
) -> tuple[int, int]:
    """Make pairs and bring others up to date, in the caller's transaction: (how many made, how many others).

    A pair that another worker made at the same time under an id of its own is that worker's.
    """
    news, made = make(kind, unsaved, known)
    rows = CandidatePair.objects.filter(pk__in=held).select_for_update(of=("self",))
    pairs = [_joined(pair, known) for pair in rows.order_by("pk")] if held else []
    _tell([*news, *bring_up_to_date(kind, pairs, known)])
    return len(made), len(pairs)


def _joined(pair: CandidatePair, known: Mapping[UUID, Subject]) -> CandidatePair:
    """With the records that are at hand, so that they need not be read beside every pair."""
    for column in PairKind(pair.kind).columns:
        if subject := known.get(getattr(pair, f"{column}_id")):
            setattr(pair, column, subject.record)
    return pair


def _tell(news: Sequence[CandidatePair]) -> None:
    """One entry names all pairs that are new to reviewers, and their records; none tells of somebody found alive."""
    told = [pair for pair in news if pair.kind in OPEN_KINDS]
    if told:
        records = {row.ref: row for pair in told for row in (pair.left, pair.right)}
        journal.record(extract.matcher(), "pair.proposed", *records.values(), *(pair.ref for pair in told))


def bring_up_to_date(
    kind: PairKind, pairs: Sequence[CandidatePair], known: Mapping[UUID, Subject]
) -> list[CandidatePair]:
    """Write what the evidence of locked pairs says now.  Returns those that are new to reviewers.

    A pair of which one record is not known here was closed or lost its consent: its own effect sees to it.
    """
    pairs = [pair for pair in pairs if _is_behind(pair, kind, known)]
    had = [pair.pk for pair in pairs if pair.evidence_at is not None]
    news, lines = _weigh(kind, pairs, known)
    if had:
        EvidenceLine.objects.filter(pair__in=had).delete()
    bulk.copy_in(EvidenceLine, _LINE, lines)
    columns = ["id", *_COLUMNS]
    bulk.change(CandidatePair, columns, [[getattr(pair, name) for name in columns] for pair in pairs])
    return news


def _is_behind(pair: CandidatePair, kind: PairKind, known: Mapping[UUID, Subject]) -> bool:
    """Whether the evidence of a pair may read differently now: of the same profiles, weights and counts it is the same.

    What was set aside is looked at again in any case.
    """
    left, right = (known.get(getattr(pair, f"{column}_id")) for column in kind.columns)
    if left is None or right is None:
        return False
    weighed = (pair.version, pair.left_revision, pair.right_revision)
    return pair.state in _ASIDE or weighed != (memory.version(kind), left.revision, right.revision)


def _weigh(
    kind: PairKind, pairs: Sequence[CandidatePair], known: Mapping[UUID, Subject]
) -> tuple[list[CandidatePair], list[list[Any]]]:
    """Say on each pair what its evidence is now: (those new to reviewers, the rows of all lines)."""
    before_of = _lines_of(pairs)
    news: list[CandidatePair] = []
    lines: list[list[Any]] = []
    both = [(known[pair.left.pk], known[pair.right.pk]) for pair in pairs]
    explained = memory.explain_all([(left.profile, right.profile) for left, right in both], kind)
    for pair, (left, right), one in zip(pairs, both, explained, strict=True):
        before = before_of.get(pair.pk, [])
        is_news = _apply(pair, one, before, left.revision, right.revision)
        if (is_news or not before) and pair.state == PairState.PROPOSED:
            news.append(pair)
        # Without earlier lines (consent came back) a pair that was decided on is held to the evidence of today.
        seen = sights(kind, left.profile, right.profile)
        lines += _evidence(pair, one, before, seen, anew=is_news or not before)
    return news, lines


def explain_one(pair: CandidatePair) -> bool:
    """Make the evidence of a pair that somebody opened: with the ranges of its lines, and with what a missing fact
    could change.  Neither is needed to list a pair, and both take longer than the rest.

    Evidence that is of the records as they are stays as it is shown.  False when one of the records may not be
    compared now.
    """
    kind = PairKind(pair.kind)
    found = subjects(kind, [pair.left.ref, pair.right.ref])
    if pair.left.pk not in found or pair.right.pk not in found:
        return False
    left, right = found[pair.left.pk], found[pair.right.pk]
    explained = memory.explain(left.profile, right.profile, kind)
    before = _lines_of([pair]).get(pair.pk, [])
    if not before or (pair.left_revision, pair.right_revision) != (left.revision, right.revision):
        is_news = _apply(pair, explained, before, left.revision, right.revision)
        seen = sights(kind, left.profile, right.profile)
        EvidenceLine.objects.filter(pair=pair).delete()
        bulk.copy_in(EvidenceLine, _LINE, _evidence(pair, explained, before, seen, anew=is_news or not before))
        pair.save(update_fields=_COLUMNS)
    widths = memory.ranges(left.profile, right.profile, explained, kind)
    moves = memory.prospects(left.profile, right.profile, explained, kind)
    lines = list(EvidenceLine.objects.filter(pair=pair))
    for line in lines:
        line.down, line.up = widths.get(line.line, Width(0.0, 0.0))
        line.potential = moves.get(line.line, 0.0)
    EvidenceLine.objects.bulk_update(lines, ["down", "up", "potential"])
    return True


def set_aside(record: Side, kind: PairKind) -> None:
    """A record that is no longer compared: pairs that nobody took up are dropped, the others stay with reviewers."""
    for pair in pairs_of(record, kind):
        if pair.state in (PairState.PROPOSED, PairState.QUEUED):
            pair.state = PairState.STALE
            pair.save(update_fields=["state"])


def hide(record: Side, kind: PairKind) -> None:
    """Consent ended: the pairs are hidden and their evidence is deleted.  What was excluded is remembered."""
    pairs = [pair for pair in pairs_of(record, kind) if pair.state != PairState.VOID_CONSENT]
    EvidenceLine.objects.filter(pair__in=pairs).delete()
    for pair in pairs:
        pair.state_before, pair.state = pair.state, PairState.VOID_CONSENT
        pair.score = pair.coverage = pair.band = pair.evidence_at = None
        pair.save(update_fields=["state", "state_before", "score", "coverage", "band", "evidence_at"])
    if pairs and kind in OPEN_KINDS:
        journal.record(extract.matcher(), "pair.hidden", record, *(pair.ref for pair in pairs))


_COLUMNS = [
    "state", "state_before", "score", "coverage", "band", "version", "left_revision", "right_revision", "evidence_at",
    "round", "changed_at", "impossible",
]  # fmt: skip


_NEW = ["id", "ref", "kind", *(f"{column}_id" for column in PAIR_COLUMNS), "opened_by_id", "created_at"]
_ALL = [*_NEW, *_COLUMNS]
_LINE = [
    "id", "pair_id", "line", "group", "outcome", "log_lr", "coverage", "reason", "ring", "left_ring", "right_ring",
    "potential", "decided_on", "sight",
]  # fmt: skip
_ASIDE = (PairState.STALE, PairState.VOID_CONSENT)


def pairs_of(record: Side, kind: PairKind) -> list[CandidatePair]:
    """The pairs of a record, locked in one order."""
    return list(_of(record, kind).select_for_update(of=("self",)).select_related(*PAIR_COLUMNS).order_by("pk"))


def _of(record: Side, kind: PairKind) -> QuerySet[CandidatePair]:
    return CandidatePair.objects.filter(of_pairs([record.pk], kind.columns), kind=kind)


def new_pair(kind: PairKind, one: Side, other: Side) -> CandidatePair:
    """An unsaved pair in its one order: as its kind says, of two records of one kind the older one first."""
    ordered = sorted((one, other), key=lambda row: (kind.ends.index(column_of(row)), row.pk))
    return CandidatePair(kind=kind, **dict(zip(kind.columns, ordered, strict=True)))


def _lines_of(pairs: Iterable[CandidatePair]) -> dict[UUID, list[EvidenceLine]]:
    """The lines of pairs that have any: of one just made nothing is asked."""
    found: dict[UUID, list[EvidenceLine]] = {}
    if keys := [pair.pk for pair in pairs if pair.evidence_at is not None]:
        for line in EvidenceLine.objects.filter(pair__in=keys):
            found.setdefault(line.pair_id, []).append(line)
    return found


def _apply(pair: CandidatePair, explained: Explanation, before: Iterable[EvidenceLine], left: int, right: int) -> bool:
    """Write what the evidence says now onto the pair; True when reviewers should look at it anew."""
    state = PairState(pair.state)
    restored = state is PairState.VOID_CONSENT and pair.state_before is not None
    if restored:
        state, pair.state_before = PairState(pair.state_before), None
    baseline = {line.line: line.log_lr if line.decided_on is None else line.decided_on for line in before}
    after = {line.name: line.log10_lr for line in explained.lines}
    above = pair.opened_by_id is not None or (
        explained.capped >= FLOOR_OF_KIND[PairKind(pair.kind)] and explained.excluded is None
    )
    new = states.after_change(state, above_floor=above, before=baseline if before else after, after=after)
    if pair.concluded:
        new = state
    moved = new is not state or _reads_anew(state, baseline, after)
    news = moved and new in (PairState.PROPOSED, PairState.IN_REVIEW)
    if news and state not in (PairState.PROPOSED, PairState.QUEUED, PairState.STALE):
        pair.round += 1
        pair.changed_at = timezone.now()
    pair.state = new
    pair.score, pair.coverage, pair.band = explained.capped, explained.evidence_coverage, explained.band
    pair.version, pair.impossible = explained.version, explained.excluded or ""
    pair.left_revision, pair.right_revision, pair.evidence_at = left, right, timezone.now()
    return news


def _reads_anew(state: PairState, before: Mapping[str, float], after: Mapping[str, float]) -> bool:
    """A pair in review whose evidence moved keeps its state and yet needs another look."""
    return state is PairState.IN_REVIEW and states.largest_change(before, after) >= states.SLIGHT_CHANGE


def _evidence(
    pair: CandidatePair,
    explained: Explanation,
    before: Iterable[EvidenceLine],
    seen: Mapping[str, Sight],
    *,
    anew: bool,
) -> list[list[Any]]:
    """The rows of a pair's lines.  `anew`: what comes later is compared with this evidence, not with what was decided
    on.  What a missing fact could change is worked out when somebody opens the pair.
    """
    decided: dict[str, float | None] = {line.line: line.decided_on for line in before}
    if anew:
        decided = {line.name: line.log10_lr for line in explained.lines}
    alive = Ring.WHEREABOUTS.value if PairKind(pair.kind).is_of_the_living else None
    return [
        [
            key, pair.pk, line.name, line.group, line.outcome.value, line.log10_lr, line.coverage, line.reason,
            max(line.ring_left, right, key=_RING_ORDER.index), line.ring_left, right, 0.0, decided.get(line.name),
            json.dumps(seen[line.name]._asdict()) if line.name in seen else None,
        ]
        for key, line in zip(uuids7(len(explained.lines)), explained.lines, strict=True)
        for right in (alive or line.ring_right,)
    ]  # fmt: skip
