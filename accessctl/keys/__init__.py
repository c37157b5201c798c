"""Providers of the root key: who wraps the organisations' keys.

One interface, one conformance test (tests/unit/accessctl/test_keys.py).  A missing or unsafe key is an error, never a
silent fallback and never plaintext.  The error's `reason` is for the operator; people are told to come back later.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from accessctl.keys.base import KEY_BYTES, KeysUnavailable, RootKey
from accessctl.keys.local import LocalRootKey, from_file, from_text
from accessctl.keys.transit import TransitRootKey

__all__ = [
    "KEY_BYTES",
    "KeysUnavailable",
    "LocalRootKey",
    "RootKey",
    "TransitRootKey",
    "from_file",
    "from_text",
    "root_key",
]


def root_key() -> RootKey:
    """The configured provider; two at once are refused, so that nobody wonders which one wraps.

    A key file that was changed is read again, so a rotation of the root key needs no restart.
    """
    given = [bool(settings.TRANSIT_URL), bool(settings.ROOT_KEY_FILE), bool(settings.ROOT_KEY)]
    if sum(given) != 1:
        raise KeysUnavailable("set one of REGISTRY_ROOT_KEY_FILE, REGISTRY_ROOT_KEY and REGISTRY_TRANSIT_URL")
    if settings.TRANSIT_URL:
        return _transit(settings.TRANSIT_URL, settings.TRANSIT_TOKEN)
    if settings.ROOT_KEY:
        return _text(settings.ROOT_KEY)
    path = Path(settings.ROOT_KEY_FILE)
    try:
        found = path.stat()
    except OSError as error:
        raise KeysUnavailable(f"the root key file cannot be read: {type(error).__name__}") from None
    return _file(path, (found.st_mtime_ns, found.st_ctime_ns, found.st_ino))


@lru_cache(maxsize=1)
def _transit(address: str, token: str) -> RootKey:
    return TransitRootKey(address, token)


@lru_cache(maxsize=1)
def _text(text: str) -> RootKey:
    return from_text(text)


@lru_cache(maxsize=1)
def _file(path: Path, state: tuple[int, ...]) -> RootKey:
    return from_file(path)
