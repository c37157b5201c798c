"""Empty tables to fill in, made from the catalogue: headings in the reader's language."""

from __future__ import annotations

from typing import Final

from cases.imports import sheets
from families.exchange.catalogue import labels

KINDS: Final = ("csv", "xlsx", "ods")


def made(kind: str) -> bytes:
    """The template.  kind: of KINDS."""
    return sheets.table(kind, [list(labels().values())])
