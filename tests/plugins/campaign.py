"""Whether this is a long campaign, or its short version that belongs to every run."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("REGISTRY_CAMPAIGN"))


def examples(short: int, long: int) -> int:
    """How many examples a property is tried on."""
    return long if LONG else short
