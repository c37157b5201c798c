"""REST: images of remains (ring 3f): what there is, one more, and the bytes of one for a stated purpose."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.api import PURPOSE_HEADER
from accessctl.image_pages import Images
from accessctl.images import DETAIL_SIDE, reencode
from accessctl.pictures import LONGEST_CAPTION, ImageEntry
from cases.api.fields import ErrorSerializer, PartialDateField, StrictSerializer, actor_of
from cases.codes import FileKind
from registry.lib.downloads import kept_as
from registry.lib.errors import Invalid
from remains import images as selectors
from remains.models.found import IMAGE_KINDS
from remains.services import keep_image

REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
KINDS = [(kind.value, kind.label) for kind in FileKind if kind in IMAGE_KINDS]
NUMBER = OpenApiParameter("number", int, required=True, description="Number of the image within its record.")


class ImageSentSerializer(StrictSerializer):
    """Multipart.  What is kept is re-encoded, without metadata, and at most 2400 pixels long."""

    kind = serializers.ChoiceField(KINDS)
    file = serializers.FileField(max_length=200)
    caption = serializers.CharField(max_length=LONGEST_CAPTION, default="", allow_blank=True)
    taken_on = PartialDateField(default=None, allow_null=True)

    def entry(self) -> ImageEntry:
        given = {**self.validated_data}
        try:
            picture = reencode(given.pop("file").read(), side=DETAIL_SIDE)
        except Invalid as error:
            raise Invalid(fields={"file": [error.message]}) from error
        return ImageEntry(picture=picture, **given)


class ImageSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """An image in words; `width` and `height` of what is kept, null of images from before they were noted."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    caption = serializers.CharField()
    taken_on = PartialDateField(allow_null=True)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)


class ImagesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    images = ImageSerializer(many=True)


def images_as_read(held: Images) -> dict[str, Any]:
    rows = [
        {
            "number": row.number, "kind": row.kind, "caption": row.caption or "", "taken_on": row.taken_on,
            "width": row.width, "height": row.height,
        }
        for row in held.rows
    ]  # fmt: skip
    return dict(ImagesSerializer({"ref": held.record.ref, "images": rows}).data)


class RemainsImages(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="remains_images", responses={200: ImagesSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The images of remains, in words (ring 3f)."""
        return Response(images_as_read(selectors.images_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="remains_image_keep",
        request=ImageSentSerializer,
        responses={201: ImagesSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Keep an image.  The same image sent again is refused, and nothing is kept twice."""
        actor = actor_of(request)
        selectors.images_of(actor, ref)  # absent and closed answer before the body is judged
        form = ImageSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        keep_image(actor=actor, ref=ref, entry=form.entry())
        return Response(images_as_read(selectors.images_of(actor, ref)), status=status.HTTP_201_CREATED)


class RemainsImage(APIView):
    @extend_schema(
        operation_id="remains_image",
        parameters=[NUMBER],
        responses={(200, "image/jpeg"): OpenApiTypes.BINARY} | REFUSALS,
    )
    def get(self, request: Request, ref: str) -> HttpResponse:
        """The bytes of one image, with who reads it and when in its pixels.  The purpose must be stated."""
        actor = actor_of(request)
        row = selectors.images_of(actor, ref).one(request.query_params.get("number", ""))
        if PURPOSE_HEADER not in request.headers:
            words = _("State in %(header)s for what you look at this image.") % {"header": PURPOSE_HEADER}
            raise Invalid(fields={"purpose": [words]})
        viewing = selectors.view_image(actor, ref, row.number, actor.purpose)
        response = kept_as(HttpResponse(viewing.content, content_type=viewing.mime), "image.jpg")
        response.headers["Cache-Control"] = "no-store"
        return response
