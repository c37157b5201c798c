"""What is to be asked again: an organisation's cases whose families are to be asked, and one case's questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.codes import CaseStatus
from cases.models import Case
from cases.selectors import ListedCase, with_names
from families import questions
from families.codes import AskAgain
from families.models import Consent, ConsentReminder
from families.services import asking

WORK_LENGTH = 10
PAGE_LENGTH = 50


@dataclass(frozen=True)
class Waiting:
    """A case whose family is to be asked again, the reasons, and the earliest day by which."""

    listed: ListedCase
    reasons: tuple[Any, ...]
    due_on: date


def waiting(actor: Actor, limit: int) -> list[Waiting]:
    """Own active cases whose families are to be asked again, the most pressing first."""
    own = door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id, status=CaseStatus.ACTIVE)
    readable = door.visible(actor, Case, ring=Ring.SEARCH).values("pk")
    rows = ConsentReminder._default_manager.filter(case__in=own.values("pk")).filter(case__in=readable)
    found: dict[Any, list[ConsentReminder]] = {}
    for row in rows.select_related("case").order_by("due_on", "case", "reason")[: limit * len(AskAgain)]:
        found.setdefault(row.case, []).append(row)
    cases = list(found)[:limit]
    return [
        Waiting(listed, tuple(row.get_reason_display() for row in found[case]), found[case][0].due_on)
        for case, listed in zip(cases, with_names(actor, cases), strict=True)
    ]


@dataclass(frozen=True)
class Question:
    """One consent to be asked again, in words; is_over: it counts no longer."""

    purpose: str
    recipient_class: str
    about: str
    code: AskAgain
    reason: Any
    due_on: date
    is_over: bool


@dataclass(frozen=True)
class Asking:
    """A case and what its family is to be asked again, the most pressing first."""

    case: Case
    questions: list[Question]

    @property
    def due_on(self) -> date | None:
        return self.questions[0].due_on if self.questions else None

    @property
    def any_over(self) -> bool:
        return any(question.is_over for question in self.questions)


def asking_of(actor: Actor, ref: str) -> Asking:
    """What the family of a case is to be asked again.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    opened = door.open(actor, case, Ring.SEARCH, tables=[Consent, ConsentReminder])
    return Asking(case, questions_of(opened.rows(case, Consent), opened.rows(case, ConsentReminder)))


def questions_of(rows: list[Any], reminders: list[Any]) -> list[Question]:
    """What consents and reminders of a case, in clear, ask for."""
    changed = [row for row in reminders if row.reason == AskAgain.ANSWERS_CHANGED]
    found = asking.to_ask(
        rows,
        now=timezone.now(),
        changed_at=changed[0].created_at if changed else None,
        replaced=asking.replaced_wordings(),
    )
    return [
        Question(
            again.row.purpose,
            again.row.recipient_class,
            questions.in_words(again.row.purpose, again.row.recipient_class),
            again.reason,
            again.reason.label,
            again.due_on,
            again.reason is AskAgain.ENDED,
        )
        for again in sorted(found, key=lambda one: one.due_on)
    ]
