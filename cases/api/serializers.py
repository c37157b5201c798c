"""Shapes of cases and incidents as partners read and write them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accessctl.codes import Purpose
from accessctl.rings import Ring
from accessctl.tokens import TOKEN, token_of
from cases import codes
from cases.api.fields import MASKED, PartialDateField, PlaceField, RangeField, StrictSerializer, rows_or_null
from cases.api.looks import LooksReadSerializer, ToldLooksSerializer
from cases.models import Case, Incident
from cases.selectors import CaseFile
from cases.services import (
    CaseEntry,
    ChartEntry,
    DocumentEntry,
    IncidentEntry,
    ItemEntry,
    MarkEntry,
    MedicalEntry,
    NameEntry,
)
from cases.vocabulary import dental
from cases.vocabulary.medical import LONGEST_CONDITION, LONGEST_MEDICATION
from cases.vocabulary.serials import LONGEST_SERIAL
from cases.vocabulary.teeth import LONGEST_CHART


class CaseSummarySerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """Layer 1."""

    owner = serializers.CharField(source="owner.name")

    class Meta:
        model = Case
        fields: tuple[str, ...] = (
            "ref", "owner", "status", "data_set_level", "opened_on", "sex", "age_band", "is_child", "nationalities",
            "last_contact_country", "last_contact_month", "route_code", "destination_country", "circumstance_codes",
            "has_photo", "has_marks", "has_documents", "has_belongings", "version",
        )  # fmt: skip
        read_only_fields = fields


class NameSerializer(StrictSerializer):
    full_original = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(codes.NameKind.choices, default=codes.NameKind.MAIN)
    latn = serializers.CharField(max_length=200, default="", allow_blank=True)
    father_name = serializers.CharField(max_length=120, default="", allow_blank=True)
    mother_name = serializers.CharField(max_length=120, default="", allow_blank=True)
    language = serializers.CharField(max_length=3, default="", allow_blank=True)


def row_key() -> serializers.CharField:
    """The name of a row as it was read.  Sent back, that row is said anew: its images and its custody stay with it."""
    words = "As it was read: the row is said anew, and what belongs to it stays with it.  Empty for a new row."
    return serializers.CharField(max_length=TOKEN, default="", allow_blank=True, help_text=words)


class MarkSerializer(StrictSerializer):
    mark_type = serializers.ChoiceField(codes.MarkType.choices)
    site = serializers.ChoiceField(codes.MarkSite.choices, default=codes.MarkSite.UNKNOWN)
    side = serializers.ChoiceField(codes.Side.choices, default=codes.Side.UNKNOWN)
    aspect = serializers.ChoiceField(codes.Aspect.choices, default=codes.Aspect.UNKNOWN)
    length_mm = serializers.IntegerField(default=None, allow_null=True, min_value=1, max_value=2500)
    width_mm = serializers.IntegerField(default=None, allow_null=True, min_value=1, max_value=2500)
    colours = serializers.ListField(child=serializers.ChoiceField(codes.Colour.choices), default=list)
    motifs = serializers.ListField(child=serializers.ChoiceField(codes.Motif.choices), default=list)
    inscription = serializers.CharField(max_length=100, default="", allow_blank=True)
    description = serializers.CharField(max_length=300, default="", allow_blank=True)
    acquired = PartialDateField(default=None, allow_null=True)
    intimate = serializers.BooleanField(default=False)
    key = row_key()


def mark_of(row: dict[str, Any]) -> MarkEntry:
    """A mark as it was sent."""
    return MarkEntry(**row | {name: tuple(row[name]) for name in ("motifs", "colours")})


MEDICAL_SITES = [*codes.MarkSite.choices, *codes.Bone.choices]


class MedicalSerializer(StrictSerializer):
    """Something that stays in the body: of the forensic file."""

    item_type = serializers.ChoiceField(codes.MedicalKind.choices)
    site = serializers.ChoiceField(MEDICAL_SITES, default=codes.MarkSite.UNKNOWN)
    side = serializers.ChoiceField(codes.Side.choices, default=codes.Side.UNKNOWN)
    healed = serializers.ChoiceField(codes.Healed.choices, default=codes.Healed.UNKNOWN)
    device_maker = serializers.CharField(max_length=60, default="", allow_blank=True)
    device_serial = serializers.CharField(max_length=60, default="", allow_blank=True)
    happened = PartialDateField(default=None, allow_null=True)
    condition_code = serializers.CharField(max_length=LONGEST_CONDITION, default="", allow_blank=True)
    medication = serializers.CharField(max_length=LONGEST_MEDICATION, default="", allow_blank=True)
    description = serializers.CharField(max_length=200, default="", allow_blank=True)


class CaseMedicalSerializer(MedicalSerializer):
    """The same of a missing person, who may be alive and need care: then `medical` stands among the priorities."""

    urgent_if_alive = serializers.BooleanField(default=False)


class ProsthesisSerializer(StrictSerializer):
    """Something worn in the mouth."""

    kind = serializers.ChoiceField(codes.ProsthesisKind.choices)
    jaw = serializers.ChoiceField(codes.Jaw.choices, default="", allow_blank=True)
    material = serializers.ChoiceField(codes.ToothMaterial.choices, default="", allow_blank=True)
    inscription = serializers.CharField(max_length=dental.LONGEST_INSCRIPTION, default="", allow_blank=True)


class ChartSerializer(StrictSerializer):
    """A dental record of the forensic file; `teeth` as `11 sou; 36 fil MO ama "gold rim"`: FDI, CL-TOOTH, CL-SURF,
    CL-TOOTHMAT, a note.  `numbering` says in which numbers it was charted: those of `teeth` are FDI all the same.
    """

    teeth = serializers.CharField(max_length=LONGEST_CHART, default="", allow_blank=True)
    numbering = serializers.ChoiceField(codes.ToothNumbering.choices, default=codes.ToothNumbering.FDI)
    origin = serializers.ChoiceField(codes.ChartOrigin.choices, default="", allow_blank=True)
    charted_on = PartialDateField(default=None, allow_null=True)
    dentition = serializers.ChoiceField(codes.Dentition.choices, default="", allow_blank=True)
    prostheses = ProsthesisSerializer(many=True, default=list)
    occlusion_note = serializers.CharField(max_length=dental.LONGEST["occlusion_note"], default="", allow_blank=True)
    wear = serializers.IntegerField(min_value=0, max_value=dental.HEAVIEST_WEAR, default=None, allow_null=True)
    staining = serializers.CharField(max_length=dental.LONGEST["staining"], default="", allow_blank=True)
    cultural_modification = serializers.ListField(
        child=serializers.ChoiceField(codes.CulturalModification.choices), default=list
    )


def chart_of(row: dict[str, Any]) -> ChartEntry:
    """A dental record as it was sent."""
    worn, custom = row.get("prostheses", ()), tuple(row.get("cultural_modification", ()))
    rows = tuple(dental.Prosthesis(**one) for one in worn)
    return ChartEntry(**row | {"prostheses": rows, "cultural_modification": custom})


class ItemSerializer(StrictSerializer):
    item_class = serializers.ChoiceField(codes.ItemClass.choices)
    colours = serializers.ListField(child=serializers.ChoiceField(codes.Colour.choices), default=list)
    brand = serializers.CharField(max_length=60, default="", allow_blank=True)
    size = serializers.CharField(max_length=60, default="", allow_blank=True)
    inscription = serializers.CharField(max_length=120, default="", allow_blank=True)
    serial = serializers.CharField(max_length=LONGEST_SERIAL, default="", allow_blank=True)
    description = serializers.CharField(max_length=200, default="", allow_blank=True)
    worn_or_carried = serializers.ChoiceField(codes.WornOrCarried.choices, default=codes.WornOrCarried.UNKNOWN)
    key = row_key()


def item_entries(rows: list[dict[str, Any]]) -> tuple[ItemEntry, ...]:
    """Things as the services take them.  After validation."""
    return tuple(ItemEntry(**row | {"colours": tuple(row["colours"])}) for row in rows)


class DocumentSerializer(StrictSerializer):
    doc_type = serializers.ChoiceField(codes.DocumentType.choices)
    doc_number = serializers.CharField(max_length=60, default="", allow_blank=True)
    issuing_country = serializers.CharField(max_length=3, default="", allow_blank=True)


def _optional(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices, default="", allow_blank=True)


class CaseEntrySerializer(ToldLooksSerializer):
    """Fields 1 to 19 of the basic set, and what else describes body and things.

    `absences`: field name -> code of CL-ABSENT.  What stays in the body, teeth and belongings are left as they are
    where they are not sent, or null.
    """

    names = NameSerializer(many=True, default=list)
    sex = serializers.ChoiceField(codes.Sex.choices, default=codes.Sex.NOT_KNOWN)
    date_of_birth = PartialDateField(default=None, allow_null=True)
    dob_basis = _optional(codes.BirthDateBasis.choices)
    age = RangeField(default=None, allow_null=True)
    nationalities = serializers.ListField(child=serializers.CharField(max_length=3), default=list)
    place_of_origin = PlaceField(default=None, allow_null=True)
    documents = DocumentSerializer(many=True, default=list)
    height_cm = RangeField(default=None, allow_null=True)
    height_class = _optional(codes.HeightClass.choices)
    height_reference = _optional(codes.HeightReference.choices)
    hair_colour = _optional(codes.HairColour.choices)
    eye_colour = _optional(codes.EyeColour.choices)
    build = _optional(codes.Build.choices)
    smile = serializers.ListField(child=serializers.ChoiceField(codes.Smile.choices), default=list)
    distinguishing_features = serializers.CharField(max_length=500, default="", allow_blank=True)
    marks = MarkSerializer(many=True, default=list)
    medical = rows_or_null(CaseMedicalSerializer)
    dental_chart = ChartSerializer(default=None, allow_null=True)
    belongings = rows_or_null(ItemSerializer)
    date_last_contact = PartialDateField(default=None, allow_null=True)
    place_last_contact = PlaceField(default=None, allow_null=True)
    last_proof_of_life = PartialDateField(default=None, allow_null=True)
    circumstances_text = serializers.CharField(max_length=2000, default="", allow_blank=True)
    circumstance_codes = serializers.ListField(child=serializers.ChoiceField(codes.Circumstance.choices), default=list)
    destination_country = serializers.CharField(max_length=3, default="", allow_blank=True)
    route_code = _optional(codes.Route.choices)
    companions_text = serializers.CharField(max_length=500, default="", allow_blank=True)
    purposes = serializers.ListField(child=serializers.ChoiceField(Purpose.choices), default=list)
    protection_flag = _optional(codes.ProtectionFlag.choices)
    protection_states = serializers.ListField(child=serializers.CharField(max_length=3), default=list)
    absences = serializers.DictField(child=serializers.ChoiceField(codes.Absence.choices), default=dict)

    def entry(self) -> CaseEntry:
        """The validated data as the services take them."""
        return case_entry(self.validated_data)


def case_entry(data: dict[str, Any]) -> CaseEntry:
    lists = ("nationalities", "circumstance_codes", "purposes", "protection_states", "smile")
    plain: dict[str, Any] = {name: tuple(value) if name in lists else value for name, value in data.items()}
    plain["names"] = tuple(NameEntry(**row) for row in data["names"])
    plain["marks"] = tuple(mark_of(row) for row in data["marks"])
    plain["documents"] = tuple(DocumentEntry(**row) for row in data["documents"])
    medical, chart, things = data["medical"], data["dental_chart"], data["belongings"]
    plain["medical"] = None if medical is None else tuple(MedicalEntry(**row) for row in medical)
    plain["dental_chart"] = None if chart is None else chart_of(chart)
    plain["belongings"] = None if things is None else item_entries(things)
    return CaseEntry(**plain)


class CaseSearchSerializer(LooksReadSerializer):
    """Layer 2 of a case, read."""

    names = NameSerializer(many=True)
    marks = MarkSerializer(many=True)
    date_of_birth = PartialDateField(allow_null=True)
    age_low = serializers.IntegerField(allow_null=True)
    age_high = serializers.IntegerField(allow_null=True)
    place_of_origin = PlaceField(allow_null=True)
    height_cm_low = serializers.IntegerField(allow_null=True)
    height_cm_high = serializers.IntegerField(allow_null=True)
    height_class = serializers.CharField(allow_null=True)
    hair_colour = serializers.CharField(allow_null=True)
    eye_colour = serializers.CharField(allow_null=True)
    build = serializers.CharField(allow_null=True)
    smile = serializers.ListField(child=serializers.CharField())
    belongings = ItemSerializer(many=True)
    distinguishing_features = serializers.CharField(allow_null=True)
    date_last_contact = PartialDateField(allow_null=True)
    place_last_contact = PlaceField(allow_null=True)
    circumstances_text = serializers.CharField(allow_null=True)
    companions_text = serializers.CharField(allow_null=True)
    priorities = serializers.ListField(child=serializers.ChoiceField(codes.Priority.choices))
    workflow_status = serializers.CharField()
    absences = serializers.DictField(child=serializers.CharField())


class CaseDetailSerializer(CaseSummarySerializer):
    """Layer 1, and layer 2 where the client's reach goes: else `search` is null and `search_absent` says masked."""

    search = CaseSearchSerializer(allow_null=True)
    search_absent = serializers.CharField(allow_null=True)

    class Meta(CaseSummarySerializer.Meta):
        fields = (*CaseSummarySerializer.Meta.fields, "search", "search_absent")
        read_only_fields = fields


def case_as_read(file: CaseFile) -> dict[str, Any]:
    """A case as one client may read it."""
    summary: dict[str, Any] = dict(CaseSummarySerializer(file.case).data)
    if Ring.SEARCH not in file.open_rings or file.search is None:
        return summary | {"search": None, "search_absent": MASKED}
    plain = [name for name in CaseSearchSerializer._declared_fields if name not in ("names", "marks", "belongings")]
    held: dict[str, Any] = {name: getattr(file.search, name) for name in plain}
    held["names"] = [_name(row) for row in file.names]
    held["marks"] = [_mark(row) for row in file.marks]
    held["belongings"] = [_item(row) for row in file.belongings]
    return summary | {"search": CaseSearchSerializer(held).data, "search_absent": None}


def _name(row: Any) -> dict[str, Any]:
    names = ("full_original", "kind", "latn", "father_name", "mother_name", "language")
    return {name: getattr(row, name) or "" for name in names}


def _mark(row: Any) -> dict[str, Any]:
    words = {name: getattr(row, name) or "" for name in ("inscription", "description")}
    return words | {
        "mark_type": row.mark_type, "site": row.site, "side": row.side, "aspect": row.aspect, "colours": row.colours,
        "length_mm": row.length_mm, "width_mm": row.width_mm, "motifs": row.motifs, "acquired": row.acquired,
        "intimate": False,
        "key": token_of(row.pk),
    }  # fmt: skip


def _item(row: Any) -> dict[str, Any]:
    words = {name: getattr(row, name) or "" for name in ("brand", "size", "inscription", "serial", "description")}
    return words | {
        "item_class": row.item_class, "colours": row.colours, "worn_or_carried": row.worn_or_carried,
        "key": token_of(row.pk),
    }  # fmt: skip


class IncidentSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """Layer 0: the month, the cell of the public grid, the counts of the source, its words as quotations."""

    owner = serializers.CharField(source="owner.name")

    class Meta:
        model = Incident
        fields = (
            "ref", "owner", "source_system", "external_id", "incident_type", "event_kind", "month", "month_max",
            "cell_lat", "cell_lon", "region", "unsd_region", "route_code", "route_quoted", "n_dead_recovered",
            "n_missing_min", "n_survivors", "n_females", "n_males", "n_children", "cause_category", "cause_quoted",
            "information_source", "source_url", "source_quality", "version",
        )  # fmt: skip
        read_only_fields = fields


# Incidents of IOM come by import, with the numbers of their source.
LOGGED_SOURCES = [choice for choice in codes.IncidentSource.choices if choice[0] != codes.IncidentSource.IOM_MMP]


class IncidentEntrySerializer(StrictSerializer):
    """An incident as a partner logs it."""

    source_system = serializers.ChoiceField(LOGGED_SOURCES, default=codes.IncidentSource.REGISTRY)
    external_id = serializers.CharField(max_length=60, default="", allow_blank=True)
    incident_type = serializers.ChoiceField(codes.IncidentType.choices, default=codes.IncidentType.INCIDENT)
    event_kind = _optional(codes.EventKind.choices)
    date = PartialDateField()
    place = PlaceField(default=None, allow_null=True)
    region = serializers.ChoiceField(codes.IncidentRegion.choices, default=codes.IncidentRegion.UNKNOWN)
    route_code = _optional(codes.Route.choices)
    n_dead_recovered = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    n_missing_min = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    n_survivors = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    n_females = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    n_males = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    n_children = serializers.IntegerField(min_value=0, default=None, allow_null=True)
    cause_category = serializers.ChoiceField(codes.CauseCategory.choices, default=codes.CauseCategory.MIXED_UNKNOWN)
    information_source = serializers.CharField(max_length=500, default="", allow_blank=True)
    source_url = serializers.URLField(max_length=1000, default="", allow_blank=True)
    source_quality = serializers.IntegerField(min_value=1, max_value=5, default=None, allow_null=True)

    def entry(self) -> IncidentEntry:
        """The validated data as the services take them."""
        return IncidentEntry(**{name: value for name, value in self.validated_data.items() if name != "version"})


class IncidentChangeSerializer(IncidentEntrySerializer):
    """The whole entry anew, with the version that was read."""

    version = serializers.IntegerField(min_value=1, required=False)
