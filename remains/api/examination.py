"""REST: the examination of remains, its checklist, and estimates by method (ring 3f; each reading has its entry)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.fields import REPLAY, ErrorSerializer, RangeField, StrictSerializer, actor_of
from remains.examination import selectors
from remains.examination.selectors import Examined
from remains.services import (
    CheckEntry,
    EstimateEntry,
    ExaminationEntry,
    NumberEntry,
    add_estimate,
    choose_estimate,
    save_checklist,
    save_examination,
    withdraw_estimate,
)
from remains.services.examining import LONGEST

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)


def _code(**options: Any) -> serializers.CharField:
    """A code that the service knows."""
    return serializers.CharField(max_length=40, default="", allow_blank=True, **options)


def _text(longest: int) -> serializers.CharField:
    return serializers.CharField(max_length=longest, default="", allow_blank=True)


class NumberSerializer(StrictSerializer):
    kind = serializers.CharField(max_length=40)
    value = serializers.CharField(max_length=60)
    institution = _text(120)


class ExaminationFields(StrictSerializer):
    """Codes of the lists ExaminationKind, Finger, BodyScore, PrintQuality, PrintResult and CauseOfDeath."""

    kinds = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    examined_on = serializers.DateField(default=None, allow_null=True)
    tbs = serializers.IntegerField(default=None, allow_null=True)
    tbs_method = _code()
    fingers = serializers.ListField(child=serializers.CharField(max_length=2), default=list)
    print_quality = _code()
    print_result = _code()
    cause = _code()
    numbers = NumberSerializer(many=True, default=list)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {name: _text(longest) for name, longest in LONGEST.items()}


class CheckSerializer(StrictSerializer):
    """A step (CL-STEP) and its state.  What is `done` is written in the chain of custody."""

    step = serializers.CharField(max_length=40)
    state = serializers.CharField(max_length=40)
    who = _text(120)
    day = serializers.DateField(default=None, allow_null=True)
    reason = _text(200)


class ExaminationChangeSerializer(StrictSerializer):
    """Either part, or both; a part that is not sent stays as it is."""

    version = serializers.IntegerField(min_value=1)
    examination = ExaminationFields(default=None, allow_null=True)
    checklist = CheckSerializer(many=True, default=list)


class ExaminationSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    version = serializers.IntegerField()
    examination = ExaminationFields()
    checklist = CheckSerializer(many=True)


class EstimateSerializer(StrictSerializer):
    """`method`: a published one with `bone` and `length_mm`, or `phase`; or a code of the profile with `range`."""

    trait = serializers.CharField(max_length=40)
    method = serializers.CharField(max_length=40)
    bone = _code()
    length_mm = serializers.FloatField(default=None, allow_null=True)
    phase = serializers.IntegerField(default=None, allow_null=True)
    range = RangeField(default=None, allow_null=True)
    note = _text(200)
    choose = serializers.BooleanField(default=False, help_text="Compare this one from now on.")
    corrects = serializers.UUIDField(default=None, allow_null=True, help_text="Key of the one that was wrong.")
    reason = _text(200)


class EstimateWithdrawalSerializer(StrictSerializer):
    estimate = serializers.UUIDField()
    reason = serializers.CharField(max_length=200)


class EstimateReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.UUIDField()
    trait = serializers.CharField()
    method = serializers.CharField()
    low = serializers.IntegerField()
    high = serializers.IntegerField()
    centre = serializers.FloatField(allow_null=True)
    error = serializers.FloatField(allow_null=True)
    measured = serializers.DictField(allow_null=True)
    note = serializers.CharField()
    is_compared = serializers.BooleanField()
    corrects = serializers.UUIDField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawal_reason = serializers.CharField()


def _as_read(held: Examined) -> dict[str, Any]:
    checks = [
        {"step": one.step.value, "state": one.state.value, "who": one.who, "day": one.day, "reason": one.reason}
        for one in held.checks
    ]
    said = {"ref": held.remains.ref, "version": held.remains.version}
    return said | {"examination": asdict(held.entry), "checklist": checks}


def _estimates(held: Examined) -> list[dict[str, Any]]:
    plain = ("trait", "method", "low", "high", "centre", "error", "measured", "is_compared", "withdrawn_at")
    return [
        {name: getattr(row, name) for name in plain}
        | {"id": row.pk, "corrects": row.corrects_id, "note": row.note or ""}
        | {"withdrawal_reason": row.withdrawal_reason or ""}
        for row in held.estimates
    ]


class RemainsExamination(APIView):
    @extend_schema(operation_id="remains_examination", responses={200: ExaminationSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The examination of remains and its checklist (ring 3f)."""
        return Response(_as_read(selectors.examination(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_examination_change",
        request=ExaminationChangeSerializer,
        responses={200: ExaminationSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def put(self, request: Request, ref: str) -> Response:
        """Replace the examination, and the steps of the checklist that are sent."""
        actor = actor_of(request)
        selectors.examination(actor, ref)  # absent and closed answer before the body is judged
        form = ExaminationChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        version = given["version"]
        with transaction.atomic():  # both or neither
            if given["examination"] is not None:
                remains = save_examination(
                    actor=actor, ref=ref, entry=_entry(given["examination"]), expected_version=version
                )  # fmt: skip
                version = remains.version
            if given["checklist"]:
                checks = [CheckEntry(**row) for row in given["checklist"]]
                save_checklist(actor=actor, ref=ref, checks=checks, expected_version=version)
        return Response(_as_read(selectors.examination(actor, ref)))


class RemainsEstimates(APIView):
    @extend_schema(operation_id="remains_estimates", responses={200: EstimateReadSerializer(many=True)} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """Estimates of age and stature, each with its method (ring 3f), the oldest first."""
        return Response(_estimates(selectors.examination(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_estimate_add",
        parameters=[REPLAY],
        request=EstimateSerializer,
        responses={201: EstimateReadSerializer(many=True), 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Add an estimate; with `choose` it is compared with missing persons from now on."""
        actor = actor_of(request)
        selectors.examination(actor, ref)
        form = EstimateSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        choose = given.pop("choose")

        def add() -> str:
            row = add_estimate(actor=actor, ref=ref, entry=EstimateEntry(**given))
            if choose:
                choose_estimate(actor=actor, ref=ref, estimate=row.pk)
            return ref

        replays.once(request, add)
        return Response(_estimates(selectors.examination(actor, ref)), status=status.HTTP_201_CREATED)


class RemainsEstimateWithdrawal(APIView):
    @extend_schema(
        operation_id="remains_estimate_withdraw",
        parameters=[REPLAY],
        request=EstimateWithdrawalSerializer,
        responses={200: EstimateReadSerializer(many=True), 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Say of an estimate that it is wrong: it stays to be read, and is compared no more."""
        actor = actor_of(request)
        selectors.examination(actor, ref)
        form = EstimateWithdrawalSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def withdraw() -> str:
            withdraw_estimate(actor=actor, ref=ref, **form.validated_data)
            return ref

        replays.once(request, withdraw)
        return Response(_estimates(selectors.examination(actor, ref)))


def _entry(given: dict[str, Any]) -> ExaminationEntry:
    lists = {name: tuple(given[name]) for name in ("kinds", "fingers")}
    numbers = tuple(NumberEntry(**row) for row in given["numbers"])
    return ExaminationEntry(**given | lists | {"numbers": numbers})
