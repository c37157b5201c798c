"""The sealer: appends settled entries of the journal to the tree, signs the head, writes heads outside the database.

It follows the horizon order like every consumer, so an entry committed late is sealed late and never left out.  What
it signs cannot be taken back: rewriting an entry afterwards contradicts a head that partners and a file hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accessctl import journal
from accessctl.models import JournalHead, JournalNode
from accessctl.transparency import entries, merkle, signing
from accessctl.transparency.checkpoint import Checkpoint

CONSUMER = "sealer"
BATCH = 2000
_NODES = "COPY accessctl_journalnode (level, index, hash, entry) FROM STDIN"  # five times the speed of rows one by one


def origin() -> str:
    """How heads name this registry."""
    return f"{settings.DEPLOYMENT}/journal"


def seal_all() -> int:
    """Seal whatever is settled; returns how many entries."""
    total = 0
    while count := seal():
        total += count
        if count < BATCH:
            break
    return total


@transaction.atomic
def seal(limit: int = BATCH) -> int:
    """Seal the next entries, at most `limit`, under one signed head.  Two sealers never seal the same."""
    settled = journal.follow(CONSUMER, limit=limit)
    if not settled:
        return 0
    head = latest()
    tree = merkle.Tree.at(head.size if head else 0, nodes)
    with connection.cursor() as cursor, cursor.copy(_NODES) as copy:
        for entry in settled:
            for (level, index), value in tree.append(merkle.leaf_hash(entries.of_entry(entry))):
                copy.write_row((level, index, value, None if level else entry.pk))
    now = timezone.now()
    note = Checkpoint(origin(), tree.size, tree.root(), now).signed(signing.current())
    JournalHead.objects.create(size=tree.size, root=tree.root(), at=now, note=note)
    journal.advance(CONSUMER, settled[-1])
    return len(settled)


def latest() -> JournalHead | None:
    return JournalHead.objects.order_by("-size").first()


def nodes(wanted: Iterable[merkle.Node]) -> Mapping[merkle.Node, bytes]:
    """Hashes of nodes, in one query; a tree of n entries needs log n of them."""
    places = list(wanted)
    if not places:
        return {}
    found = JournalNode.objects.filter(reduce(or_, (Q(level=level, index=index) for level, index in places)))
    return {(row.level, row.index): bytes(row.hash) for row in found}


def publish() -> bool:
    """Append the newest head to the file outside the database; False when it is there already or none is set."""
    head = latest()
    if not settings.JOURNAL_HEADS_FILE or head is None:
        return False
    path = Path(settings.JOURNAL_HEADS_FILE)
    if path.exists() and path.read_text(encoding="utf-8").endswith(head.note + "\n"):
        return False
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(head.note + "\n")
        file.flush()
        os.fsync(file.fileno())
    return True
