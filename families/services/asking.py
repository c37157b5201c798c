"""When a family is asked for consent again: before a consent ends, after it ended, after what it rests on changed.

Decides the reasons and keeps the reminders equal to them, in the transaction of whatever moved them.  The clock is a
job of its own (`standing.follow_clock`); what the caseworker does about a reminder is the conversation, as the first
time: nothing is taken as agreed because nobody answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from accessctl import journal
from accessctl.actor import Actor
from accessctl.codes import RecipientClass
from cases.models import Case
from families import briefing
from families.codes import AskAgain, ConsentState
from families.models import ConsentReminder, RiskBriefing
from families.services.effect import Decided, in_force

AHEAD = timedelta(days=60)  # data dictionary 9.4: the reminder before an end
SOON = timedelta(days=30)  # within which a family is asked again for other reasons
# Whom a change of nationality, of destination or of what is feared may make another body than the family meant.
STATE_RECIPIENTS = frozenset(
    {
        RecipientClass.NATIONAL_FOCAL_POINT,
        RecipientClass.NATIONAL_SEARCH_BODY,
        RecipientClass.CONSULATE,
        RecipientClass.POLICE_MISSING_UNIT,
        RecipientClass.PROSECUTOR,
        RecipientClass.COURT,
        RecipientClass.STATE_OF_ORIGIN_BODY,
        RecipientClass.STATE_OF_TRANSIT_BODY,
        RecipientClass.STATE_OF_DESTINATION_BODY,
    }
)


@dataclass(frozen=True)
class Again:
    """One consent to be asked again: the row, why, and by when."""

    row: Decided
    reason: AskAgain
    due_on: date


def to_ask(
    rows: Iterable[Decided], *, now: datetime, changed_at: datetime | None, replaced: Collection[UUID] = ()
) -> list[Again]:
    """The consents to be asked again, each once, by the most pressing reason.

    rows: in the order they were given.  changed_at: when an answer changed that consent to States rests on.
    replaced: wordings that said something else about risks or rights.
    """
    rows = list(rows)
    today = timezone.localdate(now)
    found = [Again(row, AskAgain.ENDED, _day(row)) for row in ended(rows, now)]
    for row in in_force(rows, now):
        if row.valid_until is not None and row.valid_until <= now + AHEAD:
            found.append(Again(row, AskAgain.ENDS_SOON, _day(row)))
        elif changed_at is not None and row.valid_from <= changed_at and row.recipient_class in STATE_RECIPIENTS:
            found.append(Again(row, AskAgain.ANSWERS_CHANGED, timezone.localdate(changed_at) + SOON))
        elif row.briefing_id in replaced:
            found.append(Again(row, AskAgain.WORDING_CHANGED, today + SOON))
    return found


def ended(rows: Iterable[Decided], now: datetime) -> list[Decided]:
    """Consents whose time is over and to which the family has said nothing since."""
    rows = list(rows)
    answered = {row.supersedes_id for row in rows}
    return [
        row
        for row in rows
        if row.state in (ConsentState.GIVEN, ConsentState.RESTRICTED)
        and row.pk not in answered
        and row.valid_until is not None
        and row.valid_until <= now
    ]


def replaced_wordings() -> set[UUID]:
    """The wordings after which a family is asked again."""
    if not briefing.REPLACED:
        return set()
    return set(RiskBriefing.objects.filter(version__in=briefing.REPLACED).values_list("pk", flat=True))


def follow(actor: Actor, case: Case, rows: Iterable[Decided], now: datetime) -> None:
    """Make the reminders of a case those that its consents ask for; call in the transaction that moved either."""
    held = {row.reason: row for row in ConsentReminder.objects.select_for_update().filter(case=case)}
    changed = held.get(AskAgain.ANSWERS_CHANGED)
    due: dict[str, date] = {}
    for again in to_ask(
        rows, now=now, changed_at=changed.created_at if changed else None, replaced=replaced_wordings()
    ):
        due[again.reason] = min(again.due_on, due.get(again.reason, again.due_on))
    ConsentReminder.objects.filter(case=case).exclude(reason__in=due).delete()
    for reason, day in due.items():
        if reason not in held:
            ConsentReminder.objects.create(case=case, reason=reason, due_on=day, created_at=now)
        elif held[reason].due_on > day or reason in (AskAgain.ENDS_SOON, AskAgain.ENDED):
            ConsentReminder.objects.filter(pk=held[reason].pk).exclude(due_on=day).update(due_on=day)
    if fresh := sorted(set(due) - set(held)):
        journal.record(actor, "consent.to_be_asked", case, reasons=fresh)


def answers_changed(actor: Actor, case: Case, rows: Iterable[Decided], now: datetime) -> None:
    """Note that an answer changed that consent to States rests on; nothing, where no State has a yes.

    Call in the transaction of the change.
    """
    rows = list(rows)
    if not any(row.recipient_class in STATE_RECIPIENTS for row in in_force(rows, now)):
        return
    ConsentReminder.objects.filter(case=case, reason=AskAgain.ANSWERS_CHANGED).delete()
    ConsentReminder.objects.create(
        case=case, reason=AskAgain.ANSWERS_CHANGED, due_on=timezone.localdate(now) + SOON, created_at=now
    )
    journal.record(actor, "consent.to_be_asked", case, reasons=[AskAgain.ANSWERS_CHANGED.value])


def _day(row: Decided) -> date:
    return timezone.localdate(row.valid_until)
