"""Where a family can go: what the list says for each country and route, to anybody, and that nothing is kept."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from cases.codes import Route
from registry.lib.world import COUNTRIES
from registry.site import finder

MUTE = {Route.NONE, Route.OTHER, Route.UNKNOWN}


def test_the_list_names_countries_and_routes_that_there_are() -> None:
    assert set(finder.ALONG) == {route.value for route in Route} - {route.value for route in MUTE}
    for codes in (finder.CRESCENT, finder.CRYSTAL, finder.UNSURE, *finder.ALONG.values()):
        assert set(codes) <= set(COUNTRIES)
        assert len(set(codes)) == len(codes)
    assert not finder.CRESCENT & finder.UNSURE


@pytest.mark.parametrize("here", sorted(COUNTRIES))
def test_every_country_has_somewhere_to_go_and_a_warning_about_consulates(here: str) -> None:
    found = {place.id: place for place in finder.places_for(here, "", "")}
    assert set(found) == {"society", "groups", "authorities", "consulate", "united_nations"}
    assert "fled that State" in found["consulate"].warning
    assert all(place.who and place.text and place.warning for place in found.values())


@pytest.mark.parametrize(
    ("here", "who"),
    [
        ("GMB", "The Red Cross in Gambia"), ("TUN", "The Red Crescent in Tunisia"),
        ("ISR", "Magen David Adom in Israel"), ("ERI", "The International Committee of the Red Cross"),
    ],
)  # fmt: skip
def test_the_society_has_its_name(here: str, who: str) -> None:
    assert next(finder.places_for(here, "", "")).who == who


@pytest.mark.django_db
def test_strangers_are_told_and_nothing_is_kept(client: Client) -> None:
    assert "where/" in client.get("/").content.decode()
    asked = client.get("/where/?here=GMB&last=TUN&route=cmed")
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Tunisia · Libya · Algeria · Italy · Malta" in page
    assert "Every view is logged" not in page
    assert "no-store" in asked.headers["Cache-Control"]
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert len(asked.content) < 50_000


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["here=", "here=XX", "here=GMB&last=%00", "here=GMB&route=unk"])
def test_what_is_no_country_or_route_is_refused(client: Client, query: str) -> None:
    asked = client.get(f"/where/?{query}")
    assert asked.status_code == 422
    assert "Before you go" not in asked.content.decode()
