"""Rows in clear: what the door hands out after it decided and journalled.

A `Clear` is a read-only view of one row whose sealed fields are plain values.  It never prints what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from django.db import connection

from accessctl import vault
from accessctl.rings import Ring
from accessctl.sealed import Plain, Sealed, SealedField

WRITERS = frozenset({"save", "save_base", "delete", "refresh_from_db", "full_clean"})


class Clear:
    """A row with its sealed fields opened; every other attribute is the row's own, but not what writes it."""

    __slots__ = ("_row", "_values")

    def __init__(self, row: vault.SealedRow, values: dict[str, Any]) -> None:
        object.__setattr__(self, "_row", row)
        object.__setattr__(self, "_values", values)

    def __getattr__(self, name: str) -> Any:
        values = object.__getattribute__(self, "_values")
        if name in values:
            return values[name]
        if name in WRITERS:
            raise AttributeError("rows in clear are read-only")
        return getattr(object.__getattribute__(self, "_row"), name)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError("rows in clear are read-only")

    def __repr__(self) -> str:
        return f"<clear {type(self._row).__name__}>"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("rows in clear are not pickled")


def sealed_fields(model: type[Any]) -> list[SealedField]:
    """The sealed fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def reveal(rows: Sequence[vault.SealedRow], *names: str) -> list[Clear]:
    """Open the sealed fields of many rows with one query to the key store.  `names` limits which; default all.

    Only the door, and services that just wrote the rows, call this: it neither decides nor journals.
    """
    fields = {model: _chosen(model, names) for model in {type(row) for row in rows}}
    # A field that the query deferred stays what it is on the row: opening it here would be a query per row.
    held = [
        (row, field, row.__dict__[field.attname])
        for row in rows
        for field in fields[type(row)]
        if field.attname in row.__dict__
    ]
    keys = vault.keys_for({vault.slot(row) for row, _, value in held if isinstance(value, Sealed)})
    values: dict[int, dict[str, Any]] = {id(row): {} for row in rows}
    for row, field, value in held:
        if isinstance(value, Sealed):
            values[id(row)][field.name] = field.decode(vault.unseal(row, field, value.data, keys))
        else:
            values[id(row)][field.name] = value.value if isinstance(value, Plain) else value
    return [Clear(row, values[id(row)]) for row in rows]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value lies: all that the vault asks of a row."""

    pk: UUID
    vault_record_id: UUID
    RING: Ring  # as the protocol has it
    _meta: Any


def reveal_column(model: type[Any], name: str, records: Sequence[UUID]) -> dict[UUID, Any]:
    """One sealed field of the rows of many records, by record: read by COPY and opened without making rows of them.

    For tables with one row a record.  The door alone calls this, as it does `reveal`.
    """
    field, record = model._meta.get_field(name), model._meta.get_field(model.RECORD)
    table, *columns = map(connection.ops.quote_name, (model._meta.db_table, "id", record.column, field.column))
    sql = f"COPY (SELECT {', '.join(columns)} FROM {table} WHERE {columns[1]} = ANY(%s)) TO STDOUT (FORMAT BINARY)"  # noqa: S608 - names of ours
    with connection.cursor() as cursor, cursor.copy(sql, [list(records)]) as copy:
        copy.set_types(["uuid", "uuid", "bytea"])
        found = [(_Place(pk, of, model.RING, model._meta), bytes(sealed)) for pk, of, sealed in copy.rows()]
    keys = vault.keys_for({vault.slot(place) for place, _ in found})
    return {place.vault_record_id: field.decode(vault.unseal(place, field, sealed, keys)) for place, sealed in found}


def _chosen(model: type[Any], names: Iterable[str]) -> list[SealedField]:
    wanted = set(names)
    return [field for field in sealed_fields(model) if not wanted or field.name in wanted]
