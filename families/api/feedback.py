"""REST: when a family hears from us next, the talks with them (ring 3k), and how often they wish to hear."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.actor import Actor
from accessctl.tokens import token_of
from cases.api.fields import MASKED, REPLAY, ErrorSerializer, StrictSerializer, actor_of, optional_text
from cases.codes import Bool3
from families.codes import ChannelKind, FeedbackKind
from families.feedback import selectors, services
from families.feedback.services import TalkEntry
from families.models.feedback import LONGEST, SHORTEST

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)


class TalkSentSerializer(StrictSerializer):
    """relative: key of whom it was with, the first contact when left out; promised_on: the day that was promised."""

    said_on = serializers.DateField()
    kind = serializers.ChoiceField(FeedbackKind.choices)
    channel = serializers.ChoiceField(ChannelKind.choices)
    relative = serializers.CharField(max_length=40, default="", allow_blank=True)
    words = optional_text(1000)
    understood = serializers.ChoiceField(Bool3.choices, default="", allow_blank=True)
    interpreter = optional_text(200)
    promised_on = serializers.DateField(default=None, allow_null=True)

    def entry(self) -> TalkEntry:
        given: dict[str, Any] = dict(self.validated_data)
        coded = {
            "kind": FeedbackKind(given["kind"]), "channel": ChannelKind(given["channel"]),
            "understood": Bool3(given["understood"]) if given["understood"] else None,
        }  # fmt: skip
        return TalkEntry(**given | coded)


class RhythmSerializer(StrictSerializer):
    """every_days: null where they wish no calls and ask when they wish to know.  The family alone decides it."""

    every_days = serializers.IntegerField(min_value=SHORTEST, max_value=LONGEST, allow_null=True)


class TalkSerializer(serializers.Serializer):  # type: ignore[type-arg]
    said_on = serializers.DateField()
    kind = serializers.ChoiceField(FeedbackKind.choices)
    channel = serializers.ChoiceField(ChannelKind.choices)
    relative = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    understood = serializers.ChoiceField(Bool3.choices, allow_blank=True)
    interpreter = serializers.CharField(allow_blank=True)
    promised_on = serializers.DateField(allow_null=True)


class FeedbackSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """due_on: null where nobody is to call; talks: newest first, null and `masked` where the family file is closed."""

    ref = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    every_days = serializers.IntegerField(allow_null=True)
    talks = TalkSerializer(many=True, allow_null=True)
    talks_absent = serializers.CharField(allow_null=True)


class CaseFeedback(APIView):
    @extend_schema(operation_id="feedback_read", responses={200: FeedbackSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """When the family hears next, and what it was told."""
        return Response(_as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="feedback_note", parameters=[REPLAY], request=TalkSentSerializer,
        responses={201: FeedbackSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Write down a talk that took place, or the attempt at one; it sets the next day anew."""
        actor = actor_of(request)
        selectors.feedback_of(actor, ref)  # absent and closed answer before the body is judged
        form = TalkSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)

        def note() -> str:
            services.note_talk(actor=actor, case_ref=ref, entry=form.entry())
            return ref

        replays.once(request, note)
        return Response(_as_read(actor, ref), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="feedback_rhythm", request=RhythmSerializer, responses={200: FeedbackSerializer} | REFUSALS
    )
    def put(self, request: Request, ref: str) -> Response:
        """Say how often the family wishes to hear."""
        actor = actor_of(request)
        selectors.feedback_of(actor, ref)
        form = RhythmSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        services.set_rhythm(actor=actor, case_ref=ref, every_days=form.validated_data["every_days"])
        return Response(_as_read(actor, ref))


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    held = selectors.feedback_of(actor, ref)
    return {
        "ref": held.case.ref, "due_on": held.due_on, "every_days": held.every_days,
        "talks": None if held.talks is None else [_talk(row) for row, _name in held.talks],
        "talks_absent": MASKED if held.talks is None else None,
    }  # fmt: skip


def _talk(row: Any) -> dict[str, Any]:
    plain = ("said_on", "kind", "channel", "promised_on")
    texts = ("words", "understood", "interpreter")
    said = {name: getattr(row, name) for name in plain} | {name: getattr(row, name) or "" for name in texts}
    return said | {"relative": token_of(row.relative_id) if row.relative_id else ""}
