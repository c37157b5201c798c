"""Writing ring rows: many at once; or compare with what is held, write only what differs, name what changed.

Services call this after the door let them change the record; sealed values are compared in clear and never leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from accessctl.clear import reveal
from accessctl.models import Record, RingRow

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

    `before` runs once if anything differs: it saves the source that the new rows point to.
    """
    wanted = list(wanted)
    differing = []
    for table in tables:
        held = list(table._default_manager.filter(**{table.RECORD: record}).order_by("created_at", "pk"))
        gone, new = _differing(held, [row for row in wanted if type(row) is table])
        if gone or new:
            differing.append((table, gone, new))
    if differing:
        before()
    for table, gone, new in differing:
        table._default_manager.filter(pk__in=[row.pk for row in gone]).delete()
        table._default_manager.bulk_create(new)
    return [table.__name__ for table, _gone, _new in differing]


def _differing(held: list[RingRow], wanted: list[RingRow]) -> tuple[list[RingRow], list[RingRow]]:
    """What is no longer wanted, and what is new: a row that says the same keeps its source."""
    left = list(zip(held, _contents(held), strict=True))
    new = []
    for row, content in zip(wanted, _contents(wanted), strict=True):
        at = next((place for place, (_row, known) in enumerate(left) if known == content), None)
        if at is None:
            new.append(row)
        else:
            del left[at]
    return [row for row, _content in left], new


def _contents(rows: Sequence[RingRow]) -> list[dict[str, Any]]:
    return [
        {
            field.name: getattr(clear, field.name)
            for field in clear._meta.concrete_fields
            if field.name not in _BOOKKEEPING and field.name != clear.RECORD
        }
        for clear in reveal(rows)
    ]
