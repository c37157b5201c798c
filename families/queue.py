"""The queue of all that came in: calls, what was sent from outside, drafts, requests, answers awaited.

One line each, with how long it waits, how urgent it is and whose work it is.  Names stay where it is worked on.  Who
says that they are not missing stands in the list of people found alive, which asks for a proof and is journalled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accessctl import door
from accessctl.actor import Actor
from accessctl.models import Account
from accessctl.policy import Action
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.codes import Priority
from cases.models import Case
from cases.selectors.actions import due
from families import calls, selectors
from families.codes import OUTSIDE, IntakeKind, IntakeWay, RequestKind
from families.models import RightsRequest
from families.models.drafts import WARNED_FOR
from families.services.expiring import waiting

LENGTH = 200
LATE, ORDINARY = len(calls.FIRST), len(calls.FIRST) + 1
KINDS = {IntakeWay.CALL: IntakeKind.CALL, IntakeWay.STAFF: IntakeKind.DRAFT}
MINE, FREE = "mine", "free"


@dataclass(frozen=True)
class Owner:
    """Whose work something is.  is_taken: it was taken on or given, and can be put back."""

    name: str = ""
    is_mine: bool = False
    is_taken: bool = False


@dataclass(frozen=True)
class Item:
    """One line.  key: how the queue's buttons name it, "" where there is nothing to take on; rank: the lower, the
    sooner; due_at: by when it is due; ends_on: when it is deleted unless somebody works on it, once that was said.
    """

    kind: IntakeKind
    ref: str
    key: str
    about: str | Promise
    since: datetime
    rank: int
    url: str
    urgency: str | Promise = ""
    owner: Owner = Owner()
    due_at: datetime | None = None
    ends_on: datetime | None = None

    @property
    def days(self) -> int:
        return (timezone.now() - self.since).days

    @property
    def is_free(self) -> bool:
        return bool(self.key) and not self.owner.name

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()


@dataclass(frozen=True)
class Queue:
    """items: what the filters leave, the most pressing first; counts: of all that waits, by kind."""

    items: list[Item]
    counts: list[tuple[IntakeKind, int]]
    total: int
    mine: int
    free: int


def queue(actor: Actor, *, kind: str = "", whose: str = "") -> Queue:
    """All that waits for the actor or their organisation, as far as the actor may open it."""
    found = [*_drafts(actor), *_requests(actor), *_answers(actor), *_ended(actor)]
    everything = sorted(found, key=lambda one: (one.rank, one.since))
    wanted = [one for one in everything if (not kind or one.kind == kind) and _is(one, whose)]
    counted = Counter(one.kind for one in everything)
    return Queue(
        wanted, [(each, counted[each]) for each in IntakeKind], len(everything),
        mine=sum(one.owner.is_mine for one in everything), free=sum(one.is_free for one in everything),
    )  # fmt: skip


def _is(one: Item, whose: str) -> bool:
    return {MINE: one.owner.is_mine, FREE: one.is_free}.get(whose, True)


def _drafts(actor: Actor) -> Iterable[Item]:
    rows = selectors.drafts_here(actor).select_related("created_by", "taken_by")
    now = timezone.now()
    for one in selectors.opened_drafts(actor, list(rows.order_by("-updated_at")[:LENGTH])):
        row, way = one.row, IntakeWay(one.row.came_by)
        begun = None if way in OUTSIDE else row.created_by
        warned = row.warned_at is not None and row.purge_at - row.warned_at <= WARNED_FOR
        kind = IntakeKind.CALL if one.call else KINDS.get(way, IntakeKind.SENT)
        yield Item(
            kind, row.ref, row.ref, way.label, row.created_at,
            one.call.rank(now) if one.call else calls.FIRST.index(Priority.NORMAL) if way in OUTSIDE else ORDINARY,
            reverse("families:draft-person", args=[row.ref]), one.urgency.label if one.urgency else "",
            owner=_owner(actor, row.taken_by, begun), ends_on=row.purge_at if warned else None,
        )  # fmt: skip


def _requests(actor: Actor) -> Iterable[Item]:
    own = door.visible(actor, Case, Action.CHANGE).filter(owner=actor.organisation_id)
    readable = door.visible(actor, Case, ring=Ring.KIN).values("pk")
    rows = RightsRequest._default_manager.filter(Q(case__in=own.values("pk")) & Q(case__in=readable), decision=None)
    for row in rows.select_related("case", "taken_by").order_by("due_on", "pk")[:LENGTH]:
        due_at = timezone.make_aware(datetime.combine(row.due_on + timedelta(days=1), time()))
        yield Item(
            IntakeKind.REQUEST, row.case.ref, f"{row.case.ref}:{token_of(row.pk)}", RequestKind(row.kind).label,
            row.created_at, LATE if due_at < timezone.now() else ORDINARY,
            reverse("families:rights", args=[row.case.ref]), owner=_owner(actor, row.taken_by), due_at=due_at,
        )  # fmt: skip


def _answers(actor: Actor) -> Iterable[Item]:
    for one in due(actor, timezone.localdate()):
        at = timezone.make_aware(datetime.combine(one.follow_up_on, time()))
        url = f"{reverse('cases:actions', args=[one.case_ref])}?about={one.ref}#answer"
        yield Item(IntakeKind.ANSWER, one.case_ref, "", one.action.label, at, ORDINARY, url, due_at=at)


def _ended(actor: Actor) -> Iterable[Item]:
    for row in waiting(actor)[:LENGTH]:
        yield Item(
            IntakeKind.ENDED, row.case.ref, "", gettext_lazy("Erase it on its page, or keep it."),
            row.wanted_gone_at or row.case.created_at, ORDINARY, reverse("cases:detail", args=[row.case.ref]),
        )  # fmt: skip


def _owner(actor: Actor, taken: Account | None, begun: Account | None = None) -> Owner:
    by = taken or begun
    if by is None:
        return Owner()
    return Owner(by.full_name, actor.account is not None and by.pk == actor.account.pk, is_taken=taken is not None)
