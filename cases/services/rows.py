"""Turning an entry into the rows of a case's rings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from accessctl.models import Account
from cases.codes import (
    PROTECTION_PAPERS,
    CulturalModification,
    FileKind,
    NameKind,
    Priority,
    Smile,
    Transliteration,
    Visibility,
)
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CasePhoto,
    CaseProtectedDocument,
    CaseProtectionFile,
    CaseSource,
)
from cases.services.derive import age_at_last_contact
from cases.services.entry import (
    CaseEntry,
    ChartEntry,
    DocumentEntry,
    ItemEntry,
    LooksEntry,
    MarkEntry,
    MedicalEntry,
    NameEntry,
)
from cases.vocabulary.dental import Prostheses
from cases.vocabulary.looks import TOLD_LOOKS
from cases.vocabulary.teeth import parse_chart, spell
from registry.lib.names import detect_script, fold

Row = Any


def search_columns(entry: CaseEntry) -> dict[str, Any]:
    """The asked columns of the search file; an empty answer is null with its absence code beside."""
    age = age_at_last_contact(entry)
    return {
        "date_of_birth": entry.date_of_birth,
        "dob_basis": entry.dob_basis or None,
        "age_low": age[0] if age else None,
        "age_high": age[1] if age else None,
        "place_of_origin": entry.place_of_origin or None,
        **low_high(entry, "height_cm", "weight_kg", "shoe_size_eu"),
        "height_class": entry.height_class or None,
        "height_reference": entry.height_reference or None,
        "hair_colour": entry.hair_colour or None,
        "eye_colour": entry.eye_colour or None,
        "build": entry.build or None,
        **{name: getattr(entry, name) or None for name in TOLD_LOOKS},
        "voice_gait_habits": entry.voice_gait_habits or None,
        "observed_at": entry.observed_at,
        "smile": [code for code in Smile.values if code in entry.smile],
        "distinguishing_features": entry.distinguishing_features or None,
        "date_last_contact": entry.date_last_contact,
        "place_last_contact": entry.place_last_contact or None,
        "last_proof_of_life": entry.last_proof_of_life,
        "circumstances_text": entry.circumstances_text or None,
        "companions_text": entry.companions_text or None,
        "absences": entry.absences,
    }


def low_high(entry: LooksEntry, *names: str) -> dict[str, int | None]:
    """Ranges of an entry as the two columns that each has."""
    held = {name: getattr(entry, name) for name in names}
    return {
        f"{name}_{end}": found[at] if found else None
        for name, found in held.items() for at, end in enumerate(("low", "high"))
    }  # fmt: skip


def priorities(entry: CaseEntry, held: Sequence[str] = (), *, is_unseen: bool = False) -> list[str]:
    """Why the case comes first.  held: what stood; is_unseen: rows of the body stay that the writer cannot see."""
    if entry.medical is None:
        return list(held)
    urgent = any(item.urgent_if_alive for item in entry.medical) or (is_unseen and Priority.MEDICAL in held)
    return [code for code in Priority.values if (urgent if code == Priority.MEDICAL else code in held)]


def source_of(case: Case, entry: CaseEntry, account: Account | None) -> CaseSource:
    return CaseSource(
        case=case, kind=entry.source.kind, method=entry.source.method, language=entry.source.language or None,
        created_by=account,
    )  # fmt: skip


def list_rows(case: Case, entry: CaseEntry, source: CaseSource, account: Account | None) -> list[Row]:
    """Names, marks, papers, things and what is in the body: the rows that a change replaces as a whole."""
    common = {"case": case, "source": source, "created_by": account}
    rows: list[Row] = [
        _name(name, index, common) for index, name in enumerate(entry.names) if name.full_original.strip()
    ]
    rows += [_mark(mark, common) for mark in entry.marks]
    rows += [_document(document, common) for document in entry.documents]
    rows += [
        named(CaseMedical(**common, **medical_columns(item), urgent_if_alive=item.urgent_if_alive), item.key)
        for item in entry.medical or ()
    ]
    rows += [named(CaseBelonging(**common, **item_columns(item)), item.key) for item in entry.belongings or ()]
    if entry.dental_chart and entry.dental_chart.says_something:
        rows.append(CaseDentalChart(**common, **chart_columns(entry.dental_chart)))
    return rows


def named(row: Row, key: str) -> Row:
    """A row to be written that says the one of this name anew, if it is held."""
    row.anew = key
    return row


def mark_columns(mark: MarkEntry) -> dict[str, Any]:
    """The columns of a mark, of a case or of remains."""
    return {
        "mark_type": mark.mark_type, "site": mark.site, "side": mark.side, "aspect": mark.aspect,
        "length_mm": mark.length_mm, "width_mm": mark.width_mm, "colours": list(mark.colours),
        "motifs": list(mark.motifs), "inscription": mark.inscription or None, "description": mark.description or None,
        "acquired": mark.acquired,
        "visibility": Visibility.INTIMATE if mark.intimate else Visibility.VISIBLE,
    }  # fmt: skip


def medical_columns(item: MedicalEntry) -> dict[str, Any]:
    """The columns of something in the body, of a case or of remains."""
    return {
        "item_type": item.item_type, "site": item.site, "side": item.side, "healed": item.healed,
        "device_maker": item.device_maker or None, "device_serial": item.device_serial or None,
        "happened": item.happened, "condition_code": item.condition_code or None, "medication": item.medication or None,
        "description": item.description or None,
    }  # fmt: skip


def chart_columns(chart: ChartEntry) -> dict[str, Any]:
    """The columns of a dental chart, in its one spelling."""
    return {
        "teeth": spell(parse_chart(chart.teeth)), "numbering": chart.numbering, "origin": chart.origin or None,
        "charted_on": chart.charted_on, "dentition": chart.dentition or None,
        "prostheses": Prostheses(chart.prostheses) if chart.prostheses else None,
        "occlusion_note": chart.occlusion_note or None, "wear": chart.wear, "staining": chart.staining or None,
        "cultural_modification": [code for code in CulturalModification.values if code in chart.cultural_modification],
    }  # fmt: skip


def item_columns(item: ItemEntry) -> dict[str, Any]:
    """The columns of a thing, of a case or of remains."""
    return {
        "item_class": item.item_class, "colours": list(item.colours), "brand": item.brand or None,
        "size": item.size or None, "inscription": item.inscription or None, "serial": item.serial or None,
        "description": item.description or None, "worn_or_carried": item.worn_or_carried,
    }  # fmt: skip


def protection_row(case: Case, entry: CaseEntry, source: CaseSource) -> CaseProtectionFile:
    """One row per case, flagged or not, so that its presence tells nothing."""
    return CaseProtectionFile(case=case, source=source, **protection_columns(entry))


def protection_columns(entry: CaseEntry) -> dict[str, Any]:
    return {
        "protection_flag": entry.protection_flag,
        "protection_states": list(entry.protection_states) if entry.is_flagged else [],
        "nationalities": list(entry.nationalities) if entry.is_flagged else [],
    }


def photo_row(case: Case, entry: CaseEntry, source: CaseSource, account: Account | None) -> CasePhoto | None:
    picture = entry.photo
    if picture is None:
        return None
    return CasePhoto(
        case=case, source=source, created_by=account, kind=FileKind.PORTRAIT, mime="image/webp",
        size=len(picture.content), width=picture.width, height=picture.height,
        content=picture.content, thumbnail=picture.thumbnail, sha256=hashlib.sha256(picture.content).hexdigest(),
    )  # fmt: skip


def _name(name: NameEntry, index: int, common: dict[str, Any]) -> CaseName:
    text = name.full_original.strip()
    given_latin = name.latn.strip()
    kind = name.kind if index == 0 or name.kind != NameKind.MAIN else NameKind.SPELLING
    return CaseName(
        **common, kind=kind, full_original=text, script=detect_script(text), language=name.language or None,
        latn=given_latin or fold(text).title(),
        translit_scheme=Transliteration.WORKER if given_latin else Transliteration.MACHINE,
        father_name=name.father_name.strip() or None, mother_name=name.mother_name.strip() or None,
    )  # fmt: skip


def _mark(mark: MarkEntry, common: dict[str, Any]) -> Row:
    table = CaseIntimateMark if mark.intimate else CaseMark
    return named(table(**common, **mark_columns(mark)), mark.key)


def _document(document: DocumentEntry, common: dict[str, Any]) -> Row:
    table = CaseProtectedDocument if document.doc_type in PROTECTION_PAPERS else CaseDocument
    return table(
        **common, doc_type=document.doc_type, doc_number=document.doc_number or None,
        issuing_country=document.issuing_country or None,
    )  # fmt: skip
