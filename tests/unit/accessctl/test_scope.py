"""What an agreement covers: a list adds, and an empty one covers nothing."""

from __future__ import annotations

import pytest

from accessctl.scope import EVERYTHING, Scope, route_name, routes
from cases.codes import Route

ATLANTIC = Scope(routes=frozenset({"watl"}))
SENEGAL = Scope(countries=frozenset({"SEN"}))


def test_empty_covers_nothing() -> None:
    assert not Scope()
    assert ATLANTIC
    assert EVERYTHING


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (EVERYTHING, ATLANTIC, True),
        (EVERYTHING, Scope(), False),
        (Scope(), Scope(), False),
        (ATLANTIC, Scope(routes=frozenset({"watl", "sah"})), True),
        (ATLANTIC, Scope(routes=frozenset({"sah"})), False),
        (ATLANTIC, SENEGAL, True),  # a case of Senegal on the Atlantic route lies in both
        (SENEGAL, Scope(countries=frozenset({"MEX"})), False),
        (SENEGAL, Scope(incidents=frozenset({"MIN-1"})), True),
    ],
)
def test_two_meet_where_a_record_can_lie_in_both(one: Scope, other: Scope, meet: bool) -> None:
    assert one.meets(other) is meet
    assert other.meets(one) is meet


def test_the_routes_are_those_of_cases() -> None:
    assert [code for code, _name in routes()] == list(Route.values)
    assert route_name("watl") == Route.WEST_AFRICA_ATLANTIC.label
    assert route_name("gone") == "gone"
