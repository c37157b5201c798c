"""One cell of a table: what makes it unreadable, and how that is told.  Shared by every kind of import."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.imports.files import Line, is_formula
from registry.lib.errors import BadText
from registry.lib.names import clean_text


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell; `column` empty for the row as a whole."""

    column: str
    found: str
    reason: str

    def to_json(self) -> list[str]:
        return [self.column, self.found, self.reason]


class BadCell(ValueError):
    """A cell that cannot be read; the message says why and what would do."""


def of_the_row(line: Line) -> list[Problem]:
    """What makes a row unreadable as a whole: its cells may have moved, or are not what they look like."""
    problems = []
    if line.has_extra_cells:
        words = _("The row has more cells than the header has columns. Put text with commas in quotation marks.")
        problems.append(Problem("", "", str(words)))
    if line.has_foreign_bytes:
        words = _("The row is not in UTF-8 as the rest of the file is. Save the whole file as CSV in UTF-8.")
        found = next((cell for cell in line.cells.values() if "\ufffd" in cell), "")
        problems.append(Problem("", found, str(words)))
    problems += [
        Problem(column, cell, str(_("This cell is a formula. Write the value itself.")))
        for column, cell in line.cells.items() if is_formula(cell)
    ]  # fmt: skip
    return problems


def words(text: str) -> str:
    """Free text as it may be kept.  Raises BadCell."""
    try:
        return clean_text(text)
    except BadText as error:
        raise BadCell(error.message) from error
