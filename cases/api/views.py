"""REST: incidents."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import bulk, door, replays
from accessctl.actor import Actor
from accessctl.systems import filters, tags
from cases.api.fields import AFTER, REPLAY, ErrorSerializer, actor_of, page_schema, paged
from cases.api.serializers import IncidentChangeSerializer, IncidentEntrySerializer, IncidentSerializer
from cases.forms import IncidentFilterForm
from cases.models import Incident
from cases.services import change_incident, log_incident

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 422: ErrorSerializer}


FILTERS = [AFTER, *filters.of_form(IncidentFilterForm, ("region", "route_code", "cause_category"))]


class IncidentList(APIView):
    @extend_schema(
        operation_id="incidents_list",
        parameters=FILTERS,
        responses={200: page_schema("IncidentPage", IncidentSerializer), 401: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Incidents, newest entry first, layer 0."""
        said = filters.read(request, FILTERS)
        where = Q(**{name: value for name, value in said.items() if value and name != "after"})
        page = door.page(actor_of(request), Incident, where=where, after=said["after"])
        return Response(paged(page, list(IncidentSerializer(page.rows, many=True).data)))

    @extend_schema(
        operation_id="incidents_create",
        parameters=[REPLAY],
        request=IncidentEntrySerializer,
        responses={201: IncidentSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request) -> Response:
        """Log an incident; its exact date and place lie in ring 2, its month and cell are public."""
        form = IncidentEntrySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor = actor_of(request)
        ref = replays.once(request, lambda: log_incident(actor=actor, entry=form.entry()).ref)
        return tags.answered(request, _as_read(actor, ref), code=status.HTTP_201_CREATED)


class IncidentBulk(bulk.BulkView):
    @extend_schema(
        operation_id="incidents_create_many",
        parameters=[bulk.KEY],
        request=bulk.LINES,
        responses={200: bulk.BulkSerializer} | REFUSALS,
    )
    def post(self, request: Request) -> Response:
        """Log up to 100 incidents, one a line as in `incidents_create`; each by itself."""
        return self.answer(request)

    def make(self, request: Request, row: dict[str, Any]) -> str:
        form = IncidentEntrySerializer(data=row)
        form.is_valid(raise_exception=True)
        return log_incident(actor=actor_of(request), entry=form.entry()).ref


class IncidentDetail(APIView):
    @extend_schema(
        operation_id="incidents_read",
        parameters=[tags.IF_NONE_MATCH],
        responses={200: IncidentSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, ref: str) -> Response:
        """One incident, layer 0."""
        return tags.answered(request, _as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="incidents_change",
        parameters=[tags.IF_MATCH],
        request=IncidentChangeSerializer,
        responses={200: IncidentSerializer, 404: ErrorSerializer, 409: tags.StaleSerializer} | REFUSALS,
    )
    def put(self, request: Request, ref: str) -> Response:
        """Replace what is recorded of an incident of the own organisation."""
        actor = actor_of(request)
        door.fetch(actor, Incident, ref=ref)
        form = IncidentChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        read = tags.version_read(request, form.validated_data.get("version"))
        with tags.first_or_stale(read, lambda: _as_read(actor, ref)):
            change_incident(actor=actor, ref=ref, entry=form.entry(), expected_version=read)
        return tags.answered(request, _as_read(actor, ref))


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    return dict(IncidentSerializer(door.fetch(actor, Incident, ref=ref)).data)
