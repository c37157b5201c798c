"""Lookups of the door's query."""

from __future__ import annotations

from typing import Any

from django.db import models


@models.ForeignKey.register_lookup
@models.IntegerField.register_lookup
class Among(models.Lookup[Any]):
    """`column = ANY(list)`: one parameter however long the list, so it is written and planned as fast for fifty."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        return sorted(self.rhs)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_values, *right_values)
