"""REST: remains."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import bulk, replays
from accessctl.actor import Actor
from accessctl.systems import filters, tags
from cases.api.fields import AFTER, REPLAY, ErrorSerializer, actor_of, page_schema, paged
from remains import selectors
from remains.api.serializers import (
    ForensicSerializer,
    RemainsChangeSerializer,
    RemainsDetailSerializer,
    RemainsEntrySerializer,
    RemainsSummarySerializer,
    remains_as_read,
)
from remains.forms import RemainsFilterForm
from remains.services import change_remains, log_remains

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 422: ErrorSerializer}


FILTERS = [AFTER, *filters.of_form(RemainsFilterForm, ("whose", "status", "sex", "age_class", "found_country"))]


class RemainsList(APIView):
    @extend_schema(
        operation_id="remains_list",
        parameters=FILTERS,
        responses={200: page_schema("RemainsPage", RemainsSummarySerializer), 401: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Remains the client may see, newest first, layer 1; filters as on the page, codes only."""
        said = filters.read(request, FILTERS)
        mine = said["whose"] == "own"
        page = selectors.page_of_remains(actor_of(request), filters=said, mine=mine, after=said["after"])
        return Response(paged(page, list(RemainsSummarySerializer(page.rows, many=True).data)))

    @extend_schema(
        operation_id="remains_create",
        parameters=[REPLAY],
        request=RemainsEntrySerializer,
        responses={201: RemainsDetailSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request) -> Response:
        """Log remains."""
        form = RemainsEntrySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor = actor_of(request)
        ref = replays.once(request, lambda: log_remains(actor=actor, entry=form.entry()).ref)
        return tags.answered(request, _as_read(actor, ref), code=status.HTTP_201_CREATED)


class RemainsBulk(bulk.BulkView):
    @extend_schema(
        operation_id="remains_create_many",
        parameters=[bulk.KEY],
        request=bulk.LINES,
        responses={200: bulk.BulkSerializer} | REFUSALS,
    )
    def post(self, request: Request) -> Response:
        """Log up to 100 remains, one a line as in `remains_create`; each by itself."""
        return self.answer(request)

    def make(self, request: Request, row: dict[str, Any]) -> str:
        form = RemainsEntrySerializer(data=row)
        form.is_valid(raise_exception=True)
        return log_remains(actor=actor_of(request), entry=form.entry()).ref


class RemainsDetail(APIView):
    @extend_schema(
        operation_id="remains_read",
        parameters=[tags.IF_NONE_MATCH],
        responses={200: RemainsDetailSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, ref: str) -> Response:
        """One record as far as the client's rings go."""
        return tags.answered(request, _as_read(actor_of(request), ref))

    @extend_schema(
        operation_id="remains_change",
        parameters=[tags.IF_MATCH],
        request=RemainsChangeSerializer,
        responses={200: RemainsDetailSerializer, 404: ErrorSerializer, 409: tags.StaleSerializer} | REFUSALS,
    )
    def put(self, request: Request, ref: str) -> Response:
        """Replace what is recorded of the remains."""
        actor = actor_of(request)
        selectors.fetch_remains(actor, ref)  # absent and hidden answer 404 before the body is judged
        form = RemainsChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        read = tags.version_read(request, form.validated_data.get("version"))
        with tags.first_or_stale(read, lambda: _as_read(actor, ref)):
            change_remains(actor=actor, ref=ref, entry=form.entry(), expected_version=read, keep=form.kept())
        return tags.answered(request, _as_read(actor, ref))


class RemainsForensic(APIView):
    @extend_schema(
        operation_id="remains_forensic",
        responses={200: ForensicSerializer, 401: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, ref: str) -> Response:
        """The forensic file (ring 3f), an address of its own: each opening is a decision and has its entry."""
        actor = actor_of(request)
        remains = selectors.fetch_remains(actor, ref)
        return Response(ForensicSerializer(selectors.forensic_entry(actor, remains)).data)


def _as_read(actor: Actor, ref: str) -> dict[str, Any]:
    return remains_as_read(selectors.remains_file(actor, ref))
