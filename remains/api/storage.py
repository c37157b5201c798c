"""REST: the storage places of an institution, which steps of custody name by reference."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import door, replays
from accessctl.actor import Actor
from accessctl.permits import Operation, admit
from accessctl.rings import Ring
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, TextField, actor_of, optional_text
from remains.custody.selectors import kept_places
from remains.models import StoragePlace
from remains.services import add_place, close_place

REFUSALS = dict.fromkeys((401, 403), ErrorSerializer)


class PlaceSentSerializer(StrictSerializer):
    """A place is never renamed: one that moved is closed and added anew.  capacity: how many remains it holds."""

    facility = TextField(max_length=80)
    room = TextField(max_length=80)
    shelf = optional_text(80)
    capacity = serializers.IntegerField(min_value=1, max_value=500, default=1)


class PlaceSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A place in use.  count: how many remains are in it now; null for a token that does not read the forensic file."""

    ref = serializers.CharField()
    facility = serializers.CharField()
    room = serializers.CharField()
    shelf = serializers.CharField(allow_blank=True)
    capacity = serializers.IntegerField()
    count = serializers.IntegerField(allow_null=True)


class PlacesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    results = PlaceSerializer(many=True)


class StorageList(APIView):
    @extend_schema(operation_id="storage_list", responses={200: PlacesSerializer} | REFUSALS)
    def get(self, request: Request) -> Response:
        """The storage places of the own institution that are in use."""
        return Response(_as_read(actor_of(request)))

    @extend_schema(
        operation_id="storage_add", parameters=[REPLAY], request=PlaceSentSerializer,
        responses={201: PlacesSerializer, 409: ErrorSerializer, 422: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Add a place to those of the own institution."""
        form = PlaceSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor = actor_of(request)
        replays.once(request, lambda: add_place(actor=actor, **form.validated_data).ref)
        return Response(_as_read(actor), status=status.HTTP_201_CREATED)


class StorageDetail(APIView):
    @extend_schema(
        operation_id="storage_close",
        responses={200: PlacesSerializer, 404: ErrorSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def delete(self, request: Request, ref: str) -> Response:
        """No longer offer a place, once nothing is kept there; steps that name it go on naming it."""
        actor = actor_of(request)
        door.fetch(actor, StoragePlace, ref=ref)
        close_place(actor=actor, ref=ref)
        return Response(_as_read(actor))


def _as_read(actor: Actor) -> dict[str, Any]:
    may_count = Ring.FORENSIC not in actor.closed and admit(
        actor.permits, Operation.READ, Ring.FORENSIC.layer, actor.purpose
    )
    rows = [
        {
            "ref": kept.place.ref, "facility": kept.place.facility, "room": kept.place.room,
            "shelf": kept.place.shelf, "capacity": kept.place.capacity, "count": kept.count if may_count else None,
        }
        for kept in kept_places(actor)
    ]  # fmt: skip
    return {"results": rows}
