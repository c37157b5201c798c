"""REST: what a family wishes for the person who was identified, and the steps there (ring 3k)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.systems import tags
from cases.api.fields import REPLAY, ErrorSerializer, PlaceField, StrictSerializer, actor_of
from families.codes import BelongingsWish, CostCover, Disposition, LaterParts, ReturnKind, WantsToSee
from families.models.wishes import LINE, TEXT
from families.wishes.selectors import WishesPage, wishes_of
from families.wishes.services import Step, Wishes, keep_step, note_wishes

REFUSALS = dict.fromkeys((401, 403, 404, 409, 422), ErrorSerializer)


def _text(longest: int) -> serializers.CharField:
    return serializers.CharField(max_length=longest, default="", allow_blank=True)


class WishesSerializer(StrictSerializer):
    """What the family says.  Every way is as good as the others."""

    disposition = serializers.ChoiceField(Disposition.choices)
    asked_on = serializers.DateField()
    wants_to_see = serializers.ListField(child=serializers.ChoiceField(WantsToSee.choices), default=list)
    destination = PlaceField(default=None, allow_null=True)
    rite = _text(LINE)
    faith_contact = _text(LINE)
    decides = _text(LINE)
    disagreement = serializers.BooleanField(default=False)
    cost_cover = serializers.ChoiceField(CostCover.choices, default=CostCover.NONE)
    belongings_return = serializers.ChoiceField(BelongingsWish.choices, default="", allow_blank=True)
    belongings_list = _text(TEXT)
    later_parts = serializers.ChoiceField(LaterParts.choices, default="", allow_blank=True)
    memorial_contact = serializers.BooleanField(default=None, allow_null=True)


class WishesChangeSerializer(WishesSerializer):
    """`version`: the one that was read, 0 where nothing was written down; what is not sent is taken away."""

    version = serializers.IntegerField(min_value=0, required=False)


class ReturnStepSerializer(StrictSerializer):
    """A step as it is planned (`due_on`) or done (`done_on`)."""

    kind = serializers.ChoiceField(ReturnKind.choices)
    who = serializers.CharField(max_length=LINE)
    due_on = serializers.DateField(default=None, allow_null=True)
    done_on = serializers.DateField(default=None, allow_null=True)
    document = _text(LINE)
    cost = _text(LINE)


class ReturnStepReadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A step of the chosen way, planned or not; `waits_for`: papers without which nobody travels."""

    kind = serializers.ChoiceField(ReturnKind.choices)
    who = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    document = serializers.CharField()
    cost = serializers.CharField()
    waits_for = serializers.ListField(child=serializers.ChoiceField(ReturnKind.choices))


class FamilyWishesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """`is_told`: the family was told of an identification that stands; nobody is asked before.

    `version`: of the wishes; 0 where nothing was written down yet.
    """

    ref = serializers.CharField()
    version = serializers.IntegerField()
    is_told = serializers.BooleanField()
    wishes = WishesSerializer(allow_null=True)
    steps = ReturnStepReadSerializer(many=True)


class CaseWishes(APIView):
    @extend_schema(
        operation_id="wishes_read", parameters=[tags.IF_NONE_MATCH], responses={200: FamilyWishesSerializer} | REFUSALS
    )
    def get(self, request: Request, ref: str) -> Response:
        """What the family wishes, and the steps of the way it chose (ring 3k)."""
        return tags.answered(request, _as_read(wishes_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="wishes_write",
        parameters=[tags.IF_MATCH],
        request=WishesChangeSerializer,
        responses={200: FamilyWishesSerializer} | REFUSALS | {409: tags.StaleSerializer},
    )
    def put(self, request: Request, ref: str) -> Response:
        """Write down what the family wishes now, in place of what it wished before."""
        actor = actor_of(request)
        wishes_of(actor, ref)  # absent and closed answer before the body is judged
        form = WishesChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        read = tags.version_read(request, given.pop("version", None))
        wishes = Wishes(**given | {"wants_to_see": tuple(given["wants_to_see"])})
        with tags.first_or_stale(read, lambda: _as_read(wishes_of(actor, ref))):
            note_wishes(actor=actor, case_ref=ref, wishes=wishes, expected_version=read)
        return tags.answered(request, _as_read(wishes_of(actor, ref)))


class CaseReturnSteps(APIView):
    @extend_schema(
        operation_id="wishes_step",
        parameters=[REPLAY],
        request=ReturnStepSerializer,
        responses={200: FamilyWishesSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Plan a step, or write that it was done; once more, it replaces what stood for this kind."""
        actor = actor_of(request)
        wishes_of(actor, ref)
        form = ReturnStepSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def keep() -> str:
            given = dict(form.validated_data)
            keep_step(actor=actor, case_ref=ref, step=Step(**given | {"kind": ReturnKind(given["kind"])}))
            return ref

        replays.once(request, keep)
        return Response(_as_read(wishes_of(actor, ref)))


def _as_read(page: WishesPage) -> dict[str, Any]:
    held, texts = page.wishes, ("rite", "faith_contact", "decides", "belongings_list")
    plain = ("disposition", "asked_on", "wants_to_see", "disagreement", "cost_cover", "memorial_contact")
    wishes = None if held is None else {
        **{name: getattr(held, name) for name in plain}, **{name: getattr(held, name) or "" for name in texts},
        "belongings_return": held.belongings_return or "", "later_parts": held.later_parts or "",
        "destination": held.destination.to_json() if held.destination else None,
    }  # fmt: skip
    steps = [
        {
            "kind": line.kind.value, "waits_for": [kind.value for kind in line.waits_for],
            **{name: getattr(line.row, name) or "" if line.row else "" for name in ("who", "document", "cost")},
            **{name: getattr(line.row, name) if line.row else None for name in ("due_on", "done_on")},
        }
        for line in page.lines
    ]  # fmt: skip
    version = held.version if held else 0
    return {"ref": page.case.ref, "version": version, "is_told": page.is_told, "wishes": wishes, "steps": steps}
