"""The feedback clock against an oracle that asks each day anew whether the family has been kept waiting."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from families.feedback.clock import EVERY_DAYS, Talk, due_on

OPENED = date(2026, 1, 1)
HORIZON = 60


def day(number: int) -> date:
    return OPENED + timedelta(days=number)


TALKS = st.lists(
    st.builds(
        lambda on, tells, ahead: Talk(day(on), tells, day(on + ahead) if ahead is not None else None),
        st.integers(0, HORIZON), st.booleans(), st.none() | st.integers(0, 20),
    ),
    max_size=6,
)  # fmt: skip


def waits(today: date, every_days: int | None, talks: list[Talk]) -> bool:
    """The oracle: has the rhythm run out without news, or has a promise come and nothing been told since?"""
    told = [(talk.on, index) for index, talk in enumerate(talks) if talk.tells]
    last = max(told, default=(OPENED, -1))
    if every_days is not None and (today - last[0]).days >= every_days:
        return True
    return any(
        talk.promised is not None and talk.promised <= today and (talk.on, index) >= last
        for index, talk in enumerate(talks)
    )


@given(TALKS, st.none() | st.integers(7, 40))
def test_the_clock_says_what_a_look_at_every_day_says(talks: list[Talk], every_days: int | None) -> None:
    due = due_on(OPENED, every_days, talks)
    for number in range(HORIZON + 45):
        assert (due is not None and due <= day(number)) == waits(day(number), every_days, talks), number


def test_what_families_are_promised_at_first() -> None:
    assert due_on(OPENED, EVERY_DAYS, []) == day(90)


def test_an_attempt_that_failed_moves_nothing() -> None:
    assert due_on(OPENED, 30, [Talk(day(29), tells=False)]) == day(30)


def test_a_stopped_clock_keeps_a_promise() -> None:
    assert due_on(OPENED, None, []) is None
    assert due_on(OPENED, None, [Talk(day(3), tells=True, promised=day(9))]) == day(9)
    assert due_on(OPENED, None, [Talk(day(3), True, day(9)), Talk(day(8), True)]) is None
