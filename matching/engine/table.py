"""The index: every record as a row of small numbers, one column per evidence line.

Decides how records are kept, replaced and removed.  It holds values, not profiles: what a line keeps of a record is
all that is left of it here.  About 50 bytes per record, plus each distinct value once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Batch, Codes
from matching.engine.compare import LINES
from matching.engine.compare.lag import proof_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from matching.engine.compare import Line
    from matching.engine.profile import Kind, Profile

WORN = 1000  # records that left values behind, from which on it may be worth an index's while to be without them
PROOF = len(LINES)
"""Column of the proof of life (reports) or the day of finding (remains): the one logical exclusion."""


class Index:
    """Records of one kind.  Rows are reused after removal; row order carries no meaning."""

    def __init__(self, kind: Kind, profiles: Iterable[Profile] = ()) -> None:
        self.kind = kind
        self.batches: tuple[Batch, ...] = (*(Batch(line.width) for line in LINES), Batch(1))
        self.codes = Codes(PROOF + 1)
        self.alive: NDArray[np.bool_] = np.zeros(256, dtype=np.bool_)
        self._row: dict[str, int] = {}
        self._refs: list[str] = []
        self._free: list[int] = []
        self.left_behind = 0  # records replaced or removed: a value that only they had is still in its batch
        for profile in profiles:
            self.put(profile)

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, ref: object) -> bool:
        return ref in self._row

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    @property
    def rows(self) -> int:
        """Rows in use or freed; the scan walks all of them."""
        return len(self._refs)

    @property
    def is_worn(self) -> bool:
        """Whether what was left behind has become much, beside what is here."""
        return self.left_behind > WORN and 2 * self.left_behind > len(self)

    def ref(self, row: int) -> str:
        """The reference of a row."""
        return self._refs[row]

    def row(self, ref: str) -> int | None:
        """The row of a reference, None if it is not here."""
        return self._row.get(ref)

    def batch(self, line: Line) -> Batch:
        """The distinct values of a line."""
        return self.batches[LINES.index(line)]

    def put(self, profile: Profile) -> None:
        """Add a record, or replace what is known of it.  Raises ValueError on a record of the other kind."""
        if profile.kind != self.kind:
            raise ValueError(f"{profile.ref} is '{profile.kind}', this index holds '{self.kind}'.")
        # Values first: a profile that cannot be read leaves the index as it was.
        values = [line.value(profile) for line in LINES]
        row = self._row.get(profile.ref)
        if row is None:
            row = self._new_row(profile.ref)
        else:
            self.left_behind += 1
        for column, value in enumerate((*values, proof_day(profile))):
            self.codes.put(column, row, self.batches[column].code(value))
        self.alive[row] = True

    def remove(self, ref: str) -> bool:
        """Forget a record; False if it was not here."""
        row = self._row.pop(ref, None)
        if row is None:
            return False
        self.alive[row] = False
        self.codes.clear(row)
        self._refs[row] = ""
        self._free.append(row)
        self.left_behind += 1
        return True

    def compact(self) -> Index:
        """The same records without the values and rows that removal left behind."""
        fresh = Index(self.kind)
        rows = np.fromiter(self._row.values(), dtype=np.int64, count=len(self._row))
        for ref in self._row:
            fresh._new_row(ref)
        fresh.alive[: len(rows)] = True
        for column, batch in enumerate(self.batches):
            used, places = np.unique(self.codes.of(column, rows), return_inverse=True)
            values = [batch.value(code) for code in used.tolist()]
            codes = np.array([fresh.batches[column].code(value) for value in values], dtype=np.int64)
            fresh.codes.fill(column, codes[places])
        return fresh

    def _new_row(self, ref: str) -> int:
        if self._free:
            row = self._free.pop()
            self._refs[row] = ref
        else:
            row = len(self._refs)
            self._refs.append(ref)
            self.codes.reserve(row + 1)
            if row >= len(self.alive):
                self.alive = np.pad(self.alive, (0, len(self.alive)))
        self._row[ref] = row
        return row
