"""Codes, names in five languages, and who lives next to whom."""

import math
import re

import pytest
from babel import Locale
from babel.core import get_global

from registry.lib import world
from registry.lib.errors import BadInput
from registry.lib.world import COUNTRIES, LANGUAGES, UI_LANGUAGES

# The one code that the locale data's alias table lacks.
KOSOVO = "XKX"


def test_all_countries_of_the_standard_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert len({country.alpha2 for country in COUNTRIES.values()}) == 250
    aliases = get_global("territory_aliases")
    for code in COUNTRIES.keys() - {KOSOVO}:
        assert aliases[code] == [COUNTRIES[code].alpha2]


def test_borders_are_mutual() -> None:
    for code, country in COUNTRIES.items():
        assert code not in country.neighbours
        for other in country.neighbours:
            assert code in COUNTRIES[other].neighbours


def test_circles_are_on_earth_and_neighbours_touch() -> None:
    for country in COUNTRIES.values():
        assert -90 <= country.lat <= 90
        assert -180 <= country.lon <= 180
        assert 1 <= country.radius_km <= 4000
        for other in country.neighbours:
            touching = 1.15 * (country.radius_km + COUNTRIES[other].radius_km)
            assert _kilometres(country, COUNTRIES[other]) < touching


def _kilometres(one: world.Country, other: world.Country) -> float:
    lat, lon, far_lat, far_lon = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    cosine = math.sin(lat) * math.sin(far_lat) + math.cos(lat) * math.cos(far_lat) * math.cos(lon - far_lon)
    return 6371 * math.acos(min(1, cosine))


def test_languages_of_countries_are_offered() -> None:
    assert {language for country in COUNTRIES.values() for language in country.languages} <= set(LANGUAGES)
    assert len(LANGUAGES) >= 80
    assert all(re.fullmatch("[a-z]{3}", code) for code in LANGUAGES)


@pytest.mark.parametrize("language", UI_LANGUAGES)
def test_every_country_language_and_script_has_a_name(language: str) -> None:
    for name, codes in (
        (world.country_name, COUNTRIES),
        (world.language_name, LANGUAGES),
        (world.script_name, world.SCRIPTS),
    ):
        names = [name(code, language) for code in codes]
        nameless = {code for shown, code in zip(names, codes, strict=True) if shown == code}
        assert nameless <= {"Thai", "lao"}  # here the name is spelled like the code
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("SOM", "en", "Somalia"), ("SOM", "fr", "Somalie"), ("SOM", "ar", "الصومال"), ("SOM", "ru", "Сомали"),
        ("XKX", "en", "Kosovo"), ("XXA", "en", "Stateless"), ("ZZZ", "en", "ZZZ"), ("ERI", "es", "Eritrea"),
    ],
)  # fmt: skip
def test_country_names(code: str, language: str, name: str) -> None:
    assert world.country_name(code, language) == name


def test_language_names() -> None:
    assert world.language_name("prs", "en") == "Dari"
    assert world.language_name("tir", "fr") == "tigrigna"
    assert world.language_name("mam", "ru") == "Mam"
    assert world.language_name("xyz", "en") == "xyz"
    assert world.script_name("Ethi", "en") == "Ethiopic"


@pytest.mark.parametrize("language", UI_LANGUAGES)
def test_choices_are_complete_sorted_and_end_with_the_special_ones(language: str) -> None:
    choices = world.country_choices(language)
    assert [code for code, _ in choices[-2:]] == ["XXA", "XXX"]
    assert {code for code, _ in choices} == COUNTRIES.keys() | {"XXA", "XXX"}
    assert {code for code, _ in world.language_choices(language)} == set(LANGUAGES)
    assert {code for code, _ in world.script_choices(language)} == set(world.SCRIPTS)


def test_accents_do_not_push_a_country_to_the_end() -> None:
    french = [name for _, name in world.country_choices("fr")]
    assert french.index("Égypte") < french.index("Espagne") < french.index("France")


@pytest.mark.parametrize("code", ["SOM", "som", " som ", "XXA", "XXX", "XKX"])
def test_codes_that_may_be_stored(code: str) -> None:
    assert world.check_country(code) == code.strip().upper()


@pytest.mark.parametrize("code", ["XXB", "xxc"])
def test_codes_that_reveal_protection_are_refused_with_the_reason(code: str) -> None:
    with pytest.raises(BadInput) as caught:
        world.check_country(code, part="nationality")
    assert "reveal" in caught.value.fields["nationality"][0]
    assert "Stateless" in caught.value.message


@pytest.mark.parametrize("code", ["", "SO", "ZZZ", "Somalia", "123"])
def test_other_codes_are_unknown(code: str) -> None:
    with pytest.raises(BadInput, match="country_unknown"):
        world.check_country(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("so", "SOM"), ("SOM", "SOM"), ("somalia", "SOM"), ("Somalie", "SOM"), ("الصومال", "SOM"), ("Сомали", "SOM"),
        ("egypte", "EGY"), (" Türkiye ", "TUR"), ("XXA", "XXA"), ("Atlantis", None), ("", None), ("XXB", None),
    ],
)  # fmt: skip
def test_find_country(text: str, code: str | None) -> None:
    assert world.find_country(text) == code


def test_closeness() -> None:
    assert world.neighbours("SOM") == {"DJI", "ETH", "KEN"}
    assert world.neighbours("XXA") == frozenset()
    assert world.share_language("SYR", "MAR")
    assert world.share_language("AFG", "IRN")
    assert not world.share_language("SYR", "GHA")
    assert world.are_close("SEN", "MLI")
    assert world.are_close("ERI", "SDN")
    assert not world.are_close("BGD", "NGA")
    assert world.same_language("prs", "pes")
    assert world.same_language("som", "som")
    assert not world.same_language("som", "ara")
    assert world.circle("XXX") is None
    assert world.circle("SOM") == (6.0, 46.0, 800)


def test_every_country_is_in_the_locale_data_of_every_language() -> None:
    for language in UI_LANGUAGES:
        assert {country.alpha2 for country in COUNTRIES.values()} <= set(Locale(language).territories)
