"""REST: images of remains (ring 3f): what there is, one more, the bytes of one, taking one away."""

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
    ImageRemovalSerializer,
    ImageToldSerializer,
    ItemImageSentSerializer,
    ItemImagesSerializer,
    item_images_as_read,
    shown,
    to_remove,
    to_tell,
)
from cases.codes import FileKind
from remains import images as selectors
from remains.models.found import IMAGE_KINDS
from remains.services import keep_image, remove_image, tell_image

KINDS = [(kind.value, kind.label) for kind in FileKind if kind in IMAGE_KINDS]


class RemainsImageSentSerializer(ItemImageSentSerializer):
    kind = serializers.ChoiceField(KINDS)


class RemainsImages(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="remains_images", responses={200: ItemImagesSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The images of remains, in words (ring 3f)."""
        return Response(item_images_as_read(selectors.images_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_image_keep",
        request=RemainsImageSentSerializer,
        responses={201: ItemImagesSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Keep an image.  The same image sent again is refused, and nothing is kept twice."""
        actor = actor_of(request)
        selectors.images_of(actor, ref)  # absent and closed answer before the body is judged
        form = RemainsImageSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        keep_image(actor=actor, ref=ref, entry=form.entry())
        return Response(item_images_as_read(selectors.images_of(actor, ref)), status=status.HTTP_201_CREATED)


class RemainsImage(APIView):
    @extend_schema(operation_id="remains_image", parameters=[NUMBER], responses=SHOWN | REFUSALS)
    def get(self, request: Request, ref: str) -> HttpResponse:
        """The bytes of one image, with who reads it and when in its pixels.  The purpose must be stated."""
        return shown(request, selectors.images_of(actor_of(request), ref), selectors.view_image)


class RemainsImageRemoval(APIView):
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="remains_image_remove",
        request=ImageRemovalSerializer,
        responses={200: ItemImagesSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Take an image away that should not be there; backups keep it for their time."""
        actor = actor_of(request)
        number, reason = to_remove(request, selectors.images_of(actor, ref), ImageRemovalSerializer)
        remove_image(actor=actor, ref=ref, number=number, reason=reason)
        return Response(item_images_as_read(selectors.images_of(actor, ref)))


class RemainsImageTold(APIView):
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="remains_image_tell",
        request=ImageToldSerializer,
        responses={200: ItemImagesSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Say to what an image belongs: a mark, a tooth, a thing of these remains, or where they lie."""
        actor = actor_of(request)
        number, shows = to_tell(request, selectors.images_of(actor, ref))
        tell_image(actor=actor, ref=ref, number=number, shows=shows)
        return Response(item_images_as_read(selectors.images_of(actor, ref)))
