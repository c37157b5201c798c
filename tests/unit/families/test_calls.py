"""Calls to a hotline: what comes first, and how long "just now" lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cases.codes import Priority
from families.calls import FIRST, Call

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "hours", "kept"),
    [
        (Priority.NORMAL, 72, Priority.JUST_NOW),
        (Priority.NORMAL, 73, Priority.NORMAL),
        (Priority.NORMAL, None, Priority.NORMAL),
        (Priority.CHILD_ALONE, 5, Priority.CHILD_ALONE),
    ],
)
def test_who_was_heard_of_within_72_hours_is_never_like_any_other(
    said: Priority, hours: int | None, kept: Priority
) -> None:
    assert Call.noted(said, hours, NOW).urgency is kept


def test_just_now_ends_and_danger_does_not() -> None:
    later = NOW + timedelta(hours=70)
    fresh, danger = Call.noted(Priority.NORMAL, 3, NOW), Call.noted(Priority.LIFE_DANGER, 3, NOW)
    assert fresh.standing(NOW) is Priority.JUST_NOW
    assert fresh.standing(later) is Priority.NORMAL
    assert danger.standing(later) is Priority.LIFE_DANGER
    assert danger.rank(later) < fresh.rank(NOW) < fresh.rank(later)


def test_every_urgency_has_its_place() -> None:
    assert {*FIRST, Priority.OTHER} == set(Priority)


@pytest.mark.parametrize("hours", [None, 0, 40])
def test_a_draft_keeps_a_call_whole(hours: int | None) -> None:
    call = Call.noted(Priority.MEDICAL, hours, NOW)
    assert Call.of(call.as_part()) == call
    assert Call.of({}) is None
