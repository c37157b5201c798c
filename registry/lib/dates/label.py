"""Partial dates in words: in the calendar in which they were said, with the Gregorian days beside."""

from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton

from registry.lib.dates.calendars import GREGORY, TEXT_ONLY, Calendar, calendar_name, calendar_of
from registry.lib.dates.notation import OPEN_END, OPEN_START, SEASONS, Expression, Point, Span, read
from registry.lib.speech import locale, translated
from registry.lib.speech import mark as _

_SEASONS: Final = {
    21: _("spring %(year)s"),
    22: _("summer %(year)s"),
    23: _("autumn %(year)s"),
    24: _("winter %(year)s"),
}
_MARKED: Final = {
    "": "%(date)s",
    "~": _("about %(date)s"),
    "?": _("%(date)s, not certain"),
    "%": _("about %(date)s, not certain"),
}
_OTHER_CALENDAR: Final = _("%(date)s (%(calendar)s; Gregorian: %(gregorian)s)")
_BY_WORDS: Final = _("%(words)s (%(calendar)s; Gregorian: %(gregorian)s)")
_BETWEEN: Final = _("between %(start)s and %(end)s")
_UNTIL: Final = _("%(date)s or earlier")
_FROM: Final = _("%(date)s or later")
_DAY_MONTH_YEAR: Final = _("%(day)s %(month)s %(year)s")
_MONTH_YEAR: Final = _("%(month)s %(year)s")


def described(calendar: str, said: str, days: Span, *, words: str = "", language: str | None = None) -> str:
    """The date ``said`` in its calendar in words; ``days`` are the Gregorian ones, ``words`` those of a text-only one.

    ``language`` chooses formats and month names; sentences follow the reader.
    """
    where = locale(language)
    if calendar == GREGORY:
        return _expression(read(said), calendar_of(GREGORY), where)
    names = {"calendar": calendar_name(calendar), "gregorian": _days(*days, where)}
    if calendar in TEXT_ONLY:
        return translated(_BY_WORDS) % {"words": words, **names}
    return translated(_OTHER_CALENDAR) % {"date": _expression(read(said), calendar_of(calendar), where), **names}


def _days(first: date, last: date, where: Locale) -> str:
    if first == OPEN_START:
        return translated(_UNTIL) % {"date": format_date(last, "long", where)}
    if last == OPEN_END:
        return translated(_FROM) % {"date": format_date(first, "long", where)}
    if first == last:
        return format_date(first, "long", where)
    return translated(_BETWEEN) % {"start": format_date(first, "long", where), "end": format_date(last, "long", where)}


def _expression(expression: Expression, calendar: Calendar, where: Locale) -> str:
    start, end = expression.start, expression.end
    if start is not None and end is not None:
        first, last = _point(start, calendar, where), _point(end, calendar, where)
        return translated(_BETWEEN) % {"start": first, "end": last} if expression.is_period else first
    known = " ".join(_point(point, calendar, where) for point in expression.points)
    return translated(_UNTIL if start is None else _FROM) % {"date": known}


def _point(point: Point, calendar: Calendar, where: Locale) -> str:
    bare = _gregorian(point, where) if calendar.code == GREGORY else _own(point, calendar, str(where))
    return translated(_MARKED[point.mark]) % {"date": bare} if point.mark else bare


def _gregorian(point: Point, where: Locale) -> str:
    if point.decade or point.month is None:
        return _year(point)
    if point.month in SEASONS:
        return translated(_SEASONS[point.month]) % {"year": point.year}
    day = date(point.year, point.month, point.day or 1)
    return format_date(day, "long", where) if point.day else format_skeleton("yMMMM", day, locale=where)


def _own(point: Point, calendar: Calendar, language: str) -> str:
    if point.decade or point.month is None:
        return _year(point)
    parts = {"year": point.year, "month": calendar.month_name(point.month, language), "day": point.day}
    return translated(_DAY_MONTH_YEAR if point.day else _MONTH_YEAR) % parts


def _year(point: Point) -> str:
    return f"{point.year}\N{EN DASH}{point.year + 9}" if point.decade else str(point.year)
