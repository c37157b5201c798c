"""Cells of the catalogue to values, and values to cells: one reader and one writer for each kind of value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.codes import Absence
from cases.imports import readers
from cases.imports.cells import BadCell, Problem
from cases.imports.headings import plain
from cases.imports.people_finder import ALIVE, MOST_NOTES
from families.exchange.catalogue import EXPIRES, EXTERNAL_ID, ITEMS, NOTES, OF_THE_SOURCE, SOURCED, Item, Kind
from registry.lib.dates import PartialDate

# What a cell says that has no answer, beside the labels of the codes: a table has no place for a second box.
ABSENCES: Final = (Absence.UNKNOWN, Absence.DECLINED)
_UNKNOWN: Final = frozenset(
    plain(word)
    for word in (
        "unknown", "not known", "inconnu", "inconnue", "desconocido", "desconocida", "غير معروف", "неизвестно",
    )
)  # fmt: skip
_NO_ANSWER: Final = frozenset("?-–—. ")
EXTERNAL_MAX: Final = 120
NOTE_MAX: Final = 1800  # with who said it, as long as what happened may be

Values = dict[str, Any]


class Read:
    """One row by our columns: what it says, and what cannot be read."""

    def __init__(
        self, cells: Mapping[str, str], columns: Mapping[str, str], *, today: date, month_first: bool = False
    ) -> None:
        self.values: Values = {}
        self.absences: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._today, self._month_first = today, month_first
        for name, heading in columns.items():
            if cell := cells.get(heading, ""):
                self._take(name, heading, cell)

    def _take(self, name: str, heading: str, cell: str) -> None:
        try:
            if name == EXTERNAL_ID:
                self.values[name] = readers.short(cell, EXTERNAL_MAX)
            elif name in OF_THE_SOURCE:
                self.values[name] = READ_OF_THE_SOURCE[name](cell)
            elif item := ITEMS.get(name):
                self._answer(item, cell)
        except BadCell as error:
            self.problems.append(Problem(heading, cell, str(error)))

    @property
    def is_expired(self) -> bool:
        """Whether the source asked that it be deleted by now."""
        until = self.values.get(EXPIRES)
        return until is not None and until <= timezone.now()

    def _answer(self, item: Item, cell: str) -> None:
        if item.absent and (code := absence_of(cell)):
            self.absences[item.absent] = code
            return
        value = read(item, cell, today=self._today, month_first=self._month_first)
        if value not in ("", (), None):
            self.values[item.name] = value


def _moment(cell: str) -> datetime:
    """A day, or an instant as PFIF writes it; a day ends with itself."""
    try:
        found = datetime.fromisoformat(cell)
        if len(cell) == len("2027-01-31"):
            found += timedelta(days=1)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadCell(_("This is no day or time. Write it as 2027-01-31 or 2027-01-31T12:00:00Z.")) from None


def _notes(cell: str) -> tuple[Note, ...]:
    said = _("This is no list of notes as a file of a missing-person site (PFIF) has them.")
    try:
        found = [_note(one) for one in json.loads(cell)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadCell(said) from None
    if len(found) > MOST_NOTES:
        raise BadCell(_("This is more than %(most)s notes on one person.") % {"most": MOST_NOTES})
    if long := next((one for one in found if len(one.text) + len(one.place) > NOTE_MAX), None):
        raise BadCell(
            _("The note %(id)s is longer than %(longest)s characters.") % {"id": long.id[:60], "longest": NOTE_MAX}
        )
    return tuple(found)


def _note(said: Mapping[str, Any]) -> Note:
    """SECURITY: of news that somebody lives neither words nor place are read, whatever the table says."""
    found = Note(**{name: str(value) for name, value in said.items()})
    return replace(found, text="", place="") if found.status in ALIVE else found


@dataclass(frozen=True)
class Note:
    """What somebody said of a person on a site.  status: the site's word, which decides nothing; day: 2027-01-31."""

    id: str = ""
    text: str = ""
    status: str = ""
    place: str = ""
    day: str = ""
    by: str = ""


READ_OF_THE_SOURCE: Final[dict[str, Callable[[str], Any]]] = {SOURCED: _moment, EXPIRES: _moment, NOTES: _notes}


def absence_of(cell: str) -> str:
    """The code of an answer that says why there is none, or ""."""
    word = plain(cell)
    if word in _UNKNOWN or set(cell) <= _NO_ANSWER:
        return Absence.UNKNOWN.value
    try:
        found = readers.code(cell, Absence)
    except BadCell:
        return ""
    return found if found in [one.value for one in ABSENCES] else ""


def read(item: Item, cell: str, *, today: date, month_first: bool) -> Any:
    """The value of a cell.  Raises BadCell."""
    match item.kind:
        case Kind.TEXT:
            return readers.short(cell, int(item.high))
        case Kind.NAME:
            found = readers.name(cell)
            if len(found) > item.high:
                raise BadCell(_("This is longer than %(longest)s characters.") % {"longest": int(item.high)})
            return found
        case Kind.DATE:
            return readers.day(cell, month_first, today)
        case Kind.CODE:
            return readers.sex(cell) if item.name == "sex" else readers.code(cell, _codes(item))
        case Kind.CODES:
            return readers.several_codes(cell, _codes(item))
        case Kind.COUNTRY:
            return readers.country(cell)
        case Kind.COUNTRIES:
            return readers.countries(cell)
        case Kind.LANGUAGE:
            return readers.one_language(cell)
        case Kind.SPAN:
            return readers.span(cell, int(item.low), int(item.high))
        case Kind.NUMBER:
            return readers.number(cell, item.low, item.high)
        case Kind.YES_NO:
            return readers.yes_or_no(cell)


def _codes(item: Item) -> Any:
    assert item.codes is not None
    return item.codes


def written(value: Any) -> str:
    """A value as a cell from which the same value is read again."""
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case PartialDate():
            return value.edtf or value.raw
        case tuple() if value and all(isinstance(part, int) for part in value):
            return str(value[0]) if value[0] == value[1] else f"{value[0]}-{value[1]}"
        case tuple() | list():
            return "; ".join(value)
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
