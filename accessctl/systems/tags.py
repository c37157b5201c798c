"""ETags of records, and changes that name the one they were made on (RFC 9110, `If-Match`).

A tag is the record's version and a digest of the answer, since two readers of one version may see different rings.
`If-Match` compares the version alone: what a writer may not see does not keep them from writing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accessctl.services.clients import digest
from registry.lib.errors import Conflict, Invalid

_TAG = re.compile(r'(?:W/)?"(\d{1,9})(?:-[0-9a-f]{16})?"')  # weak ones too: a proxy that compresses weakens a tag
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read, in place of `version` in the body."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag; 304 without content if it still stands."
)


class NoVersion(Invalid):
    code = "no_version"
    template = _("Say which version you read: `If-Match` with its ETag, or `version`; where both, the same one.")


class Stale(Conflict):
    """Somebody changed the record meanwhile.  read: the version that the writer has; current: the record as it is."""

    code = "conflict"

    def __init__(self, read: int, current: dict[str, Any]) -> None:
        super().__init__()
        self._read, self._current = read, current

    def as_dict(self) -> dict[str, Any]:
        return super().as_dict() | {"read_version": self._read, "current": self._current}


class StaleSerializer(serializers.Serializer[dict[str, object]]):
    """A 409: with both versions where somebody else was first."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]
    read_version = serializers.IntegerField(required=False, help_text=_("The version that you sent."))
    current = serializers.DictField(required=False, help_text=_("The record as you may read it now."))


def answered(
    request: Request, data: dict[str, Any], *, code: int = status.HTTP_200_OK, headers: dict[str, str] | None = None
) -> Response:
    """A record with its tag; 304 where the reader has it already."""
    body = json.dumps(data, cls=JSONEncoder, sort_keys=True)
    tag = f'"{data["version"]}-{digest(body).hex()[:16]}"'
    sent = {"ETag": tag, **(headers or {})}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if request.method == "GET" and tag in known:
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers=sent)
    return Response(data, status=code, headers=sent)


def version_read(request: Request, stated: int | None) -> int:
    """The version a change was made on: of `If-Match`, of the body.  Raises NoVersion."""
    given = request.headers.get("If-Match")
    if given is None:
        if stated is None:
            raise NoVersion(fields={"version": [str(NoVersion.template)]})
        return stated
    found = _TAG.fullmatch(given.strip())
    if found is None or stated not in (None, int(found[1])):
        raise NoVersion(fields={"version": [str(NoVersion.template)]})
    return int(found[1])


@contextmanager
def first_or_stale(read: int, current: Callable[[], dict[str, Any]]) -> Iterator[None]:
    """Within, a conflict because somebody else was first is answered with the record as it is now."""
    try:
        yield
    except Conflict as error:
        if type(error) is not Conflict:
            raise
        raise Stale(read, current()) from error
