"""By which day a family hears from us next: the rule, without a database.

The family's rhythm counts from the last time they heard from us, or from the day the case was opened.  A promised day
holds if it comes first, until they have heard.  An attempt that failed, or a question of theirs, moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cases.services.opening import FEEDBACK_EVERY

EVERY_DAYS = FEEDBACK_EVERY.days
# A family that has waited longer than this is its supervisor's business too.
RAISED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Talk:
    """What the clock needs of a talk.  tells: the family heard from us; promised: the day we said we would call."""

    on: date
    tells: bool
    promised: date | None = None


def due_on(opened: date, every_days: int | None, talks: Iterable[Talk]) -> date | None:
    """The day by which the family hears next; None where they asked not to be called and nothing was promised.

    talks: in the order they were written down, which decides between two of the same day.
    """
    since, promised = opened, None
    for talk in sorted(talks, key=lambda talk: talk.on):
        if talk.tells:
            since, promised = talk.on, talk.promised
        elif talk.promised:
            promised = min(promised or talk.promised, talk.promised)
    by_rhythm = since + timedelta(days=every_days) if every_days else None
    return min((day for day in (promised, by_rhythm) if day), default=None)
