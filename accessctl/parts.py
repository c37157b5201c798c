"""The parts of a record that an agreement can name to open them alone, or to keep them closed.

A part is what a lawyer would name ("names", "photo", "birth date and age") and the tables or columns that hold it.
Apps offer the parts of their own tables; agreements store codes, so that a renamed column does not open what was
denied.  Layer 1 has no parts: it is what every agreement shows, so that others can ask for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

from accessctl.models import Record, RingRow


@dataclass(frozen=True)
class Part:
    """code: stored, never changed; tables: whole rows; fields: columns by table, with what `absences` calls them."""

    code: str
    label: str | Promise
    tables: tuple[type[RingRow], ...] = ()
    fields: Mapping[type[RingRow], tuple[str, ...]] = field(default_factory=dict)


_offered: dict[type[Record], list[Part]] = {}
_named: dict[type[Record], str | Promise] = {}


def offer(root: type[Record], parts: Iterable[Part], *, name: str | Promise = "") -> None:
    """Make parts of a root known; each app does so for its own tables, beside its policies.

    name: what records of this kind are called, said by the root's own app.
    """
    _offered.setdefault(root, []).extend(parts)
    if name:
        _named[root] = name


def parts_of(root: type[Record]) -> list[Part]:
    return list(_offered.get(root, ()))


def offered() -> dict[type[Record], list[Part]]:
    """Every part by root."""
    return {root: list(parts) for root, parts in _offered.items()}


def name_of(root: type[Record]) -> str | Promise:
    """What records of this kind are called."""
    return _named[root]


def labels() -> dict[str, str | Promise]:
    """What each part is called."""
    return {part.code: part.label for parts in _offered.values() for part in parts}


def without(rows: Iterable[Any], root: type[Record], closed: frozenset[str]) -> list[Any]:
    """The rows less what is closed: rows of a closed table are left out, a closed column reads as if never filled.

    SECURITY: the rows themselves are emptied, before anything is decrypted, so that no method of theirs, such as the
    name of a code, can tell what a closed column held.  They are rows just read, and what the door hands out cannot
    be saved.
    """
    shut = [part for part in parts_of(root) if part.code in closed]
    tables = {table for part in shut for table in part.tables}
    columns: dict[type[RingRow], set[str]] = {}
    for part in shut:
        for table, names in part.fields.items():
            columns.setdefault(table, set()).update(names)
    kept = [row for row in rows if type(row) not in tables]
    for row in kept:
        _empty(row, columns.get(type(row), set()))
    return kept


def _empty(row: models.Model, names: set[str]) -> None:
    known = {found.name: found for found in row._meta.concrete_fields}
    for name in names & known.keys():
        setattr(row, known[name].attname, None if known[name].null else known[name].get_default())
    reasons = getattr(row, "absences", None)
    if isinstance(reasons, dict):
        row.absences = {name: why for name, why in reasons.items() if name not in names}  # type: ignore[attr-defined]
