"""REST: who says what of a case, side by side; adding what a source says, and every step with what undoes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.tokens import token_of
from cases import codes
from cases.api.fields import (
    REPLAY,
    ErrorSerializer,
    PartialDateField,
    PlaceField,
    RangeField,
    StrictSerializer,
    actor_of,
)
from cases.api.looks import ToldLooksSerializer
from cases.api.serializers import NameSerializer
from cases.selectors import fetch_case
from cases.services import CaseEntry, NameEntry
from cases.services import statements as services
from cases.services.statements import NewSource
from families import statements
from families.services import following
from registry.lib.errors import NotFound

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer, 422: ErrorSerializer}


class SourceSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Whom answers come from.  key: names the source in this case."""

    key = serializers.CharField()
    who = serializers.CharField()
    kind = serializers.ChoiceField(codes.SourceKind.choices)
    method = serializers.ChoiceField(codes.CollectionMethod.choices)
    on = serializers.DateField()
    collected_by = serializers.CharField(allow_blank=True)
    reliability = serializers.ChoiceField(codes.Reliability.choices)
    information = serializers.IntegerField()
    is_relative = serializers.BooleanField()
    is_left_out = serializers.BooleanField()


class SaidSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What one source says of one topic.  key: of a statement that can be preferred or left out, else empty."""

    key = serializers.CharField(allow_blank=True)
    source_key = serializers.CharField()
    values = serializers.DictField()
    is_shown = serializers.BooleanField()
    is_preferred = serializers.BooleanField()
    is_withdrawn = serializers.BooleanField()


class TopicSerializer(serializers.Serializer):  # type: ignore[type-arg]
    topic = serializers.CharField()
    said = SaidSerializer(many=True)


class StatementsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    sources = SourceSerializer(many=True)
    topics = TopicSerializer(many=True)


class NewSourceSerializer(StrictSerializer):
    kind = serializers.ChoiceField(codes.SourceKind.choices)
    method = serializers.ChoiceField(codes.CollectionMethod.choices, default=codes.CollectionMethod.INTERVIEW)
    described = serializers.CharField(max_length=200, default="", allow_blank=True)
    collected_on = serializers.DateField(default=None, allow_null=True)
    reliability = serializers.ChoiceField(codes.Reliability.choices, default=codes.Reliability.UNKNOWN)
    information = serializers.IntegerField(min_value=1, max_value=4, default=3)
    language = serializers.CharField(max_length=3, default="", allow_blank=True)


def _code(choices: Any) -> Any:
    return serializers.ChoiceField(choices, default="", allow_blank=True)


class ToldSerializer(ToldLooksSerializer):
    """What a source says; what it says nothing about is left out."""

    names = NameSerializer(many=True, default=list)
    sex = _code(codes.Sex.choices)
    nationalities = serializers.ListField(child=serializers.CharField(max_length=3), default=list)
    date_of_birth = PartialDateField(default=None, allow_null=True)
    dob_basis = _code(codes.BirthDateBasis.choices)
    age = RangeField(default=None, allow_null=True)
    place_of_origin = PlaceField(default=None, allow_null=True)
    height_cm = RangeField(default=None, allow_null=True)
    height_class = _code(codes.HeightClass.choices)
    height_reference = _code(codes.HeightReference.choices)
    hair_colour = _code(codes.HairColour.choices)
    eye_colour = _code(codes.EyeColour.choices)
    build = _code(codes.Build.choices)
    smile = serializers.ListField(child=serializers.ChoiceField(codes.Smile.choices), default=list)
    distinguishing_features = serializers.CharField(max_length=500, default="", allow_blank=True)
    date_last_contact = PartialDateField(default=None, allow_null=True)
    place_last_contact = PlaceField(default=None, allow_null=True)
    last_proof_of_life = PartialDateField(default=None, allow_null=True)
    circumstances_text = serializers.CharField(max_length=2000, default="", allow_blank=True)
    circumstance_codes = serializers.ListField(child=serializers.ChoiceField(codes.Circumstance.choices), default=list)
    companions_text = serializers.CharField(max_length=500, default="", allow_blank=True)
    route_code = _code(codes.Route.choices)
    destination_country = serializers.CharField(max_length=3, default="", allow_blank=True)


class StateSerializer(StrictSerializer):
    """Who says it, a source by its key or a new one, and what."""

    source_key = serializers.CharField(default="", allow_blank=True, max_length=40)
    new_source = NewSourceSerializer(default=None, allow_null=True)
    says = ToldSerializer()

    def entry(self) -> CaseEntry:
        said: dict[str, Any] = dict(self.validated_data["says"])
        said["names"] = tuple(NameEntry(**row) for row in said["names"])
        said |= {name: tuple(said[name]) for name in ("smile", "nationalities", "circumstance_codes")}
        return CaseEntry(**said)


class StepSerializer(StrictSerializer):
    """A step and the key of the statement, or of the source, that it is about."""

    step = serializers.ChoiceField([(name, name) for name in services.STEPS])
    key = serializers.CharField(max_length=40)


class CaseStatements(APIView):
    @extend_schema(operation_id="statements_read", responses={200: StatementsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """Every answer of a case with who gave it, for those who may change it."""
        return Response(_as_read(request, ref))

    @extend_schema(
        operation_id="statements_add", parameters=[REPLAY], request=StateSerializer,
        responses={200: StatementsSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Add what a source says, beside what others say."""
        actor = actor_of(request)
        fetch_case(actor, ref)  # absent and hidden answer 404 before the body is judged
        form = StateSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        key, new = form.validated_data["source_key"], form.validated_data["new_source"]
        known = statements.side_by_side(actor, ref).source(key) if key else None
        if key and known is None:
            raise NotFound()

        def state() -> str:
            source = known or NewSource(**(new or {}))
            following.state(actor=actor, case_ref=ref, source=source, entry=form.entry())
            return ref

        replays.once(request, state)
        return Response(_as_read(request, ref))


class CaseStatementSteps(APIView):
    @extend_schema(
        operation_id="statements_step", request=StepSerializer,
        responses={200: StatementsSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Prefer a statement, leave one or a whole source out, and the reverse of each."""
        actor = actor_of(request)
        fetch_case(actor, ref)
        form = StepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        step, key = form.validated_data["step"], form.validated_data["key"]
        following.take_step(step, actor=actor, case_ref=ref, is_meant=lambda row: token_of(row) == key)
        return Response(_as_read(request, ref))


def _as_read(request: Request, ref: str) -> dict[str, Any]:
    found = statements.side_by_side(actor_of(request), ref)
    sources = [
        {
            "key": one.token, "who": one.label, "kind": one.row.kind, "method": one.row.method, "on": one.on,
            "collected_by": one.by, "reliability": one.row.reliability, "information": one.row.information,
            "is_relative": one.is_relative, "is_left_out": one.is_out,
        }
        for one in found.sources
    ]  # fmt: skip
    topics = [
        {
            "topic": topic.code,
            "said": [
                {
                    "key": one.token, "source_key": one.source.token, "values": one.values, "is_shown": one.is_shown,
                    "is_preferred": one.is_preferred, "is_withdrawn": one.is_withdrawn,
                }
                for one in topic.said
            ],
        }
        for topic in found.topics
    ]  # fmt: skip
    body: dict[str, Any] = StatementsSerializer({"ref": found.case.ref, "sources": sources, "topics": topics}).data
    return body
