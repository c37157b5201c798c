"""Writes of the feedback clock: a talk with the family, how often they wish to hear.  Each sets the next day anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.rings import Ring
from accessctl.tokens import find
from cases.codes import Bool3
from cases.models import Case, CaseSearchFile
from families.codes import ChannelKind, FeedbackKind, Mandate, Relationship
from families.feedback import clock
from families.models import FeedbackRhythm, FeedbackTalk, Relative, RelativeMandate, RelativeTie
from families.models.feedback import LONGEST, SHORTEST
from registry.lib.errors import Invalid

SPEAK_FOR_OTHERS = (Relationship.REPRESENTATIVE, Relationship.ORGANISATION)


@dataclass(frozen=True, kw_only=True)
class TalkEntry:
    """One talk.  relative: the token of whom it was with, empty for the first contact; promised_on: the next day."""

    said_on: date
    kind: FeedbackKind
    channel: ChannelKind
    relative: str = ""
    words: str = ""
    understood: Bool3 | None = None
    interpreter: str = ""
    promised_on: date | None = None


@transaction.atomic
def note_talk(*, actor: Actor, case_ref: str, entry: TalkEntry) -> date | None:
    """Write down a talk; returns the day by which the family hears next.  Raises NotFound, Forbidden, Invalid."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, Ring.KIN)
    _check(case, entry)
    relative = _relative(case, entry.relative)
    if entry.kind.tells and relative is not None:
        _ensure_may_hear(relative, entry.said_on)
    FeedbackTalk.objects.create(
        case=case, created_by=actor.account, relative=relative, said_on=entry.said_on,
        kind=entry.kind, channel=entry.channel, words=entry.words or None, understood=entry.understood,
        interpreter=entry.interpreter or None, promised_on=entry.promised_on,
    )  # fmt: skip
    journal.record(actor, "feedback.noted", case, ring=Ring.KIN, kind=entry.kind.value)
    return _set_next(case)


@transaction.atomic
def set_rhythm(*, actor: Actor, case_ref: str, every_days: int | None) -> date | None:
    """Say how often the family wishes to hear, None for never unless they ask; returns the next day.

    Only the family decides this.  Raises NotFound, Forbidden, Invalid.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, Ring.KIN)
    if every_days is not None and not SHORTEST <= every_days <= LONGEST:
        message = _("Choose between %(shortest)d and %(longest)d days, or no calls at all.")
        raise Invalid(fields={"every_days": [message % {"shortest": SHORTEST, "longest": LONGEST}]})
    FeedbackRhythm.objects.update_or_create(
        case=case, defaults={"every_days": every_days}, create_defaults={
            "every_days": every_days, "created_by": actor.account,
        },
    )  # fmt: skip
    journal.record(actor, "feedback.rhythm_changed", case, ring=Ring.KIN)
    return _set_next(case)


def every_days(case: Case) -> int | None:
    """The rhythm in force; None where the family stopped the clock."""
    row = FeedbackRhythm.objects.filter(case=case).first()
    return row.every_days if row else clock.EVERY_DAYS


def _check(case: Case, entry: TalkEntry) -> None:
    faults: dict[str, list[str]] = {}
    if entry.said_on > timezone.localdate():
        faults["said_on"] = [_("This day is still to come. Write a talk down when it has taken place.")]
    if entry.promised_on:
        if entry.promised_on < entry.said_on:
            faults["promised_on"] = [_("This day is before the talk.")]
        elif late := _later_than_wished(case, entry.promised_on):
            faults["promised_on"] = [late]
    if faults:
        raise Invalid(fields=faults)


def _later_than_wished(case: Case, promised: date) -> str:
    """SECURITY: a promise cannot stretch the rhythm; the family lengthens it, or nobody does."""
    days = every_days(case)
    if days is None or promised <= timezone.localdate() + timedelta(days=days):
        return ""
    return ngettext(
        "The family wishes to hear after %(days)d day at the latest. If they wish it less often, change that below.",
        "The family wishes to hear after %(days)d days at the latest. If they wish it less often, change that below.",
        days,
    ) % {"days": days}


def _relative(case: Case, token: str) -> Relative | None:
    rows = Relative.objects.filter(case=case)
    if not token:
        return rows.filter(is_primary_contact=True).first()
    found = find(rows, token)
    if found is None:
        raise Invalid(fields={"relative": [_("This relative is not on the case.")]})
    return found


def _ensure_may_hear(relative: Relative, day: date) -> None:
    """Raises Invalid for a child without a guardian, and for who speaks for a family without a mandate in force."""
    if relative.is_minor and relative.guardian_id is None:
        words = _("A child is never told alone. Record the guardian first, and speak with both.")
        raise Invalid(fields={"relative": [words]})
    if RelativeTie.objects.filter(relative=relative, relationship__in=SPEAK_FOR_OTHERS).exists():
        held = RelativeMandate.objects.filter(relative=relative, scope__contains=[Mandate.NEWS], valid_until__gte=day)
        if not held.exists():
            words = _("They have no mandate in force to hear the news for the family.")
            raise Invalid(fields={"relative": [words]})


def _set_next(case: Case) -> date | None:
    due = clock.due_on(_opened(case), every_days(case), _talks(case))
    CaseSearchFile.objects.filter(case=case).update(next_feedback_due=due, updated_at=timezone.now())
    return due


def _opened(case: Case) -> date:
    return timezone.localdate(case.created_at)


def _talks(case: Case) -> list[clock.Talk]:
    rows = FeedbackTalk.objects.filter(case=case).order_by("created_at", "pk")
    return [
        clock.Talk(on, FeedbackKind(kind).tells, promised)
        for on, kind, promised in rows.values_list("said_on", "kind", "promised_on")
    ]
