"""Partial dates: what may be missing, which calendars, and what is refused with the way out."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accessctl.forms import PartialDateField
from accessctl.forms.dates import shown


def parts(day: str = "", month: str = "", year: str = "", calendar: str = "gregory", **more: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year, "calendar": calendar, **more}


def test_a_year_is_enough() -> None:
    born = PartialDateField().clean(parts(year="1998"))
    assert born is not None
    assert (born.earliest, born.latest) == (date(1998, 1, 1), date(1998, 12, 31))


def test_about_widens_the_date() -> None:
    exact = PartialDateField().clean(parts("14", "3", "2021"))
    about = PartialDateField().clean(parts("14", "3", "2021", about="on"))
    assert exact is not None
    assert about is not None
    assert about.earliest < exact.earliest
    assert exact.latest < about.latest


def test_a_date_in_another_calendar_keeps_its_calendar() -> None:
    born = PartialDateField().clean(parts("1", "1", "2016", "ethiopic"))
    assert born is not None
    assert (born.calendar, born.earliest) == ("ethiopic", date(2023, 9, 12))
    assert shown(born)["calendar"] == "ethiopic"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (parts("30", "2", "1998"), "no day 30"),
        (parts("1", "", "1998"), "without its month"),
        (parts("", "3", ""), "year is missing"),
        (parts("", "", "98"), "all four digits"),
        (parts("", "14", "1998"), "no month 14"),
        (parts("", "", "1998", "martian"), "not known"),
        (parts(year="1998", said="Am\u202eina"), "invisible character"),
    ],
)
def test_impossible_dates_say_why(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        PartialDateField().clean(given)


@time_machine.travel("2026-03-01T12:00:00Z")
def test_the_future_is_refused_unless_it_is_meant() -> None:
    with pytest.raises(ValidationError, match="future"):
        PartialDateField().clean(parts("2", "3", "2026"))
    assert PartialDateField(future=True).clean(parts("2", "3", "2026")) is not None
    assert PartialDateField().clean(parts("1", "3", "2026")) is not None


def test_words_need_the_span_they_can_mean() -> None:
    words = parts(calendar="event", said="the year of the drought")
    with pytest.raises(ValidationError, match="earliest and the latest"):
        PartialDateField().clean(words)
    told = PartialDateField().clean({**words, "earliest": "1984-01-01", "latest": "1985-12-31"})
    assert told is not None
    assert (told.raw, told.earliest) == ("the year of the drought", date(1984, 1, 1))
    assert shown(told)["latest"] == date(1985, 12, 31)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends before"):
        PartialDateField().clean(parts(said="in the war", earliest="1985-01-01", latest="1984-01-01"))
    with pytest.raises(ValidationError, match="year-month-day"):
        PartialDateField().clean(parts(said="in the war", earliest="yesterday", latest="1984-01-01"))


def test_nothing_typed_is_no_date() -> None:
    assert PartialDateField(required=False).clean(parts()) is None
    with pytest.raises(ValidationError):
        PartialDateField().clean(parts())
