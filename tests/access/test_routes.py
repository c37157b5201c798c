"""Every address has a decision: who may use it, in a sentence."""

from __future__ import annotations

from tests.access import routes
from tests.access.decisions import DECISIONS


def test_every_route_has_a_decision() -> None:
    assert {name for name, _pattern in routes.walk()} == set(DECISIONS)
