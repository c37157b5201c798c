"""From what a person types, or a file holds, to a :class:`PartialDate`.

No clock: a caller that wants future dates refused passes ``today``. Every refusal is a
:class:`~registry.lib.errors.BadDate` whose ``part`` is ``year``, ``month``, ``day``, ``calendar`` or, for the whole,
empty.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from registry.lib.dates.calendars import GREGORY, TEXT_ONLY, Calendar, calendar_of
from registry.lib.dates.notation import OPEN_END, USUAL, Expression, Point, Widening, bounds, read, span
from registry.lib.dates.partial import PartialDate
from registry.lib.dates.problems import (
    DayWithoutMonth,
    EndBeforeStart,
    EstimateMissing,
    FutureDate,
    MonthWithDecade,
    NotADay,
    NotAMonth,
    NotAYear,
    UnknownCalendar,
    WordsMissing,
    YearMissing,
    YearTooShort,
)


class Bound(StrEnum):
    """Whether the date is the day itself, or the end or beginning of a period that is open on the other side."""

    AT = ""
    BEFORE = "before"
    AFTER = "after"


_UNKNOWN: Final = frozenset({"", "?", "-", "--", "x", "xx", "xxx", "xxxx", "unknown"})
_DECADE: Final = re.compile(r"([0-9]{3})(?:x|0s)")


@dataclass(frozen=True, slots=True)
class Parts:
    """A date as a form shows it: the inverse of :func:`parse_parts` for all but periods with two ends."""

    year: str = ""
    month: str = ""
    day: str = ""
    calendar: str = GREGORY
    about: bool = False
    uncertain: bool = False
    bound: Bound = Bound.AT


def _typed(value: str | int | None) -> str:
    """What was typed, with digits of any script as 0 to 9; empty if it says that it is unknown."""
    if value is None:
        return ""
    characters = unicodedata.normalize("NFKC", str(value)).strip().lower()
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in characters)
    return "" if text in _UNKNOWN else text


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _year(typed: str, value: str | int | None) -> tuple[int, bool]:
    """The year and whether it is a whole decade, written 199X or 1990s."""
    if not typed:
        raise YearMissing(part="year")
    decade = _DECADE.fullmatch(typed)
    if decade:
        return int(decade[1]) * 10, True
    if not _is_number(typed):
        raise NotAYear(part="year", value=value)
    if len(typed) < 4:
        raise YearTooShort(part="year", year=value)
    return int(typed), False


def _point(year: str | int | None, month: str | int | None, day: str | int | None, mark: str) -> Point:
    typed_month, typed_day = _typed(month), _typed(day)
    number, decade = _year(_typed(year), year)
    if typed_month and not _is_number(typed_month):
        raise NotAMonth(part="month", value=month)
    if typed_day and not _is_number(typed_day):
        raise NotADay(part="day", value=day)
    if typed_day and not typed_month:
        raise DayWithoutMonth(part="month")
    if decade and typed_month:
        raise MonthWithDecade(part="year")
    return Point(number, int(typed_month) if typed_month else None, int(typed_day) if typed_day else None, decade, mark)


def parse_parts(
    year: str | int | None,
    month: str | int | None = None,
    day: str | int | None = None,
    calendar: str = GREGORY,
    *,
    about: bool = False,
    uncertain: bool = False,
    bound: Bound | str = Bound.AT,
    raw: str = "",
    today: date | None = None,
    rules: Widening = USUAL,
) -> PartialDate:
    """The date made of the parts that are known.

    A part is missing if it is None, empty, ``?``, x's or ``unknown``; digits may be of any script. The year may be a
    decade (``199X``, ``1990s``); a Gregorian month may be a season (21 spring to 24 winter). ``raw`` keeps the words
    in which it was said. Raises: BadDate, with ``part``.
    """
    if calendar in TEXT_ONLY:
        raise EstimateMissing(part="calendar")
    mark = "%" if about and uncertain else "~" if about else "?" if uncertain else ""
    point = _point(year, month, day, mark)
    match Bound(bound):
        case Bound.BEFORE:
            expression = Expression(None, point, is_period=True)
        case Bound.AFTER:
            expression = Expression(point, None, is_period=True)
        case _:
            expression = Expression(point, point)
    return _build(expression, calendar_of(calendar), raw, today, rules)


def parse_edtf(
    text: str, calendar: str = GREGORY, *, raw: str = "", today: date | None = None, rules: Widening = USUAL
) -> PartialDate:
    """The date written in the notation of :mod:`registry.lib.dates.notation`, in this calendar. Raises: BadDate."""
    if calendar in TEXT_ONLY:
        raise EstimateMissing(part="calendar")
    return _build(read(text), calendar_of(calendar), raw, today, rules)


def estimated(
    raw: str, earliest: date, latest: date, calendar: str = "event", *, today: date | None = None
) -> PartialDate:
    """A date told in words or in a text-only calendar, with the days that a worker estimates. Raises: BadDate."""
    if calendar not in TEXT_ONLY:
        raise UnknownCalendar(part="calendar", calendar=calendar)
    if not raw.strip():
        raise WordsMissing()
    if earliest > latest:
        raise EndBeforeStart()
    _refuse_future([earliest], today)
    edtf = earliest.isoformat() if earliest == latest else f"{earliest.isoformat()}/{latest.isoformat()}"
    return PartialDate(raw, calendar, edtf, earliest, latest)


def born_from_age(age_low: int, age_high: int, on: date, *, raw: str = "") -> PartialDate:
    """The period in which somebody aged ``age_low`` to ``age_high`` completed years on a day was born."""
    if not 0 <= age_low <= age_high <= 150:
        raise ValueError("ages run from 0 to 150, the lower one first")
    earliest = _years_before(on, age_high + 1) + timedelta(days=1)
    return parse_edtf(f"{earliest.isoformat()}/{_years_before(on, age_low).isoformat()}", raw=raw)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def parts_of(value: PartialDate) -> Parts | None:
    """The parts to show in a form again; None for a text-only calendar or a period with two ends."""
    if not value.said:
        return None
    expression = read(value.said)
    if len(expression.points) != 1:
        return None
    point = expression.points[0]
    bound = Bound.AT
    if expression.is_period:
        bound = Bound.BEFORE if expression.start is None else Bound.AFTER
    return Parts(
        year=str(replace(point, month=None, day=None, mark="")),
        month=str(point.month or ""),
        day=str(point.day or ""),
        calendar=value.calendar,
        about=point.is_about,
        uncertain=point.mark in ("?", "%"),
        bound=bound,
    )


def looks_like_default(value: PartialDate) -> bool:
    """First day of a year: on papers mostly "only the year is known" (1 January, 1 Hamal, 1 Meskerem, 1 Muharram)."""
    parts = parts_of(value)
    return parts is not None and (parts.month, parts.day) == ("1", "1")


def as_default_date(value: PartialDate, *, today: date | None = None) -> PartialDate:
    """The same date read as "about that year", for a first of January that stands for no known day."""
    parts = parts_of(value)
    if parts is None:
        return value
    return parse_parts(parts.year, calendar=parts.calendar, about=True, raw=value.raw or value.said, today=today)


def _refuse_future(firsts: list[date], today: date | None) -> None:
    if today is not None:
        late = next((first for first in firsts if first > today), None)
        if late is not None:
            raise FutureDate(part="year", date=late.isoformat())


def _build(expression: Expression, calendar: Calendar, raw: str, today: date | None, rules: Widening) -> PartialDate:
    earliest, latest = bounds(expression, calendar, rules)
    _refuse_future([span(point, calendar)[0] for point in expression.points], today)
    if latest == OPEN_END and today is not None:
        latest = max(today, earliest)  # it has happened, so an open end is closed by the day it was told
    edtf = str(expression) if calendar.code == GREGORY else _gregorian(expression, calendar, earliest, latest)
    return PartialDate(raw, calendar.code, edtf, earliest, latest, str(expression))


def _gregorian(expression: Expression, calendar: Calendar, earliest: date, latest: date) -> str:
    """The expression in the Gregorian calendar: a single day stays one, anything else becomes a period of days."""
    start, end = expression.start, expression.end
    if not expression.is_period and start is not None and start.day is not None and not calendar.slack:
        day = span(start, calendar)[0]
        return str(Point(day.year, day.month, day.day, mark=start.mark))
    return str(Expression(_end(start, earliest), _end(end, latest), is_period=True))


def _end(point: Point | None, day: date) -> Point | None:
    """One end of a period of days. The days are widened already, so only a doubt about the source is carried over."""
    if point is None:
        return None
    return Point(day.year, day.month, day.day, mark="?" if point.mark in ("?", "%") else "")
