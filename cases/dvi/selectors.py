"""Reads of events: the list, one event with its members and steps, who is said to have been there, who lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accessctl import door
from accessctl.actor import Actor
from accessctl.approvals import selectors as approvals
from accessctl.approvals.selectors import Asked
from accessctl.clear import Clear
from accessctl.codes import Role
from accessctl.models import Organisation
from accessctl.policies import ANSWERABLE
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.signin import stepup
from cases.dvi.codes import EventPhase, EventState, EventTask, MemberState, TaskState
from cases.models import (
    Case,
    DviEvent,
    DviEventFile,
    EventMember,
    EventPassenger,
    EventStep,
    EventSurvivor,
    Incident,
    IncidentSearchFile,
    Whereabouts,
)
from cases.policies import LEADERS
from cases.selectors.actions import askable
from cases.services.dvi import PROMOTE, ensure_active
from registry.lib.errors import Forbidden

PAGE_SIZE = 50


@dataclass(frozen=True)
class Task:
    """A step of the checklist.  by: the organisation that said so last; who: its person, told to colleagues alone."""

    code: EventTask
    state: TaskState
    at: datetime | None = None
    by: str = ""
    who: str = ""


@dataclass(frozen=True)
class Phase:
    """A phase with its steps, and how many of them are over."""

    code: EventPhase
    tasks: tuple[Task, ...]

    @property
    def over(self) -> int:
        return sum(task.state in (TaskState.DONE, TaskState.NOT_NEEDED) for task in self.tasks)


@dataclass(frozen=True)
class Survivors:
    """How many were counted by the source.  is_unit: the reader may ask for the reports (`survivors_reported`)."""

    counted: int | None
    is_unit: bool = False


@dataclass
class EventWork:
    """One event as one reader may have it.  `file` is None while an invitation waits for its answer."""

    event: DviEvent
    incident: Incident
    invited: bool = False
    file: Clear | None = None
    members: list[EventMember] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    heard: int = 0
    linked: int = 0
    survivors: Survivors = field(default_factory=lambda: Survivors(None))
    reads_list: bool = False
    may_change: bool = False
    may_work: bool = False
    may_answer: bool = False
    askable: list[Organisation] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        return bool(self.event.state == EventState.ACTIVE)


def page_of_events(actor: Actor, *, after: str | None = None) -> door.Page[DviEvent]:
    """Events that the reader's organisation leads or works on, and those it is invited to, newest first."""
    return door.page(actor, DviEvent, after=after)


def incidents_of(actor: Actor, events: list[DviEvent]) -> dict[UUID, Incident]:
    """The public rows of the events' incidents."""
    return door.visible(actor, Incident).in_bulk([event.incident_id for event in events])


def events_of_incident(actor: Actor, incident: Incident) -> list[DviEvent]:
    """The events of an incident that the reader may know of."""
    return list(door.visible(actor, DviEvent).filter(incident=incident).select_related("owner").order_by("pk"))


def may_promote(actor: Actor) -> bool:
    """Whether to offer it; the service decides for itself."""
    return actor.organisation_id is not None and bool(LEADERS & actor.roles)


def promotion_waits(actor: Actor, incident: Incident) -> Asked | None:
    """The question to a second person of the own organisation that waits for this incident."""
    return approvals.waits(actor, PROMOTE, incident.ref)


def fetch_event(actor: Actor, ref: str, action: Action = Action.VIEW) -> DviEvent:
    """The row of an event that the reader works on.  Raises NotFound, Forbidden (while an invitation waits)."""
    event = door.fetch(actor, DviEvent, action, ref=ref)
    if action is Action.VIEW and not door.can(actor, Action.ATTEND, event):
        raise Forbidden()
    return event


def list_to_write(actor: Actor, ref: str) -> DviEvent:
    """The event whose list of names the actor may write on.  Raises NotFound, Forbidden, EventClosed."""
    event = fetch_event(actor, ref, Action.REVIEW)
    if Ring.RESERVED not in door.rings(actor, event):
        raise Forbidden()
    ensure_active(event)
    return event


def invitations(actor: Actor) -> list[DviEvent]:
    """Events that the reader's organisation is invited to and has not answered, for who answers for it."""
    if not ANSWERABLE & actor.roles:
        return []
    asked = door.visible(actor, EventMember).filter(organisation=actor.organisation_id, state=MemberState.INVITED)
    events = door.visible(actor, DviEvent).filter(pk__in=asked.values("event"), state=EventState.ACTIVE)
    return list(events.select_related("owner").order_by("-created_at", "-pk"))


def event_work(actor: Actor, ref: str) -> EventWork:
    """One event: how many, who works on it, how far.  Raises NotFound."""
    row = door.fetch(actor, DviEvent, ref=ref)
    event = door.visible(actor, DviEvent).select_related("owner", "incident").get(pk=row.pk)
    mine = next(iter(_members(actor, event).filter(organisation=actor.organisation_id)), None)
    rings = door.rings(actor, event)
    found = EventWork(event, event.incident, invited=mine is not None and mine.state == MemberState.INVITED)
    found.may_answer = mine is not None and bool(ANSWERABLE & actor.roles)
    if Ring.SEARCH not in rings:
        return found
    found.file = door.open(actor, event, Ring.SEARCH, tables=[DviEventFile]).one(event, DviEventFile)
    found.members = list(_members(actor, event).select_related("organisation").order_by("organisation__name"))
    found.phases = _phases(actor, event)
    listed = known_passengers(actor, event)
    found.heard, found.linked = listed.count(), listed.filter(case__in=_seen_cases(actor)).count()
    found.survivors = _survivors(actor, event)
    found.reads_list = Ring.RESERVED in rings
    found.may_change = door.can(actor, Action.CHANGE, event)
    found.may_work = door.can(actor, Action.REVIEW, event)
    if found.may_change:
        held = {member.organisation_id for member in found.members if member.state in _OPEN}
        found.askable = [one for one in askable(actor) if one.pk not in held]
    return found


_OPEN = (MemberState.INVITED, MemberState.JOINED)


def known_passengers(actor: Actor, event: DviEvent) -> QuerySet[EventPassenger]:
    """Entries of a list that the reader may know of, names or not.

    SECURITY: what others wrote of somebody whose case is kept from the reader is absent, also from counts.
    """
    known = Q(case=None) | Q(organisation=actor.organisation_id) | Q(case__in=_seen_cases(actor))
    return EventPassenger._default_manager.filter(known, event=event)


def _seen_cases(actor: Actor) -> QuerySet[Case]:
    return door.visible(actor, Case)


@dataclass(frozen=True)
class Passenger:
    """An entry in clear; `case` only if the reader sees it."""

    row: Clear
    case: Case | None
    may_remove: bool


@dataclass(frozen=True)
class PassengerPage:
    """One page of a list; `next` continues."""

    event: DviEvent
    rows: list[Passenger]
    count: int
    next: str | None
    may_work: bool
    count_capped: bool = False


def passengers(actor: Actor, ref: str, *, after: str | None = None) -> PassengerPage:
    """A page of the list of people said to have been there, in the order of writing (ring 3, journalled).

    Raises NotFound, Forbidden.
    """
    event = fetch_event(actor, ref)
    opened = door.open(actor, event, Ring.RESERVED, tables=[EventPassenger]).rows(event, EventPassenger)
    known = set(known_passengers(actor, event).values_list("pk", flat=True))
    rows = [row for row in opened if row.pk in known]
    start = next((place + 1 for place, row in enumerate(rows) if row.ref == after), 0)
    shown = rows[start : start + PAGE_SIZE]
    cases = {case.pk: case for case in _seen_cases(actor).filter(pk__in=[row.case_id for row in shown if row.case_id])}
    own = actor.organisation_id
    return PassengerPage(
        event,
        [Passenger(row, cases.get(row.case_id), own in (row.organisation_id, event.owner_id)) for row in shown],
        len(rows),
        shown[-1].ref if len(rows) > start + PAGE_SIZE else None,
        door.can(actor, Action.REVIEW, event) and event.state == EventState.ACTIVE,
    )


def _members(actor: Actor, event: DviEvent) -> QuerySet[EventMember]:
    return door.visible(actor, EventMember).filter(event=event)


def _phases(actor: Actor, event: DviEvent) -> list[Phase]:
    rows = door.visible(actor, EventStep).filter(event=event).select_related("organisation", "account")
    held = {row.task: row for row in rows}
    tasks = [_task(actor, code, held.get(code)) for code in EventTask]
    return [Phase(phase, tuple(task for task in tasks if task.code.phase is phase)) for phase in EventPhase]


def _task(actor: Actor, code: EventTask, row: EventStep | None) -> Task:
    if row is None:
        return Task(code, TaskState.OPEN)
    colleague = row.account is not None and row.organisation_id == actor.organisation_id
    who = row.account.full_name if colleague and row.account else ""
    return Task(code, TaskState(row.state), row.at, row.organisation.name, who)


def _survivors(actor: Actor, event: DviEvent) -> Survivors:
    """SECURITY: the count is the one of the source; reports are not counted before somebody opens them."""
    incident = event.incident
    counted = incident.n_survivors
    if Ring.SEARCH in door.rings(actor, incident):
        exact = door.open(actor, incident, Ring.SEARCH, tables=[IncidentSearchFile]).one(incident, IncidentSearchFile)
        counted = exact.n_survivors if exact is not None and exact.n_survivors is not None else counted
    return Survivors(counted, is_unit=Role.TRACING_OFFICER in actor.roles)


def survivors_reported(actor: Actor, ref: str) -> list[Whereabouts]:
    """The reports on living people that are linked to an event, for the unit that may approach them; journalled.

    Raises NotFound, Forbidden, ProofNeeded.
    """
    event = door.fetch(actor, DviEvent, ref=ref)
    if Role.TRACING_OFFICER not in actor.roles or Ring.SEARCH not in door.rings(actor, event):
        raise Forbidden()
    stepup.demand_for(actor, Ring.WHEREABOUTS)  # that there is none would tell something as well
    linked = EventSurvivor._default_manager.filter(event=event).values("whereabouts")
    seen = door.visible(actor, Whereabouts, ring=Ring.WHEREABOUTS).filter(pk__in=linked).order_by("ref")
    opened = door.open(actor, list(seen), Ring.WHEREABOUTS, tables=[EventSurvivor])
    return [row for row in seen if opened.rows(row, EventSurvivor)]
