"""Invented people and what became of them: the truth behind every record.

A person has a body, a name, a way and, perhaps, a group event.  Whether remains were ever found is decided in
`world_of`; here only the days and places that would apply.  Days are proleptic Gregorian ordinals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from registry.site.invented import rates
from registry.site.invented.chance import Choice, one_of
from registry.site.invented.geography import Nation, Sector, World, scatter
from registry.site.invented.marks import MarkRecord, draw_marks
from registry.site.invented.traditions import TrueName, draw_name

YEAR = 365.25
# Weight of each month for departures and deaths: more in the warm half of the northern year [A].
MONTH_WEIGHT = (0.8, 0.8, 0.9, 1.0, 1.1, 1.3, 1.3, 1.2, 1.1, 1.0, 0.8, 0.7)
_HAIR = Choice((("blk", 0.78), ("dbr", 0.14), ("bro", 0.05), ("lbr", 0.02), ("dye", 0.01)))
_HAIR_GREYING = Choice((("gmx", 0.5), ("gry", 0.3), ("blk", 0.2)))
_DOCUMENT = Choice((("nid", 0.55), ("pass", 0.30), ("birth", 0.10), ("drv", 0.05)))


@dataclass(frozen=True)
class Event:
    """A shipwreck, a vehicle, a group in the desert: one day, one place, several people."""

    id: int
    sector: Sector
    day: int
    lat: float
    lon: float


@dataclass(frozen=True)
class Person:
    """One invented person, as they were."""

    id: int
    sex: str
    birth: int
    nation: Nation
    name: TrueName
    stature_cm: float
    hair: str
    marks: tuple[MarkRecord, ...]
    sector: Sector  # of last contact
    town: int
    found_sector: Sector  # where remains would lie
    last_contact: int
    death: float
    event: Event | None
    document: tuple[str, str]  # type, number
    phone: str

    def age_on(self, day: float) -> float:
        return (day - self.birth) / YEAR


class Fates:
    """Draws people in a world between two days.  One instance, one stream of random numbers."""

    def __init__(self, world: World, rng: np.random.Generator, first: int, last: int) -> None:
        self.world, self.rng, self.first, self.last = world, rng, first, last
        self._nations = Choice((n, n.share) for n in world.nations)
        self._routes = {n.country: Choice(n.routes) for n in world.nations}
        self._lines = {s.route: Choice((x, x.share) for x in world.of_route(s.route)) for s in world.sectors}
        passage = world.found_given_last()
        self._onward = [Choice(zip(world.sectors, onward, strict=True)) for onward in passage]
        taken = dict.fromkeys(self._lines, 0.0)
        for nation in world.nations:
            for code, weight in nation.routes:
                taken[code] += nation.share * weight
        whole = {code: sum(s.share for s in world.of_route(code)) for code in taken}
        set_out = np.array([taken[s.route] * s.share / whole[s.route] for s in world.sectors])
        # For group events: where finds are, and who is found there.
        self._finds = Choice(zip(world.sectors, set_out @ passage, strict=True))
        self._came_from = [Choice(zip(world.sectors, set_out * column, strict=True)) for column in passage.T]
        self._takers = {c: Choice((n, n.share * dict(n.routes).get(c, 0.0)) for n in world.nations) for c in taken}

    def day(self) -> int:
        """A day of the period, weighted by season."""
        while True:
            day = int(self.rng.integers(self.first, self.last + 1))
            month = (day % YEAR) / YEAR * 12  # ordinal 1 is a 1 January
            if self.rng.random() * max(MONTH_WEIGHT) < MONTH_WEIGHT[int(month)]:
                return day

    def event(self, number: int) -> Event:
        """A group event, where finds are as frequent as elsewhere."""
        sector = self._finds.draw(self.rng)
        lat, lon = scatter(self.rng, sector, one_of(self.rng, sector.towns), 3.0)
        return Event(number, sector, self.day(), lat, lon)

    def _way(self, event: Event | None) -> tuple[Nation, Sector, Sector]:
        """Nation, sector of last contact, sector where remains would lie."""
        if event is None:
            nation = self._nations.draw(self.rng)
            sector = self._lines[self._routes[nation.country].draw(self.rng)].draw(self.rng)
            return nation, sector, self._onward[sector.index].draw(self.rng)
        sector = self._came_from[event.sector.index].draw(self.rng)
        return self._takers[sector.route].draw(self.rng), sector, event.sector

    def _age(self) -> float:
        if self.rng.random() < rates.CHILD_SHARE:
            return float(self.rng.uniform(1.0, 18.0))
        while True:
            age = float(self.rng.normal(rates.AGE_MEAN, rates.AGE_SD))
            if 14.0 <= age <= 85.0:
                return age

    def _stature(self, sex: str, age: float) -> float:
        mean, sd = rates.STATURE[sex]
        return float(self.rng.normal(mean, sd)) * growth(age)

    def person(self, number: int, event: Event | None = None) -> Person:
        """One person, in that event or alone."""
        rng = self.rng
        nation, sector, found_sector = self._way(event)
        sex = "m" if rng.random() < rates.MALE_SHARE else "f"
        age = self._age()
        if event is None:
            last_contact = self.day()
            death = last_contact + rng.random() + rng.exponential(rates.JOURNEY_DAYS)
        else:
            death = event.day + rng.random()
            last_contact = int(death - rng.exponential(rates.JOURNEY_DAYS))
        name = draw_name(rng, nation.tradition, sex)
        grey = age > 45 and rng.random() < 0.5
        return Person(
            id=number, sex=sex, birth=int(last_contact - age * YEAR), nation=nation, name=name,
            stature_cm=self._stature(sex, age), hair=(_HAIR_GREYING if grey else _HAIR).draw(rng),
            marks=draw_marks(rng, name, sex), sector=sector, town=int(rng.integers(len(sector.towns))),
            found_sector=found_sector, last_contact=last_contact, death=float(death), event=event,
            document=(_DOCUMENT.draw(rng), self._number(nation.country)), phone=self._phone(),
        )  # fmt: skip

    def _number(self, country: str) -> str:
        letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
        return letters[int(self.rng.integers(23))] + country[0] + f"{int(self.rng.integers(10**7, 10**8))}"

    def _phone(self) -> str:
        # 888 was never given to a subscriber (ITU, telecommunications for disaster relief, withdrawn).
        return f"+888{int(self.rng.integers(10**10, 10**11))}"


def growth(age: float) -> float:
    """Stature at an age as a share of adult stature: a coarse growth curve, and the loss after 45."""
    if age < 18.0:
        return 0.45 + 0.55 * math.pow(max(age, 0.5) / 18.0, 0.62)
    return 1.0 - max(age - 45.0, 0.0) * 0.16 / 167.0
