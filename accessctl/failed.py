"""Work that kept failing, as those who answer for an organisation read it, and its second chance.

Says what kind of work it is, since when it is owed and where in the program it fails.  A record is named only to who
may see it; what it was about is said to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise

from accessctl import door, effects, journal
from accessctl.actor import Actor
from accessctl.models import Effect
from accessctl.policy import Action, policies

SHOWN = 50


@dataclass(frozen=True)
class FailedWork:
    """One piece.  ref: the record, "" if there is none or the reader may not see it; error: "" if its worker died."""

    key: int
    kind: str | Promise
    ref: str
    about_hidden: bool
    attempts: int
    since: datetime
    error: str
    place: str


def listed(actor: Actor) -> list[FailedWork]:
    """The longest owed first, at most SHOWN."""
    rows = list(door.visible(actor, Effect).order_by("pk")[:SHOWN])
    seen = _seen(actor, (row.payload.get("ref", "") for row in rows))
    return [
        FailedWork(
            key=row.pk, kind=effects.title(row.kind), ref=ref if ref in seen else "",
            about_hidden=bool(ref) and ref not in seen, attempts=row.attempts, since=row.created_at,
            error=row.error, place=row.place,
        )
        for row in rows
        for ref in [row.payload.get("ref", "")]
    ]  # fmt: skip


def count(actor: Actor) -> int:
    """How many pieces wait for somebody to look at them."""
    return door.visible(actor, Effect).count()


@transaction.atomic
def try_again(*, actor: Actor, key: int | None = None) -> int:
    """Make one piece, or all of them, due once more.  Returns how many."""
    rows = door.visible(actor, Effect, Action.CHANGE)
    found = effects.again(rows if key is None else rows.filter(pk=key))
    if found:
        journal.record(actor, "work.tried_again", pieces=found)  # no reference: it may be another organisation's
    return found


def _seen(actor: Actor, refs: Iterable[str]) -> set[str]:
    """Those of the references whose record the actor may see, whichever app it belongs to."""
    wanted: dict[str, list[str]] = {}
    for ref in refs:
        wanted.setdefault(ref.partition("-")[0], []).append(ref)
    found: set[str] = set()
    for model in policies():
        prefix: Any = getattr(model, "REF_PREFIX", None)
        if prefix in wanted:
            rows = door.visible(actor, model).filter(ref__in=wanted[prefix])
            found |= set(rows.values_list("ref", flat=True))
    return found
