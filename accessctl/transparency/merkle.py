"""The Merkle tree of RFC 6962, section 2.1: hashes, roots and proofs.  Pure; knows neither the journal nor a database.

A node (level, index) covers the leaves index·2^level up to (index + 1)·2^level and exists once all of them do, so
nodes are only ever added.  A root or a proof needs O(log n) nodes, which the caller looks up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Node = tuple[int, int]
Range = tuple[int, int]  # leaves from (inclusive) to (exclusive)
Lookup = Callable[[Iterable[Node]], Mapping[Node, bytes]]

EMPTY_ROOT = hashlib.sha256().digest()


class ProofFailed(Exception):
    """A proof does not lead to the root it was given for."""


def leaf_hash(data: bytes) -> bytes:
    """32 bytes.  The prefix keeps a leaf from passing for an inner node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def nodes_of(leaves: Range) -> list[Node]:
    """The fewest nodes that cover a range beginning at a multiple of the largest power of two within it."""
    start, end = leaves
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over the nodes of `nodes_of`, in their order."""
    if not hashes:
        return EMPTY_ROOT
    *rest, root = hashes
    for left in reversed(rest):
        root = node_hash(left, root)
    return root


class Tree:
    """A tree that grows: it holds only the nodes that cover its leaves so far, at most 64 hashes."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        levels = [level for level, _index in nodes_of((0, size))]
        self.size = size
        self._peaks = list(zip(levels, peaks, strict=True))

    @classmethod
    def at(cls, size: int, lookup: Lookup) -> Tree:
        """The tree of the first `size` leaves.  Raises KeyError when a node is not there."""
        wanted = nodes_of((0, size))
        found = lookup(wanted)
        return cls(size, [found[node] for node in wanted])

    def append(self, leaf: bytes) -> Iterator[tuple[Node, bytes]]:
        """Add a leaf hash; gives every node that it completes, the leaf's own first."""
        level, index, value = 0, self.size, leaf
        yield (level, index), value
        while self._peaks and self._peaks[-1][0] == level:
            _level, left = self._peaks.pop()
            level, index, value = level + 1, index >> 1, node_hash(left, value)
            yield (level, index), value
        self._peaks.append((level, value))
        self.size += 1

    def root(self) -> bytes:
        return fold([value for _level, value in self._peaks])


def inclusion_proof(index: int, size: int, lookup: Lookup) -> list[bytes]:
    """The hashes that lead from a leaf to the root of the first `size` leaves.  Raises ValueError if out of range."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    return _hashes(_inclusion(index, 0, size), lookup)


def consistency_proof(old: int, new: int, lookup: Lookup) -> list[bytes]:
    """The hashes that show that the first `old` of `new` leaves are unchanged.  Raises ValueError if out of range."""
    if not 0 < old <= new:
        raise ValueError(f"no tree of {old} within one of {new}")
    return _hashes(_consistency(old, 0, new, whole=True), lookup)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raises ProofFailed.  RFC 9162, section 2.1.3.2."""
    if not 0 <= index < size:
        raise ProofFailed("the leaf lies outside the tree")
    place, last, value = index, size - 1, leaf
    for step in proof:
        if not last:
            raise ProofFailed("the proof is too long")
        if place & 1 or place == last:
            value = node_hash(step, value)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            value = node_hash(value, step)
        place, last = place >> 1, last >> 1
    if last or value != root:
        raise ProofFailed("the leaf is not under this root")


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ProofFailed.  RFC 9162, section 2.1.4.2."""
    if old == new:
        if proof or old_root != new_root:
            raise ProofFailed("two roots for one size")
        return
    if not 0 < old < new:
        raise ProofFailed("the sizes are out of order")
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        raise ProofFailed("the proof is too short")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if not last:
            raise ProofFailed("the proof is too long")
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    if last or first != old_root or second != new_root:
        raise ProofFailed("the later tree does not contain the earlier one")


def _inclusion(index: int, start: int, end: int) -> list[Range]:
    """PATH of RFC 6962, section 2.1.1, as ranges of leaves."""
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_inclusion(index, start, middle), (middle, end)]
    return [*_inclusion(index, middle, end), (start, middle)]


def _consistency(old: int, start: int, end: int, *, whole: bool) -> list[Range]:
    """SUBPROOF of RFC 6962, section 2.1.2; `old` counts from `start`."""
    if old == end - start:
        return [] if whole else [(start, end)]
    half = _split(end - start)
    middle = start + half
    if old <= half:
        return [*_consistency(old, start, middle, whole=whole), (middle, end)]
    return [*_consistency(old - half, middle, end, whole=False), (start, middle)]


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _hashes(ranges: Sequence[Range], lookup: Lookup) -> list[bytes]:
    covers = [nodes_of(leaves) for leaves in ranges]
    found = lookup([node for nodes in covers for node in nodes])
    return [fold([found[node] for node in nodes]) for nodes in covers]
