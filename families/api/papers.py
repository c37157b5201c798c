"""REST: legal papers that a family asks an office for while the search goes on (ring 3k).  None touches the search."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.actor import Actor
from accessctl.systems import tags
from accessctl.tokens import token_of
from cases.api.fields import REPLAY, CountryField, ErrorSerializer, StrictSerializer, actor_of, optional_text
from families.codes import PaperKind, PaperStatus
from families.selectors import case_with_family_file
from families.services.papers import PaperMove, begin_paper, move_paper, version_of_paper
from families.supporting import PaperLine, papers_of
from registry.lib.errors import Invalid
from registry.lib.versions import RANGE

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
NOTE = 500


class PaperSentSerializer(StrictSerializer):
    """country: of the office."""

    kind = serializers.ChoiceField(PaperKind.choices)
    country = CountryField()
    note = optional_text(NOTE)


class PaperMoveSerializer(StrictSerializer):
    """version: of the paper as it was read; steps_done: keys of the procedure, all that are done.

    due_on: a deadline that the office named; null counts anew from the next step.
    """

    key = serializers.CharField(max_length=40)
    version = serializers.IntegerField(min_value=0, max_value=RANGE)
    status = serializers.ChoiceField(PaperStatus.choices)
    steps_done = serializers.ListField(child=serializers.CharField(max_length=60))
    due_on = serializers.DateField(allow_null=True)
    note = optional_text(NOTE)

    def move(self) -> PaperMove:
        given = self.validated_data
        return PaperMove(
            status=given["status"], steps_done=tuple(given["steps_done"]), due_on=given["due_on"], note=given["note"]
        )


class PaperStepSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """days: from when it is due until the next thing to do; null without a deadline."""

    key = serializers.CharField()
    text = serializers.CharField()
    days = serializers.IntegerField(allow_null=True)
    is_done = serializers.BooleanField()


class PaperSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """version: to be sent with the next change."""

    key = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(PaperKind.choices)
    country = serializers.CharField()
    status = serializers.ChoiceField(PaperStatus.choices)
    steps = PaperStepSerializer(many=True)
    requested_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)


class PapersSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    papers = PaperSerializer(many=True)


class CasePapers(APIView):
    @extend_schema(operation_id="papers_read", responses={200: PapersSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The papers that the family asks for, how they are asked for in that country, and how far they are."""
        return Response(_as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="papers_begin", parameters=[REPLAY], request=PaperSentSerializer,
        responses={201: PapersSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Begin a paper with the family's first contact."""
        actor = actor_of(request)
        case_with_family_file(actor, ref)  # absent and closed answer before the body is judged
        form = PaperSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        replays.once(request, lambda: token_of(begin_paper(actor=actor, case_ref=ref, **form.validated_data).pk))
        return Response(_as_read(actor, ref), status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="papers_move", request=PaperMoveSerializer,
        responses={200: PapersSerializer, 409: tags.StaleSerializer} | REFUSALS,
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """Say how far a paper is; a note that is left out stays."""
        actor = actor_of(request)
        held = papers_of(actor, ref)
        form = PaperMoveSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        line, move, read = held.paper(form.validated_data["key"]), form.move(), form.validated_data["version"]
        if set(move.steps_done) - {step.key for step in line.procedure.steps}:
            raise Invalid(fields={"steps_done": [_("Give keys of the steps of this paper alone.")]})
        with tags.first_or_stale(read, lambda: _as_read(actor, ref)):
            move_paper(actor=actor, case_ref=ref, paper=line.token, move=move, expected_version=read)
        return Response(_as_read(actor, ref))


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    held = papers_of(actor, ref)
    return {"ref": held.case.ref, "papers": [_paper(line) for line in held.papers]}


def _paper(line: PaperLine) -> dict[str, Any]:
    row = line.row
    steps = [
        {"key": step.key, "text": str(step.text), "days": step.days, "is_done": step.key in row.steps_done}
        for step in line.procedure.steps
    ]
    plain = ("kind", "country", "status", "requested_on", "due_on")
    return {name: getattr(row, name) for name in plain} | {
        "key": line.token, "version": version_of_paper(row), "steps": steps, "is_overdue": line.is_overdue,
        "note": row.note or "",
    }  # fmt: skip
