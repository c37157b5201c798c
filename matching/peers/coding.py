"""A record as texts that are alike where two records may tell of the same person: what is turned into codes.

Two rounds.  A *meeting* is a compound of facts, such as two words of a name as they sound with a year of birth: alone
too much to guess through, and common to two reports of one person in one of its forms even where words are misspelt.
*Traits* are single facts of a record that was met, and are coded together with what the entry is called, so that nobody
can ask for them without having met it.  Who asks weighs which of them agree, and claims what is likely the same person.

Facts that a telling gets wrong are given room by who asks: who holds a record publishes a year, who asks asks for five.
The weights are natural logarithms of odds, fitted to invented registries (`make campaign-federation` measures them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from accessctl.codes import Purpose
from matching.engine.profile import Kind, Profile
from registry.lib.names import skeleton, tokens

# Raised with every change to the texts: two registries that code differently would find nothing and not know it.
VERSION: Final = 1
MOST_WORDS: Final = 6  # of a name in all its spellings
MOST_MARKS: Final = 3
MOST_MET: Final = 6  # records whose traits one question asks for
PAPER, NUMBER = "paper", "number"  # meetings that are one person's alone
DECISIVE: Final = frozenset({PAPER, NUMBER})
_DAYS_A_YEAR: Final = 365.25
_OTHER: Final[dict[tuple[Purpose, Kind], Kind]] = {
    (Purpose.SHARE_SEARCH, "am"): "am",
    (Purpose.FORENSIC_COMPARISON, "am"): "pm",
    (Purpose.FORENSIC_COMPARISON, "pm"): "am",
}
_FAMILIES: Final = str.maketrans(
    {letter: family[0] for family in ("nm", "szx", "td", "bvfpw", "rl", "kghjyq") for letter in family}
)
_REPEATED: Final = re.compile(r"(.)\1+")
_PM_SEX: Final = {"m": "m", "m?": "m", "f": "f", "f?": "f"}


def other(kind: Kind, purpose: Purpose) -> Kind | None:
    """What a record of a kind is compared with for a purpose; None: with nothing."""
    return _OTHER.get((purpose, kind))


@dataclass(frozen=True)
class _Facts:
    """What is coded of a profile.  year of birth; month and half-year counted from year 0; day: ordinals."""

    rough: tuple[str, ...]
    fine: tuple[str, ...]
    father: tuple[str, ...]
    mother: tuple[str, ...]
    sex: str
    nationalities: tuple[str, ...]
    destination: str
    routes: tuple[str, ...]
    year: int | None
    month: int | None
    born: int | None
    day: int | None
    marks: tuple[str, ...]
    papers: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def half_year(self) -> int | None:
        return None if self.month is None else self.month // 6


# --- the first round: meetings ----------------------------------------------------------------------------------------
def published(profile: Profile, purpose: Purpose) -> set[str]:
    """The meetings that a record of ours is found by."""
    if other(profile.kind, purpose) is None:
        return set()
    front = f"{purpose}|{profile.kind}|"
    return {f"{front}{name}|{text}" for name, text in _meetings(_facts(profile), purpose, room=0)}


def asked(profile: Profile, purpose: Purpose, most: int) -> list[tuple[str, str]]:
    """The meetings that a record of ours is asked by, the surest first: (name of the meeting, text)."""
    counterpart = other(profile.kind, purpose)
    if counterpart is None:
        return []
    front = f"{purpose}|{counterpart}|"
    room = -1 if counterpart == "am" and profile.kind == "pm" else 1
    found = [(name, f"{front}{name}|{text}") for name, text in _meetings(_facts(profile), purpose, room=room)]
    return list(dict.fromkeys(sorted(found, key=lambda one: _ORDER.index(one[0]))))[:most]


_ORDER: Final = (
    PAPER, NUMBER, "words3", "words2-month", "words2-year", "words2-father", "words2-mother", "words2-half",
    "words2-origin", "word-year-month",
)  # fmt: skip


def _meetings(facts: _Facts, purpose: Purpose, *, room: int) -> Iterator[tuple[str, str]]:
    """room: 0 what is published; 1 what is asked, with the years and months around; -1 backwards in time."""
    for paper in facts.papers:
        yield PAPER, paper
    for number in facts.numbers:
        yield NUMBER, number
    for three in combinations(facts.rough, 3):
        yield "words3", "+".join(three)
    pairs = ["+".join(two) for two in combinations(facts.rough, 2)]
    if purpose is Purpose.FORENSIC_COMPARISON:
        # Found up to two years after the last contact, or a month before it was written down wrongly.
        halves = _around(facts.half_year, *((0, 0) if not room else (0, 4) if room > 0 else (-4, 0)))
        yield from (("words2-half", f"{pair}|{half}") for pair in pairs for half in halves)
        return
    years, months = _around(facts.year, -2 * room, 2 * room), _around(facts.month, -room, room)
    origin = "+".join(facts.nationalities)
    for pair in pairs:
        yield from (("words2-month", f"{pair}|{month}") for month in months)
        yield from (("words2-year", f"{pair}|{year}|{facts.sex}") for year in years)
        yield from (("words2-father", f"{pair}|{name}") for name in facts.father)
        yield from (("words2-mother", f"{pair}|{name}") for name in facts.mother)
        yield "words2-origin", f"{pair}|{origin}|{facts.sex}"
    for word in facts.rough:
        for year in years:
            yield from (("word-year-month", f"{word}|{year}|{month}|{facts.sex}|{origin}") for month in months)


# --- the second round: traits -----------------------------------------------------------------------------------------
def traits(profile: Profile, purpose: Purpose) -> set[str]:
    """Every trait of a record of ours, coded with what its entry is called; empty where it takes no part."""
    if other(profile.kind, purpose) is None:
        return set()
    facts = _facts(profile)
    single = {text for _name, text in _single(facts)} | {f"has|{name}" for name in _named(facts)}
    spans = {"year": facts.year, "month": facts.month, "half": facts.half_year}
    return single | {f"{name}|{value}" for name, value in spans.items() if value is not None}


def tests(profile: Profile, purpose: Purpose) -> list[tuple[str, str]]:
    """What is asked of a record that was met: (trait, text), "+" before a trait that both sides know at all."""
    facts = _facts(profile)
    found = [*_single(facts), *((f"+{name}", f"has|{name}") for name in _named(facts))]
    if purpose is Purpose.FORENSIC_COMPARISON:
        back = profile.kind == "pm"
        found += [("half", f"half|{half}") for half in _around(facts.half_year, -4 if back else 0, 0 if back else 4)]
    else:
        found += [(f"year{abs(gap)}", f"year|{facts.year + gap}") for gap in range(-2, 3) if facts.year is not None]
        found += [(f"month{abs(gap)}", f"month|{facts.month + gap}") for gap in (-1, 0, 1) if facts.month is not None]
    return found


def _single(facts: _Facts) -> Iterator[tuple[str, str]]:
    for name, values in _lists(facts).items():
        yield from ((name, f"{name}|{value}") for value in values)


def _lists(facts: _Facts) -> Mapping[str, Sequence[str | int]]:
    return {
        "rough": facts.rough, "fine": facts.fine, "father": facts.father, "mother": facts.mother,
        "sex": [facts.sex] if facts.sex else [], "origin": facts.nationalities, "route": facts.routes,
        "destination": [facts.destination] if facts.destination else [],
        "born": [facts.born] if facts.born else [], "day": [facts.day] if facts.day else [], "mark": facts.marks,
    }  # fmt: skip


_KNOWN: Final = ("father", "mother", "origin", "destination", "route", "born", "day")


def _named(facts: _Facts) -> Iterator[str]:
    """Traits whose difference says something, as far as they are known."""
    lists = _lists(facts)
    yield from (name for name in _KNOWN if lists[name])
    if facts.year is not None:
        yield "year"
    if facts.month is not None:
        yield "month"


# Where both know a trait: what it weighs if it agrees, and if it does not.
_AGREES: Final = {
    Purpose.SHARE_SEARCH: {
        "father": (1.7, -2.1), "mother": (1.9, -2.4), "origin": (0.5, -4.4), "destination": (-0.3, -2.6),
        "route": (0.4, -3.3), "born": (3.1, -1.1), "day": (3.5, -1.3),
    },
    Purpose.FORENSIC_COMPARISON: {"origin": (1.0, -1.5)},
}  # fmt: skip
_START: Final = {Purpose.SHARE_SEARCH: -8.0, Purpose.FORENSIC_COMPARISON: -4.0}
_COUNTED: Final = {  # the second and third word that agrees; those of the finer spelling from the first on
    "rough": (0.0, 1.7, 2.1), "fine": (1.5, 1.8, 1.7),
}  # fmt: skip
_DECISIVE_WEIGHT: Final = 8.0


def weight(purpose: Purpose, agreed: Sequence[str], met_by: Iterable[str] = ()) -> float:
    """How likely a record that was met is the same person, in natural logarithms of the odds: above 0 is a hit.

    agreed: the traits that were found again, each as often as it was; met_by: the meetings.
    """
    found = _START[purpose] + sum(_DECISIVE_WEIGHT for name in set(met_by) if name in DECISIVE)
    for name, steps in _COUNTED.items():
        found += sum(steps[: agreed.count(name)])
    for name, (same, different) in _AGREES[purpose].items():
        if f"+{name}" in agreed:
            found += same if name in agreed else different
    if purpose is Purpose.FORENSIC_COMPARISON:
        return found + (1.5 if "half" in agreed else -3.0 if "+month" in agreed else 0.0)
    found += 1.4 * ("sex" in agreed) + 2.6 * ("mark" in agreed)
    return found + _span(agreed, "year", (1.5, 1.1, 0.8), -1.4) + _span(agreed, "month", (2.5, 1.6), -3.5)


def _span(agreed: Sequence[str], name: str, near: tuple[float, ...], far: float) -> float:
    """Of a year or month: the nearer the better; far if both know it and it is not near."""
    if f"+{name}" not in agreed:
        return 0.0
    return next((value for gap, value in enumerate(near) if f"{name}{gap}" in agreed), far)


# --- facts ------------------------------------------------------------------------------------------------------------
def _facts(profile: Profile) -> _Facts:
    month = _month(profile)
    return _Facts(
        rough=_words(profile, "self", _rough), fine=_words(profile, "self", skeleton),
        father=_words(profile, "father", _rough), mother=_words(profile, "mother", _rough),
        sex=_PM_SEX.get(profile.sex or "", "") if profile.kind == "pm" else profile.sex or "",
        nationalities=profile.nationalities or tuple(sorted({one.country for one in profile.indicators})),
        destination=profile.destination or "", routes=profile.routes, year=year_of(profile), month=month,
        born=_exact(profile.birth_earliest, profile.birth_latest),
        day=_exact(profile.last_contact_earliest, profile.last_contact_latest),
        marks=tuple(dict.fromkeys(f"{mark.type}@{mark.site}" for mark in profile.marks))[:MOST_MARKS],
        papers=tuple(dict.fromkeys(paper.number for paper in profile.documents)),
        numbers=tuple(dict.fromkeys(phone.digits[-9:] for phone in profile.phones)),
    )  # fmt: skip


def _words(profile: Profile, role: str, sound: object) -> tuple[str, ...]:
    """The words of a name in all its spellings, as they sound; no pet names, which are not spoken of elsewhere."""
    assert callable(sound)
    said = (name.text for name in profile.names if name.role == role and name.kind != "nick")
    return tuple(sorted({found for text in said for word in tokens(text) if (found := sound(word))}))[:MOST_WORDS]


def _rough(word: str) -> str:
    """The first consonant and which families of sounds follow: what slips of the pen and of the ear leave alone."""
    sound = _REPEATED.sub(r"\1", skeleton(word).translate(_FAMILIES))
    return sound[:1] + "".join(sorted(set(sound[1:])))


def _around(value: int | None, first: int, last: int) -> list[int]:
    return [] if value is None else [value + gap for gap in range(first, last + 1)]


def _middle(low: int | None, high: int | None) -> int | None:
    return None if low is None or high is None else (low + high) // 2


def _exact(low: int | None, high: int | None) -> int | None:
    return low if low == high else None


def year_of(profile: Profile) -> int | None:
    """About when the person was born: as said, or from the age at the last contact."""
    if (born := _middle(profile.birth_earliest, profile.birth_latest)) is not None:
        return date.fromordinal(born).year
    seen = profile.last_contact_latest
    if seen is None or profile.age_low is None:
        return None
    age = (profile.age_low + (profile.age_high if profile.age_high is not None else profile.age_low)) / 2
    return date.fromordinal(max(round(seen - age * _DAYS_A_YEAR), 1)).year


def _month(profile: Profile) -> int | None:
    """The month of the last contact, or of the finding."""
    found = _middle(profile.last_contact_earliest, profile.last_contact_latest)
    if profile.kind == "pm":
        found = _middle(profile.found_earliest, profile.found_latest)
    if found is None:
        return None
    day = date.fromordinal(found)
    return day.year * 12 + day.month
