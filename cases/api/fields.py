"""Serializer fields for the values of the vocabulary, and what every endpoint shares."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accessctl.systems.fields import (
    REPLAY,
    CountryField,
    ErrorSerializer,
    StrictSerializer,
    TextField,
    actor_of,
    optional_text,
)
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate, parse_edtf
from registry.lib.errors import BadDate, Invalid

__all__ = [
    "AFTER", "MASKED", "REPLAY", "CountryField", "ErrorSerializer", "PartialDateField", "PlaceField", "RangeField",
    "StrictSerializer", "TextField", "actor_of", "optional_text", "page_schema", "paged", "rows_or_null",
]  # fmt: skip

MASKED = "masked"
AFTER = OpenApiParameter("after", str, description="Reference of the last record of the page before.")


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "description": "EDTF, Gregorian: 2021-03-14, 2021-03, 2021~, 2021-03/2021-05"},
            {
                "type": "object",
                "properties": {
                    "edtf": {"type": "string"},
                    "calendar": {"type": "string", "default": "gregory"},
                    "raw": {"type": "string", "description": "the words as said"},
                },
                "required": ["edtf"],
            },
        ]
    }
)
class PartialDateField(serializers.Field):  # type: ignore[type-arg]
    """A date as far as it is known.  In: an EDTF string, or an object with edtf, calendar and raw; out: the object."""

    def to_internal_value(self, data: Any) -> PartialDate:
        given = {"edtf": data} if isinstance(data, str) else data
        if not isinstance(given, dict) or not isinstance(given.get("edtf"), str):
            raise ValidationError(_("Give a date as EDTF text, or as an object with “edtf”."))
        try:
            return parse_edtf(
                given["edtf"], str(given.get("calendar", "gregory")), raw=str(given.get("raw", "")),
                today=timezone.localdate(),
            )  # fmt: skip
        except BadDate as error:
            raise ValidationError(error.message) from error

    def to_representation(self, value: PartialDate) -> dict[str, Any]:
        return value.to_json()


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "as_said": {"type": "string", "maxLength": 200},
            "country": {"type": "string", "description": "ISO 3166-1 alpha-3"},
            "admin1": {"type": "string", "description": "ISO 3166-2 code or text"},
            "locality": {"type": "string"},
            "kind": {"type": "string"},
            "lat": {"type": "number"},
            "lon": {"type": "number"},
            "radius_m": {"type": "integer", "description": "required with lat and lon"},
            "geo_method": {"type": "string"},
            "water_body": {"type": "string"},
        },
    }
)
class PlaceField(serializers.Field):  # type: ignore[type-arg]
    """A place: words, codes, and a point that never comes without its radius."""

    _names = frozenset(field.name for field in dataclass_fields(Place))
    _numbers = frozenset({"lat", "lon", "radius_m"})

    def to_internal_value(self, data: Any) -> Place:
        if not isinstance(data, dict) or not set(data) <= self._names:
            raise ValidationError(_("Give a place as an object with the fields of the documentation."))
        told = {name: value for name, value in data.items() if value is not None}
        if any(not isinstance(value, str) for name, value in told.items() if name not in self._numbers):
            raise ValidationError(_("Words and codes of a place are texts."))
        try:
            return Place(**data)
        except Invalid as error:
            said = [f"{name}: {' '.join(messages)}" for name, messages in error.fields.items()]
            raise ValidationError(said) from error
        except TypeError as error:
            raise ValidationError(_("Latitude, longitude and radius are numbers.")) from error

    def to_representation(self, value: Place) -> dict[str, Any]:
        return value.to_json()


class RangeField(serializers.ListField):
    """[low, high], whole numbers."""

    child = serializers.IntegerField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=2, max_length=2, **kwargs)

    def to_internal_value(self, data: Any) -> tuple[int, int]:  # type: ignore[override]  # a pair is what services take
        given = super().to_internal_value(data)
        if len(given) != self.min_length:
            raise ValidationError(_("Give two numbers, the lower one first."))
        low, high = given
        return low, high


def rows_or_null(of: type[serializers.BaseSerializer[Any]]) -> serializers.ListSerializer[Any]:
    """Rows that may be left out or be null, none of which is null itself, as `many=True, allow_null=True` would let."""
    return serializers.ListSerializer(child=of(), default=None, allow_null=True)


class Listed(Protocol):
    """A page of anything."""

    @property
    def count(self) -> int: ...

    @property
    def count_capped(self) -> bool: ...

    @property
    def next(self) -> str | None: ...


def paged(page: Listed, results: list[Any]) -> dict[str, Any]:
    """The envelope of a list: count up to a cap, and the key of the next page."""
    return {"count": page.count, "count_capped": page.count_capped, "next": page.next, "results": results}


def page_schema(name: str, item: type[serializers.BaseSerializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The serializer of a list's envelope, for the schema."""
    return type(
        name,
        (serializers.Serializer,),
        {
            "count": serializers.IntegerField(),
            "count_capped": serializers.BooleanField(),
            "next": serializers.CharField(allow_null=True),
            "results": item(many=True),
        },
    )
