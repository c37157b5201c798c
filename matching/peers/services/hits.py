"""The second step of a hit as one side holds it: its records, what may be told of them now, how it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accessctl import journal, vault
from accessctl.codes import Purpose
from accessctl.peers.blind import POINT
from matching.models import PeerDecision, PeerDisclosure, PeerHit, PeerInquiry, PeerQuestion
from matching.models.peer_disclosures import LASTS
from matching.peers import records
from matching.peers.services.tables import PACES, pace

State = PeerDisclosure.State
STANDING = (State.OPEN, State.BOTH)
KEPT = timedelta(days=1)  # what exchanges rest on, after their days


def begin(question: PeerQuestion | PeerInquiry) -> PeerDisclosure:
    """The second step of a hit; call in the transaction that writes the hit down."""
    is_ours = isinstance(question, PeerQuestion)
    now = timezone.now()
    due = now + interval() if is_ours else None
    return PeerDisclosure.objects.create(
        secret=_fresh_secret(), due_at=due, opened_at=now, lapses_at=now + LASTS,
        **{"question" if is_ours else "inquiry": question},
    )  # fmt: skip


def _fresh_secret() -> str:
    return vault.seal_for_deployment(vault.PEER_QUESTION, os.urandom(POINT).hex())


def interval() -> timedelta:
    """Between two exchanges, whatever was decided: an hour as a rule."""
    return max(pace() * PACES, timedelta(minutes=1))


def standing(row: PeerDisclosure) -> QuerySet[PeerDecision]:
    """The answers of our people that stand."""
    return PeerDecision.objects.filter(disclosure=row, ended_at=None)


def is_standing(row: PeerDisclosure) -> bool:
    return row.state in STANDING and row.lapses_at > timezone.now()


def until(row: PeerDisclosure, *, has_yes: bool) -> datetime:
    """How long a hit stands for an organisation of ours.

    SECURITY: the days that come once both said yes are for whose own yes stands; nobody else reads that they came.
    """
    return row.lapses_at if has_yes else min(row.lapses_at, row.opened_at + LASTS)


def records_of(row: PeerDisclosure) -> list[records.Asked]:
    """The records of ours that a hit is of, while they are whose they were asked for."""
    if row.question is not None:
        record = row.question.record
        return [record] if record.owner_id == row.question.organisation_id else []
    hits = PeerHit.objects.filter(inquiry=row.inquiry).select_related("case", "remains").order_by("pk")
    return [hit.record for hit in hits]


def admitted(row: PeerDisclosure) -> set[UUID]:
    """Those of them that consent, firewalls and status let be told of now, and whose owners take part."""
    return _within(row, records.admitted)


def allowed(row: PeerDisclosure) -> set[UUID]:
    """The same, whoever takes part now, and whether or not the link is in force."""
    return _within(row, records.allowed)


def _within(row: PeerDisclosure, rule: Callable[..., QuerySet[Any]]) -> set[UUID]:
    """It asks the database the same, however many records are left: the id of the row is none of theirs."""
    held, peer, purpose = records_of(row), row.about.peer, Purpose(row.about.purpose)
    found = set[UUID]()
    for model in records.RINGS:
        ours = [row.pk, *(one.pk for one in held if isinstance(one, model))]
        found.update(rule(peer, purpose, model).filter(pk__in=ours).values_list("pk", flat=True))
    return found


def says_yes(row: PeerDisclosure) -> bool:
    """Whether a yes of ours stands.  It asks the database the same whatever was decided."""
    owners = {one.pk: one.owner_id for one in records_of(row)}
    within = admitted(row)
    said = list(standing(row))
    return is_standing(row) and any(
        one.discloses and one.about in within and owners[one.about] == one.organisation_id for one in said
    )


def agreed(row: PeerDisclosure) -> None:
    """Both said yes: from now on files can be made.  Call with the row locked."""
    if row.state != State.OPEN:
        return
    row.state, row.lapses_at = State.BOTH, timezone.now() + LASTS
    row.save(update_fields=["state", "lapses_at"])
    note("peer.hit_agreed", row, for_yes(row))


def for_yes(row: PeerDisclosure) -> list[records.Asked]:
    """The records that a yes of their owner's stands for."""
    said = {(one.about, one.organisation_id) for one in standing(row) if one.discloses}
    return [one for one in records_of(row) if (one.pk, one.owner_id) in said]


def note(event: str, row: PeerDisclosure, about: list[records.Asked]) -> None:
    """In the journal, for each organisation of ours by itself."""
    job = records.job(Purpose(row.about.purpose))
    for owner in sorted({one.owner_id for one in about}):
        own = [one for one in about if one.owner_id == owner]
        journal.record(job, event, *own, row.ref, row.about.peer.ref)


def settle() -> int:
    """End what ran out, and what consent or status no longer lets be told; returns how many."""
    end_of_former_owners(PeerDecision.objects.all())
    gone = PeerDisclosure.objects.filter(opened_at__lte=timezone.now() - LASTS - KEPT).exclude(secret="")
    gone.update(secret="", theirs=None, said=None)
    rows = PeerDisclosure.objects.filter(state__in=STANDING).values_list("pk", flat=True)
    return sum(_settled(key) for key in list(rows))


def end_of_former_owners(decisions: QuerySet[PeerDecision]) -> None:
    """What an organisation decided about a record is over once the record is another's."""
    open_ones = decisions.filter(ended_at=None)
    own = open_ones.filter(Q(case__owner=F("organisation")) | Q(remains__owner=F("organisation")))
    open_ones.exclude(pk__in=own.values("pk")).update(ended_at=Now())


def forget(inquiries: Iterable[UUID]) -> None:
    """Exchanges about records that were all erased: what went out before can be worked out by nobody any more."""
    rows = PeerDisclosure.objects.filter(inquiry__in=list(inquiries)).exclude(secret="")
    for row in rows.select_for_update(of=("self",)):
        if not records_of(row):
            row.secret, row.theirs, row.said = _fresh_secret(), None, None
            row.save(update_fields=["secret", "theirs", "said"])


@transaction.atomic
def _settled(key: UUID) -> bool:
    row = PeerDisclosure.objects.select_for_update().filter(pk=key, state__in=STANDING).first()
    if row is None:
        return False
    now, yes = timezone.now(), for_yes(row)
    owners = {one.owner_id for one in yes}
    silent = [one for one in records_of(row) if one.owner_id not in owners]
    if row.state == State.BOTH and row.opened_at + LASTS <= now and not row.silent_over:
        row.silent_over = True
        row.save(update_fields=["silent_over"])
        note("peer.hit_lapsed", row, silent)
    if row.lapses_at <= now:
        ended, event = State.LAPSED, "peer.hit_lapsed"
    elif not allowed(row):
        ended, event = State.CLOSED, "peer.hit_closed"
    else:
        return False
    row.state, row.lapses_at = ended, min(row.lapses_at, now)
    row.save(update_fields=["state", "lapses_at"])
    note(event, row, yes if row.silent_over else yes + silent)
    return True
