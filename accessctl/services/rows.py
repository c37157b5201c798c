"""Writing ring rows: many at once; or compare with what is held, write only what differs, name what changed.

Services call this after the door let them change the record; sealed values are compared in clear and never leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from accessctl.clear import reveal
from accessctl.models import Record, RingRow
from accessctl.tokens import token_of

_BOOKKEEPING = frozenset({"id", "created_at", "updated_at", "created_by", "source"})


def update_row(held: RingRow, columns: dict[str, Any]) -> list[str]:
    """Save the columns of one row that differ; returns their names."""
    (clear,) = reveal([held])
    changed = [name for name, value in columns.items() if getattr(clear, name) != value]
    for name in changed:
        setattr(held, name, columns[name])
    if changed:
        held.save(update_fields=[*changed, "updated_at"])
    return changed


def insert_rows(rows: Iterable[RingRow]) -> None:
    """Insert unsaved rows, one statement per table."""
    by_table: dict[type[RingRow], list[RingRow]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for table, group in by_table.items():
        table._default_manager.bulk_create(group)


def replace_rows(
    record: Record, tables: Sequence[type[RingRow]], wanted: Iterable[RingRow], *, before: Callable[[], Any]
) -> list[str]:
    """Make the rows of some tables of a record equal to `wanted`, table by table; returns the names of those changed.

    A row that says a held one anew (`RingRow.anew`) keeps its id, in its table or in another of `tables`; a name that
    is not held here, or was given twice, is that of a new row.  One that says the same keeps its source as well.
    `before` runs once if anything differs: it saves the source that the new rows point to.
    """
    held = {
        table: list(table._default_manager.filter(**{table.RECORD: record}).order_by("created_at", "pk"))
        for table in tables
    }
    named = _named([row for rows in held.values() for row in rows], wanted := list(wanted))
    found = [_differing(held[table], [row for row in wanted if type(row) is table], named) for table in tables]
    differing = [(table, found) for table, found in zip(tables, found, strict=True) if found]
    if differing:
        before()
    for table, parts in differing:
        table._default_manager.filter(pk__in=[row.pk for row in parts.gone]).delete()
    for table, parts in differing:
        for row, was in parts.changed:
            _say_anew(was, row)
        table._default_manager.bulk_create(parts.new)
    return [table.__name__ for table, _parts in differing]


@dataclass
class _Differing:
    """What is no longer wanted, what is new, and what is said anew of a row that stays (as wanted, as held)."""

    gone: list[RingRow] = field(default_factory=list)
    new: list[RingRow] = field(default_factory=list)
    changed: list[tuple[RingRow, RingRow]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.gone or self.new or self.changed)


def _named(held: Sequence[RingRow], wanted: Sequence[RingRow]) -> dict[int, RingRow]:
    """The held row that each wanted one says anew, by the identity of the wanted; each held one once.

    Both have the same columns: a mark keeps its name when it proves intimate, and never takes that of a belonging.
    """
    known = {(token_of(row.pk), _columns(row)): row for row in held}
    return {id(row): known.pop(key) for row in wanted if (key := (row.anew, _columns(row))) in known}


def _columns(row: RingRow) -> frozenset[str]:
    return frozenset(column.name for column in row._meta.concrete_fields)


def _differing(held: list[RingRow], wanted: list[RingRow], named: dict[int, RingRow]) -> _Differing:
    """The parts of one table in which it differs from what is wanted."""
    left = {row.pk: (row, content) for row, content in zip(held, _contents(held), strict=True)}
    kept_for = {row.pk for row in named.values()}
    found = _Differing()
    for row, content in zip(wanted, _contents(wanted), strict=True):
        was = named.get(id(row))
        if was is None:
            same = [key for key, (_row, known) in left.items() if known == content and key not in kept_for]
            if same:
                del left[same[0]]
            else:
                found.new.append(row)
        elif was.pk not in left:  # of another table: the same thing, kept elsewhere from now on
            row.pk, row.created_at = was.pk, was.created_at
            found.new.append(row)
        elif left.pop(was.pk)[1] != content:
            found.changed.append((row, was))
    found.gone = [row for row, _content in left.values()]
    return found


def _say_anew(held: RingRow, wanted: RingRow) -> None:
    """Write what is wanted into the row that is held."""
    (clear,) = reveal([wanted])
    for column in wanted._meta.concrete_fields:
        if column.name not in {"id", "created_at", "updated_at"}:
            setattr(held, column.attname, getattr(clear, column.attname))
    held.save()


def _contents(rows: Sequence[RingRow]) -> list[dict[str, Any]]:
    return [
        {
            field.name: getattr(clear, field.name)
            for field in clear._meta.concrete_fields
            if field.name not in _BOOKKEEPING and field.name != clear.RECORD
        }
        for clear in reveal(rows)
    ]
