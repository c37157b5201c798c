"""REST: the incidents that a case may belong to: leads for the search, and nothing more (ring 2)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import Record
from accessctl.policy import Action
from accessctl.rings import Ring
from cases.api.fields import ErrorSerializer, StrictSerializer, actor_of
from cases.codes import LinkBasis
from cases.models import Case, Incident
from cases.selectors import LinkedIncident, incidents_of_case
from cases.services import link_incident, unlink_incident
from registry.lib.errors import Invalid, NotFound

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)


class UnlinkSerializer(StrictSerializer):
    """incident: its reference."""

    incident = serializers.CharField(max_length=20)


class LinkSerializer(UnlinkSerializer):
    basis = serializers.ChoiceField(LinkBasis.choices)


class LinkedIncidentSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    month = serializers.DateField(allow_null=True)
    basis = serializers.ChoiceField(LinkBasis.choices)


class LinksSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """ref: of the record that is linked."""

    ref = serializers.CharField()
    incidents = LinkedIncidentSerializer(many=True)


def links_as_read(record: Record, linked: list[LinkedIncident]) -> dict[str, Any]:
    rows = [{"ref": one.incident.ref, "month": one.incident.month, "basis": one.basis} for one in linked]
    return {"ref": record.ref, "incidents": rows}


def sent_link(request: Request, record: type[Record], ref: str, form: type[StrictSerializer]) -> dict[str, Any]:
    """What was sent about a record that the client may change.  Raises NotFound, Forbidden, Invalid."""
    actor = actor_of(request)
    held = door.fetch(actor, record, Action.CHANGE, ref=ref)  # absent and closed answer before the body is judged
    door.ensure_writes(actor, Ring.SEARCH, held)  # the answer shows the links: nothing is kept that it would refuse
    given = form(data=request.data)
    given.is_valid(raise_exception=True)
    found: dict[str, Any] = given.validated_data
    try:
        door.fetch(actor, Incident, ref=found["incident"])
    except NotFound as error:
        raise Invalid(fields={"incident": [_("No incident that you may see has this reference.")]}) from error
    return found


class CaseIncidents(APIView):
    @extend_schema(operation_id="cases_incidents", responses={200: LinksSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The incidents that a case is linked to, as far as the client sees them."""
        return Response(_as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="cases_incident_link", request=LinkSerializer, responses={201: LinksSerializer} | REFUSALS
    )
    def post(self, request: Request, ref: str) -> Response:
        """Say that the missing person may have been in an incident.  Twice is once."""
        given = sent_link(request, Case, ref, LinkSerializer)
        actor = actor_of(request)
        link_incident(actor=actor, case_ref=ref, incident_ref=given["incident"], basis=given["basis"])
        return Response(_as_read(actor, ref), status=status.HTTP_201_CREATED)


class CaseIncidentUnlink(APIView):
    @extend_schema(
        operation_id="cases_incident_unlink", request=UnlinkSerializer, responses={200: LinksSerializer} | REFUSALS
    )
    def post(self, request: Request, ref: str) -> Response:
        """Take a link away; where there is none nothing happens."""
        given = sent_link(request, Case, ref, UnlinkSerializer)
        unlink_incident(actor=actor_of(request), case_ref=ref, incident_ref=given["incident"])
        return Response(_as_read(actor_of(request), ref))


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    return links_as_read(*incidents_of_case(actor, ref))
