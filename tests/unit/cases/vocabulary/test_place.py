"""A place keeps what was said and refuses what cannot be; a public cell never tells more than 50 km."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.codes import GeoMethod
from cases.vocabulary.place import BadPlace, Place, default_radius_m, grid_cell


def test_a_place_survives_being_stored() -> None:
    place = Place(
        as_said="شاطئ قرب صبراتة", country="LBY", admin1="LY-SR", locality="Sabratha", kind="coast",
        lat=32.7931234567, lon=12.4884, radius_m=5000, geo_method="map_pick", water_body="med_c",
    )  # fmt: skip
    assert place.lat == 32.793123
    assert Place.from_json(place.to_json()) == place


def test_absent_parts_are_left_out_and_empty_text_is_no_answer() -> None:
    place = Place(as_said=" near the border ", country="", locality="")
    assert place.to_json() == {"as_said": "near the border"}
    assert place.country is None


def test_an_empty_place_is_false_and_a_place_of_words_is_true() -> None:
    assert not Place()
    assert Place(as_said="somewhere north")


def test_a_place_never_prints_itself() -> None:
    place = Place(as_said="Calle Real 4", lat=1.0, lon=2.0, radius_m=10)
    assert "Calle" not in repr(place) + str(place) + f"{place}"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"lat": 10.0, "lon": 20.0}, "radius_m"),
        ({"lat": 10.0, "lon": 20.0, "geo_method": "gps"}, "radius_m"),
        ({"lat": 10.0, "radius_m": 5}, "lon"),
        ({"lon": 10.0, "radius_m": 5}, "lat"),
        ({"radius_m": 5}, "radius_m"),
        ({"lat": 91.0, "lon": 20.0, "radius_m": 5}, "lat"),
        ({"lat": 10.0, "lon": 180.5, "radius_m": 5}, "lon"),
        ({"lat": math.nan, "lon": 18.5, "radius_m": 5}, "lat"),
        ({"lat": 10.0, "lon": 20.0, "radius_m": 0}, "radius_m"),
        ({"lat": 10.0, "lon": 20.0, "radius_m": 2_000_001}, "radius_m"),
        ({"country": "ZZZ"}, "country"),
        ({"country": "XXB"}, "country"),
        ({"kind": "palace"}, "kind"),
        ({"geo_method": "guess"}, "geo_method"),
        ({"water_body": "lake"}, "water_body"),
        ({"as_said": "x" * 201}, "as_said"),
        ({"locality": "x" * 121}, "locality"),
        ({"as_said": "port\u202eyxz"}, "as_said"),
    ],
)
def test_what_cannot_be_is_refused_and_the_part_is_named(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(BadPlace) as refused:
        Place(**parts)
    assert list(refused.value.fields) == [field]
    assert refused.value.status == 422


def test_a_country_is_stored_in_capitals() -> None:
    assert Place(country="eri").country == "ERI"


def test_only_a_code_of_the_region_may_go_to_layer_1() -> None:
    assert Place(admin1="IT-82").admin1_code == "IT-82"
    assert Place(admin1="Sicilia").admin1_code is None
    assert Place().admin1_code is None


def test_the_words_that_name_it_best() -> None:
    assert Place(as_said="the port", locality="Zarzis").text == "the port"
    assert Place(locality="Zarzis").text == "Zarzis"
    assert Place(country="TUN").text == ""


def test_default_radii() -> None:
    assert default_radius_m(GeoMethod.GPS) == 100
    assert default_radius_m("map_pick") == 5000
    assert default_radius_m("admin_centroid", admin1_radius_m=90_000) == 90_000
    assert default_radius_m("text_only") is None
    assert default_radius_m(None) is None


latitudes = st.floats(-90, 90, allow_nan=False)
longitudes = st.floats(-180, 180, allow_nan=False)


@given(latitudes, longitudes)
def test_a_cell_holds_its_point(lat: float, lon: float) -> None:
    cell = grid_cell(lat, lon)
    assert abs(cell.lat - lat) <= cell.lat_span / 2 + 1e-9
    assert min(abs(cell.lon - lon), 360 - abs(cell.lon - lon)) <= cell.lon_span / 2 + 1e-9


@given(st.floats(-88, 88, allow_nan=False), longitudes)
def test_a_cell_is_at_least_50_km_wide_and_high(lat: float, lon: float) -> None:
    cell = grid_cell(lat, lon)
    narrow = max(abs(cell.lat - cell.lat_span / 2), abs(cell.lat + cell.lat_span / 2))
    assert cell.lat_span * 111.195 >= 50
    assert cell.lon_span * 111.195 * math.cos(math.radians(narrow)) >= 50 - 1e-6


@given(latitudes, longitudes)
def test_the_centre_of_a_cell_lies_in_the_same_cell(lat: float, lon: float) -> None:
    cell = grid_cell(lat, lon)
    assert grid_cell(cell.lat, cell.lon) == cell


@given(latitudes, longitudes)
def test_centres_fit_the_public_columns(lat: float, lon: float) -> None:
    cell = grid_cell(lat, lon)
    assert -180 <= cell.lon <= 180
    assert (cell.lat * 100) % 50 == 25
    assert round(cell.lon, 2) == cell.lon


def test_the_poles_and_the_date_line_have_cells() -> None:
    assert grid_cell(90, 180) == grid_cell(90, -180)
    assert grid_cell(-90, 0).lat == -89.75
