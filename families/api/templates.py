"""REST: what a table of cases looks like: an empty one to fill in, and the form for phones."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from cases.api.fields import ErrorSerializer, actor_of
from cases.imports.sheets import MIME
from cases.views.imports import attached
from families.exchange import templates

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
FILES = {(200, mime): OpenApiTypes.BINARY for mime in MIME.values()}
KIND = OpenApiParameter("kind", str, enum=list(templates.KINDS), description="Without it: xlsx.")


class CaseTemplate(APIView):
    @extend_schema(operation_id="imports_cases_template", parameters=[KIND], responses=FILES | REFUSALS)
    def get(self, request: Request) -> HttpResponse:
        """An empty table of cases with headings in the language asked for, or, as `xlsform`, the form for phones."""
        kind = request.query_params.get("kind", "xlsx")
        return attached(templates.made(actor_of(request), kind), kind, "cases")
