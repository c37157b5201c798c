"""Turning an entry into the columns and rows of the rings of remains."""

from __future__ import annotations

from typing import Any

from accessctl.models import Account
from cases.codes import PROTECTION_PAPERS, AgeClass, BodyRegion, CodeList, Sex, Smile
from cases.services import MarkEntry
from cases.services.derive import age_band
from cases.services.rows import chart_columns, item_columns, low_high, mark_columns, medical_columns, named
from cases.vocabulary.looks import LOOKS
from registry.lib.names import fold
from remains.codes import Alteration, Element, PartNotRecovered, SexEstimate
from remains.models import (
    OriginIndicator,
    Remains,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
    RemainsProtectedDocument,
    RemainsSource,
)
from remains.services.entry import FoundDocument, IndicatorEntry, RemainsEntry


def common_columns(entry: RemainsEntry) -> dict[str, Any]:
    """The derived columns of layer 1."""
    found, place = entry.found_at, entry.found_place
    bounded = found is not None and not found.is_open
    return {
        "status": entry.status,
        "sex": SexEstimate(entry.sex_estimated).sex if entry.sex_estimated else Sex.NOT_KNOWN,
        "age_class": age_band(entry.age) if entry.age else AgeClass.UNKNOWN,
        "found_month": found.earliest.replace(day=1) if bounded and found else None,
        "found_month_max": found.latest.replace(day=1) if bounded and found else None,
        "found_country": place.country if place else None,
        "found_admin1": place.admin1_code if place else None,
        "has_profile": True,
        "has_marks": bool(entry.marks),
        "has_belongings": bool(entry.belongings),
        "has_documents": bool(entry.documents),
    }


def profile_columns(entry: RemainsEntry) -> dict[str, Any]:
    """The columns of the post-mortem profile."""
    coded = (
        "setting", "burial_context", "finder_kind", "completeness", "condition", "sex_estimated", "sex_method",
        "age_method", "stature_method", "hair_colour", "eye_colour", "pmi_method", *LOOKS,
    )  # fmt: skip
    return {
        **low_high(entry, "age", "stature_cm", "pmi_days"),
        **{name: getattr(entry, name) or None for name in coded},
        "found_at": entry.found_at,
        "found_time": entry.found_time,
        "found_place": entry.found_place or None,
        "informal_report": entry.informal_report,
        "pm_altered": entry.pm_altered,
        "smile": _ordered(entry.smile, Smile),
        "skin_examined": None if entry.skin_examined is None else _ordered(entry.skin_examined, BodyRegion),
    }


def forensic_columns(entry: RemainsEntry) -> dict[str, Any]:
    """The columns of the forensic file."""
    return {
        "minimum_number_of_individuals": entry.minimum_number_of_individuals,
        "not_recovered": _ordered(entry.not_recovered, PartNotRecovered),
        "elements": _ordered(entry.elements, Element),
        "alterations": _ordered(entry.alterations, Alteration),
        "build": entry.build or None,
        **low_high(entry, "weight_kg"),
        "skin_tone": entry.skin_tone or None,
        "ancestry_note": entry.ancestry_note or None,
        "bones_examined": None if entry.bones_examined is None else _ordered(entry.bones_examined, BodyRegion),
        "presumptive_identity": entry.presumptive_identity or None,
        "presumptive_basis": entry.presumptive_basis or None,
    }


def _ordered(given: tuple[str, ...], codes: type[CodeList]) -> list[str]:
    """A set of codes in the order of their list, so that another order is no change."""
    return [code for code in codes.values if code in given]


def source_of(remains: Remains, entry: RemainsEntry, account: Account | None) -> RemainsSource:
    return RemainsSource(
        remains=remains, kind=entry.source.kind, method=entry.source.method, created_by=account,
        language=entry.source.language or None, reliability="B",
    )  # fmt: skip


def list_rows(remains: Remains, entry: RemainsEntry, source: RemainsSource, account: Account | None) -> list[Any]:
    """Marks, what is in the body, belongings, papers, indicators: the rows that a change replaces as a whole."""
    common = {"remains": remains, "source": source, "created_by": account}
    rows: list[Any] = [_mark(mark, common) for mark in entry.marks]
    rows += [RemainsMedical(**common, **medical_columns(item)) for item in entry.medical]
    rows += (
        [RemainsDentalChart(**common, **chart_columns(entry.dental_chart))] if entry.dental_chart.says_something else []
    )
    rows += [named(RemainsBelonging(**common, **item_columns(item)), item.key) for item in entry.belongings]
    rows += [_paper(paper, common) for paper in entry.documents]
    rows += [_indicator(item, common) for item in entry.indicators]
    return rows


def _mark(mark: MarkEntry, common: dict[str, Any]) -> Any:
    table = RemainsIntimateMark if mark.intimate else RemainsMark
    return named(table(**common, **mark_columns(mark)), mark.key)


def _paper(paper: FoundDocument, common: dict[str, Any]) -> Any:
    table = RemainsProtectedDocument if paper.doc_type in PROTECTION_PAPERS else RemainsDocument
    return table(
        **common, doc_type=paper.doc_type, doc_number=paper.doc_number or None,
        issuing_country=paper.issuing_country or None, name_on_doc=paper.name_on_doc or None,
        name_on_doc_latn=fold(paper.name_on_doc).title() or None,
    )  # fmt: skip


def _indicator(item: IndicatorEntry, common: dict[str, Any]) -> OriginIndicator:
    return OriginIndicator(
        **common, kind=item.kind, country=item.country or None, region_text=item.region_text or None,
        strength=item.strength,
    )  # fmt: skip
