"""What an invented registry holds: reports, remains, people found alive, events; and, apart, the truth about them.

Fields of `CaseRecord` follow the 24 basic fields of the registration screen one by one, so that loading one is a
translation and not a decision.  Dates are ISO 8601-2 texts as an interviewer would type them; absence is None or empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from registry.site.invented.clerk import Written
from registry.site.invented.marks import MarkRecord
from registry.site.invented.people import Event, Person


@dataclass(frozen=True)
class PlaceRecord:
    """A place as said, with a circle that holds the true point; lat is None when only the country is known."""

    as_said: str
    country: str
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None


@dataclass(frozen=True)
class NameRecord:
    """A name on a record or a clue on remains; kind is a CL-NAMEKIND code or the kind of clue."""

    text: str
    kind: str
    role: str = "self"


@dataclass(frozen=True)
class DocumentRecord:
    kind: str
    number: str
    country: str


@dataclass(frozen=True)
class ItemRecord:
    """A thing worn, carried or found: CL-ITEM, CL-COLOUR, words, serial number."""

    item_class: str
    colours: tuple[str, ...]
    description: str
    brand: str = ""
    size: str = ""
    serial: str = ""


@dataclass(frozen=True)
class MedicalRecord:
    """Something that stays in the body: CL-MED, CL-SITE or CL-BONE, side, serial number."""

    kind: str
    site: str
    side: str
    serial: str = ""


@dataclass(frozen=True)
class CaseRecord:
    """One report of a missing person: the 24 basic fields, in their order, and the few comprehensive ones."""

    key: str
    name_as_given: str
    name_other: tuple[NameRecord, ...]
    parent_name: tuple[NameRecord, ...]
    sex: str  # m f
    date_of_birth: str | None
    birth_basis: str | None
    age_at_last_contact: int | None
    nationality: str | None
    place_of_origin: str
    id_document: DocumentRecord | None
    photo: bool
    height_cm: int | None
    hair_colour: str | None
    distinguishing_features: str
    marks: tuple[MarkRecord, ...]
    marks_asked: bool
    date_last_contact: str | None
    place_last_contact: PlaceRecord | None
    circumstances_text: str
    destination_country: str | None
    route_code: str | None
    companions_text: str
    enquirer_name: str
    enquirer_relationship: str
    enquirer_contact: str
    enquirer_language: str
    consent_search: bool
    consent_forensic: bool
    phone: str | None
    incident: str | None
    reporter: str
    build: str | None = None
    eye_colour: str | None = None
    smile: tuple[str, ...] | None = None
    medical: tuple[MedicalRecord, ...] = ()
    teeth: tuple[tuple[str, str], ...] = ()  # FDI number, CL-TOOTH
    belongings: tuple[ItemRecord, ...] = ()
    looks: tuple[tuple[str, str], ...] = ()  # column, code


@dataclass(frozen=True)
class IndicatorRecord:
    kind: str
    country: str
    strength: int


@dataclass(frozen=True)
class RemainsRecord:
    """One set of remains as examined.  regions: where skin was examined (None: not recorded)."""

    key: str
    found_on: str
    found_place: PlaceRecord
    setting: str
    finder: str
    deposition: str
    condition: str
    completeness: str
    sex_estimated: str | None
    sex_method: str | None
    age_low: int | None
    age_high: int | None
    age_method: str | None
    stature_low: int | None
    stature_high: int | None
    stature_method: str | None
    pmi_low: int | None
    pmi_high: int | None
    marks: tuple[MarkRecord, ...]
    regions: tuple[str, ...] | None
    names: tuple[NameRecord, ...]
    documents: tuple[DocumentRecord, ...]
    phones: tuple[str, ...]
    indicators: tuple[IndicatorRecord, ...]
    belongings: tuple[ItemRecord, ...]
    incident: str | None
    hair_colour: str | None = None
    build: str | None = None
    eye_colour: str | None = None
    smile: tuple[str, ...] | None = None
    medical: tuple[MedicalRecord, ...] = ()
    bones_examined: tuple[str, ...] | None = None
    teeth: tuple[tuple[str, str], ...] = ()
    looks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AliveRecord:
    """Somebody alive on a list: a hospital, a shelter, a rescue, a prison."""

    key: str
    name: str
    sex: str
    age: int | None
    nationality: str | None
    facility: str
    place: PlaceRecord
    seen_on: str


@dataclass(frozen=True)
class IncidentRecord:
    key: str
    event_kind: str
    day: str
    place: PlaceRecord
    route: str
    n_dead_recovered: int
    n_missing_min: int
    n_survivors: int | None


@dataclass(frozen=True)
class Truth:
    """Who is who.  Kept in a file of its own; nothing that matches may read it."""

    people: dict[int, Person]
    case_person: dict[str, int]
    remains_person: dict[str, int]
    alive_person: dict[str, int]
    incident_event: dict[str, Event]
    case_name: dict[str, Written] = field(default_factory=dict)
    clue_name: dict[str, Written] = field(default_factory=dict)
    clue_owner: dict[str, str] = field(default_factory=dict)  # own, companion, borrowed
    pmi_point: dict[str, float] = field(default_factory=dict)
    age_point: dict[str, float] = field(default_factory=dict)
    stature_point: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Invented:
    """A whole invented registry."""

    seed: int
    as_of: date
    cases: tuple[CaseRecord, ...]
    remains: tuple[RemainsRecord, ...]
    alive: tuple[AliveRecord, ...]
    incidents: tuple[IncidentRecord, ...]
    truth: Truth

    def true_cases(self) -> dict[str, frozenset[str]]:
        """Of each set of remains, the reports of that person (none, one or two)."""
        by_person: dict[int, set[str]] = {}
        for key, person in self.truth.case_person.items():
            by_person.setdefault(person, set()).add(key)
        return {k: frozenset(by_person.get(p, ())) for k, p in self.truth.remains_person.items()}
