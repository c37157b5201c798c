"""The blind exchange: a keyed code of a text that neither who asks nor who holds the key can work out alone.

Who asks turns a text into a point of P-256, multiplies it by a number drawn for this question and sends it: any text
would give a point as likely, so the other side learns nothing of it, whatever lists of names it has.  The other side
multiplies by its key and sends back; who asks takes its own number out again and has the code.  Without the key nobody
can try texts; with an answer for each try alone, and those are counted.  An oblivious pseudorandom function, "2HashDH"
(Jarecki, Kiayias, Krawczyk 2014), written with first coordinates alone: a point and its opposite have the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

POINT: Final = 32  # bytes
_CURVE: Final = ec.SECP256R1()
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_DOMAIN: Final = b"registry-peers-1"


class NotAPoint(ValueError):
    """What the other side sent lies on no curve of ours."""


class Multiplier:
    """A secret number, and its product with points."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._key = ec.derive_private_key(number, _CURVE)

    @classmethod
    def draw(cls) -> Multiplier:
        """One that nobody knows."""
        return cls(ec.generate_private_key(_CURVE).private_numbers().private_value)

    @classmethod
    def derived(cls, seed: bytes, about: str) -> Multiplier:
        """The one that belongs to a secret and a use of it: the same again, for what is sent a second time."""
        wide = hashlib.sha512(_DOMAIN + b"multiplier" + seed + about.encode()).digest()
        return cls(int.from_bytes(wide, "big") % (_ORDER - 1) + 1)

    @classmethod
    def from_bytes(cls, held: bytes) -> Multiplier:
        return cls(int.from_bytes(held, "big"))

    def to_bytes(self) -> bytes:
        return self._number.to_bytes(POINT, "big")

    def inverse(self) -> Multiplier:
        """The one that takes this one out again."""
        return Multiplier(pow(self._number, -1, _ORDER))

    def times(self, point: bytes) -> bytes:
        """The first coordinate of the product.  Raises NotAPoint."""
        return self.product(_lifted(point))

    def product(self, lifted: ec.EllipticCurvePublicKey) -> bytes:
        """The same of a point that was looked at."""
        return self._key.exchange(ec.ECDH(), lifted)


def point_of(text: str) -> bytes:
    """The point of a text: the first of a row of digests that is one."""
    return _first(_seed(text))[0]


def any_point() -> bytes:
    """A point of no text, to fill up what is sent."""
    return _first(os.urandom(POINT))[0]


def code_of(text: str, product: bytes) -> bytes:
    """The code of a text, 32 bytes, from its point times the key."""
    return hashlib.sha256(_DOMAIN + b"code" + product + text.encode()).digest()


def following(code: bytes, place: int) -> bytes:
    """The code of the entry at a place among those that have one text; who has the code has all of them."""
    return hashlib.sha256(_DOMAIN + b"following" + code + place.to_bytes(2, "big")).digest()


def codes(texts: Iterable[str], key: Multiplier) -> dict[str, bytes]:
    """The codes of many texts, for who holds the key."""
    return {text: code_of(text, key.product(_first(_seed(text))[1])) for text in dict.fromkeys(texts)}


def _seed(text: str) -> bytes:
    return hashlib.sha256(_DOMAIN + b"point" + text.encode()).digest()


def _first(seed: bytes) -> tuple[bytes, ec.EllipticCurvePublicKey]:
    for number in count():  # every second digest is one
        tried = hashlib.sha256(seed + number.to_bytes(2, "big")).digest()
        with suppress(NotAPoint):
            return tried, _lifted(tried)
    raise AssertionError  # count has no end


def _lifted(point: bytes) -> ec.EllipticCurvePublicKey:
    """SECURITY: only a coordinate below the field's prime, of a point on the curve: no identity, no small subgroup."""
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, b"\x02" + point)
    except ValueError:
        raise NotAPoint() from None
