"""Dictionary-coded values: every distinct value of an evidence line once, every record a small number.

Decides how values are kept in memory.  It does not know what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Value = tuple[Any, ...]
T = TypeVar("T")


class Batch:
    """The distinct values of one line, in order of arrival; append-only.

    Code 0 is "unknown" and has no value here: value `i` has code `i + 1`.  What a model derives from the values
    (coordinates, densities, token tables) is kept beside them and extended when values arrive.
    """

    __slots__ = ("_array", "_codes", "_derived", "_filled", "values", "width")

    def __init__(self, width: int, values: Iterable[Value] = ()) -> None:
        self.width = width
        self.values: list[Value] = []
        self._codes: dict[Value, int] = {}
        self._array: FloatArray = np.empty((0, width))
        self._filled = 0
        self._derived: dict[str, tuple[Hashable, Any]] = {}
        for value in values:
            self.code(value)

    def __len__(self) -> int:
        return len(self.values)

    def code(self, value: Value | None) -> int:
        """The code of a value; a new value is appended.  None is 0."""
        if value is None:
            return 0
        found = self._codes.get(value)
        if found is None:
            self.values.append(value)
            found = self._codes[value] = len(self.values)
        return found

    @property
    def array(self) -> FloatArray:
        """(n, width): the values as numbers, absent parts as NaN."""
        n = len(self.values)
        if n > self._filled:
            if n > len(self._array):
                grown = np.empty((max(n, 2 * len(self._array), 16), self.width))
                grown[: self._filled] = self._array[: self._filled]
                self._array = grown
            new = [[np.nan if x is None else x for x in value] for value in self.values[self._filled :]]
            self._array[self._filled : n] = new
            self._filled = n
        return self._array[:n]

    def columns(self) -> tuple[FloatArray, ...]:
        """The columns of `array`."""
        array = self.array
        return tuple(array[:, i] for i in range(self.width))

    def derive(self, name: str, key: Hashable, build: Callable[[list[Value]], FloatArray]) -> FloatArray:
        """What `build` makes of the values (one row each), built once per value and key."""
        known = self._derived.get(name)
        rows: FloatArray | None = known[1] if known is not None and known[0] == key else None
        n = len(self.values)
        if rows is None or len(rows) < n:
            new = build(self.values[0 if rows is None else len(rows) :])
            rows = new if rows is None else np.concatenate([rows, new])
            self._derived[name] = (key, rows)
        return rows

    def keep(self, name: str, key: Hashable, build: Callable[[], T]) -> T:
        """Something built from all values, kept until values arrive or the key changes."""
        full = (key, len(self.values))
        known = self._derived.get(name)
        if known is None or known[0] != full:
            known = (full, build())
            self._derived[name] = known
        result: T = known[1]
        return result
