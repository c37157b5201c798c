"""Reads of what there is piece by piece, of parts, and of what is held to be of one person (ring 3f)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import selectors as approvals
from accessctl.approvals.selectors import Asked
from accessctl.rings import Ring
from registry.lib.errors import Forbidden, NotFound
from remains.models import BodyPart, InventoryPiece, PartJoin, Remains
from remains.models.skeleton import OPEN
from remains.services.joining import CONFIRM
from remains.services.skeleton import SPLIT_FROM_STATES
from remains.skeleton.codes import JoinState
from remains.skeleton.counting import Minimum, Piece, minimum

PART = "remains.state"
TABLES = (InventoryPiece, BodyPart, PartJoin)


@dataclass(frozen=True)
class Inventory:
    """The pieces of one record, and how many people they must be of."""

    remains: Remains
    pieces: tuple[Piece, ...]
    minimum: Minimum
    may_write: bool


@dataclass(frozen=True)
class Joined:
    """One joining as it is read.  `part` and `to` are None where the reader may not open that record."""

    row: Any
    part: Remains | None
    to: Remains | None

    @property
    def is_open(self) -> bool:
        return self.row.state in OPEN


@dataclass(frozen=True)
class Part:
    """A record of a part: its number within the record it was taken out of, and what it is."""

    remains: Remains
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Parts:
    """What belongs with one record.

    label: its reference as a part, "" if it is none; taken: parts with a record of their own that were taken out of it;
    here: joinings of others to it; joins: its own, the last first; whole: of all these together.
    """

    remains: Remains
    label: str
    parent: Remains | None
    pieces: tuple[Piece, ...]
    taken: tuple[Part, ...]
    here: tuple[Joined, ...]
    joins: tuple[Joined, ...]
    whole: Minimum
    waits: Asked | None
    may_write: bool
    may_split: bool

    @property
    def join(self) -> Joined | None:
        """The joining that stands."""
        return next((one for one in self.joins if one.is_open), None)

    @property
    def state(self) -> str:
        """CL of 2.17: single, a hypothesis, confirmed, or commingled when there are several people."""
        if self.join is not None:
            return str(self.join.row.state)
        if self.whole.number > 1:
            return "commingled"
        return JoinState.REJECTED.value if self.joins and self.joins[0].row.state == JoinState.REJECTED else "single"


def inventory_of(actor: Actor, ref: str) -> Inventory:
    """The inventory of remains.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    opened = _opened(actor, [remains], [InventoryPiece])
    pieces = _pieces(opened, remains)
    return Inventory(remains, pieces, minimum(pieces), door.can(actor, door.Action.CHANGE, remains))


def parts_of(actor: Actor, ref: str) -> Parts:
    """What belongs with remains, as far as the reader may open each record.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    opened = _opened(actor, [remains], TABLES)
    own: Any = opened.one(remains, BodyPart)
    joins: list[Any] = sorted(opened.rows(remains, PartJoin), key=lambda row: row.created_at, reverse=True)
    taken = dict(BodyPart._default_manager.filter(parent=remains).order_by("number").values_list("remains", "number"))
    joined = list(PartJoin._default_manager.filter(to=remains, state__in=OPEN).values_list("remains", flat=True))
    wanted = {*taken, *joined, *(row.to_id for row in joins), *([own.parent_id] if own and own.parent_id else [])}
    seen = {row.pk: row for row in door.visible(actor, Remains, ring=Ring.FORENSIC).filter(pk__in=wanted)}
    others = _opened(actor, [seen[key] for key in {*taken, *joined} if key in seen], TABLES)
    here = [
        Joined(row, seen[key], remains)
        for key in joined if key in seen for row in others.rows(seen[key], PartJoin) if row.state in OPEN
    ]  # fmt: skip
    parent = seen.get(own.parent_id) if own else None
    pieces = _pieces(opened, remains)
    together = [*pieces, *(piece for key in {*taken, *joined} if key in seen for piece in _pieces(others, seen[key]))]
    may_write = door.can(actor, door.Action.CHANGE, remains)
    return Parts(
        remains, part_ref(parent, own.number) if own and parent else "", parent, pieces,
        tuple(
            Part(seen[key], part_ref(remains, number or 0), _pieces(others, seen[key]))
            for key, number in taken.items() if key in seen
        ),
        tuple(here), tuple(Joined(row, remains, seen.get(row.to_id)) for row in joins), minimum(together),
        approvals.waits(actor, CONFIRM, remains.ref), may_write,
        may_write and len(taken) > 1 and not pieces and remains.status in SPLIT_FROM_STATES,
    )  # fmt: skip


def labelled(actor: Actor, label: str) -> Remains:
    """The remains of a label: by their reference, or a part by its number in the record it was taken out of.

    That two records belong together is told to who may open the forensic files of both (journalled); for anybody else
    there is no such part.  Raises NotFound.
    """
    ref, dash, number = label.rpartition("-P")
    if not dash or not number.isdecimal():
        return door.fetch(actor, Remains, ref=label)
    whole = door.fetch(actor, Remains, ref=ref)
    if Ring.FORENSIC not in door.rings(actor, whole):
        raise NotFound()
    try:
        parts = parts_of(actor, whole.ref).taken
    except Forbidden:  # closed by an agreement: as if there were none
        parts = ()
    found = next((one.remains for one in parts if one.label == part_ref(whole, int(number))), None)
    if found is None:
        raise NotFound()
    return found


def part_ref(parent: Remains, number: int) -> str:
    """The reference of a part within the record it was taken out of."""
    return f"{parent.ref}-P{number:02}"


def _opened(actor: Actor, remains: list[Remains], tables: Iterable[Any]) -> door.Opened:
    """Raises Forbidden where an agreement keeps this part of the file closed."""
    opened = door.open(actor, remains, Ring.FORENSIC, tables=tables)
    if any(PART in opened.closed(one) for one in remains):
        raise Forbidden()
    return opened


def _pieces(opened: door.Opened, remains: Remains) -> tuple[Piece, ...]:
    rows: list[Any] = opened.rows(remains, InventoryPiece)
    return tuple(sorted(Piece(row.element, row.side, row.portion, row.count) for row in rows))
