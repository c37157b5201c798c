"""What partner systems send, read no further than it may be long: JSON, lines of JSON, and the forms of OAuth.

All of it is UTF-8, whatever it says of itself: Python knows codecs that unpack, and fail in ways of their own.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, FormParser, JSONParser

MOST_ROWS = 100
UTF8 = {"encoding": "utf-8"}


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = _("This is more than is taken at once. Send it in parts.")


def _read(stream: IO[bytes]) -> bytes:
    """The whole body.  Raises TooLarge, before more than that is held."""
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise TooLarge()
    return body


class LimitedJSONParser(JSONParser):
    """JSON as ever, of a body that fits."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        try:
            return super().parse(io.BytesIO(_read(stream)), media_type, {**(parser_context or {}), **UTF8})
        except RecursionError:
            raise ParseError() from None


class LimitedFormParser(FormParser):
    """A form as ever, of a body that fits."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            return super().parse(io.BytesIO(_read(stream)), media_type, {**(parser_context or {}), **UTF8})
        except TooManyFieldsSent:
            raise ParseError() from None


class NdjsonParser(BaseParser):
    """One record a line.  Parsed: a list with each line's object, or None where a line is none."""

    media_type = "application/x-ndjson"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        lines = [line for line in _read(stream).splitlines() if line.strip()]
        if len(lines) > MOST_ROWS:
            raise TooLarge()
        return [_object(line) for line in lines]


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
