"""REST: hits with other registries.  Systems read what became of them; what is told is a person's decision."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.codes import Purpose
from cases.api.fields import AFTER, ErrorSerializer, actor_of
from matching.peers import disclosures
from matching.peers.disclosures import Shown
from matching.peers.services.hits import State
from registry.lib.errors import Forbidden

REFUSALS = dict.fromkeys((401, 403, 404), ErrorSerializer)


class DecidedByPeople(Forbidden):
    """A system asked to decide."""

    code = "decided_by_people"
    template = _("Whether another registry is told more is a named person’s decision: sign in, and decide on its page.")


class HitRecordSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A record of the client's organisation, and its answer; null: none so far.  `parts`: what may be told.

    SECURITY: why is no system's to read: a reason can tell of a family or of a danger.
    """

    record = serializers.CharField()
    discloses = serializers.BooleanField(allow_null=True)
    parts = serializers.ListField(child=serializers.CharField())
    decided_at = serializers.DateTimeField(allow_null=True)


class HitSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`hit`: the reference that both registries know; `state`: nothing tells of the other's answer but `both`."""

    ref = serializers.CharField()
    hit = serializers.CharField()
    registry = serializers.CharField(help_text="reference of the organisation that runs the other registry")
    purpose = serializers.ChoiceField(Purpose.choices)
    asked_by_us = serializers.BooleanField()
    state = serializers.ChoiceField(State.choices)
    until = serializers.DateTimeField()
    opened_at = serializers.DateTimeField()
    records = HitRecordSerializer(many=True)


class HitsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`next`: what to give as `after` for the next page; null on the last."""

    next = serializers.CharField(allow_null=True)
    results = HitSerializer(many=True)


class PeerHits(APIView):
    @extend_schema(
        operation_id="peer_hits_list", parameters=[AFTER], responses={200: HitsSerializer, 401: ErrorSerializer}
    )
    def get(self, request: Request) -> Response:
        """Hits of the organisation's own records with other registries, the newest first."""
        found, more = disclosures.page(actor_of(request), request.query_params.get("after", ""))
        return Response({"next": more, "results": [_as_read(one) for one in found]})


class PeerHitDetail(APIView):
    @extend_schema(operation_id="peer_hits_read", responses={200: HitSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """One hit, and what the organisation's people answered."""
        return Response(_as_read(disclosures.one(actor_of(request), ref)))


class PeerHitDecisions(APIView):
    @extend_schema(operation_id="peer_hits_decide", request=None, responses=REFUSALS)
    def post(self, request: Request, ref: str) -> Response:
        """Always refused: telling another registry more is a named person's decision, never a system's."""
        disclosures.one(actor_of(request), ref)
        raise DecidedByPeople()


def _as_read(shown: Shown) -> dict[str, Any]:
    row = shown.row
    return {
        "ref": row.ref, "hit": row.about.hit, "registry": row.about.peer.organisation.ref,
        "purpose": row.about.purpose, "asked_by_us": row.question_id is not None, "state": shown.state.value,
        "until": shown.until, "opened_at": row.opened_at,
        "records": [
            {
                "record": one.record.ref, "discloses": one.decision and one.decision.discloses,
                "parts": one.decision.parts if one.decision else [],
                "decided_at": one.decision and one.decision.decided_at,
            }
            for one in shown.of
        ],
    }  # fmt: skip
