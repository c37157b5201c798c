"""What an institute logs about remains, as it is handed to the services: one shape for page, API and demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from cases.codes import CollectionMethod, SourceKind
from cases.services import ChartEntry, DocumentEntry, ItemEntry, LooksEntry, MarkEntry, MedicalEntry, SourceEntry
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate

_FORM = SourceEntry(kind=SourceKind.FORENSIC, method=CollectionMethod.FORM)
_NO_CHART = ChartEntry()
# What the forensic file (ring 3f) holds of an entry; intimate marks are the marks among `marks` that are so.
FORENSIC_FIELDS = frozenset(
    {
        "minimum_number_of_individuals",
        "not_recovered",
        "elements",
        "alterations",
        "build",
        "weight_kg",
        "skin_tone",
        "ancestry_note",
        "bones_examined",
        "medical",
        "dental_chart",
        "documents",
        "presumptive_identity",
        "presumptive_basis",
    }
)
INTIMATE_MARKS = "intimate_marks"
FORENSIC_PARTS = FORENSIC_FIELDS | {INTIMATE_MARKS}


@dataclass(frozen=True, kw_only=True)
class IndicatorEntry:
    """Something that points to a country: strength 1 weak to 3 strong."""

    kind: str
    country: str = ""
    region_text: str = ""
    strength: int = 1


@dataclass(frozen=True, kw_only=True)
class FoundDocument(DocumentEntry):
    """A paper found with the remains and the name on it."""

    name_on_doc: str = ""


@dataclass(frozen=True, kw_only=True)
class RemainsEntry(LooksEntry):
    """Estimates as (low, high): age in years, stature in cm, time since death in days.

    `skin_examined`: regions where marks could be seen, None when nobody said; `bones_examined` likewise of old
    fractures and implants.
    """

    status: str = "in_custody"
    found_at: PartialDate | None = None
    found_time: time | None = None
    found_place: Place | None = None
    setting: str = ""
    burial_context: str = ""
    finder_kind: str = ""
    informal_report: bool = False
    completeness: str = ""
    not_recovered: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    condition: str = ""
    alterations: tuple[str, ...] = ()
    skin_examined: tuple[str, ...] | None = None
    sex_estimated: str = ""
    sex_method: str = ""
    age: tuple[int, int] | None = None
    age_method: str = ""
    stature_cm: tuple[int, int] | None = None
    stature_method: str = ""
    build: str = ""
    skin_tone: str = ""
    ancestry_note: str = ""
    hair_colour: str = ""
    eye_colour: str = ""
    smile: tuple[str, ...] = ()
    pm_altered: bool = False
    pmi_days: tuple[int, int] | None = None
    pmi_method: str = ""
    marks: tuple[MarkEntry, ...] = ()
    bones_examined: tuple[str, ...] | None = None
    medical: tuple[MedicalEntry, ...] = ()
    dental_chart: ChartEntry = _NO_CHART
    belongings: tuple[ItemEntry, ...] = ()
    documents: tuple[FoundDocument, ...] = ()
    indicators: tuple[IndicatorEntry, ...] = ()
    presumptive_identity: str = ""
    presumptive_basis: str = ""
    minimum_number_of_individuals: int = 1
    source: SourceEntry = _FORM

    @property
    def intimate_marks(self) -> tuple[MarkEntry, ...]:
        """The marks that belong to the forensic file."""
        return tuple(mark for mark in self.marks if mark.intimate)
