"""A dental chart as it is written."""

from __future__ import annotations

import pytest

from cases.vocabulary.teeth import Tooth, parse_chart, spell
from registry.lib.errors import Invalid


def test_a_chart_has_one_spelling_whatever_the_order() -> None:
    teeth = parse_chart(" 46 MAM\n36 fil om AMA; 11 sou, 55 dec")
    assert teeth == (Tooth("11", "sou"), Tooth("36", "fil", "MO", "ama"), Tooth("46", "mam"), Tooth("55", "dec"))
    assert spell(teeth) == "11 sou; 36 fil MO ama; 46 mam; 55 dec"
    assert parse_chart(spell(teeth)) == teeth
    assert parse_chart("") == ()
    assert spell(parse_chart("21 crw gol; 18s ano")) == "18s ano; 21 crw gol"


@pytest.mark.parametrize(
    "written",
    ["19 sou", "56 dec", "11", "11 xyz", "11 fil MX", "11 fil MO ama more", "eleven sou", "1 1 sou", "11 fil ama MO"],
)
def test_what_cannot_be_read_is_named(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_chart(f"12 sou; {written}")
    assert "teeth" in refused.value.fields


def test_a_tooth_is_charted_once() -> None:
    with pytest.raises(Invalid):
        parse_chart("11 sou; 11 mam")
