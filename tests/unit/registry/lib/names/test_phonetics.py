"""Sounds of words: every word has some, and costs make sense whatever the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.lib.names import alone, marked, sounds, swapped, tokens, unmarked
from registry.lib.names.phonetics import SYMBOLS


def test_costs_are_symmetric_and_nothing_costs_nothing_against_itself() -> None:
    costs = swapped()
    assert len(costs) == len(alone()) == len(SYMBOLS)
    for a, row in enumerate(costs):
        assert row[a] == 0
        for b, cost in enumerate(row):
            assert cost == costs[b][a] >= 0
    assert all(0 < unwritten <= usual <= 1 for usual, unwritten in alone())


def test_a_word_carries_its_script() -> None:
    assert marked("Vilma") == ("vilma",)
    assert marked("Вильма") == ("vilma^",)
    assert marked("فيلما") == ("filma~",)
    assert marked("Ólafur") == ("olafur",)
    assert [unmarked(word) for word in (*marked("Вильма"), *marked("فيلما"))] == ["vilma", "filma"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tschaikowsky", "chaikowsky"),
        ("phillip", "filip"),
        ("mohammed", "mohamed"),
        ("anna", "ana"),
        ("wright", "right"),
    ],
)
def test_spellings_of_one_sound_are_one_row(one: str, other: str) -> None:
    costs = swapped()
    assert len(sounds(one)) == len(sounds(other))
    assert sum(costs[a][b] for a, b in zip(sounds(one), sounds(other), strict=True)) < 0.2


@pytest.mark.parametrize(
    ("latin", "other", "sign"), [("j", "zh", "^"), ("h", "g", "^"), ("p", "b", "~"), ("v", "f", "~"), ("g", "j", "~")]
)
def test_letters_are_read_by_the_script_they_were_written_in(latin: str, other: str, sign: str) -> None:
    costs, code = swapped(), SYMBOLS.index
    assert costs[code(latin)][code(other + sign)] < 0.15
    assert costs[code("k")][code("m" + sign)] == 1


@given(st.text(max_size=40))
def test_any_text_has_sounds_or_none_and_never_fails(text: str) -> None:
    heard = marked(text)
    assert tuple(map(unmarked, heard)) == tokens(text)
    for word in heard:
        assert all(0 <= code < len(SYMBOLS) for code in sounds(word))
