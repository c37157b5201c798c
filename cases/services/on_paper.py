"""Codes that people without an account keep on paper, and how often an address may try or send something.

A code has 140 random bits; what is kept of it is a keyed digest.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from registry.lib.errors import TooMany
from registry.lib.ids import ALPHABET

LENGTH: Final = 28  # of 32 letters
GROUP: Final = 4
WITHIN: Final = 3600
_LIKE: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})  # what is misread on paper


class TooOften(TooMany):
    code = "too_often"
    template = _("Something was sent from here several times already. Try again in an hour.")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def grouped(code: str) -> str:
    """A code as it is written on paper."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def bare(typed: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(letter for letter in typed.upper().translate(_LIKE) if letter in ALPHABET)


def digest(what: str, value: str) -> str:
    """What is kept of a code, or of an address; `what` tells the uses apart."""
    return salted_hmac(what, value, algorithm="sha256").hexdigest()


def ensure_not_too_often(what: str, address: str, most: int) -> None:
    """Count one more thing sent from an address within the hour.  Raises TooOften."""
    key = f"{what}:{digest(what, address)}"
    if cache.get(key, 0) >= most:
        raise TooOften()
    if cache.add(key, 1, WITHIN) is False:
        cache.incr(key)
