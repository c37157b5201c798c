"""What is held of a case, read back as the parts of the entry it was written from.

Pure: rows in clear in, parts of an entry out; what a reader may open is decided by who calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from accessctl import door
from accessctl.clear import Clear
from accessctl.tokens import token_of
from cases.codes import Transliteration
from cases.models import Case, CaseDentalChart, CaseIntimateMark, CaseMedical
from cases.services import ChartEntry, DocumentEntry, ItemEntry, MarkEntry, MedicalEntry, NameEntry, SourceEntry
from cases.vocabulary.looks import TOLD_LOOKS


def common(case: Case, flag: Clear | None) -> dict[str, Any]:
    hidden = flag.nationalities if flag else []
    return {
        "sex": case.sex,
        "nationalities": tuple(case.nationalities or hidden),
        "destination_country": case.destination_country or "",
        "route_code": case.route_code or "",
        "circumstance_codes": tuple(case.circumstance_codes),
        "purposes": tuple(case.purposes),
    }


def search(held: Any) -> dict[str, Any]:
    height = held.height_cm_low, held.height_cm_high
    age = held.age_low, held.age_high
    return {
        "date_of_birth": held.date_of_birth,
        "dob_basis": held.dob_basis or "",
        "age": age if None not in age and held.date_of_birth is None else None,
        "place_of_origin": held.place_of_origin,
        "height_cm": height if None not in height else None,
        "height_class": held.height_class or "",
        "height_reference": held.height_reference or "",
        "hair_colour": held.hair_colour or "",
        "eye_colour": held.eye_colour or "",
        "build": held.build or "",
        **{name: getattr(held, name) or "" for name in TOLD_LOOKS},
        "weight_kg": _range(held.weight_kg_low, held.weight_kg_high),
        "shoe_size_eu": _range(held.shoe_size_eu_low, held.shoe_size_eu_high),
        "voice_gait_habits": held.voice_gait_habits or "",
        "observed_at": held.observed_at,
        "smile": tuple(held.smile),
        "distinguishing_features": held.distinguishing_features or "",
        "date_last_contact": held.date_last_contact,
        "place_last_contact": held.place_last_contact,
        "last_proof_of_life": held.last_proof_of_life,
        "circumstances_text": held.circumstances_text or "",
        "companions_text": held.companions_text or "",
        "absences": dict(held.absences),
        "source": SourceEntry(language=held.language or ""),
    }


def _range(low: int | None, high: int | None) -> tuple[int, int] | None:
    return None if low is None or high is None else (low, high)


def main_first(row: Any) -> bool:
    return bool(row.kind != "main")


def name(row: Any) -> NameEntry:
    return NameEntry(
        full_original=row.full_original,
        kind=row.kind,
        latn="" if row.translit_scheme == Transliteration.MACHINE else row.latn or "",
        father_name=row.father_name or "",
        mother_name=row.mother_name or "",
        language=row.language or "",
    )


def mark(row: Any) -> MarkEntry:
    return MarkEntry(
        mark_type=row.mark_type,
        site=row.site,
        side=row.side,
        aspect=row.aspect,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        colours=tuple(row.colours),
        motifs=tuple(row.motifs),
        inscription=row.inscription or "",
        acquired=row.acquired,
        description=row.description or "",
        intimate=isinstance(row._row, CaseIntimateMark),
        key=token_of(row.pk),
    )


def belongings(rows: Iterable[Any]) -> tuple[ItemEntry, ...]:
    return tuple(part(ItemEntry, row) for row in rows)


def body(case: Case, forensic: door.Opened) -> dict[str, Any]:
    """What stays in the body, and the newest dental chart."""
    charts = forensic.rows(case, CaseDentalChart)
    return {
        "medical": tuple(part(MedicalEntry, row) for row in forensic.rows(case, CaseMedical)),
        "dental_chart": part(ChartEntry, charts[-1]) if charts else ChartEntry(),
    }


def part(kind: type[Any], row: Any) -> Any:
    """A row as its part of an entry: what is not said is what the entry has for it."""
    values: dict[str, Any] = {}
    for field in fields(kind):
        value = token_of(row.pk) if field.name == "key" else getattr(row, field.name)
        values[field.name] = tuple(value) if isinstance(value, list) else field.default if value is None else value
    return kind(**values)


def document(row: Any) -> DocumentEntry:
    return DocumentEntry(
        doc_type=row.doc_type, doc_number=row.doc_number or "", issuing_country=row.issuing_country or ""
    )
