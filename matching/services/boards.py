"""Making the board of an event: every missing person of it against all remains of it, in the matcher.

The work is an effect, done a part at a time: what is written stays, whoever dies, and others' work goes on in between.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.utils import timezone

from accessctl import door, effects, journal
from accessctl.actor import Actor
from accessctl.models import Effect
from accessctl.policy import Action
from cases.models import Case, CaseIncident, DviEvent
from matching import extract, store
from matching.codes import PairKind, Task
from matching.engine.table import Index
from matching.engine.together import rank_many
from matching.index import memory
from matching.models import Board, BoardCase, BoardRemains
from matching.services.owing import done, edge
from matching.sides import Side
from remains.models import RemainsIncident

BOARD = "event.board"
KIND = PairKind.AM_PM
PART = 50  # missing people compared and written at once
TURN = 5.0  # seconds before other work gets in between


@transaction.atomic
def ask(*, actor: Actor, ref: str) -> Board:
    """Have all files of an event compared with all.  While that is under way nothing is asked again.

    Raises NotFound, Forbidden.
    """
    event = door.fetch(actor, DviEvent, Action.REVIEW, ref=ref)
    Board.objects.get_or_create(event=event)
    board = Board.objects.select_for_update().get(event=event)
    if board.asked_at is not None and board.made_at is None:
        return board
    board.number += 1
    board.asked_at, board.read_at, board.made_at = timezone.now(), None, None
    board.save(update_fields=["number", "asked_at", "read_at", "made_at"])
    effects.owe(BOARD, f"{BOARD}:{event.ref}:{board.number}", ref=event.ref)
    journal.record(actor, "event.board_asked", event)
    return board


def work() -> int:
    """Carry out a part of one board, if any is owed.  Returns how many: 0 or 1."""
    batch = effects.lease(BOARD)
    with edge(batch):
        for effect in batch:
            memory.refresh()
            _go_on(effect)
    return len(batch)


def _go_on(effect: Effect) -> None:
    board = Board.objects.filter(event__ref=effect.payload["ref"]).select_related("event").first()
    if board is None or board.made_at is not None:
        done([effect])
        return
    if board.read_at is None:
        _lay_out(board)
    until = time.monotonic() + TURN
    columns = BoardRemains.objects.filter(board=board).order_by("place")
    places = dict(columns.values_list("remains__ref", "place"))
    held = store.remains_profiles(columns.values_list("remains", flat=True), KIND)
    index = Index("pm", [profiles[KIND] for profiles in held.values()])
    while rows := list(BoardCase.objects.filter(board=board, scores=None).order_by("place")[:PART]):
        _compare(rows, index, places, board.width)
        if time.monotonic() > until and BoardCase.objects.filter(board=board, scores=None).exists():
            effects.postpone(effect)
            return
    with transaction.atomic():
        board.made_at, board.version = timezone.now(), memory.version(KIND)
        board.save(update_fields=["made_at", "version"])
        journal.record(extract.matcher(), "event.board_made", board.event)
        done([effect])


@transaction.atomic
def _lay_out(board: Board) -> None:
    """Who is compared: what is linked to the incident and may be compared at this moment, in the order of keys."""
    board.read_at = timezone.now()
    BoardCase.objects.filter(board=board).delete()
    BoardRemains.objects.filter(board=board).delete()
    incident = board.event.incident_id
    linked = set(CaseIncident.objects.filter(incident=incident).values_list("case", flat=True))
    cases = sorted(key for key, consent in extract.consents(linked, KIND).items() if consent.allows(KIND))
    found = RemainsIncident.objects.filter(incident=incident).values_list("remains", flat=True)
    remains = sorted(row.pk for row in extract.comparable_remains(set(found)))
    BoardCase.objects.bulk_create(
        BoardCase(board=board, case_id=key, place=place) for place, key in enumerate(cases)
    )  # fmt: skip
    BoardRemains.objects.bulk_create(
        BoardRemains(board=board, remains_id=key, place=place) for place, key in enumerate(remains)
    )
    board.width = len(remains)
    board.save(update_fields=["read_at", "width"])


def _compare(rows: Sequence[BoardCase], index: Index, places: dict[str, int], width: int) -> None:
    """Weigh some missing people against all columns and write what came out."""
    scores = np.full((len(rows), width), -np.inf, dtype=np.float32)
    held = store.case_profiles([row.case_id for row in rows], KIND)
    known = [(number, held[row.case_id][KIND]) for number, row in enumerate(rows) if row.case_id in held]
    if len(index) and known:
        probes = [profile for _number, profile in known]
        ranked = rank_many(probes, index, KIND.value, len(index), memory.model(KIND))
        for (number, _profile), one in zip(known, ranked, strict=True):
            scores[number, [places[ref] for ref in one.refs]] = one.capped
    for row, line in zip(rows, scores, strict=True):
        row.scores = line.astype("<f4").tobytes()
    BoardCase.objects.bulk_update(rows, ["scores"])


def forget(record: Side, task: Task) -> None:
    """A record that may not be compared any more leaves every board at once."""
    if task.kind is not KIND:
        return
    if isinstance(record, Case):
        BoardCase.objects.filter(case=record.pk).delete()
    else:
        BoardRemains.objects.filter(remains=record.pk).delete()
