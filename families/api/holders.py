"""REST: who holds what could be compared with remains: dentists, clinics, prints; samples offered (ring 3k)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.systems import tags
from cases.api.fields import ErrorSerializer, StrictSerializer, actor_of
from cases.models.holders import Held, SampleOffered
from cases.services.holders import COLUMNS, LONGEST
from families.comparing import Comparison, comparison
from families.services.comparing import save_comparison
from families.statements import source_named

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)


class HoldersFields(StrictSerializer):
    """What is not sent stays as it is."""

    prints_held = serializers.ChoiceField(Held.choices, required=False, allow_blank=True)
    samples_offered = serializers.ListField(child=serializers.ChoiceField(SampleOffered.choices), required=False)

    def get_fields(self) -> dict[str, Any]:
        texts = {
            name: serializers.CharField(max_length=longest, required=False, allow_blank=True)
            for name, longest in LONGEST.items()
        }
        return super().get_fields() | texts


class HoldersChangeSerializer(HoldersFields):
    """`told_by`: key of the source whose words these are; where it is left out, the only relative of the case."""

    told_by = serializers.CharField(required=False, allow_blank=True, max_length=40)
    version = serializers.IntegerField(min_value=1, required=False)


class HoldersSerializer(HoldersFields):
    """`is_asked`: the family agreed to a comparison with remains; none of this is asked before."""

    ref = serializers.CharField()
    version = serializers.IntegerField()
    is_asked = serializers.BooleanField()


class CaseHoldersDetail(APIView):
    @extend_schema(
        operation_id="holders_read",
        parameters=[tags.IF_NONE_MATCH],
        responses={200: HoldersSerializer} | REFUSALS,
    )
    def get(self, request: Request, ref: str) -> Response:
        """Who holds files, prints and samples; for the owner alone."""
        return tags.answered(request, _as_read(comparison(actor_of(request), ref)))

    @extend_schema(
        operation_id="holders_write",
        parameters=[tags.IF_MATCH],
        request=HoldersChangeSerializer,
        responses={200: HoldersSerializer, 409: tags.StaleSerializer} | REFUSALS,
    )
    def put(self, request: Request, ref: str) -> Response:
        """Write what is sent; the family must have agreed to the comparison, of samples to genetic testing."""
        actor = actor_of(request)
        held = comparison(actor, ref)  # absent and closed answer before the body is judged
        form = HoldersChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = dict(form.validated_data)
        read = tags.version_read(request, said.pop("version", None))
        told_by = source_named(actor, ref, said.pop("told_by", "")) or _only_relative(held)
        with tags.first_or_stale(read, lambda: _as_read(comparison(actor, ref))):
            save_comparison(actor=actor, ref=ref, entry=None, holders=said, expected_version=read, told_by=told_by)
        return tags.answered(request, _as_read(comparison(actor, ref)))


def _only_relative(held: Comparison) -> UUID | None:
    tellers = held.edited.tellers
    return tellers[0][0] if len(tellers) == 1 else None


def _as_read(held: Comparison) -> dict[str, Any]:
    said = {name: held.holders[name] or ([] if name == "samples_offered" else "") for name in COLUMNS}
    case = held.edited.case
    return said | {"ref": case.ref, "version": case.version, "is_asked": held.is_asked}
