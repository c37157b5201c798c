"""Numbers and other short words of many records, to be found again with one slip of reading at most.

A slip is one character more, less or another, or two neighbours that changed places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Growing
from matching.engine.kernels import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

FAR = 2


class Written:
    """Words, each with the number of its owner."""

    def __init__(self) -> None:
        self._letters, self._pointer, self._owners = Growing(np.uint32), Growing(np.int64), Growing(np.int64)
        self._pointer.extend([0])

    def __len__(self) -> int:
        return len(self._owners)

    def add(self, words: Sequence[str], owners: Sequence[int]) -> None:
        """Take in words."""
        if not words:
            return
        self._letters.extend(_letters("".join(words)))
        self._pointer.extend(self._pointer.rows[-1] + np.cumsum([len(word) for word in words], dtype=np.int64))
        self._owners.extend(owners)

    def near(self, word: str) -> Iterator[tuple[int, int]]:
        """Owner and number of slips, 0 or 1, of every word that may be this one."""
        steps = np.empty(len(self), dtype=np.uint8)
        slip_kernel(_letters(word), self._letters.rows, self._pointer.rows, steps)
        hits = np.flatnonzero(steps < FAR)
        yield from zip(self._owners.rows[hits].tolist(), steps[hits].tolist(), strict=True)


def _letters(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@compiled
def slip_kernel(
    mine: NDArray[np.uint32], letters: NDArray[np.uint32], pointer: NDArray[np.int64], out: NDArray[np.uint8]
) -> None:
    """Slips between one word and each of many: 0, 1, or 2 for more than one."""
    n = len(mine)
    for w in range(len(out)):
        start, m = pointer[w], pointer[w + 1] - pointer[w]
        out[w] = 2
        if abs(n - m) > 1:
            continue
        short = min(n, m)
        same = 0
        while same < short and mine[same] == letters[start + same]:
            same += 1
        if same == n and same == m:
            out[w] = 0
            continue
        # From the end backwards: what is left in between is what differs.
        behind = 0
        while behind < short - same and mine[n - 1 - behind] == letters[start + m - 1 - behind]:
            behind += 1
        rest_n, rest_m = n - same - behind, m - same - behind
        if max(rest_n, rest_m) == 1:
            out[w] = 1
        elif rest_n == 2 and rest_m == 2 and mine[same] == letters[start + same + 1]:
            out[w] = 1 if mine[same + 1] == letters[start + same] else 2
