"""Reads of an examination: what is written of it, its checklist, its estimates; and the accountability file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.policy import Action
from accessctl.rings import Ring
from remains.examination.checklist import Check, checklist, settled
from remains.models import (
    BiologicalEstimate,
    ChecklistItem,
    CustodyEvent,
    Examination,
    InstitutionRef,
    PostMortemProfile,
    Remains,
    RemainsAccountabilityNote,
)
from remains.services import ExaminationEntry, NumberEntry

TABLES = (Examination, ChecklistItem, InstitutionRef, BiologicalEstimate, CustodyEvent)
_LISTS = ("kinds", "fingers")


@dataclass(frozen=True)
class Examined:
    """The examination of one record as its reader has it.  estimates: rows in clear, the oldest first."""

    remains: Remains
    entry: ExaminationEntry
    checks: tuple[Check, ...]
    estimates: tuple[Any, ...]
    may_change: bool
    may_read_notes: bool

    @property
    def settled(self) -> tuple[int, int]:
        """How many steps are settled, of how many."""
        return settled(self.checks)


def examination(actor: Actor, ref: str) -> Examined:
    """All that is written of the examination (ring 3f, journalled).  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    opened = door.open(actor, remains, Ring.FORENSIC, tables=TABLES)
    held = opened.one(remains, Examination)
    numbers = tuple(
        NumberEntry(kind=row.kind, value=row.value, institution=row.institution or "")
        for row in opened.rows(remains, InstitutionRef)
    )
    return Examined(
        remains,
        _entry(held, numbers),
        checklist(opened.rows(remains, ChecklistItem), opened.rows(remains, CustodyEvent)),
        tuple(opened.rows(remains, BiologicalEstimate)),
        may_change=door.can(actor, Action.CHANGE, remains),
        may_read_notes=Ring.ACCOUNTABILITY in door.rings(actor, remains),
    )


def compared_ranges(actor: Actor, remains: Remains) -> dict[str, tuple[int, int] | None]:
    """The ranges of age and stature that are compared with missing persons, as the profile holds them."""
    profile = door.open(actor, remains, Ring.SEARCH, tables=[PostMortemProfile]).one(remains, PostMortemProfile)
    found: dict[str, tuple[int, int] | None] = {}
    for name in ("age", "stature_cm"):
        low, high = getattr(profile, f"{name}_low"), getattr(profile, f"{name}_high")
        found[name] = None if low is None else (low, high)
    return found


def accountability_notes(actor: Actor, remains: Remains) -> list[Any]:
    """The accountability file in clear, the oldest first (ring 4a, journalled).  Raises Forbidden."""
    opened = door.open(actor, remains, Ring.ACCOUNTABILITY, tables=[RemainsAccountabilityNote])
    return opened.rows(remains, RemainsAccountabilityNote)


def _entry(held: Any, numbers: tuple[NumberEntry, ...]) -> ExaminationEntry:
    if held is None:
        return ExaminationEntry(numbers=numbers)
    names = [name for name in ExaminationEntry.__dataclass_fields__ if name != "numbers"]
    said: dict[str, Any] = {}
    for name in names:
        value = getattr(held, name)
        said[name] = tuple(value) if name in _LISTS else value if value or name in ("tbs", "examined_on") else ""
    return ExaminationEntry(**said, numbers=numbers)
