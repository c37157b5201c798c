"""Conditions of the door's query, in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q


class Holds(Q):
    """A condition on the queried row itself: `{row}` stands for the row, %s for a value beside it.

    names: of columns and tables, in place of further names in braces.  For what every decision asks: spelled as
    lookups and querysets it took longer to write than to run.  Two of them make a third, which is as quick.
    """

    def __init__(self, sql: str, *values: Any, **names: str) -> None:
        if names:
            sql = sql.format(row="{row}", **names)
        self.sql, self.values = sql, values
        super().__init__(_OfRow(sql, values))

    def __copy__(self) -> Self:
        return self  # nothing changes one

    def __deepcopy__(self, memo: object) -> Self:
        return self

    copy = __copy__

    def __and__(self, other: Q) -> Q:
        return self._joined("AND", other) if isinstance(other, Holds) else Q(self) & other

    def __or__(self, other: Q) -> Q:
        return self._joined("OR", other) if isinstance(other, Holds) else Q(self) | other

    def __invert__(self) -> Holds:
        return Holds(f"NOT ({self.sql})", *self.values)

    def _joined(self, word: str, other: Holds) -> Holds:
        return Holds(f"({self.sql}) {word} ({other.sql})", *self.values, *other.values)


class _OfRow(models.Lookup[Any]):
    """The condition within a query, where it knows what the query calls its row."""

    conditional = True
    output_field = models.BooleanField()  # one for all: Django would make one for each

    def __init__(self, sql: str, values: tuple[Any, ...], row: str = "") -> None:
        self.sql, self.values, self.row = sql, values, row

    def __repr__(self) -> str:
        return f"<{self.sql}>"  # without the values, which say whose reach it is

    @property
    def identity(self) -> tuple[Any, ...]:
        """SECURITY: of two conditions that are equal Django keeps one."""
        return self.__class__, self.sql, self.values, self.row

    def get_source_expressions(self) -> list[Any]:
        return []

    def resolve_expression(self, query: Any = None, *args: Any, **options: Any) -> Self:
        return type(self)(self.sql, self.values, query.get_initial_alias())

    def relabeled_clone(self, change_map: Mapping[str, str]) -> Self:
        return type(self)(self.sql, self.values, change_map.get(self.row, self.row))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"({self.sql.format(row=compiler.quote_name_unless_alias(self.row))})", self.values
