"""What every endpoint of the REST interface shares: strict input, refusals, the key of a request sent again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accessctl.actor import Actor
from accessctl.middleware import ActorRequest
from accessctl.replays import HEADER
from registry.lib.errors import BadInput, BadText
from registry.lib.names import clean_text
from registry.lib.world import check_country

REPLAY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="A key of your own choice: the same request sent again with it makes nothing twice. Kept seven days.",
)


class StrictSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Input whose unknown fields are refused by name, so that nothing a partner sends is lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise ValidationError({name: [_("This field is not known here.")] for name in unknown})
        return super().to_internal_value(data)


class TextField(serializers.CharField):
    """Words that people wrote: as on the pages, text that disguises itself is refused."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return clean_text(super().to_internal_value(data))
        except BadText as error:
            raise ValidationError(error.message) from error


class CountryField(serializers.CharField):
    """ISO 3166-1 alpha-3, in capitals once it is read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=3, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        try:
            return check_country(super().to_internal_value(data))
        except BadInput as error:
            raise ValidationError(error.message) from error


def optional_text(longest: int) -> TextField:
    """Text that may be left out."""
    return TextField(max_length=longest, default="", allow_blank=True)


def actor_of(request: Any) -> Actor:
    """The partner system behind a DRF request."""
    http: ActorRequest = request._request
    return http.actor


class ErrorSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Every refusal."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]
