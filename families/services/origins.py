"""What a partner's table last said of a case, what it says otherwise since, and until when it lends it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils import timezone

from accessctl.clear import Clear
from cases.imports import answers as read
from families.exchange.catalogue import EXPIRES, ITEMS, NOTES, SOURCED
from families.exchange.cells import Note, Read, Values, written
from families.models import CaseOrigin

NOTE: Final = "note "  # before the number of a note, among what a partner said


class Ends(NamedTuple):
    """When a case is taken away by itself; from when its partner wants it deleted otherwise, and people are asked."""

    by_itself: datetime | None
    asked: datetime | None


def stated(row: read.Read) -> dict[str, str]:
    """What a row says of rings 1 and 2, as cells: what a later table is compared with.

    Of what its source wants deleted by now nothing but that is heard.
    """
    of_source = {name: row.values[name].isoformat() for name in (SOURCED, EXPIRES) if name in row.values}
    if isinstance(row, Read) and row.is_expired:
        return of_source
    said = {
        name: written(value)
        for name, value in row.values.items()
        if name in ITEMS and ITEMS[name].ring.layer <= 2 and ITEMS[name].section in ("who", "looks", "contact")
    }
    said |= {note_key(one): f"{one.status} {one.text}" for one in row.values.get(NOTES, ())}
    return said | of_source | {f"{name}?": code for name, code in row.absences.items()}


def note_key(note: Note) -> str:
    """What a note is called among what a partner said: its own number, or one of its words."""
    return NOTE + (note.id or hashlib.sha256(repr(note).encode()).hexdigest())


def changes(said: Mapping[str, str], row: read.Read) -> set[str]:
    """The columns of which a partner says something else than the last time; an emptied cell says nothing.

    What was written before what came last is an older copy, and changes nothing.
    """
    if is_older(said, row):
        return set()
    now = stated(row)
    return {name for name, cell in now.items() if said.get(name) != cell and name != SOURCED}


def is_older(said: Mapping[str, str], row: read.Read) -> bool:
    """Whether its source wrote a row before what it said last."""
    written_at = row.values.get(SOURCED)
    return written_at is not None and written_at.isoformat() < said.get(SOURCED, "")


def answers(said: Mapping[str, str]) -> Values:
    """What cells say that were written by `stated`, without why there is no answer."""
    cells = {name: cell for name, cell in said.items() if cell and not name.endswith("?")}
    return Read(cells, {name: name for name in cells}, today=timezone.localdate()).values


def say(origin: Any, said: dict[str, str], ends: Ends) -> None:
    """Keep what a partner says now.  origin: the key of the row."""
    stored = CaseOrigin.objects.get(pk=origin)
    stored.said, stored.expires_at, stored.wanted_gone_at = said, *ends
    stored.save(update_fields=["said", "expires_at", "wanted_gone_at"])


def ends_after(origin: Clear, said: Mapping[str, str]) -> Ends:
    """What becomes of the end of a case once its partner says this.

    SECURITY: a table only ever prolongs what it lent.  An earlier end, or one for what was given without any, erases
    nothing by itself: people decide.
    """
    before, end = Ends(origin.expires_at, origin.wanted_gone_at), said.get(EXPIRES)
    if end is None or end == origin.said.get(EXPIRES):
        return before
    day = datetime.fromisoformat(end)
    prolongs = before.by_itself is not None and day >= before.by_itself
    return Ends(day, None) if prolongs else Ends(before.by_itself, day)
