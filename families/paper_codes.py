"""Codes on paper and their PINs: making them, reading what was typed, keeping digests, counting tries.

A code has 140 random bits and is found by a keyed digest; the PIN is hashed together with it.  What a code opens is the
business of whoever hands it out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from accessctl.signin.hasher import PasswordHasher
from registry.lib.ids import ALPHABET

CODE_LENGTH = 28  # of 32 letters: 140 bits
GROUP = 4
PIN_DIGITS = 6
WRONG_PINS = 10
TRIES = 20  # of one address within the hour
TRIES_COUNT_FOR = 3600
_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})  # what is misread on paper
_NOTHING = PasswordHasher().encode("", "a code that nobody has")  # hashed against when there is no code


@dataclass(frozen=True)
class New:
    """A code as it is shown once, and what is kept of it."""

    code: str
    pin: str
    digest: str
    pin_hash: str


def new_code() -> New:
    bare = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    hasher = PasswordHasher()
    shown = "-".join(bare[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))
    return New(shown, pin, digest_of_code(bare), hasher.encode(bare + pin, hasher.salt()))


def bare_of(typed: str) -> str:
    """The letters of a code, as somebody typed it."""
    return "".join(letter for letter in typed.upper().translate(_LIKE) if letter in ALPHABET)


def is_right(bare: str, pin: str, pin_hash: str | None) -> bool:
    """Whether code and PIN are those of the hash; without one it is no, and costs the same."""
    return bool(PasswordHasher().verify(bare + pin.strip(), pin_hash or _NOTHING))


def digest_of_code(bare: str) -> str:
    """What is kept of a code."""
    return digest("code", bare)


def digest(what: str, value: str) -> str:
    return salted_hmac(f"families.page.{what}", value, algorithm="sha256").hexdigest()


def has_spent(address: str) -> bool:
    """Whether somebody at this address tried too often within the hour."""
    return bool(cache.get(_tries(address), 0) >= TRIES)


def count_try(address: str) -> None:
    if cache.add(_tries(address), 1, TRIES_COUNT_FOR) is False:
        cache.incr(_tries(address))


def _tries(address: str) -> str:
    return f"family-page:{digest('address', address)}"
