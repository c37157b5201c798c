"""The second step of a hit as one side holds it: its records, what may be told of them now, how it ends."""

from __future__ import annotations

import os
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
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


def begin(question: PeerQuestion | PeerInquiry) -> PeerDisclosure:
    """The second step of a hit; call in the transaction that writes the hit down."""
    is_ours = isinstance(question, PeerQuestion)
    secret = vault.seal_for_deployment(vault.PEER_QUESTION, os.urandom(POINT).hex())
    due = timezone.now() + interval() if is_ours else None
    return PeerDisclosure.objects.create(
        secret=secret, due_at=due, **{"question" if is_ours else "inquiry": question}
    )  # fmt: skip


def interval() -> timedelta:
    """Between two exchanges, whatever was decided: an hour as a rule."""
    return max(pace() * PACES, timedelta(minutes=1))


def standing(row: PeerDisclosure) -> QuerySet[PeerDecision]:
    """The answers of our people that stand."""
    return PeerDecision.objects.filter(disclosure=row, ended_at=None)


def is_standing(row: PeerDisclosure) -> bool:
    return row.state in STANDING and row.lapses_at > timezone.now()


def records_of(row: PeerDisclosure) -> list[records.Asked]:
    """The records of ours that a hit is of, while they are whose they were asked for."""
    if row.question is not None:
        record = row.question.record
        return [record] if record.owner_id == row.question.organisation_id else []
    hits = PeerHit.objects.filter(inquiry=row.inquiry).select_related("case", "remains").order_by("pk")
    return [hit.record for hit in hits]


def admitted(row: PeerDisclosure) -> set[UUID]:
    """Those of them that consent, firewalls and status let be told of now."""
    held, peer, purpose = records_of(row), row.about.peer, Purpose(row.about.purpose)
    found = set[UUID]()
    for model in records.RINGS:
        ours = [one.pk for one in held if isinstance(one, model)]
        found.update(records.admitted(peer, purpose, model).filter(pk__in=ours).values_list("pk", flat=True))
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
    _note("peer.hit_agreed", row)


def settle() -> int:
    """End what ran out, and what consent or status no longer lets be told; returns how many."""
    rows = PeerDisclosure.objects.filter(state__in=STANDING).values_list("pk", flat=True)
    return sum(_settled(key) for key in list(rows))


@transaction.atomic
def _settled(key: UUID) -> bool:
    row = PeerDisclosure.objects.select_for_update().filter(pk=key, state__in=STANDING).first()
    if row is None:
        return False
    if row.lapses_at <= timezone.now():
        ended, event = State.LAPSED, "peer.hit_lapsed"
    elif row.about.peer.is_live and not admitted(row):
        ended, event = State.CLOSED, "peer.hit_closed"
    else:
        return False
    row.state = ended
    row.save(update_fields=["state"])
    _note(event, row)
    return True


def _note(event: str, row: PeerDisclosure) -> None:
    job = records.job(Purpose(row.about.purpose))
    journal.record(job, event, *records_of(row), row.ref, row.about.peer.ref)
