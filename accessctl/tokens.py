"""How pages and partner systems name a row of a record whose own id never leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from accessctl.clear import Clear
from accessctl.keystore.models import digest_of
from accessctl.models import RingRow

TOKEN = 16


RowT = TypeVar("RowT", bound=RingRow | Clear)


def token_of(key: UUID) -> str:
    return digest_of(key)[:TOKEN]


def find(rows: Iterable[RowT], token: str) -> RowT | None:
    """The one of the rows of a record, which are few, that a page named."""
    return next((row for row in rows if token_of(row.pk) == token), None)
