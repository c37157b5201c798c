"""Events: an incident that a lead organisation works with others, its members, its lists of people, its steps.

The root says that there is an event (layer 1); how many people were there lies in ring 2, their names as heard in
ring 3.  Who survived belongs to the whereabouts of the living (ring 4w), and to nobody else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl.declare import asked
from accessctl.models import Account, Organisation, Record, RecordGrant, RingRow
from accessctl.rings import Ring
from accessctl.sealed import SealedText
from cases.codes import Reliability, SourceKind
from cases.dvi.codes import EventState, EventTask, Heard, MemberState, Population, TaskState
from cases.models.case import Case
from cases.models.incident import Incident
from cases.models.whereabouts import Whereabouts
from cases.vocabulary.coded import CodeField, one_of, ordered, within
from registry.lib.ids import new_ref, uuid7

MOST_ABOARD = 100_000


def passenger_ref() -> str:
    return new_ref("MPL")


class DviEvent(Record):
    """An incident promoted to an event: led by its owner, worked by its members."""

    REF_PREFIX = "MDV"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+", verbose_name=_("Incident"))
    state = CodeField(_("State"), codes=EventState, default=EventState.ACTIVE)
    closed_at = models.DateTimeField(_("Closed at"), null=True, editable=False)

    class Meta(Record.Meta):
        constraints = [
            *one_of("dvievent", state=EventState),
            models.UniqueConstraint(
                fields=["incident", "owner"], condition=Q(state=EventState.ACTIVE), name="dvievent_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.ACTIVE, closed_at=None)
                | Q(state=EventState.CLOSED, closed_at__isnull=False),
                name="dvievent_closed_at_some_time",
            ),
        ]


class DviEventGrant(RecordGrant):
    """A named person's need-to-know on one event."""

    content_object = models.ForeignKey(DviEvent, models.CASCADE, related_name="grants")

    class Meta(RecordGrant.Meta):
        pass


class DviEventFile(RingRow):
    """How many were there, and how far it is known who."""

    RING = Ring.SEARCH
    RECORD = "event"

    event = models.OneToOneField(DviEvent, models.CASCADE, related_name="+")
    population = asked(
        CodeField(_("Who was there"), codes=Population, default=Population.OPEN), sets="F", std="DVI*"
    )  # fmt: skip
    # Null is unknown.
    aboard_low = models.PositiveIntegerField(_("People there, at least"), null=True, blank=True)
    aboard_high = models.PositiveIntegerField(_("People there, at most"), null=True, blank=True)
    note = SealedText(_("For those who work on it"), max_length=1000, null=True, blank=True)

    class Meta(RingRow.Meta):
        constraints = [
            *one_of("dvieventfile", population=Population),
            *ordered("dvieventfile", ("aboard_low", "aboard_high")),
            *within("dvieventfile", aboard_low=(0, MOST_ABOARD), aboard_high=(0, MOST_ABOARD)),
        ]


class EventPassenger(RingRow):
    """Somebody on a list of people who were there: a name as heard, from whom, how sure.  It proves nothing."""

    RING = Ring.RESERVED
    RECORD = "event"

    event = models.ForeignKey(DviEvent, models.CASCADE, related_name="+")
    ref = models.CharField(_("Reference"), max_length=20, unique=True, default=passenger_ref, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("Written by"))
    name = asked(
        SealedText(_("Name as heard"), max_length=200),
        why=_("Survivors’ lists; heard, not proven"), sets="S", std="AMPM*",
    )  # fmt: skip
    source_kind = asked(
        CodeField(_("Who said so"), codes=SourceKind),
        why=_("Tells how sure it is"), sets="S", std="AMPM*", code_list="CL-SOURCE",
    )  # fmt: skip
    described = asked(
        SealedText(_("The source, in your words"), max_length=200, null=True, blank=True),
        why=_("To ask again"), sets="S", std="AMPM*",
    )  # fmt: skip
    heard_on = models.DateField(_("Heard on"), null=True, blank=True)
    reliability = CodeField(_("Reliability of the source"), codes=Reliability, default=Reliability.UNKNOWN)
    heard = asked(
        CodeField(_("What was said of them"), codes=Heard, default=Heard.NOT_SAID),
        why=_("To look in the right place"), sets="S", std="AMPM*",
    )  # fmt: skip
    note = asked(
        SealedText(_("What else was said"), max_length=500, null=True, blank=True),
        why=_("To tell people of the same name apart"), sets="S", std="AMPM*",
    )  # fmt: skip
    # A lead: that a case may be about this person.  An entry outlives the case where somebody else gave it.
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+", verbose_name=_("Case"))

    class Meta(RingRow.Meta):
        constraints = one_of("eventpassenger", source_kind=SourceKind, reliability=Reliability, heard=Heard)
        indexes = [models.Index(fields=["event", "created_at", "id"], name="eventpassenger_list")]


class EventSurvivor(RingRow):
    """That a report about somebody alive concerns an event: known to the unit that may approach them alone."""

    RING = Ring.WHEREABOUTS
    RECORD = "whereabouts"

    whereabouts = models.ForeignKey(Whereabouts, models.CASCADE, related_name="+")
    event = models.ForeignKey(DviEvent, models.CASCADE, related_name="+")

    class Meta(RingRow.Meta):
        constraints = [models.UniqueConstraint(fields=["whereabouts", "event"], name="eventsurvivor_once")]


class EventMember(models.Model):
    """An organisation that the lead invited, and what it answered."""

    RING = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(DviEvent, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = CodeField(_("State"), codes=MemberState, default=MemberState.INVITED)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            *one_of("eventmember", state=MemberState),
            models.UniqueConstraint(fields=["event", "organisation"], name="eventmember_once"),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="eventmember_of")]

    def __str__(self) -> str:
        return f"member {self.pk}"


class EventStep(models.Model):
    """How far one step of the work is, and who said so last.  A step without a row is not begun."""

    RING = Ring.COMMON

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(DviEvent, models.CASCADE, related_name="+")
    task = CodeField(_("Step"), codes=EventTask)
    state = CodeField(_("State"), codes=TaskState)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("When"))

    class Meta:
        default_permissions = ()
        constraints = [
            *one_of("eventstep", task=EventTask, state=TaskState),
            models.UniqueConstraint(fields=["event", "task"], name="eventstep_once"),
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"
