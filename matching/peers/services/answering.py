"""Being asked by another registry: what comes in is written down at once and worked on by a job, at its own pace.

What is told lies ready after the same time whatever it is, and is as long: who asks cannot tell a record that is not
here from one that is kept from them.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import effects, journal, outward
from accessctl.codes import Purpose
from accessctl.models import Effect, Peer
from accessctl.peers.blind import POINT, NotAPoint
from cases.models import Case
from matching.models import CodedTable, PeerHit, PeerInquiry
from matching.models.peers import Outcome, hit_ref
from matching.peers import coding, protocol, records
from matching.peers.protocol import Answer, Kind, Message, Status
from matching.peers.services import hits, tables
from registry.lib import faults
from remains.models import Remains

logger = logging.getLogger(__name__)

KIND = "peer.inquiry"
FLOOD = 4  # times the questions of a day: beyond them nothing is kept
Step = PeerInquiry.Step
effects.entitle({KIND: _("Another registry is answered")})
_SAID = {Outcome.HIT: Answer.HIT, Outcome.NO_HIT: Answer.NO_HIT, Outcome.REFUSED: Answer.REFUSED}


# --- at the door ------------------------------------------------------------------------------------------------------
def take(peer: Peer, message: Message) -> bytes:
    """What an envelope of a registry is answered with at once: that it is taken, or what lies ready."""
    if message.kind is Kind.TABLE:
        return _table_of(peer, message.purpose, coding_of=message.rest[0])
    if message.kind is not Kind.LOOK:
        if not _is_flood(peer):
            _receive(peer, message)
        return bytes([Status.TAKEN])
    row = PeerInquiry.objects.filter(peer=peer, number=message.number, purpose=message.purpose).first()
    if row is None:
        return protocol.answer(Answer.REFUSED)
    over = row.step == Step.ANSWERED
    ready = row.due_at <= timezone.now() and (over or row.round == message.round)
    return bytes(row.reply) if ready and row.reply is not None else bytes([Status.WAIT])


def _table_of(peer: Peer, purpose: Purpose, *, coding_of: int) -> bytes:
    """Which table its questions are compared with; none while it may ask nothing, or codes in another way."""
    if not peer.is_live or purpose not in peer.purposes:
        return protocol.answer(Answer.REFUSED)
    if coding_of != coding.VERSION:
        return bytes([Status.OTHER_CODING])
    held = CodedTable.objects.filter(peer=peer, purpose=purpose).only("version").first()
    if held is None:
        return bytes([Status.WAIT])
    return bytes([Status.TAKEN]) + held.version.bytes + bytes([coding.VERSION])


def of_the_day(now: datetime) -> QuerySet[PeerInquiry]:
    """What other registries asked within a day."""
    return PeerInquiry.objects.filter(received_at__gt=now - timedelta(days=1)).order_by()


def began_again() -> Q:
    """Questions that met another table than they were made for, before a point of theirs was coded: the registry asks
    the same once more, under another number.
    """
    return Q(reply=bytes([Status.STALE]), table=None)


def _is_flood(peer: Peer) -> bool:
    """Whether it sends so many questions beyond those agreed that they are not even written down."""
    return of_the_day(timezone.now()).filter(peer=peer).count() >= FLOOD * peer.questions_a_day


@transaction.atomic
def _receive(peer: Peer, message: Message) -> None:
    """Write a round of a question down once, however often it is sent: the first as a new one, the next after it."""
    sent = {"asked": message.rest, "due_at": timezone.now() + tables.pace()}
    if message.round == protocol.MEETING and message.kind is Kind.ASK:
        row, is_new = PeerInquiry.objects.get_or_create(
            peer=peer, number=message.number, defaults={"purpose": message.purpose, **sent}
        )
        if is_new:
            journal.record(records.job(message.purpose), "peer.inquiry_received", row.ref, peer.ref)
    elif message.round == (protocol.TRAITS if message.kind is Kind.ASK else protocol.CLAIM):
        ready = PeerInquiry.objects.filter(
            peer=peer, number=message.number, purpose=message.purpose, step=Step.READY, round=message.round - 1
        )
        ready.update(step=Step.RECEIVED, round=message.round, reply=None, **sent)


# --- the job ----------------------------------------------------------------------------------------------------------
def work() -> int:
    """Find the answer of every question that waits for one; returns how many."""
    waiting = PeerInquiry.objects.filter(step=Step.RECEIVED).only("pk", "round")
    effects.owe_all(KIND, {f"inquiry:{row.pk}:{row.round}": {"inquiry": str(row.pk)} for row in waiting})
    count = 0
    while taken := effects.lease(KIND):
        for effect in taken:
            with effects.edge(taken):
                _answer(effect)
        count += 1
    return count


def _answer(effect: Effect) -> None:
    row = PeerInquiry.objects.select_related("peer__organisation").filter(pk=effect.payload["inquiry"]).first()
    found = None
    if row is not None and row.step == Step.RECEIVED:
        try:
            found = _claimed(row) if row.round == protocol.CLAIM else _coded(row)
        except tables.BeingMade:
            effects.postpone(effect)
            return
    with transaction.atomic():
        if row is not None and found is not None:
            _note(row, *found)
        if not effects.done(effect):
            transaction.set_rollback(True)  # another worker has taken it over


def _may_ask(row: PeerInquiry) -> bool:
    """Whether this registry may ask for the purpose now, and has questions left for the day."""
    peer = row.peer
    before = of_the_day(row.received_at).filter(peer=peer, pk__lt=row.pk).exclude(began_again())
    return peer.is_live and row.purpose in peer.purposes and before.count() < peer.questions_a_day


Found = tuple[dict[str, Any], list[Case | Remains]]


def _coded(row: PeerInquiry) -> Found:
    """The points of a round multiplied by the key of the table, if it is the table that stands."""
    if not _may_ask(row):
        return _over(Outcome.REFUSED), []
    table = tables.current(row.peer, Purpose(row.purpose))
    asked = bytes(row.asked or b"")
    if asked[:16] != table.version.bytes or row.table not in (None, table.version):
        return STALE, []
    key = tables.number_of(table)
    try:
        products = [key.times(point) for point in protocol.split(asked[16:], POINT)]
    except NotAPoint:
        return _over(Outcome.REFUSED), []
    return {"step": Step.READY, "reply": protocol.coded(products), "asked": None, "table": table.version}, []


def _claimed(row: PeerInquiry) -> Found:
    """The last round: whether what is claimed may be told of, as consent and firewalls stand now."""
    if not _may_ask(row):
        return _over(Outcome.REFUSED), []
    purpose, held = Purpose(row.purpose), CodedTable.objects.filter(peer=row.peer, purpose=row.purpose).first()
    if held is None or held.version != row.table:
        return STALE, []
    ids = tables.meant(held, protocol.split(bytes(row.asked or b""), protocol.ALIAS))
    met = [
        found for model in records.MET[purpose]
        for found in records.admitted(row.peer, purpose, model).filter(pk__in=ids)
    ]  # fmt: skip
    return _over(Outcome.HIT if met else Outcome.NO_HIT, hit_ref() if met else ""), met


# The table is another one by now, for all who ask: they begin again with that.
STALE: dict[str, Any] = {
    "step": Step.ANSWERED, "reply": bytes([Status.STALE]), "outcome": Outcome.REFUSED, "asked": None,
}  # fmt: skip


def _over(outcome: Outcome, hit: str = "") -> dict[str, Any]:
    reply = protocol.answer(_SAID[outcome], hit)
    return {"step": Step.ANSWERED, "reply": reply, "outcome": outcome, "hit": hit, "asked": None}


def _note(row: PeerInquiry, columns: dict[str, Any], met: list[Case | Remains]) -> None:
    """Write down what is told, and in the journal what it was."""
    if not PeerInquiry.objects.filter(pk=row.pk, step=row.step, round=row.round).update(**columns):
        return
    PeerHit.objects.bulk_create(
        PeerHit(
            inquiry=row, case=one if isinstance(one, Case) else None, remains=one if isinstance(one, Remains) else None
        )
        for one in met
    )
    if met:
        hits.begin(row)
    if columns["step"] == Step.ANSWERED:
        said = columns["outcome"].value
        journal.record(
            records.job(Purpose(row.purpose)), "peer.inquiry_answered", *met, row.ref, row.peer.ref, said=said
        )


def make_tables() -> int:
    """The first table of each registry that may ask, so that there is one to be compared with; returns how many."""
    made = 0
    for peer in Peer.objects.filter(state="live", valid_until__gt=Now()).select_related("organisation"):
        for purpose in protocol.PURPOSES & {Purpose(one) for one in peer.purposes} & set(outward.purposes()):
            if peer.is_live and not CodedTable.objects.filter(peer=peer, purpose=purpose).exists():
                with faults.contained(logger, "making a table of codes"), suppress(tables.BeingMade):
                    tables.make(peer, purpose)
                    made += 1
    return made
