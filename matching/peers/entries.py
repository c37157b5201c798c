"""The entries of a table of codes: pure, from what records say and a key.

An entry is sixteen bytes: eight by which its code is known, and eight that only the code turns into what the record is
called in this table.  Records that have a text in common have entries of their own, which only the text's code joins,
among entries of chance up to a power of two: so the table tells neither how often anything occurs, nor what belongs
together, nor how much there is.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accessctl.codes import Purpose
from accessctl.peers.blind import Multiplier, codes, following
from matching.engine.profile import Profile
from matching.peers import coding
from matching.peers.protocol import ALIAS, ENTRY

LEAST: Final = 2**10  # entries
MOST_ALIKE: Final = 16  # records that one text leads to
_KEYED = np.dtype(">u8")


def entries_of(named: Iterable[tuple[bytes, Profile]], purpose: Purpose, key: Multiplier) -> tuple[bytes, int]:
    """The entries of records by what each is called, and how many of them are not chance."""
    meetings: dict[str, list[bytes]] = defaultdict(list)
    traits: list[str] = []
    for alias, profile in named:
        for text in coding.published(profile, purpose):
            meetings[text].append(alias)
        traits += [trait_of(alias, text) for text in coding.traits(profile, purpose)]
    entries = [*_met_by(meetings, key), *_told_by(traits, key)]
    return joined(entries), len(entries)


def trait_of(alias: bytes, text: str) -> str:
    """A trait of the record that is called so in a table."""
    return f"{alias.hex()}|{text}"


def _met_by(meetings: dict[str, list[bytes]], key: Multiplier) -> Iterator[bytes]:
    for text, code in codes(meetings, key).items():
        for place, alias in enumerate(meetings[text][:MOST_ALIKE]):
            found = following(code, place)
            yield found[:ALIAS] + _masked(alias, found)


def _told_by(traits: list[str], key: Multiplier) -> Iterator[bytes]:
    for code in codes(traits, key).values():
        yield following(code, 0)[:ALIAS] + os.urandom(ALIAS)


def joined(entries: list[bytes]) -> bytes:
    """The entries in order of their codes, filled up with chance to a power of two."""
    size = max(LEAST, 1 << max(len(entries) - 1, 0).bit_length())
    filled = b"".join(entries) + os.urandom((size - len(entries)) * ENTRY)
    rows = np.frombuffer(filled, dtype=_KEYED).reshape(size, 2)
    return bytes(rows[np.argsort(rows[:, 0])].tobytes())


def _masked(alias: bytes, code: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(alias, code[ALIAS : 2 * ALIAS], strict=True))


class Given:
    """A table of theirs, as codes of ours are looked up in it."""

    def __init__(self, entries: bytes) -> None:
        self._rows: NDArray[np.uint64] = np.frombuffer(entries, dtype=_KEYED).reshape(-1, 2).astype(np.uint64)

    def met(self, code: bytes) -> Iterator[bytes]:
        """What the records are called that have this meeting."""
        for place in range(MOST_ALIKE):
            found = following(code, place)
            if (row := self._row(found)) is None:
                return
            yield _masked(int(self._rows[row, 1]).to_bytes(ALIAS, "big"), found)

    def holds(self, code: bytes) -> bool:
        """Whether a record that was met has this trait."""
        return self._row(following(code, 0)) is not None

    def _row(self, code: bytes) -> int | None:
        keys, wanted = self._rows[:, 0], np.uint64(int.from_bytes(code[:ALIAS], "big"))
        row = int(np.searchsorted(keys, wanted))
        return row if row < len(keys) and keys[row] == wanted else None
