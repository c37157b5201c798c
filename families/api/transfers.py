"""REST: cases that change hands.  A system reads what is offered and what changed hands; people decide, on pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.fields import ErrorSerializer, actor_of
from families import transfers
from families.codes import TransferReason, TransferRefusal, TransferState
from families.transfers import Offer


class TransferSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """case: empty where the reader may read nothing of it yet."""

    ref = serializers.CharField()
    case = serializers.CharField(allow_blank=True)
    sender = serializers.CharField()
    receiver = serializers.CharField()
    reason = serializers.ChoiceField(TransferReason.choices)
    state = serializers.ChoiceField(TransferState.choices)
    refusal = serializers.ChoiceField(TransferRefusal.choices, allow_null=True)
    offered_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class TransfersSerializer(serializers.Serializer):  # type: ignore[type-arg]
    to_us = TransferSerializer(many=True)
    by_us = TransferSerializer(many=True)
    over = TransferSerializer(many=True)


class Transfers(APIView):
    @extend_schema(
        operation_id="transfers_list", responses={200: TransfersSerializer, 401: ErrorSerializer, 403: ErrorSerializer}
    )
    def get(self, request: Request) -> Response:
        """Cases that other organisations ask this one to take over, those it offered, and those that changed hands.

        Offering and answering take people who prove who they are; a system learns here what they decided.
        """
        found = transfers.offers(actor_of(request))
        held = {name: [_as_read(one) for one in getattr(found, name)] for name in ("to_us", "by_us", "over")}
        return Response(TransfersSerializer(held).data)


def _as_read(one: Offer) -> dict[str, Any]:
    row = one.row
    names = ("ref", "reason", "state", "refusal", "offered_at", "expires_at", "decided_at")
    return {
        **{name: getattr(row, name) for name in names},
        "case": row.case_ref if one.shown else "",
        "sender": row.sender.ref,
        "receiver": row.receiver.ref,
    }
