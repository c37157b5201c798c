"""Dictionary-coded values: every distinct value of an evidence line once, every record a small number.

Decides how values are kept in memory.  It does not know what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

FloatArray = NDArray[np.float64]
Value = tuple[Any, ...]
T = TypeVar("T")
KEPT = 64 * 2**20
"""Bytes of whole results that are remembered for the values of one line."""
_ASKED = 100_000  # keys of results that were asked for once


class Grows(Protocol):
    """What is made of values and takes in further ones."""

    def extend(self, values: list[Value], /) -> None:
        """Take in values that arrived since."""


G = TypeVar("G", bound=Grows)


class Growing:
    """Rows that are added at the end of an array, which doubles when it is full."""

    __slots__ = ("_array", "_n")

    def __init__(self, dtype: DTypeLike, *shape: int) -> None:
        self._array: NDArray[Any] = np.empty((16, *shape), dtype=dtype)
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def extend(self, rows: ArrayLike) -> None:
        """Add rows."""
        new = np.asarray(rows, dtype=self._array.dtype).reshape(-1, *self._array.shape[1:])
        end = self._n + len(new)
        if end > len(self._array):
            grown = np.empty((max(end, 2 * len(self._array)), *self._array.shape[1:]), dtype=self._array.dtype)
            grown[: self._n] = self._array[: self._n]
            self._array = grown
        self._array[self._n : end] = new
        self._n = end

    @property
    def rows(self) -> NDArray[Any]:
        """All rows so far."""
        return self._array[: self._n]


class Several(tuple[Any, ...]):
    """Values of one line that sources state differently: any one of them may be true, and each as likely."""

    __slots__ = ()


class Batch:
    """The distinct values of one line, in order of arrival; append-only.

    A value that is several stands here as its first; the others are kept beside it, and whoever compares adds them.

    Code 0 is "unknown" and has no value here: value `i` has code `i + 1`.  What a model derives from the values
    (coordinates, densities, token tables) is kept beside them and extended when values arrive.
    """

    __slots__ = ("_array", "_codes", "_derived", "further", "values", "width")

    def __init__(self, width: int, values: Iterable[Value] = ()) -> None:
        self.width = width
        self.values: list[Value] = []
        self.further: dict[int, Several] = {}
        self._codes: dict[Value, int] = {}
        self._array = Growing(np.float64, width)
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
            if isinstance(value, Several):
                self.further[len(self.values)] = value
            self.values.append(value[0] if isinstance(value, Several) else value)
            found = self._codes[value] = len(self.values)
        return found

    def value(self, code: int) -> Value | None:
        """The value of a code, None for 0."""
        return self.further.get(code - 1, self.values[code - 1]) if code else None

    @property
    def array(self) -> FloatArray:
        """(n, width): the values as numbers, absent parts as NaN."""
        known = len(self._array)
        if len(self.values) > known:
            self._array.extend([[np.nan if x is None else x for x in value] for value in self.values[known:]])
        return self._array.rows

    def columns(self) -> tuple[FloatArray, ...]:
        """The columns of `array`."""
        array = self.array
        return tuple(array[:, i] for i in range(self.width))

    def derive(self, name: str, key: Hashable, build: Callable[[list[Value]], FloatArray]) -> FloatArray:
        """What `build` makes of the values (one row each), built once per value and key."""
        known = self._derived.get(name)
        if known is None or known[0] != key:
            rows = build(self.values)
            known = self._derived[name] = key, Growing(rows.dtype, *rows.shape[1:])
            known[1].extend(rows)
        elif len(known[1]) < len(self.values):
            known[1].extend(build(self.values[len(known[1]) :]))
        return np.asarray(known[1].rows, dtype=np.float64)

    def grow(self, name: str, key: Hashable, make: Callable[[], G]) -> G:
        """Something made of all values, which takes in those that arrive; made anew when the key changes."""
        known = self._derived.get(name)
        made, taken = known[1] if known is not None and known[0] == key else (make(), 0)
        if taken < len(self.values) or not taken:
            made.extend(self.values[taken:])
            self._derived[name] = key, (made, len(self.values))
        grown: G = made
        return grown

    def beside(self) -> Beside | None:
        """The further values of what is several; None if nothing is."""
        return self.keep("beside", None, self._beside) if self.further else None

    def _beside(self) -> Beside:
        values = Batch(self.width)
        told = [(owner, values.code(one) - 1) for owner, all_ in enumerate(self.further.values()) for one in all_[1:]]
        owner, codes = np.array(told, dtype=np.int64).T
        return Beside(values, np.array(list(self.further), dtype=np.int64), codes, owner)

    def keep(self, name: str, key: Hashable, build: Callable[[], T]) -> T:
        """Something built from all values, kept until values arrive or the key changes."""
        full = (key, len(self.values))
        known = self._derived.get(name)
        if known is None or known[0] != full:
            known = (full, build())
            self._derived[name] = known
        result: T = known[1]
        return result

    def remember(self, key: Hashable, build: Callable[[], FloatArray]) -> FloatArray:
        """An array over all values, kept from the second time on that its key is asked for, until values arrive."""
        made, asked = self.keep("remembered", None, lambda: (dict[Hashable, FloatArray](), set[Hashable]()))
        found = made.get(key)
        if found is None:
            found = build()
            if key in asked:
                if (len(made) + 1) * found.nbytes > KEPT:
                    made.pop(next(iter(made)), None)  # the one kept for longest goes
                made[key] = found
            elif len(asked) < _ASKED:
                asked.add(key)
        return found

    def parts(self, name: str, part: Callable[[Value], Value]) -> Parts:
        """What a comparison reads of the values, where many of them are the same to it."""
        return self.grow(name, None, lambda: Parts(self.width, part))


class Parts:
    """The distinct parts of many values, and which of them each value has."""

    __slots__ = ("_part", "_places", "batch")

    def __init__(self, width: int, part: Callable[[Value], Value]) -> None:
        self.batch = Batch(width)
        self._part, self._places = part, Growing(np.int64)

    def extend(self, values: list[Value]) -> None:
        """Take in further values."""
        self._places.extend([self.batch.code(self._part(value)) - 1 for value in values])

    def weigh(self, key: Hashable, build: Callable[[Batch], FloatArray]) -> FloatArray:
        """By value what `build` says of each part; remembered by its key."""
        of_parts = self.batch.remember(key, lambda: build(self.batch))
        return np.asarray(of_parts[self._places.rows], dtype=np.float64)


class Beside(NamedTuple):
    """What is stated beside the first of several values.

    values: those further ones; rows: the places that have any; codes, owner: each further value, and whose it is.
    """

    values: Batch
    rows: NDArray[np.int64]
    codes: NDArray[np.int64]
    owner: NDArray[np.int64]


class Codes:
    """A small number per row and column, 0 for unknown: two bytes each, four in columns with more than 65,535 values.

    low: (columns, rows), the lower halves; high: the upper halves of the columns that need them.
    """

    __slots__ = ("_wide", "high", "low")

    def __init__(self, columns: int) -> None:
        self.low: NDArray[np.uint16] = np.zeros((columns, 256), dtype=np.uint16)
        self.high: NDArray[np.uint16] = np.zeros((0, 256), dtype=np.uint16)
        self._wide: dict[int, int] = {}

    def put(self, column: int, row: int, code: int) -> None:
        """Set one code."""
        above = code >> 16
        if above and column not in self._wide:
            self._widen(column)
        self.low[column, row] = code & 0xFFFF
        if column in self._wide:
            self.high[self._wide[column], row] = above

    def fill(self, column: int, codes: NDArray[np.int64]) -> None:
        """Set the codes of the first rows, for which there is room."""
        if codes.max(initial=0) >> 16 and column not in self._wide:
            self._widen(column)
        self.low[column, : len(codes)] = codes & 0xFFFF
        if column in self._wide:
            self.high[self._wide[column], : len(codes)] = codes >> 16

    def _widen(self, column: int) -> None:
        self._wide[column] = len(self.high)
        self.high = np.concatenate([self.high, np.zeros((1, self.high.shape[1]), dtype=np.uint16)])

    def of(self, column: int, rows: slice | NDArray[np.int64]) -> NDArray[np.int64]:
        """The codes of some rows."""
        codes = self.low[column, rows].astype(np.int64)
        if column in self._wide:
            codes += self.high[self._wide[column], rows].astype(np.int64) << 16
        return codes

    def beyond(self, column: int) -> int:
        """Where in `high` the upper halves of a column are, -1 if it has none."""
        return self._wide.get(column, -1)

    def clear(self, row: int) -> None:
        """Forget a row."""
        self.low[:, row] = 0
        self.high[:, row] = 0

    def reserve(self, rows: int) -> None:
        """Make room for so many rows."""
        held = self.low.shape[1]
        if rows > held:
            more = max(rows, 2 * held) - held
            self.low, self.high = (np.pad(part, ((0, 0), (0, more))) for part in (self.low, self.high))
