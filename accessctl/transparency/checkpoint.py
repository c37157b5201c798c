"""Signed heads as text: the checkpoint of C2SP (tlog-checkpoint, signed-note), which other people's tools can read.

    registry.example/journal
    1024
    qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=
    at 2026-05-04T10:20:30.000001+00:00

    — registry.example/journal kZJ…

The third line is the root in base64; the signature covers everything before the blank line.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"  # the signature type of signed-note
_DASH = "\u2014"


class BadCheckpoint(Exception):
    """Not a checkpoint, or one that the given keys did not sign."""


@dataclass(frozen=True)
class Checkpoint:
    """What a head says: the first `size` entries have this root (32 bytes).  `at` is the sealer's clock, in UTC."""

    origin: str
    size: int
    root: bytes
    at: datetime

    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\nat {self.at.isoformat()}\n"

    def signed(self, key: Ed25519PrivateKey) -> str:
        """The text with its signature."""
        signature = key.sign(self.body().encode())
        return f"{self.body()}\n{_DASH} {self.origin} {_b64(key_id(self.origin, key.public_key()) + signature)}\n"


def key_id(origin: str, key: Ed25519PublicKey) -> bytes:
    """Four bytes that tell a reader which key to try."""
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:4]


def verifier(origin: str, key: Ed25519PublicKey) -> str:
    """The public key as signed-note tools take it: name+id+key."""
    return f"{origin}+{key_id(origin, key).hex()}+{_b64(_ED25519 + key.public_bytes_raw())}"


def read(text: str, keys: list[Ed25519PublicKey]) -> Checkpoint:
    """A checkpoint that one of the keys signed.  Raises BadCheckpoint."""
    body, gap, signatures = text.strip().partition("\n\n")
    if not gap:
        raise BadCheckpoint("no signature")
    found = _parse(body)
    for line in signatures.splitlines():
        dash, _space, rest = line.partition(" ")
        name, _space, encoded = rest.partition(" ")
        if dash == _DASH and name == found.origin and _signed(found, body + "\n", encoded, keys):
            return found
    raise BadCheckpoint("not signed by a key of this registry")


def _parse(body: str) -> Checkpoint:
    try:
        origin, size, root, at = body.split("\n")
        found = Checkpoint(
            origin, int(size), base64.b64decode(root, validate=True), datetime.fromisoformat(at.removeprefix("at "))
        )
    except ValueError:
        raise BadCheckpoint("not a checkpoint") from None
    if found.body() != body + "\n" or len(found.root) != hashlib.sha256().digest_size:
        raise BadCheckpoint("not a checkpoint")
    return found


def _signed(found: Checkpoint, body: str, encoded: str, keys: list[Ed25519PublicKey]) -> bool:
    try:
        blob = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    for key in keys:
        if blob[:4] == key_id(found.origin, key):
            try:
                key.verify(blob[4:], body.encode())
            except InvalidSignature:
                continue
            return True
    return False


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
