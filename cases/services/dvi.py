"""Events: promoted with a second person, worked by invited members, marked step by step, closed.

None of it changes what is known of anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.approvals import kinds
from accessctl.approvals import services as approvals
from accessctl.approvals.kinds import Kind
from accessctl.codes import Role
from accessctl.models import Approval, Organisation
from accessctl.policies import ANSWERABLE
from accessctl.services.rows import update_row
from cases.dvi.codes import EventState, EventTask, MemberState, Population, TaskState
from cases.models import DviEvent, DviEventFile, EventMember, EventStep, Incident
from cases.models.dvi import MOST_ABOARD
from cases.policies import LEADERS
from cases.services.actions import organisation_of
from cases.services.incident_writing import OPEN_TO_AGREEMENTS
from registry.lib.errors import Conflict, Forbidden, Invalid

PROMOTE = "dvi.promote"
SECOND = frozenset({Role.FORENSIC_COORDINATOR, Role.FOCAL_POINT, Role.SUPERVISOR})
LONGEST_NOTE = 1000


class LedAlready(Conflict):
    code = "event_led_already"
    template = gettext_lazy("Your organisation already leads an event of this incident: %(ref)s.")


class EventClosed(Conflict):
    code = "event_closed"
    template = gettext_lazy("This event is closed. The lead can take the work up again.")


class NotInvited(Conflict):
    code = "not_invited"
    template = gettext_lazy("There is no invitation to answer. Load the page again.")


@dataclass(frozen=True, kw_only=True)
class EventEntry:
    """How many were there, and how far it is known who.  None: not known."""

    population: str = Population.OPEN
    aboard_low: int | None = None
    aboard_high: int | None = None
    note: str = ""


@transaction.atomic
def ask_promotion(*, actor: Actor, incident_ref: str, entry: EventEntry) -> Approval:
    """Ask a second person to make an incident an event.

    Raises NotFound, Forbidden, Invalid, LedAlready, AskedAlready, ProofNeeded.
    """
    incident = door.fetch(actor, Incident, ref=incident_ref)
    if not LEADERS & actor.roles:
        raise Forbidden()
    _check(entry)
    _ensure_not_led(actor, incident)
    detail: dict[str, Any] = {"population": str(entry.population)}
    detail |= {name: number for name in ("aboard_low", "aboard_high") if (number := getattr(entry, name)) is not None}
    return approvals.ask(actor, PROMOTE, refs=[incident.ref], **detail)


def _promote(asker: Actor, approver: Actor, approval: Approval) -> None:
    """The second person agreed: the event begins, led by their organisation."""
    incident = door.fetch(asker, Incident, ref=approval.refs[0])
    _ensure_not_led(asker, incident)
    said = {name: approval.detail.get(name) for name in ("population", "aboard_low", "aboard_high")}
    event = DviEvent(incident=incident)
    access.create_record(asker, event, action="event.promoted", effect=OPEN_TO_AGREEMENTS)
    DviEventFile.objects.create(event=event, created_by=asker.account, **said)


@transaction.atomic
def change_event(*, actor: Actor, ref: str, entry: EventEntry) -> DviEvent:
    """Say anew how many were there.  Raises NotFound, Forbidden, Invalid, EventClosed."""
    event = _to_change(actor, ref)
    _check(entry)
    file = DviEventFile.objects.select_for_update().get(event=event)
    wanted = {
        "population": str(entry.population), "aboard_low": entry.aboard_low, "aboard_high": entry.aboard_high,
        "note": entry.note.strip() or None,
    }  # fmt: skip
    changed = update_row(file, wanted)
    access.touch(actor, event, action="event.changed", changed=changed)
    return event


@transaction.atomic
def close_event(*, actor: Actor, ref: str) -> DviEvent:
    """End the work; what was found stays.  Twice is once.  Raises NotFound, Forbidden."""
    event = door.fetch(actor, DviEvent, door.Action.CHANGE, ref=ref, lock=True)
    if event.state == EventState.ACTIVE:
        event.state, event.closed_at = EventState.CLOSED.value, timezone.now()
        access.touch(actor, event, action="event.closed", fields=["state", "closed_at"])
    return event


@transaction.atomic
def reopen_event(*, actor: Actor, ref: str) -> DviEvent:
    """Take the work up again.  Raises NotFound, Forbidden, LedAlready."""
    event = door.fetch(actor, DviEvent, door.Action.CHANGE, ref=ref, lock=True)
    if event.state == EventState.CLOSED:
        _ensure_not_led(actor, event.incident)
        event.state, event.closed_at = EventState.ACTIVE.value, None
        access.touch(actor, event, action="event.reopened", fields=["state", "closed_at"])
    return event


@transaction.atomic
def invite(*, actor: Actor, ref: str, organisation: str) -> EventMember:
    """Invite an organisation, by its reference.  Twice is once.  Raises NotFound, Forbidden, Invalid, EventClosed."""
    event = _to_change(actor, ref)
    invited = organisation_of(actor, organisation)
    if invited.pk == event.owner_id:
        raise Invalid(fields={"organisation": [_("Your own organisation leads this event.")]})
    member, is_new = EventMember.objects.get_or_create(event=event, organisation=invited)
    if not is_new and member.state not in (MemberState.INVITED, MemberState.JOINED):
        member.state, member.invited_at = MemberState.INVITED.value, timezone.now()
        member.answered_at = member.ended_at = None
        member.save(update_fields=["state", "invited_at", "answered_at", "ended_at"])
        is_new = True
    if is_new:
        journal.record(actor, "event.member_invited", event, organisation_id=str(invited.pk))
    return member


@transaction.atomic
def answer_invitation(*, actor: Actor, ref: str, accept: bool) -> EventMember:
    """Join or decline, for the own organisation.  Raises NotFound, Forbidden, NotInvited."""
    event = door.fetch(actor, DviEvent, ref=ref)
    if not ANSWERABLE & actor.roles:
        raise Forbidden()
    member = _membership(event, actor.organisation)
    if member is None or member.state != MemberState.INVITED:
        raise NotInvited()
    member.state = (MemberState.JOINED if accept else MemberState.DECLINED).value
    member.answered_at = timezone.now()
    member.save(update_fields=["state", "answered_at"])
    journal.record(actor, "event.member_answered", event, state=member.state)
    return member


@transaction.atomic
def leave(*, actor: Actor, ref: str) -> None:
    """End the own organisation's part: with the next request it sees nothing of the event any more.

    Raises NotFound, Forbidden, NotInvited.
    """
    event = door.fetch(actor, DviEvent, ref=ref)
    if not ANSWERABLE & actor.roles:
        raise Forbidden()
    _end(actor, event, actor.organisation, MemberState.LEFT)


@transaction.atomic
def end_membership(*, actor: Actor, ref: str, organisation: str) -> None:
    """The lead ends a member's part, also of one that is suspended.  Raises NotFound, Forbidden, NotInvited."""
    event = door.fetch(actor, DviEvent, door.Action.CHANGE, ref=ref, lock=True)
    member = EventMember.objects.filter(event=event, organisation__ref=organisation).first()
    if member is None:
        raise NotInvited()
    _end(actor, event, member.organisation, MemberState.ENDED)


@transaction.atomic
def mark_step(*, actor: Actor, ref: str, task: str, state: str) -> EventStep:
    """Say how far a step is.  Raises NotFound, Forbidden, Invalid, EventClosed."""
    event = door.fetch(actor, DviEvent, door.Action.REVIEW, ref=ref, lock=True)
    ensure_active(event)
    if task not in EventTask.values or state not in TaskState.values or actor.organisation is None:
        raise Invalid(fields={"state": [_("This code is not in the list.")]})
    said = {"state": state, "organisation": actor.organisation, "account": actor.account, "at": timezone.now()}
    step, _new = EventStep.objects.update_or_create(event=event, task=task, defaults=said)
    journal.record(actor, "event.step_marked", event, task=task, state=state)
    return step


def ensure_active(event: DviEvent) -> None:
    """Raises EventClosed."""
    if event.state != EventState.ACTIVE:
        raise EventClosed()


def _to_change(actor: Actor, ref: str) -> DviEvent:
    event = door.fetch(actor, DviEvent, door.Action.CHANGE, ref=ref, lock=True)
    ensure_active(event)
    return event


def _membership(event: DviEvent, organisation: Organisation | None) -> EventMember | None:
    return EventMember.objects.select_for_update(of=("self",)).filter(event=event, organisation=organisation).first()


def _end(actor: Actor, event: DviEvent, organisation: Organisation | None, state: MemberState) -> None:
    member = _membership(event, organisation)
    if member is None or member.state not in (MemberState.INVITED, MemberState.JOINED):
        raise NotInvited()
    member.state, member.ended_at = state.value, timezone.now()
    member.save(update_fields=["state", "ended_at"])
    journal.record(actor, "event.member_left", event, state=state.value)


def _ensure_not_led(actor: Actor, incident: Incident) -> None:
    held = DviEvent.objects.filter(incident=incident, owner=actor.organisation_id, state=EventState.ACTIVE).first()
    if held is not None:
        raise LedAlready(ref=held.ref)


def _check(entry: EventEntry) -> None:
    faults: dict[str, list[str]] = {}
    if entry.population not in Population.values:
        faults["population"] = [_("This code is not in the list.")]
    for name in ("aboard_low", "aboard_high"):
        number = getattr(entry, name)
        if number is not None and not 0 <= number <= MOST_ABOARD:
            faults[name] = [_("Give a number from 0 to %(most)s.") % {"most": MOST_ABOARD}]
    low, high = entry.aboard_low, entry.aboard_high
    if not faults and low is not None and high is not None and low > high:
        faults["aboard_high"] = [_("The greatest number is smaller than the least. Check both.")]
    if entry.population == Population.CLOSED and low is None:
        faults.setdefault("aboard_low", []).append(_("Where everybody is known, give how many there were."))
    if len(entry.note) > LONGEST_NOTE:
        faults["note"] = [_("Use at most %(limit)s characters.") % {"limit": LONGEST_NOTE}]
    if faults:
        raise Invalid(fields=faults)


def _describe(actor: Actor, approval: Approval) -> Sequence[str]:
    return [
        _("The incident becomes an event that your organisation leads: others can be invited to work on it."),
        _("Nothing in it changes what is known of anybody, and each organisation keeps what it holds."),
    ]


kinds.register(
    Kind(
        code=PROMOTE, title=gettext_lazy("Make an incident an event"), asks=LEADERS, approves=SECOND,
        describe=_describe, carry_out=_promote,
    )
)  # fmt: skip
