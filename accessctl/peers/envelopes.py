"""What two registries send one another: sealed by one's key to the other's, and always as long.

X25519 between a key drawn for the envelope and the receiver's, and between the sender's and the receiver's: so only the
receiver opens it, and only who holds the sender's key can have written it.  An answer is bound to what it answers.  In
front stand, in clear, the marks of the two keys, by which an old one is told from an unknown one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK: Final = 16  # bytes of a key's digest
CONTENT: Final = 3328  # bytes of what an envelope holds, filled up
_KEY, _TAG = 32, 16
_HEAD: Final = 1 + 2 * MARK + _KEY
SIZE: Final = _HEAD + CONTENT + _TAG
_FORM: Final = b"\x01"
_GROUPS: Final = 8  # of a fingerprint as people read it to one another
_GROUP: Final = 4


class Unopened(Exception):
    """Not an envelope, or not between these keys."""


@dataclass(frozen=True)
class Marks:
    """Between which keys an envelope claims to be."""

    sender: bytes
    receiver: bytes


def fresh() -> tuple[str, str]:
    """A pair of keys as text: the private and the public half."""
    private = X25519PrivateKey.generate()
    return _text(private.private_bytes_raw()), _text(private.public_key().public_bytes_raw())


def is_key(text: str) -> bool:
    """Whether this is the public half of a key as `fresh` writes it, and one that keeps anything secret."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(_raw(text)))
    except (ValueError, binascii.Error):
        return False
    return _text(_raw(text)) == text


def mark(key: str) -> bytes:
    """What names a public key in front of an envelope."""
    return hashlib.sha256(_raw(key)).digest()[:MARK]


def fingerprint(key: str) -> str:
    """The same as people compare it, by telephone or on paper: eight groups of four signs."""
    digits = mark(key).hex()
    return " ".join(digits[place : place + _GROUP] for place in range(0, _GROUPS * _GROUP, _GROUP))


def seal(content: bytes, *, private: str, public: str, to: str, about: bytes = b"") -> bytes:
    """An envelope of SIZE bytes.  about: what it answers, if it does.  Raises ValueError if there is too much."""
    if len(content) > CONTENT:
        raise ValueError("more than an envelope holds")
    once, ours = X25519PrivateKey.generate(), X25519PrivateKey.from_private_bytes(_raw(private))
    theirs = X25519PublicKey.from_public_bytes(_raw(to))
    share = once.public_key().public_bytes_raw()
    head = _FORM + mark(public) + mark(to) + share
    key = _derived(once.exchange(theirs) + ours.exchange(theirs), head + about)
    return head + ChaCha20Poly1305(key).encrypt(bytes(12), content.ljust(CONTENT, b"\0"), head)


def marks(envelope: bytes) -> Marks:
    """Whose keys it names.  Raises Unopened for what is no envelope."""
    if len(envelope) != SIZE or envelope[:1] != _FORM:
        raise Unopened
    return Marks(envelope[1 : 1 + MARK], envelope[1 + MARK : 1 + 2 * MARK])


def unseal(envelope: bytes, *, private: str, sender: str, about: bytes = b"") -> bytes:
    """What it holds, with what it was filled up with.  Raises Unopened."""
    marks(envelope)
    head, ours = envelope[:_HEAD], X25519PrivateKey.from_private_bytes(_raw(private))
    try:
        share = X25519PublicKey.from_public_bytes(head[-_KEY:])
        theirs = X25519PublicKey.from_public_bytes(_raw(sender))
        key = _derived(ours.exchange(share) + ours.exchange(theirs), head + about)
        return ChaCha20Poly1305(key).decrypt(bytes(12), envelope[_HEAD:], head)
    except (InvalidTag, ValueError):
        raise Unopened from None


def digest(envelope: bytes) -> bytes:
    """What an answer to it is bound to."""
    return hashlib.sha256(envelope).digest()


def _derived(secret: bytes, about: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=_KEY, salt=hashlib.sha256(about).digest(), info=_INFO).derive(secret)


_INFO: Final = b"registry-peers-1 envelope"


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
