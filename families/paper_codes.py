"""Codes on paper and their PINs: making them, reading what was typed, keeping digests, counting tries.

A code has 140 random bits and is found by a keyed digest; the PIN is hashed together with it.  What a code opens is the
business of whoever hands it out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.cache import cache

from accessctl.signin.hasher import PasswordHasher
from cases.services import on_paper

PIN_DIGITS = 6
WRONG_PINS = 10
TRIES = 20  # of one address within the hour
TRIES_COUNT_FOR = 3600
_NOTHING = PasswordHasher().encode("", "a code that nobody has")  # hashed against when there is no code


@dataclass(frozen=True)
class New:
    """A code as it is shown once, and what is kept of it."""

    code: str
    pin: str
    digest: str
    pin_hash: str


def new_code() -> New:
    bare = on_paper.new_code()
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    hasher = PasswordHasher()
    return New(on_paper.grouped(bare), pin, digest_of_code(bare), hasher.encode(bare + pin, hasher.salt()))


def is_right(bare: str, pin: str, pin_hash: str | None) -> bool:
    """Whether code and PIN are those of the hash; without one it is no, and costs the same."""
    return bool(PasswordHasher().verify(bare + pin.strip(), pin_hash or _NOTHING))


def digest_of_code(bare: str) -> str:
    """What is kept of a code."""
    return digest("code", bare)


def digest(what: str, value: str) -> str:
    return on_paper.digest(f"families.page.{what}", value)


def has_spent(address: str) -> bool:
    """Whether somebody at this address tried too often within the hour."""
    return bool(cache.get(_tries(address), 0) >= TRIES)


def count_try(address: str) -> None:
    if cache.add(_tries(address), 1, TRIES_COUNT_FOR) is False:
        cache.incr(_tries(address))


def _tries(address: str) -> str:
    return f"family-page:{digest('address', address)}"
