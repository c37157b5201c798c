"""The wording read out before consent: in every language whole, honest about compulsion, presuming nothing."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders

from accessctl.models import Organisation
from accessctl.models.people import CompulsionRisk
from families import briefing

BODY = Organisation(name="Voces del Mar", kind="cso", country="ESP", legal_compulsion_risk="low")


@pytest.mark.parametrize("language", briefing.LANGUAGES)
def test_every_language_says_the_same_parts_in_as_many_sentences(language):
    english, other = briefing.wording("en", BODY), briefing.wording(language, BODY)
    assert [(part.key, len(part.sentences)) for part in other.sections] == [
        (part.key, len(part.sentences)) for part in english.sections
    ]
    assert "{" not in other.text
    assert "@" not in other.text
    assert other.text.count("Voces del Mar") == english.text.count("Voces del Mar")


@pytest.mark.parametrize("language", briefing.LANGUAGES)
def test_every_risk_of_compulsion_is_told_in_words_of_its_own(language):
    told = set()
    for risk in CompulsionRisk:
        BODY.legal_compulsion_risk = risk
        told.add(briefing.wording(language, BODY).text)
    BODY.legal_compulsion_risk = "low"
    assert len(told) == len(CompulsionRisk)


@pytest.mark.parametrize("language", briefing.LANGUAGES)
def test_who_could_be_asked_is_named_or_that_nobody_could(language):
    alone, together = briefing.wording(language, BODY), briefing.wording(language, BODY, ["Teranga", "Institute"])
    assert "Teranga" in together.text
    assert "Institute" in together.text
    assert alone.text != together.text


def test_another_language_falls_back_to_english_and_says_so():
    found = briefing.wording("wol", BODY)
    assert found.language == "en"
    assert found.direction == "ltr"
    assert briefing.wording("ar", BODY).direction == "rtl"


def test_sentences_are_short_enough_to_be_read_out():
    longest = max(
        len(sentence.split()) for part in briefing.wording("en", BODY).sections for sentence in part.sentences
    )
    assert longest <= 32


def test_a_recording_is_offered_where_one_was_made_for_the_language_and_the_profile(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    spoken = tmp_path / "app/briefing/v1/ar-low-none.opus"
    spoken.parent.mkdir(parents=True)
    spoken.write_bytes(b"OggS")
    try:
        assert briefing.wording("ar", BODY).audio == "app/briefing/v1/ar-low-none.opus"
        assert briefing.wording("ar", BODY, ["Teranga"]).audio == ""
        assert briefing.wording("en", BODY).audio == ""
    finally:
        finders.get_finder.cache_clear()
