"""What may be saved as text or name, and contact data found where it does not belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.lib.names import BadText, clean_name, clean_text, contact_patterns, has_contact_pattern


@pytest.mark.parametrize(
    "text",
    ["Amina", "محمد حسين", "می‌خواهم", "क्‍ष", "Nguyễn Thị Ánh", "O'Neil", "Jean-Luc", "مُحَمَّد", "王小明", "ꦗꦮ", "👩‍👧",
     "שָׁלוֹם"],
)  # fmt: skip
def test_real_names_pass_unchanged(text: str) -> None:
    assert clean_text(text) == text
    if any(map(str.isalpha, text)):
        assert clean_name(text) == text


def test_free_text_keeps_lines_and_loses_outer_blanks() -> None:
    assert clean_text("  one\r\ntwo\rthree\u2028four\tfive  ") == "one\ntwo\nthree\nfour\tfive"


def test_text_is_composed() -> None:
    assert clean_text("Nu\u0301n\u0303ez") == "Núñez"


def test_empty_stays_empty() -> None:
    assert clean_text("  \n") == clean_name("") == ""


@pytest.mark.parametrize("mark", list("\u061c\u200e\u200f\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069"))
def test_direction_controls_are_refused(mark: str) -> None:
    with pytest.raises(BadText) as caught:
        clean_text(f"Ami{mark}na", part="given")
    assert caught.value.code == "text_direction_control"
    assert list(caught.value.fields) == ["given"]
    assert "invisible character" in caught.value.message
    assert "Ami" not in caught.value.message + str(caught.value)


@pytest.mark.parametrize("character", list("\x00\x07\x1b\x7f\x9b\ue000\ufffe\ud800"))
def test_control_characters_are_refused(character: str) -> None:
    with pytest.raises(BadText) as caught:
        clean_text(f"Ami{character}na")
    assert caught.value.code == "text_control_character"


@pytest.mark.parametrize(
    "text", ["Ami\u200bna", "Ami\ufeffna", "Ami\u00adna", "Ami\u200dna", "a \u200cb", "A\U000e0041"]
)
def test_invisible_characters_are_refused(text: str) -> None:
    with pytest.raises(BadText) as caught:
        clean_text(text)
    assert caught.value.code == "text_invisible_character"


def test_stacked_marks_are_refused() -> None:
    with pytest.raises(BadText) as caught:
        clean_text("A" + "\u0316" * 7)
    assert caught.value.code == "text_stacked_marks"


@pytest.mark.parametrize(
    "name", ["<b>Amina</b>", "Amina <script>", "A > B", "Amina&nbsp;", "&#60;", "{{ name }}", "{% x %}", "javascript:a"]
)
def test_markup_in_a_name_is_refused_but_allowed_in_free_text(name: str) -> None:
    with pytest.raises(BadText) as caught:
        clean_name(name)
    assert caught.value.code == "text_markup_in_name"
    assert clean_text(name) == name


def test_a_name_is_one_line_with_letters() -> None:
    assert clean_name(" Amina \t Ali ") == "Amina Ali"
    assert clean_name("Tom & Ann") == "Tom & Ann"
    with pytest.raises(BadText, match="text_line_break_in_name"):
        clean_name("Amina\nAli")
    for name in ["123", "-", "?", "..."]:
        with pytest.raises(BadText, match="text_no_letter_in_name"):
            clean_name(name)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Call +252 61 234 5678 tonight", {"phone"}),
        ("his number 0612345678", {"phone"}),
        ("tel (0039) 333-123-4567", {"phone"}),
        ("رقمه ٠٦١٢٣٤٥٦٧٨", {"phone"}),
        ("passport A1234567 was lost", {"document"}),
        ("id 12345678X", {"document"}),
        ("seen at 36.81234, 10.16579", {"coordinates"}),
        ("at 36°12'N 5°30'W", {"coordinates"}),
        ("write to amina@example.org", {"email"}),
        ("see https://example.org/p/123456789", {"link"}),
        ("wa.me/25261234567", {"link"}),
    ],
)
def test_contact_data_is_found(text: str, kinds: set[str]) -> None:
    assert contact_patterns(text) >= kinds
    assert has_contact_pattern(text)


@pytest.mark.parametrize(
    "text",
    [
        "He left on 2021-03-14 with 12 others",
        "between 14.03.2021 and 3/4/2021",
        "from 2019 to 2021, 2019-2021, 2019–20",
        "paid 1,500,000 francs",
        "paid 1 500 000 francs",
        "see MMR-7Q2KX-4M9TB-C",
        "about 175 cm, 70 kg, age 25-30",
        "boat of 120 people, 40 km from the coast",
        "at 3.5, 4.5",
        "house 12, floor 3",
        "",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert contact_patterns(text) == frozenset()


@given(st.text(max_size=60))
def test_any_text_is_cleaned_or_refused_and_cleaning_is_stable(text: str) -> None:
    has_contact_pattern(text)
    for clean in (clean_text, clean_name):
        try:
            cleaned = clean(text)
        except BadText:
            continue
        assert clean(cleaned) == cleaned
