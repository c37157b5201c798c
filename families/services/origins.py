"""What a partner's own system calls a case, and what it last said of it: the same number is the same case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from cases.imports.headings import plain
from cases.models import Case
from cases.services import on_paper
from families.exchange.catalogue import EXPIRES, ITEMS, NOTES, SOURCED
from families.exchange.cells import Read, Values, written
from families.models import CaseOrigin
from registry.lib.errors import Conflict

AT_ONCE: Final = 500
NOTE: Final = "note "  # before the number of a note, among what a partner said


class NotYours(Conflict):
    code = "case_of_others"
    template = gettext_lazy(
        "This number is of a case that you may not change: it was handed on, or colleagues answer for it."
    )


def digest(writer: Actor, system: str, number: str) -> str:
    """Of a number as the writer's organisation has it from a partner: keyed, and nothing is read from it."""
    return on_paper.digest("families.origin", f"{writer.organisation_id}\n{plain(system)}\n{number}")


def origins_of(writer: Actor, system: str, numbers: Iterable[str]) -> tuple[dict[str, Clear], set[str]]:
    """What is known of these numbers of a partner, by number, of cases that the writer may change; those of others.

    The writer's organisation gave all of them, so that it learns of nothing but its own: cases that were handed on.
    """
    by_digest = {digest(writer, system, number): number for number in numbers if number}
    mine = door.visible(writer, Case, door.Action.CHANGE).filter(owner=writer.organisation_id)
    found, others, digests = dict[str, Clear](), set[str](), list(by_digest)
    for start in range(0, len(digests), AT_ONCE):
        rows = CaseOrigin.objects.filter(digest__in=digests[start : start + AT_ONCE]).select_related("case")
        held = set(mine.filter(pk__in=[row.case_id for row in rows]).values_list("pk", flat=True))
        known = reveal([row for row in rows if row.case_id in held], "said")
        found |= {by_digest[row.digest]: row for row in known}
        others |= {by_digest[row.digest] for row in rows if row.case_id not in held}
    return found, others


def stated(row: Read) -> dict[str, str]:
    """What a row says of rings 1 and 2, as cells: what a later table is compared with."""
    said = {
        name: written(value)
        for name, value in row.values.items()
        if name in ITEMS and ITEMS[name].ring.layer <= 2 and ITEMS[name].section in ("who", "looks", "contact")
    }
    said |= {f"{NOTE}{one.id}": one.text or one.status for one in row.values.get(NOTES, ())}
    said |= {name: row.values[name].isoformat() for name in (SOURCED, EXPIRES) if name in row.values}
    return said | {f"{name}?": code for name, code in row.absences.items()}


def changes(said: Mapping[str, str], row: Read) -> set[str]:
    """The columns of which a partner says something else than the last time; an emptied cell says nothing.

    What was written before what came last is an older copy, and changes nothing.
    """
    now = stated(row)
    if now.get(SOURCED, "") and now[SOURCED] < said.get(SOURCED, ""):
        return set()
    return {name for name, cell in now.items() if said.get(name) != cell and name != SOURCED}


def answers(said: Mapping[str, str]) -> Values:
    """What cells say that were written by `stated`, without why there is no answer."""
    cells = {name: cell for name, cell in said.items() if cell and not name.endswith("?")}
    return Read(cells, {name: name for name in cells}, today=timezone.localdate()).values


def say(origin: Any, said: dict[str, str]) -> None:
    """Keep what a partner says now.  origin: the key of the row."""
    stored = CaseOrigin.objects.get(pk=origin)
    stored.said, stored.expires_at = said, expiry_of(said)
    stored.save(update_fields=["said", "expires_at"])


def expiry_of(said: Mapping[str, str]) -> datetime | None:
    """When the partner wants the case deleted, if they said so."""
    return datetime.fromisoformat(said[EXPIRES]) if EXPIRES in said else None
