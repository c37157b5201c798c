"""IOM's words to our codes: regions, routes, causes.  The source's words are kept as a quotation beside the code."""

from __future__ import annotations

import re

from cases.codes import CauseCategory, IncidentRegion, Route

R, C, G = Route, CauseCategory, IncidentRegion

REGIONS: dict[str, IncidentRegion] = {
    "mediterranean": G.MEDITERRANEAN,
    "europe": G.EUROPE,
    "north africa": G.NORTHERN_AFRICA,
    "northern africa": G.NORTHERN_AFRICA,
    "western africa": G.WESTERN_AFRICA,
    "middle africa": G.MIDDLE_AFRICA,
    "central africa": G.MIDDLE_AFRICA,
    "eastern africa": G.EASTERN_AFRICA,
    "southern africa": G.SOUTHERN_AFRICA,
    "sub-saharan africa": G.SUB_SAHARAN_AFRICA,
    "horn of africa": G.HORN_OF_AFRICA,
    "middle east": G.MIDDLE_EAST,
    "western asia": G.WESTERN_ASIA,
    "central asia": G.CENTRAL_ASIA,
    "south asia": G.SOUTHERN_ASIA,
    "southern asia": G.SOUTHERN_ASIA,
    "southeast asia": G.SOUTH_EASTERN_ASIA,
    "south-eastern asia": G.SOUTH_EASTERN_ASIA,
    "east asia": G.EASTERN_ASIA,
    "eastern asia": G.EASTERN_ASIA,
    "us-mexico border": G.US_MEXICO_BORDER,
    "north america": G.NORTH_AMERICA,
    "central america": G.CENTRAL_AMERICA,
    "caribbean": G.CARIBBEAN,
    "south america": G.SOUTH_AMERICA,
    "oceania": G.OCEANIA,
}
ROUTES: dict[str, Route] = {
    "central mediterranean": R.CENTRAL_MED,
    "eastern mediterranean": R.EASTERN_MED,
    "western mediterranean": R.WESTERN_MED,
    "western african": R.WEST_AFRICA_ATLANTIC,
    "western africa / atlantic route to the canary islands": R.WEST_AFRICA_ATLANTIC,
    "sahara desert crossing": R.SAHARA,
    "horn africa to yemen": R.HORN_YEMEN,
    "eastern route to/from eha": R.HORN_YEMEN,
    "northern route from eha": R.SAHARA,
    "southern route from eha": R.HORN_SOUTH,
    "comoros to mayotte": R.COMOROS_MAYOTTE,
    "western balkans": R.WESTERN_BALKANS,
    "türkiye-europe land route": R.TURKIYE_EUROPE_LAND,
    "turkey-europe land route": R.TURKIYE_EUROPE_LAND,
    "belarus-eu border": R.BELARUS_EU,
    "italy to france": R.ALPS,
    "italy-france": R.ALPS,
    "calais to united kingdom": R.ENGLISH_CHANNEL,
    "english channel to the uk": R.ENGLISH_CHANNEL,
    "ukraine to europe": R.UKRAINE_EUROPE,
    "afghanistan to iran": R.AFGHANISTAN_IRAN,
    "iran to türkiye": R.IRAN_TURKIYE,
    "syria to türkiye": R.SYRIA_TURKIYE,
    "iraq to türkiye": R.IRAQ_TURKIYE,
    "bay of bengal": R.ANDAMAN_BENGAL,
    "malaysia to indonesia": R.MALAYSIA_INDONESIA,
    "sea crossings to australia": R.TO_AUSTRALIA,
    "darien": R.DARIEN,
    "darien gap": R.DARIEN,
    "central america to us": R.US_MEXICO,
    "us-mexico border crossing": R.US_MEXICO,
    "caribbean to us": R.CARIBBEAN_US,
    "caribbean to central america": R.OTHER,
    "dominican republic to puerto rico": R.DOMINICAN_PUERTO_RICO,
    "from haiti to dajabon, dominican republic": R.HAITI_DOMINICAN,
    "haiti to dominican republic": R.HAITI_DOMINICAN,
    "venezuela to curaçao": R.VENEZUELA_CARIBBEAN,
    "venezuela to caribbean": R.VENEZUELA_CARIBBEAN,
}

# In order: the first pattern that is found decides.  A list of several causes of different kinds is mixed.
_CAUSES: tuple[tuple[str, CauseCategory], ...] = (
    (r"drown", C.DROWNING),
    (
        r"vehicle|\btrain|truck|crash|hit by|railway|stowaway|suffocat|asphyx|transport|car accident|\bbus\b",
        C.VEHICLE_TRANSPORT,
    ),
    (
        r"shot|stab|murder|air ?strike|sexual|violen|abuse|beat|kill|\bmine\b|(?<!heart )attack|hang|tortur|execut",
        C.VIOLENCE,
    ),
    (r"dehydrat|starv|therm|exposure|harsh|shelter|weather|cold|heat|hunger|thirst|frozen|froze", C.HARSH_ENVIRONMENT),
    (
        r"sick|medic|cardiac|heart|disease|illness|infection|pneumonia|malaria|childbirth|pregnan|respiratory",
        C.SICKNESS,
    ),
    (r"fall|fell|accident|burn|fire|electrocut|crush|explosion|snake|drug|poison|avalanche|animal", C.ACCIDENT),
)  # fmt: skip
_PART = re.compile(r"[,;/]| and ")


def region(words: str) -> IncidentRegion | None:
    """The region, or None for words that are not IOM's."""
    return REGIONS.get(words.lower()) if words else G.UNKNOWN


def route(words: str) -> Route | None:
    """The route; None for an empty cell; OTHER for words we do not know, which stay beside it as a quotation."""
    return ROUTES.get(words.lower(), Route.OTHER) if words else None


def cause(words: str) -> CauseCategory:
    """The category of a cause: one kind, or mixed when the words name several or none we know."""
    found = {_one(part) for part in _PART.split(words.lower())} - {None}
    if len(found) == 1:
        return found.pop() or C.MIXED_UNKNOWN
    if found == {C.SICKNESS, C.HARSH_ENVIRONMENT}:
        return C.HARSH_ENVIRONMENT
    return C.MIXED_UNKNOWN


def _one(words: str) -> CauseCategory | None:
    return next((category for pattern, category in _CAUSES if re.search(pattern, words)), None)
