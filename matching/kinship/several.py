"""Several missing people of one family, weighed all together: one pedigree, and what each way to place remains says.

Pair by pair brothers mislead: each remains fits both, and what speaks for two of them together speaks for neither
alone.  Pure.  What it costs is bounded, and where the bound is reached the result says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from matching.engine.kinship.assignment import ratios
from matching.engine.kinship.families import Family, Typed
from matching.engine.kinship.genotypes import Profile
from matching.engine.kinship.joining import Joined, Tie, joined
from matching.engine.kinship.kin import MISSING, Reading
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.panels import Panel
from matching.kinship.weighing import ASSUMED, MUTATION

MOST_MISSING = 4  # people of a family who are weighed together
MOST_REMAINS = 6  # remains for each of them, those with most support
MOST_WAYS = 60  # ways to place two or more: each costs a likelihood of the family
MOST_READINGS = 4
LEAST = -2.0  # log10: remains that speak as much against a place are not tried in it with others
THETA = 0.0  # with it, the hidden founders of two brothers and an uncle are too many for an exact sum
ALIKE = 10  # loci at which two profiles agree wholly before both are taken to be of one person
Way = frozenset[tuple[str, int]]  # remains, and the number of the missing person they are


@dataclass(frozen=True, slots=True)
class Member:
    """A missing person of the family: pedigrees around them, and what was typed of whom, by code in these."""

    readings: Sequence[Reading]
    typed: Mapping[str, Profile]


@dataclass(frozen=True, slots=True)
class Ways:
    """log10 of the least ratio by way: sets of (remains, number of the missing).  bounded: not all were weighed."""

    by_way: Mapping[Way, float]
    bounded: bool


def weigh(
    members: Sequence[Member], ties: Sequence[Tie], remains: Mapping[str, Typed], panels: Sequence[Panel],
    may_be: Mapping[str, Sequence[int]],
) -> Ways:  # fmt: skip
    """The least ratio of each way over panels and readings.

    may_be: numbers of the missing whose place each remains may have.  Raises: ImpossiblePedigree, ImpossibleProfiles,
    TooLarge.
    """
    families = [_family(members, ties, choice) for choice in _choices(members)]
    loci = [_loci(families, remains, panel) for panel in panels]
    settings = [
        (panel.with_floor(ASSUMED.least_frequency), held) for panel, held in zip(panels, loci, strict=True)
        if held and held == max(loci, key=len)
    ]  # fmt: skip
    if not settings:
        return Ways({}, bounded=False)
    weighed = _Weighed(families, remains, settings)
    alone = weighed.least([frozenset({(code, number)}) for code, numbers in may_be.items() for number in numbers])
    tried, bounded = _tried(alone, len(members))
    several = [way for count in range(2, len(members) + 1) for way in _ways(tried, count)]
    several.sort(key=lambda way: -sum(alone[frozenset({place})] for place in way))
    bounded = bounded or len(several) > MOST_WAYS
    return Ways(alone | weighed.least(several[:MOST_WAYS]), bounded)


def _choices(members: Sequence[Member]) -> list[tuple[Reading, ...]]:
    """Readings of all; where there are too many, what is open is read as shared, and then as not."""
    if len(found := list(product(*(one.readings for one in members)))) <= MOST_READINGS:
        return found
    return [tuple(one.readings[0] for one in members), tuple(one.readings[-1] for one in members)]


def _family(members: Sequence[Member], ties: Sequence[Tie], choice: Sequence[Reading]) -> tuple[Joined, Family]:
    whole = joined(choice, ties, _same(members))
    typed: dict[str, Typed] = {}
    for number, one in enumerate(members):
        for code, profile in one.typed.items():
            name = whole.names.get((number, code))
            if name is not None and (name not in typed or len(profile) > len(typed[name].profile)):
                typed[name] = Typed(profile)
    return whole, Family(whole.pedigree, typed)


def _same(members: Sequence[Member]) -> list[list[tuple[int, str]]]:
    """Donors who gave a sample for two of the cases: their profiles agree at every locus."""
    found = []
    for (one, mine), (other, theirs) in combinations(enumerate(members), 2):
        for code, profile in mine.typed.items():
            for code_there, there in theirs.typed.items():
                common = profile.keys() & there.keys()
                is_one = len(common) >= ALIKE and all(profile[marker] == there[marker] for marker in common)
                if is_one and MISSING not in (code, code_there):
                    found.append([(one, code), (other, code_there)])
    return found


def _loci(families: Sequence[tuple[Joined, Family]], remains: Mapping[str, Typed], panel: Panel) -> frozenset[str]:
    of_family = {marker for _whole, family in families for one in family.typed.values() for marker in one.profile}
    met = of_family | {marker for one in remains.values() for marker in one.profile}
    return frozenset(marker for marker in met if marker in panel)


def _tried(alone: Mapping[Way, float], count: int) -> tuple[list[tuple[str, int]], bool]:
    """Places that are tried together with others: of each missing person those remains with most support."""
    tried, bounded = list[tuple[str, int]](), False
    for number in range(count):
        here = sorted(((log, place) for way, log in alone.items() for place in way if place[1] == number), reverse=True)
        wanted = [place for log, place in here if log >= LEAST]
        bounded |= len(wanted) > MOST_REMAINS
        tried += wanted[:MOST_REMAINS]
    return tried, bounded


def _ways(places: Sequence[tuple[str, int]], count: int) -> list[Way]:
    return [
        frozenset(way) for way in combinations(places, count)
        if len({code for code, _n in way}) == len({number for _code, number in way}) == count
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Weighed:
    families: Sequence[tuple[Joined, Family]]
    remains: Mapping[str, Typed]
    settings: Sequence[tuple[Panel, frozenset[str]]]

    def least(self, ways: Sequence[Way]) -> dict[Way, float]:
        """Under the panel and the reading that give the least; a way that cannot be is left out."""
        found: list[dict[Way, float]] = []
        for panel, loci in self.settings:
            genetics = Genetics(panel, THETA, MUTATION)
            bones = {code: _only(one, loci) for code, one in self.remains.items()}
            for whole, family in self.families:
                of_family = {name: _only(one, loci) for name, one in family.typed.items()}
                known = Family(family.pedigree, {name: one for name, one in of_family.items() if one.profile})
                called = {way: {code: whole.missing(number) for code, number in way} for way in ways}
                logs = ratios(known, {}, bones, genetics, list(called.values()))
                of = {frozenset(places.items()): way for way, places in called.items()}
                found.append({of[places]: log for places, log in logs.items()})
        everywhere = set.intersection(*(set(one) for one in found)) if found else set()
        return {way: min(one[way] for one in found) for way in everywhere}


def _only(one: Typed, loci: frozenset[str]) -> Typed:
    return Typed({marker: seen for marker, seen in sorted(one.profile.items()) if marker in loci}, one.dropout)
