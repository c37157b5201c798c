"""From uploaded bytes to rows of text: encodings, separators, both layouts, and what makes a file unreadable as a whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from registry.lib.errors import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
ENCODINGS = ("utf-8-sig", "cp1252")  # cp1252 reads what spreadsheets of Western Europe write; it refuses five bytes


class UnreadableFile(Invalid):
    code = "unreadable_file"
    template = _("This file is not a table of text (CSV). Save it as CSV in UTF-8 and try again.")


class FileTooLarge(UnreadableFile):
    code = "file_too_large"
    template = _("This file is larger than 10 MB or longer than 100,000 rows. Split it and import the parts.")


class WrongColumns(UnreadableFile):
    code = "wrong_columns"
    template = _(
        "These columns are missing: %(missing)s. Use the table as the source publishes it, with its first row."
    )


@dataclass(frozen=True)
class Line:
    """One row of the file: its line number (the header is line 1) and its cells by column name, stripped."""

    number: int
    cells: dict[str, str]
    has_extra_cells: bool = False


def rows(data: bytes) -> tuple[list[str], Iterator[Line]]:
    """Header and lines.  Raises UnreadableFile, FileTooLarge."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge()
    reader = csv.reader(io.StringIO(_text(data), newline=""), dialect=_dialect(data), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise UnreadableFile() from error
    return header, _lines(reader, header)


def _lines(reader: Iterator[list[str]], header: list[str]) -> Iterator[Line]:
    number = 1
    try:
        for cells in reader:
            number += 1
            if number > MAX_ROWS + 1:
                raise FileTooLarge()
            if any(cell.strip() for cell in cells):
                named = dict(zip(header, (cell.strip() for cell in cells), strict=False))
                yield Line(number, named, len(cells) > len(header))
    except csv.Error as error:
        raise UnreadableFile() from error


def _text(data: bytes) -> str:
    if b"\0" in data:
        raise UnreadableFile()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile()


def _dialect(data: bytes) -> type[csv.Dialect]:
    """Comma, semicolon or tab, whichever the first line holds most of."""
    first = data.split(b"\n", 1)[0]
    separator = max((b",", b";", b"\t"), key=first.count).decode()
    return type("Separated", (csv.excel,), {"delimiter": separator})


def safe_cell(text: str) -> str:
    """A cell as it may be written to a file that a spreadsheet opens: formulas become text."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
