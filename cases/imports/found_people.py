"""One row of a list of people found alive to what is recorded of them, or to what speaks against it.

Lists come from shelters, hospitals, places of detention, rescue: no two are laid out alike.  Columns are recognised by
their headings in the languages in which such lists are kept, and whoever hands a list in may say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from cases.codes import LivingCondition, Sex
from cases.imports import readers
from cases.imports.cells import BadCell, Problem, of_the_row
from cases.imports.files import Line
from cases.imports.headings import CONDITIONS, HEADINGS, Column, plain
from cases.vocabulary.place import AS_SAID_MAX, Place
from cases.vocabulary.whereabouts import WhereaboutsEntry
from registry.lib.dates import PartialDate

NUMBER_MAX: Final = 60
DESCRIPTION_MAX: Final = 500

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
    place = row.taken(Column.PLACE, lambda text: Place(as_said=readers.short(text, AS_SAID_MAX), country=country))
    entry = WhereaboutsEntry(
        kind=about.kind,
        names=names,
        informant=about.informant,
        sex=row.taken(Column.SEX, readers.sex, Sex.NOT_KNOWN.value),
        date_of_birth=row.taken(Column.DATE_OF_BIRTH, lambda text: readers.day(text, about.month_first, today)),
        age=row.taken(Column.AGE, readers.age),
        nationalities=row.taken(Column.NATIONALITY, readers.countries, ()),
        languages=row.taken(Column.LANGUAGE, readers.languages, ()),
        description=row.taken(Column.DESCRIPTION, lambda text: readers.short(text, DESCRIPTION_MAX), ""),
        seen_at=row.taken(Column.SEEN_AT, lambda text: readers.day(text, about.month_first, today)) or about.seen_at,
        seen_place=place or (Place(country=country) if country else None),
        facility_kind=about.facility_kind,
        facility_name=about.facility_name,
        facility_reference=row.taken(Column.NUMBER, lambda text: readers.short(text, NUMBER_MAX), ""),
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
    given, family = row.taken(Column.GIVEN_NAME, readers.name, ""), row.taken(Column.FAMILY_NAME, readers.name, "")
    whole = [row.taken(column, readers.name, "") for column in (Column.NAME, Column.OTHER_NAME)]
    return [f"{given} {family}".strip(), *whole]


def _condition(text: str) -> str:
    by_label = {plain(str(label)): code for code, label in LivingCondition.choices}
    found = CONDITIONS.get(plain(text)) or by_label.get(plain(text))
    if found is None:
        known = ", ".join(str(label) for _code, label in LivingCondition.choices)
        raise BadCell(_("This is no condition that we know. Write one of: %(known)s.") % {"known": known})
    return str(found)
