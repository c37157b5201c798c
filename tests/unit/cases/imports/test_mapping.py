"""The mapping of IOM's words to our codes, as a table a reader can check."""

from __future__ import annotations

import pytest

from cases.codes import CauseCategory, IncidentRegion, Route
from cases.imports import mapping


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("Drowning", CauseCategory.DROWNING),
        ("Presumed drowning", CauseCategory.DROWNING),
        ("Vehicle accident", CauseCategory.VEHICLE_TRANSPORT),
        ("Hit by train", CauseCategory.VEHICLE_TRANSPORT),
        ("Suffocation inside lorry or truck", CauseCategory.VEHICLE_TRANSPORT),
        ("Dehydration", CauseCategory.HARSH_ENVIRONMENT),
        ("Hypothermia", CauseCategory.HARSH_ENVIRONMENT),
        ("Sickness and lack of access to medicines", CauseCategory.SICKNESS),
        ("Heart attack", CauseCategory.SICKNESS),
        ("Shot", CauseCategory.VIOLENCE),
        ("Killed by a landmine", CauseCategory.VIOLENCE),
        ("Fall", CauseCategory.ACCIDENT),
        ("Fell off a cliff", CauseCategory.ACCIDENT),
        ("Drowning, Shot", CauseCategory.MIXED_UNKNOWN),
        ("Mixed", CauseCategory.MIXED_UNKNOWN),
        ("Unknown (skeletal remains)", CauseCategory.MIXED_UNKNOWN),
        ("", CauseCategory.MIXED_UNKNOWN),
    ],
)
def test_causes(words: str, category: CauseCategory) -> None:
    assert mapping.cause(words) is category


def test_routes_known_unknown_and_not_given() -> None:
    assert mapping.route("Central Mediterranean") is Route.CENTRAL_MED
    assert mapping.route("A route of next year") is Route.OTHER
    assert mapping.route("") is None


def test_regions_are_iom_s_or_none() -> None:
    assert mapping.region("North Africa") is IncidentRegion.NORTHERN_AFRICA
    assert mapping.region("") is IncidentRegion.UNKNOWN
    assert mapping.region("Atlantis") is None


def test_every_word_of_the_tables_is_in_lower_case() -> None:
    assert all(words == words.lower() for words in (*mapping.REGIONS, *mapping.ROUTES))
