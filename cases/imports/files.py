"""From uploaded bytes to rows of text: encodings, separators, workbooks; and what makes a whole file unreadable."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext_lazy as _

from registry.lib.errors import Invalid

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 1_000  # a form for phones splits each list of countries into a column a country
MAX_HEADING: Final = 500  # a question of a form for phones with its groups and its words
MAX_UNPACKED: Final = 100 * 1024 * 1024
SECONDS: Final = 60
WORKER: Final = Path(__file__).with_name("workbook.py")
_ZIPPED: Final = b"PK\x03\x04"
_FOREIGN: Final = re.compile("[\udc80-\udcff]")  # bytes that are no UTF-8, as Python marks them
_NUMBER: Final = re.compile(r"[+-]\d+(\.\d+)?")
# Signs of double width as well: some spreadsheets compute them.
_STARTS: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_MADE_TEXT: Final = ("'+", "'-")  # as `safe_cell` writes a phone number
_FORMULA: Final = re.compile(r"[=@\t\r\uff1d\uff20]|[+\-\uff0b\uff0d](?!\s*[\d.])")


class UnreadableFile(Invalid):
    code = "unreadable_file"
    template = _(
        "This file is neither a table of text (CSV) nor a workbook (XLSX, ODS). Save it as CSV in UTF-8 and try again."
    )


class EmptyFile(UnreadableFile):
    code = "empty_file"
    template = _("This file has no rows below its first line. Choose the file that holds the table.")


class BrokenQuotes(UnreadableFile):
    code = "broken_quotes"
    template = _("Row %(row)s cannot be read: check its quotation marks and save the file again.")


class FileTooLarge(UnreadableFile):
    code = "file_too_large"
    template = _("This file is larger than 10 MB or longer than 100,000 rows. Split it and import the parts.")


class TooManyColumns(UnreadableFile):
    code = "too_many_columns"
    template = _("This table has more than %(most)s columns. Remove those that are empty or not needed and try again.")


class HeadingTooLong(UnreadableFile):
    code = "heading_too_long"
    template = _("The heading of column %(column)s is longer than %(most)s characters. Shorten it and try again.")


class WrongColumns(UnreadableFile):
    code = "wrong_columns"
    template = _(
        "These columns are missing: %(missing)s. Use the table as the source publishes it, with its first row."
    )


@dataclass(frozen=True)
class Line:
    """One row of the file: its number (the header is row 1) and its cells by column name, stripped.

    `has_foreign_bytes`: part of it is in another encoding than the rest of the file.
    """

    number: int
    cells: dict[str, str]
    has_extra_cells: bool = False
    has_foreign_bytes: bool = False


Table = tuple[list[str], list[Line]]  # header and rows


def rows(data: bytes) -> Table:
    """Header and rows that hold anything.  Raises UnreadableFile and its kinds."""
    header, lines = [], []  # type: list[str], list[Line]
    for number, cells in raw_rows(data):
        if number > MAX_ROWS + 1:
            raise FileTooLarge()
        if not header:
            header = _header(cells)
        elif any(cell.strip() for cell in cells):
            lines.append(_line(number, header, cells))
    if not any(header):
        raise UnreadableFile()
    return header, lines


def _header(cells: list[str]) -> list[str]:
    """SECURITY: bounded, since every heading is compared with many words."""
    header = [name.strip() for name in cells]
    if len(header) > MAX_COLUMNS:
        raise TooManyColumns(most=MAX_COLUMNS)
    if too_long := next((at for at, name in enumerate(header, start=1) if len(name) > MAX_HEADING), None):
        raise HeadingTooLong(column=too_long, most=MAX_HEADING)
    return header


def raw_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file as they stand, numbered from 1.  Raises UnreadableFile and its kinds on the way."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge()
    yield from _workbook(data) if data.startswith(_ZIPPED) else _separated(data)


def _separated(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text with separators, numbered as a reader of the file counts them."""
    reader = csv.reader(io.StringIO(_text(data), newline=""), dialect=_dialect(data), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        raise BrokenQuotes(row=number + 1) from error


def _workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet of a workbook, from the first that holds anything; trailing empty cells left out.

    SECURITY: unpacked by a process of its own with bounded memory and time: a small file can claim to be a large one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise UnreadableFile() from error
    if unpacked > MAX_UNPACKED:
        raise FileTooLarge()
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-I", str(WORKER)], stdin=pipe, stdout=pipe, stderr=pipe, env={}, cwd="/"
    ) as worker:
        clock = threading.Timer(SECONDS, worker.kill)
        clock.start()
        try:
            with suppress(BrokenPipeError):  # it died early, and its end says of what
                _of(worker.stdin).write(data)
                _of(worker.stdin).close()
            yield from _unpacked(worker)
        finally:
            clock.cancel()
            worker.kill()


def _unpacked(worker: subprocess.Popen[bytes]) -> Iterator[tuple[int, list[str]]]:
    """SECURITY: what it says is read by the row and up to a limit: one long text can stand in every cell."""
    began, left = False, MAX_UNPACKED
    for number in itertools.count(1):
        line = _of(worker.stdout).readline(left + 1)
        left -= len(line)
        if left < 0 or number > MAX_ROWS + 1:
            raise FileTooLarge()
        if not line.endswith(b"\n"):
            break
        texts = json.loads(line)
        began = began or bool(texts)
        if began:
            yield number, texts
    said = _of(worker.stderr).read()
    if code := worker.wait():
        raise FileTooLarge() if code < 0 or b"MemoryError" in said else UnreadableFile()


def _of(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None
    return end


def _line(number: int, header: list[str], cells: list[str]) -> Line:
    foreign = any(_FOREIGN.search(cell) for cell in cells)
    if foreign:
        cells = [_FOREIGN.sub("\ufffd", cell) for cell in cells]
    texts = (cell[1:] if cell.startswith(_MADE_TEXT) else cell for cell in map(str.strip, cells))
    named = dict(zip(header, texts, strict=False))
    return Line(number, named, len(cells) > len(header), foreign)


def _text(data: bytes) -> str:
    """UTF-8; else, if no letter of it is UTF-8, Western European; else UTF-8 with the foreign bytes marked."""
    if b"\0" in data:
        raise UnreadableFile()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        marked = data.decode("utf-8-sig", errors="surrogateescape")
    if any("\x7f" < letter < "\ud800" or letter > "\udfff" for letter in marked):
        return marked
    try:
        return data.decode("cp1252")  # what spreadsheets of Western Europe write; five bytes mean nothing in it
    except UnicodeDecodeError:
        raise UnreadableFile() from None


def _dialect(data: bytes) -> type[csv.Dialect]:
    """Comma, semicolon or tab, whichever the first line holds most of."""
    first = data.split(b"\n", 1)[0]
    separator = max((b",", b";", b"\t"), key=first.count).decode()
    return type("Separated", (csv.excel,), {"delimiter": separator})


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell; a signed number is none."""
    return bool(_FORMULA.match(cell)) and len(cell) > 1


def safe_cell(text: str) -> str:
    """A cell as it may be written to a file that a spreadsheet opens: formulas become text, numbers stay numbers."""
    return "'" + text if text[:1] in _STARTS and not _NUMBER.fullmatch(text) else text
