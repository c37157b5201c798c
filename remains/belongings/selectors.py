"""Reads of belongings in care: where each is, by which seal, who took it and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases.pictured import Topic
from registry.lib.errors import Forbidden
from remains import images
from remains.belongings import chain
from remains.belongings.codes import BelongingStepKind
from remains.belongings.standing import last_moves, may_write
from remains.custody.selectors import organisations
from remains.models import BelongingStep, KeptBelonging, Remains, StoragePlace

PART = "remains.custody"
TABLES = (KeptBelonging, BelongingStep)


@dataclass(frozen=True)
class Line:
    """One step as it is shown."""

    step: Any
    organisation: str
    receiver: str
    place: str


@dataclass(frozen=True)
class Belonging:
    """One belonging as one reader has it.  number: 0 while it is not in care; images: the numbers of those of it.

    words: as the list has it now, or as it was taken into care where it left the list; kinds: what may be written next.
    """

    name: str
    number: int
    words: str
    kinds: frozenset[BelongingStepKind]
    lines: tuple[Line, ...] = ()
    images: tuple[int, ...] = ()
    is_whole: bool = True

    @property
    def current(self) -> Line | None:
        """The step that says where it is."""
        last = chain.last_move([line.step for line in self.lines])
        return next((line for line in self.lines if line.step is last), None)

    @property
    def seal(self) -> str:
        """The number of the seal it bears now."""
        return next((line.step.seal_no for line in reversed(self.lines) if line.step.seal_no), "")


@dataclass(frozen=True)
class Belongings:
    """The belongings of remains.  is_read: False for a receiver who may confirm and nothing else."""

    remains: Remains
    is_read: bool
    things: tuple[Belonging, ...]

    @property
    def kinds(self) -> tuple[BelongingStepKind, ...]:
        """What may be written next of one of them at least."""
        return tuple(kind for kind in BelongingStepKind if any(kind in thing.kinds for thing in self.things))


def belongings_of(actor: Actor, ref: str) -> Belongings:
    """The belongings of remains, for readers of their forensic file; to a named receiver the hand-over alone.

    Raises NotFound, Forbidden.
    """
    remains = door.fetch(actor, Remains, ref=ref)
    if Ring.FORENSIC not in door.rings(actor, remains):
        return _handed_over(actor, remains)
    opened = door.open(actor, remains, Ring.FORENSIC, tables=TABLES)
    if PART in opened.closed(remains):
        raise Forbidden()
    pictured = images.images_of(actor, ref)
    shown: dict[str, list[int]] = {}
    for row in pictured.rows:
        shown.setdefault(row.shows or "", []).append(row.number)
    listed = {item.name: item.words for item in pictured.items if item.topic == Topic.THINGS}
    kept = {row.item: row for row in opened.rows(remains, KeptBelonging)}
    steps: list[Any] = sorted(opened.rows(remains, BelongingStep), key=lambda step: step.number)
    names, places = organisations(actor, steps), {row.pk: row.label for row in door.visible(actor, StoragePlace)}
    found = []
    for name in [*listed, *(name for name in kept if name not in listed)]:
        own = [step for step in steps if name in kept and step.belonging_id == kept[name].pk]
        lines = tuple(
            Line(
                step, names.get(step.organisation_id, ""), names.get(step.to_org_id, ""), places.get(step.place_id, "")
            )
            for step in own
        )
        found.append(Belonging(
            name, kept[name].number if name in kept else 0, listed.get(name) or kept[name].what,
            may_write(actor, remains, own), lines, tuple(shown.get(name, ())), chain.is_whole(own),
        ))  # fmt: skip
    return Belongings(remains, True, tuple(found))


def _handed_over(actor: Actor, remains: Remains) -> Belongings:
    """What a receiver who reads nothing may confirm, by number.  Raises Forbidden."""
    chains: dict[UUID, list[BelongingStep]] = {}
    for step in BelongingStep._default_manager.filter(remains=remains).order_by("number"):
        chains.setdefault(step.belonging_id, []).append(step)
    kept = KeptBelonging._default_manager.filter(pk__in=chains).order_by("number")
    found = [Belonging(row.item, row.number, "", may_write(actor, remains, chains[row.pk])) for row in kept]
    waiting = tuple(one for one in found if one.kinds)
    if not waiting:
        raise Forbidden()
    return Belongings(remains, False, waiting)


def incoming(actor: Actor, organisation: Organisation) -> list[Remains]:
    """Remains of which belongings were handed over to this organisation by others, and nobody has confirmed it yet."""
    sent = last_moves().filter(kind=BelongingStepKind.SENT, to_org=organisation).exclude(organisation=organisation)
    return list(door.visible(actor, Remains).filter(pk__in=sent.values("remains")).order_by("ref"))
