"""What a provider of the root key offers, and the one way in which it fails."""

from __future__ import annotations

from typing import Protocol

from registry.lib.errors import Unavailable

KEY_BYTES = 32


class KeysUnavailable(Unavailable):
    """No key, an unsafe key, or the wrong one: nothing is sealed and nothing is opened."""

    code = "keys_unavailable"

    def __init__(self, reason: str = "the key does not open this") -> None:
        super().__init__()
        self.reason = reason


class RootKey(Protocol):
    """Wraps and unwraps 32-byte keys; `context` is bound as associated data.  All of it may raise KeysUnavailable."""

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Under the newest version of the root key."""

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Under whichever version it was wrapped with, as long as that is kept."""

    def is_current(self, wrapped: bytes, context: bytes) -> bool:
        """Whether it is wrapped with the newest version, so that older ones may go."""
