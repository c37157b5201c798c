"""The journal's signed heads for partners: whoever keeps one can prove later that nothing before it was altered.

Heads say how many entries there are and their root; nothing of an entry can be learnt from them.
"""

from __future__ import annotations

import base64
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accessctl.models import JournalHead
from accessctl.transparency import merkle, sealer, signing
from accessctl.transparency.checkpoint import verifier
from registry.lib.errors import Invalid

NEWEST = 20


class HeadsSerializer(serializers.Serializer[dict[str, object]]):
    verifier = serializers.ListField(
        child=serializers.CharField(), help_text=_("Public keys as signed-note tools take them, newest first.")
    )
    heads = serializers.ListField(child=serializers.CharField(), help_text=_("Signed heads, newest first."))


class ConsistencySerializer(serializers.Serializer[dict[str, object]]):
    proof = serializers.ListField(child=serializers.CharField(), help_text=_("Hashes of RFC 6962, in base64."))


class HeadList(APIView):
    @extend_schema(operation_id="journal_heads", responses={200: HeadsSerializer})
    def get(self, request: Request) -> Response:
        """The newest signed heads of the journal."""
        keys = [verifier(sealer.origin(), key) for key in signing.public_keys()]
        notes = JournalHead.objects.order_by("-size").values_list("note", flat=True)[:NEWEST]
        return Response({"verifier": keys, "heads": list(notes)})


class HeadConsistency(APIView):
    parameters: ClassVar = [OpenApiParameter("old", int, required=True), OpenApiParameter("new", int, required=True)]

    @extend_schema(operation_id="journal_consistency", parameters=parameters, responses={200: ConsistencySerializer})
    def get(self, request: Request) -> Response:
        """The proof that the journal at a later head contains the journal at an earlier one unchanged."""
        old, new = _size(request, "old"), _size(request, "new")
        known = set(JournalHead.objects.filter(size__in=(old, new)).values_list("size", flat=True))
        unknown = [name for name, size in (("old", old), ("new", new)) if size not in known]
        if unknown or old > new:
            problem = str(_("Give the sizes of two heads of this journal, the earlier one first."))
            raise Invalid(fields={name: [problem] for name in unknown or ["old", "new"]})
        proof = merkle.consistency_proof(old, new, sealer.nodes)
        return Response({"proof": [base64.b64encode(step).decode() for step in proof]})


def _size(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else -1
