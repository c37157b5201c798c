"""What relatives report: a person, seen through memory, a telephone line and a clerk."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from registry.site.invented.chance import Choice
from registry.site.invented.clerk import Written, plain, write_name, write_tokens
from registry.site.invented.geography import World
from registry.site.invented.marks import MarkRecord, told
from registry.site.invented.own_script import in_own_script
from registry.site.invented.people import Person
from registry.site.invented.rates import ClerkRates, Rates
from registry.site.invented.records import CaseRecord, DocumentRecord, NameRecord, PlaceRecord
from registry.site.invented.traditions import TrueName, draw_name, name_slots

RELATIONS = Choice(
    (
        ("mot", 0.24),
        ("fat", 0.16),
        ("sib_f", 0.28),
        ("spo", 0.1),
        ("unc", 0.05),
        ("cou", 0.07),
        ("chi", 0.04),
        ("fri", 0.06),
    )
)
DESTINATION = {
    "usmx": "USA", "camx": "USA", "dari": "USA", "carus": "USA", "htdr": "DOM", "cmed": "ITA", "sah": "ITA",
    "wmed": "ESP", "watl": "ESP", "emed": "DEU", "wbal": "DEU", "eyem": "SAU", "hsou": "ZAF", "afir": "IRN",
    "irtr": "TUR", "syrt": "TUR", "iqtr": "TUR", "andb": "MYS", "mysg": "IDN", "chan": "GBR",
}  # fmt: skip
MARK_WORDS = {
    "scar": "a scar", "scar_surg": "a scar from an operation", "burn": "a burn", "birthmark": "a birthmark",
    "mole": "a mole", "missing_digit": "a missing finger or toe", "amputation": "an amputation",
    "deformity": "a bent bone", "tattoo": "a tattoo", "scarification": "cuts from childhood", "piercing": "a piercing",
}  # fmt: skip
CITY_RADIUS_M = 5_000


class Contact(NamedTuple):
    text: str | None
    earliest: int | None
    latest: int | None


def _contact(rng: np.random.Generator, person: Person, rates: Rates) -> Contact:
    """The day of last contact, as reported."""
    r = rates.report
    if rng.random() < r.contact_missing:
        return Contact(None, None, None)
    day = person.last_contact
    if rng.random() < r.contact_off:
        day += int(rng.integers(7, 31)) * (1 if rng.random() < 0.5 else -1)
    said = date.fromordinal(day)
    if rng.random() < r.contact_month:
        first = said.replace(day=1)
        following = (first.replace(day=28).toordinal()) + 4
        last = date.fromordinal(following).replace(day=1).toordinal() - 1
        return Contact(f"{said:%Y-%m}", first.toordinal(), last)
    return Contact(said.isoformat(), day, day)


def _birth(rng: np.random.Generator, person: Person, rates: Rates) -> tuple[str | None, str | None]:
    r = rates.report
    if rng.random() < r.birth_missing:
        return None, None
    born = date.fromordinal(person.birth)
    if rng.random() < r.birth_january:
        return f"{born.year + int(rng.integers(-1, 2))}-01-01", "default_jan1"
    if born.day <= 12 and rng.random() < r.birth_swapped / 0.39:  # only so many days can be taken for a month
        born = born.replace(day=born.month, month=born.day)
    return born.isoformat(), "document" if rng.random() < 0.4 else "family"


def _age(rng: np.random.Generator, person: Person, rates: Rates) -> int | None:
    if rng.random() < rates.report.age_missing:
        return None
    age = person.age_on(person.last_contact) + rng.normal(0.0, rates.report.age_sd)
    if rng.random() < rates.report.age_heaped:
        age = 5.0 * round(age / 5.0)
    return max(round(age), 0)


def _place(rng: np.random.Generator, person: Person, rates: Rates, *, with_route: bool) -> PlaceRecord | None:
    r = rates.report
    if rng.random() < (r.place_missing_with_route if with_route else r.place_missing_without_route):
        return None
    town = person.sector.towns[person.town]
    return PlaceRecord(town.name, town.country, town.lat, town.lon, CITY_RADIUS_M)


def _height(rng: np.random.Generator, person: Person, rates: Rates) -> int | None:
    if rng.random() < rates.report.height_missing:
        return None
    bias = 1.2 if person.sex == "m" else 0.7
    return round(person.stature_cm + bias + rng.normal(0.0, rates.report.height_sd))


def describe(marks: tuple[MarkRecord, ...]) -> str:
    """The coded marks in a relative's words."""
    sides = {"l": " on the left", "r": " on the right"}
    return "; ".join(
        MARK_WORDS[m.type] + sides.get(m.side, "") + (f" with the word {m.text}" if m.text else "") for m in marks
    )


def names_told(
    rng: np.random.Generator, name: TrueName, hand: ClerkRates, rates: Rates
) -> tuple[Written, tuple[NameRecord, ...], tuple[NameRecord, ...]]:
    """Name as given, other names, parents' names."""
    main = write_name(rng, name, hand)
    others: list[NameRecord] = []
    own = in_own_script(name.tradition, [token for _, token in name_slots(name)])
    if own is not None and main.script == "Latn" and rng.random() < rates.report.own_script:
        others.append(NameRecord(own[0], "spelling"))
    if main.script != "Latn":
        others.append(NameRecord(write_name(rng, name, hand, allow_script=False).text, "translit"))
    if name.nick:
        others.append(NameRecord(name.nick, "nick"))
    parents = []
    if rng.random() < 0.55:
        parents.append(NameRecord(write_tokens(rng, name.tradition, (name.father,), hand), "main", "father"))
    if rng.random() < 0.45:
        parents.append(NameRecord(write_tokens(rng, name.tradition, name.mother, hand), "main", "mother"))
    return main, tuple(others), tuple(parents)


def report(
    rng: np.random.Generator, key: str, person: Person, world: World, rates: Rates, *, second: bool = False
) -> tuple[CaseRecord, Written, Contact]:
    """One report of one person.  A second reporter is further away and writes with a heavier hand."""
    r = rates.report
    hand = rates.heavy if second else rates.light
    written, others, parents = names_told(rng, person.name, hand, rates)
    birth, basis = _birth(rng, person, rates)
    asked = rng.random() >= r.marks_not_asked
    marks = told(rng, person.marks, r) if asked else ()
    route = None if rng.random() < r.route_missing else person.sector.route
    contact = _contact(rng, person, rates)
    enquirer = draw_name(rng, person.nation.tradition, "f" if rng.random() < 0.6 else "m")
    document = None
    if rng.random() >= r.document_missing:
        document = DocumentRecord(*person.document, person.nation.country)
    consent = rng.random() < 0.97
    phone = None if rng.random() < r.phone_missing else person.phone
    heard = "We have not heard from them since a call from " + person.sector.towns[person.town].name + "."
    record = CaseRecord(
        key=key, name_as_given=written.text, name_other=others, parent_name=parents, sex=person.sex,
        date_of_birth=birth, birth_basis=basis, age_at_last_contact=None if birth else _age(rng, person, rates),
        nationality=None if rng.random() < r.nationality_missing else person.nation.country,
        place_of_origin=person.nation.country, id_document=document, photo=rng.random() >= r.photo_missing,
        height_cm=_height(rng, person, rates), hair_colour=person.hair if rng.random() < 0.7 else None,
        distinguishing_features=describe(marks), marks=marks, marks_asked=asked, date_last_contact=contact.text,
        place_last_contact=_place(rng, person, rates, with_route=route is not None),
        circumstances_text=heard if rng.random() < 0.3 else "",
        destination_country=DESTINATION[person.sector.route] if rng.random() < 0.8 else None, route_code=route,
        companions_text="", enquirer_name=plain(" ".join(token for _, token in name_slots(enquirer))),
        enquirer_relationship=RELATIONS.draw(rng), enquirer_contact=f"+888{int(rng.integers(10**10, 10**11))}",
        enquirer_language=person.nation.language, consent_search=True, consent_forensic=consent, phone=phone,
        incident=None, reporter=f"r{int(rng.integers(10**9)):09d}",
    )  # fmt: skip
    return record, written, contact
