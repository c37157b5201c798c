"""Pairing the things of two records: marks on the skin, what stays in the body, what somebody carried.

Each thing is a rare event with a rate per person.  One told and seen counts by how rare its attributes are; one told
and not seen where it would have been counts against; one seen that nobody told counts a little against.  Decides the
pairing, not what an attribute weighs.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine.columns import Batch, Growing
from matching.engine.line_kernels import marks_kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray, Value

_KEPT = 256
"""Values of one side whose logs against all values of the other are kept, of each attribute."""


def paired(
    left: Batch,
    right: Batch,
    *,
    regions: Sequence[str],
    region_of: Callable[[Value], int],
    row_of: Callable[[Value, Vocabulary], FloatArray],
    missed: tuple[float, float],
    expected: FloatArray,
    jointly: bool = False,
) -> FloatArray:
    """Natural log of the LR of two sets of things, of one record against many (either way round).

    Values are (things, regions that were looked at).  row_of: logs of a thing against a vocabulary; missed: chances
    that a thing of the left record is not on the right, and the reverse; expected: by region, and last
    for things in none of them, how many both sides would share.  left is compared within the regions of right; a thing
    in none of them counts as missed where all were looked at.

    jointly: both sides were examined alike, and only what stands where both were looked at is compared; NaN where
    nowhere was.  A thing in no region counts where both were looked at all over: elsewhere the other side need not
    have seen it.
    """
    probe_left = len(left) == 1
    one, many = (left, right) if probe_left else (right, left)
    things, seen_by_one = one.values[0]
    theirs = many.grow("things", None, partial(Vocabulary, regions, region_of))
    table = np.zeros((len(things), len(theirs)))
    for i, thing in enumerate(things):
        table[i] = row_of(thing, theirs)
    # What the right side shows, for every one of the many.
    if jointly:
        views, seen = np.logical_and(theirs.views.rows, _looked_at(seen_by_one, regions)), theirs.seen.rows
    elif probe_left:
        views, seen = theirs.views.rows, theirs.seen.rows
    else:
        views, seen = _looked_at(seen_by_one, regions)[None, :], np.zeros(len(many), dtype=np.int64)
    # -1, in no region, is the last of the columns of a view.
    at_one = np.array([region_of(thing) % views.shape[1] for thing in things], dtype=np.int64)
    miss_one, miss_many = missed if probe_left else missed[::-1]
    out: FloatArray = (views @ expected)[seen]
    marks_kernel(table, theirs.things.rows, theirs.pointer.rows, at_one, theirs.regions.rows, views, seen, probe_left,
                 jointly, np.log(miss_one), np.log(miss_many), out)  # fmt: skip
    if jointly:
        out[~np.any(views[:, :-1], axis=1)[seen]] = np.nan
    return out


def row(
    thing: Value,
    vocabulary: Vocabulary,
    lr_of: Callable[[int, Any, Any], float],
    *,
    key: str,
    per_person: float,
    least_rate: float,
    beyond: int,
) -> FloatArray:
    """Natural log of the LR of one thing against every thing of a vocabulary.

    lr_of(i, a, b): m / u of two values of attribute i, the same as long as the key is.  A kind of thing is never rarer
    than least_rate, which is what a registry can support; attributes from `beyond` on (words, serial numbers) come on
    top of it.
    """
    out = np.full(len(vocabulary), -np.log(per_person))
    for i, attribute in enumerate(vocabulary.attributes):
        if i == beyond:
            out = np.minimum(out, -np.log(least_rate))
        out += attribute.logs(key, thing[i], partial(lr_of, i))[attribute.codes.rows]
    return out


class Attribute:
    """One attribute of many things: its distinct values, and which of them each thing has."""

    def __init__(self) -> None:
        self.codes = Growing(np.int64)
        self._code: dict[Any, int] = {}
        self._logs: dict[Any, FloatArray] = {}
        self._key = ""

    def extend(self, values: Iterable[Any]) -> None:
        """The values of further things."""
        self.codes.extend([self._code.setdefault(value, len(self._code)) for value in values])

    def logs(self, key: str, own: Any, lr_of: Callable[[Any, Any], float]) -> FloatArray:
        """Natural log of the LR of a value against each of these, kept as long as the key is the same."""
        if key != self._key or len(self._logs) > _KEPT:
            self._logs.clear()
            self._key = key
        found = self._logs.get(own, np.zeros(0))
        if len(found) < len(self._code):
            new = np.log([lr_of(own, value) for value in islice(self._code, len(found), None)])
            found = self._logs[own] = np.concatenate([found, new])
        return found


class Vocabulary:
    """The distinct things of many records.

    things, pointer: which of them each record has, and where in that list; regions: the region of each distinct thing;
    views: (n, regions + 1), the regions that were looked at, and last whether all were; seen: by record, which of them.
    """

    def __init__(self, regions: Sequence[str], region_of: Callable[[Value], int]) -> None:
        self.attributes: list[Attribute] = []
        self.things, self.pointer, self.regions, self.seen = (Growing(np.int64) for _ in range(4))
        self.pointer.extend([0])
        self._regions, self._region_of = regions, region_of
        self._code: dict[Value, int] = {}
        self.views = Growing(np.bool_, len(regions) + 1)
        self._views: dict[Collection[str], int] = {}

    def __len__(self) -> int:
        return len(self._code)

    def extend(self, values: list[Value]) -> None:
        """Take in the things of further records."""
        known = len(self._code)
        self.things.extend([self._code.setdefault(t, len(self._code)) for value in values for t in value[0]])
        self.pointer.extend(self.pointer.rows[-1] + np.cumsum([len(value[0]) for value in values], dtype=np.int64))
        viewed = len(self._views)
        self.seen.extend([self._views.setdefault(value[1], len(self._views)) for value in values])
        self.views.extend([_looked_at(view, self._regions) for view in islice(self._views, viewed, None)])
        new = list(islice(self._code, known, None))
        self.regions.extend([self._region_of(thing) % (len(self._regions) + 1) for thing in new])
        if new and not self.attributes:
            self.attributes = [Attribute() for _ in new[0]]
        for attribute, of_new in zip(self.attributes, zip(*new, strict=True), strict=False):
            attribute.extend(of_new)


def _looked_at(seen: Collection[str], regions: Sequence[str]) -> NDArray[np.bool_]:
    """By region, and last whether all were."""
    each = [region in seen for region in regions]
    return np.array([*each, all(each)])
