"""Marked sentences and locale data follow the reader; unknown languages fall back to English."""

from collections.abc import Iterator

import pytest

from registry.lib import speech
from registry.lib.speech import in_order, locale, mark, speak_through, translated


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    before = speech._translate, speech._language
    speak_through(mark)
    yield
    speak_through(*before)


def test_english_until_the_site_speaks() -> None:
    assert translated(mark("A sentence.")) == "A sentence."
    assert locale().language == "en"


def test_the_reader_decides_at_reading_time() -> None:
    reader = {"language": "fr"}
    speak_through(lambda message: f"{reader['language']}:{message}", lambda: reader["language"])
    assert (translated("x"), locale().language) == ("fr:x", "fr")
    reader["language"] = "ar"
    assert (translated("x"), locale().text_direction) == ("ar:x", "rtl")


@pytest.mark.parametrize("code", ["pt-br", "pt_BR", "zh-hans"])
def test_regional_codes_in_either_spelling(code: str) -> None:
    assert locale(code).language in {"pt", "zh"}


@pytest.mark.parametrize("code", ["xx", "not a language", ""])
def test_unknown_language_is_english(code: str) -> None:
    assert locale(code).language == "en"


def test_no_active_language_is_english() -> None:
    speak_through(mark, lambda: None)
    assert locale().language == "en"


def test_figures_keep_their_order_within_a_sentence_that_runs_the_other_way() -> None:
    assert in_order("174–178") == "174–178"
    speak_through(mark, lambda: "ar")
    assert in_order("174–178") == "\N{LEFT-TO-RIGHT ISOLATE}174–178\N{POP DIRECTIONAL ISOLATE}"
    assert in_order("") == ""
