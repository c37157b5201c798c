"""The catalogue: every answer of a registration as one column of a table.

Labels, reasons, rings, code lists and standards are those declared beside the fields of the models; here stands only
which columns there are, in which order, and what kind of value each holds.  Templates, the columns of an import, the
generated form for phones, exports and the coverage of partners' forms are all made from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accessctl.declare import declaration
from accessctl.rings import Ring
from cases import codes
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
from families.codes import Relationship
from families.models import Channel, Consent, Relative, RelativeName, RelativeTie


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    CODE = "code"
    CODES = "codes"
    COUNTRY = "country"
    COUNTRIES = "countries"
    LANGUAGE = "language"
    SPAN = "span"
    NUMBER = "number"
    YES_NO = "yes_no"


Words = str | Promise


@dataclass(frozen=True)
class Item:
    """One column.

    table, field: where the answer is declared.  row: of several alike, the number of this one, else 0.
    absent: under which name an answer "unknown" or "declined" is recorded; empty: it cannot be so answered.
    low, high: the limits of a number, or the length of a text.
    """

    name: str
    kind: Kind
    table: type[models.Model]
    field: str
    section: str
    row: int = 0
    group: Words = ""
    own_label: Words = ""
    codes: type[models.TextChoices] | None = None
    absent: str = ""
    low: float = 0
    high: float = 200

    @property
    def label(self) -> str:
        """The heading, in the language of the reader."""
        words = str(self.own_label or self.table._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]
        if not self.row:
            return words
        return _("%(what)s %(row)s: %(label)s") % {"what": self.group, "row": self.row, "label": words}

    @property
    def why(self) -> str:
        found = declaration(self.table._meta.get_field(self.field))
        return str(found.why) if found else ""

    @property
    def standards(self) -> str:
        found = declaration(self.table._meta.get_field(self.field))
        return found.std if found else ""

    @property
    def is_basic(self) -> bool:
        found = declaration(self.table._meta.get_field(self.field))
        return found is None or "B" in found.sets

    @property
    def ring(self) -> Ring:
        ring: Ring = self.table.RING  # type: ignore[attr-defined]
        return ring


SECTIONS: Final[dict[str, Words]] = {
    "who": gettext_lazy("Who we look for"),
    "looks": gettext_lazy("How they look"),
    "contact": gettext_lazy("Last contact and journey"),
    "protection": gettext_lazy("Protection"),
    "you": gettext_lazy("Who is asking"),
    "consent": gettext_lazy("Consent"),
}
MARKS, THINGS, MEDICAL, PAPERS, NAMES = 3, 3, 2, 2, 3
K = Kind


def _place(name: str, field: str, section: str, *, point: bool) -> Iterator[Item]:
    yield Item(name, K.TEXT, CaseSearchFile, field, section, absent=name)
    for part, kind, label in (
        ("country", K.COUNTRY, pgettext_lazy("part of a place", "country")),
        ("region", K.TEXT, pgettext_lazy("part of a place", "region")),
        ("locality", K.TEXT, pgettext_lazy("part of a place", "town or village")),
    ):
        yield Item(f"{name}_{part}", kind, CaseSearchFile, field, section, own_label=_part(field, label), high=120)
    if point:
        for part, low, high, label in (
            ("lat", -90, 90, pgettext_lazy("part of a place", "latitude")),
            ("lon", -180, 180, pgettext_lazy("part of a place", "longitude")),
            ("radius_m", 1, 2_000_000, pgettext_lazy("part of a place", "radius in metres")),
        ):
            yield Item(
                f"{name}_{part}", K.NUMBER, CaseSearchFile, field, section, own_label=_part(field, label), low=low,
                high=high,
            )  # fmt: skip


def _part(field: str, part: Words) -> Promise:
    """ "Place of origin: country", in the reader's language."""
    whole = CaseSearchFile._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    return format_lazy("{}: {}", whole, part)


Part = tuple[str, Kind, Any, str, Any, int]


def _rows(stem: str, group: Words, number: int, section: str, *parts: Part) -> Iterator[Item]:
    """Several alike: mark_1_type, mark_1_site …"""
    for row in range(1, number + 1):
        for part, kind, table, field, code_list, longest in parts:
            yield Item(
                f"{stem}_{row}_{part}", kind, table, field, section, row=row, group=group, codes=code_list,
                high=longest or 200,
            )  # fmt: skip


def _who() -> Iterator[Item]:
    search = CaseSearchFile
    yield Item("name", K.NAME, CaseName, "full_original", "who", absent="names")
    yield Item("name_latn", K.NAME, CaseName, "latn", "who", own_label=gettext_lazy("The same name in Latin letters"))
    yield from _rows(
        "other_name", gettext_lazy("Other name"), NAMES, "who",
        ("name", K.NAME, CaseName, "full_original", None, 200),
        ("kind", K.CODE, CaseName, "kind", codes.NameKind, 0),
    )  # fmt: skip
    yield Item("father_name", K.NAME, CaseName, "father_name", "who", absent="father_name", high=120)
    yield Item("mother_name", K.NAME, CaseName, "mother_name", "who", absent="mother_name", high=120)
    yield Item("sex", K.CODE, Case, "sex", "who", codes=codes.Sex, absent="sex")
    yield Item("date_of_birth", K.DATE, search, "date_of_birth", "who", absent="date_of_birth")
    yield Item("age", K.SPAN, search, "age_low", "who", absent="age", high=120,
               own_label=gettext_lazy("Age at last contact, in years"))  # fmt: skip
    yield Item("nationalities", K.COUNTRIES, Case, "nationalities", "who", absent="nationalities")
    yield from _place("place_of_origin", "place_of_origin", "who", point=False)
    yield from _rows(
        "paper", gettext_lazy("Paper"), PAPERS, "who",
        ("type", K.CODE, CaseDocument, "doc_type", codes.DocumentType, 0),
        ("number", K.TEXT, CaseDocument, "doc_number", None, 60),
        ("country", K.COUNTRY, CaseDocument, "issuing_country", None, 0),
    )  # fmt: skip


def _looks() -> Iterator[Item]:
    search = CaseSearchFile
    yield Item("height_cm", K.SPAN, search, "height_cm_low", "looks", absent="height", low=30, high=250,
               own_label=gettext_lazy("Height in cm"))  # fmt: skip
    for name, list_ in (
        ("height_class", codes.HeightClass), ("hair_colour", codes.HairColour), ("eye_colour", codes.EyeColour),
        ("build", codes.Build),
    ):  # fmt: skip
        yield Item(name, K.CODE, search, name, "looks", codes=list_, absent="" if name == "height_class" else name)
    yield Item("smile", K.CODES, search, "smile", "looks", codes=codes.Smile)
    yield Item("distinguishing_features", K.TEXT, search, "distinguishing_features", "looks",
               absent="distinguishing_features", high=500)  # fmt: skip
    yield from _rows(
        "mark", gettext_lazy("Mark"), MARKS, "looks",
        ("type", K.CODE, CaseMark, "mark_type", codes.MarkType, 0),
        ("site", K.CODE, CaseMark, "site", codes.MarkSite, 0),
        ("side", K.CODE, CaseMark, "side", codes.Side, 0),
        ("motifs", K.CODES, CaseMark, "motifs", codes.Motif, 0),
        ("words", K.TEXT, CaseMark, "inscription", None, 100),
        ("description", K.TEXT, CaseMark, "description", None, 300),
    )  # fmt: skip
    yield from _rows(
        "implant", gettext_lazy("In the body"), MEDICAL, "looks",
        ("type", K.CODE, CaseMedical, "item_type", codes.MedicalKind, 0),
        ("site", K.CODE, CaseMedical, "site", codes.MarkSite, 0),
        ("side", K.CODE, CaseMedical, "side", codes.Side, 0),
        ("serial", K.TEXT, CaseMedical, "device_serial", None, 60),
        ("description", K.TEXT, CaseMedical, "description", None, 200),
    )  # fmt: skip
    yield from _rows(
        "thing", gettext_lazy("Thing worn or carried"), THINGS, "looks",
        ("class", K.CODE, CaseBelonging, "item_class", codes.ItemClass, 0),
        ("colours", K.CODES, CaseBelonging, "colours", codes.Colour, 0),
        ("brand", K.TEXT, CaseBelonging, "brand", None, 60),
        ("size", K.TEXT, CaseBelonging, "size", None, 60),
        ("words", K.TEXT, CaseBelonging, "inscription", None, 120),
        ("description", K.TEXT, CaseBelonging, "description", None, 200),
        ("worn", K.CODE, CaseBelonging, "worn_or_carried", codes.WornOrCarried, 0),
    )  # fmt: skip


def _contact() -> Iterator[Item]:
    search = CaseSearchFile
    yield Item("date_last_contact", K.DATE, search, "date_last_contact", "contact", absent="date_last_contact")
    yield from _place("place_last_contact", "place_last_contact", "contact", point=True)
    yield Item("circumstances_text", K.TEXT, search, "circumstances_text", "contact", absent="circumstances_text",
               high=2000)  # fmt: skip
    yield Item("destination_country", K.COUNTRY, Case, "destination_country", "contact", absent="destination_country")
    yield Item("route_code", K.CODE, Case, "route_code", "contact", codes=codes.Route, absent="route_code")
    yield Item("companions_text", K.TEXT, search, "companions_text", "contact", absent="companions_text", high=500)


def _protection() -> Iterator[Item]:
    yield Item("protection_flag", K.CODE, CaseProtectionFile, "protection_flag", "protection",
               codes=codes.ProtectionFlag)  # fmt: skip
    yield Item("protection_states", K.COUNTRIES, CaseProtectionFile, "protection_states", "protection")


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
ITEMS: Final[dict[str, Item]] = {item.name: item for section in _BY_SECTION for item in section()}
# The partner's own number of the case: no answer, and the one column that is known again by itself.
EXTERNAL_ID: Final = "external_id"
EXTERNAL_LABEL: Final = gettext_lazy("Your number of the case")
# What a source says of its own record: no answers either, and in no template.
SOURCED, EXPIRES, NOTES = "source_date", "expires_on", "notes"
OF_THE_SOURCE: Final[dict[str, Words]] = {
    SOURCED: gettext_lazy("When the source wrote it"),
    EXPIRES: gettext_lazy("To be deleted after"),
    NOTES: gettext_lazy("Notes, as a site of missing people has them"),
}
NEEDED: Final = ("name", "date_last_contact", "enquirer_name", "enquirer_relationship", "consent_search")


def labels() -> dict[str, str]:
    """Columns of a table, their names -> headings in the reader's language, the partner's number first."""
    return {EXTERNAL_ID: str(EXTERNAL_LABEL), **{name: item.label for name, item in ITEMS.items()}}


def columns() -> dict[str, str]:
    """Every column that is understood: those of a table, and what a source says of its own record."""
    return labels() | {name: str(label) for name, label in OF_THE_SOURCE.items()}
