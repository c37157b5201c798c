"""Work that kept failing, as those who answer for an organisation read it, and its second chance.

Says what kind of work it is, since when it is owed and where in the program it fails.  Work on a record that the reader
may not see is not there for them: neither listed nor counted nor begun again, since it would tell that the record is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from accessctl import door, effects, journal
from accessctl.actor import Actor
from accessctl.models import Effect
from accessctl.policy import Action, policies

SHOWN = 50


@dataclass(frozen=True)
class FailedWork:
    """One piece.  ref: the record, "" if there is none; error: "" if its worker died."""

    key: int
    kind: str | Promise
    ref: str
    attempts: int
    since: datetime
    error: str
    place: str


def listed(actor: Actor) -> list[FailedWork]:
    """The longest owed first, at most SHOWN."""
    return [
        FailedWork(
            key=row.pk, kind=effects.title(row.kind), ref=row.payload.get("ref", ""), attempts=row.attempts,
            since=row.created_at, error=row.error, place=row.place,
        )
        for row in _pieces(actor).order_by("pk")[:SHOWN]
    ]  # fmt: skip


def count(actor: Actor) -> int:
    """How many pieces wait for somebody to look at them."""
    return _pieces(actor).count()


@transaction.atomic
def try_again(*, actor: Actor, key: int | None = None) -> int:
    """Make one piece, or all of them, due once more.  Returns how many."""
    rows = _pieces(actor, Action.CHANGE)
    found = effects.again(rows if key is None else rows.filter(pk=key))
    if found:
        journal.record(actor, "work.tried_again", pieces=found)
    return found


def _pieces(actor: Actor, action: Action = Action.VIEW) -> QuerySet[Effect]:
    rows = door.visible(actor, Effect, action)
    refs = list(rows.filter(payload__has_key="ref").values_list("payload__ref", flat=True).distinct())
    return rows.filter(~Q(payload__has_key="ref") | Q(payload__ref__in=_seen(actor, refs)))


def _seen(actor: Actor, refs: list[str]) -> list[str]:
    """Those of the references whose record the actor may see, whichever app it belongs to."""
    models = [model for model in policies() if hasattr(model, "REF_PREFIX")]
    return [
        ref for model in models for ref in door.visible(actor, model).filter(ref__in=refs).values_list("ref", flat=True)
    ]
