"""Many rows of one table in one statement, in the caller's transaction: what Django sends takes several times as long.

For columns of text, numbers, ids, instants and JSON; what is sealed is prepared by saving rows alone.  Rows go as COPY
where no conflict is possible, else as one JSON document, which PostgreSQL takes apart faster than Python puts thousands
of values into a statement.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

Rows = Sequence[Sequence[Any]]  # of values, in the order of the columns named


def copy_in(model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
    """Add rows as they are: no conflict is forgiven, and a column not named takes the database's default."""
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {_table(model)} ({_names(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def add(model: type[models.Model], columns: Sequence[str], rows: Rows) -> set[UUID]:
    """Add rows in their order, and leave out those that are there by any rule of the table: the ids of those added."""
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert(model, columns)} ON CONFLICT DO NOTHING RETURNING id", [_document(columns, rows)])
        return {key for (key,) in cursor.fetchall()}


def put(
    model: type[models.Model], columns: Sequence[str], rows: Rows, *, once: Sequence[str], kept: Sequence[str] = ()
) -> None:
    """Add rows, or renew those that are there by the rule that `once` names; keys and what is to be kept stay."""
    if not rows:
        return
    renewed = ", ".join(f"{_name(c)} = EXCLUDED.{_name(c)}" for c in columns if c not in (*once, *kept, "id"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_insert(model, columns)} ON CONFLICT ({_names(once)}) DO UPDATE SET {renewed}",
            [_document(columns, rows)],
        )


def change(model: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
    """Write columns of rows that are there; the first column is the key."""
    if not rows:
        return
    table, (key, *others) = _table(model), columns
    changed = ", ".join(f"{_name(column)} = given.{_name(column)}" for column in others)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changed} FROM {_given(model)} WHERE {table}.{_name(key)} = given.{_name(key)}",  # noqa: S608 - names of the model
            [_document(columns, rows)],
        )


def _insert(model: type[models.Model], columns: Sequence[str]) -> str:
    names = _names(columns)
    return f"INSERT INTO {_table(model)} ({names}) SELECT {names} FROM {_given(model)}"  # noqa: S608 - names of the model


def _given(model: type[models.Model]) -> str:
    return f"json_populate_recordset(NULL::{_table(model)}, %s::json) AS given"


def _document(columns: Sequence[str], rows: Rows) -> str:
    return json.dumps([dict(zip(columns, map(_plain, row), strict=True)) for row in rows])


def _plain(value: Any) -> Any:
    """JSON knows neither ids nor instants, and no infinity."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _names(columns: Iterable[str]) -> str:
    return ", ".join(_name(column) for column in columns)


def _name(column: str) -> str:
    return connection.ops.quote_name(column)


def _table(model: type[models.Model]) -> str:
    return _name(model._meta.db_table)
