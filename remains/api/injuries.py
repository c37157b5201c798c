"""REST: the accountability file of remains (ring 4a): added to by who examines, read by who has a grant for it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from remains.examination import selectors
from remains.selectors import fetch_remains
from remains.services import NoteEntry, note_injury
from remains.services.examining import LONGEST_NOTE

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
CODED = ("manner", "injury_site", "injury_kind", "injury_time")


class InjurySerializer(StrictSerializer):
    """A row: codes of MannerOfDeath, CL-SITE, InjuryKind and InjuryTime, and words."""

    def get_fields(self) -> dict[str, Any]:
        longest = dict.fromkeys(CODED, 24) | LONGEST_NOTE
        return {
            name: serializers.CharField(max_length=most, default="", allow_blank=True) for name, most in longest.items()
        }


class InjuryNotedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()


class RemainsInjuries(APIView):
    @extend_schema(operation_id="remains_injuries", responses={200: InjurySerializer(many=True)} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The accountability file, the oldest first; for who has a grant for it."""
        actor = actor_of(request)
        rows = selectors.accountability_notes(actor, fetch_remains(actor, ref))
        return Response([{name: getattr(row, name) or "" for name in (*CODED, *LONGEST_NOTE)} for row in rows])

    @extend_schema(
        operation_id="remains_injury_note",
        parameters=[REPLAY],
        request=InjurySerializer,
        responses={201: InjuryNotedSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Add a row.  It is not read back here: who writes it reads it with a grant alone."""
        actor = actor_of(request)
        remains = fetch_remains(actor, ref)
        form = InjurySerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def note() -> str:
            note_injury(actor=actor, ref=remains.ref, entry=NoteEntry(**form.validated_data))
            return remains.ref

        return Response({"ref": replays.once(request, note)}, status=status.HTTP_201_CREATED)
