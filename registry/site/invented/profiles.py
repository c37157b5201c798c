"""Invented records as the engine's profiles, for benchmarks without a database.

A translation field by field, equal to what the application extracts from stored records; truth never enters.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from matching.engine.profile import (
    Document,
    Indicator,
    Item,
    Mark,
    Medical,
    Name,
    Phone,
    Place,
    Profile,
    Tooth,
    normalise_number,
    normalise_phone,
)
from registry.site.invented.marks import MarkRecord
from registry.site.invented.records import (
    CaseRecord,
    DocumentRecord,
    Invented,
    ItemRecord,
    NameRecord,
    PlaceRecord,
    RemainsRecord,
)


def days(text: str | None) -> tuple[int | None, int | None]:
    """First and last day of `2021-03-14`, `2021-03` or `2021`."""
    if text is None:
        return None, None
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        day = date(*parts).toordinal()
        return day, day
    first = date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    month = first.month % 12 + 1 if len(parts) > 1 else 1
    return first.toordinal(), date(first.year + (month == 1), month, 1).toordinal() - 1


def _place(place: PlaceRecord | None) -> Place | None:
    if place is None:
        return None
    return Place(place.lat, place.lon, None if place.radius_m is None else place.radius_m / 1000, place.country)


def _marks(marks: tuple[MarkRecord, ...]) -> tuple[Mark, ...]:
    return tuple(Mark(m.type, m.site, m.side, (m.motif,) if m.motif else (), m.text) for m in marks)


def _names(names: tuple[NameRecord, ...]) -> tuple[Name, ...]:
    return tuple(Name(n.text, n.kind, n.role) for n in names)


def _documents(documents: tuple[DocumentRecord, ...]) -> tuple[Document, ...]:
    return tuple(Document(normalise_number(d.number), d.kind, d.country) for d in documents)


def _items(items: tuple[ItemRecord, ...]) -> tuple[Item, ...]:
    return tuple(Item(i.item_class, tuple(sorted(i.colours)), i.brand, i.size) for i in items)


def _body(record: CaseRecord | RemainsRecord) -> dict[str, Any]:
    """Looks, teeth, what stays in the body: told or seen alike."""
    basis = "pm_exam" if isinstance(record, RemainsRecord) else "dentist_chart"
    return {
        "build": record.build, "hair": record.hair_colour, "eyes": record.eye_colour, "smile": record.smile or None,
        "medical": tuple(Medical(m.kind, m.site, m.side, normalise_number(m.serial)) for m in record.medical),
        "teeth": tuple(Tooth(*tooth) for tooth in record.teeth),
        "chart_basis": basis if record.teeth else None,
    }  # fmt: skip


def case_profile(case: CaseRecord) -> Profile:
    """A report as evidence."""
    birth, contact = days(case.date_of_birth), days(case.date_last_contact)
    age, height = case.age_at_last_contact, case.height_cm
    return Profile(
        ref=case.key, kind="am", sex=case.sex,
        age_low=None if age is None else float(age), age_high=None if age is None else float(age),
        birth_earliest=birth[0], birth_latest=birth[1], birth_basis=case.birth_basis,
        stature_low=None if height is None else float(height), stature_high=None if height is None else float(height),
        stature_basis=None if height is None else "guess",
        last_contact_earliest=contact[0], last_contact_latest=contact[1], place=_place(case.place_last_contact),
        routes=(case.route_code,) if case.route_code else (), destination=case.destination_country,
        nationalities=(case.nationality,) if case.nationality else (),
        incidents=(case.incident,) if case.incident else (), marks=_marks(case.marks), marks_asked=case.marks_asked,
        names=(Name(case.name_as_given), *_names(case.name_other), *_names(case.parent_name)),
        documents=_documents((case.id_document,) if case.id_document else ()),
        phones=(Phone(normalise_phone(case.phone)),) if case.phone else (), reported_by=case.reporter,
        items=_items(case.belongings), medical_asked=True if case.medical else None, **_body(case),
    )  # fmt: skip


def remains_profile(remains: RemainsRecord) -> Profile:
    """Remains as evidence."""
    found = days(remains.found_on)

    def number(value: int | None) -> float | None:
        return None if value is None else float(value)

    return Profile(
        ref=remains.key, kind="pm", sex=remains.sex_estimated, sex_method=remains.sex_method,
        age_low=number(remains.age_low), age_high=number(remains.age_high),
        stature_low=number(remains.stature_low), stature_high=number(remains.stature_high),
        stature_basis=remains.stature_method, condition=remains.condition, deposition=remains.deposition,
        completeness=remains.completeness, found_earliest=found[0], found_latest=found[1],
        pmi_low=number(remains.pmi_low), pmi_high=number(remains.pmi_high), place=_place(remains.found_place),
        incidents=(remains.incident,) if remains.incident else (),
        indicators=tuple(Indicator(i.kind, i.country, i.strength) for i in remains.indicators),
        marks=_marks(remains.marks), marks_observable=remains.regions, names=_names(remains.names),
        documents=_documents(remains.documents), phones=tuple(Phone(normalise_phone(p)) for p in remains.phones),
        items=(*_items(remains.belongings), *(Item("sim") for _ in remains.phones)),
        medical_observable=remains.bones_examined, **_body(remains),
    )  # fmt: skip


def to_profiles(invented: Invented) -> tuple[list[Profile], list[Profile]]:
    """All reports and all remains as profiles, in the order of their keys."""
    return [case_profile(c) for c in invented.cases], [remains_profile(r) for r in invented.remains]
