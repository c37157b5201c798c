"""Reads of erasures: the own organisation's with the answers of receivers, and what the matcher has to forget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.disclosure.ledger import ANSWER_WITHIN, PROOF_WITHIN
from accessctl.models import ShareEvent, Tombstone
from registry.lib.errors import NotFound
from registry.lib.ids import normalise_ref

SHOWN = 100
OPEN_RECALLS = (ShareEvent.Recall.SENT, ShareEvent.Recall.ACKNOWLEDGED)


def erased_since(xid: int) -> set[str]:
    """References of records erased by transactions from this one on, for the matcher's memory."""
    rows = Tombstone.objects.filter(xid__gte=xid).exclude(record_ref="")
    return set(rows.values_list("record_ref", flat=True))


def erasures_since(xid: int) -> set[UUID]:
    """The erasures themselves: one record may be erased in several steps."""
    return set(Tombstone.objects.filter(xid__gte=xid).values_list("pk", flat=True))


@dataclass(frozen=True)
class Recalled:
    """One receiver of a copy: what it was asked, and whether the answer is late."""

    share: ShareEvent
    due_at: datetime | None

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()


@dataclass(frozen=True)
class Erased:
    """One erasure as its page shows it."""

    stone: Tombstone
    recalled: tuple[Recalled, ...]

    @property
    def open(self) -> int:
        return sum(one.due_at is not None for one in self.recalled)

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.recalled)

    @property
    def refused(self) -> int:
        return sum(one.share.recall == ShareEvent.Recall.REFUSED for one in self.recalled)


def listed(actor: Actor) -> list[Erased]:
    """The erasures of the reader's organisation, newest first."""
    stones = list(_rows(actor).order_by("-erased_at")[:SHOWN])
    shares: dict[str, list[ShareEvent]] = {}
    refs = {stone.record_ref for stone in stones}
    for share in ShareEvent.objects.filter(record_ref__in=refs).select_related("receiver").order_by("at"):
        shares.setdefault(share.record_ref, []).append(share)
    return [Erased(stone, tuple(recalled(shares.get(stone.record_ref, [])))) for stone in stones]


def fetch(actor: Actor, ref: str) -> Erased:
    """The latest erasure of a record, or of a part of it.  Raises NotFound."""
    stone = _rows(actor).filter(record_ref=normalise_ref(ref) or "").order_by("-erased_at").first()
    if stone is None:
        raise NotFound()
    shares = ShareEvent.objects.filter(record_ref=stone.record_ref).select_related("receiver").order_by("at")
    return Erased(stone, tuple(recalled(shares)))


def recalled(shares: QuerySet[ShareEvent] | list[ShareEvent]) -> list[Recalled]:
    """What was recalled, with the day an answer is due: to acknowledge within a week, to confirm within a month."""
    return [Recalled(share, _due(share)) for share in shares if share.recall != ShareEvent.Recall.NONE]


def _due(share: ShareEvent) -> datetime | None:
    if share.recall not in OPEN_RECALLS or share.recalled_at is None:
        return None
    return share.recalled_at + (ANSWER_WITHIN if share.recall == ShareEvent.Recall.SENT else PROOF_WITHIN)


def _rows(actor: Actor) -> QuerySet[Tombstone]:
    return door.visible(actor, Tombstone).select_related("owner")
