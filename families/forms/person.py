"""The questions about the missing person: fields 1 to 19 of the basic set, on one screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accessctl.forms import (
    CodeField,
    CodesField,
    CountriesField,
    CountryField,
    HeightField,
    NameField,
    OrAbsent,
    PartialDateField,
    PhotoField,
    PlaceField,
    PlainTextField,
    RangeField,
    RowsField,
)
from accessctl.forms.drafts import DraftForm, DraftRow
from accessctl.forms.rows import RowKeyField
from cases.codes import (
    SEARCH_MARK_TYPES,
    SEARCH_MOTIFS,
    BodyRegion,
    Build,
    ChartOrigin,
    Circumstance,
    Colour,
    DocumentType,
    EyeColour,
    HairColour,
    HeightClass,
    ItemClass,
    MarkSite,
    MedicalKind,
    NameKind,
    ProtectionFlag,
    Route,
    Sex,
    Side,
    Smile,
    Visibility,
    WornOrCarried,
)
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseMark,
    CaseMedical,
    CaseName,
    CasePhoto,
    CaseProtectionFile,
    CaseSearchFile,
)
from cases.vocabulary.serials import LONGEST_SERIAL, serial_fault
from cases.vocabulary.teeth import LONGEST_CHART
from families.forms.looks import LooksForm

OTHER_KINDS = [(kind.value, kind.label) for kind in NameKind if kind is not NameKind.MAIN]
AGE_LIMIT = 120


def sites() -> list[tuple[Any, Any]]:
    """Sites on the body by region, then the two that belong to none."""
    regions: dict[str, list[tuple[str, Any]]] = {region.value: [] for region in BodyRegion}
    plain: list[tuple[str, Any]] = []
    for site in MarkSite:
        regions.get(site.region, plain).append((site.value, site.label))
    grouped: list[tuple[Any, Any]] = [(region.label, regions[region.value]) for region in BodyRegion]
    return grouped + plain


class OtherNameRow(DraftRow):
    """Another name or spelling."""

    full_original = NameField(label=_("Name or spelling"))
    kind = CodeField(label=_("Kind"), choices=OTHER_KINDS, absences=(), required=False)
    latn = NameField(label=_("In Latin letters"), required=False)


class DocumentRow(DraftRow):
    """A paper of the person."""

    doc_type = CodeField(label=_("Which paper"), choices=DocumentType.choices, absences=())
    doc_number = PlainTextField(label=pgettext_lazy("document", "Number"), max_length=60, required=False)
    issuing_country = CountryField(label=_("Issued by"), absences=(), required=False)


class MarkRow(DraftRow):
    """One coded mark.  A site that is intimate keeps it to the forensic file unless the family says otherwise."""

    key = RowKeyField()
    mark_type = CodeField(
        label=_("Kind of mark"), choices=[(code.value, code.label) for code in SEARCH_MARK_TYPES], absences=()
    )
    site = CodeField(label=_("Where on the body"), choices=sites(), absences=(), required=False)
    side = CodeField(label=_("Side: theirs, not yours"), choices=Side.choices, absences=(), required=False)
    motif = CodeField(
        label=_("If a tattoo: what it shows"),
        choices=[(code.value, code.label) for code in SEARCH_MOTIFS],
        absences=(),
        required=False,
    )
    inscription = PlainTextField(label=_("Words or names in it"), max_length=100, required=False)
    description = PlainTextField(label=_("In your words"), max_length=300, required=False)
    visibility = CodeField(
        label=_("Who may know of it"),
        choices=[
            ("", _("The usual for this place")),
            (Visibility.VISIBLE.value, _("Those who search")),
            (Visibility.INTIMATE.value, _("Forensic institutes only")),
        ],
        absences=(),
        required=False,
    )


class MedicalRow(DraftRow):
    """Something that stays in the body."""

    key = RowKeyField()
    item_type = CodeField(label=_("What it is"), choices=MedicalKind.choices, absences=())
    site = CodeField(label=_("Where in the body"), choices=sites(), absences=(), required=False)
    side = CodeField(label=_("Side: theirs, not yours"), choices=Side.choices, absences=(), required=False)
    device_serial = PlainTextField(label=_("Serial number, if a paper says it"), max_length=60, required=False)
    description = PlainTextField(label=_("In your words"), max_length=200, required=False)


class ItemRow(DraftRow):
    """Something they wore or carried."""

    key = RowKeyField()
    item_class = CodeField(label=_("Kind of thing"), choices=ItemClass.choices, absences=())
    colour = CodeField(label=_("Colour"), choices=Colour.choices, absences=(), required=False)
    worn_or_carried = CodeField(label=_("Worn or carried"), choices=WornOrCarried.choices, absences=(), required=False)
    brand = PlainTextField(label=_("Brand"), max_length=60, required=False)
    size = PlainTextField(label=_("Size"), max_length=60, required=False)
    inscription = PlainTextField(label=_("Words engraved or written"), max_length=120, required=False)
    serial = PlainTextField(
        label=_("Serial number or IMEI"),
        help_text=_("The IMEI of a phone stands on its box and on the bill."),
        max_length=LONGEST_SERIAL,
        required=False,
    )
    description = PlainTextField(label=_("In your words"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if wrong := serial_fault(found.get("item_class", ""), found.get("serial", "")):
            self.add_error("serial", wrong)
        return found


# What is asked for comparison with remains alone: of the forensic file, once the family agrees to that comparison.
FOR_REMAINS = ("medical", "teeth", "chart_origin", "charted_on")


class PersonForm(LooksForm):
    """Fields 1 to 19.  Only a name and the date of last contact are required, and "we do not know" answers them.

    `forensic`: whether the family agrees to comparison with remains; else what only that needs is not asked.
    """

    name = OrAbsent(NameField(label=_("Name as you write it")))
    name_latn = NameField(
        label=_("The same name in Latin letters"),
        help_text=_("If you know how it is spelled. Otherwise the registry makes a spelling."),
        required=False,
    )
    other_names = RowsField(
        OtherNameRow,
        label=_("Other names and spellings"),
        help_text=_("Nicknames, names on papers, names used on the route. Empty a row to remove it."),
        most=10,
        blank=1,
        required=False,
    )
    father_name = OrAbsent(NameField(max_length=120, required=False))
    mother_name = OrAbsent(NameField(max_length=120, required=False))
    sex = CodeField(
        choices=[(Sex.MALE.value, Sex.MALE.label), (Sex.FEMALE.value, Sex.FEMALE.label)], radios=True, required=False
    )
    date_of_birth = OrAbsent(PartialDateField(required=False))
    age = OrAbsent(
        RangeField(
            label=_("Age at last contact, in years"),
            help_text=_("Counts only where no birth date is given."),
            unit="y",
            lowest=0,
            highest=AGE_LIMIT,
            required=False,
        )
    )
    nationalities = CountriesField(boxes=2, required=False)
    place_of_origin = OrAbsent(PlaceField(required=False))
    documents = OrAbsent(RowsField(DocumentRow, label=_("Papers"), most=5, blank=1, required=False))
    photo = PhotoField(
        label=_("Photo of the face"),
        help_text=_("JPEG, PNG, WebP or HEIC, up to 10 MB. Where and when it was taken is removed from the file."),
        required=False,
    )
    height = OrAbsent(HeightField(required=False, label=_("Height")))
    height_class = CodeField(choices=HeightClass.choices, absences=(), required=False)
    hair_colour = CodeField(
        choices=[(code.value, code.label) for code in HairColour if code is not HairColour.UNKNOWN], required=False
    )
    eye_colour = CodeField(
        choices=[(code.value, code.label) for code in EyeColour if code is not EyeColour.UNKNOWN], required=False
    )
    build = CodeField(choices=[(code.value, code.label) for code in Build if code is not Build.UNKNOWN], required=False)
    smile = CodesField(choices=Smile.choices, required=False)
    distinguishing_features = OrAbsent(PlainTextField(max_length=500, rows=3, required=False))
    marks = RowsField(
        MarkRow,
        label=_("The most striking marks"),
        help_text=_("Up to three, from the lists: they can be compared in every language."),
        most=3,
        blank=1,
        required=False,
    )
    medical = RowsField(
        MedicalRow,
        label=_("Old fractures, operations and implants"),
        help_text=_("What leaves a trace in the body, or an illness that needs care. Nobody need speak of it."),
        most=10,
        blank=1,
        required=False,
    )
    teeth = PlainTextField(
        max_length=LONGEST_CHART,
        rows=2,
        help_text=_("If a dentist’s chart is at hand: FDI numbers and codes, such as “36 fil MO ama; 46 mam”."),
        required=False,
    )
    chart_origin = CodeField(choices=ChartOrigin.choices, absences=(), required=False)
    charted_on = PartialDateField(required=False)
    belongings = RowsField(
        ItemRow,
        label=_("Clothes and belongings"),
        help_text=_("What they wore or carried when last seen: brand and size are often legible for years."),
        most=10,
        blank=1,
        required=False,
    )
    date_last_contact = OrAbsent(PartialDateField())
    place_last_contact = OrAbsent(PlaceField(parts=("as_said", "country", "point"), required=False))
    circumstances_text = OrAbsent(PlainTextField(max_length=2000, rows=6, required=False))
    circumstance_codes = CodesField(choices=Circumstance.choices, required=False)
    destination_country = CountryField(required=False)
    route_code = CodeField(
        choices=[(code.value, code.label) for code in Route if code is not Route.UNKNOWN], required=False
    )
    companions_text = OrAbsent(PlainTextField(max_length=500, rows=2, required=False))

    declared = {
        **LooksForm.declared,
        "name": (CaseName, "full_original"),
        "other_names": (CaseName, "kind"),
        "father_name": (CaseName, "father_name"),
        "mother_name": (CaseName, "mother_name"),
        "sex": (Case, "sex"),
        "date_of_birth": (CaseSearchFile, "date_of_birth"),
        "age": (CaseSearchFile, "age_low"),
        "nationalities": (Case, "nationalities"),
        "place_of_origin": (CaseSearchFile, "place_of_origin"),
        "documents": (CaseDocument, "doc_number"),
        "photo": (CasePhoto, "content"),
        "height": (CaseSearchFile, "height_cm_low"),
        "height_class": (CaseSearchFile, "height_class"),
        "hair_colour": (CaseSearchFile, "hair_colour"),
        "eye_colour": (CaseSearchFile, "eye_colour"),
        "build": (CaseSearchFile, "build"),
        "smile": (CaseSearchFile, "smile"),
        "medical": (CaseMedical, "item_type"),
        "teeth": (CaseDentalChart, "teeth"),
        "chart_origin": (CaseDentalChart, "origin"),
        "charted_on": (CaseDentalChart, "charted_on"),
        "belongings": (CaseBelonging, "item_class"),
        "distinguishing_features": (CaseSearchFile, "distinguishing_features"),
        "marks": (CaseMark, "mark_type"),
        "date_last_contact": (CaseSearchFile, "date_last_contact"),
        "place_last_contact": (CaseSearchFile, "place_last_contact"),
        "circumstances_text": (CaseSearchFile, "circumstances_text"),
        "circumstance_codes": (Case, "circumstance_codes"),
        "destination_country": (Case, "destination_country"),
        "route_code": (Case, "route_code"),
        "companions_text": (CaseSearchFile, "companions_text"),
    }

    def __init__(self, *args: Any, forensic: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks: Any = self.fields["marks"]
        held = self.initial.get("marks")
        # More are coded on the page for a comparison with remains; what is held is never too much.
        marks.most = marks.widget.most = max(marks.most, len(held) if isinstance(held, list) else 0)
        if not forensic:
            for name in FOR_REMAINS:
                del self.fields[name]
        self.fields["other_names"].why = _("People on the route may know them by this name")  # type: ignore[attr-defined]


class ProtectionForm(DraftForm):
    """Protection of an existing case, for those who may read it.  A flag that stands is not lifted here.

    `flagged`: whether it stands.
    """

    protection_flag = CodeField(choices=ProtectionFlag.choices, absences=(), radios=True)
    protection_states = CountriesField(boxes=3, absences=(), required=False)

    declared = {
        "protection_flag": (CaseProtectionFile, "protection_flag"),
        "protection_states": (CaseProtectionFile, "protection_states"),
    }

    def __init__(self, *args: Any, flagged: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if flagged:
            field: Any = self.fields["protection_flag"]
            field.choices = [choice for choice in field.choices if choice[0] != ProtectionFlag.NONE]
            field.help_text = _("Lifting it needs a second person: ask for it under “Safeguards”.")
