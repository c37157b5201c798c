"""A line of several parts is read in order, whichever way each part runs."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cases.presentation import line, quoted


@pytest.mark.parametrize(
    ("language", "parts", "said"),
    [
        ("en", ["SIM card", quoted("+888 75"), ""], "SIM card · “+888 75”"),
        ("en", ["Ring", "خاتم", "5 mm"], "Ring · \u2068خاتم\u2069 · 5 mm"),
        ("ar", ["شريحة", quoted("+888 75")], "شريحة · \u2068“+888 75”\u2069"),
        ("ar", ["حقيبة", "أسود"], "حقيبة · أسود"),
        ("ar", ["حقيبة", "Cold room 1", "أسود"], "حقيبة · \u2068Cold room 1\u2069 · أسود"),
    ],
)
def test_a_part_that_runs_the_other_way_turns_no_neighbour(language: str, parts: list[str], said: str) -> None:
    with override(language):
        assert line(parts) == said
