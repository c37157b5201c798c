"""How pages name a row of a family whose own id never leaves."""

from __future__ import annotations

from uuid import UUID

from accessctl.keystore.models import digest_of

TOKEN = 16


def token_of(key: UUID) -> str:
    return digest_of(key)[:TOKEN]
