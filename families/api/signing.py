"""REST: pictures of papers that somebody of a family signed (ring 3k): consents, powers of attorney, letters."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.fields import actor_of
from cases.api.images import (
    NUMBER,
    REFUSALS,
    SHOWN,
    CaseImageRemovalSerializer,
    GivenImageSerializer,
    ImagesSerializer,
    images_as_read,
    shown,
    to_remove,
)
from families import signed as selectors
from families.models import SignedPaper
from families.services import signing as services


class SignedPaperSentSerializer(GivenImageSerializer):
    """Multipart; of several pages one picture each.  given_by: whose signature or mark it is, or `other`."""

    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in SignedPaper.KINDS])


class SignedPapers(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="signed_papers", responses={200: ImagesSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """What papers there are, in words (ring 3k)."""
        return Response(images_as_read(selectors.papers_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="signed_paper_keep", request=SignedPaperSentSerializer,
        responses={201: ImagesSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Keep the picture of a paper.  The same picture sent again is refused."""
        actor = actor_of(request)
        held = selectors.papers_of(actor, ref)  # absent and closed answer before the body is judged
        form = SignedPaperSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        services.keep_paper(actor=actor, case_ref=ref, entry=form.entry(), signed_by=form.giver(actor, held.record))
        return Response(images_as_read(selectors.papers_of(actor, ref)), status=status.HTTP_201_CREATED)


class SignedPaperShown(APIView):
    @extend_schema(operation_id="signed_paper", parameters=[NUMBER], responses=SHOWN | REFUSALS)
    def get(self, request: Request, ref: str) -> HttpResponse:
        """One paper, for the search, support, legal papers or accountability: the purpose must be stated."""
        return shown(request, selectors.papers_of(actor_of(request), ref), selectors.view_paper)


class SignedPaperRemoval(APIView):
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="signed_paper_remove", request=CaseImageRemovalSerializer,
        responses={200: ImagesSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Take a picture away that should not be there; backups keep it for their time."""
        actor = actor_of(request)
        number, reason = to_remove(request, selectors.papers_of(actor, ref), CaseImageRemovalSerializer)
        services.remove_paper(actor=actor, case_ref=ref, number=number, reason=reason)
        return Response(images_as_read(selectors.papers_of(actor, ref)))
