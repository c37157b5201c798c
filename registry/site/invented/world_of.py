"""Puts an invented registry together: people, events, reports, finds, lists of the living, and the truth apart.

Every stage has its own stream of random numbers from one seed, so that a change in one leaves the others alone; keys
are permuted, so that order tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from registry.site.invented import bodies
from registry.site.invented.bodies import body_of, told
from registry.site.invented.chance import Choice, one_of
from registry.site.invented.clerk import write_name
from registry.site.invented.finds import Find, Seen, examine, find
from registry.site.invented.geography import World, world
from registry.site.invented.people import Event, Fates, Person
from registry.site.invented.rates import Rates
from registry.site.invented.records import (
    AliveRecord,
    CaseRecord,
    IncidentRecord,
    Invented,
    PlaceRecord,
    RemainsRecord,
    Truth,
)
from registry.site.invented.reports import Contact, report

SPAN_DAYS = 1461
SETTLED_DAYS = 45  # nobody is last heard of later than this before `as_of`: a report needs time to be made
EVENT_SIZE = 19  # people of one event in a registry where 16 % of the reports have remains: 3 of them found
FACILITIES = ("hospital", "shelter", "rescue_ship", "prison", "reception_centre", "police_cell")
KINDS = {
    "sea": "shipwreck",
    "desert": "desert_group",
    "river": "river",
    "land": "vehicle_abandoned",
    "forest": "isolated_find",
}


@dataclass(frozen=True)
class Plan:
    """How much to invent.  remains counts all records of remains; alive all people on lists of the living."""

    cases: int
    remains: int
    alive: int
    seed: int
    as_of: date
    rates: Rates = field(default_factory=Rates)
    incidents: int | None = None
    bodies: bool = False  # with build, eyes, teeth, old injuries and clothes
    novel: bool = False  # with the nation, tradition and route that only the shifted test set has

    @classmethod
    def bench(cls, cases: int, *, seed: int, as_of: date, shifted: bool = False) -> Plan:
        """A benchmark: remains of 16 % of the reports, 5 % of them more without any report, 36 % on lists."""
        remains = round(0.16 * cases * 1.05)
        rates = Rates().shifted(1.5) if shifted else Rates()
        return cls(cases, remains, round(0.36 * cases), seed, as_of, rates, novel=shifted)

    @classmethod
    def demo(cls, *, seed: int, as_of: date) -> Plan:
        """The demonstration."""
        return cls(cases=400, remains=150, alive=30, seed=seed, as_of=as_of, incidents=40, bodies=True)


@dataclass
class _Draft:
    """What the stages hand on."""

    people: dict[int, Person]
    finds: dict[int, Find]
    reported: list[int]
    events: list[Event]


class _Builder:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.rates = plan, plan.rates
        self.world: World = world(plan.novel)
        streams = np.random.SeedSequence(plan.seed).spawn(6)
        self.people_rng, self.report_rng, self.find_rng, self.link_rng, self.alive_rng, self.order_rng = (
            np.random.default_rng(s) for s in streams
        )
        last = plan.as_of.toordinal() - SETTLED_DAYS
        self.fates = Fates(self.world, self.people_rng, last - SPAN_DAYS, last)

    # -- who -------------------------------------------------------------------------------------------------------
    def people(self) -> _Draft:
        """Everybody: first those found (with, then without a report), then those who are only reported."""
        plan, f = self.plan, self.rates.find
        duplicates = round(self.rates.report.duplicate * plan.cases)
        unreported = round(plan.remains * f.without_report / (1 + f.without_report))
        parts = round(f.second_part * plan.remains)
        found = plan.remains - parts
        total = plan.cases - duplicates + unreported
        count = plan.incidents or max(1, round(f.group * total / EVENT_SIZE))
        events = [self.fates.event(k) for k in range(count)]
        size = Choice(
            (event, float(weight))
            for event, weight in zip(events, self.people_rng.lognormal(0, 0.7, count), strict=True)
        )
        people: dict[int, Person] = {}
        finds: dict[int, Find] = {}
        latest = plan.as_of.toordinal()
        while len(people) < total:
            event = size.draw(self.people_rng) if self.people_rng.random() < f.group else None
            person = self.fates.person(len(people), event)
            if person.id < found:
                this = find(self.people_rng, person)
                if this.found > latest:  # not found yet: somebody else is in this registry's stores
                    continue
                finds[person.id] = this
            people[person.id] = person
        reported = [k for k in people if not found - unreported <= k < found]
        return _Draft(people, finds, reported, events)

    # -- what is recorded ------------------------------------------------------------------------------------------
    def _keys(self, prefix: str, count: int) -> list[str]:
        return [f"{prefix}{k:06d}" for k in self.order_rng.permutation(count)]

    def cases(self, draft: _Draft, truth: Truth) -> list[CaseRecord]:
        rng = self.report_rng
        extra = self.plan.cases - len(draft.reported)
        second = rng.choice(len(draft.reported), size=extra, replace=False)
        wanted = [(k, False) for k in draft.reported] + [(draft.reported[int(i)], True) for i in second]
        out = []
        for key, (number, again) in zip(self._keys("am", len(wanted)), wanted, strict=True):
            person = draft.people[number]
            record, written, contact = report(rng, key, person, self.world, self.rates, second=again)
            record = replace(
                record,
                incident=self._incident(
                    person, draft, self.rates.report.incident_missing, self.rates.report.incident_wrong
                ),
            )
            truth.case_person[key], truth.case_name[key] = number, written
            self._not_in_the_future(contact)
            out.append(told(self.plan.seed, record, body_of(self.plan.seed, number)) if self.plan.bodies else record)
        return sorted(out, key=lambda r: r.key)

    def _not_in_the_future(self, contact: Contact) -> None:
        if (
            contact.latest is not None
            and contact.earliest is not None
            and contact.earliest > self.plan.as_of.toordinal()
        ):
            raise AssertionError("A report names a day after the registry's own.")

    def remains(self, draft: _Draft, truth: Truth) -> list[RemainsRecord]:
        rng, f = self.find_rng, self.rates.find
        parts = self.plan.remains - len(draft.finds)
        again = rng.choice(len(draft.finds), size=parts, replace=False)
        wanted = [(k, False) for k in draft.finds] + [(list(draft.finds)[int(i)], True) for i in again]
        out = []
        for key, (number, part) in zip(self._keys("pm", len(wanted)), wanted, strict=True):
            this = draft.finds[number]
            record, seen = examine(rng, key, this, self.world, self.rates, part=part)
            incident = self._incident(this.person, draft, f.incident_missing, f.incident_wrong)
            record = replace(record, incident=incident)
            if self.plan.bodies:
                record = bodies.seen(self.plan.seed, record, body_of(self.plan.seed, number), this.condition)
            out.append(record)
            truth.remains_person[key] = number
            _remember(truth, key, seen)
        return sorted(out, key=lambda r: r.key)

    def _incident(self, person: Person, draft: _Draft, missing: float, wrong: float) -> str | None:
        """The event a record is linked to: the right one, none, or seldom another one of the same route."""
        if person.event is not None and self.link_rng.random() >= missing:
            return _incident_key(person.event)
        if self.link_rng.random() < wrong:
            others = [e for e in draft.events if e.sector.route == person.found_sector.route and e is not person.event]
            if others:
                return _incident_key(others[int(self.link_rng.integers(len(others)))])
        return None

    def alive(self, draft: _Draft, truth: Truth) -> list[AliveRecord]:
        """One in six is somebody who is missed, the others nobody asks for."""
        rng = self.alive_rng
        living = [k for k in draft.reported if k not in draft.finds]
        true = min(round(self.plan.alive / 6), len(living))
        chosen = [living[int(i)] for i in rng.choice(len(living), size=true, replace=False)]
        people = [draft.people[k] for k in chosen]
        first = max(draft.people) + 1
        people += [self.fates.person(first + k) for k in range(self.plan.alive - true)]
        out = []
        for key, person in zip(self._keys("al", len(people)), people, strict=True):
            truth.people[person.id] = person
            truth.alive_person[key] = person.id
            day = min(person.last_contact + int(rng.exponential(40.0)), self.plan.as_of.toordinal())
            town = person.found_sector.towns[0]
            age = None if rng.random() < 0.2 else max(round(person.age_on(day) + rng.normal(0, 1.5)), 0)
            out.append(
                AliveRecord(
                    key, write_name(rng, person.name, self.rates.heavy).text, person.sex, age,
                    None if rng.random() < 0.15 else person.nation.country, one_of(rng, FACILITIES),
                    PlaceRecord(town.name, town.country, town.lat, town.lon, 5_000), date.fromordinal(day).isoformat(),
                )
            )  # fmt: skip
        return sorted(out, key=lambda r: r.key)

    def incidents(self, draft: _Draft, truth: Truth) -> list[IncidentRecord]:
        out = []
        for event in draft.events:
            key = _incident_key(event)
            truth.incident_event[key] = event
            there = [p for p in draft.people.values() if p.event is event]
            dead = sum(1 for p in there if p.id in draft.finds)
            place = PlaceRecord(
                event.sector.name, event.sector.country, round(event.lat, 4), round(event.lon, 4), 10_000
            )
            survivors = None if self.link_rng.random() < 0.4 else int(self.link_rng.integers(0, 60))
            kind, day = KINDS[event.sector.kind], date.fromordinal(event.day).isoformat()
            out.append(IncidentRecord(key, kind, day, place, event.sector.route, dead, len(there) - dead, survivors))
        return out


def _incident_key(event: Event) -> str:
    return f"in{event.id:05d}"


def _remember(truth: Truth, key: str, seen: Seen) -> None:
    if seen.clue is not None and seen.owner is not None:
        truth.clue_name[key], truth.clue_owner[key] = seen.clue, seen.owner
    for store, value in ((truth.pmi_point, seen.pmi), (truth.age_point, seen.age), (truth.stature_point, seen.stature)):
        if value is not None:
            store[key] = value


def invent(plan: Plan) -> Invented:
    """The registry of a plan: the same plan, the same registry."""
    builder = _Builder(plan)
    draft = builder.people()
    truth = Truth(people=dict(draft.people), case_person={}, remains_person={}, alive_person={}, incident_event={})
    cases = builder.cases(draft, truth)
    remains = builder.remains(draft, truth)
    alive = builder.alive(draft, truth)
    incidents = builder.incidents(draft, truth)
    return Invented(plan.seed, plan.as_of, tuple(cases), tuple(remains), tuple(alive), tuple(incidents), truth)
