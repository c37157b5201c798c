"""The board of an event as one reader may have it: all pairs, who is unaccounted for, conflicts.

SECURITY: everything, every count too, is made of the records that the door shows this reader, with consent to the
comparison; what is hidden from them weighs nothing and is in no suggestion of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.models import Record
from accessctl.policy import Action
from accessctl.reach import Reach
from accessctl.rings import Ring
from cases.models import Case, CaseIncident, DviEvent
from matching import weighing
from matching.codes import LINK_STATES, OPEN_STATES, Band, PairKind, PairState
from matching.engine.score import band as band_of
from matching.engine.weights import Rates
from matching.event_kinship import Kin
from matching.extract import COMPARED_STATUS
from matching.models import Board, BoardCase, BoardRemains, CandidatePair
from matching.policies import REVIEWERS, admitting
from matching.seen import unsuspected
from matching.sides import JOINS
from matching.wording import reasons
from matching.wording.reasons import Words
from remains.codes import COMPARED
from remains.models import Remains, RemainsIncident

PAGE_SIZE = 25
WORTH_LOOKING = 1.0  # log10 LR: from here on pairs are shown unless all are asked for
AHEAD, FAR_AHEAD = 1.0, 2.0  # log10 by which a pair stands before the next of either record


@dataclass(frozen=True)
class Cell:
    """A pair of the board: its words, its state where somebody opened it, and how far the next one is behind.

    kinship: a line of its own; share, nobody: codes of the shares of belief that they are one, and that the missing
    person is none of these remains, "" before it was compared with all of them (`event_together`).
    """

    case: Case
    remains: Remains
    band: Band
    pair: CandidatePair | None = None
    lead: float | None = None
    kinship: Kin | None = None
    share: str = ""
    nobody: str = ""

    @property
    def share_words(self) -> Words:
        return reasons.SHARE_BANDS[self.share]

    @property
    def nobody_words(self) -> Words:
        return reasons.NONE_BANDS.get(self.nobody, "")

    @property
    def is_ahead(self) -> bool:
        return self.lead is None or self.lead >= AHEAD

    @property
    def is_far_ahead(self) -> bool:
        return self.lead is None or self.lead >= FAR_AHEAD


@dataclass(frozen=True)
class CellPage:
    """One page of pairs, those with most support first; `next` continues."""

    rows: list[Cell]
    count: int
    next: str | None
    count_capped: bool = False


@dataclass(frozen=True)
class Conflict:
    """Several records that stand for one: `one` is the shared record, None where two of a kind may be one person."""

    one: Case | Remains | None
    pairs: list[CandidatePair]


@dataclass(frozen=True)
class Standing:
    """How the files of the event stand, as far as the reader sees them."""

    cases: int
    remains: int
    confirmed: int
    hypotheses: int
    open_cases: list[Case]
    open_remains: list[Remains]


@dataclass
class Sheet:
    """The board before one reader.  scores: (cases, remains) log10 LR; -inf: cannot be; NaN: not compared yet."""

    event: DviEvent
    board: Board | None
    cases: list[Case]
    remains: list[Remains]
    scores: NDArray[np.float64]
    pairs: list[CandidatePair] = field(default_factory=list)

    @property
    def is_under_way(self) -> bool:
        return self.board is not None and self.board.asked_at is not None and self.board.made_at is None

    @cached_property
    def is_stale(self) -> bool:
        """Whether a file came or changed since it was read."""
        if self.board is None or self.board.read_at is None:
            return False
        read_at = self.board.read_at
        return bool(np.isnan(self.scores).any()) or any(row.updated_at > read_at for row in self.everyone)

    @cached_property
    def rates(self) -> Rates:
        """Those that the scores were weighed by."""
        return weighing.rates_of(self.board.version if self.board else "")

    @property
    def everyone(self) -> list[Record]:
        return [*self.cases, *self.remains]

    @cached_property
    def of_two(self) -> dict[tuple[UUID, UUID], CandidatePair]:
        """The opened pairs of a case and remains, by their keys."""
        found = (pair for pair in self.pairs if pair.kind == PairKind.AM_PM)
        return {(pair.left.pk, pair.right.pk): pair for pair in found}


def cases_of(actor: Actor, event: DviEvent) -> QuerySet[Case]:
    """Cases linked to the incident of an event whose search file the reader reaches: the link lies there."""
    linked = CaseIncident._default_manager.filter(incident=event.incident_id).values("case")
    seen = door.visible(actor, Case, ring=Ring.SEARCH).filter(unsuspected(Reach(actor), ""), pk__in=linked)
    return seen.select_related("owner").order_by("ref")


def remains_of(actor: Actor, event: DviEvent) -> QuerySet[Remains]:
    """Remains linked to the incident of an event whose profile the reader reaches."""
    linked = RemainsIncident._default_manager.filter(incident=event.incident_id).values("remains")
    return door.visible(actor, Remains, ring=Ring.SEARCH).filter(pk__in=linked).select_related("owner").order_by("ref")


def sheet(actor: Actor, ref: str) -> Sheet:
    """The board of an event.  Raises NotFound, Forbidden."""
    event = door.fetch(actor, DviEvent, Action.ATTEND, ref=ref)
    cases = cases_of(actor, event).filter(admitting(PairKind.AM_PM), status=COMPARED_STATUS)
    if not actor.roles & REVIEWERS:  # as of pairs: others work on those of their own organisation
        cases = cases.filter(owner=actor.organisation_id)
    remains = list(remains_of(actor, event).filter(status__in=[status.value for status in COMPARED]))
    board = door.visible(actor, Board).filter(event=event).first()
    found = Sheet(event, board, list(cases), remains, np.empty((0, 0)))
    found.scores = _scores(found)
    found.pairs = list(_pairs(actor, found))
    return found


def _scores(found: Sheet) -> NDArray[np.float64]:
    scores = np.full((len(found.cases), len(found.remains)), np.nan)
    if found.board is None or not scores.size:
        return scores
    columns = BoardRemains._default_manager.filter(board=found.board, remains__in=found.remains)
    places = dict(columns.values_list("remains", "place"))
    rows = BoardCase._default_manager.filter(board=found.board, case__in=found.cases).exclude(scores=None)
    held = {key: np.frombuffer(bytes(packed or b""), dtype="<f4") for key, packed in rows.values_list("case", "scores")}
    known = [(number, places[row.pk]) for number, row in enumerate(found.remains) if row.pk in places]
    mine, theirs = [number for number, _place in known], [place for _number, place in known]
    for number, case in enumerate(found.cases):
        if case.pk in held:
            scores[number, mine] = held[case.pk][theirs]
    return scores


def _pairs(actor: Actor, found: Sheet) -> QuerySet[CandidatePair]:
    """What reviewers made of the files, among all the pairs that the reader sees."""
    cases, remains = [row.pk for row in found.cases], [row.pk for row in found.remains]
    rows = door.visible(actor, CandidatePair).exclude(kind=PairKind.AM_ALIVE)
    of_cases = rows.filter(case__in=cases, remains__in=remains) | rows.filter(case__in=cases, other_case__in=cases)
    return (of_cases | rows.filter(remains__in=remains, other_remains__in=remains)).select_related(*JOINS)


def progress(actor: Actor, event: DviEvent) -> int | None:
    """How far the board is that is being made, in tenths; None if none is.

    Tenths alone: how many files there are in all is not for every reader.
    """
    board = door.visible(actor, Board).filter(event=event).first()
    if board is None or board.asked_at is None or board.made_at is not None:
        return None
    rows = BoardCase._default_manager.filter(board=board)
    every = rows.count() if board.read_at else 0
    return 10 * rows.exclude(scores=None).count() // every if every else 0


def page_of_cells(found: Sheet, *, every: bool = False, after: str = "") -> CellPage:
    """All pairs of the event, the best first.  every: those too that nothing speaks for.  after: as in `next`."""
    flat = found.scores.ravel()
    wanted = np.flatnonzero(np.isfinite(flat) & ((flat >= WORTH_LOOKING) | every))
    order = wanted[np.argsort(-flat[wanted], kind="stable")]
    start = _behind(found, order, after)
    shown = order[start : start + PAGE_SIZE].tolist()
    rows = [cell(found, *divmod(place, len(found.remains))) for place in shown]
    more = f"{rows[-1].case.ref}.{rows[-1].remains.ref}" if len(order) > start + PAGE_SIZE else None
    return CellPage(rows, len(order), more)


def _behind(found: Sheet, order: NDArray[np.int64], after: str) -> int:
    """Where the page begins: behind the pair of these two references; at the head where it is not on the board."""
    one, _dot, other = after.partition(".")
    row = next((number for number, case in enumerate(found.cases) if case.ref == one), None)
    column = next((number for number, remains in enumerate(found.remains) if remains.ref == other), None)
    if row is None or column is None:
        return 0
    places = np.flatnonzero(order == row * len(found.remains) + column)
    return int(places[0]) + 1 if places.size else 0


def cell(found: Sheet, row: int, column: int, **more: Any) -> Cell:
    """A pair of the board.  more: what is known of it among all together."""
    case, remains = found.cases[row], found.remains[column]
    band = Band(band_of(float(found.scores[row, column]), found.rates))
    return Cell(case, remains, band, found.of_two.get((case.pk, remains.pk)), **more)


def standing(found: Sheet) -> Standing:
    """Who is unaccounted for: files that no reviewers hold to be of one person with another."""
    linked = [pair for pair in found.of_two.values() if pair.state in LINK_STATES]
    taken = {row.pk for pair in linked for row in (pair.left, pair.right)}
    confirmed = sum(pair.state == PairState.CONFIRMED for pair in linked)
    return Standing(
        len(found.cases), len(found.remains), confirmed, len(linked) - confirmed,
        [row for row in found.cases if row.pk not in taken], [row for row in found.remains if row.pk not in taken],
    )  # fmt: skip


def conflicts(found: Sheet) -> list[Conflict]:
    """Files that stand in each other's way: several held for one, and two of a kind that may be one person."""
    by_end: dict[UUID, list[CandidatePair]] = defaultdict(list)
    ends: dict[UUID, Any] = {}
    for pair in found.of_two.values():
        if pair.state in LINK_STATES:
            for row in (pair.left, pair.right):
                ends[row.pk] = row
                by_end[row.pk].append(pair)
    shared = [Conflict(ends[key], pairs) for key, pairs in by_end.items() if len(pairs) > 1]
    alike = [
        Conflict(None, [pair]) for pair in found.pairs
        if pair.kind != PairKind.AM_PM and pair.state in (*OPEN_STATES, *LINK_STATES)
    ]  # fmt: skip
    return [*shared, *alike]


def note_reading(actor: Actor, *shown: Iterable[Case | Remains]) -> None:
    """That the reader was told of the links of these records to the event (ring 2): an entry for each kind."""
    rows = {row.pk: row for some in shown for row in some}.values()
    for model, table in ((Case, CaseIncident), (Remains, RemainsIncident)):
        read = [row for row in rows if isinstance(row, model)]
        if read:
            journal.record_reading(actor, read, Ring.SEARCH, [table.__name__])


@dataclass(frozen=True)
class FilePage:
    """A page of the AM or PM files of an event, by reference."""

    rows: Sequence[Case | Remains]
    count: int
    next: str | None
    count_capped: bool = False


def page_of_files(rows: QuerySet[Any], after: str = "") -> FilePage:
    """25 of them, by reference."""
    found = list(rows.filter(ref__gt=after)[: PAGE_SIZE + 1])
    more = found[PAGE_SIZE - 1].ref if len(found) > PAGE_SIZE else None
    return FilePage(found[:PAGE_SIZE], rows.order_by().count(), more)
