"""Providers of the root key: who wraps the organisations' keys.

One interface, one conformance test (tests/unit/accessctl/test_keys.py).  A missing or unsafe key is an error, never a
silent fallback and never plaintext.  The error's `reason` is for the operator; people are told to come back later.
"""

from __future__ import annotations

import base64
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from accessctl import envelope
from registry.lib.errors import Unavailable

KEY_BYTES = 32


class KeysUnavailable(Unavailable):
    """No key, an unsafe key, or the wrong one: nothing is sealed and nothing is opened."""

    code = "keys_unavailable"

    def __init__(self, reason: str = "the key does not open this") -> None:
        super().__init__()
        self.reason = reason


class RootKey(Protocol):
    """Wraps and unwraps 32-byte keys; `context` is bound as associated data."""

    def wrap(self, key: bytes, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...


class LocalRootKey:
    """A root key held by this process: AES-256-GCM."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeysUnavailable(f"the root key is not {KEY_BYTES} bytes long")
        self._cipher = AESGCM(key)

    def wrap(self, key: bytes, context: bytes) -> bytes:
        return envelope.wrap(self._cipher, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        try:
            return envelope.unwrap(self._cipher, wrapped, context)
        except envelope.Unreadable:
            raise KeysUnavailable from None


def from_file(path: Path) -> LocalRootKey:
    """A root key from a file of 32 bytes in base64 that its account alone may read, outside the data it protects."""
    try:
        with path.open() as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(1024)
    except (OSError, UnicodeDecodeError) as error:
        raise KeysUnavailable(f"the root key file cannot be read: {type(error).__name__}") from None
    if not stat.S_ISREG(mode) or mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeysUnavailable("the root key file must have mode 0600 or 0400")
    if any((folder / "PG_VERSION").exists() for folder in path.resolve().parents):
        raise KeysUnavailable("the root key file lies inside a database's data folder, so a copy would hold both")
    return from_text(text)


def from_text(text: str) -> LocalRootKey:
    """A root key from base64 text (the environment provider)."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        raise KeysUnavailable("the root key is not base64") from None
    return LocalRootKey(key)


@lru_cache(maxsize=1)
def root_key() -> RootKey:
    """The configured provider: a key file, or else the environment."""
    if settings.ROOT_KEY_FILE:
        return from_file(Path(settings.ROOT_KEY_FILE))
    if settings.ROOT_KEY:
        return from_text(settings.ROOT_KEY)
    raise KeysUnavailable("set REGISTRY_ROOT_KEY_FILE or REGISTRY_ROOT_KEY")
