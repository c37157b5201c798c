"""The journal on a large scale: a million entries sealed and verified, a thousand tamperings found.

Runs as the owner of a scratch database, since only the owner can tamper at all.  Every tampering is taken back.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from accessctl.models import JournalEntry, JournalHead, JournalNode
from accessctl.transparency import merkle, sealer, signing
from accessctl.transparency.checkpoint import Checkpoint, read
from accessctl.transparency.entries import of_entry
from accessctl.transparency.verify import Verdict, examine, verify

SMALL = 300  # entries that are tampered with
CHUNK = 50_000
_FILL = """
    INSERT INTO accessctl_journalentry
        (actor, organisation, owners, action, purpose, refs, ring, decision, rule, request, detail)
    SELECT 'account:' || gen_random_uuid(), gen_random_uuid(), ARRAY[gen_random_uuid()], 'ring.read', 'search',
        ARRAY['MMR-' || number], '2', 'allowed', '', gen_random_uuid()::text, '{"tables": ["CaseName"]}'
    FROM generate_series(1, %s) AS number"""
_COLUMNS = {
    "actor": "'account:other'",
    "at": "at + interval '1 second'",
    "organisation": "gen_random_uuid()",
    "owners": "'{}'",
    "action": "'case.opened'",
    "purpose": "'statistics'",
    "refs": "ARRAY['MMR-other']",
    "ring": "'1'",
    "decision": "'denied'",
    "rule": "'other'",
    "request": "''",
    "detail": "'{}'",
}


@dataclass
class Report:
    """Seconds and entries of the large journal; of the small one, tamperings by kind, found and missed."""

    entries: int = 0
    sealing: float = 0.0
    verifying: float = 0.0
    tried: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    controls: int = 0
    false_alarms: int = 0

    @property
    def passed(self) -> bool:
        return not self.missed and not self.false_alarms

    def lines(self) -> Iterator[str]:
        if self.entries:
            yield f"{self.entries} entries: sealed in {self.sealing:.1f} s, verified in {self.verifying:.1f} s"
        for kind, count in sorted(self.tried.items()):
            yield f"{kind:32} {count:5} tried {count - self.missed[kind]:5} found"
        yield f"{'in all':32} {self.tried.total():5} tried {self.tried.total() - self.missed.total():5} found"
        yield f"{'untouched':32} {self.controls:5} checked {self.false_alarms:3} false alarms"


def run(*, entries: int, tamperings: int, seed: int) -> Report:
    """Tamper with a small journal, then grow it to `entries` and verify that."""
    report = Report()
    for _number in range(SMALL):
        _fill(1)  # each in a transaction of its own, as the registry writes them
    while sealer.seal(limit=max(SMALL // 10, 1)):
        pass
    _tamper(report, tamperings, random.Random(seed))  # noqa: S311 - repeatable, not secret
    if entries:
        _grow(report, entries)
    return report


def _grow(report: Report, entries: int) -> None:
    for start in range(0, entries, CHUNK):
        _fill(min(CHUNK, entries - start))
    began = time.perf_counter()
    report.entries = sealer.seal_all()
    report.sealing = time.perf_counter() - began
    began = time.perf_counter()
    report.false_alarms += verify().verdict is not Verdict.INTACT
    report.controls += 1
    report.verifying = time.perf_counter() - began


def _fill(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [count])


def _tamper(report: Report, count: int, chance: random.Random) -> None:
    keys = signing.public_keys()
    kept = [read(JournalHead.objects.latest("size").note, keys)]
    kinds = list(KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        with _taken_back():
            KINDS[kind](chance)
            found = examine(keys, kept).verdict is Verdict.ALTERED
        report.tried[kind] += 1
        report.missed += Counter({kind: 0 if found else 1})
        if number % 20 == 0:
            report.controls += 1
            report.false_alarms += examine(keys, kept).verdict is not Verdict.INTACT


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        _execute("SET LOCAL registry.maintenance = 'on'")
        yield
        transaction.set_rollback(True)


def _execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def _entry_at(index: int) -> int | None:
    return JournalNode.objects.get(level=0, index=index).entry


def _any(chance: random.Random) -> int:
    return chance.randrange(JournalNode.objects.filter(level=0).count())


def _alter_column(chance: random.Random) -> None:
    column = chance.choice(sorted(_COLUMNS))
    sql = f"UPDATE accessctl_journalentry SET {column} = {_COLUMNS[column]} WHERE id = %s"  # noqa: S608 - fixed text
    _execute(sql, _entry_at(_any(chance)))


def _alter_with_leaf(chance: random.Random) -> None:
    """An entry with its leaf and every node above it, as somebody would who knows the tree."""
    index = _any(chance)
    _execute("UPDATE accessctl_journalentry SET actor = 'account:other' WHERE id = %s", _entry_at(index))
    size = JournalNode.objects.filter(level=0).count()
    _rebuild(size)


def _rebuild(size: int) -> None:
    """All nodes anew from the entries as they stand, and the roots of the heads with them; only signatures stay."""
    tree = merkle.Tree()
    roots: dict[int, bytes] = {}
    found = {row.pk: row for row in JournalEntry.objects.all()}
    hashes: list[tuple[int, int, bytes]] = []
    for leaf in JournalNode.objects.filter(level=0).order_by("index"):
        value = merkle.leaf_hash(of_entry(found[leaf.entry or 0]))
        hashes += [(level, place, node) for (level, place), node in tree.append(value)]
        roots[tree.size] = tree.root()
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE accessctl_journalnode SET hash = %s WHERE level = %s AND index = %s",
            [(node, level, place) for level, place, node in hashes],
        )
        cursor.executemany(
            "UPDATE accessctl_journalhead SET root = %s WHERE size = %s",
            [(root, size) for size, root in roots.items()],
        )


def _delete_entry(chance: random.Random) -> None:
    _execute("DELETE FROM accessctl_journalentry WHERE id = %s", _entry_at(_any(chance)))


def _delete_leaf(chance: random.Random) -> None:
    _execute("DELETE FROM accessctl_journalnode WHERE level = 0 AND index = %s", _any(chance))


def _delete_leaf_and_entry(chance: random.Random) -> None:
    index = _any(chance)
    _execute("DELETE FROM accessctl_journalentry WHERE id = %s", _entry_at(index))
    _execute("DELETE FROM accessctl_journalnode WHERE level = 0 AND index = %s", index)


def _swap_leaves(chance: random.Random) -> None:
    first = chance.randrange(JournalNode.objects.filter(level=0).count() - 1)
    for old, new in ((first, -1), (first + 1, first), (-1, first + 1)):
        _execute("UPDATE accessctl_journalnode SET index = %s WHERE level = 0 AND index = %s", new, old)


def _slip_in(chance: random.Random) -> None:
    _execute("ALTER TABLE accessctl_journalentry DISABLE TRIGGER journal_time")
    _execute(
        "INSERT INTO accessctl_journalentry"
        " (xid, at, actor, organisation, owners, action, purpose, refs, ring, decision, rule, request, detail)"
        " SELECT xid, at, 'account:other', organisation, owners, action, purpose, refs, ring, decision, rule, request,"
        " detail FROM accessctl_journalentry WHERE id = %s",
        _entry_at(chance.randrange(JournalNode.objects.filter(level=0).count() - SMALL // 10)),
    )


def _cut_tail(chance: random.Random) -> None:
    """The newest entries with their leaves and heads: only a head kept elsewhere tells."""
    sizes = list(JournalHead.objects.order_by("size").values_list("size", flat=True))
    size = chance.choice(sizes[:-1])
    for statement in (
        "DELETE FROM accessctl_journalentry e USING accessctl_journalnode n WHERE n.entry = e.id AND n.index >= %s",
        "DELETE FROM accessctl_journalnode WHERE level = 0 AND index >= %s",
        "DELETE FROM accessctl_journalhead WHERE size > %s",
    ):
        _execute(statement, size)


def _alter_head(chance: random.Random) -> None:
    size = chance.choice(list(JournalHead.objects.values_list("size", flat=True)))
    _execute("UPDATE accessctl_journalhead SET root = sha256(root) WHERE size = %s", size)


def _forge_head(chance: random.Random) -> None:
    """A head over rewritten entries, signed by a key of somebody else."""
    head = JournalHead.objects.latest("size")
    _alter_with_leaf(chance)
    root = merkle.Tree.at(head.size, sealer.nodes).root()
    note = Checkpoint(sealer.origin(), head.size, root, head.at).signed(Ed25519PrivateKey.generate())
    _execute("UPDATE accessctl_journalhead SET root = %s, note = %s WHERE size = %s", root, note, head.size)


KINDS: dict[str, Callable[[random.Random], None]] = {
    "a column of an entry": _alter_column,
    "an entry and the whole tree": _alter_with_leaf,
    "an entry deleted": _delete_entry,
    "a leaf deleted": _delete_leaf,
    "an entry and its leaf deleted": _delete_leaf_and_entry,
    "two leaves swapped": _swap_leaves,
    "an entry slipped in": _slip_in,
    "the tail cut off": _cut_tail,
    "a head altered": _alter_head,
    "a head forged": _forge_head,
}
