"""Versions of what nobody counts the changes of: a number drawn from the content itself."""

from __future__ import annotations

import json
import zlib
from typing import Any

RANGE = 10**9  # as many digits as `If-Match` takes


def version_of(content: Any) -> int:
    """A number below 10**9 that stands for a content; another content has, but for one in 10**9, another number.

    content: what JSON can say; dates and the like as their text.  Not secret and no proof: it only notices a change.
    """
    return zlib.crc32(json.dumps(content, sort_keys=True, default=str).encode()) % RANGE
