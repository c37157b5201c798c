"""REST: what there is of remains piece by piece, and records of parts (ring 3f).  Joining is between people."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from cases.api.fields import REPLAY, ErrorSerializer, PartialDateField, PlaceField, StrictSerializer, actor_of
from cases.codes import Side
from remains.codes import Completeness
from remains.services import PartEntry, add_part, write_inventory
from remains.services.skeleton import MOST_OF_ONE, PART_OF
from remains.skeleton import selectors
from remains.skeleton.codes import Portion, SkeletonPart
from remains.skeleton.counting import Minimum, Piece
from remains.skeleton.selectors import Inventory, Parts

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
SIDES = [Side.LEFT, Side.RIGHT, Side.MIDDLE, Side.UNKNOWN]


class PieceSerializer(StrictSerializer):
    element = serializers.ChoiceField(SkeletonPart.choices)
    side = serializers.ChoiceField([(side.value, side.label) for side in SIDES])
    portion = serializers.ChoiceField(Portion.choices, default=Portion.COMPLETE)
    count = serializers.IntegerField(min_value=1, max_value=MOST_OF_ONE, default=1)


def _pieces(given: list[dict[str, Any]]) -> tuple[Piece, ...]:
    return tuple(Piece(**one) for one in given)


class InventorySentSerializer(StrictSerializer):
    """The whole inventory; `version` of the record as it was read."""

    pieces = PieceSerializer(many=True)
    version = serializers.IntegerField(default=None, allow_null=True)


class PartSentSerializer(StrictSerializer):
    """A part that gets a record of its own; it is taken out of the inventory of the record in the address."""

    pieces = PieceSerializer(many=True)
    completeness = serializers.ChoiceField(
        [(code.value, code.label) for code in PART_OF], default=Completeness.FRAGMENT
    )
    found_at = PartialDateField(default=None, allow_null=True)
    found_place = PlaceField(default=None, allow_null=True)


class ReasonSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`side` is `unknown` where both sides together show it."""

    element = serializers.CharField()
    side = serializers.CharField()
    count = serializers.IntegerField()


class InventorySerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`minimum`: how many people the pieces must be of; `reasons`: by which elements one sees it."""

    ref = serializers.CharField()
    version = serializers.IntegerField()
    pieces = PieceSerializer(many=True)
    minimum = serializers.IntegerField()
    reasons = ReasonSerializer(many=True)


class PartSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    part_ref = serializers.CharField()


class PartsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`part_ref` and `part_of`: of the record itself, if it is a part; `minimum`: of all its parts together."""

    ref = serializers.CharField()
    part_ref = serializers.CharField()
    part_of = serializers.CharField()
    state = serializers.CharField()
    joined_to = serializers.CharField()
    joined = serializers.ListField(child=serializers.CharField())
    taken_out = PartSerializer(many=True)
    minimum = serializers.IntegerField()
    reasons = ReasonSerializer(many=True)


def _least(least: Minimum) -> dict[str, Any]:
    reasons = [{"element": one.element, "side": one.side, "count": one.count} for one in least.reasons]
    return {"minimum": least.number, "reasons": reasons}


def inventory_as_read(held: Inventory) -> dict[str, Any]:
    pieces = [{"element": p.element, "side": p.side, "portion": p.portion, "count": p.count} for p in held.pieces]
    return {"ref": held.remains.ref, "version": held.remains.version, "pieces": pieces, **_least(held.minimum)}


def parts_as_read(held: Parts) -> dict[str, Any]:
    to = held.join.to if held.join else None
    return {
        "ref": held.remains.ref, "part_ref": held.label, "part_of": held.parent.ref if held.parent else "",
        "state": held.state, "joined_to": to.ref if to else "",
        "joined": [one.part.ref for one in held.here if one.part],
        "taken_out": [{"ref": part.remains.ref, "part_ref": part.label} for part in held.taken],
        **_least(held.whole),
    }  # fmt: skip


class RemainsInventory(APIView):
    @extend_schema(operation_id="remains_inventory", responses={200: InventorySerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The inventory of elements (ring 3f), and how many people it must be of."""
        return Response(inventory_as_read(selectors.inventory_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_inventory_write",
        request=InventorySentSerializer,
        responses={200: InventorySerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def put(self, request: Request, ref: str) -> Response:
        """Replace the inventory of elements."""
        actor = actor_of(request)
        selectors.inventory_of(actor, ref)  # absent and closed answer before the body is judged
        form = InventorySentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        write_inventory(actor=actor, ref=ref, pieces=_pieces(given["pieces"]), expected_version=given["version"])
        return Response(inventory_as_read(selectors.inventory_of(actor, ref)))


class RemainsParts(APIView):
    @extend_schema(operation_id="remains_parts", responses={200: PartsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What belongs with a record: parts taken out of it, and what it is held to be of one person with."""
        return Response(parts_as_read(selectors.parts_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_part_create",
        parameters=[REPLAY],
        request=PartSentSerializer,
        responses={201: PartsSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Log a part as a record of its own; answered with what belongs with that record."""
        actor = actor_of(request)
        selectors.parts_of(actor, ref)
        form = PartSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        entry = PartEntry(pieces=_pieces(given.pop("pieces")), parent=ref, **given)
        made = replays.once(request, lambda: add_part(actor=actor, entry=entry).ref)
        return Response(parts_as_read(selectors.parts_of(actor, made)), status=status.HTTP_201_CREATED)
