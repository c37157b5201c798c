"""Invented records as the entries that services take: a translation, field by field."""

from __future__ import annotations

from datetime import date
from typing import Any

from accessctl.codes import Purpose, RecipientClass
from accessctl.images import Picture
from cases.codes import (
    Absence,
    ChartOrigin,
    NameKind,
    ProsthesisKind,
    ProtectionFlag,
    SourceKind,
    ToothNumbering,
    WhereaboutsKind,
)
from cases.services import CaseEntry, ChartEntry, DocumentEntry, ItemEntry, MarkEntry, MedicalEntry, NameEntry
from cases.vocabulary.dental import Prosthesis
from cases.vocabulary.incident import IncidentEntry
from cases.vocabulary.place import Place
from cases.vocabulary.whereabouts import WhereaboutsEntry
from families.services import ChannelEntry, ConsentEntry, Conversation, Registration, RelativeEntry
from registry.lib.dates import PartialDate, parse_edtf, parse_parts
from registry.lib.dates.calendars import calendar_of
from registry.site.invented.marks import MarkRecord
from registry.site.invented.records import (
    AliveRecord,
    CaseRecord,
    DocumentRecord,
    IncidentRecord,
    ItemRecord,
    MedicalRecord,
    PlaceRecord,
    RemainsRecord,
)
from remains.services import IndicatorEntry, RemainsEntry
from remains.services.entry import FoundDocument

SEX = {"m": "1", "f": "2"}
WORDING = (
    "Invented for this demonstration: before the first question we said who we are, why we ask each thing, who could "
    "see it, that the law of a country may force us to hand data over, and which rights you have."
)
ASKED = (
    RecipientClass.CSO,
    RecipientClass.FAMILY_ASSOCIATION,
    RecipientClass.INTERNATIONAL_ORG,
    RecipientClass.FORENSIC_INSTITUTE,
    RecipientClass.NATIONAL_FOCAL_POINT,
    RecipientClass.STATE_OF_TRANSIT_BODY,
    RecipientClass.STATE_OF_DESTINATION_BODY,
)
CALENDARS = {"ERI": ("ethiopic", 8), "ETH": ("ethiopic", 8), "AFG": ("persian", 622), "IRN": ("persian", 622)}
KIND_OF_FACILITY = {
    "hospital": WhereaboutsKind.HOSPITAL_IDENTIFIED,
    "shelter": WhereaboutsKind.IN_SHELTER,
    "prison": WhereaboutsKind.IN_DETENTION,
    "police_cell": WhereaboutsKind.IN_DETENTION,
    "rescue_ship": WhereaboutsKind.RESCUED,
}
FEARED = ("ERI", "SYR", "SDN", "AFG", "IRN")  # nationalities of which a few ask for protection from their State


def place(record: PlaceRecord | None) -> Place | None:
    if record is None:
        return None
    return Place(
        as_said=record.as_said, country=record.country, lat=record.lat, lon=record.lon, radius_m=record.radius_m,
        geo_method="gps" if record.radius_m is not None and record.radius_m <= 100 else "map_pick",
    )  # fmt: skip


def in_calendar(day: date, code: str, years_behind: int) -> PartialDate:
    """A day as somebody would say it in another calendar.  Raises ValueError if the calendar has no such day."""
    calendar = calendar_of(code)
    for year in (day.year - years_behind, day.year - years_behind + 1):
        for month in range(1, calendar.last_month + 1):
            first, last = calendar.month_span(year, month)
            if first <= day <= last:
                number = (day - first).days + 1
                return parse_parts(year, month, number, code, raw=f"{number}/{month}/{year}")
    raise ValueError(f"The calendar {code} has no day for {day}.")


def _birth(record: CaseRecord, draw: float) -> PartialDate | None:
    if record.date_of_birth is None:
        return None
    if record.nationality in CALENDARS and draw < 0.3:
        return in_calendar(date.fromisoformat(record.date_of_birth), *CALENDARS[record.nationality])
    return parse_edtf(record.date_of_birth)


def _names(record: CaseRecord) -> tuple[NameEntry, ...]:
    parents = {f"{n.role}_name": n.text for n in record.parent_name}
    main = NameEntry(full_original=record.name_as_given, kind=NameKind.MAIN, **parents)
    return (main, *(NameEntry(full_original=n.text, kind=n.kind) for n in record.name_other))


def _marks(marks: tuple[MarkRecord, ...]) -> tuple[MarkEntry, ...]:
    return tuple(
        MarkEntry(mark_type=m.type, site=m.site, side=m.side, motifs=(m.motif,) if m.motif else (), inscription=m.text)
        for m in marks
    )


def _document(record: DocumentRecord) -> DocumentEntry:
    return DocumentEntry(doc_type=record.kind, doc_number=record.number, issuing_country=record.country)


def _looks(looks: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return dict(looks)


def case_entry(record: CaseRecord, *, photo: Picture | None, draw: float) -> CaseEntry:
    """Fields 1 to 19; draw (uniform on [0, 1)) decides calendars and protection."""
    age, height = record.age_at_last_contact, record.height_cm
    flagged = record.nationality in FEARED and draw > 0.94
    contact = record.date_last_contact
    return CaseEntry(
        names=_names(record), sex=SEX[record.sex], date_of_birth=_birth(record, draw),
        dob_basis=record.birth_basis or "", age=None if age is None else (age, age),
        nationalities=(record.nationality,) if record.nationality else (),
        place_of_origin=Place(country=record.place_of_origin) if record.nationality else None,
        documents=(_document(record.id_document),) if record.id_document else (), photo=photo,
        height_cm=None if height is None else (height, height), height_reference="" if height is None else "guess",
        hair_colour=record.hair_colour or "", distinguishing_features=record.distinguishing_features,
        marks=_marks(record.marks), date_last_contact=None if contact is None else parse_edtf(contact),
        place_last_contact=place(record.place_last_contact), circumstances_text=record.circumstances_text,
        destination_country=record.destination_country or "", route_code=record.route_code or "",
        companions_text=record.companions_text, eye_colour=record.eye_colour or "", build=record.build or "",
        smile=record.smile or (), medical=_medical(record.medical), belongings=_things(record.belongings),
        dental_chart=_chart(record.teeth, "dentist_chart", record.smile or ()), **_looks(record.looks),
        purposes=(Purpose.SEARCH, Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON),
        protection_flag=ProtectionFlag.POSSIBLE if flagged else ProtectionFlag.NONE,
        protection_states=(record.nationality,) if flagged and record.nationality else (),
        absences={} if contact else {"date_last_contact": Absence.UNKNOWN},
    )  # fmt: skip


def consents(record: CaseRecord) -> tuple[ConsentEntry, ...]:
    """A yes to the search, to asking the bodies of the demonstration, and, mostly, to the comparison with remains."""
    answers = [ConsentEntry(purpose=Purpose.SEARCH, recipient_class=RecipientClass.OWN_ORG, given=True)]
    answers += [ConsentEntry(purpose=Purpose.SHARE_SEARCH, recipient_class=kind, given=True) for kind in ASKED]
    answers += [
        ConsentEntry(purpose=Purpose.FORENSIC_COMPARISON, recipient_class=kind, given=record.consent_forensic)
        for kind in (RecipientClass.OWN_ORG, *ASKED)
    ]
    return tuple(answers)


def registration(record: CaseRecord, *, photo: Picture | None, draw: float) -> Registration:
    """A whole registration."""
    channel = ChannelEntry(
        kind="phone", value=record.enquirer_contact, safe_hours="18:00-20:00",
        safe_question="What did we drink when we met?", safe_word="Mint tea, without sugar",
    )  # fmt: skip
    return Registration(
        case=case_entry(record, photo=photo, draw=draw),
        relative=RelativeEntry(
            name=record.enquirer_name, relationship=record.enquirer_relationship, language=record.enquirer_language,
            channels=(channel,),
        ),
        conversation=Conversation(
            wording_version="demo", wording_language="en", wording=WORDING, risks_explained=True, rights_explained=True
        ),
        consents=consents(record),
    )  # fmt: skip


def incident_entry(record: IncidentRecord) -> IncidentEntry:
    """A group event as the registry logs it."""
    return IncidentEntry(
        event_kind=record.event_kind, date=parse_edtf(record.day), place=place(record.place), route_code=record.route,
        n_dead_recovered=record.n_dead_recovered, n_missing_min=record.n_missing_min, n_survivors=record.n_survivors,
        information_source="Invented for the demonstration",
    )  # fmt: skip


def whereabouts_entry(record: AliveRecord) -> WhereaboutsEntry:
    """Somebody alive on a list."""
    return WhereaboutsEntry(
        kind=KIND_OF_FACILITY.get(record.facility, WhereaboutsKind.ON_FACILITY_LIST), names=(record.name,),
        informant=SourceKind.COMMUNITY, sex=SEX[record.sex],
        age=None if record.age is None else (record.age, record.age),
        nationalities=(record.nationality,) if record.nationality else (), seen_at=parse_edtf(record.seen_on),
        seen_place=place(record.place), facility_kind=record.facility,
    )  # fmt: skip


def _range(low: int | None, high: int | None) -> tuple[int, int] | None:
    return None if low is None or high is None else (low, high)


def _found_documents(record: RemainsRecord) -> tuple[FoundDocument, ...]:
    """Papers with a number, and the name that stands on one."""
    name = record.names[0].text if record.names else ""
    if record.documents:
        paper = record.documents[0]
        return (
            FoundDocument(
                doc_type=paper.kind, doc_number=paper.number, issuing_country=paper.country, name_on_doc=name
            ),
        )
    return (FoundDocument(doc_type="other", name_on_doc=name),) if name else ()


def _things(records: tuple[ItemRecord, ...]) -> tuple[ItemEntry, ...]:
    return tuple(
        ItemEntry(
            item_class=i.item_class, colours=i.colours, description=i.description, brand=i.brand, size=i.size,
            serial=i.serial,
        )
        for i in records
    )  # fmt: skip


def _medical(records: tuple[MedicalRecord, ...]) -> tuple[MedicalEntry, ...]:
    return tuple(
        MedicalEntry(item_type=m.kind, site=m.site, side=m.side, device_serial=m.serial, healed="healed")
        for m in records
    )


def _chart(teeth: tuple[tuple[str, str], ...], origin: str, smile: tuple[str, ...]) -> ChartEntry:
    """A dental record, or none.  Dentists number teeth in every way, and institutes as we do."""
    if not teeth:
        return ChartEntry()
    ways = ToothNumbering.values if origin == ChartOrigin.DENTIST else [ToothNumbering.FDI.value]
    return ChartEntry(
        teeth="; ".join(f"{fdi} {state}" for fdi, state in teeth), origin=origin,
        numbering=ways[len(teeth) % len(ways)], dentition="permanent",
        prostheses=tuple(Prosthesis(kind=code, material="acr") for code in smile if code in ProsthesisKind.values),
        cultural_modification=("filed",) if "filed" in smile else (),
    )  # fmt: skip


def remains_entry(record: RemainsRecord) -> RemainsEntry:
    """Remains as an institute logs them."""
    things = [*_things(record.belongings)]
    things += [ItemEntry(item_class="sim", inscription=phone, description="a SIM card") for phone in record.phones]
    indicators = tuple(IndicatorEntry(kind=i.kind, country=i.country, strength=i.strength) for i in record.indicators)
    return RemainsEntry(
        found_at=parse_edtf(record.found_on), found_place=place(record.found_place), setting=record.setting,
        finder_kind=record.finder, completeness=record.completeness, condition=record.condition,
        skin_examined=record.regions, sex_estimated=record.sex_estimated or "", sex_method=record.sex_method or "",
        age=_range(record.age_low, record.age_high), age_method=record.age_method or "",
        stature_cm=_range(record.stature_low, record.stature_high), stature_method=record.stature_method or "",
        pmi_days=_range(record.pmi_low, record.pmi_high), pmi_method="appearance" if record.pmi_low is not None else "",
        marks=_marks(record.marks), belongings=tuple(things), documents=_found_documents(record), indicators=indicators,
        build=record.build or "", hair_colour=record.hair_colour or "", eye_colour=record.eye_colour or "",
        smile=record.smile or (), medical=_medical(record.medical), bones_examined=record.bones_examined,
        dental_chart=_chart(record.teeth, "pm_exam", record.smile or ()), **_looks(record.looks),
    )  # fmt: skip
