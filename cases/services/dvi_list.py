"""A whole list of names as heard, with its source once: looked at first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.dvi.codes import Heard
from cases.dvi.selectors import known_passengers
from cases.imports.headings import plain
from cases.imports.heard_names import MOST_NAMES, HeardLine, TooManyNames
from cases.models import DviEvent, EventPassenger
from cases.services.dvi_people import PassengerEntry, faults_of, list_of
from registry.lib.errors import Forbidden, Invalid

OF_SOURCE = ("source_kind", "described", "heard_on", "reliability", "heard")
Key = tuple[str, ...]


@dataclass(frozen=True)
class Looked:
    """One line as it would be kept.  `reasons`: why it is refused; `on_list`: why it is not written a second time."""

    line: HeardLine
    entry: PassengerEntry
    reasons: tuple[str, ...] = ()
    on_list: str = ""

    @property
    def heard_label(self) -> str:
        """The label of its code; a word that is no code, as it stands."""
        return str(dict(Heard.choices).get(self.entry.heard, self.entry.heard))


@dataclass(frozen=True)
class Look:
    """What saving a list would do.  `unread`: headings of columns that nothing is taken from."""

    lines: tuple[Looked, ...]
    unread: Sequence[str] = field(default=())

    @property
    def refused(self) -> list[Looked]:
        return [one for one in self.lines if one.reasons]

    @property
    def known(self) -> list[Looked]:
        return [one for one in self.lines if one.on_list and not one.reasons]

    @property
    def new(self) -> list[Looked]:
        return [one for one in self.lines if not one.reasons and not one.on_list]


class LinesRefused(Invalid):
    """`look`: says which lines, and why."""

    code = "lines_refused"
    look: Look


@transaction.atomic
def look_at_names(*, actor: Actor, ref: str, source: PassengerEntry, lines: Sequence[HeardLine]) -> Look:
    """What saving would do; nothing is written but that the list was read (ring 3).

    source: what holds for all lines, its name and note empty.
    Raises NotFound, Forbidden, EventClosed, TooManyNames, Invalid (of the source).
    """
    event = list_of(actor, ref)
    if actor.organisation is None:
        raise Forbidden()
    if len(lines) > MOST_NAMES:
        raise TooManyNames(most=MOST_NAMES)
    if faults := {name: said for name, said in faults_of(source).items() if name in OF_SOURCE}:
        raise Invalid(fields=faults)
    return Look(tuple(_looked(source, lines, _held(actor, event))))


@transaction.atomic
def bring_names(
    *, actor: Actor, ref: str, source: PassengerEntry, lines: Sequence[HeardLine], leave_out: bool = False
) -> int:
    """Put the lines on the list that are not there yet, all of them or none.  Returns how many were new.

    leave_out: the lines that are refused stay away; without it one of them stops the whole.
    Raises LinesRefused, and as `look_at_names`.
    """
    look = look_at_names(actor=actor, ref=ref, source=source, lines=lines)
    if look.refused and not leave_out:
        error = LinesRefused(fields={"names": [_("Some lines cannot be kept. Mend them, or leave them out.")]})
        error.look = look
        raise error
    event = list_of(actor, ref)
    EventPassenger.objects.bulk_create(
        EventPassenger(
            event=event, organisation=actor.organisation, created_by=actor.account, name=one.entry.name,
            source_kind=source.source_kind, described=source.described.strip() or None, heard_on=source.heard_on,
            reliability=source.reliability, heard=one.entry.heard, note=one.entry.note or None,
        )
        for one in look.new
    )  # fmt: skip
    if look.new:
        journal.record(
            actor, "event.passengers_brought", event, ring=Ring.RESERVED, source=source.source_kind, names=len(look.new)
        )
    return len(look.new)


def _looked(source: PassengerEntry, lines: Sequence[HeardLine], held: set[Key]) -> Iterator[Looked]:
    seen: dict[Key, int] = {}
    for line in lines:
        entry = replace(source, name=line.name.strip(), note=line.note.strip(), heard=line.heard or source.heard)
        wrong = (text for name, said in faults_of(entry).items() for text in said)
        reasons = line.faults or tuple(wrong)
        key = _key(entry)
        on_list = ""
        if key in held:
            on_list = _("It is on the list already.")
        elif key in seen:
            on_list = _("Line %(number)s says the same.") % {"number": seen[key]}
        elif not reasons:
            seen[key] = line.number
        yield Looked(line, entry, reasons, on_list)


def _held(actor: Actor, event: DviEvent) -> set[Key]:
    """What is on the list as far as the actor may know of it.

    SECURITY: an entry that is kept from the actor is not compared with, or its name could be found by trying.
    """
    opened = door.open(actor, event, Ring.RESERVED, tables=[EventPassenger]).rows(event, EventPassenger)
    known = set(known_passengers(actor, event).values_list("pk", flat=True))
    return {_key(row) for row in opened if row.pk in known}


def _key(said: Any) -> Key:
    """One name from one source with the same words, heard the same on the same day.  said: an entry, a row in clear.

    Whoever said more of a namesake is another line, and so is what was heard otherwise later: seen alive, seen dead.
    """
    words = (plain(text or "") or (text or "") for text in (said.described, said.name, said.note))
    return (said.source_kind, said.heard or "", str(said.heard_on or ""), *words)
