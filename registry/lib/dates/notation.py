"""The notation of partial dates, a subset of EDTF level 1 (ISO 8601-2), and the days it stands for.

``2021-03-14``, ``2021-03``, ``2021``, ``202X``, seasons ``2021-21`` (spring) to ``2021-24`` (winter); behind any of
them ``~`` approximate, ``?`` uncertain, ``%`` both; periods ``a/b``, ``../b``, ``a/..``. The same notation is used
for dates in other calendars (without seasons), where the numbers are those of that calendar.

Approximate widens: day by 3 days, month and season by 1 month, year by 2 years, decade by 5 years
(:class:`Widening`). Uncertain does not: it questions the source, not the precision.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from registry.lib.dates.calendars import GREGORY, Calendar
from registry.lib.dates.problems import EndBeforeStart, NoSuchMonth, NotEdtf

SEASONS: Final = range(21, 25)
_POINT: Final = re.compile(r"([0-9]{3}X|[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_OPEN: Final = ".."
OPEN_START: Final = date.min
OPEN_END: Final = date.max

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Widening:
    """By how much "about" may be wrong, each way."""

    days: int = 3
    months: int = 1
    years: int = 2
    decade_years: int = 5


USUAL: Final = Widening()


@dataclass(frozen=True, slots=True)
class Point:
    """One date of the notation, in some calendar. ``year`` is the first one of a decade."""

    year: int
    month: int | None = None
    day: int | None = None
    decade: bool = False
    mark: str = ""

    def __str__(self) -> str:
        written = f"{self.year // 10:03d}X" if self.decade else f"{self.year:04d}"
        if self.month is not None:
            written += f"-{self.month:02d}"
        if self.day is not None:
            written += f"-{self.day:02d}"
        return written + self.mark

    @property
    def is_about(self) -> bool:
        return self.mark in ("~", "%")


@dataclass(frozen=True, slots=True)
class Expression:
    """A point (``start is end``) or a period; None is an open end."""

    start: Point | None
    end: Point | None
    is_period: bool = False

    def __str__(self) -> str:
        if not self.is_period:
            return str(self.start)
        return f"{self.start or _OPEN}/{self.end or _OPEN}"

    @property
    def points(self) -> tuple[Point, ...]:
        ends = (self.start, self.end) if self.is_period else (self.start,)
        return tuple(end for end in ends if end is not None)


def read(text: str) -> Expression:
    """Read the notation. Raises NotEdtf; whether the days exist is asked later, of the calendar."""
    text = text.strip()
    before, slash, after = text.partition("/")
    if not slash:
        point = _read_point(before, text)
        return Expression(point, point)
    start = None if before == _OPEN else _read_point(before, text)
    end = None if after == _OPEN else _read_point(after, text)
    if start is None and end is None:
        raise NotEdtf(text=text)
    return Expression(start, end, is_period=True)


def _read_point(written: str, whole: str) -> Point:
    found = _POINT.fullmatch(written)
    if not found:
        raise NotEdtf(text=whole)
    year, month, day, mark = found.groups()
    decade = year.endswith("X")
    if decade and month:
        raise NotEdtf(text=whole)
    return Point(
        int(year.replace("X", "0")), int(month) if month else None, int(day) if day else None, decade, mark or ""
    )


def span(point: Point, calendar: Calendar) -> Span:
    """First and last Gregorian day of a point, before any widening. Raises BadDate."""
    if point.decade:
        first = max(point.year, calendar.first_year)
        return calendar.year_span(first)[0], calendar.year_span(point.year + 9)[1]
    if point.month is None:
        return calendar.year_span(point.year)
    if point.month in SEASONS and calendar.code == GREGORY:
        if point.day is not None:
            raise NoSuchMonth(part="month", month=point.month, last=calendar.last_month)
        calendar.check(point.year)
        return _season(point.year, point.month)
    if point.day is None:
        return calendar.month_span(point.year, point.month)
    day = calendar.day(point.year, point.month, point.day)
    return day, day


def _season(year: int, code: int) -> Span:
    """Northern seasons, wide enough for both the weather's and the sun's; a winter of the year before or after it."""
    if code == 24:
        return date(year - 1, 12, 1), date(year + 1, 3, 20)
    month, last = {21: (3, date(year, 6, 21)), 22: (6, date(year, 9, 23)), 23: (9, date(year, 12, 21))}[code]
    return date(year, month, 1), last


def widened(point: Point, bare: Span, calendar: Calendar, rules: Widening = USUAL) -> Span:
    """The span with what "about" and the calendar itself leave open."""
    first, last = bare[0] - timedelta(days=calendar.slack), bare[1] + timedelta(days=calendar.slack)
    if not point.is_about:
        return first, last
    if point.decade:
        return _shift(first, -12 * rules.decade_years), _shift(last, 12 * rules.decade_years)
    if point.month is None:
        return _shift(first, -12 * rules.years), _shift(last, 12 * rules.years)
    if point.day is None:
        return _shift(first, -rules.months), _shift(last, rules.months)
    return first - timedelta(days=rules.days), last + timedelta(days=rules.days)


def _shift(day: date, months: int) -> date:
    """The same day of another month; the last one of a month too short, and of a month if it was the last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    was_last = (day + timedelta(days=1)).day == 1
    return date(year, month, last if was_last else min(day.day, last))


def bounds(expression: Expression, calendar: Calendar, rules: Widening = USUAL) -> Span:
    """Earliest and latest day of an expression; an open end is OPEN_START or OPEN_END. Raises BadDate."""
    spans = {point: span(point, calendar) for point in expression.points}
    start, end = expression.start, expression.end
    # Compared before widening: "about May to about April" is not a period because both are vague.
    if start is not None and end is not None and spans[start][0] > spans[end][1]:
        raise EndBeforeStart()
    earliest = OPEN_START if start is None else widened(start, spans[start], calendar, rules)[0]
    latest = OPEN_END if end is None else widened(end, spans[end], calendar, rules)[1]
    return earliest, latest
