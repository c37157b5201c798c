"""The feed of changes: what a partner system may know of happened to records, in the journal's order.

For each client and purpose the registry keeps which records that client knows of.  Each stands there once, with the
number of its last change; so who reads after a number is told each record once, as it is now.  A change is told if the
ring that it was made in is open to the client.  A record that leaves the reach of a client who knew of it is told as
gone, for whatever reason: withdrawn, hidden, erased, an agreement ended.  One never within reach never appears.

Numbers are the feed's own, so their gaps tell nothing of what others do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.models import ChangeFeed, FeedItem, JournalEntry
from accessctl.permits import Operation, admit
from accessctl.rings import Ring
from registry.lib.errors import Invalid

SIZE = 200  # references in an answer
BATCH, BATCHES = 2000, 50  # entries of the journal that one call follows at most
SWEPT_AT_ONCE = 1000
SWEEP_EVERY = timedelta(seconds=60)
KEPT_GONE = timedelta(days=90)


class NoCursor(Invalid):
    code = "no_cursor"
    template = _("This cursor is none of this feed. Begin anew without one.")


@dataclass(frozen=True)
class Carried:
    """kind: what the interface calls such a record; acts: journalled actions that change it, or their first words."""

    kind: str
    acts: frozenset[str]

    def is_changed_by(self, action: str) -> bool:
        return action in self.acts or action.partition(".")[0] in self.acts


@dataclass(frozen=True)
class Change:
    """A reference, the kind of record, and what happened: `new` (it came since the cursor), `changed` or `gone`.

    One that went and came again is `new` to a reader who has it still, and one may be `gone` that they have not.
    """

    ref: str
    record: str
    change: str


@dataclass(frozen=True)
class Changes:
    """next: the cursor to go on from, also when nothing changed; more: whether to go on at once."""

    items: list[Change]
    next: str
    more: bool


_carried: dict[type[Any], Carried] = {}


def carry(model: type[models.Model], kind: str, *acts: str) -> None:
    """Tell partner systems of changes of these records; each app says so for its own, in its module `events`.

    acts: actions of the journal, or the first word of several of which none only looks.  Said again, they are added.
    """
    held = _carried.get(model)
    _carried[model] = Carried(kind, frozenset(acts) | (held.acts if held else frozenset()))


def changes(actor: Actor, *, after: str = "") -> Changes:
    """What changed after a cursor, oldest first; without one all that is within reach.

    actor: a client.  Raises NoCursor.  A token that may not read even layer 1 for its purpose is told of nothing.
    """
    if actor.client is None or actor.purpose is None:
        raise TypeError("a feed is a client's, for a purpose")
    position = _position(actor, after)
    if not admit(actor.permits, Operation.READ, Ring.COMMON.layer, actor.purpose):
        return Changes([], after or _cursor(actor, 0), more=False)
    whole = Actor.of_client(actor.client, purpose=actor.purpose, request_id=actor.request_id)
    with transaction.atomic():
        follower = _Follower(whole)
        is_whole = follower.catch_up()
        if position > follower.feed.newest:
            raise NoCursor()
        return follower.read(position, is_whole=is_whole)


@transaction.atomic
def newest(actor: Actor) -> int:
    """The number that a client's feed has reached, brought up to date."""
    follower = _Follower(actor)
    follower.catch_up()
    return follower.feed.newest


@transaction.atomic
def stretch(actor: Actor, *, after: int, upto: int) -> Changes:
    """What still stands after one number and up to another, as the client may know it now; `next` follows the last."""
    found = _Follower(actor).read(after, is_whole=True, upto=upto)
    return Changes(found.items, _cursor(actor, upto), more=False)


def _cursor(actor: Actor, number: int) -> str:
    return f"{actor.purpose}.{number}"


def _position(actor: Actor, after: str) -> int:
    if not after:
        return 0
    purpose, _dot, number = after.rpartition(".")
    if purpose != actor.purpose or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise NoCursor()
    return int(number)


@dataclass
class _Seen:
    """What a batch of entries is about: every reference, and those that changed by the ring it happened in."""

    named: set[str] = field(default_factory=set)
    changed: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # (action, ring) -> references


class _Follower:
    """One client's feed, locked for the time of a transaction."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        ChangeFeed.objects.get_or_create(client=actor.client, purpose=actor.purpose)
        self.feed = ChangeFeed.objects.select_for_update().get(client=actor.client, purpose=actor.purpose)

    # --- following ----------------------------------------------------------------------------------------------
    def catch_up(self) -> bool:
        """Follow the journal as far as it is settled; False when more waits than one call follows."""
        if self.feed.swept_at is None and not self.feed.xid:
            self._begin()
        is_whole = False
        for _number in range(BATCHES):
            entries = journal.entries_after(self.feed.xid, self.feed.entry, limit=BATCH)
            self._take(_seen(entries))
            if entries:
                self.feed.xid, self.feed.entry = entries[-1].xid, entries[-1].pk
            if len(entries) < BATCH:
                is_whole = self._sweep()
                break
        self.feed.save(update_fields=["xid", "entry", "newest", "swept_at"])
        return is_whole

    def _begin(self) -> None:
        """What happened before a client first asks is in what it finds within reach."""
        if last := journal.last_settled():
            self.feed.xid, self.feed.entry = last.xid, last.pk

    def _take(self, seen: _Seen) -> None:
        if not seen.named:
            return
        held = {item.ref: item for item in self._items().filter(ref__in=seen.named)}
        wanted: dict[str, FeedItem] = {}
        for model, carried in _carried.items():
            present = set(door.visible(self.actor, model).filter(ref__in=seen.named).values_list("ref", flat=True))
            changed = self._changed(model, carried, seen)
            arrived = {ref for ref in present if ref not in held or held[ref].gone}
            for ref in sorted((present & changed) | arrived):
                wanted[ref] = self._present(held.get(ref), ref, carried.kind)
            for item in held.values():
                if item.kind == carried.kind and item.ref not in present and not item.gone:
                    wanted[item.ref] = self._gone(item)
        self._write(wanted.values())

    def _changed(self, model: type[Any], carried: Carried, seen: _Seen) -> set[str]:
        """SECURITY: what was done in a ring is told to who may open that ring of that record."""
        found = set()
        for (action, ring), refs in seen.changed.items():
            if carried.is_changed_by(action):
                opened = door.visible(self.actor, model, ring=Ring(ring) if ring else None).filter(ref__in=refs)
                found |= set(opened.values_list("ref", flat=True))
        return found

    def _sweep(self) -> bool:
        """Find what came or went without an entry that names it: an agreement that began or ended, a term that ran out.

        True when everything within reach is known.
        """
        now = timezone.now()
        if self.feed.swept_at and self.feed.swept_at > now - SWEEP_EVERY:
            return True
        is_whole = True
        for model, carried in _carried.items():
            known = self._items().filter(kind=carried.kind, gone=False)
            within = door.visible(self.actor, model).order_by()
            went = list(known.exclude(ref__in=within.values("ref")).order_by("number")[:SWEPT_AT_ONCE])
            came = within.exclude(ref__in=known.values("ref")).order_by("created_at", "id")
            refs = list(came.values_list("ref", flat=True)[:SWEPT_AT_ONCE])
            back = {item.ref: item for item in self._items().filter(ref__in=refs)}
            self._write(
                [self._gone(item) for item in went] + [self._present(back.get(one), one, carried.kind) for one in refs]
            )
            is_whole = is_whole and max(len(went), len(refs)) < SWEPT_AT_ONCE
        if is_whole:
            self.feed.swept_at = now
        return is_whole

    def _items(self) -> models.QuerySet[FeedItem]:
        return FeedItem.objects.filter(feed=self.feed)

    def _next(self) -> int:
        self.feed.newest += 1
        return self.feed.newest

    def _present(self, item: FeedItem | None, ref: str, kind: str) -> FeedItem:
        number = self._next()
        first = item.first if item is not None else number
        since = item.since if item is not None and not item.gone else number
        return FeedItem(feed=self.feed, ref=ref, kind=kind, number=number, first=first, since=since, gone=False)

    def _gone(self, item: FeedItem) -> FeedItem:
        number = self._next()
        return FeedItem(
            feed=self.feed,
            ref=item.ref,
            kind=item.kind,
            number=number,
            first=item.first,
            since=item.since,
            gone=True,
        )

    def _write(self, items: Iterable[FeedItem]) -> None:
        FeedItem.objects.bulk_create(
            items, update_conflicts=True, unique_fields=["feed", "ref"],
            update_fields=["number", "since", "gone", "at"],
        )  # fmt: skip

    # --- reading ------------------------------------------------------------------------------------------------
    def read(self, position: int, *, is_whole: bool, upto: int | None = None) -> Changes:
        """What stands after a number.  What is out of reach at this moment is not told as if it were within."""
        rows = self._items().filter(number__gt=position).order_by("number")
        if upto is not None:
            rows = rows.filter(number__lte=upto)
        found = list(rows[: SIZE + 1])
        page = found[:SIZE]
        left = self._left(page)
        if left:
            self._write([self._gone(item) for item in left.values()])
            self.feed.save(update_fields=["newest"])
        unheard = {item.ref for item in page if item.gone and item.first > position}  # came and went in between
        told = [_change(item, position) for item in page if item.ref not in left and item.ref not in unheard]
        last = page[-1].number if page else position
        # SECURITY: a call that tells nothing does not say how much others have done.
        more = len(found) > SIZE or bool(left) or bool(told and not is_whole)
        return Changes(told, _cursor(self.actor, last), more)

    def _left(self, page: list[FeedItem]) -> dict[str, FeedItem]:
        """Those of a page that went since they were written down."""
        left = {item.ref: item for item in page if not item.gone}
        for model, carried in _carried.items():
            refs = [item.ref for item in page if item.kind == carried.kind and not item.gone]
            if refs:
                for ref in door.visible(self.actor, model).filter(ref__in=refs).values_list("ref", flat=True):
                    left.pop(ref, None)
        return left


def _change(item: FeedItem, position: int) -> Change:
    if item.gone:
        return Change(item.ref, item.kind, "gone")
    return Change(item.ref, item.kind, "new" if item.since > position else "changed")


def _seen(entries: Iterable[JournalEntry]) -> _Seen:
    seen = _Seen()
    for entry in entries:
        if entry.decision != "allowed" or entry.action == "ring.read":
            continue
        seen.named.update(entry.refs)
        seen.changed.setdefault((entry.action, entry.ring), set()).update(entry.refs)
    return seen


def forget_gone() -> int:
    """Delete references that left long ago: a client that did not ask since begins anew."""
    count, _models = FeedItem.objects.filter(gone=True, at__lt=timezone.now() - KEPT_GONE).delete()
    return count
