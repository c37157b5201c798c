"""The envelope of a sealed value: version, algorithm, key version, nonce, ciphertext with tag.

AES-256-GCM.  What the value belongs to is bound as associated data, so an envelope that was moved does not open; its
length is one of a few, so it does not tell what it holds.  Which key, and for which place, `accessctl.vault` decides.
"""

from __future__ import annotations

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_HEADER = struct.Struct(">BBH")  # format version, algorithm, key version
_FORMAT, _AES_256_GCM = 1, 1
_BODY = _HEADER.size + NONCE_BYTES
_LENGTH = struct.Struct(">I")
_SIZE_CLASSES = (32, 64, 128, 256, 512, 1024)
_SMALL_STEP, _LARGE_STEP, _LARGE = 1024, 16_384, 65_536


class Unreadable(Exception):
    """Not an envelope, or not of this key and place."""


def close(cipher: AESGCM, key_version: int, place: bytes, data: bytes) -> bytes:
    """Encrypt data for a place (see `bind`)."""
    nonce = os.urandom(NONCE_BYTES)
    head = _HEADER.pack(_FORMAT, _AES_256_GCM, key_version)
    return head + nonce + cipher.encrypt(nonce, _pad(data), place)


def key_version(envelope: bytes) -> int:
    """The version of the key that an envelope needs.  Raises Unreadable."""
    if len(envelope) <= _BODY:
        raise Unreadable
    form, algorithm, version = _HEADER.unpack_from(envelope)
    if (form, algorithm) != (_FORMAT, _AES_256_GCM):
        raise Unreadable
    return int(version)


def disclose(cipher: AESGCM, place: bytes, envelope: bytes) -> bytes:
    """Decrypt what `close` encrypted for the same place.  Raises Unreadable."""
    key_version(envelope)
    try:
        return _unpad(cipher.decrypt(envelope[_HEADER.size : _BODY], envelope[_BODY:], place))
    except InvalidTag:
        raise Unreadable from None


def wrap(cipher: AESGCM, key: bytes, place: bytes) -> bytes:
    """Encrypt a key under another."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, key, place)


def unwrap(cipher: AESGCM, wrapped: bytes, place: bytes) -> bytes:
    """Decrypt a key.  Raises Unreadable."""
    try:
        return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):  # ValueError: a nonce cut short
        raise Unreadable from None


def bind(*parts: str) -> bytes:
    """Associated data of a place.  Each part carries its length, so no two lists of parts give the same bytes."""
    encoded = [part.encode() for part in parts]
    return b"".join(struct.pack(">H", len(part)) + part for part in encoded)


def _pad(data: bytes) -> bytes:
    """Length and zeros up to a size class, so that a thief does not read lengths."""
    size = len(data) + _LENGTH.size
    step = _SMALL_STEP if size <= _LARGE else _LARGE_STEP
    target = next((limit for limit in _SIZE_CLASSES if size <= limit), -(-size // step) * step)
    return _LENGTH.pack(len(data)) + data + bytes(target - size)


def _unpad(padded: bytes) -> bytes:
    (size,) = _LENGTH.unpack_from(padded)
    return padded[_LENGTH.size : _LENGTH.size + size]
