"""REST: cases.  Registering one takes the family's consent, so writing lives here, above `cases`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import bulk, replays
from accessctl.actor import Actor
from accessctl.disclosure import ledger
from accessctl.erasure.api import ErasureSerializer, erased_by
from accessctl.rings import Ring
from accessctl.systems import filters, tags
from cases import selectors
from cases.api.fields import AFTER, REPLAY, ErrorSerializer, actor_of, page_schema, paged
from cases.api.serializers import CaseDetailSerializer, CaseSummarySerializer, case_as_read
from cases.forms import CaseFilterForm
from families.api.serializers import PLACES, CaseChangeSerializer, RegistrationSerializer, placed
from families.services import edit_case, open_case
from families.statements import source_named

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 422: ErrorSerializer}


FILTERS = [
    AFTER,
    *filters.of_form(
        CaseFilterForm, ("whose", "status", "route_code", "sex", "age_band", "nationality", "last_contact_country")
    ),
]


class CaseList(APIView):
    @extend_schema(
        operation_id="cases_list",
        parameters=FILTERS,
        responses={200: page_schema("CasePage", CaseSummarySerializer), 401: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Cases the client may see, newest first, layer 1; filters as on the page, codes only."""
        said = filters.read(request, FILTERS)
        mine = said["whose"] == "own"
        page = selectors.page_of_cases(actor_of(request), filters=said, mine=mine, after=said["after"])
        return Response(paged(page, list(CaseSummarySerializer(page.rows, many=True).data)))

    @extend_schema(
        operation_id="cases_create",
        parameters=[REPLAY],
        request=RegistrationSerializer,
        responses={201: CaseDetailSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request) -> Response:
        """Register a missing person with the relative who asks and their consents."""
        form = RegistrationSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor = actor_of(request)
        with placed(PLACES, rest="case."):
            ref = replays.once(request, lambda: open_case(actor=actor, registration=form.registration()).ref)
        file = selectors.case_file(actor, ref)
        return tags.answered(request, case_as_read(file), code=status.HTTP_201_CREATED)


class CaseBulk(bulk.BulkView):
    @extend_schema(
        operation_id="cases_create_many",
        parameters=[bulk.KEY],
        request=bulk.LINES,
        responses={200: bulk.BulkSerializer} | REFUSALS,
    )
    def post(self, request: Request) -> Response:
        """Register up to 100 missing persons, one a line as in `cases_create`; each by itself."""
        return self.answer(request)

    def make(self, request: Request, row: dict[str, Any]) -> str:
        form = RegistrationSerializer(data=row)
        form.is_valid(raise_exception=True)
        with placed(PLACES, rest="case."):
            return open_case(actor=actor_of(request), registration=form.registration()).ref


class CaseDetail(APIView):
    @extend_schema(
        operation_id="cases_read",
        parameters=[tags.IF_NONE_MATCH],
        responses={200: CaseDetailSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, ref: str) -> Response:
        """One case as far as the client's rings go."""
        actor = actor_of(request)
        file = selectors.case_file(actor, ref)
        terms = ledger.terms_of_copy(actor, file.case, Ring.SEARCH) if Ring.SEARCH in file.open_rings else {}
        return tags.answered(request, case_as_read(file), headers=terms)

    @extend_schema(
        operation_id="cases_change",
        parameters=[tags.IF_MATCH],
        request=CaseChangeSerializer,
        responses={200: CaseDetailSerializer, 404: ErrorSerializer, 409: tags.StaleSerializer} | REFUSALS,
    )
    def put(self, request: Request, ref: str) -> Response:
        """Replace what is known of the person; an empty protection flag leaves protection as it is."""
        actor = actor_of(request)
        selectors.fetch_case(actor, ref)  # absent and hidden answer 404 before the body is judged
        form = CaseChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        read = tags.version_read(request, form.validated_data.get("version"))
        told_by = source_named(actor, ref, form.validated_data["told_by"])
        with placed({"height": "height_cm"}), tags.first_or_stale(read, lambda: _as_read(actor, ref)):
            edit_case(
                actor=actor, ref=ref, entry=form.entry(), expected_version=read, told_by=told_by, keep=form.kept()
            )
        return tags.answered(request, _as_read(actor, ref))

    @extend_schema(
        operation_id="cases_erase",
        request=ErasureSerializer,
        responses={200: ErasureSerializer, 404: ErrorSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def delete(self, request: Request, ref: str) -> Response:
        """Erase the case for good, keys included; a second one within a day needs a person's approval."""
        return Response(erased_by(actor_of(request), ref, request.data))


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    return case_as_read(selectors.case_file(actor, ref))
