"""Which days exist in each calendar, checked against published dates and the calendars' own libraries."""

from datetime import date, timedelta

import pytest
from convertdate import coptic, persian  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from registry.lib.dates import CALENDARS, TEXT_ONLY, BadDate, calendar_choices, calendar_name, month_choices
from registry.lib.dates.calendars import calendar_of
from registry.lib.dates.problems import NoSuchDay, NoSuchMonth, UnknownCalendar, YearOutOfRange

PUBLISHED = [
    ("gregory", (2024, 2, 29), date(2024, 2, 29)),
    ("islamic-umalqura", (1442, 9, 1), date(2021, 4, 13)),
    ("islamic-umalqura", (1446, 1, 1), date(2024, 7, 7)),
    ("islamic-civil", (1400, 1, 1), date(1979, 11, 21)),
    ("persian", (1400, 1, 1), date(2021, 3, 21)),
    ("persian", (1403, 12, 30), date(2025, 3, 20)),
    ("persian", (1357, 11, 22), date(1979, 2, 11)),
    ("ethiopic", (2016, 1, 1), date(2023, 9, 12)),
    ("ethiopic", (2000, 1, 1), date(2007, 9, 12)),
    ("ethiopic", (2011, 13, 6), date(2019, 9, 11)),
    ("buddhist", (2564, 4, 5), date(2021, 4, 5)),
    ("buddhist", (2482, 4, 1), date(1939, 4, 1)),
    ("buddhist", (2482, 3, 31), date(1940, 3, 31)),
]
PERSIAN_LEAP_YEARS = {1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403}


@pytest.mark.parametrize(("code", "said", "day"), PUBLISHED)
def test_published_dates(code: str, said: tuple[int, int, int], day: date) -> None:
    assert calendar_of(code).day(*said) == day


def test_persian_leap_years_are_the_official_ones() -> None:
    calendar = calendar_of("persian")
    assert {year for year in range(1342, 1407) if calendar.length(year, 12) == 30} == PERSIAN_LEAP_YEARS


@pytest.mark.parametrize("code", ["gregory", "persian", "ethiopic"])
def test_days_follow_each_other_without_gap_or_overlap(code: str) -> None:
    calendar = calendar_of(code)
    first_year = {"gregory": 1996, "persian": 1395, "ethiopic": 1990}[code]
    days = [
        calendar.day(year, month, day)
        for year in range(first_year, first_year + 9)
        for month in range(1, calendar.last_month + 1)
        for day in range(1, calendar.length(year, month) + 1)
    ]
    assert days == [days[0] + timedelta(days=count) for count in range(len(days))]


@given(st.integers(1380, 1404), st.integers(1, 12), st.integers(1, 31))
def test_persian_agrees_with_its_library_and_refuses_days_that_roll_over(year: int, month: int, day: int) -> None:
    rolled = date(*persian.to_gregorian(year, month, day))
    exists = tuple(persian.from_gregorian(rolled.year, rolled.month, rolled.day)) == (year, month, day)
    try:
        assert calendar_of("persian").day(year, month, day) == rolled
        assert exists
    except NoSuchDay:
        assert not exists


@given(st.integers(1900, 2050), st.integers(1, 13), st.integers(1, 30))
def test_ethiopic_agrees_with_its_library_and_refuses_days_that_roll_over(year: int, month: int, day: int) -> None:
    rolled = date(*coptic.to_gregorian(year - 276, month, day))
    exists = coptic.from_gregorian(rolled.year, rolled.month, rolled.day) == (year - 276, month, day)
    try:
        assert calendar_of("ethiopic").day(year, month, day) == rolled
        assert exists
    except NoSuchDay:
        assert not exists


@given(st.integers(1343, 1500), st.integers(1, 12), st.integers(1, 29))
def test_both_hijri_calendars_lie_within_two_days(year: int, month: int, day: int) -> None:
    tables, rule = (calendar_of(code).day(year, month, day) for code in ("islamic-umalqura", "islamic-civil"))
    assert abs((tables - rule).days) <= 2


def test_umalqura_outside_its_tables_follows_the_rule() -> None:
    assert calendar_of("islamic-umalqura").day(1342, 5, 5) == calendar_of("islamic-civil").day(1342, 5, 5)


def test_hijri_day_thirty_exists_in_every_month() -> None:
    assert calendar_of("islamic-umalqura").day(1442, 10, 30) == date(2021, 6, 11)


@pytest.mark.parametrize(
    ("code", "said", "last"),
    [
        ("gregory", (2023, 2, 29), 28),
        ("gregory", (1900, 2, 29), 28),
        ("gregory", (2021, 4, 31), 30),
        ("gregory", (2021, 12, 32), 31),
        ("gregory", (2021, 1, 0), 31),
        ("persian", (1400, 12, 30), 29),
        ("persian", (1400, 7, 31), 30),
        ("ethiopic", (2013, 13, 6), 5),
        ("ethiopic", (2013, 1, 31), 30),
        ("islamic-umalqura", (1442, 1, 31), 30),
        ("buddhist", (2564, 2, 29), 28),
    ],
)
def test_days_that_do_not_exist_name_the_last_one(code: str, said: tuple[int, int, int], last: int) -> None:
    with pytest.raises(NoSuchDay) as caught:
        calendar_of(code).day(*said)
    assert caught.value.part == "day"
    assert f"its last day is {last}" in caught.value.message


@pytest.mark.parametrize("code", sorted(CALENDARS))
def test_edges_of_every_calendar(code: str) -> None:
    calendar = calendar_of(code)
    for year in (calendar.first_year, calendar.last_year):
        first, last = calendar.year_span(year)
        assert 353 <= (last - first).days <= 366
        assert 1850 <= first.year <= last.year <= 2199
    for year in (calendar.first_year - 1, calendar.last_year + 1, 0, 9999):
        with pytest.raises(YearOutOfRange):
            calendar.year_span(year)
    for month in (0, calendar.last_month + 1, 99):
        with pytest.raises(NoSuchMonth, match="date_no_such_month month"):
            calendar.month_span(calendar.first_year, month)


def test_choices_cover_the_list_with_conversion_first() -> None:
    assert [code for code, _ in calendar_choices()] == [*CALENDARS, *TEXT_ONLY]
    assert calendar_choices()[0] == ("gregory", "Gregorian")
    assert calendar_name("event").startswith("By an event")
    with pytest.raises(UnknownCalendar):
        calendar_name("julian")


def test_months_of_each_calendar() -> None:
    assert month_choices("gregory", "fr")[7] == (8, "août")
    assert month_choices("islamic-civil")[8] == (9, "Ramadan")
    assert len(month_choices("ethiopic")) == 13
    assert month_choices("persian")[0] == (1, "Farvardin / Hamal")
    assert month_choices("bikram-sambat") == []
    with pytest.raises(BadDate):
        month_choices("mayan")
