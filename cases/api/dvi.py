"""REST: events that an organisation leads or works on, and the names heard of an event (ring 3, journalled)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.fields import AFTER, ErrorSerializer, actor_of, page_schema, paged
from cases.codes import Reliability, SourceKind
from cases.dvi import selectors
from cases.dvi.codes import EventState, EventTask, Heard, MemberState, Population, TaskState
from cases.dvi.selectors import EventWork
from cases.models import DviEvent

REFUSALS = dict.fromkeys((401, 403, 404), ErrorSerializer)


class EventSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """The row of an event (layer 1)."""

    ref = serializers.CharField()
    incident = serializers.CharField()
    lead = serializers.CharField()
    state = serializers.ChoiceField(EventState.choices)
    since = serializers.DateTimeField()


class EventMemberSerializer(serializers.Serializer):  # type: ignore[type-arg]
    organisation = serializers.CharField()
    state = serializers.ChoiceField(MemberState.choices)


class TaskOfEventSerializer(serializers.Serializer):  # type: ignore[type-arg]
    task = serializers.ChoiceField(EventTask.choices)
    state = serializers.ChoiceField(TaskState.choices)
    at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField()


class EventWorkSerializer(EventSerializer):
    """What members read; `population` is null while an invitation waits for its answer.

    heard: names on the list that the client may know of; linked: those with a case that it sees.
    """

    population = serializers.ChoiceField(Population.choices, allow_null=True)
    aboard_low = serializers.IntegerField(allow_null=True)
    aboard_high = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    heard = serializers.IntegerField()
    linked = serializers.IntegerField()
    survivors_counted = serializers.IntegerField(allow_null=True)
    members = EventMemberSerializer(many=True)
    tasks = TaskOfEventSerializer(many=True)


class PassengerSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A name as heard; `case` only if the client sees it."""

    ref = serializers.CharField()
    name = serializers.CharField()
    source_kind = serializers.ChoiceField(SourceKind.choices)
    described = serializers.CharField(allow_null=True)
    heard_on = serializers.DateField(allow_null=True)
    reliability = serializers.ChoiceField(Reliability.choices)
    heard = serializers.ChoiceField(Heard.choices)
    note = serializers.CharField(allow_null=True)
    case = serializers.CharField(allow_null=True)


EventPage = page_schema("EventPage", EventSerializer)
PassengerList = page_schema("PassengerPage", PassengerSerializer)


class EventList(APIView):
    @extend_schema(operation_id="events_list", parameters=[AFTER], responses={200: EventPage, 401: ErrorSerializer})
    def get(self, request: Request) -> Response:
        """Events that the client's organisation leads, works on or is invited to, newest first."""
        page = selectors.page_of_events(actor_of(request), after=request.query_params.get("after"))
        incidents = selectors.incidents_of(actor_of(request), page.rows)
        return Response(paged(page, [_row(row, incidents[row.incident_id].ref) for row in page.rows]))


class EventDetail(APIView):
    @extend_schema(operation_id="events_read", responses={200: EventWorkSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """One event: how many were there, who works on it, how far the work is."""
        return Response(_work(selectors.event_work(actor_of(request), ref)))


class EventPeople(APIView):
    @extend_schema(operation_id="events_people", parameters=[AFTER], responses={200: PassengerList} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """Who is said to have been there: heard, not proven (ring 3)."""
        listed = selectors.passengers(actor_of(request), ref, after=request.query_params.get("after"))
        names = ("ref", "name", "source_kind", "described", "heard_on", "reliability", "heard", "note")
        rows = [
            {name: getattr(one.row, name) for name in names} | {"case": one.case.ref if one.case else None}
            for one in listed.rows
        ]
        return Response(paged(listed, rows))


def _row(event: DviEvent, incident: str) -> dict[str, Any]:
    return {
        "ref": event.ref, "incident": incident, "lead": event.owner.name, "state": event.state,
        "since": event.created_at,
    }  # fmt: skip


def _work(work: EventWork) -> dict[str, Any]:
    file, names = work.file, ("population", "aboard_low", "aboard_high", "note")
    return {
        **_row(work.event, work.incident.ref),
        **{name: getattr(file, name) if file else None for name in names},
        "heard": work.heard, "linked": work.linked, "survivors_counted": work.survivors.counted,
        "members": [{"organisation": one.organisation.name, "state": one.state} for one in work.members],
        "tasks": [
            {"task": task.code.value, "state": task.state.value, "at": task.at, "by": task.by}
            for phase in work.phases for task in phase.tasks
        ],
    }  # fmt: skip
