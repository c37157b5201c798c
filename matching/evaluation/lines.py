"""The rows of a CSV file, whatever became of its quotation marks.

One mark that is never closed must cost one row and not the rest of the file.  Decides nothing about what cells mean.
"""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

CELL_LIMIT = 1_000_000


class Line(NamedTuple):
    """The cells of a row; `why` is empty unless they may not be what was meant."""

    cells: list[str]
    why: str = ""


def split(text: str, delimiter: str) -> list[Line]:
    """All rows.  Where the quotation marks do not pair, every line of the text is a row of its own."""
    csv.field_size_limit(CELL_LIMIT)
    lines = io.StringIO(text, newline="")
    try:
        return [
            Line(cells, "a cell holds a line break" if any("\n" in cell or "\r" in cell for cell in cells) else "")
            for cells in csv.reader(lines, delimiter=delimiter, strict=True)
        ]
    except csv.Error:
        return [_alone(line, delimiter) for line in io.StringIO(text, newline="")]


def _alone(line: str, delimiter: str) -> Line:
    """A row by itself; if its own marks do not pair, they mean nothing."""
    try:
        return Line(next(csv.reader([line], delimiter=delimiter, strict=True), []))
    except csv.Error as problem:
        return Line([cell.strip('"') for cell in line.rstrip("\r\n").split(delimiter)], str(problem))
