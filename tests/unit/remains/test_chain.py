"""Reading a chain: where it has come to, what nobody answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from remains.custody import chain
from remains.custody.chain import Gap, Why
from remains.custody.codes import FOLLOWS, NOTES, STATE_AFTER, CustodyKind, CustodyState, StopPoint

START = datetime(2021, 6, 16, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    number: int
    kind: str
    at: datetime
    due_at: datetime | None = None
    step: str | None = None
    tag_no: str | None = None
    place_id: Any = None
    to_org_id: Any = None
    organisation_id: Any = "institute"
    created_by_id: Any = "somebody"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def steps(*said: tuple[str, float]) -> list[Step]:
    return [Step(number, kind, at(hours)) for number, (kind, hours) in enumerate(said, start=1)]


def test_every_kind_moves_or_notes_and_every_move_has_followers_or_ends() -> None:
    assert set(STATE_AFTER) | NOTES == set(CustodyKind)
    assert not set(STATE_AFTER) & NOTES
    assert set(FOLLOWS) == {"", *STATE_AFTER}


def test_nothing_is_buried_before_it_is_in_care() -> None:
    before = {kind for kind, followers in FOLLOWS.items() if CustodyKind.BURIED in followers}
    assert before == {"admitted", "stored", "released"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], CustodyState.NONE),
        ([("recovered", 0)], CustodyState.UNDER_WAY),
        ([("recovered", 0), ("sampled", 1)], CustodyState.UNDER_WAY),
        ([("recovered", 0), ("admitted", 1), ("examined", 2)], CustodyState.KEPT),
        ([("recovered", 0), ("admitted", 1), ("lost", 2)], CustodyState.LOST),
    ],
)
def test_the_last_move_says_where(said: list[tuple[str, float]], expected: CustodyState) -> None:
    assert chain.state(steps(*said)) is expected


@pytest.mark.parametrize(
    ("said", "now", "expected"),
    [
        ([("recovered", 0)], 24, []),
        ([("recovered", 0)], 25, [Gap(Why.ON_THE_WAY, at(0), None)]),
        ([("recovered", 0), ("admitted", 24)], 99, []),
        ([("recovered", 0), ("admitted", 25)], 99, [Gap(Why.ON_THE_WAY, at(0), at(25))]),
        ([("admitted", 3)], 99, [Gap(Why.BEFORE, None, at(3))]),
        (
            [("recovered", 0), ("admitted", 1), ("audited", 50), ("lost", 60), ("recovered", 80)],
            81,
            [Gap(Why.LOST, at(50), at(80))],
        ),
        (
            [("recovered", 0), ("admitted", 1), ("moved", 2), ("lost", 60)],
            70,
            [Gap(Why.ON_THE_WAY, at(2), at(60)), Gap(Why.LOST, at(2), None)],
        ),
    ],
)
def test_what_nobody_answers_for_is_a_gap(said: list[tuple[str, float]], now: float, expected: list[Gap]) -> None:
    assert chain.gaps(steps(*said), at(now)) == expected


def test_a_time_that_was_named_counts() -> None:
    sent = Step(2, "moved", at(1), due_at=at(100))
    early = [*steps(("admitted", 0)), sent]
    assert [gap.why for gap in chain.gaps(early, at(99))] == [Why.BEFORE]
    assert [gap.why for gap in chain.gaps(early, at(101))] == [Why.BEFORE, Why.ON_THE_WAY]


def test_the_stop_rule_asks_for_three_things() -> None:
    assert chain.missing([]) == list(StopPoint)
    held = [
        Step(1, "admitted", at(0), tag_no="1"),
        Step(2, "sampled", at(1)),
        Step(3, "examined", at(2), step="photography"),
    ]
    assert chain.missing(held) == []
    assert chain.missing(held[1:]) == [StopPoint.TAG]
    assert chain.missing(held[1:], tagged=True) == []
    assert chain.missing([held[0], Step(2, "examined", at(1), step="external")]) == [
        StopPoint.SAMPLE,
        StopPoint.PHOTOGRAPHS,
    ]
