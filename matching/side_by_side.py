"""One candidate pair as its reader may see it: two records side by side, line by line.

Values are read live from both records, ring by ring, each reading with its own entry in the journal.  A line whose
ring the reader may not open on either side keeps its name and who holds it, and loses values and size.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case, CaseIncident, Incident
from matching import selectors, weighing
from matching.codes import Decision, Need, PairKind, PairState, Reason, ReviewRole, Task
from matching.engine import posterior
from matching.engine.compare import Outcome
from matching.engine.weights import DEFAULT
from matching.models import CandidatePair, EvidenceLine, Review, ReviewNote
from matching.services import reviewing
from matching.sides import JOINS, Side
from matching.states import Lacking, lacking
from matching.wording import reasons, values
from remains.models import RemainsIncident

COMPARED_RINGS = (Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC)
MOST = 3  # how many wanted facts are named
LEAST_MOVE = DEFAULT.m("band", "slight")  # what would move the sum by less would tell nobody anything
Words = str | Promise


@dataclass(frozen=True)
class Holder:
    """Who holds what the reader may not see: organisation, record, ring; `offer`: an own record to give in return."""

    name: str
    ref: str = ""
    ring: str = ""
    offer: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether an agreement keeps that part closed: then no ring can be asked for."""
        return not self.ring


@dataclass(frozen=True)
class Row:
    """One line of the table.  outcome: `for`, `against`, `nothing`; held: names only, with who holds it."""

    key: str
    label: Words
    outcome: str = "nothing"
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    text: Words = ""
    value: float | None = None
    comparable: bool = False
    held: bool = False
    holders: list[Holder] = field(default_factory=list)


@dataclass(frozen=True)
class Rival:
    """The best other counterpart the reader may see, and in words how much more or less supported than this one."""

    record: Side
    more: bool
    words: Words


@dataclass(frozen=True)
class Wanted:
    """What to do about a missing fact; known, it would make the evidence `times` stronger or weaker on average."""

    words: Words
    times: int


@dataclass(frozen=True)
class Opinion:
    """A decision as others read it; reasons and words only for who may open the forensic file."""

    review: Review
    role: ReviewRole
    decision: Decision
    standing: bool
    withdrawn: bool
    needs: list[Need]
    mine: bool
    reasons: list[Reason] = field(default_factory=list)
    words: str | None = None


@dataclass(frozen=True)
class SideBySide:
    """Everything the page of a pair shows."""

    pair: CandidatePair
    left: Case
    right: Side
    rows: list[Row]
    total: float | None  # sum of the lines, None when lines are held back
    counted: float | None  # the same after the caps
    considered: int | None
    compared_at: datetime | None
    none_words: Words
    rival: Rival | None
    wanted: list[Wanted]
    impossible: Words
    opinions: list[Opinion]
    others_decided: int
    shows_opinions: bool
    missing: Lacking
    mine: Opinion | None
    can_review: bool
    can_undo: bool
    can_ask_laboratory: bool
    stamp: str
    digest: str
    weights: weighing.Origin

    @property
    def is_duplicate(self) -> bool:
        return bool(self.pair.kind == PairKind.AM_AM)

    @property
    def held(self) -> bool:
        return any(row.held for row in self.rows)


def open_pair(actor: Actor, ref: str, *, show_opinions: bool = False) -> SideBySide:
    """A pair with the values the reader may see.  Raises NotFound.

    The others' decisions are shown once the reader has decided, or asks for them: a second opinion is worth more blind.
    """
    found = door.fetch(actor, CandidatePair, ref=ref)
    pair = door.visible(actor, CandidatePair).select_related(*JOINS).get(pk=found.pk)
    lines = list(door.visible(actor, EvidenceLine).filter(pair=pair))
    reach = {row.pk: door.rings(actor, row) for row in (pair.left, pair.right)}
    rows = _rows(actor, pair, lines, reach)
    held = any(row.held for row in rows)
    ranking_task, asks = _list_of(pair)
    ranking = selectors.ranking_of(actor, asks, ranking_task)
    reviews = list(
        door.visible(actor, Review).filter(pair=pair).select_related("organisation").order_by("decided_at", "pk")
    )
    decided = actor.account is not None and any(
        row.reviewer_id == actor.account.pk for row in reviewing.counting([r for r in reviews if r.round == pair.round])
    )
    shown = show_opinions or decided
    opinions = _opinions(actor, pair, reviews, reach, everyone=shown)
    can_review = door.can(actor, door.Action.REVIEW, pair) and pair.evidence_at is not None
    return SideBySide(
        pair=pair,
        left=pair.left,
        right=pair.right,
        rows=rows,
        total=None if held else sum(line.log_lr for line in lines),
        counted=None if held else pair.score,
        considered=ranking.considered if ranking else None,
        compared_at=pair.evidence_at,
        none_words=reasons.NONE_BANDS[posterior.band(ranking.none)] if ranking else "",
        rival=_rival(actor, pair, ranking, ranking_task, pair.other(asks).ref),
        wanted=_wanted(lines, rows),
        impossible=reasons.IMPOSSIBLE.get(pair.impossible, ""),
        opinions=opinions,
        others_decided=_others(actor, pair, reviews),
        shows_opinions=shown,
        missing=lacking(reviewing.standing(pair)),
        mine=next((one for one in opinions if one.mine and one.standing), None),
        can_review=can_review and bool(reviewing.capacities(actor)),
        can_undo=can_review and reviewing.undoable(actor, pair) is not None,
        can_ask_laboratory=can_review
        and reviewing.may_ask_laboratory(actor)
        and pair.state in (PairState.HYPOTHESIS, PairState.LAB_REQUESTED),
        stamp=reviewing.stamp_of(pair),
        digest=_digest(pair, rows),
        weights=weighing.origin_of(actor, pair.version),
    )


def _list_of(pair: CandidatePair) -> tuple[Task, Side]:
    """The list that says how the pair stands among others: that of its right record, where that is of another kind."""
    kind = PairKind(pair.kind)
    end = kind.ends[1]
    task = next(task for task in Task if task.kind is kind and task.asks == end)
    return task, pair.left if task.back is task else pair.right


def waiting(actor: Actor, ref: str) -> CandidatePair:
    """A pair whose evidence may still be on its way.  Raises NotFound."""
    return door.fetch(actor, CandidatePair, ref=ref)


def _rows(actor: Actor, pair: CandidatePair, lines: list[EvidenceLine], reach: dict[Any, frozenset[Ring]]) -> list[Row]:
    """Disagreements first, then what agrees, then what cannot be compared, then what is held back."""
    opened = {row.pk: _opened(actor, row, side, lines, reach[row.pk]) for side, row in _sides(pair)}
    events = _events(actor, opened, pair)
    denied = {row.pk: values.closed_lines(row, opened[row.pk]) for _side, row in _sides(pair)}
    left = values.of(pair.left, opened[pair.left.pk], events)
    right = values.of(pair.right, opened[pair.right.pk], events)
    rows = []
    for line in lines:
        closed = _held_back(actor, pair, line, reach) or _denied(pair, line, denied)
        name = reasons.label(line.line)
        if closed:
            rows.append((3, 0.0, Row(line.line, name, held=True, holders=closed)))
            continue
        missing = line.outcome == Outcome.MISSING
        order = (2, 0.0) if missing else (0, line.log_lr) if line.log_lr < 0 else (1, -line.log_lr)
        row = Row(
            key=line.line,
            label=name,
            outcome=_direction(line.outcome),
            left=left.get(line.line, []),
            right=right.get(line.line, []),
            text=reasons.sentence(line.reason),
            value=None if missing else line.log_lr,
            comparable=not missing,
        )
        rows.append((*order, row))
    return [row for _, _, row in sorted(rows, key=lambda item: (item[0], item[1], item[2].key))]


def _sides(pair: CandidatePair) -> tuple[tuple[str, Case], tuple[str, Side]]:
    return ("left", pair.left), ("right", pair.right)


def _opened(
    actor: Actor, record: Side, side: str, lines: list[EvidenceLine], reach: frozenset[Ring]
) -> dict[Ring, door.Opened]:
    """The rings of a record that some line needs and the reader may open; nothing is read that is not shown."""
    from_rings = {Ring(getattr(line, f"{side}_ring")) for line in lines}
    wanted = [ring for ring in COMPARED_RINGS if ring in reach and ring in from_rings | {Ring.SEARCH}]
    tables = values.TABLES[type(record)]
    return {ring: door.open(actor, record, ring, tables=tables[ring]) for ring in wanted if tables[ring]}


def _events(actor: Actor, opened: dict[Any, dict[Ring, door.Opened]], pair: CandidatePair) -> dict[Any, str]:
    """References of the linked incidents that the reader may know of."""
    ids = set()
    for _side, record in _sides(pair):
        table = CaseIncident if isinstance(record, Case) else RemainsIncident
        if rows := opened[record.pk].get(Ring.SEARCH):
            ids |= {row.incident_id for row in rows.rows(record, table)}
    if not ids:
        return {}
    return dict(door.visible(actor, Incident).filter(pk__in=ids).values_list("pk", "ref"))


def _held_back(
    actor: Actor, pair: CandidatePair, line: EvidenceLine, reach: dict[Any, frozenset[Ring]]
) -> list[Holder]:
    """The records whose part of the line is closed to the reader, with what they could offer in return."""
    rings = [(row, Ring(getattr(line, f"{side}_ring"))) for side, row in _sides(pair)]
    own = [row.ref for _side, row in _sides(pair) if row.owner_id == actor.organisation_id]
    return [
        Holder(row.owner.name, row.ref, ring.value, next((ref for ref in own if ref != row.ref), ""))
        for row, ring in rings
        if ring not in reach[row.pk]
    ]


def _denied(pair: CandidatePair, line: EvidenceLine, denied: dict[Any, set[str]]) -> list[Holder]:
    """The records of which an agreement keeps closed what the line rests on."""
    return [Holder(row.owner.name) for _side, row in _sides(pair) if line.line in denied[row.pk]]


def _direction(outcome: str) -> str:
    if outcome == Outcome.CONTRADICT:
        return "against"
    return "for" if outcome == Outcome.AGREE else "nothing"


def _rival(actor: Actor, pair: CandidatePair, ranking: Any, task: Task, own_ref: str) -> Rival | None:
    """The best other place in the list of the same remains (or report) that the reader may see."""
    if ranking is None or pair.score is None:
        return None
    places = [(ref, score) for ref, score in zip(ranking.refs, ranking.scores, strict=True) if ref != own_ref]
    seen = selectors.counterparts(actor, task, [ref for ref, _ in places])
    best = next(((ref, score) for ref, score in places if ref in seen), None)
    if best is None:
        return None
    ref, score = best
    return Rival(seen[ref], more=score > pair.score, words=reasons.rival(pair.score - score))


def _wanted(lines: list[EvidenceLine], rows: list[Row]) -> list[Wanted]:
    """What would change this most, among the facts that somebody can be asked for."""
    shown = {row.key for row in rows if not row.held}
    missing = [line for line in lines if line.potential >= LEAST_MOVE and line.line in shown]
    asked = [
        Wanted(words, posterior.times(line.potential))
        for line in sorted(missing, key=lambda line: -line.potential)
        if (words := reasons.need(line.line, line.reason))
    ]
    return asked[:MOST]


def _opinions(
    actor: Actor, pair: CandidatePair, reviews: list[Review], reach: dict[Any, frozenset[Ring]], *, everyone: bool
) -> list[Opinion]:
    """The decisions the reader may read now, newest first."""
    me = actor.account.pk if actor.account else None
    shown = [row for row in reviews if row.withdraws_id is None and (everyone or row.reviewer_id == me)]
    notes: dict[Any, Any] = {}
    if shown and Ring.FORENSIC in reach[pair.left.pk]:
        opened = door.open(actor, pair.left, Ring.FORENSIC, tables=[ReviewNote])
        notes = {note.review_id: note for note in opened.rows(pair.left, ReviewNote)}
    withdrawn = {row.withdraws_id for row in reviews if row.withdraws_id}
    counts = {row.pk for row in reviewing.counting([row for row in reviews if row.round == pair.round])}
    return [
        Opinion(
            review=row, role=ReviewRole(row.role), decision=Decision(row.decision), standing=row.pk in counts,
            withdrawn=row.pk in withdrawn, needs=[Need(code) for code in row.needs], mine=row.reviewer_id == me,
            reasons=[Reason(code) for code in notes[row.pk].reasons] if row.pk in notes else [],
            words=notes[row.pk].words if row.pk in notes else None,
        )
        for row in reversed(shown)
    ]  # fmt: skip


def _others(actor: Actor, pair: CandidatePair, reviews: list[Review]) -> int:
    """How many other people have decided in this round."""
    me = actor.account.pk if actor.account else None
    return sum(row.reviewer_id != me for row in reviewing.counting([r for r in reviews if r.round == pair.round]))


def _digest(pair: CandidatePair, rows: list[Row]) -> str:
    """Names what was on the screen, values only by the revisions of their records."""
    content = [reviewing.stamp_of(pair), [[row.key, row.outcome, row.value, row.held] for row in rows]]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
