"""Rules that bind a case whichever way it comes: page, API, import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.codes import (
    SEARCH_MARK_TYPES,
    SEARCH_MOTIFS,
    Absence,
    Aspect,
    Build,
    ChartOrigin,
    CodeList,
    Colour,
    CulturalModification,
    Dentition,
    DocumentType,
    EyeColour,
    HairColour,
    Healed,
    HeightClass,
    ItemClass,
    Jaw,
    MarkSite,
    MedicalKind,
    ProsthesisKind,
    ProtectionFlag,
    Route,
    Sex,
    Side,
    Smile,
    ToothMaterial,
    ToothNumbering,
    WornOrCarried,
)
from cases.services.entry import CaseEntry, ChartEntry, DocumentEntry, ItemEntry, MarkEntry, MedicalEntry
from cases.vocabulary import dental, teeth
from cases.vocabulary.looks import LONGEST_HABITS, SHOE_SIZE_EU, TOLD_LOOKS, WEIGHT_KG
from cases.vocabulary.marks import LARGEST_MARK_MM
from cases.vocabulary.medical import LONGEST_CONDITION, LONGEST_MEDICATION, SITES, is_kept_elsewhere
from cases.vocabulary.serials import LONGEST_SERIAL, serial_fault
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_name, clean_text
from registry.lib.world import is_country

MAX_AGE = 120
MAX_MARKS = 20
MAX_TEXT = {"circumstances_text": 2000, "companions_text": 500, "distinguishing_features": 500,
            "voice_gait_habits": LONGEST_HABITS}  # fmt: skip
MOST_MEDICAL, MOST_BELONGINGS = 20, 30
# Texts of the rows and how long each may be.
MEDICAL_TEXTS = {
    "device_maker": 60, "device_serial": 60, "condition_code": LONGEST_CONDITION, "medication": LONGEST_MEDICATION,
    "description": 200,
}  # fmt: skip
NOT_ASKED_HERE = gettext_lazy(
    "HIV, sexual violence and mental illness are not kept here. Leave it out; if it is needed to protect somebody, use "
    "the protection file."
)
MARK_TEXTS = {"inscription": 100, "description": 300}
PAPER_TEXTS = {"doc_number": 60}
ITEM_TEXTS = {"brand": 60, "size": 60, "inscription": 120, "serial": LONGEST_SERIAL, "description": 200}

Faults = dict[str, list[str]]


def check(entry: CaseEntry) -> None:
    """Raises Invalid, naming every field at fault and what to do."""
    faults: Faults = {}
    today = timezone.localdate()
    found = (
        _names(entry), _dates(entry, today), _numbers(entry), _codes(entry), _texts(entry), _protection(entry),
        _body(entry, today),
    )  # fmt: skip
    for part in found:
        for name, messages in part.items():
            faults.setdefault(name, []).extend(messages)
    if faults:
        raise Invalid(fields=faults)


def check_told(entry: CaseEntry) -> None:
    """What binds the words of a further source, who need not know a name or a day.  Raises Invalid."""
    unknown = Absence.UNKNOWN.value
    check(replace(entry, absences={"names": unknown, "date_last_contact": unknown}))


def _names(entry: CaseEntry) -> Faults:
    if not entry.names and entry.absences.get("names") not in (Absence.UNKNOWN, Absence.DECLINED):
        return {"names": [_("Write the name, or choose “we do not know”.")]}
    faults: Faults = {}
    for name in entry.names:
        for text in filter(None, (name.full_original, name.latn, name.father_name, name.mother_name)):
            try:
                clean_name(text)
            except BadText as error:
                faults.setdefault("names", []).append(error.message)
    if entry.names and not any(name.full_original.strip() for name in entry.names):
        faults.setdefault("names", []).append(_("Write the name, or choose “we do not know”."))
    return faults


def _dates(entry: CaseEntry, today: date) -> Faults:
    faults: Faults = {}
    birth, contact, proof = entry.date_of_birth, entry.date_last_contact, entry.last_proof_of_life
    if contact is None and entry.absences.get("date_last_contact") not in (Absence.UNKNOWN, Absence.DECLINED):
        faults["date_last_contact"] = [
            _("Give the date of last contact as far as it is known, or say that it is not known.")
        ]
    for name, value in (("date_of_birth", birth), ("date_last_contact", contact), ("last_proof_of_life", proof),
                        ("observed_at", entry.observed_at)):  # fmt: skip
        if value is not None and value.earliest > today:
            faults[name] = [_("This date lies in the future. Check the year.")]
    if birth and contact and contact.surely_before(birth):
        faults["date_of_birth"] = [_("The birth date lies after the last contact. Correct one of the two.")]
    if proof and contact and contact.surely_before(proof):
        faults["last_proof_of_life"] = [_("The last sign of life lies after the last contact. Correct one of the two.")]
    if birth and contact and not birth.is_open and (contact.earliest.year - birth.latest.year) > MAX_AGE:
        faults["date_of_birth"] = [
            _("This makes the person older than %(limit)s years. Check the year.") % {"limit": MAX_AGE}
        ]
    return faults


def _numbers(entry: CaseEntry) -> Faults:
    faults: Faults = {}
    if entry.age is not None and not 0 <= entry.age[0] <= entry.age[1] <= MAX_AGE:
        faults["age"] = [_("Give an age between 0 and %(limit)s years, the lower one first.") % {"limit": MAX_AGE}]
    if entry.height_cm is not None and not 30 <= entry.height_cm[0] <= entry.height_cm[1] <= 250:
        faults["height"] = [_("Give a height between 30 and 250 cm, the lower one first.")]
    if fault := range_fault(entry.weight_kg, WEIGHT_KG):
        faults["weight_kg"] = [fault]
    if fault := range_fault(entry.shoe_size_eu, SHOE_SIZE_EU):
        faults["shoe_size_eu"] = [fault]
    if len(entry.marks) > MAX_MARKS:
        faults["marks"] = [_("Code at most %(limit)s marks; describe the others in words.") % {"limit": MAX_MARKS}]
    return faults


def range_fault(given: tuple[int, int] | None, limits: tuple[int, int]) -> str:
    """What is wrong with a range, of a case or of remains; empty: nothing."""
    low, high = limits
    if given is None or low <= given[0] <= given[1] <= high:
        return ""
    return _("Give numbers between %(low)s and %(high)s, the lower one first.") % {"low": low, "high": high}


def _codes(entry: CaseEntry) -> Faults:
    unknown = _("This code is not in the list.")
    single = (
        ("sex", entry.sex, Sex.values),
        ("hair_colour", entry.hair_colour, HairColour.values),
        ("eye_colour", entry.eye_colour, EyeColour.values),
        ("build", entry.build, Build.values),
        ("height_class", entry.height_class, HeightClass.values),
        *((name, getattr(entry, name), listed.values) for name, listed in TOLD_LOOKS.items()),
        ("route_code", entry.route_code, Route.values),
    )
    faults: Faults = {name: [unknown] for name, code, codes in single if code and code not in codes}
    if not {*entry.smile} <= {*Smile.values}:
        faults["smile"] = [unknown]
    for name, wrong in (("marks", mark_faults(entry.marks)), ("documents", paper_faults(entry.documents))):
        if wrong:
            faults[name] = wrong
    named = {
        "nationalities": entry.nationalities,
        "protection_states": entry.protection_states,
        "destination_country": (entry.destination_country,) if entry.destination_country else (),
    }
    for name, countries in named.items():
        if not all(is_country(code) for code in countries):
            faults[name] = [_("Choose a country from the list.")]
    return faults


def _protection(entry: CaseEntry) -> Faults:
    if entry.protection_flag and entry.protection_flag not in ProtectionFlag.values:
        return {"protection_flag": [_("This code is not in the list.")]}
    if entry.protection_flag and entry.is_flagged and not entry.firewall_states:
        message = _("Name the States that must be told nothing: the registry cannot guard against a State not named.")
        return {"protection_states": [message]}
    return {}


def _body(entry: CaseEntry, today: date) -> Faults:
    faults: Faults = {}
    for name, messages in (
        ("medical", medical_faults(entry.medical or (), MOST_MEDICAL)),
        ("dental_chart", chart_faults(entry.dental_chart, today)),
        ("belongings", item_faults(entry.belongings or (), MOST_BELONGINGS)),
    ):
        if messages:
            faults[name] = messages
    return faults


def mark_faults(marks: Sequence[MarkEntry]) -> list[str]:
    """What is wrong with marks on the body, of a case or of remains."""
    faults: list[str] = []
    for mark in marks:
        coded = (
            (mark.mark_type, SEARCH_MARK_TYPES), (mark.site, MarkSite.values), (mark.side, Side.values),
            (mark.aspect, Aspect.values), *((code, Colour.values) for code in mark.colours),
            *((code, SEARCH_MOTIFS) for code in mark.motifs),
        )  # fmt: skip
        if any(code not in listed for code, listed in coded):
            faults.append(_("This code is not in the list."))
        length, width = mark.length_mm, mark.width_mm
        if any(size is not None and not 1 <= size <= LARGEST_MARK_MM for size in (length, width)):
            faults.append(_("A mark measures 1 to %(most)s mm.") % {"most": LARGEST_MARK_MM})
        elif width is not None and (length is None or width > length):
            faults.append(_("Give the length, and as the width what is not longer."))
        faults += _text_faults(mark, MARK_TEXTS)
        if mark.acquired is not None and mark.acquired.earliest > timezone.localdate():
            faults.append(_("This date lies in the future. Check the year."))
    return list(dict.fromkeys(faults))


def paper_faults(papers: Sequence[DocumentEntry]) -> list[str]:
    """What is wrong with documents, of a case or found with remains."""
    faults: list[str] = []
    for paper in papers:
        faults += _text_faults(paper, PAPER_TEXTS)
        if paper.doc_type not in DocumentType.values:
            faults.append(_("This code is not in the list."))
        if paper.issuing_country and not is_country(paper.issuing_country):
            faults.append(_("Choose a country from the list."))
    return list(dict.fromkeys(faults))


def medical_faults(items: Sequence[MedicalEntry], most: int) -> list[str]:
    """What is wrong with what stays in the body, of a case or of remains."""
    faults = _too_many(items, most)
    for item in items:
        coded = ((item.item_type, MedicalKind.values), (item.site, SITES), (item.side, Side.values))
        if any(code not in codes for code, codes in (*coded, (item.healed, Healed.values))):
            faults.append(_("This code is not in the list."))
        faults += _text_faults(item, MEDICAL_TEXTS)
        if item.happened and item.happened.earliest > timezone.localdate():
            faults.append(_("This date lies in the future. Check the year."))
        if is_kept_elsewhere(item.condition_code):
            faults.append(str(NOT_ASKED_HERE))
    return list(dict.fromkeys(faults))


def item_faults(items: Sequence[ItemEntry], most: int) -> list[str]:
    """What is wrong with things worn or carried, of a case or of remains."""
    faults = _too_many(items, most)
    for item in items:
        known = item.item_class in ItemClass.values and item.worn_or_carried in WornOrCarried.values
        if not known or not {*item.colours} <= {*Colour.values}:
            faults.append(_("This code is not in the list."))
        faults += _text_faults(item, ITEM_TEXTS)
        faults += filter(None, [serial_fault(item.item_class, item.serial)])
    return list(dict.fromkeys(faults))


def chart_faults(chart: ChartEntry | None, today: date) -> list[str]:
    """What is wrong with a dental chart, of a case or of remains."""
    if chart is None:
        return []
    faults = _text_faults(chart, {"teeth": teeth.LONGEST_CHART})
    try:
        teeth.parse_chart(chart.teeth)
    except Invalid as error:
        faults += [message for messages in error.fields.values() for message in messages]
    faults += _mouth_faults(chart)
    if chart.charted_on and chart.charted_on.earliest > today:
        faults.append(_("This date lies in the future. Check the year."))
    if not chart.says_something and (chart.origin or chart.charted_on):
        faults.append(_("Write the chart itself, or leave out what it rests on and its date."))
    return faults


def _mouth_faults(chart: ChartEntry) -> list[str]:
    coded: list[tuple[str, type[CodeList]]] = [
        (chart.numbering, ToothNumbering), (chart.origin, ChartOrigin), (chart.dentition, Dentition),
        *((code, CulturalModification) for code in chart.cultural_modification),
        *((one.kind or "?", ProsthesisKind) for one in chart.prostheses),
        *((one.jaw, Jaw) for one in chart.prostheses), *((one.material, ToothMaterial) for one in chart.prostheses),
    ]  # fmt: skip
    faults = [_("This code is not in the list.")] if any(code and code not in one.values for code, one in coded) else []
    if chart.wear is not None and not 0 <= chart.wear <= dental.HEAVIEST_WEAR:
        faults.append(_("Wear goes from 0 (none) to %(most)s.") % {"most": dental.HEAVIEST_WEAR})
    if chart.dentition == Dentition.EDENTULOUS and any(
        tooth.status not in teeth.GONE for tooth in teeth.read_chart(chart.teeth)[0]
    ):
        faults.append(_("No teeth are left, and teeth are charted. Correct one of the two."))
    faults += _too_many(chart.prostheses, dental.MOST_PROSTHESES) + _text_faults(chart, dental.LONGEST)
    for one in chart.prostheses:
        faults += _text_faults(one, {"inscription": dental.LONGEST_INSCRIPTION})
    return faults


def _too_many(rows: Sequence[object], most: int) -> list[str]:
    return [_("Keep at most %(most)s rows.") % {"most": most}] if len(rows) > most else []


def _text_faults(row: object, limits: Mapping[str, int]) -> list[str]:
    faults = []
    for name, limit in limits.items():
        text = getattr(row, name)
        if len(text) > limit:
            faults.append(_("Use at most %(limit)s characters.") % {"limit": limit})
        try:
            clean_text(text)
        except BadText as error:
            faults.append(error.message)
    return faults


def _texts(entry: CaseEntry) -> Faults:
    faults: Faults = {}
    for name, limit in MAX_TEXT.items():
        text = getattr(entry, name)
        if len(text) > limit:
            faults[name] = [_("Use at most %(limit)s characters.") % {"limit": limit}]
        try:
            clean_text(text)
        except BadText as error:
            faults.setdefault(name, []).append(error.message)
    return faults
