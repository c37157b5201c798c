"""Rows of a table of cases, and what a source says in them of its own record: when, until when, what was noted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.imports import answers
from cases.imports.answers import Values, written
from cases.imports.cells import BadCell, Problem
from cases.imports.entries import THINGS
from cases.imports.people_finder import ALIVE, MOST_NOTES
from cases.vocabulary.serials import serial_fault
from families.exchange.catalogue import CASES, EXPIRES, NOTES, SOURCED

__all__ = ["Note", "Read", "Values", "written"]
NOTE_MAX: Final = 1800  # with who said it, as long as what happened may be


class Read(answers.Read):
    """One row of a table of cases."""

    catalogue = CASES

    def __init__(
        self, cells: Mapping[str, str], columns: Mapping[str, str], *, today: date, month_first: bool = False
    ) -> None:
        super().__init__(cells, columns, today=today, month_first=month_first)
        for row in range(1, THINGS + 1):
            name, kind = f"thing_{row}_serial", self.values.get(f"thing_{row}_class", "")
            if wrong := serial_fault(kind, self.values.get(name, "")):
                self.problems.append(Problem(columns[name], cells[columns[name]], wrong))

    @property
    def is_expired(self) -> bool:
        """Whether the source asked that it be deleted by now."""
        until = self.values.get(EXPIRES)
        return until is not None and until <= timezone.now()

    def of_source(self, name: str, cell: str) -> Any:
        return _OF_SOURCE[name](cell)


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


_OF_SOURCE: Final[dict[str, Callable[[str], Any]]] = {SOURCED: _moment, EXPIRES: _moment, NOTES: _notes}
