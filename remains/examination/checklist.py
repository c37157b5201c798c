"""The checklist of an examination as it stands: the plan, and what the chain of custody shows as done.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from remains.codes import RemainsStatus
from remains.custody.codes import CustodyKind
from remains.examination.codes import SETTLED, ChecklistStep, StepState

# A look at the person themselves: after one of these, remains count as examined.
LOOKED_AT = (ChecklistStep.EXTERNAL, ChecklistStep.ANTHROPOLOGY, ChecklistStep.PATHOLOGY)


@dataclass(frozen=True)
class Check:
    """One step.  is_written: the chain of custody shows it as done, so that it stays done."""

    step: ChecklistStep
    state: StepState
    who: str = ""
    day: date | None = None
    reason: str = ""
    is_written: bool = False

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


def checklist(items: Iterable[Any], events: Iterable[Any]) -> tuple[Check, ...]:
    """Every step in the order of the list.  items: `ChecklistItem` in clear; events: steps of the chain of custody."""
    planned = {item.step: item for item in items}
    written: dict[str, date] = {}
    for event in events:
        code = ChecklistStep.DNA_SAMPLE.value if event.kind == CustodyKind.SAMPLED else event.step
        if code:
            written[code] = timezone.localdate(event.at)
    found = []
    for step in ChecklistStep:
        item, done = planned.get(step.value), written.get(step.value)
        state = StepState.DONE if done else StepState(item.state) if item else StepState.NOT_STARTED
        # A step that somebody called done before the chain began says so only once the chain does.
        state = StepState.IN_PROGRESS if state is StepState.DONE and not done else state
        who, reason = (item.who or "", item.reason or "") if item else ("", "")
        reason = reason if state is StepState.NOT_POSSIBLE else ""
        found.append(Check(step, state, who, done or (item.day if item else None), reason, bool(done)))
    return tuple(found)


def settled(checks: Iterable[Check]) -> tuple[int, int]:
    """How many steps are settled, of how many."""
    found = list(checks)
    return sum(check.is_settled for check in found), len(found)


def status_after(status: str, checks: Iterable[Check]) -> RemainsStatus:
    """The state of remains that the checklist brings about: onward, never back (D9.2)."""
    found, now = {check.step: check for check in checks}, RemainsStatus(status)
    if now is RemainsStatus.IN_CUSTODY and any(found[step].state is StepState.DONE for step in LOOKED_AT):
        now = RemainsStatus.EXAMINED
    if now is RemainsStatus.EXAMINED and all(check.is_settled for check in found.values()):
        now = RemainsStatus.DATA_COMPLETE
    return now
