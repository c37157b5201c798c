"""A root key that never leaves a Vault or OpenBao server: its transit engine wraps and unwraps for us.

The key is of a type with associated data (aes256-gcm96).  The server keeps its versions and says in each wrapping which
one it used: `vault:v2:…`.
"""

from __future__ import annotations

import base64
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from accessctl.keys.base import KEY_BYTES, KeysUnavailable

TIMEOUT = 5.0  # seconds
_SCHEMES = ("https", "http")  # http is for a server on this machine or an agent beside it


class _NoRedirect(HTTPRedirectHandler):
    """SECURITY: a redirect would send the token and a key in clear to somebody else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class TransitRootKey:
    """`address` is the server with mount and key: https://vault.example.org:8200/transit/registry."""

    def __init__(self, address: str, token: str) -> None:
        parts = urlsplit(address)
        mount, _slash, name = parts.path.strip("/").rpartition("/")
        if parts.scheme not in _SCHEMES or not mount or not name:
            raise KeysUnavailable("the address of the transit key is https://host:port/mount/key")
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise KeysUnavailable("a transit server on another host is asked by https alone")
        self._base, self._name, self._token = f"{parts.scheme}://{parts.netloc}/v1/{mount}", name, token
        self._opener = build_opener(_NoRedirect, ProxyHandler({}))

    def wrap(self, key: bytes, context: bytes) -> bytes:
        found = self._ask("encrypt", {"plaintext": _b64(key), "associated_data": _b64(context)}, "ciphertext")
        if not found.startswith("vault:v"):
            raise KeysUnavailable("the transit server answered with something else than a wrapping")
        return found.encode()

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        if not wrapped.startswith(b"vault:v") or not wrapped.isascii():
            raise KeysUnavailable
        asked = {"ciphertext": wrapped.decode(), "associated_data": _b64(context)}
        try:
            key = base64.b64decode(self._ask("decrypt", asked, "plaintext"), validate=True)
        except ValueError:
            raise KeysUnavailable("the transit server answered with something else than a key") from None
        if len(key) != KEY_BYTES:
            raise KeysUnavailable
        return key

    def is_current(self, wrapped: bytes, context: bytes) -> bool:
        return wrapped.split(b":")[:2] == self.wrap(bytes(KEY_BYTES), b"version").split(b":")[:2]

    def _ask(self, verb: str, body: dict[str, str], wanted: str) -> str:
        """SECURITY: an answer is never quoted, and an error of the server neither: either may hold a key."""
        request = Request(  # noqa: S310 - __init__ lets http and https alone through
            f"{self._base}/{verb}/{self._name}",
            data=json.dumps(body).encode(),
            headers={"X-Vault-Token": self._token, "Content-Type": "application/json"},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                found = json.load(answer)["data"][wanted]
        except HTTPError as error:
            error.close()
            raise KeysUnavailable(f"the transit server refused to {verb}: {error.code}") from None
        except (URLError, HTTPException, OSError, ValueError, KeyError, TypeError) as error:
            raise KeysUnavailable(f"the transit server could not {verb}: {type(error).__name__}") from None
        if not isinstance(found, str):
            raise KeysUnavailable("the transit server answered with something else than text")
        return found


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
