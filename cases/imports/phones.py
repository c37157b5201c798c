"""Exports of forms for phones (Kobo, ODK): made into the plain table that they stand for.

An edited submission has a new number and names the one that it replaces; the first of them, the root, stays the same.
An answer of several codes comes as one cell with spaces, or as a column for each code, or as both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from django.utils import timezone

from cases.imports import readers
from cases.imports.answers import absence_of
from cases.imports.catalogue import SEVERAL, SOURCED, Catalogue, Item, Kind
from cases.imports.cells import BadCell
from cases.imports.files import Line
from cases.imports.recognising import ROOTS, column_of
from registry.lib.world import COUNTRIES, find_country

_SURE: Final = ("meta/rootUuid", "meta-rootUuid", "rootUuid", "KEY")
_OWN: Final = ("meta/instanceID", "meta-instanceID", "instanceID", "_uuid", "KEY")
_REPLACED: Final = ("meta/deprecatedID", "meta-deprecatedID", "deprecatedID")
# Of a submission, and of its last edit: a form notes its end anew when it is edited.
_TIMES: Final = ("end", "_submission_time", "SubmissionDate", "_date_modified")
_SCHEME: Final = "uuid:"  # some columns write it before a number, some do not
_DEEPEST: Final = 4  # separators at which the code of an answer may begin: labels of countries hold up to three

Split = dict[str, dict[str, str]]  # heading of an answer -> heading of one of its codes -> that code


def flat(header: list[str], lines: Sequence[Line], catalogue: Catalogue) -> tuple[list[str], list[Line]]:
    """A table with one column for each answer, and in every column of a submission's number that of its root.

    When a submission was sent or edited is said in a column of its own, where the catalogue has one.  A table that is
    no such export comes back as it is.
    """
    numbers = [name for name in ROOTS if name in header]
    if not numbers:
        return header, list(lines)
    is_timed = SOURCED in catalogue.of_source and SOURCED not in header
    split = _split(header, catalogue)
    codes = {heading for columns in split.values() for heading in columns}
    headings = [heading for heading in dict.fromkeys([*header, *split]) if heading not in codes]
    several = {heading: item for heading in headings if (item := _several(heading, catalogue))}
    roots = _roots(lines)
    return [*headings, SOURCED] if is_timed else headings, [
        replace(
            line,
            cells=_cells(line.cells, codes, several, split)
            | dict.fromkeys(numbers, roots.get(line.number, ""))
            | ({SOURCED: _written_at(line)} if is_timed else {}),
        )
        for line in lines
    ]


def _cells(cells: Mapping[str, str], codes: set[str], several: Mapping[str, Item], split: Split) -> dict[str, str]:
    kept = {heading: cell for heading, cell in cells.items() if heading not in codes}
    for heading, item in several.items():
        columns = split.get(heading, {})
        if any(cells.get(one) for one in columns):
            kept[heading] = "; ".join(code for one, code in columns.items() if _is_yes(cells.get(one, "")))
        elif (words := kept.get(heading, "").split()) and all(_is_code(item, word) for word in words):
            kept[heading] = "; ".join(words)
    return kept


def _several(heading: str, catalogue: Catalogue) -> Item | None:
    item = catalogue.items.get(column_of(catalogue, heading) or "")
    return item if item and item.kind in SEVERAL else None


def _split(header: Sequence[str], catalogue: Catalogue) -> Split:
    """The columns that stand for one code of an answer: looks/thing_1_colours/blk, by code or by label."""
    found: Split = {}
    for heading in header:
        for at in [at for at, sign in enumerate(heading) if sign in "/."][-_DEEPEST:]:
            item = _several(heading[:at], catalogue)
            if item and (code := _code(item, heading[at + 1 :])):
                found.setdefault(heading[:at], {})[heading] = code
                break
    return found


def _code(item: Item, word: str) -> str:
    if item.absent and (absent := absence_of(word)):
        return absent
    if item.kind is Kind.COUNTRIES:
        return find_country(word) or ""
    assert item.codes is not None
    try:
        return readers.code(word, item.codes)
    except BadCell:
        return ""


def _is_code(item: Item, word: str) -> bool:
    return word in COUNTRIES if item.codes is None else word in item.codes.values


def _is_yes(cell: str) -> bool:
    return cell.strip().casefold() in readers.YES


def _written_at(line: Line) -> str:
    """When a submission was sent, or edited last; empty where no clock says it, or one that goes ahead of ours."""
    found = list[datetime]()
    for name in _TIMES:
        try:
            at = datetime.fromisoformat(line.cells.get(name, "").removesuffix(" UTC"))
            found.append(at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            continue
    now = timezone.now()
    return max((at.isoformat() for at in found if at <= now), default="")


def _roots(lines: Sequence[Line]) -> dict[int, str]:
    """The number of the first submission of each row's chain of edits, by line, as far as the table tells."""
    replaced = {own: before for line in lines if (own := _of(line, _OWN)) and (before := _of(line, _REPLACED))}
    roots: dict[int, str] = {}
    for line in lines:
        root, seen = _of(line, _SURE) or _of(line, _OWN), set[str]()
        while root in replaced and root not in seen:
            seen.add(root)
            root = replaced[root]
        roots[line.number] = root
    return roots


def _of(line: Line, names: Sequence[str]) -> str:
    cell = next((cell for name in names if (cell := line.cells.get(name, ""))), "")
    return cell.removeprefix(_SCHEME)
