"""What stands in the envelopes that registries send one another.  Every content is as long as every other.

A question takes three rounds: points for meetings, points for the traits of what was met, and a claim of what is likely
the same person; each is made up to the same number with chance.  Each answer lies ready after the same time.  After a
hit, exchanges of two envelopes find out whether both sides said yes to telling more.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from uuid import UUID

from accessctl import outward
from accessctl.codes import Purpose
from accessctl.peers.blind import POINT

POINTS: Final = 96  # of a round: more finds nobody more, and lets who guesses try more (docs/federation.md)
CLAIMS: Final = 16  # entries of a table that one question can claim
ENTRY, ALIAS = 16, 8  # bytes: of an entry, and of what a record is called in a table
MEETING, TRAITS, CLAIM = 1, 2, 3  # the rounds
REF: Final = 20
_HIT: Final = re.compile(r"MPH-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]")
_PURPOSES: Final = (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)
PURPOSES: Final = frozenset(_PURPOSES)


class Malformed(Exception):
    """An envelope of a peer that says nothing we know."""


class Kind(IntEnum):
    """What is sent."""

    TABLE = 1
    ASK = 2
    LOOK = 3
    CLAIM = 4
    OFFER = 5
    CLOSE = 6


class Status(IntEnum):
    """What comes back."""

    TAKEN = 1
    WAIT = 2
    CODED = 3
    STALE = 4
    ANSWER = 5
    OTHER_CODING = 6


class Answer(IntEnum):
    """The three answers."""

    HIT = 1
    NO_HIT = 2
    REFUSED = 3


@dataclass(frozen=True)
class Message:
    """rest: what the kind asks for, of the length it asks for; of a table, the version of its coding."""

    kind: Kind
    number: UUID
    purpose: Purpose
    round: int = 0
    rest: bytes = b""

    def to_bytes(self) -> bytes:
        head = bytes([self.kind, self.round, _PURPOSES.index(self.purpose)])
        return head + self.number.bytes + self.rest


_HEAD: Final = 19
ROUND: Final = 4  # bytes of the number of an exchange after a hit
LAST_ROUND: Final = 2**31 - 1
PROOF: Final = 32
_LENGTHS: Final = {
    Kind.TABLE: 1, Kind.ASK: 16 + POINTS * POINT, Kind.LOOK: 0, Kind.CLAIM: CLAIMS * ALIAS,
    Kind.OFFER: ROUND + POINT, Kind.CLOSE: ROUND + PROOF,
}  # fmt: skip


def read(content: bytes) -> Message:
    """Raises Malformed, for a purpose that is not served outside too."""
    try:
        kind, turn, purpose = Kind(content[0]), content[1], _PURPOSES[content[2]]
        if not outward.admits(purpose):
            raise Malformed
        found = Message(kind, UUID(bytes=content[3:_HEAD]), purpose, turn, content[_HEAD : _HEAD + _LENGTHS[kind]])
    except (ValueError, IndexError):
        raise Malformed from None
    if kind in (Kind.OFFER, Kind.CLOSE) and in_exchange(found.rest)[0] > LAST_ROUND:
        raise Malformed
    return found


def coded(products: list[bytes]) -> bytes:
    return bytes([Status.CODED]) + b"".join(products)


def offered(point: bytes, proof: bytes) -> bytes:
    """What an exchange after a hit is answered with."""
    return bytes([Status.CODED]) + point + proof


def answer(said: Answer, ref: str = "") -> bytes:
    return bytes([Status.ANSWER, said]) + ref.encode().ljust(REF, b" ")


def status(content: bytes) -> Status:
    """Raises Malformed."""
    try:
        return Status(content[0])
    except ValueError:
        raise Malformed from None


def products(content: bytes) -> list[bytes]:
    """The points that came back."""
    return split(content[1 : 1 + POINTS * POINT], POINT)


def answered(content: bytes) -> tuple[Answer, str]:
    """Raises Malformed."""
    try:
        said, ref = Answer(content[1]), content[2 : 2 + REF].decode("ascii").strip()
    except (ValueError, IndexError):
        raise Malformed from None
    if said is Answer.HIT and not _HIT.fullmatch(ref):
        raise Malformed
    return said, ref


def in_exchange(rest: bytes) -> tuple[int, bytes]:
    """The number of an exchange, and the point or the proof behind it."""
    return int.from_bytes(rest[:ROUND], "big"), rest[ROUND:]


def split(joined: bytes, size: int) -> list[bytes]:
    return [joined[place : place + size] for place in range(0, len(joined), size)]


def claim(aliases: list[bytes]) -> bytes:
    """What is claimed, made up with chance to the same length."""
    held = aliases[:CLAIMS]
    return b"".join([*held, *(os.urandom(ALIAS) for _ in range(CLAIMS - len(held)))])
