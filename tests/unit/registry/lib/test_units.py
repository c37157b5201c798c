"""Heights and weights in the ways people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.lib.errors import BadMeasure
from registry.lib.units import feet_inches, height_cm, weight_kg


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("175", 175), ("175 cm", 175), ("175CM", 175), ("175.5", 175.5), ("175,5 cm", 175.5), ("1.75", 175),
        ("1,75 m", 175), ("1.75m", 175), ("1m75", 175), ("1 m 75 cm", 175), ("1m05", 105), ("1m8", 180), ("2 m", 200),
        ("5'9\"", 175.3), ("5’9”", 175.3), ("5′9″", 175.3), ("5 ft 9", 175.3), ("5 ft 9 in", 175.3), ("5ft", 152.4),
        ("5 feet 9 inches", 175.3), ("6'", 182.9), ("5'9.5\"", 176.5), ("69 in", 175.3), ('69"', 175.3),
        ("١٧٥", 175), ("۱۷۵ cm", 175), ("১৭৫", 175), ("  175  ", 175), ("30", 30), ("250", 250), ("175 cm.", 175),
    ],
)  # fmt: skip
def test_heights(text: str, cm: float) -> None:
    assert height_cm(text) == cm


@pytest.mark.parametrize("text", ["", "tall", "5.9", "9", "5'13\"", "1.75.2", "175 kg", "-175", "175 cm tall", "1e3"])
def test_unreadable_heights_show_how_to_write_them(text: str) -> None:
    with pytest.raises(BadMeasure) as caught:
        height_cm(text, part="height")
    assert caught.value.code == "height_unreadable"
    assert "1.75 m" in caught.value.fields["height"][0]


@pytest.mark.parametrize("text", ["29", "251", "0.2", "3 m", "8'3\"", "1750", "17.5", "17 cm", "0"])
def test_impossible_heights_name_the_limits(text: str) -> None:
    with pytest.raises(BadMeasure) as caught:
        height_cm(text)
    assert caught.value.code == "height_impossible"
    assert "between 30 and 250 cm" in caught.value.message


@pytest.mark.parametrize(
    ("text", "kg"),
    [("70", 70), ("70 kg", 70), ("70,5kg", 70.5), ("70 kilos", 70), ("154 lb", 69.9), ("154lbs", 69.9),
     ("11 st 4", 71.7), ("11 stone", 69.9), ("٧٠", 70), ("3.2 kg", 3.2)],
)  # fmt: skip
def test_weights(text: str, kg: float) -> None:
    assert weight_kg(text) == kg


@pytest.mark.parametrize(
    ("text", "code"),
    [("heavy", "weight_unreadable"), ("", "weight_unreadable"), ("11 st 15", "weight_unreadable"),
     ("70 cm", "weight_unreadable"), ("0.2", "weight_impossible"), ("900", "weight_impossible")],
)  # fmt: skip
def test_refused_weights(text: str, code: str) -> None:
    with pytest.raises(BadMeasure) as caught:
        weight_kg(text)
    assert caught.value.code == code


@given(st.floats(50, 240))
def test_feet_and_inches_return_within_half_an_inch(cm: float) -> None:
    feet, inches = feet_inches(cm)
    assert 0 <= inches < 12
    assert abs(height_cm(f"{feet}'{inches}\"") - cm) <= 1.4


@given(st.text(max_size=12))
def test_any_text_is_a_measure_or_a_refusal(text: str) -> None:
    for read, low, high in ((height_cm, 30, 250), (weight_kg, 0.4, 350)):
        try:
            assert low <= read(text) <= high
        except BadMeasure:
            continue
