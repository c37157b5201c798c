"""A root key that this process holds: from a file, or from the environment.

Its text is one key per line, 32 bytes in base64.  The first is the current one; later ones still open what was wrapped
before a rotation, until `manage.py keys rotate root` has wrapped everything anew and their lines are removed.
"""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accessctl import envelope
from accessctl.keys.base import KEY_BYTES, KeysUnavailable


class LocalRootKey:
    """AES-256-GCM under the first of the given keys."""

    def __init__(self, key: bytes, *earlier: bytes) -> None:
        if any(len(one) != KEY_BYTES for one in (key, *earlier)):
            raise KeysUnavailable(f"the root key is not {KEY_BYTES} bytes long")
        self._ciphers = [AESGCM(one) for one in (key, *earlier)]

    def wrap(self, key: bytes, context: bytes) -> bytes:
        return envelope.wrap(self._ciphers[0], key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        for cipher in self._ciphers:
            try:
                return envelope.unwrap(cipher, wrapped, context)
            except envelope.Unreadable:
                continue
        raise KeysUnavailable

    def is_current(self, wrapped: bytes, context: bytes) -> bool:
        try:
            envelope.unwrap(self._ciphers[0], wrapped, context)
        except envelope.Unreadable:
            return False
        return True


def from_file(path: Path) -> LocalRootKey:
    """A root key from a file that its account alone may read, outside the data it protects."""
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
    """A root key from base64 text, one key per line or word."""
    try:
        keys = [base64.b64decode(word, validate=True) for word in text.split()]
    except ValueError:
        raise KeysUnavailable("the root key is not base64") from None
    if not keys:
        raise KeysUnavailable("there is no root key in the text")
    return LocalRootKey(*keys)
