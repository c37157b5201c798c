"""Rows of tables of alleles, and what is wrong with them, by row and column.

Decides how an allele and a marker are spelled, and how a table is read as a whole or not at all: every problem is
collected, so that a laboratory mends its file once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from registry.lib.speech import Sentence
from registry.lib.speech import mark as _

CELL_LIMIT = 200
_NUMBER = re.compile(r"0*(\d{1,3})(?:\.(\d)0*)?")
_WORD = re.compile(r"[A-Za-z]{1,8}")
# What every kit reports beside the loci: it tells the sex and nothing of kinship.
SEX_MARKERS = frozenset({"amel", "amelogenin", "yindel"})


class Problem(NamedTuple):
    """What is wrong in a cell.  row 0: with the file as a whole; column "": with the row as a whole."""

    row: int
    column: str
    template: Sentence
    parts: Mapping[str, object]


class Refused(ValueError):
    """A table that cannot be used, with everything that is wrong with it; nothing of it was used."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.row} {p.column}: {str(p.template) % p.parts}" for p in problems[:3]))
        self.problems = tuple(problems)


def refuse(template: Sentence, row: int = 0, column: str = "", /, **parts: object) -> Refused:
    """The error for a single reason."""
    return Refused([Problem(row, column, template, parts)])


@dataclass
class Findings:
    """Problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, row: int, column: str, template: Sentence, /, **parts: object) -> None:
        self.problems.append(Problem(row, column, template, parts))

    def settle(self) -> None:
        """Raises: Refused, if anything was found."""
        if self.problems:
            raise Refused(self.problems)


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the names of its columns, and where it stands."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def rows_of(
    text: str, columns: tuple[str, ...], found: Findings, delimiter: str = ",", others: tuple[str, ...] = ()
) -> Iterator[Row]:
    """Rows by the names of their columns, in any order; a row that does not fit is a finding and is left out.

    others: columns that may be missing, and are then empty.  Columns of other names are passed over, except a third
    allele.  Raises: Refused, if the table has no such columns.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        _check_header(header, columns)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                found.add(reader.line_num, "", _("The row has %(cells)s cells and the table %(columns)s columns."),
                          cells=len(cells), columns=len(header))  # fmt: skip
                continue
            named = dict.fromkeys(others, "") | {n: c.strip() for n, c in zip(header, cells, strict=True)}
            yield Row(reader.line_num, named)
    except csv.Error as problem:
        raise refuse(
            _("The table cannot be read from here on: %(why)s."), reader.line_num, "", why=problem
        ) from problem


def _check_header(header: list[str], columns: tuple[str, ...]) -> None:
    if missing := [name for name in columns if name not in header]:
        raise refuse(_("There is no column %(missing)s. The columns are: %(columns)s."), 1, "",
                     missing=", ".join(missing), columns=", ".join(header) or "-")  # fmt: skip
    if twice := next((name for name in header if name and header.count(name) > 1), None):
        raise refuse(_("The column %(column)s stands twice."), 1, twice, column=twice)
    if extra := next((name for name in header if re.fullmatch(r"allele ?[3-9]", name)), None):
        raise refuse(_("A locus of one person has two alleles: a table with a third is not read."), 1, extra)


def marker_key(name: str) -> str:
    """One spelling of a marker: Penta E, Penta_E and PENTAE are one."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def allele_of(text: str) -> str | None:
    """One spelling of an allele, 9.3 or a word of letters; None if it is neither."""
    if (number := _NUMBER.fullmatch(text)) and int(number[1]):
        whole, part = number[1], number[2]
        return f"{int(whole)}.{part}" if part and part != "0" else str(int(whole))
    return text if _WORD.fullmatch(text) else None


def repeats_of(allele: str) -> tuple[int, int] | None:
    """Whole repeats and the bases beyond them; None for a word."""
    whole, _point, part = allele.partition(".")
    return (int(whole), int(part or 0)) if whole.isdigit() else None
