"""The far side of the wire: a transit server that answers as Vault's documentation says, on a port of this machine."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "hvs.invented"


class Transit(ThreadingHTTPServer):
    """One key with versions; `broken` makes it answer something else."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ciphers = [AESGCM(os.urandom(32))]
        self.broken: tuple[int, bytes] | None = None
        self.location = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/transit/registry"

    def rotate(self) -> None:
        self.ciphers.append(AESGCM(os.urandom(32)))


class _Handler(BaseHTTPRequestHandler):
    server: Transit

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.broken:
            self._answer(*self.server.broken)
        elif self.headers["X-Vault-Token"] != TOKEN:
            self._answer(403, b'{"errors":["permission denied"]}')
        elif self.path == "/v1/transit/encrypt/registry":
            self._answer(200, json.dumps({"data": {"ciphertext": self._encrypt(body)}}).encode())
        elif self.path == "/v1/transit/decrypt/registry":
            self._decrypt(body)
        else:
            self._answer(404, b'{"errors":[]}')

    def _encrypt(self, body: dict[str, str]) -> str:
        nonce, version = os.urandom(12), len(self.server.ciphers)
        sealed = nonce + self.server.ciphers[-1].encrypt(nonce, _raw(body["plaintext"]), _raw(body["associated_data"]))
        return f"vault:v{version}:{base64.b64encode(sealed).decode()}"

    def _decrypt(self, body: dict[str, str]) -> None:
        try:
            _vault, version, text = body["ciphertext"].split(":")
            sealed, cipher = _raw(text), self.server.ciphers[int(version[1:]) - 1]
            plain = cipher.decrypt(sealed[:12], sealed[12:], _raw(body["associated_data"]))
        except (InvalidTag, ValueError, IndexError):
            self._answer(400, b'{"errors":["cipher: message authentication failed"]}')
        else:
            self._answer(200, json.dumps({"data": {"plaintext": base64.b64encode(plain).decode()}}).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


@contextmanager
def transit() -> Iterator[Transit]:
    server = Transit()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
