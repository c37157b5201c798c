"""Reads of custody: one record's chain with what it lacks, and what an institution has in its care today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import selectors as approvals
from accessctl.approvals.selectors import Asked
from accessctl.models import Organisation
from accessctl.rings import Ring
from registry.lib.errors import Forbidden
from remains.codes import COMPARED
from remains.custody import chain
from remains.custody.chain import Gap
from remains.custody.codes import STATE_AFTER, CustodyKind, CustodyState, StopPoint
from remains.custody.standing import last_moves, may_write, unaccounted
from remains.models import BurialPlace, CustodyEvent, Remains, StoragePlace
from remains.services.burying import EXCEPTION, approved_exception
from remains.services.storage import KEEPERS, PLACE_KEEPERS

PART = "remains.custody"
TABLES = (CustodyEvent, BurialPlace)
LEASE_ALARM = timedelta(days=365)
MOST_ON_SHEET = 100
MOVES = frozenset(STATE_AFTER)


@dataclass(frozen=True)
class Line:
    """One step as it is shown.  gap: the time nobody answers for that it ends; late: days until it was written down."""

    step: Any
    organisation: str
    receiver: str
    place: str
    burial: Any
    gap: Gap | None
    late: int


@dataclass(frozen=True)
class Custody:
    """The chain of one record as one reader has it.  lines: oldest first; kinds: what they may write next.

    is_read: False for a receiver who may confirm and nothing else; beside: references of others in the same grave.
    """

    remains: Remains
    is_read: bool
    kinds: tuple[CustodyKind, ...]
    state: CustodyState
    lines: tuple[Line, ...] = ()
    gaps: tuple[Gap, ...] = ()
    missing: tuple[StopPoint, ...] = ()
    is_whole: bool = True
    waiting: Any = None
    waits: Asked | None = None
    exception: str = ""
    burial: Any = None
    beside: tuple[str, ...] = ()
    may_lease: bool = False

    @property
    def current(self) -> Line | None:
        """The step that says where the remains are."""
        moved = [line for line in self.lines if line.step.kind in MOVES]
        return moved[-1] if moved else None

    @property
    def open_gap(self) -> Gap | None:
        return next((gap for gap in self.gaps if gap.until is None), None)


def custody_of(actor: Actor, ref: str) -> Custody:
    """The chain of a record, for readers of its forensic file; to a named receiver the hand-over alone.

    Raises NotFound, Forbidden.
    """
    remains = door.fetch(actor, Remains, ref=ref)
    plain = list(CustodyEvent._default_manager.filter(remains=remains).order_by("number"))
    kinds = tuple(kind for kind in CustodyKind if kind in may_write(actor, remains, plain))
    if Ring.FORENSIC not in door.rings(actor, remains):
        if not kinds:
            raise Forbidden()
        return Custody(remains, False, kinds, chain.state(plain), waiting=chain.hand_over(plain))
    opened = door.open(actor, remains, Ring.FORENSIC, tables=TABLES)
    if PART in opened.closed(remains):
        raise Forbidden()
    steps: list[Any] = sorted(opened.rows(remains, CustodyEvent), key=lambda step: step.number)
    burials: dict[UUID, Any] = {row.event_id: row for row in opened.rows(remains, BurialPlace)}
    gaps, last = chain.gaps(steps, timezone.now()), chain.last_move(steps)
    lies = burials.get(last.pk) if last is not None else None
    is_owner = door.can(actor, door.Action.CHANGE, remains)
    return Custody(
        remains, True, kinds, chain.state(steps), _lines(actor, steps, burials, gaps), tuple(gaps),
        tuple(chain.missing(steps)), chain.is_whole(steps), chain.hand_over(steps),
        waits=approvals.waits(actor, EXCEPTION, remains.ref), exception=approved_exception(actor, remains),
        burial=lies, beside=_beside(actor, remains, lies), may_lease=lies is not None and is_owner,
    )  # fmt: skip


def _lines(actor: Actor, steps: Sequence[Any], burials: dict[UUID, Any], gaps: Iterable[Gap]) -> tuple[Line, ...]:
    names = organisations(actor, steps)
    places = {row.pk: row.label for row in door.visible(actor, StoragePlace)}
    ended = {gap.until: gap for gap in gaps if gap.until is not None}
    return tuple(
        Line(
            step, names.get(step.organisation_id, ""), names.get(step.to_org_id, ""),
            places.get(step.place_id, ""), burials.get(step.pk),
            ended.get(step.at) if step.kind in MOVES else None, (step.created_at - step.at).days,
        )
        for step in steps
    )  # fmt: skip


def organisations(actor: Actor, steps: Iterable[Any]) -> dict[UUID | None, str]:
    """The names of the organisations that wrote these steps, or were handed to."""
    wanted = {key for step in steps for key in (step.organisation_id, step.to_org_id) if key}
    return dict(door.visible(actor, Organisation).filter(pk__in=wanted).values_list("pk", "name"))


def _beside(actor: Actor, remains: Remains, burial: Any) -> tuple[str, ...]:
    """Who else lies in the grave now, as far as the reader may open their files."""
    if burial is None:
        return ()
    lie = last_moves().filter(kind=CustodyKind.BURIED).values("pk")
    same = BurialPlace._default_manager.filter(grave=burial.grave, event__in=lie).exclude(remains=remains)
    seen = door.visible(actor, Remains, ring=Ring.FORENSIC).filter(pk__in=same.values("remains"))
    return tuple(seen.order_by("ref").values_list("ref", flat=True))


def open_places(actor: Actor) -> list[StoragePlace]:
    """The storage places of the reader's institution that are in use."""
    return list(door.visible(actor, StoragePlace).filter(closed_at=None).order_by("facility", "room", "shelf"))


@dataclass(frozen=True)
class Kept:
    """A storage place and how many remains are in it."""

    place: StoragePlace
    count: int

    @property
    def is_full(self) -> bool:
        return self.count >= self.place.capacity


def kept_places(actor: Actor) -> list[Kept]:
    """Every storage place in use with what is in it.  Raises Forbidden."""
    if actor.organisation is None or not actor.roles & PLACE_KEEPERS:
        raise Forbidden()
    places = open_places(actor)
    held = list(last_moves().filter(place__in=places).values_list("place", flat=True))
    return [Kept(place, held.count(place.pk)) for place in places]


@dataclass(frozen=True)
class Inside:
    """A storage place with those of its remains whose forensic file the reader reaches.  lines: reference, since."""

    place: StoragePlace
    count: int
    lines: list[tuple[str, datetime]]


def inside(actor: Actor, ref: str) -> Inside:
    """What is in a storage place of the reader's institution, each opened.  Raises NotFound, Forbidden."""
    place = door.fetch(actor, StoragePlace, ref=ref)
    if place.organisation_id != actor.organisation_id or not actor.roles & PLACE_KEEPERS:
        raise Forbidden()
    moves = dict(last_moves().filter(place=place).values_list("remains", "at"))
    reached = list(door.visible(actor, Remains, ring=Ring.FORENSIC).filter(pk__in=moves).order_by("ref"))
    door.open(actor, reached, Ring.FORENSIC, tables=[CustodyEvent], fields=["tag_no"])
    return Inside(place, len(moves), [(one.ref, moves[one.pk]) for one in reached])


def receivers(actor: Actor) -> list[tuple[str, str]]:
    """Organisations to which remains can be handed, one's own first."""
    found = [one for one in door.visible(actor, Organisation).order_by("name") if one.may_take_part]
    own = [one for one in found if one.pk == actor.organisation_id]
    return [(one.ref, one.name) for one in (*own, *(one for one in found if one not in own))]


@dataclass(frozen=True)
class InCare:
    """One line of the daily worksheet."""

    remains: Remains
    state: CustodyState
    place: str
    since: datetime | None
    gap: Gap | None
    overdue: bool
    unseen: bool
    missing: tuple[StopPoint, ...] = ()


@dataclass(frozen=True)
class Lease:
    """A grave whose lease ends soon, or has ended."""

    remains: Remains
    until: date
    is_over: bool


@dataclass(frozen=True)
class Worksheet:
    """What an institution has in its care today.  more: how many do not fit on the sheet."""

    organisation: Organisation
    lines: list[InCare]
    incoming: list[Remains]
    leases: list[Lease]
    places: list[Kept] = field(default_factory=list)
    more: int = 0


def worksheet(actor: Actor) -> Worksheet:
    """The daily worksheet of the reader's institution, those nobody can account for first.  Raises Forbidden."""
    organisation = actor.organisation
    if organisation is None or not actor.roles & KEEPERS:
        raise Forbidden()
    records = list(_in_care(actor, organisation)[: MOST_ON_SHEET + 1])
    more = max(len(records) - MOST_ON_SHEET, 0)
    opened = door.open(actor, records[:MOST_ON_SHEET], Ring.FORENSIC, tables=[CustodyEvent], fields=["tag_no"])
    places = {row.pk: row.label for row in door.visible(actor, StoragePlace)}
    lines = [_kept(row, opened.rows(row, CustodyEvent), places) for row in records[:MOST_ON_SHEET]]
    lines.sort(key=lambda line: (not (line.gap or line.overdue), line.place == "", line.place, line.remains.ref))
    return Worksheet(organisation, lines, incoming(actor, organisation), leases(actor), kept_places(actor), more)


def _in_care(actor: Actor, organisation: Organisation) -> Any:
    out = (CustodyKind.BURIED, CustodyKind.REPATRIATED, CustodyKind.CREMATED, CustodyKind.HANDED_TO_FAMILY)
    moved = last_moves()
    here = Q(pk__in=moved.filter(organisation=organisation).exclude(kind__in=out).values("remains"))
    begun = CustodyEvent._default_manager.values("remains")
    unwritten = Q(owner=organisation, status__in=COMPARED) & ~Q(pk__in=begun)
    kept = door.visible(actor, Remains, ring=Ring.FORENSIC).filter(here | unwritten)
    pressing = Case(When(pk__in=unaccounted().values("remains"), then=0), default=1)
    return kept.order_by(pressing, "-created_at", "-pk")


def _kept(remains: Remains, rows: Sequence[Any], places: dict[UUID, str]) -> InCare:
    steps: list[Any] = sorted(rows, key=lambda step: step.number)
    now, last, state = timezone.now(), chain.last_move(steps), chain.state(steps)
    seen, waiting = chain.last_seen(steps), chain.hand_over(steps)
    place = places.get(last.place_id, "") if last is not None and last.place_id else ""
    return InCare(
        remains, state, place, last.at if last else None,
        next((gap for gap in chain.gaps(steps, now) if gap.until is None), None),
        overdue=waiting is not None and now > chain.due(waiting),
        unseen=state is CustodyState.KEPT and seen is not None and now - seen > chain.SEEN_EVERY,
        missing=tuple(chain.missing(steps)),
    )  # fmt: skip


def incoming(actor: Actor, organisation: Organisation) -> list[Remains]:
    """Remains that others handed over to this organisation, and nobody has confirmed yet."""
    sent = last_moves().filter(kind=CustodyKind.MOVED, to_org=organisation).exclude(organisation=organisation)
    return list(door.visible(actor, Remains).filter(pk__in=sent.values("remains")).order_by("ref"))


def ending_leases(actor: Actor) -> QuerySet[Remains]:
    """The institution's remains that lie in a grave whose lease ends within a year, the soonest first."""
    lie = last_moves().filter(kind=CustodyKind.BURIED).values("pk")
    until = timezone.localdate() + LEASE_ALARM
    ending = BurialPlace._default_manager.filter(event__in=lie, lease_expires_at__lte=until)
    own = door.visible(actor, Remains, ring=Ring.FORENSIC).filter(owner=actor.organisation_id)
    first = Subquery(ending.filter(remains=OuterRef("pk")).values("lease_expires_at")[:1])
    return own.filter(pk__in=ending.values("remains")).order_by(first, "ref")


def leases(actor: Actor, most: int = MOST_ON_SHEET) -> list[Lease]:
    """The graves of `ending_leases`, opened, at most so many."""
    today, records = timezone.localdate(), list(ending_leases(actor)[:most])
    opened = door.open(actor, records, Ring.FORENSIC, tables=[BurialPlace], fields=["cemetery"])
    found = []
    for row in records:
        rows: list[Any] = opened.rows(row, BurialPlace)
        ends = rows[-1].lease_expires_at  # the newest is where they lie
        found.append(Lease(row, ends, ends < today))
    return sorted(found, key=lambda lease: lease.until)


def may_keep(actor: Actor) -> bool:
    """Whether to offer the worksheet; the selector decides all the same."""
    return actor.organisation is not None and bool(actor.roles & KEEPERS)
