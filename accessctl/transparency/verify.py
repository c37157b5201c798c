"""Whether the journal is what was sealed: every entry, every node's leaf, every head, and heads kept elsewhere.

Reads all entries once, in tree order, in constant memory.  It trusts neither the leaves nor the heads in the database:
leaves are computed from the entries, and a head counts only with the signature of a key that the vault opens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from accessctl.models import JournalHead
from accessctl.transparency import merkle, signing
from accessctl.transparency.checkpoint import BadCheckpoint, Checkpoint, read
from accessctl.transparency.entries import COLUMNS, canonical

CHUNK = 5000
_ENTRY = ", ".join(f"entry.{column}" for column in COLUMNS)
_LEAVES = f"""
    SELECT leaf.index, leaf.hash, {_ENTRY}
    FROM accessctl_journalnode AS leaf LEFT JOIN accessctl_journalentry AS entry ON entry.id = leaf.entry
    WHERE leaf.level = 0 ORDER BY leaf.index"""  # noqa: S608 - fixed text
_UNSEALED = """
    SELECT entry.xid, entry.id FROM accessctl_journalentry AS entry
    WHERE NOT EXISTS (SELECT FROM accessctl_journalnode AS leaf WHERE leaf.entry = entry.id)
    ORDER BY entry.xid, entry.id"""


class Verdict(IntEnum):
    """Exit codes of `manage.py journal verify`."""

    INTACT = 0
    ALTERED = 1
    CANNOT_TELL = 2


@dataclass
class Finding:
    """`sealed` entries were checked; `unsealed` are newer than the last head.  `problem` says what, `index` where."""

    verdict: Verdict = Verdict.INTACT
    sealed: int = 0
    unsealed: int = 0
    heads: int = 0
    index: int | None = None
    problem: str = ""


class _Altered(Exception):
    def __init__(self, index: int, problem: str) -> None:
        super().__init__(problem)
        self.index, self.problem = index, problem


@dataclass
class _Walk:
    """The tree as the entries give it, with the heads still to be met."""

    heads: list[Checkpoint]
    tree: merkle.Tree = field(default_factory=merkle.Tree)
    last: tuple[int, int] = (0, 0)

    def step(self, row: Sequence[Any]) -> None:
        index, kept, *columns = row
        number, xid = columns[0], int(columns[1] or 0)
        if index != self.tree.size:
            raise _Altered(self.tree.size, "an entry is missing from the tree")
        if number is None:
            raise _Altered(index, "a sealed entry is gone")
        columns[1], columns[-1] = xid, json.loads(columns[-1])
        value = merkle.leaf_hash(canonical(columns))
        if value != bytes(kept):
            raise _Altered(index, "an entry is not what was sealed")
        if (xid, number) <= self.last:
            raise _Altered(index, "entries are out of order")
        self.last = (xid, number)
        for _node in self.tree.append(value):
            pass
        self.meet_heads()

    def meet_heads(self) -> None:
        while self.heads and self.heads[-1].size == self.tree.size:
            if self.heads.pop().root != self.tree.root():
                raise _Altered(self.tree.size - 1, "the entries up to here do not have the root that was signed")


def verify(against: Sequence[str] = ()) -> Finding:
    """Check everything sealed.  `against`: heads kept elsewhere, as text; each must be signed by us and be met."""
    try:
        keys = signing.public_keys()
        elsewhere = [read(text, keys) for text in against]
    except BadCheckpoint as error:
        return Finding(Verdict.CANNOT_TELL, problem=f"a head given for comparison: {error}")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return examine(keys, elsewhere)


def examine(keys: list[Ed25519PublicKey], elsewhere: list[Checkpoint]) -> Finding:
    """The check itself, as the caller's transaction sees the tables."""
    finding = Finding()
    heads = []
    for head in JournalHead.objects.order_by("size").iterator():
        try:
            said = read(head.note, keys)
        except BadCheckpoint:
            return Finding(Verdict.ALTERED, index=head.size - 1, problem="a head in the database is not signed by us")
        if (said.size, said.root) != (head.size, bytes(head.root)):
            return Finding(Verdict.ALTERED, index=head.size - 1, problem="a head does not say what was signed")
        heads.append(said)
    finding.heads = len(heads)
    if not heads and not elsewhere:
        return Finding(Verdict.CANNOT_TELL, problem="nothing is sealed yet")
    walk = _Walk(sorted([*heads, *elsewhere], key=lambda head: -head.size))
    try:
        for row in _rows(_LEAVES):
            walk.step(row)
        finding.sealed = walk.tree.size
        _ensure_complete(walk, heads)
        finding.unsealed = _count_unsealed(walk.last, walk.tree.size)
    except _Altered as error:
        finding.verdict, finding.index, finding.problem = Verdict.ALTERED, error.index, error.problem
    return finding


def _ensure_complete(walk: _Walk, heads: list[Checkpoint]) -> None:
    """No head beyond the last leaf, and no leaf beyond the last head."""
    size = walk.tree.size
    if walk.heads:
        raise _Altered(size, "a head was signed over more entries than there are")
    if not heads or heads[-1].size != size:
        raise _Altered(size - 1, "the newest entries of the tree are under no head")


def _count_unsealed(last: tuple[int, int], size: int) -> int:
    """Entries newer than the last head.  One that lies before it was slipped in afterwards."""
    count = 0
    for xid, number in _rows(_UNSEALED):
        if (int(xid), number) <= last:
            raise _Altered(size, f"entry {number} was slipped in below the last head")
        count += 1
    return count


def _rows(sql: str) -> Iterator[Sequence[Any]]:
    """Rows of a query by a cursor on the server, so that a million entries take no memory here."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk
