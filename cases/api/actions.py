"""REST: the steps of the search for one person, and what came of them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.disclosure import ledger
from accessctl.rings import Ring
from cases import handing
from cases.api.fields import REPLAY, ErrorSerializer, StrictSerializer, actor_of
from cases.codes import ActionResult, SearchStep
from cases.selectors import fetch_case
from cases.selectors.actions import Step, Steps, steps_of
from cases.services.actions import ActionAnswer, ActionEntry, answer_action, note_action

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer, 422: ErrorSerializer}


class StepSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    action = serializers.ChoiceField(SearchStep.choices)
    asked = serializers.ListField(child=serializers.CharField())
    asked_on = serializers.DateField()
    note = serializers.CharField(allow_null=True)
    follow_up_on = serializers.DateField(allow_null=True)
    result = serializers.ChoiceField(ActionResult.choices, allow_null=True)
    answered_on = serializers.DateField(allow_null=True)
    said = serializers.CharField(allow_null=True)
    family_reads = serializers.BooleanField()
    share = serializers.ListField(child=serializers.CharField(), help_text="Parts that went along; the owner's ledger.")


class StepsSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    actions = StepSerializer(many=True)


class StepEntrySerializer(StrictSerializer):
    """organisation: the reference of one that takes part; share: parts of the person that go along to it."""

    action = serializers.ChoiceField(SearchStep.choices)
    asked_on = serializers.DateField()
    organisation = serializers.CharField(max_length=20, default="", allow_blank=True)
    asked_of = serializers.CharField(max_length=200, default="", allow_blank=True)
    note = serializers.CharField(max_length=1000, default="", allow_blank=True)
    follow_up_on = serializers.DateField(default=None, allow_null=True)
    family_reads = serializers.BooleanField(default=True)
    share = serializers.ListField(child=serializers.ChoiceField(list(handing.PARTS)), default=list)

    def entry(self) -> ActionEntry:
        data: dict[str, Any] = self.validated_data
        return ActionEntry(**data | {"action": SearchStep(data["action"]), "share": tuple(data["share"])})


class StepAnswerSerializer(StrictSerializer):
    """ref: of the step that was answered."""

    ref = serializers.CharField(max_length=20)
    result = serializers.ChoiceField(ActionResult.choices)
    answered_on = serializers.DateField(default=None, allow_null=True)
    said = serializers.CharField(max_length=1000, default="", allow_blank=True)
    follow_up_on = serializers.DateField(default=None, allow_null=True)

    def answer(self) -> ActionAnswer:
        data: dict[str, Any] = {name: value for name, value in self.validated_data.items() if name != "ref"}
        return ActionAnswer(**data | {"result": ActionResult(data["result"])})


class CaseActions(APIView):
    @extend_schema(operation_id="actions_read", responses={200: StepsSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What was done to find the person and what came of it, newest first."""
        found = steps_of(actor_of(request), ref)
        return Response(_as_read(found), headers=ledger.terms_of_copy(actor_of(request), found.case, Ring.SEARCH))

    @extend_schema(
        operation_id="actions_note",
        parameters=[REPLAY],
        request=StepEntrySerializer,
        responses={201: StepsSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Write down a step; what goes along is what the family agreed to, and stands in the ledger."""
        actor = actor_of(request)
        fetch_case(actor, ref)  # absent and hidden answer 404 before the body is judged
        form = StepEntrySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        replays.once(request, lambda: note_action(actor=actor, case_ref=ref, entry=form.entry()).ref)
        return Response(_as_read(steps_of(actor, ref)), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="actions_answer", request=StepAnswerSerializer, responses={200: StepsSerializer} | REFUSALS
    )
    def put(self, request: Request, ref: str) -> Response:
        """Write down what came of a step."""
        actor = actor_of(request)
        fetch_case(actor, ref)
        form = StepAnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        answer_action(actor=actor, case_ref=ref, action_ref=form.validated_data["ref"], answer=form.answer())
        return Response(_as_read(steps_of(actor, ref)))


def _as_read(found: Steps) -> Any:
    return StepsSerializer({"ref": found.case.ref, "actions": [_step(one) for one in found.steps]}).data


def _step(one: Step) -> dict[str, Any]:
    names = ("ref", "action", "asked_on", "note", "follow_up_on", "result", "answered_on", "said", "family_reads")
    return {
        **{name: getattr(one.row, name) for name in names},
        "asked": one.asked,
        "share": one.share.parts if one.share else [],
    }
