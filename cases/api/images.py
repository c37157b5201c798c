"""REST: images, as of cases (ring 3f): what there is, one more, the bytes of one for a stated purpose, taking one away.

What holds for images of remains and for signed papers too is said here once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.actor import Actor
from accessctl.api import PURPOSE_HEADER
from accessctl.codes import Purpose
from accessctl.downloads import kept_as
from accessctl.image_pages import Images
from accessctl.images import DETAIL_SIDE, reencode
from accessctl.pictures import LONGEST_CAPTION, ImageEntry, Viewing
from cases import images as selectors
from cases import tellers
from cases.api.fields import ErrorSerializer, PartialDateField, StrictSerializer, actor_of, optional_text
from cases.codes import FileKind, WrongImage
from cases.forms.images import OTHER
from cases.models import Case
from cases.models.papers import IMAGE_KINDS
from cases.services import images as services
from registry.lib.errors import Invalid

KINDS = [(kind.value, kind.label) for kind in FileKind if kind in IMAGE_KINDS]
REFUSALS = dict.fromkeys((401, 403, 404, 422), ErrorSerializer)
NUMBER = OpenApiParameter("number", int, required=True, description="Number of the image within its record.")
SHOWN: dict[Any, Any] = {(200, "image/jpeg"): OpenApiTypes.BINARY}


class ImageSentSerializer(StrictSerializer):
    """Multipart.  What is kept is re-encoded, without metadata, and at most 2400 pixels long."""

    file = serializers.FileField(max_length=200)
    caption = optional_text(LONGEST_CAPTION)
    taken_on = PartialDateField(default=None, allow_null=True)

    def entry(self) -> ImageEntry:
        given = {name: value for name, value in self.validated_data.items() if name != "given_by"}
        try:
            picture = reencode(given.pop("file").read(), side=DETAIL_SIDE)
        except Invalid as error:
            raise Invalid(fields={"file": [error.message]}) from error
        return ImageEntry(picture=picture, **given)


class ItemImageSentSerializer(ImageSentSerializer):
    """shows: the key of a mark or a thing as it is read, `teeth`, or `tooth-36` of a tooth that is charted."""

    shows = optional_text(24)


class GivenImageSerializer(ImageSentSerializer):
    """given_by: key of the relative's source, as `statements_read` lists them, or `other`: nobody of the family."""

    given_by = serializers.CharField(max_length=40)

    def giver(self, actor: Actor, case: Case) -> UUID | None:
        """Whose it is, None where no relative gave it.  Raises Invalid."""
        key = self.validated_data["given_by"]
        if key == OTHER:
            return None
        found = next((one.source for one in tellers.of(actor, case) if one.token == key), None)
        if found is None:
            raise Invalid(fields={"given_by": [_("No relative of this case has this key.")]})
        return found


class CaseImageSentSerializer(GivenImageSerializer, ItemImageSentSerializer):
    kind = serializers.ChoiceField(KINDS)


class ImageRemovalSerializer(StrictSerializer):
    """number: of the image; its number is not used again."""

    number = serializers.IntegerField(min_value=1)
    reason = serializers.ChoiceField(WrongImage.choices)


class ImageToldSerializer(StrictSerializer):
    """number: of the image; shows: what it belongs to, by its key; empty: nothing in particular."""

    number = serializers.IntegerField(min_value=1)
    shows = optional_text(24)


class CaseImageRemovalSerializer(ImageRemovalSerializer):
    reason = serializers.ChoiceField([one for one in WrongImage.choices if one[0] != WrongImage.LIVING_PERSON])


class ImageSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """An image in words; `width` and `height` of what is kept, null of images from before they were noted."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(FileKind.choices)
    caption = serializers.CharField()
    taken_on = PartialDateField(allow_null=True)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)


class ImagesSerializer(serializers.Serializer):  # type: ignore[type-arg]
    ref = serializers.CharField()
    images = ImageSerializer(many=True)


class ItemImageSerializer(ImageSerializer):
    """shows: the key of what it belongs to; empty: nothing in particular, or what the reader has in no list open."""

    shows = serializers.CharField()


class ItemImagesSerializer(ImagesSerializer):
    images = ItemImageSerializer(many=True)


def images_as_read(held: Images) -> dict[str, Any]:
    return dict(ImagesSerializer({"ref": held.record.ref, "images": [_as_read(row) for row in held.rows]}).data)


def item_images_as_read(held: Images) -> dict[str, Any]:
    """The same of images that belong to what stands in the lists of the record."""
    rows = [_as_read(row) | {"shows": item.name if item else ""} for row, item in held.shown()]
    return dict(ItemImagesSerializer({"ref": held.record.ref, "images": rows}).data)


def _as_read(row: Any) -> dict[str, Any]:
    return {
        "number": row.number, "kind": row.kind, "caption": row.caption or "", "taken_on": row.taken_on,
        "width": row.width, "height": row.height,
    }  # fmt: skip


def to_tell(request: Request, held: Images) -> tuple[int, str]:
    """The number of an image that is there, and what it belongs to.  Raises NotFound, Invalid."""
    sent = ImageToldSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    return int(held.one(str(sent.validated_data["number"])).number), sent.validated_data["shows"]


def shown(request: Request, held: Images, view: Callable[[Actor, str, int, Purpose | None], Viewing]) -> HttpResponse:
    """The bytes of the image that was asked for.  Raises NotFound; Invalid where no purpose is stated."""
    actor = actor_of(request)
    row = held.one(request.query_params.get("number", ""))
    if PURPOSE_HEADER not in request.headers:
        words = _("State in %(header)s for what you look at this image.") % {"header": PURPOSE_HEADER}
        raise Invalid(fields={"purpose": [words]})
    viewing = view(actor, held.record.ref, row.number, actor.purpose)
    response = kept_as(HttpResponse(viewing.content, content_type=viewing.mime), "image.jpg")
    response.headers["Cache-Control"] = "no-store"
    return response


def to_remove(request: Request, held: Images, form: type[ImageRemovalSerializer]) -> tuple[int, WrongImage]:
    """The number of an image that is there, and why it is taken away.  Raises NotFound, Invalid."""
    sent = form(data=request.data)
    sent.is_valid(raise_exception=True)
    number = int(held.one(str(sent.validated_data["number"])).number)
    return number, WrongImage(sent.validated_data["reason"])


class CaseImages(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="cases_images", responses={200: ItemImagesSerializer} | REFUSALS)
    def get(self, request: Request, ref: str) -> Response:
        """The images of a case for a comparison with remains, in words (ring 3f)."""
        return Response(item_images_as_read(selectors.images_of(actor_of(request), ref)))

    @extend_schema(
        operation_id="cases_image_keep",
        request=CaseImageSentSerializer,
        responses={201: ItemImagesSerializer} | REFUSALS,
    )
    def post(self, request: Request, ref: str) -> Response:
        """Keep an image, where the family agreed to a comparison.  The same image sent again is refused."""
        actor = actor_of(request)
        held = selectors.images_of(actor, ref)  # absent and closed answer before the body is judged
        form = CaseImageSentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        services.keep_image(actor=actor, ref=ref, entry=form.entry(), given_by=form.giver(actor, held.record))
        return Response(item_images_as_read(selectors.images_of(actor, ref)), status=status.HTTP_201_CREATED)


class CaseImage(APIView):
    @extend_schema(operation_id="cases_image", parameters=[NUMBER], responses=SHOWN | REFUSALS)
    def get(self, request: Request, ref: str) -> HttpResponse:
        """The bytes of one image, with who reads it and when in its pixels.  The purpose must be stated."""
        return shown(request, selectors.images_of(actor_of(request), ref), selectors.view_image)


class CaseImageRemoval(APIView):
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="cases_image_remove", request=CaseImageRemovalSerializer,
        responses={200: ItemImagesSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Take an image away that should not be there; backups keep it for their time."""
        actor = actor_of(request)
        number, reason = to_remove(request, selectors.images_of(actor, ref), CaseImageRemovalSerializer)
        services.remove_image(actor=actor, ref=ref, number=number, reason=reason)
        return Response(item_images_as_read(selectors.images_of(actor, ref)))


class CaseImageTold(APIView):
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="cases_image_tell", request=ImageToldSerializer,
        responses={200: ItemImagesSerializer} | REFUSALS,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Say to what an image belongs: a mark, a tooth, a thing of this case."""
        actor = actor_of(request)
        number, shows = to_tell(request, selectors.images_of(actor, ref))
        services.tell_image(actor=actor, ref=ref, number=number, shows=shows)
        return Response(item_images_as_read(selectors.images_of(actor, ref)))
