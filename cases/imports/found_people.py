"""One row of a list of people found alive to what is recorded of them, or to what speaks against it.

Lists come from shelters, hospitals, places of detention, rescue: no two are laid out alike.  Columns are recognised by
their headings in the languages in which such lists are kept, and whoever hands a list in may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from cases.codes import LivingCondition, Sex
from cases.imports.cells import BadCell, Problem, of_the_row, words
from cases.imports.files import Line
from cases.imports.headings import CONDITIONS, HEADINGS, SEXES, Column, plain
from cases.vocabulary.place import AS_SAID_MAX, Place
from cases.vocabulary.whereabouts import WhereaboutsEntry
from registry.lib.dates import PartialDate, parse_parts
from registry.lib.errors import BadDate, BadText
from registry.lib.names import clean_name
from registry.lib.world import LANGUAGES, UI_LANGUAGES, find_country, language_name

OLDEST: Final = 120
NAME_MAX: Final = 200
NUMBER_MAX: Final = 60
DESCRIPTION_MAX: Final = 500
_AGE: Final = re.compile(r"~?\s*(\d{1,3})(?:\s*[-\u2013]\s*(\d{1,3}))?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?(?:T00:00:00)?")
_YEAR_LAST: Final = re.compile(r"(?:(\d{1,2})[-./ ])?(\d{1,2})[-./ ](\d{4})")
_SEVERAL: Final = re.compile(r"[,;/]")

Columns = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class About:
    """What holds for a whole list: how they came to notice, where they are, since when; and how it writes days."""

    kind: str
    facility_kind: str = ""
    facility_name: str = ""
    seen_at: PartialDate | None = None
    country: str = ""
    informant: str = ""
    month_first: bool = False

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "seen_at": self.seen_at and self.seen_at.to_json()}

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> About:
        return cls(**{**held, "seen_at": PartialDate.from_json(held["seen_at"]) if held["seen_at"] else None})


def guess(header: list[str]) -> dict[str, str]:
    """Our columns -> those of the list, by their headings; each is taken once, the first that fits."""
    found: dict[str, str] = {}
    for heading in header:
        column = HEADINGS.get(plain(heading))
        if column is not None and column not in found:
            found[column.value] = heading
    return found


def read(line: Line, columns: Columns, about: About, *, today: date) -> WhereaboutsEntry | list[Problem]:
    """The person of a row, or every problem it has."""
    if unreadable := of_the_row(line):
        return unreadable
    row = _Row(line, columns)
    names = tuple(dict.fromkeys(name for name in _names(row) if name))
    country = about.country or None
    place = row.taken(Column.PLACE, lambda text: Place(as_said=_short(text, AS_SAID_MAX), country=country))
    entry = WhereaboutsEntry(
        kind=about.kind,
        names=names,
        informant=about.informant,
        sex=row.taken(Column.SEX, _sex, Sex.NOT_KNOWN.value),
        date_of_birth=row.taken(Column.DATE_OF_BIRTH, lambda text: _day(text, about.month_first, today)),
        age=row.taken(Column.AGE, _age),
        nationalities=row.taken(Column.NATIONALITY, _countries, ()),
        languages=row.taken(Column.LANGUAGE, _languages, ()),
        description=row.taken(Column.DESCRIPTION, lambda text: _short(text, DESCRIPTION_MAX), ""),
        seen_at=row.taken(Column.SEEN_AT, lambda text: _day(text, about.month_first, today)) or about.seen_at,
        seen_place=place or (Place(country=country) if country else None),
        facility_kind=about.facility_kind,
        facility_name=about.facility_name,
        facility_reference=row.taken(Column.NUMBER, lambda text: _short(text, NUMBER_MAX), ""),
        condition=row.taken(Column.CONDITION, _condition, ""),
    )
    if not row.problems and not (entry.names or entry.facility_reference or entry.description):
        said = _("The row names nobody: it has no name, no number of the list and no description.")
        row.problems.append(Problem("", "", said))
    return row.problems or entry


class _Row:
    """A row by our columns; what cannot be read is collected."""

    def __init__(self, line: Line, columns: Columns) -> None:
        self._cells, self._columns = line.cells, columns
        self.problems: list[Problem] = []

    def taken(self, column: Column, reader: Callable[[str], T], default: Any = None) -> Any:
        heading = self._columns.get(column, "")
        cell = self._cells.get(heading, "")
        try:
            return reader(cell) if cell else default
        except BadCell as error:
            self.problems.append(Problem(heading, cell, str(error)))
            return default


def _names(row: _Row) -> list[str]:
    given, family = row.taken(Column.GIVEN_NAME, _name, ""), row.taken(Column.FAMILY_NAME, _name, "")
    whole = [row.taken(column, _name, "") for column in (Column.NAME, Column.OTHER_NAME)]
    return [f"{given} {family}".strip(), *whole]


def _name(text: str) -> str:
    if any(map(str.isdigit, text)):
        raise BadCell(_("A name has no digits. Does another column hold the names?"))
    try:
        return clean_name(_short(text, NAME_MAX))
    except BadText as error:
        raise BadCell(error.message) from error


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        said = _("This is longer than %(longest)s characters. Does the cell hold more than one thing?")
        raise BadCell(said % {"longest": longest})
    return words(text)


def _sex(text: str) -> str:
    found = SEXES.get(plain(text))
    if found is None:
        raise BadCell(_("This is no sex that we know. Write M, F, or leave the cell empty."))
    return found.value


def _condition(text: str) -> str:
    by_label = {plain(str(label)): code for code, label in LivingCondition.choices}
    found = CONDITIONS.get(plain(text)) or by_label.get(plain(text))
    if found is None:
        known = ", ".join(str(label) for _code, label in LivingCondition.choices)
        raise BadCell(_("This is no condition that we know. Write one of: %(known)s.") % {"known": known})
    return str(found)


def _age(text: str) -> tuple[int, int]:
    found = _AGE.fullmatch(text)
    low = int(found[1]) if found else -1
    high = int(found[2]) if found and found[2] else low
    if not 0 <= low <= high <= OLDEST:
        raise BadCell(
            _("This is no age in years up to %(oldest)s. Write 25, or 20-25 if it is an estimate.") % {"oldest": OLDEST}
        )
    return low, high


def _day(text: str, month_first: bool, today: date) -> PartialDate:
    """A day, a month or a year, the year in four digits."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _YEAR_LAST.fullmatch(text):
        day, month, year = found.groups()
        if day and (int(month) > 12 or (month_first and int(day) <= 12)):  # 03/25/2020 is no day of a 25th month
            day, month = month, day
    else:
        raise BadCell(_("This is not a date. Write it as 2020-01-05 or 05/01/2020; a month or a year alone will do."))
    try:
        return parse_parts(year, month, day, raw=text, today=today)
    except BadDate as error:
        raise BadCell(error.message) from error


def _countries(text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    codes = [find_country(part) for part in parts]
    unknown = [part for part, code in zip(parts, codes, strict=True) if code is None]
    if unknown:
        raise BadCell(_("“%(word)s” is no country that we know by that name or code.") % {"word": unknown[0]})
    return tuple(dict.fromkeys(code for code in codes if code))


def _languages(text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    codes = [_language(part) for part in parts]
    unknown = [part for part, code in zip(parts, codes, strict=True) if code is None]
    if unknown:
        raise BadCell(_("“%(word)s” is no language that we know by that name or code.") % {"word": unknown[0]})
    return tuple(dict.fromkeys(code for code in codes if code))


def _language(text: str) -> str | None:
    word = text.casefold()
    if word in LANGUAGES:
        return word
    return next(
        (code for code in LANGUAGES for known in UI_LANGUAGES if language_name(code, known).casefold() == word), None
    )
