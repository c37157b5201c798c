"""Calendars in which people say dates, and how a day in them becomes a Gregorian day.

Decides: which days exist, and the uncertainty that comes with the calendar itself. Hijri months begin when the new
moon is seen, so the same date lies one or two days apart between countries: the computed day is widened by ``slack``.
Calendars without reliable conversion here (Bikram Sambat, Indian national, Bengali) and dates told by an event are
``TEXT_ONLY``: kept as said, beside an interval that the worker estimates.

Which calendar was meant is always asked and never guessed: 1370 is a year both in the Solar and in the lunar Hijri one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from convertdate import coptic, islamic, persian
from hijridate import Hijri

from registry.lib.dates.problems import NoSuchDay, NoSuchMonth, UnknownCalendar, YearOutOfRange
from registry.lib.speech import locale, translated
from registry.lib.speech import mark as _

GREGORY: Final = "gregory"
# Nobody searched for today was born earlier; a year outside is a slip or another calendar.
FIRST_YEAR: Final = 1850
LAST_YEAR: Final = 2199

_HIJRI_MONTHS: Final = (
    _("Muharram"),
    _("Safar"),
    _("Rabi al-Awwal"),
    _("Rabi al-Thani"),
    _("Jumada al-Ula"),
    _("Jumada al-Akhira"),
    _("Rajab"),
    _("Shaban"),
    _("Ramadan"),
    _("Shawwal"),
    _("Dhu al-Qada"),
    _("Dhu al-Hijja"),
)
# Iranian and Afghan names of the same months.
_PERSIAN_MONTHS: Final = (
    _("Farvardin / Hamal"),
    _("Ordibehesht / Sawr"),
    _("Khordad / Jawza"),
    _("Tir / Saratan"),
    _("Mordad / Asad"),
    _("Shahrivar / Sunbula"),
    _("Mehr / Mizan"),
    _("Aban / Aqrab"),
    _("Azar / Qaws"),
    _("Dey / Jadi"),
    _("Bahman / Dalw"),
    _("Esfand / Hut"),
)
_ETHIOPIC_MONTHS: Final = (
    _("Meskerem"),
    _("Tikimt"),
    _("Hidar"),
    _("Tahsas"),
    _("Tir (Ethiopia)"),
    _("Yekatit"),
    _("Megabit"),
    _("Miyazya"),
    _("Ginbot"),
    _("Sene"),
    _("Hamle"),
    _("Nehase"),
    _("Pagume"),
)

# 1 Muharram 1343 to the end of 1500: the years of the official Umm al-Qura tables.
_UMALQURA_YEARS: Final = range(1343, 1501)


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar of the code list; ``convert`` and ``length`` trust year and month, which :meth:`day` checks."""

    code: str
    name: str
    months: tuple[str, ...]  # empty: the Gregorian month names
    first_year: int
    last_year: int
    convert: Callable[[int, int, int], date]
    length: Callable[[int, int], int]
    slack: int = 0  # days by which a computed day may be off

    @property
    def last_month(self) -> int:
        return len(self.months) or 12

    def month_name(self, month: int, language: str | None = None) -> str:
        """Name of a month, by itself, in the given or the reader's language."""
        if self.months:
            return translated(self.months[month - 1])
        return str(locale(language).months["stand-alone"]["wide"][month])

    def check(self, year: int, month: int | None = None) -> None:
        """Raise YearOutOfRange or NoSuchMonth if there is no such year or month."""
        if not self.first_year <= year <= self.last_year:
            raise YearOutOfRange(part="year", year=year)
        if month is not None and not 1 <= month <= self.last_month:
            raise NoSuchMonth(part="month", month=month, last=self.last_month)

    def day(self, year: int, month: int, day: int) -> date:
        """The Gregorian day. Raises BadDate, naming the part, if there is no such day."""
        self.check(year, month)
        last = self.length(year, month)
        if not 1 <= day <= last:
            named = f"{self.month_name(month)} {year}"
            raise NoSuchDay(part="day", day=day, month=named, last=last)
        return self.convert(year, month, day)

    def month_span(self, year: int, month: int) -> tuple[date, date]:
        """First and last Gregorian day of a month."""
        self.check(year, month)
        return self.convert(year, month, 1), self.convert(year, month, self.length(year, month))

    def year_span(self, year: int) -> tuple[date, date]:
        """First and last Gregorian day of a year."""
        self.check(year)
        last = self.last_month
        return self.convert(year, 1, 1), self.convert(year, last, self.length(year, last))


def _gregorian_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _as_date(parts: tuple[int, int, int]) -> date:
    return date(parts[0], parts[1], int(parts[2]))


def _umalqura_to_date(year: int, month: int, day: int) -> date:
    if year not in _UMALQURA_YEARS:
        return _civil_to_date(year, month, day)
    # Day 30 of a month that has 29 in the tables: where the moon was seen a day later it existed.
    first = Hijri(year, month, 1).to_gregorian()
    return date(first.year, first.month, first.day) + timedelta(days=day - 1)


def _civil_to_date(year: int, month: int, day: int) -> date:
    return _as_date(islamic.to_gregorian(year, month, 1)) + timedelta(days=day - 1)


def _hijri_length(year: int, month: int) -> int:
    return 30


@lru_cache(maxsize=512)
def _persian_new_year(year: int) -> date:
    # From the astronomical equinox at Tehran: 18 ms a year, hence the cache. Days are counted from here because the
    # library accepts days that do not exist and rolls them over.
    return _as_date(persian.to_gregorian(year, 1, 1))


def _persian_to_date(year: int, month: int, day: int) -> date:
    before = (month - 1) * 31 if month <= 7 else (month - 1) * 30 + 6
    return _persian_new_year(year) + timedelta(days=before + day - 1)


def _persian_length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if (_persian_new_year(year + 1) - _persian_new_year(year)).days == 366 else 29


@lru_cache(maxsize=512)
def _ethiopic_new_year(year: int) -> date:
    # The Coptic year begins on the same day and counts 276 years less.
    return _as_date(coptic.to_gregorian(year - 276, 1, 1))


def _ethiopic_to_date(year: int, month: int, day: int) -> date:
    return _ethiopic_new_year(year) + timedelta(days=(month - 1) * 30 + day - 1)


def _ethiopic_length(year: int, month: int) -> int:
    if month < 13:
        return 30
    return (_ethiopic_new_year(year + 1) - _ethiopic_new_year(year)).days - 360


def _buddhist_year(year: int, month: int) -> int:
    # Until 2483 the Thai year began in April: its January to March belong to the next Gregorian year.
    return year - 542 if year < 2484 and month < 4 else year - 543


def _buddhist_to_date(year: int, month: int, day: int) -> date:
    return date(_buddhist_year(year, month), month, day)


def _buddhist_length(year: int, month: int) -> int:
    return _gregorian_length(_buddhist_year(year, month), month)


class _Buddhist(Calendar):
    """The Thai solar calendar; years before 2484 run from April to March."""

    __slots__ = ()

    def year_span(self, year: int) -> tuple[date, date]:
        self.check(year)
        if year < 2484:
            return date(year - 543, 4, 1), date(year - 542, 3, 31)
        return date(year - 543, 1, 1), date(year - 543, 12, 31)


CALENDARS: Final = {
    calendar.code: calendar
    for calendar in (
        Calendar(GREGORY, _("Gregorian"), (), FIRST_YEAR, LAST_YEAR, date, _gregorian_length),
        Calendar(
            "islamic-umalqura", _("Hijri, Umm al-Qura"), _HIJRI_MONTHS, 1267, 1621, _umalqura_to_date, _hijri_length, 1
        ),
        Calendar("islamic-civil", _("Hijri, civil"), _HIJRI_MONTHS, 1267, 1621, _civil_to_date, _hijri_length, 2),
        Calendar(
            "persian",
            _("Solar Hijri, Iran and Afghanistan"),
            _PERSIAN_MONTHS,
            1229,
            1577,
            _persian_to_date,
            _persian_length,
        ),
        Calendar("ethiopic", _("Ethiopian"), _ETHIOPIC_MONTHS, 1843, 2191, _ethiopic_to_date, _ethiopic_length),
        _Buddhist("buddhist", _("Buddhist, Thailand"), (), 2393, 2742, _buddhist_to_date, _buddhist_length),
    )
}
TEXT_ONLY: Final = {
    "bikram-sambat": _("Bikram Sambat, Nepal"),
    "indian": _("Indian national"),
    "bengali": _("Bengali"),
    "event": _("By an event, such as “the year of the drought”"),
}


def calendar_of(code: str) -> Calendar:
    """The calendar with conversion for this code. Raises UnknownCalendar."""
    try:
        return CALENDARS[code]
    except KeyError:
        raise UnknownCalendar(part="calendar", calendar=code) from None


def calendar_name(code: str) -> str:
    """Name of any calendar of the list in the reader's language. Raises UnknownCalendar."""
    return translated(TEXT_ONLY[code]) if code in TEXT_ONLY else translated(calendar_of(code).name)


def calendar_choices() -> list[tuple[str, str]]:
    """Every calendar as (code, name), those with conversion first."""
    return [(code, calendar_name(code)) for code in (*CALENDARS, *TEXT_ONLY)]


def month_choices(calendar: str, language: str | None = None) -> list[tuple[int, str]]:
    """The months of a calendar as (number, name); none for a text-only one."""
    if calendar in TEXT_ONLY:
        return []
    found = calendar_of(calendar)
    return [(month, found.month_name(month, language)) for month in range(1, found.last_month + 1)]
