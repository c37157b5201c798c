"""REST: what relatives ask of what is held about them (D2.30): noted with its clock, read with what became of it.

A person answers, on the page: a refusal has to be explained to somebody.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.codes import Purpose
from accessctl.tokens import token_of
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from families.codes import Amendable, IdentityCheck, RequestDecision, RequestKind, RequestRefusal
from families.models.page import TEXT_LENGTH
from families.rights import selectors
from families.rights.forms import SURE
from families.services import requests
from families.services.requests import Asked

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)


class WaitingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A request without an answer.  ref: of the case; key: names the request there."""

    ref = serializers.CharField()
    key = serializers.CharField()
    kind = serializers.ChoiceField(RequestKind.choices)
    due_on = serializers.DateField()
    is_overdue = serializers.BooleanField()


class WaitingListSerializer(serializers.Serializer):  # type: ignore[type-arg]
    results = WaitingSerializer(many=True)


class AskerSerializer(serializers.Serializer):  # type: ignore[type-arg]
    key = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class RightsRequestSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A request and what became of it.

    identity_check: null where the relative asked on their own page; uses: those that the answer stopped, until
    `lifted_at`; decision: null until it is answered.
    """

    key = serializers.CharField()
    relative = serializers.CharField()
    kind = serializers.ChoiceField(RequestKind.choices)
    about = serializers.ChoiceField(Amendable.choices, allow_null=True)
    text = serializers.CharField(allow_null=True)
    identity_check = serializers.ChoiceField(IdentityCheck.choices, allow_null=True)
    asked_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    is_overdue = serializers.BooleanField()
    decision = serializers.ChoiceField(RequestDecision.choices, allow_null=True)
    reason = serializers.ChoiceField(RequestRefusal.choices, allow_null=True)
    answer = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    uses = serializers.ListField(child=serializers.ChoiceField(Purpose.choices))
    lifted_at = serializers.DateTimeField(allow_null=True)


class RightsRequestsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    relatives = AskerSerializer(many=True)
    requests = RightsRequestSerializer(many=True)


class AskedSerializer(StrictSerializer):
    """What a relative asked in person, by phone or by letter.  about: what a correction or an addition names."""

    relative = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(RequestKind.choices)
    about = serializers.ChoiceField(Amendable.choices, default="", allow_blank=True)
    text = serializers.CharField(max_length=TEXT_LENGTH, default="", allow_blank=True)
    identity_check = serializers.ChoiceField(SURE)


class RightsRequests(APIView):
    @extend_schema(operation_id="rights_requests_waiting", responses={200: WaitingListSerializer, 401: ErrorSerializer})
    def get(self, request: Request) -> Response:
        """Requests on cases of the own organisation that wait for an answer, overdue ones first, by reference."""
        results = [
            {"ref": one.ref, "key": one.token, "kind": one.kind, "due_on": one.due_on, "is_overdue": one.is_overdue}
            for one in selectors.waiting(actor_of(request))
        ]
        return Response(WaitingListSerializer({"results": results}).data)


class CaseRightsRequests(APIView):
    @extend_schema(operation_id="rights_requests_read", responses={200: RightsRequestsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What the relatives of a case asked, what waits first, with the answers (ring 3k)."""
        return Response(_as_read(request, ref))

    @extend_schema(
        operation_id="rights_requests_note", parameters=[REPLAY], request=AskedSerializer,
        responses={201: RightsRequestsSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Write down what a relative asked; an answer is due within 30 days, by a person, on the page."""
        actor = actor_of(request)
        selectors.requests(actor, ref)  # absent and closed answer before the body is judged
        form = AskedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data

        def note() -> str:
            row = requests.note_asked(
                actor=actor, case_ref=ref, token=said["relative"], check=IdentityCheck(said["identity_check"]),
                asked=Asked(kind=said["kind"], text=said["text"], about=said["about"]),
            )  # fmt: skip
            return token_of(row.pk)

        replays.once(request, note)
        return Response(_as_read(request, ref), status=status.HTTP_201_CREATED)


def _as_read(request: Request, ref: str) -> dict[str, Any]:
    case, known, lines = selectors.requests(actor_of(request), ref)
    plain = ("kind", "about", "text", "identity_check", "due_on", "decision", "reason", "answer", "decided_at")
    asked = [
        {
            "key": line.token, "relative": line.relative, "asked_at": line.row.created_at,
            "is_overdue": line.is_overdue, "uses": line.row.uses or [], "lifted_at": line.row.lifted_at,
            **{name: getattr(line.row, name) for name in plain},
        }
        for line in lines
    ]  # fmt: skip
    relatives = [{"key": one.token, "name": one.name} for one in known]
    body = RightsRequestsSerializer({"ref": case.ref, "relatives": relatives, "requests": asked})
    found: dict[str, Any] = body.data
    return found
