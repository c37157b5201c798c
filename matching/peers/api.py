"""REST between registries: sealed envelopes in and out, all of one length, and the tables of codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.views import APIView

from accessctl.models import Peer
from accessctl.peers import calls, envelopes
from matching.peers import protocol
from matching.peers.protocol import Kind, Status
from matching.peers.services import answering, exchanging, tables

BINARY = "application/octet-stream"


class EnvelopeParser(BaseParser):
    """An envelope, read no further than one is long."""

    media_type = BINARY

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        return bytes(stream.read(envelopes.SIZE + 1))


class PeerView(APIView):
    """The envelope itself says who sends it, and only who holds that key can have written it."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    parser_classes: list[type] = [EnvelopeParser]

    def opened(self, request: Request) -> tuple[Peer, protocol.Message, bytes]:
        envelope = request.data if isinstance(request.data, bytes) else b""
        peer, content = calls.opened(envelope)
        try:
            return peer, protocol.read(content), envelope
        except protocol.Malformed:
            raise calls.NoEnvelope() from None


SAID: dict[str, Any] = {
    "request": {BINARY: OpenApiTypes.BINARY},
    "responses": {
        (200, BINARY): OpenApiResponse(OpenApiTypes.BINARY, "An envelope that answers it."),
        400: OpenApiResponse(OpenApiTypes.OBJECT, "This is no envelope."),
        403: OpenApiResponse(OpenApiTypes.OBJECT, "One of the keys was replaced, or is not known here."),
    },
    "auth": [],
}  # fmt: skip


class PeerEnvelopes(PeerView):
    @extend_schema(operation_id="peer_envelopes", **SAID)
    def post(self, request: Request) -> HttpResponse:
        """An envelope of another registry: a question, a claim, a look at whether an answer lies ready, or whether
        both sides tell more after a hit."""
        peer, message, envelope = self.opened(request)
        take = exchanging.take if message.kind in (Kind.OFFER, Kind.CLOSE) else answering.take
        return _answer(calls.sealed_answer(peer, take(peer, message), about=envelope))


class PeerTables(PeerView):
    @extend_schema(operation_id="peer_tables", **SAID)
    def post(self, request: Request) -> HttpResponse:
        """The table of codes that a registry's questions are compared with, behind an envelope with its digest."""
        peer, message, envelope = self.opened(request)
        given = tables.given_out(peer, message.purpose) if message.kind is Kind.TABLE else None
        if given is None:
            return _answer(calls.sealed_answer(peer, bytes([Status.WAIT]), about=envelope))
        version, entries = given
        said = bytes([Status.TAKEN]) + version.bytes + envelopes.digest(entries)
        return _answer(calls.sealed_answer(peer, said, about=envelope) + entries)


def _answer(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type=BINARY)
