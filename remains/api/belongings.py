"""REST: belongings of remains in care, and the steps of their way (ring 3f; each reading has its entry)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.tokens import TOKEN
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of, optional_text
from remains.belongings import selectors
from remains.belongings.codes import BelongingStepKind
from remains.belongings.selectors import Belonging, Belongings
from remains.belongings.standing import BY_SYSTEMS
from remains.services import BelongingStepEntry, add_belonging_steps
from remains.services.belongings import LONGEST

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
_WRITTEN = [(kind.value, kind.label) for kind in BelongingStepKind if kind in BY_SYSTEMS]


class WrittenBelongingStepSerializer(serializers.Serializer):  # type: ignore[type-arg]
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(BelongingStepKind.choices)
    at = serializers.DateTimeField()
    organisation = serializers.CharField()
    to_org = serializers.CharField()
    place = serializers.CharField()
    to_person = serializers.CharField()
    seal_no = serializers.CharField()
    order_no = serializers.CharField()
    note = serializers.CharField()
    digest = serializers.CharField()


class BelongingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """key: as in the list of belongings; number: on its bag, 0 while it is not in care; images: those of it."""

    key = serializers.CharField()
    number = serializers.IntegerField()
    words = serializers.CharField()
    is_whole = serializers.BooleanField()
    images = serializers.ListField(child=serializers.IntegerField())
    steps = WrittenBelongingStepSerializer(many=True)


class BelongingsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    belongings = BelongingSerializer(many=True)


class BelongingStepSerializer(StrictSerializer):
    """The next step of each of `items`, by key, or of none.  Hand-overs are between people."""

    items = serializers.ListField(child=serializers.CharField(max_length=TOKEN), min_length=1, max_length=100)
    kind = serializers.ChoiceField(_WRITTEN)
    at = serializers.DateTimeField()
    place = optional_text(20)
    seal_no = optional_text(LONGEST["seal_no"])
    note = optional_text(LONGEST["note"])


def belongings_as_read(held: Belongings) -> dict[str, Any]:
    """The belongings of remains as one client may read them."""
    found = {"ref": held.remains.ref, "belongings": [_thing(thing) for thing in held.things]}
    return dict(BelongingsSerializer(found).data)


def _thing(thing: Belonging) -> dict[str, Any]:
    steps = [
        {
            "number": line.step.number, "kind": line.step.kind, "at": line.step.at, "organisation": line.organisation,
            "to_org": line.receiver, "place": line.place, "digest": line.step.digest,
            **{name: getattr(line.step, name) or "" for name in LONGEST},
        }
        for line in thing.lines
    ]  # fmt: skip
    return {
        "key": thing.name, "number": thing.number, "words": thing.words, "is_whole": thing.is_whole,
        "images": list(thing.images), "steps": steps,
    }  # fmt: skip


class RemainsBelongings(APIView):
    @extend_schema(operation_id="remains_belongings", responses={200: BelongingsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The belongings of remains with where each is (ring 3f)."""
        return Response(belongings_as_read(selectors.belongings_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_belongings_write",
        parameters=[REPLAY],
        request=BelongingStepSerializer,
        responses={201: BelongingsSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Write the next step of belongings: taken into care, stored, seen in place, not found."""
        actor = actor_of(request)
        selectors.belongings_of(actor, ref)  # absent and closed answer before the body is judged
        form = BelongingStepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        items = given.pop("items")

        def write() -> str:
            add_belonging_steps(actor=actor, ref=ref, items=items, entry=BelongingStepEntry(**given))
            return ref

        replays.once(request, write)
        return Response(belongings_as_read(selectors.belongings_of(actor, ref)), status=status.HTTP_201_CREATED)
