"""REST: what families asked this organisation for as a provider, and its answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.fields import ErrorSerializer, StrictSerializer, actor_of
from families import provided
from families.codes import Need, ReferralStatus, Urgency
from families.provided import ANSWERS, Line, Opened

REFUSALS = {401: ErrorSerializer, 404: ErrorSerializer}


class ReferralLineSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """by: reference of the organisation that refers the family."""

    ref = serializers.CharField()
    need = serializers.ChoiceField(Need.choices)
    urgency = serializers.ChoiceField(Urgency.choices)
    status = serializers.ChoiceField(ReferralStatus.choices)
    sent_on = serializers.DateField()
    by = serializers.CharField()


class ReferralReadSerializer(ReferralLineSerializer):
    """told: all that the family agreed to have told."""

    told = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)


class ReferralsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    referrals = ReferralLineSerializer(many=True)


class AnswerSerializer(StrictSerializer):
    status = serializers.ChoiceField([(one.value, one.label) for one in ANSWERS])
    words = serializers.CharField(max_length=500, default="", allow_blank=True)


class Referrals(APIView):
    @extend_schema(operation_id="referrals_list", responses={200: ReferralsSerializer, 401: ErrorSerializer})
    def get(self, request: Request) -> Response:
        """Families that were referred to your organisation, in codes."""
        lines = provided.referred_to_us(actor_of(request))
        return Response(ReferralsSerializer({"referrals": [_line(one) for one in lines]}).data)


class ReferralDetail(APIView):
    @extend_schema(operation_id="referrals_read", responses={200: ReferralReadSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """One referral, in the words that the family agreed to; journalled."""
        return Response(_read_as(provided.opened(actor_of(request), ref)))

    @extend_schema(
        operation_id="referrals_answer",
        request=AnswerSerializer,
        responses={200: ReferralReadSerializer, 409: ErrorSerializer, 422: ErrorSerializer} | REFUSALS,
    )
    def put(self, request: Request, ref: str) -> Response:
        """Say yes, later, no, that help was given, or that they did not meet."""
        actor = actor_of(request)
        provided.known(actor, ref)  # absent and hidden answer 404 before the body is judged
        form = AnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        held = provided.opened(actor, ref)
        row = provided.answer(actor=actor, ref=ref, **form.validated_data)
        words = form.validated_data["words"] or held.answer
        return Response(_read_as(replace(held, line=replace(held.line, row=row), answer=words)))


def _read_as(held: Opened) -> Any:
    return ReferralReadSerializer(_line(held.line) | {"told": held.told, "answer": held.answer}).data


def _line(one: Line) -> dict[str, Any]:
    row = one.row
    return {
        "ref": row.ref, "need": row.need.need, "urgency": row.need.urgency, "status": row.status,
        "sent_on": row.sent_on, "by": row.case.owner.ref,
    }  # fmt: skip
