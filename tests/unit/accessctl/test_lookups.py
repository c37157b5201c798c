"""Conditions in SQL: what they become in a query, alone, joined and beside ordinary ones."""

from __future__ import annotations

import copy
from typing import Any

from django.db.models import Q

from accessctl.lookups import Holds
from cases.models import Case

MINE, SHARED = Holds("{row}.owner_id = %s", 1), Holds("{row}.owner_id = 3 OR {row}.audience = ANY(%s)", [2])


def asked(condition: Q, *more: Q) -> tuple[str, tuple[Any, ...]]:
    """What a query asks of its rows, with the values beside it."""
    sql, values = Case._default_manager.filter(condition, *more).order_by().values("pk").query.sql_with_params()
    return sql.partition(" WHERE ")[2].replace('"cases_case".', "row.").replace('"', ""), tuple(values)


def test_two_conditions_make_one_with_the_values_of_both_in_order() -> None:
    mine, shared = "(row.owner_id = %s)", "(row.owner_id = 3 OR row.audience = ANY(%s))"
    assert isinstance(MINE | SHARED, Holds)
    assert asked(MINE | SHARED) == (f"({mine} OR {shared})", (1, [2]))
    assert asked(~MINE & SHARED) == (f"((NOT {mine}) AND {shared})", (1, [2]))
    assert asked(~(SHARED & MINE)) == (f"(NOT ({shared} AND {mine}))", ([2], 1))


def test_they_stand_beside_ordinary_ones() -> None:
    child = Q(is_child=True)
    for word, joined in ((" OR ", (MINE | child, child | MINE)), (" AND ", (MINE & child, child & MINE))):
        for one in joined:
            sql, values = asked(one)
            assert {part.strip("()") for part in sql.split(word)} == {"row.is_child", "row.owner_id = %s"}
            assert values == (1,)
    assert asked(MINE, child) == asked(MINE & child)
    assert asked(~(MINE | child))[0].startswith("NOT (")


def test_one_beside_an_empty_condition_stays_what_it_is() -> None:
    assert asked((Q() & MINE) | SHARED) == asked(MINE | SHARED)
    assert copy.deepcopy(MINE) is MINE
    assert str([1, 2]) not in repr(Q(is_child=True) & SHARED)


def test_none_is_lost_beside_another() -> None:
    other = Holds("{row}.owner_id = %s", 2)
    for both in (
        (MINE & other,),
        (MINE, other),
        (~Q(MINE), ~Q(other)),
        (~Q(MINE, is_child=True), ~Q(other, is_child=True)),
    ):
        assert asked(*both)[1] == (1, 2)


def test_each_is_about_the_row_of_its_own_query() -> None:
    inner = Case._default_manager.filter(SHARED).values("pk")
    sql, values = Case._default_manager.filter(MINE, pk__in=inner).values("pk").query.sql_with_params()
    assert '"cases_case".owner_id = %s' in sql
    assert "U0.owner_id = 3 OR U0.audience = ANY(%s)" in sql.replace('"U0"', "U0")
    assert sorted(values, key=str) == [1, [2]]


def test_names_are_filled_in_and_values_are_not() -> None:
    named = Holds("{row}.{column} = %s", "{row}", column="ref")
    assert asked(named) == ("(row.ref = %s)", ("{row}",))
