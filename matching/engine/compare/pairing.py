"""Pairing the things of two records: marks on the skin, what stays in the body, what somebody carried.

Each thing is a rare event with a rate per person.  One told and seen counts by how rare its attributes are; one told
and not seen where it would have been counts against; one seen that nobody told counts a little against.  Decides the
pairing, not what an attribute weighs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine.columns import Batch
from matching.engine.kernels import marks_kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from matching.engine.columns import FloatArray, Value

Attributes = list[tuple[list[Any], "NDArray[np.int64]"]]


def paired(
    left: Batch,
    right: Batch,
    *,
    regions: Sequence[str],
    region_of: Callable[[Value], int],
    row_of: Callable[[Value, Attributes], FloatArray],
    missed: tuple[float, float],
    expected: FloatArray,
) -> FloatArray:
    """Natural log of the LR of two sets of things, of one record against many (either way round).

    Values are (things, regions that were looked at).  row_of: logs of a thing against a vocabulary; missed: chances
    that a thing of the left record is not on the right, and the reverse; expected: by region, and last
    for things in none of them, how many both sides would share.  left is compared within the regions of right; a thing
    in none of them counts as missed where all were looked at.
    """
    probe_left = len(left) == 1
    one, many = (left, right) if probe_left else (right, left)
    things, seen_by_one = one.values[0]
    codes, pointer, seen = many.keep("things", None, lambda: _spread(many.values, regions))
    attributes = many.keep("attributes", None, lambda: _attributes(vocabulary(many.values)))
    size = len(attributes[0][1]) if attributes else 0
    table = np.zeros((len(things), size))
    for i, thing in enumerate(things):
        table[i] = row_of(thing, attributes) if size else 0.0
    visible = _looked_at(seen_by_one, regions)
    # What the right side shows, for every one of the many.
    shown = seen if probe_left else np.broadcast_to(visible, seen.shape)
    # -1, in no region, is the last of the columns of `shown`.
    at_one = np.array([region_of(thing) % len(visible) for thing in things], dtype=np.int64)
    at_many = many.keep("regions", None, lambda: _regions(vocabulary(many.values), region_of) % len(visible))
    miss_one, miss_many = missed if probe_left else missed[::-1]
    out = np.zeros(len(many))
    marks_kernel(table, codes, pointer, at_one, at_many, np.ascontiguousarray(shown), probe_left,
                 np.log(miss_one), np.log(miss_many), out)  # fmt: skip
    return np.asarray(out + shown @ expected, dtype=np.float64)


def row(
    thing: Value,
    attributes: Attributes,
    lr_of: Callable[[int, Any, Any], float],
    *,
    per_person: float,
    least_rate: float,
    beyond: int,
) -> FloatArray:
    """Natural log of the LR of one thing against every thing of a vocabulary.

    lr_of(i, a, b): m / u of two values of attribute i.  A kind of thing is never rarer than least_rate, which is what
    a registry can support; attributes from `beyond` on (words, serial numbers) come on top of it.
    """
    out = np.full(len(attributes[0][1]), -np.log(per_person))
    for i, (values, code) in enumerate(attributes):
        if i == beyond:
            out = np.minimum(out, -np.log(least_rate))
        if values:
            out += np.log([lr_of(i, thing[i], value) for value in values])[code]
    return out


def vocabulary(values: Sequence[Value]) -> list[Value]:
    """The distinct things of many records, in order of arrival."""
    return list(dict.fromkeys(thing for value in values for thing in value[0]))


def _attributes(things: list[Value]) -> Attributes:
    """Of every attribute: its distinct values, and which of them each thing has."""
    out: Attributes = []
    for i in range(len(things[0]) if things else 0):
        code: dict[Any, int] = {}
        where = np.array([code.setdefault(thing[i], len(code)) for thing in things], dtype=np.int64)
        out.append((list(code), where))
    return out


def jointly_seen(
    left: Batch,
    right: Batch,
    region_of: Callable[[Value], int],
    regions: Sequence[str],
    compare: Callable[[Batch, Batch], FloatArray],
) -> FloatArray:
    """What `compare` makes of two sides examined alike: only where both were looked at, NaN where nowhere was.

    A thing in no region counts where both were looked at all over: elsewhere the other side need not have seen it.
    """
    one, many = (left, right) if len(left) == 1 else (right, left)
    out = np.full(len(many), np.nan)
    rows_of: dict[tuple[str, ...], list[int]] = {}
    for i, (_, looked_at) in enumerate(many.values):
        common = tuple(r for r in regions if r in one.values[0][1] and r in looked_at)
        if common:
            rows_of.setdefault(common, []).append(i)
    for common, rows in rows_of.items():
        within = [
            (tuple(t for t in value[0] if _stands_in(region_of(t), common, regions)), common)
            for value in (one.values[0], *(many.values[i] for i in rows))
        ]
        others = Batch(0)
        codes = np.array([others.code(value) - 1 for value in within[1:]])
        out[rows] = compare(Batch(0, within[:1]), others)[codes]
    return out


def _stands_in(region: int, common: Sequence[str], regions: Sequence[str]) -> bool:
    return regions[region] in common if region >= 0 else len(common) == len(regions)


def _looked_at(seen: Collection[str], regions: Sequence[str]) -> NDArray[np.bool_]:
    """By region, and last whether all were."""
    each = [region in seen for region in regions]
    return np.array([*each, all(each)])


def _regions(things: list[Value], region_of: Callable[[Value], int]) -> NDArray[np.int64]:
    return np.array([region_of(thing) for thing in things], dtype=np.int64)


def _spread(
    values: list[Value], regions: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Codes of the things of every value, where each value's codes start, and the regions that were looked at."""
    code = {thing: i for i, thing in enumerate(vocabulary(values))}
    codes = np.array([code[thing] for value in values for thing in value[0]], dtype=np.int64)
    pointer = np.cumsum([0, *(len(value[0]) for value in values)], dtype=np.int64)
    seen = np.array([_looked_at(value[1], regions) for value in values], dtype=np.bool_).reshape(-1, len(regions) + 1)
    return codes, pointer, seen
