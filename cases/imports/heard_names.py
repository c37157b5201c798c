"""A list of names as heard: pasted lines, or a table with a column of names.  What cannot be read says why.

Without a heading that we know, each line is one name; after a semicolon or a tab stands what else was said.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext_lazy

from cases.dvi.codes import Heard
from cases.imports import files, readers
from cases.imports.cells import BadCell, of_the_row
from cases.imports.files import Line
from cases.imports.headings import HEADINGS, Column, plain
from cases.models.dvi import EventPassenger
from registry.lib.errors import Invalid
from registry.lib.world import UI_LANGUAGES

MOST_NAMES: Final = 500
LONGEST_TEXT: Final = 120_000  # of a cell, the reader of tables takes 131,072
FIELDS: Final = ("name", "heard", "note")


class TooManyNames(Invalid):
    code = "too_many_names"
    template = gettext_lazy("A list has at most %(most)s names at a time. Bring it in parts.")


class NoNames(Invalid):
    code = "no_names"
    template = gettext_lazy(
        "No column holds names. Call the column “Name as heard”, or give one name on each line and nothing else."
    )


@dataclass(frozen=True)
class HeardLine:
    """One line of a list; `faults`: why it cannot be read."""

    number: int
    name: str
    heard: str = ""
    note: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeardTable:
    """The lines of a list, and the headings of columns that nothing was taken from."""

    lines: list[HeardLine] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def text_of(data: bytes) -> str:
    """A file as the text that the same list would be if it were pasted.

    Raises UnreadableFile and its kinds, TooManyNames.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    for number, cells in files.raw_rows(data):
        if number > MOST_NAMES + 1 or out.tell() > LONGEST_TEXT:
            raise TooManyNames(most=MOST_NAMES)
        # A byte in another encoding becomes a mark, by which its line is refused.
        writer.writerow("".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in cell) for cell in cells)
    if out.tell() > LONGEST_TEXT:
        raise TooManyNames(most=MOST_NAMES)
    return out.getvalue()


def read(text: str) -> HeardTable:
    """The names of a text.  Raises UnreadableFile and its kinds, NoNames, TooManyNames."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    headings = [cell.strip() for cell in next(csv.reader([first], delimiter=separator), [])]
    if "name" in _columns(headings):
        found = _table(text[text.index(first) :])
    elif separator != "," and len([one for one in headings if one]) > 2:
        raise NoNames()
    else:
        found = HeardTable(list(_lines(text)))
    if len(found.lines) > MOST_NAMES:
        raise TooManyNames(most=MOST_NAMES)
    return found


def _table(text: str) -> HeardTable:
    header, rows = files.rows(text.encode())
    columns = _columns(header)
    taken = {heading for several in columns.values() for heading in several}
    return HeardTable(
        [_line(row, columns) for row in rows], [heading for heading in header if heading and heading not in taken]
    )


def _line(row: Line, columns: dict[str, list[str]]) -> HeardLine:
    said = {name: " ".join(filter(None, (row.cells.get(one, "") for one in columns.get(name, ())))) for name in FIELDS}
    faults = _faults(row)
    if said["heard"]:
        try:
            said["heard"] = readers.code(said["heard"], Heard)
        except BadCell as error:
            faults = (*faults, f"{columns['heard'][0]}: {error}")
    return HeardLine(row.number, **said, faults=faults)


def _lines(text: str) -> Iterator[HeardLine]:
    for number, line in enumerate(text.splitlines(), start=1):
        name, _sign, note = line.strip().replace("\t", ";").partition(";")
        if name or note:
            row = Line(number, {"name": name.strip(), "note": note.strip()}, has_foreign_bytes="\ufffd" in line)
            yield HeardLine(number, **row.cells, faults=_faults(row))


def _faults(row: Line) -> tuple[str, ...]:
    if not row.has_foreign_bytes and any("\ufffd" in cell for cell in row.cells.values()):
        row = Line(row.number, row.cells, row.has_extra_cells, has_foreign_bytes=True)
    return tuple(dict.fromkeys(problem.reason for problem in of_the_row(row)))


def _columns(headings: list[str]) -> dict[str, list[str]]:
    """Our fields -> the headings that they are read from, given names before family names."""
    found: dict[str, list[str]] = {}
    parts: dict[Column, str] = {}
    for heading in headings:
        if (known := _known().get(plain(heading))) and known not in found:
            found[known] = [heading]
        elif (column := HEADINGS.get(plain(heading))) is not None:
            parts.setdefault(column, heading)
    if "name" not in found:
        of_parts = [parts[one] for one in (Column.GIVEN_NAME, Column.FAMILY_NAME) if one in parts]
        if names := [parts[Column.NAME]] if Column.NAME in parts else of_parts:
            found["name"] = names
    if "note" not in found and Column.DESCRIPTION in parts:
        found["note"] = [parts[Column.DESCRIPTION]]
    return found


@cache
def _known() -> dict[str, str]:
    """The headings of our own list in the languages of the interface, and the names of its fields."""
    found: dict[str, str] = {}
    for language in UI_LANGUAGES:
        with translation.override(language):
            for name in FIELDS:
                column: Any = EventPassenger._meta.get_field(name)
                found.setdefault(plain(str(column.verbose_name)), name)
    return found | {name: name for name in FIELDS}
