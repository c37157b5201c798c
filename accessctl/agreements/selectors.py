"""Reads of agreements: the list of an organisation, what waits for it, one agreement with what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.agreements.terms import Terms, terms_of
from accessctl.models import Agreement, AgreementEvent, AgreementParty, Organisation
from accessctl.models.agreements import AgreementState
from accessctl.policies import ANSWERABLE

SOON = timedelta(days=60)
PAST = frozenset({AgreementState.ENDED, AgreementState.DECLINED, AgreementState.WITHDRAWN})
SHOWN = 200


@dataclass(frozen=True)
class Listed:
    """An agreement as its list shows it, from the side of the reader's organisation."""

    row: Agreement
    state: AgreementState
    others: list[Organisation]
    own: AgreementParty
    now: datetime

    @property
    def waits_for_us(self) -> bool:
        return self.state == AgreementState.PROPOSED and self.own.signed_at is None

    @property
    def waits_for_others(self) -> bool:
        return self.state == AgreementState.PROPOSED and self.own.signed_at is not None

    @property
    def is_past(self) -> bool:
        return self.state in PAST or self.own.withdrawn_at is not None

    @property
    def ends_soon(self) -> bool:
        return not self.is_past and self.row.valid_until <= self.now + SOON

    @property
    def review_due(self) -> bool:
        due = self.row.review_on
        return not self.is_past and due is not None and due <= timezone.localdate(self.now)


@dataclass(frozen=True)
class Opened:
    """One agreement as its page shows it; `may`: the acts open to the reader now."""

    listed: Listed
    parties: list[AgreementParty]
    terms: Terms
    events: list[AgreementEvent]
    renewals: list[Agreement]
    may: frozenset[str]


def listed(actor: Actor) -> list[Listed]:
    """The agreements of the actor's organisation, the newest first."""
    rows = door.visible(actor, Agreement).prefetch_related("parties__organisation").order_by("-created_at", "-pk")
    return list(_listed(actor, rows[:SHOWN]))


def waiting(actor: Actor) -> list[Listed]:
    """What somebody who answers for the organisation should look at: to sign, suspended, ending, to be reviewed."""
    return [
        one
        for one in listed(actor)
        if one.waits_for_us or one.ends_soon or one.review_due or one.state == AgreementState.SUSPENDED
    ]


def opened(actor: Actor, ref: str) -> Opened:
    """One agreement.  Raises NotFound."""
    row = door.fetch(actor, Agreement, ref=ref)
    prefetch_related_objects([row], "parties__organisation")
    (one,) = _listed(actor, [row])
    return Opened(
        listed=one,
        parties=sorted(row.parties.all(), key=lambda party: party.organisation.name),
        terms=terms_of(row),
        events=list(row.events.select_related("organisation").order_by("-at", "-pk")),
        renewals=list(door.visible(actor, Agreement).filter(renews=row).order_by("-created_at")),
        may=_may(actor, one),
    )


def partners_of(actor: Actor) -> list[Organisation]:
    """Organisations with which an agreement can be proposed: everyone else who takes part, by name."""
    others = door.visible(actor, Organisation).order_by("name")
    return [one for one in others if one.may_take_part and one.pk != actor.organisation_id]


def _listed(actor: Actor, rows: Iterable[Agreement]) -> Iterable[Listed]:
    now = timezone.now()
    for row in rows:
        parties = list(row.parties.all())
        own = next(party for party in parties if party.organisation_id == actor.organisation_id)
        others = sorted((party.organisation for party in parties if party != own), key=lambda one: one.name)
        yield Listed(row, row.state(now), others, own, now)


def _may(actor: Actor, one: Listed) -> frozenset[str]:
    """Which acts the page offers; each service decides for itself all the same."""
    if not ANSWERABLE & actor.roles or one.own.withdrawn_at is not None:
        return frozenset()
    suspended = one.state == AgreementState.SUSPENDED
    stoppable = one.state in (AgreementState.IN_FORCE, AgreementState.COMING, AgreementState.BARRED)
    offered = {
        "sign": one.waits_for_us,
        "decline": one.waits_for_us,
        "take_back": one.waits_for_others,
        "suspend": stoppable,
        "resume": suspended and one.row.suspended_by_id == actor.organisation_id,
        "withdraw": stoppable or suspended,
        "renew": one.state in (AgreementState.IN_FORCE, AgreementState.ENDED),
    }
    return frozenset(name for name, there in offered.items() if there)
