"""Many records in one request, one a line: each is made or refused by itself, and the answer says which.

The request has an Idempotency-Key, and each row under it is done once: whoever heard no answer sends all of it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl import replays
from accessctl.parsers import NdjsonParser
from registry.lib.errors import Invalid, RegistryError

KEY = OpenApiParameter(
    replays.HEADER, str, OpenApiParameter.HEADER, required=True,
    description="A key of your own choice: sent again with it, no row is made twice. Kept seven days.",
)  # fmt: skip
LINES = {"application/x-ndjson": OpenApiTypes.STR}
SERVER_ERROR = 500


class KeyNeeded(Invalid):
    code = "key_needed"
    template = _("Send an Idempotency-Key, so that the request can be sent again without making anything twice.")


class NoRow(Invalid):
    code = "no_row"
    template = _("This line is no JSON object.")


class RowSerializer(serializers.Serializer[dict[str, object]]):
    row = serializers.IntegerField(help_text=_("Counted from 1, without empty lines."))
    status = serializers.IntegerField(help_text=_("As the row would have had by itself: 201, 409, 422 …"))
    ref = serializers.CharField(required=False)
    error = serializers.DictField(required=False)


class BulkSerializer(serializers.Serializer[dict[str, object]]):
    made = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = RowSerializer(many=True)


class BulkView(APIView):
    """`make` turns one row into a record and returns its reference."""

    parser_classes: list[type] = [NdjsonParser]

    def make(self, request: Request, row: dict[str, Any]) -> str:
        raise NotImplementedError

    def answer(self, request: Request) -> Response:
        """Make each row.  A part of the registry that does not answer ends the run; sent again, it goes on."""
        if not request.headers.get(replays.HEADER):
            raise KeyNeeded()
        results = [self._row(request, number, row) for number, row in enumerate(request.data, start=1)]
        made = sum("ref" in result for result in results)
        return Response({"made": made, "refused": len(results) - made, "results": results})

    def _row(self, request: Request, number: int, row: dict[str, Any] | None) -> dict[str, Any]:
        try:
            if row is None:
                raise NoRow()
            ref = replays.once(request, _bound(self.make, request, row), row=number, body=row)
        except (RegistryError, APIException) as error:
            refused = self.get_exception_handler()(error, self.get_exception_handler_context())
            if refused is None or refused.status_code >= SERVER_ERROR:
                raise
            return {"row": number, "status": refused.status_code, "error": refused.data}
        return {"row": number, "status": 201, "ref": ref}


def _bound(make: Callable[[Request, dict[str, Any]], str], request: Request, row: dict[str, Any]) -> Callable[[], str]:
    return lambda: make(request, row)
