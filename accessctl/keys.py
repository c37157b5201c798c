"""Providers of the root key: who wraps the organisations' keys.

One interface, one conformance test (tests/unit/accessctl/test_keys.py).  A missing or unsafe key is an error, never a
silent fallback and never plaintext.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from registry.lib.errors import Unavailable

NONCE_BYTES = 12
KEY_BYTES = 32


class KeysUnavailable(Unavailable):
    code = "keys_unavailable"


class RootKey(Protocol):
    """Wraps and unwraps 32-byte keys; `context` is bound as associated data."""

    def wrap(self, key: bytes, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...


class LocalRootKey:
    """A root key held by this process: AES-256-GCM."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeysUnavailable()
        self._cipher = AESGCM(key)

    def wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        try:
            return self._cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
        except InvalidTag as error:
            raise KeysUnavailable() from error


def from_file(path: Path) -> LocalRootKey:
    """A root key from a file of mode 0600 holding 32 bytes in base64; refused if others may read it."""
    try:
        mode = path.stat().st_mode
        text = path.read_text().strip()
    except OSError as error:
        raise KeysUnavailable() from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeysUnavailable()
    return from_text(text)


def from_text(text: str) -> LocalRootKey:
    """A root key from base64 text (the environment provider)."""
    try:
        return LocalRootKey(base64.b64decode(text, validate=True))
    except binascii.Error as error:
        raise KeysUnavailable() from error


@lru_cache(maxsize=1)
def root_key() -> RootKey:
    """The configured provider: a key file, or else the environment."""
    if settings.ROOT_KEY_FILE:
        return from_file(Path(settings.ROOT_KEY_FILE))
    if settings.ROOT_KEY:
        return from_text(settings.ROOT_KEY)
    raise KeysUnavailable()
