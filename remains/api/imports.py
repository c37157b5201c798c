"""REST: handing a table of remains in, and what such a table looks like."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.fields import REPLAY, ErrorSerializer, actor_of
from cases.api.imports import FILES, REFUSALS, ImportSerializer, TableSerializer, received
from cases.forms.imports import DAYS
from cases.models.imports import SYSTEM_MAX
from cases.views.imports import attached
from remains.exchange import About
from remains.services.imports import REMAINS, TEMPLATES, template_for

KIND = OpenApiParameter("kind", str, enum=list(TEMPLATES), description="Without it: xlsx.")


class RemainsTableSerializer(TableSerializer):
    """A table of remains.

    system: whose numbers the table has: the same number from the same source is the same remains.
    """

    system = serializers.CharField(max_length=SYSTEM_MAX)
    days = serializers.ChoiceField(DAYS, default="dmy")

    def about(self) -> About:
        return About(system=self.validated_data["system"], month_first=self.validated_data["days"] == "mdy")


class RemainsImports(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_remains", parameters=[REPLAY], request=RemainsTableSerializer,
        responses={201: ImportSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Hand a table of remains in.  It is checked; nothing is saved before it is asked for."""
        form = RemainsTableSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return received(request, form, REMAINS, form.about())


class RemainsTemplate(APIView):
    @extend_schema(operation_id="imports_remains_template", parameters=[KIND], responses=FILES | REFUSALS)
    def get(self, request: Request) -> HttpResponse:
        """An empty table of remains with headings in the language asked for."""
        kind = request.query_params.get("kind", "xlsx")
        return attached(template_for(actor_of(request), kind), kind, "remains")
