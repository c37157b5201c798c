"""The facts of opened records as the engine reads them: which column is which fact, in which unit.

Pure: rows in clear in, a profile out.  A ring that was not opened simply leaves its facts absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from accessctl.rings import Ring
from cases.codes import (
    HEIGHT_CLASS_CM,
    LEAVES_NO_TRACE,
    BodyRegion,
    Healed,
    HeightReference,
    Motif,
    Smile,
)
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIncident,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CaseSearchFile,
    CaseStatement,
)
from cases.vocabulary.place import Place as RecordPlace
from cases.vocabulary.teeth import parse_chart
from matching import numbers
from matching.engine.profile import (
    FORENSIC,
    RESERVED,
    SEARCH,
    Indicator,
    Item,
    Mark,
    Medical,
    Name,
    Place,
    Profile,
    Tooth,
    normalise_number,
)
from matching.told import codes_of, told_by_all
from registry.lib.dates import OPEN_END, OPEN_START, PartialDate
from remains.codes import BurialContext, Completeness, Setting
from remains.models import (
    ForensicFile,
    OriginIndicator,
    PostMortemProfile,
    Remains,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsIncident,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
)

if TYPE_CHECKING:
    from accessctl.door import Opened

Rings = Mapping[Ring, "Opened"]
_BURIED = {BurialContext.SINGLE_GRAVE, BurialContext.MASS_GRAVE, BurialContext.CEMETERY_UNNAMED}
_BURIED_SETTINGS = {Setting.CEMETERY, Setting.CLANDESTINE_GRAVE}
_WATER = {
    Setting.OPEN_SEA, Setting.SHORE, Setting.NET_OR_VESSEL, Setting.HARBOUR, Setting.RIVER, Setting.LAKE, Setting.WELL,
}  # fmt: skip
_NAMES_IN_TATTOOS = {Motif.NAME, Motif.INITIALS, Motif.TEXT}
_WORDS_OF_A_NAME = 6  # longer inscriptions are verses and slogans
_MOSTLY_WHOLE = {Completeness.COMPLETE, Completeness.NEARLY, Completeness.PARTIAL_WITH_HEAD}


def of_case(case: Case, rings: Rings) -> Profile:
    """A missing person as evidence: what is shown of each topic, and beside it what other sources state."""
    search, reserved, forensic = rings[Ring.SEARCH], rings.get(Ring.RESERVED), rings.get(Ring.FORENSIC)
    file = search.one(case, CaseSearchFile)
    papers = reserved.rows(case, CaseDocument) if reserved else []
    intimate = forensic.rows(case, CaseIntimateMark) if forensic else []
    medical = _lasting(forensic.rows(case, CaseMedical)) if forensic else []
    belongings, codes = search.rows(case, CaseBelonging), codes_of(case)
    return Profile(
        ref=case.ref,
        kind="am",
        incidents=_incidents(search.rows(case, CaseIncident)),
        marks=(
            *(_mark(row, SEARCH) for row in search.rows(case, CaseMark)),
            *(_mark(row, FORENSIC) for row in intimate),
        ),
        marks_asked=True if case.has_marks else None,
        names=(*case_names(search.rows(case, CaseName)), *_names_on_papers(papers, "doc", RESERVED)),
        documents=numbers.documents(papers, RESERVED),
        phones=numbers.phones(belongings),
        serials=numbers.serials(belongings),
        items=_items(belongings),
        medical=tuple(_medical(row) for row in medical),
        medical_asked=True if medical else None,
        **_chart(forensic.rows(case, CaseDentalChart) if forensic else []),
        **(told_by_all(partial(_case_file, case), codes, file, search.rows(case, CaseStatement)) if file else codes),
    )


def _case_file(case: Case, file: Any) -> dict[str, Any]:
    birth, contact = days(file.date_of_birth), days(file.date_last_contact)
    proof = days(file.last_proof_of_life)[0]
    low, high, basis = file.height_cm_low, file.height_cm_high, file.height_reference
    if low is None and high is None and file.height_class:
        (low, high), basis = HEIGHT_CLASS_CM[file.height_class], HeightReference.GUESS.value
    where = place(file.place_last_contact) or (
        Place(country=case.last_contact_country) if case.last_contact_country else None
    )
    return {
        "age_low": file.age_low,
        "age_high": file.age_high,
        "birth_earliest": birth[0],
        "birth_latest": birth[1],
        "birth_basis": file.dob_basis,
        "stature_low": low,
        "stature_high": high,
        "stature_basis": basis,
        "build": file.build,
        "hair": file.hair_colour,
        "eyes": file.eye_colour,
        "smile": _smile(file),
        "last_contact_earliest": contact[0],
        "last_contact_latest": contact[1],
        "last_proof_of_life": proof,
        "place": where,
        "companions": companions(file.companions_text or ""),
    }


def of_remains(remains: Remains, rings: Rings) -> Profile:
    """Remains as evidence."""
    search, forensic = rings[Ring.SEARCH], rings.get(Ring.FORENSIC)
    profile = search.one(remains, PostMortemProfile)
    marks = search.rows(remains, RemainsMark)
    intimate = forensic.rows(remains, RemainsIntimateMark) if forensic else []
    papers = forensic.rows(remains, RemainsDocument) if forensic else []
    medical = _lasting(forensic.rows(remains, RemainsMedical)) if forensic else []
    file = forensic.one(remains, ForensicFile) if forensic else None
    belongings = search.rows(remains, RemainsBelonging)
    names = [
        *_presumed(file),
        *_names_on_papers(papers, "document", FORENSIC),
        *_inscribed(belongings, "belonging"),
        *_inscribed([row for row in marks if _NAMES_IN_TATTOOS & set(row.motifs)], "tattoo"),
    ]
    return Profile(
        ref=remains.ref,
        kind="pm",
        incidents=_incidents(search.rows(remains, RemainsIncident)),
        indicators=tuple(
            Indicator(kind=row.kind, country=row.country, strength=row.strength)
            for row in search.rows(remains, OriginIndicator) if row.country
        ),
        marks=(*(_mark(row, SEARCH) for row in marks), *(_mark(row, FORENSIC) for row in intimate)),
        names=tuple(names),
        documents=numbers.documents(papers, FORENSIC),
        phones=numbers.phones(belongings),
        serials=numbers.serials(belongings),
        items=_items(belongings),
        # A fresh injury came with death: no family can have told of it.
        medical=tuple(_medical(row) for row in medical if row.healed != Healed.FRESH),
        medical_observable=_regions(file.bones_examined) if file else None,
        build=file.build if file else None,
        elements=_elements(profile, file),
        **_chart(forensic.rows(remains, RemainsDentalChart) if forensic else []),
        **(_post_mortem(remains, profile) if profile else {}),
    )  # fmt: skip


def _elements(profile: Any, file: Any) -> tuple[str, ...]:
    """What there is: the whole, or a part, and each part that nobody has twice with its side."""
    counted = file.elements if file else []
    sided = [f"{code[:-2]}@{code[-1]}" if code[-2:] in ("_l", "_r") else code for code in counted]
    completeness = profile.completeness if profile else None
    if completeness is None or completeness == Completeness.ASHES:
        return tuple(sided)
    return ("body" if completeness in _MOSTLY_WHOLE else "part", *sided)


def _post_mortem(remains: Remains, profile: Any) -> dict[str, Any]:
    found = days(profile.found_at)
    where = place(profile.found_place) or (Place(country=remains.found_country) if remains.found_country else None)
    return {
        "sex": profile.sex_estimated,
        "sex_method": profile.sex_method,
        "age_low": profile.age_low,
        "age_high": profile.age_high,
        "stature_low": profile.stature_cm_low,
        "stature_high": profile.stature_cm_high,
        "stature_basis": profile.stature_method,
        "hair": profile.hair_colour,
        "eyes": profile.eye_colour,
        "altered": profile.pm_altered or None,
        "smile": _smile(profile),
        "condition": profile.condition,
        "deposition": deposition(profile.setting, profile.burial_context),
        "completeness": profile.completeness,
        "found_earliest": found[0],
        "found_latest": found[1],
        "pmi_low": profile.pmi_days_low,
        "pmi_high": profile.pmi_days_high,
        "place": where,
        "marks_observable": _regions(profile.skin_examined),
    }


def _regions(examined: list[str] | None) -> tuple[str, ...] | None:
    """Where somebody looked; None where nobody said, so that silence is no evidence."""
    return None if examined is None else tuple(one for one in BodyRegion.values if one in examined)


def _smile(file: Any) -> tuple[str, ...] | None:
    """What the front teeth show; None if nobody said or they were never seen."""
    seen = [code for code in file.smile or () if code != Smile.PERFECT]
    return None if not file.smile or Smile.NOT_SEEN in seen else tuple(seen)


def _lasting(rows: Iterable[Any]) -> list[Any]:
    """What an examination would find: an illness that leaves no trace is no evidence."""
    return [row for row in rows if row.item_type not in LEAVES_NO_TRACE]


def _medical(row: Any) -> Medical:
    return Medical(row.item_type, row.site, row.side, normalise_number(row.device_serial or ""))


def _items(rows: Iterable[Any]) -> tuple[Item, ...]:
    return tuple(Item(row.item_class, tuple(sorted(row.colours)), row.brand or "", row.size or "") for row in rows)


def _chart(rows: Sequence[Any]) -> dict[str, Any]:
    """The newest dental chart."""
    if not rows:
        return {}
    chart = rows[-1]
    return {
        "teeth": tuple(
            Tooth(tooth.fdi, tooth.status, tooth.surfaces, material=tooth.material)
            for tooth in parse_chart(chart.teeth)
        ),
        "chart_day": days(chart.charted_on)[1],
        "chart_basis": chart.origin,
    }


def deposition(setting: str | None, burial: str | None) -> str | None:
    """Where remains lay, as it bears on how fast they change: `buried`, `submerged`, `surface`."""
    if burial in _BURIED or setting in _BURIED_SETTINGS:
        return "buried"
    if setting in _WATER:
        return "submerged"
    return "surface" if setting or burial == BurialContext.SURFACE else None


def days(when: PartialDate | None) -> tuple[int | None, int | None]:
    """First and last day a date can mean; None for an open end."""
    if when is None:
        return None, None
    earliest = None if when.earliest == OPEN_START else when.earliest.toordinal()
    return earliest, None if when.latest == OPEN_END else when.latest.toordinal()


def place(said: RecordPlace | None) -> Place | None:
    if not said or (said.lat is None and said.country is None):
        return None
    return Place(said.lat, said.lon, said.radius_m / 1000 if said.radius_m else None, said.country)


def _incidents(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(str(row.incident_id) for row in rows))


def _mark(row: Any, ring: str) -> Mark:
    return Mark(
        row.mark_type, row.site, row.side, tuple(sorted(row.motifs)), row.inscription or "", ring, row.aspect,
        row.length_mm, row.width_mm, tuple(sorted(row.colours)),
    )  # fmt: skip


def case_names(rows: Iterable[Any]) -> Iterable[Name]:
    roles = (("father_name", "father"), ("grandfather_name", "grandfather"), ("mother_name", "mother"))
    for row in rows:
        # The family's own spelling beside the original; a Latin form made by the machine adds nothing to the latter.
        texts = [row.full_original, *([row.latn] if row.latn and row.translit_scheme != "machine" else [])]
        for text in dict.fromkeys(texts):
            yield Name(text, row.kind)
        for column, role in roles:
            if text := getattr(row, column):
                yield Name(text, row.kind, role)


def companions(text: str) -> tuple[Name, ...]:
    """The names in what is said of travel companions: words that begin large, or all where letters have no size.

    A word too many costs little (it is nobody's name); one too few loses a companion.
    """
    found = []
    for part in re.split(r"[,;:/|()\n،؛]|\s[-–—]\s|\.\s", text):
        kept = " ".join(word if _may_be_a_name(word) else "\n" for word in part.split())
        found += [name for run in kept.split("\n") if (name := " ".join(run.split()))]
    return tuple(Name(name, "companion") for name in dict.fromkeys(found) if len(name.split()) <= _WORDS_OF_A_NAME)


def _may_be_a_name(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and not letters[0].islower()


def _names_on_papers(rows: Iterable[Any], kind: str, ring: str) -> Iterable[Name]:
    return [Name(row.name_on_doc, kind, ring=ring) for row in rows if row.name_on_doc]


def _presumed(file: Any) -> Iterable[Name]:
    if file is None or not file.presumptive_identity:
        return []
    return [Name(file.presumptive_identity, "presumptive", ring=FORENSIC)]


def _inscribed(rows: Iterable[Any], kind: str) -> Iterable[Name]:
    """Words engraved, written or tattooed that may be somebody's name."""
    texts = (row.inscription for row in rows if row.inscription)
    return [
        Name(text, kind)
        for text in texts if any(c.isalpha() for c in text) and len(text.split()) <= _WORDS_OF_A_NAME
    ]  # fmt: skip
