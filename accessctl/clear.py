"""Rows in clear: what the door hands out after it decided and journalled.

A `Clear` is a read-only view of one row whose sealed fields are plain values.  It never prints what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from accessctl import vault
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


def _chosen(model: type[Any], names: Iterable[str]) -> list[SealedField]:
    wanted = set(names)
    return [field for field in sealed_fields(model) if not wanted or field.name in wanted]
