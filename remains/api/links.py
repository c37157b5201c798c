"""REST: the incidents that remains may come from: leads for comparison, and nothing more (ring 2)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.actor import Actor
from cases.api.fields import actor_of
from cases.api.links import REFUSALS, LinkSerializer, LinksSerializer, UnlinkSerializer, links_as_read, sent_link
from remains.models import Remains
from remains.selectors import incidents_of_remains
from remains.services import link_incident, unlink_incident


class RemainsIncidents(APIView):
    @extend_schema(operation_id="remains_incidents", responses={200: LinksSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The incidents that remains are linked to, as far as the client sees them."""
        return Response(_as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="remains_incident_link", request=LinkSerializer, responses={201: LinksSerializer} | REFUSALS
    )
    def post(self, request: Request, ref: str) -> Response:
        """Say that remains may come from an incident.  Twice is once."""
        given = sent_link(request, Remains, ref, LinkSerializer)
        actor = actor_of(request)
        link_incident(actor=actor, remains_ref=ref, incident_ref=given["incident"], basis=given["basis"])
        return Response(_as_read(actor, ref), status=status.HTTP_201_CREATED)


class RemainsIncidentUnlink(APIView):
    @extend_schema(
        operation_id="remains_incident_unlink", request=UnlinkSerializer, responses={200: LinksSerializer} | REFUSALS
    )
    def post(self, request: Request, ref: str) -> Response:
        """Take a link away; where there is none nothing happens."""
        given = sent_link(request, Remains, ref, UnlinkSerializer)
        unlink_incident(actor=actor_of(request), remains_ref=ref, incident_ref=given["incident"])
        return Response(_as_read(actor_of(request), ref))


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    return links_as_read(*incidents_of_remains(actor, ref))
