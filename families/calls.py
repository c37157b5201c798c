"""Calls to a hotline: why one comes first, and for how long what happened was "just now".

A call is a draft of a registration with a part of its own; it decides nothing about who sees the draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases.codes import Priority

PART = "call"
JUST_NOW_FOR = timedelta(hours=72)
# As somebody at a desk takes them up; what is not named is like any other.
FIRST = (
    Priority.LIFE_DANGER, Priority.CHILD_ALONE, Priority.JUST_NOW, Priority.MEDICAL, Priority.PREGNANT,
    Priority.DISABLED, Priority.ELDERLY, Priority.MASS_EVENT, Priority.NORMAL,
)  # fmt: skip


@dataclass(frozen=True)
class Call:
    """What a call adds to a draft.  last_sign: the last sign of life, as far as the caller knows."""

    urgency: Priority
    last_sign: datetime | None

    @classmethod
    def noted(cls, urgency: Priority, hours_ago: int | None, now: datetime) -> Call:
        """The call as it came in: whoever was heard of within 72 hours is never like any other."""
        last_sign = None if hours_ago is None else now - timedelta(hours=hours_ago)
        call = cls(urgency, last_sign)
        return cls(Priority.JUST_NOW, last_sign) if urgency is Priority.NORMAL and call.is_fresh(now) else call

    @classmethod
    def of(cls, part: Mapping[str, Any]) -> Call | None:
        """The call a draft holds; None if it came in otherwise."""
        if not part:
            return None
        sign = part.get("last_sign")
        return cls(Priority(part["urgency"]), datetime.fromisoformat(sign) if sign else None)

    def as_part(self) -> dict[str, str]:
        return {"urgency": self.urgency.value, "last_sign": self.last_sign.isoformat() if self.last_sign else ""}

    def is_fresh(self, now: datetime) -> bool:
        return self.last_sign is not None and now - self.last_sign <= JUST_NOW_FOR

    def standing(self, now: datetime) -> Priority:
        """The urgency today: "just now" ends after 72 hours, the others do not end by waiting."""
        if self.urgency is Priority.JUST_NOW and self.last_sign is not None and not self.is_fresh(now):
            return Priority.NORMAL
        return self.urgency

    def rank(self, now: datetime) -> int:
        """The lower, the sooner."""
        return FIRST.index(self.standing(now))
