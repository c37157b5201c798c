"""One step on the way to somebody found alive, as it is written down.  Whether it may be taken is said elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accessctl.actor import Actor
from cases.models import Whereabouts, WhereaboutsStep


@dataclass(frozen=True, kw_only=True)
class StepEntry:
    """A step as it was planned or done.  may_say: codes of MaySay; who: a name, or a role in words."""

    step: str
    taken_on: date | None = None
    way: str = ""
    who: str = ""
    may_say: tuple[str, ...] = ()
    note: str = ""


def keep_step(actor: Actor, found: Whereabouts, entry: StepEntry, wish: str | None = None) -> WhereaboutsStep:
    """Write a step down; who calls has checked that it may be taken."""
    row = WhereaboutsStep(
        whereabouts=found, created_by=actor.account, taken_on=entry.taken_on or timezone.localdate(), step=entry.step,
        way=entry.way or None, who=entry.who or None, may_say=list(entry.may_say) or None, wish=wish,
        note=entry.note or None,
    )  # fmt: skip
    row.save(force_insert=True)
    return row
