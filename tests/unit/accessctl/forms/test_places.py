"""Places: words, country, and a point that never stands without its radius."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accessctl.forms import CountriesField, CountryField, PlaceField, PlaceValue
from accessctl.forms.absence import Absence

FIELD = PlaceField(parts=("as_said", "country", "place_kind", "point"), kinds=[("coast", "coast")], required=False)


def test_words_and_a_country_are_a_place() -> None:
    place = FIELD.clean({"as_said": "قرب طبرق", "country": "LBY"})
    assert place == PlaceValue(as_said="قرب طبرق", country="LBY")
    assert place.geo_method == "text_only"


def test_a_point_has_a_radius() -> None:
    place = FIELD.clean({"lat": "35,5", "lon": "-12.6", "radius_km": "2.5"})
    assert place is not None
    assert (place.lat, place.lon, place.radius_m, place.geo_method) == (35.5, -12.6, 2500, "map_pick")
    assert FIELD.prepare_value(place)["radius_km"] == "2.5"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"lat": "35.5", "lon": "12.6"}, "how exact"),
        ({"lat": "35.5", "radius_km": "5"}, "both latitude and longitude"),
        ({"lat": "95", "lon": "12.6", "radius_km": "5"}, "between -90 and 90"),
        ({"lat": "nan", "lon": "12.6", "radius_km": "5"}, "between -90 and 90"),
        ({"lat": "35.5", "lon": "12.6", "radius_km": "5000"}, "between 0.001 and 2000"),
        ({"lat": "35.5", "lon": "east", "radius_km": "5"}, "write a number"),
        ({"country": "XYZ"}, "country of the list"),
        ({"place_kind": "moon"}, "kind of place"),
        ({"as_said": "x" * 201}, "at most 200"),
        ({"as_said": "port\u202e"}, "invisible"),
    ],
)
def test_a_wrong_place_says_why(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        FIELD.clean(given)


def test_nothing_typed_is_no_place() -> None:
    assert FIELD.clean({}) is None
    with pytest.raises(ValidationError):
        PlaceField().clean({})


def test_countries_are_a_few_selects() -> None:
    field = CountriesField(required=False)
    assert field.widget.value_from_datadict({"n": ["SEN", "", "SEN", "MLI"]}, {}, "n") == ["SEN", "MLI"]
    assert field.clean(["SEN", "MLI"]) == ["SEN", "MLI"]
    assert field.clean(["unknown"]) is Absence.UNKNOWN
    with pytest.raises(ValidationError, match="Keep the countries"):
        field.clean(["SEN", "unknown"])


def test_papers_that_reveal_protection_are_no_nationality() -> None:
    with pytest.raises(ValidationError):
        CountryField().clean("XXB")
