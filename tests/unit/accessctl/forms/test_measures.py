"""Heights in either unit, ranges with a unit."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accessctl.forms import HeightField, Interval, RangeField

MONTHS = RangeField(unit="d", lowest=0, highest=3650, units=[("d", "days", 1), ("m", "months", 30)], required=False)
AGE = RangeField(unit="y", lowest=0, highest=120, required=False)


@pytest.mark.parametrize(
    ("given", "cm"),
    [
        ({"cm": "170"}, 170),
        ({"cm": "١٧٠"}, 170),
        ({"cm": "1,75 m"}, 175),
        ({"ft": "5", "in": "7"}, 170),
        ({"ft": "6"}, 183),
        ({"cm": "5'9\""}, 175),
    ],
)
def test_a_height_in_any_unit_is_kept_in_centimetres(given: dict[str, str], cm: int) -> None:
    height = HeightField().clean(given)
    assert height is not None
    assert (height.low, height.high, height.unit) == (cm, cm, "cm")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"cm": "20"}, "between 30 and 250"),
        ({"cm": "tall"}, "not a height"),
        ({"cm": "170", "ft": "5"}, "once"),
        ({"ft": "5", "in": "14"}, "not a height"),
    ],
)
def test_an_impossible_height_says_why(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        HeightField().clean(given)


def test_one_end_alone_is_a_point() -> None:
    assert AGE.clean({"low": "20"}) == AGE.clean({"high": "20"}) == Interval(20, 20, "y", "20 y")


def test_a_range_multiplies_into_the_stored_unit() -> None:
    assert MONTHS.clean({"low": "2", "high": "6", "unit": "m"}) == Interval(60, 180, "d", "2–6 m")
    assert MONTHS.clean({"low": "", "high": "", "unit": "m"}) is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"low": "30", "high": "20"}, "Exchange"),
        ({"low": "200"}, "between 0 and 120"),
        ({"low": "x"}, "write a number"),
        ({"low": "inf"}, "write a number"),
    ],
)
def test_an_impossible_range_says_why(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        AGE.clean(given)


def test_a_unit_outside_the_list_is_refused() -> None:
    with pytest.raises(ValidationError, match="unit of the list"):
        MONTHS.clean({"low": "1", "unit": "eons"})
