"""Shapes of remains as partners read and write them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accessctl.rings import Ring
from cases import codes as words
from cases.api.fields import MASKED, PartialDateField, PlaceField, RangeField, StrictSerializer
from cases.api.looks import LooksSerializer
from cases.api.serializers import (
    ChartSerializer,
    DocumentSerializer,
    ItemSerializer,
    MarkSerializer,
    MedicalSerializer,
    chart_of,
    item_entries,
    mark_of,
)
from cases.services import MedicalEntry
from remains import codes
from remains.models import Remains
from remains.models.profile import LONGEST_ANCESTRY
from remains.selectors import RemainsFile
from remains.services import FORENSIC_FIELDS, FoundDocument, IndicatorEntry, RemainsEntry
from remains.services.entry import INTIMATE_MARKS

# `status` stands in the summary.
UNREAD = FORENSIC_FIELDS | {"status"}


@extend_schema_field({"type": "string", "format": "local-time"})
class LocalTimeField(serializers.TimeField):
    """A time of day at the place: without an offset, which the format "time" of a schema would ask for."""


class RemainsSummarySerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """Layer 1."""

    owner = serializers.CharField(source="owner.name")

    class Meta:
        model = Remains
        fields: tuple[str, ...] = (
            "ref", "owner", "status", "logged_on", "sex", "age_class", "found_month", "found_country", "found_admin1",
            "has_profile", "has_marks", "has_belongings", "has_documents", "has_images", "version",
        )  # fmt: skip
        read_only_fields = fields


class IndicatorSerializer(StrictSerializer):
    kind = serializers.ChoiceField(codes.OriginIndicatorKind.choices)
    country = serializers.CharField(max_length=3, default="", allow_blank=True)
    region_text = serializers.CharField(max_length=120, default="", allow_blank=True)
    strength = serializers.IntegerField(min_value=1, max_value=3, default=1)


class FoundDocumentSerializer(DocumentSerializer):
    name_on_doc = serializers.CharField(max_length=200, default="", allow_blank=True)


def _optional(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices, default="", allow_blank=True)


class RemainsEntrySerializer(LooksSerializer):
    """What an institute logs; estimates as [low, high]."""

    status = serializers.ChoiceField(codes.RemainsStatus.choices, default=codes.RemainsStatus.IN_CUSTODY)
    found_at = PartialDateField(default=None, allow_null=True)
    found_time = LocalTimeField(default=None, allow_null=True)
    found_place = PlaceField(default=None, allow_null=True)
    setting = _optional(codes.Setting.choices)
    burial_context = _optional(codes.BurialContext.choices)
    finder_kind = _optional(codes.Finder.choices)
    informal_report = serializers.BooleanField(default=False)
    completeness = _optional(codes.Completeness.choices)
    not_recovered = serializers.ListField(child=serializers.ChoiceField(codes.PartNotRecovered.choices), default=list)
    elements = serializers.ListField(child=serializers.ChoiceField(codes.Element.choices), default=list)
    condition = _optional(codes.Condition.choices)
    alterations = serializers.ListField(child=serializers.ChoiceField(codes.Alteration.choices), default=list)
    skin_examined = serializers.ListField(
        child=serializers.ChoiceField(words.BodyRegion.choices), default=None, allow_null=True
    )
    sex_estimated = _optional(codes.SexEstimate.choices)
    sex_method = _optional(codes.SexMethod.choices)
    age = RangeField(default=None, allow_null=True)
    age_method = _optional(codes.AgeMethod.choices)
    stature_cm = RangeField(default=None, allow_null=True)
    stature_method = _optional(codes.StatureMethod.choices)
    build = _optional(words.Build.choices)
    hair_colour = _optional(words.HairColour.choices)
    eye_colour = _optional(words.EyeColour.choices)
    skin_tone = _optional(words.SkinTone.choices)
    ancestry_note = serializers.CharField(max_length=LONGEST_ANCESTRY, default="", allow_blank=True)
    smile = serializers.ListField(child=serializers.ChoiceField(words.Smile.choices), default=list)
    pm_altered = serializers.BooleanField(default=False)
    pmi_days = RangeField(default=None, allow_null=True)
    pmi_method = _optional(codes.IntervalMethod.choices)
    marks = MarkSerializer(many=True, default=list)
    bones_examined = serializers.ListField(
        child=serializers.ChoiceField(words.BodyRegion.choices), default=None, allow_null=True
    )
    medical = MedicalSerializer(many=True, default=list)
    dental_chart = ChartSerializer(default=dict)
    belongings = ItemSerializer(many=True, default=list)
    documents = FoundDocumentSerializer(many=True, default=list)
    indicators = IndicatorSerializer(many=True, default=list)
    presumptive_identity = serializers.CharField(max_length=200, default="", allow_blank=True)
    presumptive_basis = _optional(codes.PresumptiveBasis.choices)
    minimum_number_of_individuals = serializers.IntegerField(min_value=1, max_value=1000, default=1)

    def entry(self) -> RemainsEntry:
        """The validated data as the services take them."""
        data: dict[str, Any] = {name: value for name, value in self.validated_data.items() if name != "version"}
        skin, bones = data["skin_examined"], data["bones_examined"]
        return RemainsEntry(
            **data
            | {
                "alterations": tuple(data["alterations"]),
                "not_recovered": tuple(data["not_recovered"]),
                "elements": tuple(data["elements"]),
                "skin_examined": None if skin is None else tuple(skin),
                "bones_examined": None if bones is None else tuple(bones),
                "smile": tuple(data["smile"]),
                "medical": tuple(MedicalEntry(**row) for row in data["medical"]),
                "dental_chart": chart_of(data["dental_chart"]),
                "marks": tuple(mark_of(row) for row in data["marks"]),
                "belongings": item_entries(data["belongings"]),
                "documents": tuple(FoundDocument(**row) for row in data["documents"]),
                "indicators": tuple(IndicatorEntry(**row) for row in data["indicators"]),
            }
        )


class RemainsChangeSerializer(RemainsEntrySerializer):
    """The whole entry anew, with the version that was read.  Parts of the forensic file that are not sent are kept."""

    version = serializers.IntegerField(min_value=1, required=False)

    def kept(self) -> frozenset[str]:
        """The parts of the forensic file to leave as they are: it is read elsewhere, so what was read lacks them."""
        sends_intimate = any(mark["intimate"] for mark in self.validated_data["marks"])
        unsent = {name for name in FORENSIC_FIELDS if name not in self.initial_data}
        return frozenset(unsent if sends_intimate else {*unsent, INTIMATE_MARKS})


class ProfileSerializer(RemainsEntrySerializer):
    """Layer 2 of remains, read: the shape it is written in, without what only the forensic file holds."""

    def get_fields(self) -> dict[str, Any]:
        return {name: field for name, field in super().get_fields().items() if name not in UNREAD}


class ForensicSerializer(RemainsEntrySerializer):
    """The forensic file (ring 3f), read in the shape it is written in; `marks` are the intimate ones."""

    def get_fields(self) -> dict[str, Any]:
        kept = FORENSIC_FIELDS | {"marks"}
        return {name: field for name, field in super().get_fields().items() if name in kept}


class RemainsDetailSerializer(RemainsSummarySerializer):
    """Layer 1, and layer 2 where the client's reach goes: else `profile` is null and `profile_absent` says masked."""

    profile = ProfileSerializer(allow_null=True)
    profile_absent = serializers.CharField(allow_null=True)

    class Meta(RemainsSummarySerializer.Meta):
        fields = (*RemainsSummarySerializer.Meta.fields, "profile", "profile_absent")
        read_only_fields = fields


def remains_as_read(file: RemainsFile) -> dict[str, Any]:
    """A record of remains as one client may read it."""
    summary: dict[str, Any] = dict(RemainsSummarySerializer(file.remains).data)
    if Ring.SEARCH not in file.open_rings or file.entry is None:
        return summary | {"profile": None, "profile_absent": MASKED}
    return summary | {"profile": ProfileSerializer(file.entry).data, "profile_absent": None}
