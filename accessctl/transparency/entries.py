"""The bytes of a journal entry that the tree hashes: every column, in one fixed form that no version changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from accessctl.models import JournalEntry

# SECURITY: a column left out could be altered unseen.  A new column is appended here and begins a new form.
COLUMNS = (
    "id",
    "xid",
    "at",
    "actor",
    "organisation",
    "owners",
    "action",
    "purpose",
    "refs",
    "ring",
    "decision",
    "rule",
    "request",
    "detail",
)


def canonical(values: Sequence[Any]) -> bytes:
    """JSON of the columns in order: keys sorted, no blanks, ASCII; times in UTC with microseconds."""
    return json.dumps(values, default=_plain, sort_keys=True, separators=(",", ":")).encode()


def of_entry(entry: JournalEntry) -> bytes:
    return canonical([getattr(entry, column) for column in COLUMNS])


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"not a column of the journal: {type(value).__name__}")
