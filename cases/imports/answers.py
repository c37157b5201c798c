"""Cells of a catalogue to values, and values to cells: one reader and one writer for each kind of value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from cases.codes import Absence, NameKind, Sex
from cases.imports import readers
from cases.imports.catalogue import EXTERNAL_ID, Catalogue, Item, Kind
from cases.imports.cells import BadCell, Problem
from cases.imports.headings import plain
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

Values = dict[str, Any]


class Read:
    """One row by our columns: what it says, and what cannot be read.  Each kind of table names its catalogue."""

    catalogue: ClassVar[Catalogue]

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
            elif name in self.catalogue.of_source:
                self.values[name] = self.of_source(name, cell)
            elif item := self.catalogue.items.get(name):
                self._answer(item, cell)
        except BadCell as error:
            self.problems.append(Problem(heading, cell, str(error)))

    def of_source(self, name: str, cell: str) -> Any:
        """What a source says of its own record, where the catalogue has such a column.  Raises BadCell."""
        raise NotImplementedError

    def _answer(self, item: Item, cell: str) -> None:
        if item.absent and (code := absence_of(cell)):
            self.absences[item.absent] = code
            return
        value = read(item, cell, today=self._today, month_first=self._month_first)
        if value not in ("", (), None):
            self.values[item.name] = value


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
            return readers.sex(cell) if item.codes is Sex else _carried(item, readers.code(cell, _codes(item)))[0]
        case Kind.CODES:
            return _carried(item, *readers.several_codes(cell, _codes(item)))
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


def _carried(item: Item, *found: str) -> tuple[str, ...]:
    """SECURITY: codes of closer rings are written on the pages that have such a ring, never by a table."""
    if not {*found} <= {code for code, _label in item.choices} | {NameKind.MAIN}:
        raise BadCell(_("This is told on the page of the record alone, to those who may read it. Leave it out here."))
    return found


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
