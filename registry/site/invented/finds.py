"""What is found: remains, seen through the time they lay, an examination and the things beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from registry.site.invented import rates as world_rates
from registry.site.invented.chance import Choice, one_of
from registry.site.invented.clerk import Written, write_name
from registry.site.invented.geography import World, offset, scatter
from registry.site.invented.marks import REGIONS, seen
from registry.site.invented.people import Person
from registry.site.invented.rates import Rates
from registry.site.invented.records import (
    DocumentRecord,
    IndicatorRecord,
    ItemRecord,
    NameRecord,
    PlaceRecord,
    RemainsRecord,
)
from registry.site.invented.traditions import TrueName, draw_name

STAGES = (("d0", "d1"), ("d2", "d3", "d4"), ("d5", "d6", "d7"))
SETTINGS = {
    "sea": ("shore", "open_sea", "net_or_vessel"), "desert": ("desert", "scrub"), "river": ("river", "shore"),
    "land": ("field", "scrub", "road"), "forest": ("forest", "river"),
}  # fmt: skip
FINDERS = {"sea": ("coastguard", "fisher", "rescue_ngo"), "desert": ("cso_search", "border_guard", "family_search")}
WATER = ("open_sea", "shore", "net_or_vessel", "river")
# What lies with remains: CL-ITEM, colours, words.
BELONGINGS: tuple[tuple[ItemRecord, ...], ...] = (
    (ItemRecord("jeans", ("nvy",), "dark jeans"), ItemRecord("trainers", (), "one trainer, size 42")),
    (ItemRecord("jacket", ("blu",), "a blue jacket"), ItemRecord("prayer_beads", (), "prayer beads")),
    (ItemRecord("wallet", ("bro",), "a wallet with family photographs"),),
    (ItemRecord("phone", ("blk",), "a phone without a card"),),
    (ItemRecord("tshirt", ("whi",), "a white T-shirt"), ItemRecord("belt", (), "a belt with a metal buckle")),
    (ItemRecord("papers_pouch", ("transparent",), "a plastic pouch with wet papers"),),
    (ItemRecord("life_jacket", ("org",), "a life jacket of a child's size"),),
    (ItemRecord("ring", ("sil",), "a silver ring"),),
    (ItemRecord("backpack", ("blk",), "a rucksack with two bottles"),),
    (ItemRecord("cap", (), "a cap"), ItemRecord("sandals", (), "sandals")),
)
_CONDITION = Choice(enumerate(world_rates.CONDITION_SHARE))
_RADIUS = Choice(zip(world_rates.POSITION_RADIUS_KM, world_rates.POSITION_SHARE, strict=True))


@dataclass(frozen=True)
class Find:
    """When and where a person's remains came to light, and in which state."""

    person: Person
    condition: int
    found: int
    lat: float
    lon: float


@dataclass(frozen=True)
class Seen:
    """What the truth file keeps about one examination."""

    clue: Written | None
    owner: str | None
    pmi: float | None
    age: float | None
    stature: float | None


def find(rng: np.random.Generator, person: Person) -> Find:
    """Draw the state, the delay and the position of a find."""
    condition = _CONDITION.draw(rng)
    median, sd = world_rates.FIND_DELAY[condition]
    found = int(person.death + np.exp(rng.normal(np.log(median), sd)))
    days = found - person.last_contact
    town = person.sector.towns[person.town]
    if person.event is not None:
        # People of one event lie near one another: the event's own place, and the drift of their days.
        lat, lon = person.event.lat, person.event.lon
        spread = min(
            5.0 + (world_rates.DRIFT_KM_PER_DAY * (found - person.death) if person.event.sector.kind == "sea" else 0),
            150.0,
        )
        lat, lon = offset(lat, lon, *rng.normal(0.0, spread, 2))
        return Find(person, condition, found, lat, lon)
    if person.found_sector is not person.sector:
        town = one_of(rng, person.found_sector.towns)
    lat, lon = scatter(rng, person.found_sector, town, days)
    return Find(person, condition, found, lat, lon)


def examined_age(age: float, condition: int, rates: Rates) -> tuple[float, float]:
    """Mean and standard deviation of an examiner's age estimate: old adults are under-aged."""
    if age < 16.0:
        return age, 1.2
    sd = 2.5 if age < 24.0 else rates.find.age_sd[condition] + (0.1 * max(age - 40.0, 0.0) if condition == 2 else 0.0)
    return age - 0.25 * max(age - 45.0, 0.0), sd


def _biology(
    rng: np.random.Generator, find: Find, rates: Rates
) -> tuple[dict[str, object], float | None, float | None]:
    """Sex, age and stature as estimated; the point estimates go to the truth."""
    f, c, person = rates.find, find.condition, find.person
    out: dict[str, object] = {"sex_estimated": None, "sex_method": None}
    if rng.random() >= f.sex_missing[c]:
        probable = rng.random() < f.sex_probable[c]
        wrong = rng.random() < min(f.sex_wrong[c] * (3 if probable else 1), 0.2)
        sex = person.sex if not wrong else ("f" if person.sex == "m" else "m")
        out |= {"sex_estimated": sex + ("?" if probable else ""), "sex_method": "external" if c < 2 else "skull"}
    elif rng.random() < 0.5:
        out["sex_estimated"] = "ind"
    age = stature = None
    out |= {
        "age_low": None,
        "age_high": None,
        "age_method": None,
        "stature_low": None,
        "stature_high": None,
        "stature_method": None,
    }
    if rng.random() >= f.age_missing[c]:
        mean, sd = examined_age(person.age_on(person.death), c, rates)
        age = max(float(rng.normal(mean, sd)), 0.5)
        width = 1.645 * examined_age(age, c, rates)[1]
        out |= {
            "age_low": max(round(age - width), 0),
            "age_high": round(age + width),
            "age_method": "appearance" if c == 0 else "dental_development" if age < 16 else "combined",
        }
    if rng.random() >= f.height_missing[c]:
        stature = float(rng.normal(person.stature_cm, f.height_sd[c]))
        width = 1.645 * f.height_sd[c]
        method = ("measured", "mixed", "long_bone")[c]
        out |= {"stature_low": round(stature - width), "stature_high": round(stature + width), "stature_method": method}
    return out, age, stature


def _regions(rng: np.random.Generator, condition: int, rates: Rates) -> tuple[str, ...] | None:
    """Where skin was examined: everywhere, in parts, nowhere; sometimes nobody wrote it down."""
    if rng.random() < rates.find.marks_hidden[condition]:
        return () if rng.random() < 0.7 else None
    if condition == 0:
        return REGIONS
    kept = tuple(r for r in REGIONS if rng.random() < 0.8)
    return kept or ("ul",)


def _clue(rng: np.random.Generator, person: Person, rates: Rates) -> tuple[Written, str, TrueName]:
    """A name on a paper or in a telephone: the person's own, a companion's, or a borrowed one."""
    f = rates.find
    draw = rng.random()
    owner = (
        "companion" if draw < f.clue_companion else "borrowed" if draw < f.clue_companion + f.clue_borrowed else "own"
    )
    name = person.name if owner == "own" else draw_name(rng, person.name.tradition, person.sex)
    return write_name(rng, name, rates.heavy), owner, name


def _misread(rng: np.random.Generator, number: str, share: float) -> str:
    if rng.random() >= share:
        return number
    k = 1 + int(rng.integers(len(number) - 1))
    return number[:k] + str(int(rng.integers(10))) + number[k + 1 :]


def _nationality_clue(rng: np.random.Generator, person: Person, world: World) -> IndicatorRecord:
    """What points to a country: papers seldom mislead, coins and labels more often."""
    paper = rng.random() < 0.35
    right, near = (0.93, 0.04) if paper else (0.75, 0.15)
    draw = rng.random()
    country = person.nation.country
    if draw >= right:
        near_by = person.nation.neighbours if draw < right + near else tuple(n.country for n in world.nations)
        country = one_of(rng, near_by)
    kind = "document" if paper else one_of(rng, ("currency", "sim_country", "clothing_label"))
    return IndicatorRecord(kind, country, 3 if paper else 2)


def examine(
    rng: np.random.Generator, key: str, find: Find, world: World, rates: Rates, *, part: bool = False
) -> tuple[RemainsRecord, Seen]:
    """One record of remains.  A second part of the same person carries no papers and few measures."""
    f, c, person = rates.find, find.condition, find.person
    biology, age, stature = _biology(rng, find, rates)
    regions = () if part else _regions(rng, c, rates)
    names: tuple[NameRecord, ...] = ()
    clue = owner = None
    if not part and rng.random() < f.name_clue[c]:
        clue, owner, _ = _clue(rng, person, rates)
        names = (NameRecord(clue.text, "document"),)
    documents: tuple[DocumentRecord, ...] = ()
    if owner == "own" and rng.random() < f.document_clue / 0.2:
        number = _misread(rng, person.document[1], f.document_slip)
        documents = (DocumentRecord(person.document[0], number, person.nation.country),)
    phones = (person.phone,) if not part and rng.random() < f.phone_clue else ()
    indicators = (_nationality_clue(rng, person, world),) if rng.random() < f.nationality_clue else ()
    delay, pmi = max(find.found - person.death, 0.3), None
    if rng.random() < f.pmi_given:
        pmi = float(np.exp(rng.normal(np.log(delay), f.pmi_sd)))
    radius = _RADIUS.draw(rng)
    lat, lon = offset(find.lat, find.lon, *rng.normal(0.0, radius / 2.45, 2))
    sector = person.event.sector if person.event else person.found_sector
    setting = one_of(rng, SETTINGS[sector.kind])
    finders = FINDERS.get(sector.kind, ("resident", "police", "farmer"))
    spread = np.exp(1.645 * f.pmi_sd)
    record = RemainsRecord(
        key=key, found_on=date.fromordinal(find.found).isoformat(),
        found_place=PlaceRecord(f"{sector.name}", sector.country, round(lat, 5), round(lon, 5), int(radius * 1000)),
        setting=setting, finder=one_of(rng, finders),
        deposition="submerged" if setting in WATER else "surface", condition=one_of(rng, STAGES[c]),
        completeness="limb_only" if part else ("complete" if c == 0 else "nearly" if c == 1 else "partial_with_head"),
        pmi_low=None if pmi is None else int(pmi / spread),
        pmi_high=None if pmi is None else int(np.ceil(pmi * spread)),
        marks=seen(rng, person.marks, regions or (), f) if regions else (), regions=regions, names=names,
        documents=documents, phones=phones, indicators=indicators,
        belongings=one_of(rng, BELONGINGS) if not part and rng.random() < 0.6 else (), incident=None, **biology,  # type: ignore[arg-type]
    )  # fmt: skip
    return record, Seen(clue, owner, pmi, age, stature)
