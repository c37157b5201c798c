"""REST: the feed of changes."""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.systems import feed

AFTER = OpenApiParameter("after", str, description="`next` of the answer before; without it, everything within reach.")


class ChangeSerializer(serializers.Serializer[dict[str, object]]):
    ref = serializers.CharField()
    record = serializers.ChoiceField(choices=["case", "remains", "incident", "sample", "pair"])
    change = serializers.ChoiceField(choices=["new", "changed", "gone"])


class ChangesSerializer(serializers.Serializer[dict[str, object]]):
    results = ChangeSerializer(many=True)
    next = serializers.CharField(help_text=_("The cursor to go on from, also when there was nothing."))
    more = serializers.BooleanField(help_text=_("Whether to go on at once."))


class ChangeList(APIView):
    @extend_schema(operation_id="changes_list", parameters=[AFTER], responses={200: ChangesSerializer})
    def get(self, request: Request) -> Response:
        """References of records that changed or left your reach since a cursor, oldest first, each once."""
        http = request._request
        found = feed.changes(http.actor, after=request.query_params.get("after", ""))  # type: ignore[attr-defined]
        results = [asdict(item) for item in found.items]
        return Response({"results": results, "next": found.next, "more": found.more})
