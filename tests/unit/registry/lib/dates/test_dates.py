"""What people say about dates, read into the days it can mean; and what is refused, with part and way out."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.lib.dates import (
    CALENDARS,
    OPEN_END,
    OPEN_START,
    TEXT_ONLY,
    BadDate,
    Bound,
    PartialDate,
    Parts,
    Widening,
    as_default_date,
    born_from_age,
    estimated,
    looks_like_default,
    parse_edtf,
    parse_parts,
    parts_of,
)

TODAY = date(2024, 6, 15)


def days(value: PartialDate) -> tuple[str, str]:
    return value.earliest.isoformat(), value.latest.isoformat()


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2021-03-14", "2021-03-14", "2021-03-14"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("185X", "1850-01-01", "1859-12-31"),
        ("2021-21", "2021-03-01", "2021-06-21"),
        ("2021-22", "2021-06-01", "2021-09-23"),
        ("2021-23", "2021-09-01", "2021-12-21"),
        ("2021-24", "2020-12-01", "2022-03-20"),
        ("2021-03-14~", "2021-03-11", "2021-03-17"),
        ("2021-03~", "2021-02-01", "2021-04-30"),
        ("2021-01~", "2020-12-01", "2021-02-28"),
        ("2021~", "2019-01-01", "2023-12-31"),
        ("198X~", "1975-01-01", "1994-12-31"),
        ("2021-22~", "2021-05-01", "2021-10-23"),
        ("2021?", "2021-01-01", "2021-12-31"),
        ("2021%", "2019-01-01", "2023-12-31"),
        ("2020-03/2021", "2020-03-01", "2021-12-31"),
        ("2020~/2021-05-05~", "2018-01-01", "2021-05-08"),
        ("../2010", "0001-01-01", "2010-12-31"),
        ("2010-05/..", "2010-05-01", "9999-12-31"),
        (" 2021 ", "2021-01-01", "2021-12-31"),
    ],
)
def test_edtf_bounds(text: str, earliest: str, latest: str) -> None:
    value = parse_edtf(text)
    assert days(value) == (earliest, latest)
    assert value.edtf == value.said == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "..", "../..", "/", "2021/", "/2021", "21", "2021-3", "2021-03-1", "202X-03", "20XX", "2021~~", "~2021",
     "2021-03-14T10:00", "2021/2022/2023", "-2021", "٢٠٢١", "yesterday", "2021-03-14 ~", "2021..2022"],
)  # fmt: skip
def test_other_notations_are_refused_with_examples(text: str) -> None:
    with pytest.raises(BadDate) as caught:
        parse_edtf(text)
    assert caught.value.code == "date_not_edtf"
    assert "2021-03-14" in caught.value.message


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2021-02-30", "day"),
        ("2021-13", "month"),
        ("2021-00", "month"),
        ("2021-22-01", "month"),
        ("1400", "year"),
        ("0000", "year"),
        ("9999", "year"),
        ("184X", "year"),
        ("2021-02-30/2022", "day"),
        ("2022/2021", ""),
        ("2021-03-14/2021-03-13", ""),
    ],
)
def test_impossible_dates_name_the_part(text: str, part: str) -> None:
    with pytest.raises(BadDate) as caught:
        parse_edtf(text)
    assert caught.value.part == part
    assert list(caught.value.fields) == [part]


def test_seasons_belong_to_the_gregorian_calendar() -> None:
    with pytest.raises(BadDate, match="month"):
        parse_edtf("1400-21", "persian")


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [
        ((2021, 3, 14), "2021-03-14"),
        (("2021", "3", ""), "2021-03"),
        (("2021", None, None), "2021"),
        (("2021", "unknown", "?"), "2021"),
        (("2021", "xx", "XX"), "2021"),
        ((" ٢٠٢١ ", "٣", "١٤"), "2021-03-14"),
        (("২০২১", "০৩", "১৪"), "2021-03-14"),
        (("\uff12\uff10\uff12\uff11", "3", "14"), "2021-03-14"),
        (("199X", "", ""), "199X"),
        (("1990s", "", ""), "199X"),
        (("2021", "22", ""), "2021-22"),
    ],
)
def test_parts_as_typed(parts: tuple[Any, ...], edtf: str) -> None:
    assert parse_parts(*parts).edtf == edtf


@pytest.mark.parametrize(
    ("options", "edtf"),
    [
        ({"about": True}, "2021-03~"),
        ({"uncertain": True}, "2021-03?"),
        ({"about": True, "uncertain": True}, "2021-03%"),
        ({"bound": "before"}, "../2021-03"),
        ({"bound": Bound.AFTER}, "2021-03/.."),
        ({"bound": "before", "about": True}, "../2021-03~"),
    ],
)
def test_qualified_parts(options: dict[str, Any], edtf: str) -> None:
    assert parse_parts(2021, 3, **options).edtf == edtf


@pytest.mark.parametrize(
    ("parts", "part", "code"),
    [
        (("", "", ""), "year", "date_year_missing"),
        ((None, 3, 14), "year", "date_year_missing"),
        (("98", "", ""), "year", "date_year_too_short"),
        ((1400, "", ""), "year", "date_year_out_of_range"),
        (("soon", "", ""), "year", "date_not_a_year"),
        (("20211", "", ""), "year", "date_not_a_year"),
        (("-2021", "", ""), "year", "date_not_a_year"),
        (("2021.5", "", ""), "year", "date_not_a_year"),
        (("20²1", "", ""), "year", None),
        ((2021, "March", ""), "month", "date_not_a_month"),
        ((2021, 13, ""), "month", "date_no_such_month"),
        ((2021, 0, ""), "month", "date_no_such_month"),
        ((2021, 2, 30), "day", "date_no_such_day"),
        ((2021, 2, "1st"), "day", "date_not_a_day"),
        ((2021, "", 5), "month", "date_day_without_month"),
        (("199X", 5, ""), "year", "date_month_with_decade"),
    ],
)
def test_refused_parts(parts: tuple[Any, ...], part: str, code: str | None) -> None:
    if code is None:  # a superscript is a digit to Unicode's compatibility form; what counts is that it is read
        assert parse_parts(*parts).edtf == "2021"
        return
    with pytest.raises(BadDate) as caught:
        parse_parts(*parts)
    assert (caught.value.part, caught.value.code) == (part, code)
    assert caught.value.message.endswith(".")
    assert caught.value.status == 422


def test_thirtieth_of_february_says_what_and_what_to_do() -> None:
    with pytest.raises(BadDate) as caught:
        parse_parts(2021, 2, 30)
    assert caught.value.fields == {
        "day": [
            "February 2021 has no day 30: its last day is 28. Correct the day, or leave it empty if it is not known."
        ]
    }
    assert "2021" not in str(caught.value)


@pytest.mark.parametrize("parts", [(2025,), (2024, 7), (2024, 6, 16), (1446, 1, 10, "islamic-umalqura"),
                                   (1403, 4, 1, "persian")])  # fmt: skip
def test_future_is_refused_where_the_caller_says_today(parts: tuple[Any, ...]) -> None:
    with pytest.raises(BadDate) as caught:
        parse_parts(*parts, today=TODAY)
    assert (caught.value.part, caught.value.code) == ("year", "date_in_future")
    parse_parts(*parts)


@pytest.mark.parametrize("parts", [(2024,), (2024, 6), (2024, 6, 15), (1445, 12, 9, "islamic-umalqura")])
def test_the_present_is_not_the_future(parts: tuple[Any, ...]) -> None:
    assert parse_parts(*parts, today=TODAY).earliest <= TODAY


def test_before_a_future_date_is_refused_too() -> None:
    with pytest.raises(BadDate):
        parse_parts(2030, bound="before", today=TODAY)


def test_open_end_is_closed_by_the_day_it_was_told() -> None:
    assert parse_parts(2010, bound="after", today=TODAY).latest == TODAY
    assert parse_parts(2010, bound="after").latest == OPEN_END
    assert parse_parts(2010, bound="before", today=TODAY).earliest == OPEN_START


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [
        ((1400, None, None, "persian"), "2021-03-21/2022-03-20"),
        ((1400, 1, 1, "persian"), "2021-03-21"),
        ((2013, 13, None, "ethiopic"), "2021-09-06/2021-09-10"),
        ((2564, 4, None, "buddhist"), "2021-04-01/2021-04-30"),
        ((2480, None, None, "buddhist"), "1937-04-01/1938-03-31"),
        # The moon: one day either way by the tables, two by the rule.
        ((1442, 9, 15, "islamic-umalqura"), "2021-04-26/2021-04-28"),
        ((1442, 9, 15, "islamic-civil"), "2021-04-25/2021-04-29"),
        (("139X", None, None, "persian"), "2011-03-21/2021-03-20"),
    ],
)
def test_other_calendars_become_gregorian_days(parts: tuple[Any, ...], edtf: str) -> None:
    assert parse_parts(*parts).edtf == edtf


def test_a_hijri_year_spans_two_gregorian_years() -> None:
    value = parse_parts(1442, calendar="islamic-umalqura")
    assert (value.earliest.year, value.latest.year) == (2020, 2021)


def test_about_in_another_calendar_widens_by_its_own_precision() -> None:
    assert days(parse_parts(1400, calendar="persian", about=True)) == ("2019-03-21", "2024-03-20")
    assert parse_parts(1400, 1, 1, "persian", about=True).edtf == "2021-03-21~"


def test_doubt_is_carried_over_to_gregorian_days() -> None:
    assert parse_parts(1400, calendar="persian", uncertain=True).edtf == "2021-03-21?/2022-03-20?"


def test_widening_can_be_configured() -> None:
    value = parse_edtf("2021~", rules=Widening(years=5))
    assert days(value) == ("2016-01-01", "2026-12-31")


@pytest.mark.parametrize("calendar", sorted(TEXT_ONLY))
def test_text_only_calendars_need_words_and_an_estimate(calendar: str) -> None:
    with pytest.raises(BadDate) as caught:
        parse_parts(2078, calendar=calendar)
    assert (caught.value.part, caught.value.code) == ("calendar", "date_estimate_missing")
    value = estimated("year of the drought", date(1984, 1, 1), date(1985, 12, 31), calendar)
    assert (value.edtf, value.said, value.raw) == ("1984-01-01/1985-12-31", "", "year of the drought")
    assert parts_of(value) is None


def test_estimates_are_checked() -> None:
    first, last = date(2020, 1, 1), date(2020, 1, 2)
    assert estimated("the flood", first, first).edtf == "2020-01-01"
    for arguments in [(" ", first, last), ("x", last, first), ("x", first, last, "persian")]:
        with pytest.raises(BadDate):
            estimated(*arguments)
    with pytest.raises(BadDate):
        estimated("x", date(2025, 1, 1), date(2025, 1, 1), today=TODAY)


def test_unknown_calendar_is_named() -> None:
    with pytest.raises(BadDate) as caught:
        parse_parts(2021, calendar="julian")
    assert caught.value.part == "calendar"
    assert "julian" in caught.value.message


def test_born_from_age() -> None:
    assert days(born_from_age(30, 30, date(2021, 6, 15))) == ("1990-06-16", "1991-06-15")
    assert days(born_from_age(20, 25, date(2020, 2, 29))) == ("1994-03-01", "2000-02-29")
    assert days(born_from_age(19, 19, date(2020, 2, 29))) == ("2000-03-01", "2001-02-28")
    for ages in [(-1, 5), (30, 20), (0, 151)]:
        with pytest.raises(ValueError, match="ages"):
            born_from_age(*ages, date(2020, 1, 1))


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.dates(date(2020, 1, 1), date(2024, 1, 1)))
def test_born_from_age_holds_the_birthday(born: date, on: date) -> None:
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    value = born_from_age(age, age, on)
    assert value.earliest <= born <= value.latest
    assert value.days <= 366


@pytest.mark.parametrize(
    ("parts", "expected"),
    [((1990, 1, 1), True), ((1370, 1, 1, "persian"), True), ((1990, 1), False), ((1990, 1, 2), False)],
)
def test_first_of_january_is_recognised(parts: tuple[Any, ...], expected: bool) -> None:
    assert looks_like_default(parse_parts(*parts)) is expected


def test_first_of_january_can_be_read_as_the_year() -> None:
    value = as_default_date(parse_parts(1990, 1, 1))
    assert (value.edtf, value.raw) == ("1990~", "1990-01-01")
    assert days(value) == ("1988-01-01", "1992-12-31")


def test_relations() -> None:
    may, year = parse_edtf("2021-05"), parse_edtf("2021")
    assert may.overlaps(year)
    assert year.overlaps(may)
    assert parse_edtf("2020").surely_before(may)
    assert not year.surely_before(may)
    assert may.surely_before(date(2021, 6, 1))
    assert not may.surely_before(date(2021, 5, 31))
    assert (may.days, may.middle, may.is_open) == (31, date(2021, 5, 16), False)
    assert parse_edtf("../2021").middle == date(2021, 12, 31)
    assert parse_edtf("2021/..").middle == date(2021, 1, 1)
    assert parse_edtf("2021/..").is_open


def test_representation_holds_no_date() -> None:
    assert repr(parse_edtf("1990-04-05")) == "<PartialDate gregory>"


def test_bounds_in_the_wrong_order_are_a_programming_error() -> None:
    with pytest.raises(ValueError, match="earliest"):
        PartialDate("", "gregory", "2021", date(2021, 2, 1), date(2021, 1, 1))


@pytest.mark.parametrize("broken", [{}, {"raw": ""}, parse_edtf("2021").to_json() | {"earliest": "x"}])
def test_broken_json_is_refused(broken: dict[str, str]) -> None:
    with pytest.raises((KeyError, ValueError)):
        PartialDate.from_json(broken)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (parse_edtf("2021-04-27"), "27 April 2021"),
        (parse_edtf("2021-04"), "April 2021"),
        (parse_edtf("2021~"), "about 2021"),
        (parse_edtf("2021?"), "2021, not certain"),
        (parse_edtf("2021%"), "about 2021, not certain"),
        (parse_edtf("199X"), "1990\u20131999"),
        (parse_edtf("2021-24"), "winter 2021"),
        (parse_edtf("../2021-04"), "April 2021 or earlier"),
        (parse_edtf("2021/.."), "2021 or later"),
        (parse_edtf("2020/2021-04"), "between 2020 and April 2021"),
        (
            parse_parts(1442, 9, 15, "islamic-umalqura"),
            "15 Ramadan 1442 (Hijri, Umm al-Qura; Gregorian: between 26 April 2021 and 28 April 2021)",
        ),
        (
            parse_parts(1400, 2, calendar="persian"),
            (
                "Ordibehesht / Sawr 1400 (Solar Hijri, Iran and Afghanistan; "
                "Gregorian: between 21 April 2021 and 21 May 2021)"
            ),
        ),
        (parse_parts(2016, 1, 1, "ethiopic"), "1 Meskerem 2016 (Ethiopian; Gregorian: 12 September 2023)"),
        (
            parse_parts(2016, calendar="ethiopic", bound="before"),
            "2016 or earlier (Ethiopian; Gregorian: 10 September 2024 or earlier)",
        ),
        (
            parse_parts(2016, calendar="ethiopic", bound="after"),
            "2016 or later (Ethiopian; Gregorian: 12 September 2023 or later)",
        ),
        (
            estimated("year of the drought", date(1984, 1, 1), date(1985, 12, 31)),
            (
                "year of the drought (By an event, such as \u201cthe year of the drought\u201d; "
                "Gregorian: between 1 January 1984 and 31 December 1985)"
            ),
        ),
    ],
)
def test_labels(value: PartialDate, words: str) -> None:
    assert value.label("en") == words


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "27 avril 2021"), ("ar", "27 أبريل 2021"), ("xx", "27 April 2021")]
)
def test_labels_take_the_formats_of_the_language(language: str, words: str) -> None:
    assert parse_edtf("2021-04-27").label(language) == words


SAFE_YEARS = {"gregory": (1900, 2100), "islamic-umalqura": (1320, 1500), "islamic-civil": (1320, 1500),
              "persian": (1300, 1420), "ethiopic": (1900, 2050), "buddhist": (2440, 2600)}  # fmt: skip


@st.composite
def some_parts(draw: st.DrawFn) -> Parts:
    code = draw(st.sampled_from(sorted(CALENDARS)))
    low, high = SAFE_YEARS[code]
    year = str(draw(st.integers(low, high)))
    if draw(st.booleans()) and draw(st.booleans()):
        year, month, day = f"{year[:3]}X", "", ""
    else:
        month = str(draw(st.integers(1, CALENDARS[code].last_month))) if draw(st.booleans()) else ""
        day = str(draw(st.integers(1, 31))) if month and draw(st.booleans()) else ""
    return Parts(
        year, month, day, code, about=draw(st.booleans()), uncertain=draw(st.booleans()),
        bound=draw(st.sampled_from(Bound)),
    )  # fmt: skip


def parsed(parts: Parts) -> PartialDate:
    return parse_parts(
        parts.year, parts.month, parts.day, parts.calendar,
        about=parts.about, uncertain=parts.uncertain, bound=parts.bound,
    )  # fmt: skip


@given(some_parts())
def test_every_date_returns_to_its_form_its_json_and_its_notation(parts: Parts) -> None:
    try:
        value = parsed(parts)
    except BadDate as problem:
        assume(problem.code != "date_no_such_day")
        raise
    assert parts_of(value) == parts
    assert PartialDate.from_json(json.loads(json.dumps(value.to_json()))) == value
    again = parse_edtf(value.edtf)
    assert (again.earliest, again.latest) == (value.earliest, value.latest)
    assert parse_edtf(value.said, value.calendar) == value
    assert value.label()


@given(some_parts())
def test_knowing_less_never_narrows(parts: Parts) -> None:
    try:
        narrow = parsed(parts)
    except BadDate:
        assume(False)
    wider = [parsed(Parts(parts.year, calendar=parts.calendar, about=parts.about, bound=parts.bound))]
    wider += [parsed(Parts(parts.year, parts.month, parts.day, parts.calendar, about=True, bound=parts.bound))]
    slack = timedelta(days=0)
    for value in wider:
        assert value.earliest <= narrow.earliest + slack
        assert narrow.latest - slack <= value.latest


@given(st.text(max_size=12), st.text(max_size=4), st.text(max_size=4), st.sampled_from([*CALENDARS, *TEXT_ONLY, "?"]))
def test_any_input_is_a_date_or_a_worded_refusal(year: str, month: str, day: str, calendar: str) -> None:
    refusal = None
    try:
        parse_parts(year, month, day, calendar)
    except BadDate as problem:
        refusal = problem
    assert refusal is None or refusal.message.endswith(".")
    assert refusal is None or refusal.part in {"year", "month", "day", "calendar"}
