"""Rows of the description of remains: marks, belongings, papers, what points to a country."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, CountryField, NameField, PartialDateField, PlainTextField
from accessctl.forms.drafts import DraftRow
from accessctl.forms.places import SeveralSelects
from accessctl.forms.rows import RowKeyField
from cases import codes as words
from cases.forms.medical import clean_condition
from cases.services import ItemEntry, MarkEntry, MedicalEntry
from cases.vocabulary.marks import LARGEST_MARK_MM
from cases.vocabulary.medical import LONGEST_CONDITION, LONGEST_MEDICATION
from cases.vocabulary.serials import LONGEST_SERIAL, serial_fault
from remains.codes import OriginIndicatorKind
from remains.models import OriginIndicator, RemainsBelonging, RemainsDocument, RemainsMark, RemainsMedical
from remains.presentation import STRENGTHS
from remains.services import FoundDocument, IndicatorEntry

CHOOSE = ("", _("Choose…"))


def some(choices: list[Any], boxes: int = 2) -> forms.MultipleChoiceField:
    """Several codes of a long list, in as many boxes as there are usually codes."""
    return forms.MultipleChoiceField(choices=[CHOOSE, *choices], widget=SeveralSelects(boxes=boxes), required=False)


class Row(DraftRow):
    """A row without reasons: those of the models are written for families."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.why = ""  # type: ignore[attr-defined]


class MarkRow(Row):
    """`forensic`: whether the writer may keep a mark in the forensic file."""

    key = RowKeyField()
    mark_type = CodeField(choices=[(code.value, code.label) for code in words.SEARCH_MARK_TYPES], absences=())
    site = CodeField(choices=words.MarkSite.choices, absences=(), required=False)
    side = CodeField(choices=words.Side.choices, absences=(), required=False)
    aspect = CodeField(choices=words.Aspect.choices, absences=(), required=False)
    length_mm = forms.IntegerField(min_value=1, max_value=LARGEST_MARK_MM, required=False)
    width_mm = forms.IntegerField(min_value=1, max_value=LARGEST_MARK_MM, required=False)
    colours = some(words.Colour.choices)
    motifs = some([(code.value, code.label) for code in words.SEARCH_MOTIFS])
    inscription = PlainTextField(max_length=100, required=False)
    acquired = PartialDateField(required=False)
    description = PlainTextField(max_length=300, required=False)
    intimate = forms.BooleanField(label=_("Intimate: for the forensic file only"), required=False)

    declared = {
        name: (RemainsMark, name)
        for name in (
            "mark_type", "site", "side", "aspect", "length_mm", "width_mm", "colours", "motifs", "inscription",
            "acquired", "description",
        )
    }  # fmt: skip

    def __init__(self, *args: Any, forensic: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not forensic:
            del self.fields["intimate"]


class MedicalRow(Row):
    item_type = CodeField(choices=words.MedicalKind.choices, absences=())
    site = CodeField(choices=[*words.Bone.choices, *words.MarkSite.choices], absences=(), required=False)
    side = CodeField(choices=words.Side.choices, absences=(), required=False)
    healed = CodeField(choices=words.Healed.choices, absences=(), required=False)
    device_maker = PlainTextField(max_length=60, required=False)
    device_serial = PlainTextField(max_length=60, required=False)
    happened = PartialDateField(required=False)
    condition_code = PlainTextField(max_length=LONGEST_CONDITION, required=False)
    medication = PlainTextField(max_length=LONGEST_MEDICATION, required=False)
    description = PlainTextField(max_length=200, required=False)

    declared = {
        name: (RemainsMedical, name)
        for name in (
            "item_type", "site", "side", "healed", "device_maker", "device_serial", "happened", "condition_code",
            "medication", "description",
        )
    }  # fmt: skip

    clean_condition_code = clean_condition


class ItemRow(Row):
    key = RowKeyField()
    item_class = CodeField(choices=words.ItemClass.choices, absences=())
    colours = some(words.Colour.choices)
    worn_or_carried = CodeField(choices=words.WornOrCarried.choices, absences=(), required=False)
    brand = PlainTextField(max_length=60, required=False)
    size = PlainTextField(max_length=60, required=False)
    inscription = PlainTextField(max_length=120, required=False)
    serial = PlainTextField(max_length=LONGEST_SERIAL, required=False)
    description = PlainTextField(max_length=200, required=False)

    declared = {
        name: (RemainsBelonging, name)
        for name in (
            "item_class", "colours", "worn_or_carried", "brand", "size", "inscription", "serial", "description",
        )
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if wrong := serial_fault(found.get("item_class", ""), found.get("serial", "")):
            self.add_error("serial", wrong)
        return found


class PaperRow(Row):
    doc_type = CodeField(choices=words.DocumentType.choices, absences=())
    doc_number = PlainTextField(max_length=60, required=False)
    issuing_country = CountryField(absences=(), required=False)
    name_on_doc = NameField(required=False)

    declared = {name: (RemainsDocument, name) for name in ("doc_type", "doc_number", "issuing_country", "name_on_doc")}


class IndicatorRow(Row):
    kind = CodeField(choices=OriginIndicatorKind.choices, absences=())
    country = CountryField(absences=(), required=False)
    region_text = PlainTextField(max_length=120, required=False)
    strength = forms.ChoiceField(
        label=_("Strength"),
        choices=[(str(number), name) for number, name in STRENGTHS.items()],
        initial="1",
        required=False,
    )

    declared = {name: (OriginIndicator, name) for name in ("kind", "country", "region_text")}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("kind") and not found.get("country") and not found.get("region_text"):
            self.add_error("country", _("Name the country or the region that it points to."))
        return found


def marks(rows: list[dict[str, Any]]) -> tuple[MarkEntry, ...]:
    return tuple(
        MarkEntry(
            mark_type=row["mark_type"],
            site=row["site"] or words.MarkSite.UNKNOWN,
            side=row["side"] or words.Side.UNKNOWN,
            aspect=row["aspect"] or words.Aspect.UNKNOWN,
            length_mm=row["length_mm"],
            width_mm=row["width_mm"],
            colours=tuple(row["colours"]),
            motifs=tuple(row["motifs"]),
            inscription=row["inscription"],
            acquired=row["acquired"],
            description=row["description"],
            intimate=row.get("intimate", False),
            key=row["key"],
        )
        for row in rows
    )


def medical(rows: list[dict[str, Any]]) -> tuple[MedicalEntry, ...]:
    usual = {"site": words.MarkSite.UNKNOWN, "side": words.Side.UNKNOWN, "healed": words.Healed.UNKNOWN}
    return tuple(MedicalEntry(**row | {name: row[name] or code for name, code in usual.items()}) for row in rows)


def items(rows: list[dict[str, Any]]) -> tuple[ItemEntry, ...]:
    unknown = words.WornOrCarried.UNKNOWN
    return tuple(
        ItemEntry(**row | {"colours": tuple(row["colours"]), "worn_or_carried": row["worn_or_carried"] or unknown})
        for row in rows
    )


def papers(rows: list[dict[str, Any]]) -> tuple[FoundDocument, ...]:
    return tuple(FoundDocument(**row) for row in rows)


def indicators(rows: list[dict[str, Any]]) -> tuple[IndicatorEntry, ...]:
    return tuple(IndicatorEntry(**row | {"strength": int(row["strength"] or 1)}) for row in rows)
