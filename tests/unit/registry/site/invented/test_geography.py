"""The invented world: shares as designed, routes that exist, finds that scatter as far as they should."""

from __future__ import annotations

import numpy as np
import pytest

from cases.codes import Route
from registry.lib import world as countries
from registry.site.invented import rates
from registry.site.invented.geography import KM_PER_DEGREE, scale_km, scatter, world
from registry.site.invented.reports import DESTINATION

SHARES = {
    "spanish": 34, "arabic": 16, "ethiopian": 12, "west_african": 11, "somali": 8, "persian": 8, "bengali": 6,
    "haitian": 5,
}  # fmt: skip


def test_traditions_have_their_designed_shares() -> None:
    held = dict.fromkeys(SHARES, 0.0)
    for nation in world().nations:
        held[nation.tradition] += nation.share
    assert held == pytest.approx(SHARES)


def test_every_route_is_in_the_code_list_and_leads_somewhere() -> None:
    routes = {s.route for s in world(novel=True).sectors}
    assert routes <= set(Route.values)
    assert routes <= set(DESTINATION)


def test_every_country_is_a_country() -> None:
    whole = world(novel=True)
    codes = {n.country for n in whole.nations} | {c for n in whole.nations for c in n.neighbours}
    codes |= {s.country for s in whole.sectors} | {t.country for s in whole.sectors for t in s.towns}
    known = {code for code, _ in countries.country_choices()}
    assert codes <= known


def test_every_language_is_one_the_registry_offers() -> None:
    known = {code for code, _ in countries.language_choices()}
    assert {n.language for n in world(novel=True).nations} <= known


def test_the_shifted_world_has_a_nation_and_a_route_of_its_own() -> None:
    assert {n.country for n in world(novel=True).nations} - {n.country for n in world().nations} == {"VNM"}
    assert {s.route for s in world(novel=True).sectors} - {s.route for s in world().sectors} == {"chan"}


def test_somebody_is_found_somewhere() -> None:
    passage = world().found_given_last()
    assert passage.sum(axis=1) == pytest.approx(1.0)
    assert (np.diag(passage) >= rates.SECTOR_SAME).all()


def test_towns_lie_within_a_long_way_of_their_sector() -> None:
    for sector in world(novel=True).sectors:
        for town in sector.towns:
            east = (town.lon - sector.lon) * np.cos(np.radians(sector.lat))
            assert np.hypot(town.lat - sector.lat, east) * KM_PER_DEGREE < 1_600, (sector.name, town.name)


def test_the_sea_carries_and_the_land_does_not() -> None:
    sea = next(s for s in world().sectors if s.kind == "sea")
    desert = next(s for s in world().sectors if s.kind == "desert")
    assert scale_km(desert, 30) == scale_km(desert, 0) == 15.0
    assert scale_km(sea, 10) == 110.0
    assert scale_km(sea, 1_000) == rates.DRIFT_CAP_KM


def test_finds_scatter_around_the_way_from_town_to_sector() -> None:
    rng = np.random.default_rng(1)
    sector = next(s for s in world().sectors if s.name == "Altar valley")
    found = np.array([scatter(rng, sector, sector.towns[0], 3.0) for _ in range(4000)])
    lats = sorted((sector.lat, sector.towns[0].lat))
    assert lats[0] < np.median(found[:, 0]) < lats[1]
