"""The table of codes that another registry compares its questions with, made anew as soon as a record leaves it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import blake2b
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accessctl import journal, outward, rotation, vault
from accessctl.clear import reveal
from accessctl.codes import Purpose
from accessctl.models import Peer
from accessctl.peers.blind import Multiplier
from matching.engine.profile import Profile
from matching.models import CodedTable, GivenTable
from matching.peers import coding, records
from matching.peers.entries import LEAST, entries_of
from matching.peers.protocol import ALIAS, ENTRY, split
from registry.lib import faults

logger = logging.getLogger(__name__)

OF_A_RECORD: Final = 64  # entries, at most, of one with another: some forty as a rule
LIFE: Final = timedelta(days=1)  # after which changes of what records say are taken in
PACES: Final = 360  # after as many times the pace of answers, an hour as a rule, records that came are
MOST_GIVEN: Final = 20  # times one table is given out: more often nobody needs it


def pace() -> timedelta:
    """How long every answer to another registry takes."""
    return timedelta(seconds=settings.PEER_SECONDS)


def current(peer: Peer, purpose: Purpose) -> CodedTable:
    """The table that questions are answered by now: the one there is, unless it is old or somebody left it."""
    held = CodedTable.objects.filter(peer=peer, purpose=purpose).first()
    return held if held is not None and _stands(held, records.met(peer, purpose).keys()) else make(peer, purpose)


def _stands(held: CodedTable, now: Set[UUID]) -> bool:
    """Whether it opens, nobody is in it who may not be, and not for long somebody missing who may."""
    age, known = timezone.now() - held.made_at, set(held.records)
    if known - now or age >= LIFE or _opens_no_more(held):
        return False
    return not now - known or age < pace() * PACES


def keep() -> int:
    """Delete the tables of links that are not in force, ours and theirs; make anew those that somebody left, and that
    are a day old and were given out, so that who was given one too often can have the next.  Returns how many.
    """
    count = 0
    for theirs in GivenTable.objects.select_related("peer__organisation").defer("entries"):
        if not _is_agreed(theirs.peer, theirs.purpose):
            count += GivenTable.objects.filter(pk=theirs.pk).delete()[0]
    for held in CodedTable.objects.select_related("peer__organisation").defer("entries", "meaning", "number"):
        with faults.contained(logger, "keeping a table of codes"), suppress(BeingMade):
            count += _kept(held)
    return count


def _kept(held: CodedTable) -> bool:
    """Whether the table was deleted, or made anew."""
    peer, purpose = held.peer, Purpose(held.purpose)
    if not _is_agreed(peer, purpose):
        _drop(CodedTable.objects.filter(pk=held.pk))
        return True
    is_old = held.given and timezone.now() - held.made_at >= LIFE
    if is_old or _opens_no_more(held) or set(held.records) - records.met(peer, purpose).keys():
        make(peer, purpose)
        return True
    return False


def _opens_no_more(held: CodedTable) -> bool:
    """Whether its key is gone, or it was made in a way that nobody asks in any more."""
    return held.coding != coding.VERSION or not rotation.newest_key(held.record)


def _is_agreed(peer: Peer, purpose: str) -> bool:
    return peer.is_live and purpose in peer.purposes and outward.admits(purpose)


class BeingMade(Exception):
    """The table is not to be had at this moment: another worker makes it, or a record left it while it was made."""


def make(peer: Peer, purpose: Purpose) -> CodedTable:
    """A new table under a new key; entries of the one before match nothing any more.  Raises BeingMade."""
    with alone(peer, purpose):
        return _made(peer, purpose)


@contextmanager
def alone(peer: Peer, purpose: Purpose, whose: str = "ours") -> Iterator[None]:
    """Nobody else makes the table, or fetches theirs, meanwhile; no transaction is open for as long as it takes.

    Raises BeingMade.
    """
    lock = int.from_bytes(blake2b(f"{peer.pk}|{purpose}|{whose}".encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        if not cursor.fetchone()[0]:
            raise BeingMade
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def _made(peer: Peer, purpose: Purpose) -> CodedTable:
    key, ids, named = Multiplier.draw(), list[UUID](), list[tuple[bytes, Profile]]()
    for model in records.MET[purpose]:
        wanted = records.admitted(peer, purpose, model).order_by("pk").values_list("pk", flat=True)
        for record, profile in records.profiles(peer, purpose, model, list(wanted)):
            ids.append(record)
            named.append((os.urandom(ALIAS), profile))
    entries, _count = entries_of(named, purpose, key)
    row = CodedTable(
        peer=peer, purpose=purpose, version=uuid4(), coding=coding.VERSION, records=ids, number=key.to_bytes(),
        entries=entries, meaning=b"".join(alias for alias, _profile in named),
    )  # fmt: skip
    vault.enrol(row.record, vault.DEPLOYMENT_ORGANISATION, [CodedTable.RING])
    with transaction.atomic():
        if set(ids) - records.met(peer, purpose).keys():
            raise BeingMade
        _drop(CodedTable.objects.filter(peer=peer, purpose=purpose))
        row.save(force_insert=True)
        journal.record(records.job(purpose), "peer.table_made", peer.ref, count=len(ids))
    return row


def _drop(gone: QuerySet[CodedTable]) -> None:
    """Delete tables.  SECURITY: keys first, so that a crash leaves a row that opens no more and does not stand."""
    for table in gone.only("record"):
        vault.destroy(table.record)
        CodedTable.objects.filter(pk=table.pk).delete()


def most_bytes(peer: Peer) -> int:
    """How large a table of that registry may be, by how many records it was agreed to hold."""
    return max(LEAST, 1 << (peer.records_at_most * OF_A_RECORD - 1).bit_length()) * ENTRY


def number_of(table: CodedTable) -> Multiplier:
    (clear,) = reveal([table], "number")
    return Multiplier.from_bytes(clear.number)


def given_out(peer: Peer, purpose: Purpose) -> tuple[UUID, bytes] | None:
    """The table as a registry is given it, with its version; None while there is none, or it was given often enough."""
    table = CodedTable.objects.filter(peer=peer, purpose=purpose).first()
    if table is None or not _is_agreed(peer, purpose):
        return None
    with transaction.atomic():
        if not CodedTable.objects.filter(pk=table.pk, given__lt=MOST_GIVEN).update(given=F("given") + 1):
            return None
        journal.record(records.job(purpose), "peer.table_given", peer.ref, count=len(table.records))
    (clear,) = reveal([table], "entries")
    return table.version, bytes(clear.entries)


def meant(table: CodedTable, aliases: list[bytes]) -> list[UUID]:
    """The records that are called so in a table."""
    (clear,) = reveal([table], "meaning")
    named = dict(zip(split(bytes(clear.meaning), ALIAS), table.records, strict=True))
    return [named[alias] for alias in dict.fromkeys(aliases) if alias in named]
