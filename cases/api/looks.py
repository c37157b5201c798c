"""Appearance beyond height and colours, as it is sent and read."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases import codes
from cases.api.fields import PartialDateField, RangeField, StrictSerializer
from cases.vocabulary.looks import LONGEST_HABITS


def _code(listed: type[codes.CodeList]) -> Any:
    return serializers.ChoiceField(listed.choices, default="", allow_blank=True)


class LooksSerializer(StrictSerializer):
    """Hair and eyes, of a case or of remains; `eye_colour_left` only where it differs; weight as [low, high]."""

    hair_dyed = _code(codes.Bool3)
    hair_length = _code(codes.HairLength)
    hair_form = _code(codes.HairForm)
    baldness = _code(codes.Baldness)
    facial_hair = _code(codes.FacialHair)
    facial_hair_colour = _code(codes.HairColour)
    eye_colour_left = _code(codes.EyeColour)
    weight_kg = RangeField(default=None, allow_null=True)


class ToldLooksSerializer(LooksSerializer):
    """What those who knew the person tell beside; shoe size (EU) as [low, high]."""

    glasses = _code(codes.Bool3)
    contact_lenses = _code(codes.ContactLenses)
    shoe_size_eu = RangeField(default=None, allow_null=True)
    voice_gait_habits = serializers.CharField(max_length=LONGEST_HABITS, default="", allow_blank=True)
    observed_at = PartialDateField(default=None, allow_null=True)


def _read(field: type[serializers.Field] = serializers.CharField) -> Any:  # type: ignore[type-arg]
    return field(allow_null=True)


class LooksReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """The same of a case, read."""

    hair_dyed = _read()
    hair_length = _read()
    hair_form = _read()
    baldness = _read()
    facial_hair = _read()
    facial_hair_colour = _read()
    eye_colour_left = _read()
    weight_kg_low = _read(serializers.IntegerField)
    weight_kg_high = _read(serializers.IntegerField)
    glasses = _read()
    contact_lenses = _read()
    shoe_size_eu_low = _read(serializers.IntegerField)
    shoe_size_eu_high = _read(serializers.IntegerField)
    voice_gait_habits = _read()
    observed_at = _read(PartialDateField)
