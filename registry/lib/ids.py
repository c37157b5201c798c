"""Identifiers: UUIDs for machines, references with a check character for people.

A reference is three capital letters, ten random characters and one check character, in groups:
``MMR-7Q2KX-4M9TB-C``. It holds no organisation, year, country or order. The alphabet is Crockford's base 32: no I, L,
O, U, so a reference survives being read out over a bad line. What the three letters stand for is not decided here.
"""

import os
import secrets
import time
import unicodedata
from collections.abc import Iterator
from threading import Lock
from typing import Final
from uuid import UUID

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_CHARACTERS: Final = 10
_PREFIX_LENGTH: Final = 3
_BODY_LENGTH: Final = _RANDOM_CHARACTERS + 1


class _Clock:
    """Milliseconds and 12 bits below them (RFC 9562, method 3), never twice the same and never going back."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = Lock()

    def tick(self) -> int:
        milliseconds, rest = divmod(time.time_ns(), 1_000_000)
        now = milliseconds << 12 | (rest << 12) // 1_000_000
        with self._lock:
            self._last = now if now > self._last else self._last + 1
            return self._last


_clock = _Clock()


def uuid7() -> UUID:
    """A UUID of version 7: rising within a process, so that new rows land at the end of an index."""
    return _uuid7(os.urandom(8))


def uuids7(count: int) -> Iterator[UUID]:
    """So many of them: chance is asked of the system once."""
    chance = os.urandom(8 * count)
    return (_uuid7(chance[start : start + 8]) for start in range(0, len(chance), 8))


def _uuid7(chance: bytes) -> UUID:
    ticks = _clock.tick()
    value = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | int.from_bytes(chance) & (1 << 62) - 1)


def _powers() -> tuple[int, ...]:
    """Powers of the element x in the field of 32 elements, modulo x^5 + x^2 + 1."""
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 0b100000 else doubled)
    return tuple(powers)


_POWERS: Final = _powers()
_LOGARITHMS: Final = {power: exponent for exponent, power in enumerate(_POWERS)}
_FIRST_EXPONENT: Final = 18  # 18 to 30 for the thirteen places from right to left: all different, none zero
# I, L and O are read as the digits they look like; U has no look-alike and only occurs in no reference.
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}


def check_character(symbols: str) -> str:
    """The check character over prefix and random characters.

    A weighted sum over the field of 32 elements with a different weight for each place: any one wrong character and
    any two exchanged characters, adjacent or not, give another check character. A wrong prefix does too.
    """
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        value = _VALUES[symbol]
        if value:
            total ^= _POWERS[(_LOGARITHMS[value] + _FIRST_EXPONENT + place) % 31]
    return ALPHABET[total]


def new_ref(prefix: str) -> str:
    """A new random reference with this prefix of three capital letters."""
    if len(prefix) != _PREFIX_LENGTH or not all(letter in _VALUES and letter.isalpha() for letter in prefix):
        raise ValueError(f"A prefix is three capital letters without U, not {prefix!r}.")
    body = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(_RANDOM_CHARACTERS))
    return _grouped(prefix, body + check_character(prefix + body))


def with_prefix(ref: str, prefix: str) -> str:
    """The same random characters under another prefix, with the check character that belongs to it."""
    body = "".join(ref.split("-")[1:])[:_RANDOM_CHARACTERS]
    return _grouped(prefix, body + check_character(prefix + body))


def _grouped(prefix: str, body: str) -> str:
    return f"{prefix}-{body[:5]}-{body[5:10]}-{body[10:]}"


def _bare(text: str) -> str:
    """Letters and digits of a pasted or dictated reference: digits of any script, no blanks, hyphens, marks."""
    kept = []
    for character in unicodedata.normalize("NFKC", text):
        digit = unicodedata.digit(character, None)
        if digit is not None:
            kept.append(str(digit))
        elif character.isalnum():
            kept.append(character.upper())
        elif unicodedata.category(character)[0] not in "ZPCS":
            return ""
    return "".join(kept)


def normalise_ref(text: str, *, prefix: str | None = None) -> str | None:
    """The reference somebody meant, in its one written form, or None if it is none.

    Accepts lower case, blanks or no hyphens, O for 0, I and L for 1, digits of other scripts, and verifies the check
    character. With ``prefix``, the reference must bear it, and the prefix itself may be left out.
    """
    if len(text) > 64:
        return None
    bare = _bare(text)
    if prefix is not None and len(bare) == _BODY_LENGTH:
        bare = prefix + bare
    if len(bare) != _PREFIX_LENGTH + _BODY_LENGTH or any(character not in _VALUES for character in bare):
        return None
    head = bare[:_PREFIX_LENGTH].translate({ord("1"): "I", ord("0"): "O"})
    body = "".join(ALPHABET[_VALUES[character]] for character in bare[_PREFIX_LENGTH:])
    if not head.isalpha() or (prefix is not None and head != prefix):
        return None
    return _grouped(head, body) if check_character(head + body[:-1]) == body[-1] else None
