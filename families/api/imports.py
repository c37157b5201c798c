"""REST: handing a table of cases in, and what such a table looks like: an empty one, and the form for phones."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
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
from families import briefing
from families.codes import ConsentForm
from families.exchange import templates
from families.exchange.rows import About
from families.services import case_import
from families.texts import text_faults
from registry.lib.errors import Invalid

KIND = OpenApiParameter("kind", str, enum=list(templates.KINDS), description="Without it: xlsx.")


class CaseTableSerializer(TableSerializer):
    """A table of cases, and what holds for all of them; families were asked before.

    system: whose numbers the table has: the same number from the same source is the same case.
    """

    system = serializers.CharField(max_length=SYSTEM_MAX)
    days = serializers.ChoiceField(DAYS, default="dmy")
    wording = serializers.CharField(max_length=5000)
    wording_language = serializers.ChoiceField(briefing.NAMES, default="en")
    how = serializers.ChoiceField(ConsentForm.choices)
    explained = serializers.BooleanField(help_text=_("Risks and rights were explained to every family: must be true."))
    agreed = serializers.BooleanField(default=False)
    compared = serializers.BooleanField(default=False)

    def validate_explained(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(
                _("Without that nothing may be registered: speak with the families first.")
            )
        return value

    def about(self) -> About:
        given = {name: value for name, value in self.validated_data.items() if name not in ("file", "days")}
        about = About(**given, month_first=self.validated_data["days"] == "mdy")
        if faults := text_faults(about):
            raise Invalid(fields=faults)
        return about


class CaseImports(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_cases", parameters=[REPLAY], request=CaseTableSerializer,
        responses={201: ImportSerializer, 409: ErrorSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Hand a table of cases in.  It is checked; nothing is saved before it is asked for."""
        form = CaseTableSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return received(request, form, case_import.CASES, form.about())


class CaseTemplate(APIView):
    @extend_schema(operation_id="imports_cases_template", parameters=[KIND], responses=FILES | REFUSALS)
    def get(self, request: Request) -> HttpResponse:
        """An empty table of cases with headings in the language asked for, or, as `xlsform`, the form for phones."""
        kind = request.query_params.get("kind", "xlsx")
        return attached(templates.made(actor_of(request), kind), kind, "cases")
