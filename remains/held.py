"""What is held of remains, read back as the entry it was written from: one shape to show, to change and to send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from accessctl.clear import Clear
from accessctl.tokens import token_of
from cases.services import ChartEntry, ItemEntry, MarkEntry, MedicalEntry
from cases.vocabulary.looks import LOOKS
from remains.services.entry import FoundDocument, IndicatorEntry, RemainsEntry

RANGES = {"age": ("age_low", "age_high"), "stature_cm": ("stature_cm_low", "stature_cm_high")}
RANGES["pmi_days"] = ("pmi_days_low", "pmi_days_high")
_PROFILE = (
    "found_at", "found_time", "found_place", "setting", "burial_context", "finder_kind", "informal_report",
    "completeness", "condition", "sex_estimated", "sex_method", "age_method", "stature_method", "hair_colour",
    "eye_colour", "pm_altered", "pmi_method", *LOOKS,
)  # fmt: skip
_FORENSIC = (
    "minimum_number_of_individuals", "build", "skin_tone", "ancestry_note", "presumptive_identity", "presumptive_basis",
)  # fmt: skip
_LISTS = ("not_recovered", "elements", "alterations")
_KEPT_AS_NONE = ("found_at", "found_time", "found_place")


def profile_parts(
    profile: Clear, marks: Iterable[Clear], belongings: Iterable[Clear], indicators: Iterable[Clear]
) -> dict[str, Any]:
    """The parts of an entry that lie in layer 2."""
    parts = {name: _said(name, getattr(profile, name)) for name in _PROFILE}
    for name, (low, high) in RANGES.items():
        first, last = getattr(profile, low), getattr(profile, high)
        parts[name] = None if first is None else (first, first if last is None else last)
    skin = profile.skin_examined
    return parts | {
        "smile": tuple(profile.smile or ()),
        "skin_examined": None if skin is None else tuple(skin),
        "marks": tuple(_row(MarkEntry, mark) for mark in marks),
        "belongings": tuple(_row(ItemEntry, item) for item in belongings),
        "indicators": tuple(_row(IndicatorEntry, item) for item in indicators),
    }


def forensic_parts(
    file: Clear | None, documents: Iterable[Clear], medical: Iterable[Clear], charts: Iterable[Clear]
) -> dict[str, Any]:
    """The parts of an entry that lie in the forensic file; its intimate marks are `intimate_marks`."""
    parts: dict[str, Any] = {
        "documents": tuple(_row(FoundDocument, paper) for paper in documents),
        "medical": tuple(_row(MedicalEntry, item) for item in medical),
    }
    for chart in charts:  # the newest stands
        parts["dental_chart"] = _row(ChartEntry, chart)
    if file is not None:
        parts |= {name: _said(name, getattr(file, name)) for name in _FORENSIC}
        parts |= {name: tuple(getattr(file, name)) for name in _LISTS}
        weight = file.weight_kg_low, file.weight_kg_high
        parts["weight_kg"] = None if None in weight else weight
        looked = file.bones_examined
        parts["bones_examined"] = None if looked is None else tuple(looked)
    return parts


def intimate_marks(marks: Iterable[Clear]) -> tuple[MarkEntry, ...]:
    return tuple(_row(MarkEntry, mark, intimate=True) for mark in marks)


def entry_of(status: str, parts: dict[str, Any]) -> RemainsEntry:
    """The entry made of these parts."""
    return RemainsEntry(status=status, **parts)


def _said(name: str, value: Any) -> Any:
    return value if value is not None or name in _KEPT_AS_NONE else ""


def _row(kind: type[Any], row: Clear, **more: Any) -> Any:
    """A row as its part of an entry."""
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name not in more and field.name != "intimate":
            # What is asked of cases alone has no column here.
            value = token_of(row.pk) if field.name == "key" else getattr(row, field.name, field.default)
            values[field.name] = tuple(value) if isinstance(value, list) else field.default if value is None else value
    return kind(**values, **more)
