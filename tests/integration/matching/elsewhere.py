"""Another registry as tests play it: it holds the private half of its key, and says what it likes."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID, uuid4

from django.test import Client

from accessctl.codes import Purpose, RecipientClass
from accessctl.models import Peer
from accessctl.peers import envelopes
from accessctl.peers.blind import any_point
from matching.models import CodedTable
from matching.peers import protocol
from matching.peers.protocol import Kind, Message, Status
from tests.cast import Cast
from tests.factories import peers
from tests.factories.accessctl import organisation

ENVELOPES, TABLES = "/api/peers/v1/envelopes", "/api/peers/v1/tables"


class Elsewhere:
    """The other registry: it holds the private half of its key, and says what it likes."""

    def __init__(self, cast: Cast, **terms: object) -> None:
        self.private, self.key = envelopes.fresh()
        run_by = organisation("Registry elsewhere", kind=RecipientClass.PARTNER_REGISTRY, country="TUN")
        self.peer = peers.link(cast.supervisor, cast.officer, run_by, key=self.key, **terms)

    def sealed(self, message: Message) -> bytes:
        return envelopes.seal(
            message.to_bytes(), private=self.private, public=self.peer.key, to=self.peer.own_key
        )  # fmt: skip

    def say(self, message: Message, path: str = ENVELOPES) -> tuple[bytes, bytes]:
        """What stands in the envelope that answers, and what comes behind it."""
        sent = self.sealed(message)
        answer = Client().post(path, sent, content_type="application/octet-stream")
        assert answer.status_code == 200
        head, rest = answer.content[: envelopes.SIZE], answer.content[envelopes.SIZE :]
        about = envelopes.digest(sent)
        return envelopes.unseal(head, private=self.private, sender=self.peer.own_key, about=about), rest

    def ask(self, points: bytes | None = None) -> Message:
        """A first round."""
        rest = points or b"".join(any_point() for _place in range(protocol.POINTS))
        held = CodedTable.objects.filter(peer=self.peer).first()
        version = held.version.bytes if held else bytes(16)
        message = Message(Kind.ASK, uuid4(), Purpose.SHARE_SEARCH, protocol.MEETING, version + rest)
        assert self.say(message)[0][0] == Status.TAKEN
        return message

    def told(self, message: Message) -> bytes:
        return self.say(Message(Kind.LOOK, message.number, Purpose.SHARE_SEARCH, message.round))[0]

    def exchanged(self, kind: Kind, number: UUID, turn: int, shown: bytes) -> bytes:
        """An envelope of an exchange after a hit."""
        return self.say(Message(kind, number, Purpose.SHARE_SEARCH, 0, turn.to_bytes(protocol.ROUND, "big") + shown))[0]


class Answering(ThreadingHTTPServer):
    """Its site, at an address of this machine.  says: content of an envelope -> of its answer, None for silence."""

    def __init__(self, elsewhere: Elsewhere, says: Callable[[Message], bytes | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.elsewhere, self.says = elsewhere, says
        self.heard: list[Message] = []
        Peer.objects.filter(pk=elsewhere.peer.pk).update(address=f"http://127.0.0.1:{self.server_address[1]}")


class _Answer(BaseHTTPRequestHandler):
    server: Answering

    def do_POST(self) -> None:
        there = self.server.elsewhere
        envelope = self.rfile.read(int(self.headers["Content-Length"]))
        content = envelopes.unseal(envelope, private=there.private, sender=there.peer.own_key)
        message = protocol.read(content)
        self.server.heard.append(message)
        said = self.server.says(message)
        self.send_response(503 if said is None else 200)
        self.end_headers()
        if said is not None:
            about = envelopes.digest(envelope)
            self.wfile.write(
                envelopes.seal(said, private=there.private, public=there.key, to=there.peer.own_key, about=about)
            )

    def log_message(self, *args: object) -> None:
        """Nothing to say."""
