"""REST: candidate pairs of the client's records.  Systems read and propose; people review."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import door, replays
from accessctl.systems import filters, tags
from cases.api.fields import AFTER, REPLAY, ErrorSerializer, actor_of, page_schema, paged
from matching import selectors, side_by_side
from matching.api.serializers import (
    PairDetailSerializer,
    PairOpeningSerializer,
    PairSummarySerializer,
    pair_as_read,
)
from matching.codes import OPEN_KINDS, Band, PairState
from matching.models import CandidatePair
from matching.services import open_pair
from registry.lib.errors import Forbidden

REFUSALS = {401: ErrorSerializer, 403: ErrorSerializer, 422: ErrorSerializer}
STATE = OpenApiParameter("state", str, enum=["all", *PairState.values], description="Without it: the open ones.")
BAND = OpenApiParameter("band", str, enum=Band.values)
KIND = OpenApiParameter("kind", str, enum=[kind.value for kind in OPEN_KINDS])
FILTERS = [AFTER, STATE, BAND, KIND]


class ReviewedByPeople(Forbidden):
    """A system asked to review."""

    code = "reviewed_by_people"
    template = _("A review is a named person’s decision: sign in to the registry and review the pair on its page.")


class PairList(APIView):
    @extend_schema(
        operation_id="pairs_list",
        parameters=FILTERS,
        responses={200: page_schema("PairPage", PairSummarySerializer), 401: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """Candidate pairs of the client's own records, newest first, layer 1."""
        page = selectors.pair_page(actor_of(request), **filters.read(request, FILTERS))
        return Response(paged(page, list(PairSummarySerializer(page.rows, many=True).data)))

    @extend_schema(
        operation_id="pairs_create",
        parameters=[REPLAY],
        request=PairOpeningSerializer,
        responses={201: PairDetailSerializer, 404: ErrorSerializer, 409: ErrorSerializer} | REFUSALS,
    )
    def post(self, request: Request) -> Response:
        """Open a pair that no list proposed; its evidence is added within seconds."""
        form = PairOpeningSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actor = actor_of(request)
        given = form.validated_data
        ref = replays.once(
            request, lambda: open_pair(actor=actor, left_ref=given["left"], right_ref=given["right"]).ref
        )  # fmt: skip
        return Response(pair_as_read(side_by_side.open_pair(actor, ref)), status=status.HTTP_201_CREATED)


class PairDetail(APIView):
    @extend_schema(
        operation_id="pairs_read",
        parameters=[tags.IF_NONE_MATCH],
        responses={200: PairDetailSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, ref: str) -> Response:
        """One pair with its lines, as far as the client's rings go."""
        return tags.answered(request, pair_as_read(side_by_side.open_pair(actor_of(request), ref)))


class PairReviews(APIView):
    @extend_schema(
        operation_id="pairs_review",
        request=None,
        responses={401: ErrorSerializer, 403: ErrorSerializer, 404: ErrorSerializer},
    )
    def post(self, request: Request, ref: str) -> Response:
        """Always refused: a review is a named person's, never a system's."""
        door.fetch(actor_of(request), CandidatePair, ref=ref)
        raise ReviewedByPeople()
