"""Reading an answer: its words, and what of it must not change by itself."""

from __future__ import annotations

import re
from typing import Any

# What differs between any two answers: one-time numbers, the form's token, the request's own number, the clock, also
# where a session's end or a cookie's signature counts the seconds.
_ONCE = re.compile(
    rb"""nonce="[^"]*"|nonce-[^' ]*|csrfmiddlewaretoken" value="[^"]*|X-CSRFToken": "[^"]*|X-Request-ID: \S*"""
    rb"""|data-session-until="\d+"|name="seen"[^>]* value="[^"]*"|\d\d:\d\d(?::\d\d(?:\.\d+)?)? UTC"""
    rb"""|csrf=[^;]*|[Ee]xpires[=:][^;\n]*|:[\w-]{6,}:[\w-]{43}(?=;)"""
)


def lasting(content: bytes) -> bytes:
    """A page, with its headers or without, less what is new in every answer."""
    return _ONCE.sub(b"", content)


def words_of(response: Any) -> str:
    """What somebody reads of a page, without its marks, each space one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
