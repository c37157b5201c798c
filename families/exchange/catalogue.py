"""The catalogue of a table of cases: which columns there are, in which order, and what kind of value each holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy

from cases import codes
from cases.imports import catalogue
from cases.imports.catalogue import Catalogue, Item, Kind, Words, place, rows
from cases.imports.entries import MARKS, THINGS
from cases.imports.headings import HEADINGS, Column
from cases.models import (
    Case,
    CaseBelonging,
    CaseDocument,
    CaseMark,
    CaseMedical,
    CaseName,
    CaseProtectionFile,
    CaseSearchFile,
)
from cases.vocabulary.looks import LONGEST_HABITS, SHOE_SIZE_EU, TOLD_LOOKS, WEIGHT_KG
from families.codes import Relationship
from families.models import Channel, Consent, Relative, RelativeName, RelativeTie

SECTIONS: Final[dict[str, Words]] = {
    "who": gettext_lazy("Who we look for"),
    "looks": gettext_lazy("How they look"),
    "contact": gettext_lazy("Last contact and journey"),
    "protection": gettext_lazy("Protection"),
    "you": gettext_lazy("Who is asking"),
    "consent": gettext_lazy("Consent"),
}
MEDICAL, PAPERS, NAMES = 2, 2, 3
K = Kind


def _who() -> Iterator[Item]:
    search = CaseSearchFile
    yield Item("name", K.NAME, CaseName, "full_original", "who", absent="names")
    yield Item("name_latn", K.NAME, CaseName, "latn", "who", own_label=gettext_lazy("The same name in Latin letters"))
    yield from rows(
        "other_name", gettext_lazy("Other name"), NAMES, "who",
        ("name", K.NAME, CaseName, "full_original", None, 200),
        ("kind", K.CODE, CaseName, "kind", codes.NameKind, 0),
    )  # fmt: skip
    yield Item("father_name", K.NAME, CaseName, "father_name", "who", absent="father_name", high=120)
    yield Item("mother_name", K.NAME, CaseName, "mother_name", "who", absent="mother_name", high=120)
    yield Item("sex", K.CODE, Case, "sex", "who", codes=codes.Sex, absent="sex")
    yield Item("date_of_birth", K.DATE, search, "date_of_birth", "who", absent="date_of_birth")
    yield Item("age", K.SPAN, search, "age_low", "who", absent="age", high=120,
               unless="date_of_birth", own_label=gettext_lazy("Age at last contact, in years"))  # fmt: skip
    yield Item("nationalities", K.COUNTRIES, Case, "nationalities", "who", absent="nationalities")
    yield from place(search, "place_of_origin", "who", point=False, absent="place_of_origin")
    yield from rows(
        "paper", gettext_lazy("Paper"), PAPERS, "who",
        ("type", K.CODE, CaseDocument, "doc_type", codes.DocumentType, 0),
        ("number", K.TEXT, CaseDocument, "doc_number", None, 60),
        ("country", K.COUNTRY, CaseDocument, "issuing_country", None, 0),
    )  # fmt: skip


def _looks() -> Iterator[Item]:
    search = CaseSearchFile
    yield Item("height_cm", K.SPAN, search, "height_cm_low", "looks", absent="height", low=30, high=250,
               own_label=gettext_lazy("Height in cm"))  # fmt: skip
    listed: dict[str, type[codes.CodeList]] = {
        "height_class": codes.HeightClass, "hair_colour": codes.HairColour, "eye_colour": codes.EyeColour,
        "build": codes.Build, **TOLD_LOOKS,
    }  # fmt: skip
    for name, list_ in listed.items():
        yield Item(
            name,
            K.CODE,
            search,
            name,
            "looks",
            codes=list_,
            absent="" if name == "height_class" else name,
            unless="height_cm" if name == "height_class" else "",
        )
    for name, label, (low, high) in (
        ("weight_kg", gettext_lazy("Weight in kg"), WEIGHT_KG),
        ("shoe_size_eu", gettext_lazy("Shoe size (EU)"), SHOE_SIZE_EU),
    ):
        yield Item(name, K.SPAN, search, f"{name}_low", "looks", absent=name, low=low, high=high, own_label=label)
    yield Item("voice_gait_habits", K.TEXT, search, "voice_gait_habits", "looks", absent="voice_gait_habits",
               high=LONGEST_HABITS)  # fmt: skip
    yield Item("observed_at", K.DATE, search, "observed_at", "looks", absent="observed_at")
    yield Item("smile", K.CODES, search, "smile", "looks", codes=codes.Smile)
    yield Item("distinguishing_features", K.TEXT, search, "distinguishing_features", "looks",
               absent="distinguishing_features", high=500)  # fmt: skip
    yield from rows(
        "mark", gettext_lazy("Mark"), MARKS, "looks",
        ("type", K.CODE, CaseMark, "mark_type", codes.MarkType, 0),
        ("site", K.CODE, CaseMark, "site", codes.MarkSite, 0),
        ("side", K.CODE, CaseMark, "side", codes.Side, 0),
        ("motifs", K.CODES, CaseMark, "motifs", codes.Motif, 0),
        ("words", K.TEXT, CaseMark, "inscription", None, 100),
        ("since", K.DATE, CaseMark, "acquired", None, 0),
        ("description", K.TEXT, CaseMark, "description", None, 300),
    )  # fmt: skip
    yield from rows(
        "implant", gettext_lazy("In the body"), MEDICAL, "looks",
        ("type", K.CODE, CaseMedical, "item_type", codes.MedicalKind, 0),
        ("site", K.CODE, CaseMedical, "site", codes.MarkSite, 0),
        ("side", K.CODE, CaseMedical, "side", codes.Side, 0),
        ("serial", K.TEXT, CaseMedical, "device_serial", None, 60),
        ("description", K.TEXT, CaseMedical, "description", None, 200),
    )  # fmt: skip
    yield from rows(
        "thing", gettext_lazy("Thing worn or carried"), THINGS, "looks",
        ("class", K.CODE, CaseBelonging, "item_class", codes.ItemClass, 0),
        ("colours", K.CODES, CaseBelonging, "colours", codes.Colour, 0),
        ("brand", K.TEXT, CaseBelonging, "brand", None, 60),
        ("size", K.TEXT, CaseBelonging, "size", None, 60),
        ("words", K.TEXT, CaseBelonging, "inscription", None, 120),
        ("serial", K.TEXT, CaseBelonging, "serial", None, 60),
        ("description", K.TEXT, CaseBelonging, "description", None, 200),
        ("worn", K.CODE, CaseBelonging, "worn_or_carried", codes.WornOrCarried, 0),
    )  # fmt: skip


def _contact() -> Iterator[Item]:
    search = CaseSearchFile
    yield Item("date_last_contact", K.DATE, search, "date_last_contact", "contact", absent="date_last_contact")
    yield from place(search, "place_last_contact", "contact", point=True, absent="place_last_contact")
    yield Item("circumstances_text", K.TEXT, search, "circumstances_text", "contact", absent="circumstances_text",
               high=2000)  # fmt: skip
    yield Item("destination_country", K.COUNTRY, Case, "destination_country", "contact", absent="destination_country")
    yield Item("route_code", K.CODE, Case, "route_code", "contact", codes=codes.Route, absent="route_code")
    yield Item("companions_text", K.TEXT, search, "companions_text", "contact", absent="companions_text", high=500)


def _protection() -> Iterator[Item]:
    yield Item("protection_flag", K.CODE, CaseProtectionFile, "protection_flag", "protection",
               codes=codes.ProtectionFlag)  # fmt: skip
    yield Item("protection_states", K.COUNTRIES, CaseProtectionFile, "protection_states", "protection",
               after="protection_flag")  # fmt: skip


def _you() -> Iterator[Item]:
    yield Item("enquirer_name", K.NAME, RelativeName, "full_original", "you",
               own_label=gettext_lazy("Name of the person who asks"))  # fmt: skip
    yield Item("enquirer_relationship", K.CODE, RelativeTie, "relationship", "you", codes=Relationship)
    yield Item(
        "enquirer_phone", K.TEXT, Channel, "value", "you", own_label=gettext_lazy("Phone of the person who asks")
    )
    yield Item("enquirer_email", K.TEXT, Channel, "value", "you",
               own_label=gettext_lazy("E-mail of the person who asks"))  # fmt: skip
    yield Item("enquirer_safe_hours", K.TEXT, Channel, "safe_hours", "you", high=100)
    yield Item("enquirer_language", K.LANGUAGE, Relative, "language", "you")
    yield Item("enquirer_country", K.COUNTRY, Relative, "country_of_residence", "you",
               own_label=gettext_lazy("Country where the person who asks lives"))  # fmt: skip


def _consent() -> Iterator[Item]:
    yield Item("consent_search", K.YES_NO, Consent, "decision", "consent",
               own_label=gettext_lazy("The family agrees to the search"))  # fmt: skip
    yield Item("consent_comparison", K.YES_NO, Consent, "decision", "consent",
               own_label=gettext_lazy("The family agrees to comparison with remains"))  # fmt: skip


_BY_SECTION = (_who, _looks, _contact, _protection, _you, _consent)
EXTERNAL_ID: Final = catalogue.EXTERNAL_ID
# What a source says of its own record: no answers either, and in no template.
SOURCED: Final = catalogue.SOURCED
EXPIRES, NOTES = "expires_on", "notes"
# What lists of people call the columns that ours have other names for.
_OTHER_NAMES: Final = {
    Column.NAME: "name", Column.OTHER_NAME: "other_name_1_name", Column.NUMBER: EXTERNAL_ID, Column.SEX: "sex",
    Column.DATE_OF_BIRTH: "date_of_birth", Column.AGE: "age", Column.NATIONALITY: "nationalities",
    Column.DESCRIPTION: "distinguishing_features",
}  # fmt: skip
CASES: Final = Catalogue(
    items={item.name: item for section in _BY_SECTION for item in section()},
    sections=SECTIONS,
    external=gettext_lazy("Your number of the case"),
    needed=("name", "date_last_contact", "enquirer_name", "enquirer_relationship", "consent_search"),
    of_source={
        SOURCED: gettext_lazy("When the source wrote it"),
        EXPIRES: gettext_lazy("To be deleted after"),
        NOTES: gettext_lazy("Notes, as a site of missing people has them"),
    },
    other_names={word: _OTHER_NAMES[column] for word, column in HEADINGS.items() if column in _OTHER_NAMES},
)
ITEMS: Final = CASES.items
