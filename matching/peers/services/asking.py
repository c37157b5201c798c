"""Asking another registry about one record of ours, in code, for one purpose.

Who may: people who answer for the organisation or work on the case, for records of their own that consent lets out.
The job goes on with a question from step to step; each step is an effect of its own, so a killed worker's is done again
by another, and the other side takes it for the same.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, effects, journal, vault
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Effect, Peer
from accessctl.peers import calls
from accessctl.peers.blind import POINT, Multiplier, NotAPoint
from matching.engine.profile import Profile
from matching.models import GivenTable, PeerQuestion
from matching.models.peers import Outcome
from matching.peers import coding, protocol, records, weighing
from matching.peers.entries import Given
from matching.peers.protocol import Answer, Kind, Message, Status
from matching.peers.services import hits, tables
from matching.peers.services.tables import pace
from matching.sides import MODELS, column_of, column_of_ref
from registry.lib.errors import Conflict, Forbidden, NotFound, TooMany

KIND = "peer.question"
AT_ONCE = 8
FAILURES = 6
FIRST_PAUSE = timedelta(seconds=20)  # each later pause is three times the one before: given up after two hours
AGAIN_AFTER = timedelta(days=7)
GIVEN_UP = timedelta(days=1)  # whatever the other registry says meanwhile
Step = PeerQuestion.Step
effects.entitle({KIND: _("Another registry is asked")})
FOUND_OUT = (Outcome.WAITING, Outcome.HIT, Outcome.NO_HIT)
_OUTCOMES = {Answer.HIT: Outcome.HIT, Answer.NO_HIT: Outcome.NO_HIT, Answer.REFUSED: Outcome.REFUSED}


class AskedLately(Conflict):
    code = "peer_asked_lately"
    template = _("This registry was asked about the record for this purpose within a week. Wait, or ask another one.")


class NotForPeers(Forbidden):
    code = "peer_not_admitted"
    template = _(
        "This record cannot be asked about there: the family’s consent does not cover it, a protection stands against "
        "it, or your organisation does not take part."
    )


class NothingToAsk(Conflict):
    code = "peer_nothing_to_ask"
    template = _(
        "The record says too little to ask about: a name of two words with a year of birth, or a paper’s number."
    )


class Changed(Exception):
    """Our record or their table is not what the question began with."""


@transaction.atomic
def ask(actor: Actor, *, record_ref: str, peer_ref: str, purpose: Purpose) -> PeerQuestion:
    """Ask one registry about one record.

    Raises NotFound, Forbidden, NotForPeers, NothingToAsk, AskedLately, TooMany.
    """
    record = own_record(actor, record_ref)
    peer = door.fetch(actor, Peer, ref=peer_ref, lock=True)  # questions of a day are counted one after another
    if not records.is_admitted(peer, purpose, record):
        raise NotForPeers()
    mine = PeerQuestion.objects.filter(peer=peer)
    about = mine.filter(**{column_of(record): record}, purpose=purpose)
    if about.filter(asked_at__gt=timezone.now() - AGAIN_AFTER, outcome__in=FOUND_OUT).exists():
        raise AskedLately()
    if mine.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= peer.questions_a_day:
        raise TooMany()
    profile = records.profile(peer, purpose, record)
    if profile is None or not weighing.meetings(profile, purpose):
        raise NothingToAsk()
    question = PeerQuestion.objects.create(
        peer=peer, purpose=purpose, organisation_id=record.owner_id, account=actor.account,
        secret=vault.seal_for_deployment(vault.PEER_QUESTION, os.urandom(POINT).hex()), **{column_of(record): record},
    )  # fmt: skip
    journal.record(actor, "peer.question_asked", record, question.ref, peer.ref, purpose=purpose)
    return question


def own_record(actor: Actor, ref: str) -> records.Asked:
    """A case or remains of the own organisation that the actor may work on.  Raises NotFound, Forbidden."""
    column = column_of_ref(ref.strip().upper())
    if column not in ("case", "remains"):
        raise NotFound()
    record = door.fetch(actor, MODELS[column], door.Action.CHANGE, ref=ref)
    if actor.account is None or record.owner_id != actor.organisation_id:
        raise Forbidden()
    return record  # type: ignore[return-value]


# --- the job ----------------------------------------------------------------------------------------------------------
def work() -> int:
    """Go a step further with every question that is due; returns how many."""
    _give_up()
    due = PeerQuestion.objects.filter(due_at__lte=Now()).only("pk", "turn")
    effects.owe_all(KIND, {f"question:{row.pk}:{row.turn}": {"question": str(row.pk)} for row in due})
    count = 0
    while taken := effects.lease(KIND, limit=AT_ONCE):
        effects.at_once(taken, _go_on)
        count += len(taken)
    return count


def _give_up() -> None:
    """Close questions that took too long, whatever became of their effects: one may be parked."""
    rows = PeerQuestion.objects.filter(due_at__isnull=False, asked_at__lt=timezone.now() - GIVEN_UP)
    for row in rows.select_related("peer", "case", "remains"):
        with transaction.atomic():
            _note(row, _over(Outcome.UNREACHED))


def _go_on(effect: Effect) -> None:
    rows = PeerQuestion.objects.select_related("peer__organisation", "case", "remains")
    row = rows.filter(pk=effect.payload["question"]).first()  # none: the record was erased
    with effects.holding(effect):  # a large table takes longer to come than a lease
        columns = {} if row is None or row.step == Step.OVER else _next(row)
    with transaction.atomic():
        if row is not None and columns:
            _note(row, columns)
        if not effects.done(effect):
            transaction.set_rollback(True)  # another worker has taken it over


def _next(row: PeerQuestion) -> dict[str, Any]:
    """What one more step makes of a question."""
    if not row.peer.is_live or row.purpose not in row.peer.purposes:
        return _over(Outcome.STOPPED)
    is_ours = row.record.owner_id == row.organisation_id  # not handed to another organisation meanwhile
    if not is_ours or not records.is_admitted(row.peer, Purpose(row.purpose), row.record):
        return _over(Outcome.WITHHELD)
    try:
        return _STEPS[Step(row.step)](row)
    except Changed:
        return _from_the_beginning()
    except calls.KeyReplaced:
        return _over(Outcome.KEY_REPLACED)
    except calls.KeyUnknown:
        return _over(Outcome.KEY_UNKNOWN)
    except (calls.Unreached, protocol.Malformed, NotAPoint):
        failures = row.failures + 1
        if failures >= FAILURES:
            return _over(Outcome.UNREACHED)
        return {"failures": failures, "due_at": timezone.now() + FIRST_PAUSE * 3 ** (failures - 1)}


def _send(row: PeerQuestion, kind: Kind, turn: int = 0, rest: bytes = b"") -> bytes:
    message = Message(kind, row.number, Purpose(row.purpose), turn, rest)
    return calls.send(row.peer, message.to_bytes())


def _blind(row: PeerQuestion, turn: int) -> Multiplier:
    """What blinds a round: the same again, so that what is sent a second time is the same question."""
    seed = bytes.fromhex(vault.unseal_for_deployment(vault.PEER_QUESTION, row.secret))
    return Multiplier.derived(seed, f"{row.number}|{turn}")


def _profile(row: PeerQuestion) -> Profile:
    """What the record says.  Raises Changed if that is not what the question began with."""
    profile = records.profile(row.peer, Purpose(row.purpose), row.record)
    if profile is None or row.said not in (None, row.record.version):
        raise Changed
    return profile


def _ask(row: PeerQuestion) -> dict[str, Any]:
    """The first round: the meetings of what the record says, blinded."""
    content = _send(row, Kind.TABLE, rest=bytes([coding.VERSION]))
    match protocol.status(content):
        case Status.ANSWER:
            return _answered(content)
        case Status.OTHER_CODING:
            return _over(Outcome.OTHER_CODING)
        case Status.WAIT:  # they have none yet
            return {"due_at": _later()}
    if content[17] != coding.VERSION:  # an older program does not say it, and answers whatever is asked
        return _over(Outcome.OTHER_CODING)
    try:
        table = _their_table(row, content[1:17])
    except tables.BeingMade:  # another question fetches it
        return {"due_at": _later()}
    texts = [text for _name, text in weighing.meetings(_profile(row), Purpose(row.purpose))]
    points = weighing.blinded(texts, _blind(row, protocol.MEETING))
    _send(row, Kind.ASK, protocol.MEETING, table.version.bytes + points)
    return {"step": Step.ASKED, "said": row.record.version, "due_at": _later()}


def _refine(row: PeerQuestion) -> dict[str, Any]:
    """The second round: the traits of what was met; points of nothing where nothing was."""
    asked = weighing.traits(_profile(row), Purpose(row.purpose), weighing.unpacked(bytes(row.met or b"")))
    points = weighing.blinded([text for _one, _name, text in asked], _blind(row, protocol.TRAITS))
    _send(row, Kind.ASK, protocol.TRAITS, _held(row).version.bytes + points)
    return {"step": Step.REFINED, "due_at": _later()}


def _claim(row: PeerQuestion) -> dict[str, Any]:
    """The third round, as long and as late whether anything is claimed or nothing."""
    _send(row, Kind.CLAIM, protocol.CLAIM, protocol.claim(protocol.split(bytes(row.met or b""), protocol.ALIAS)))
    return {"step": Step.CLAIMED, "due_at": _later()}


def _look(row: PeerQuestion) -> dict[str, Any]:
    """What lies ready of the round that was sent last."""
    turn = {Step.ASKED: protocol.MEETING, Step.REFINED: protocol.TRAITS, Step.CLAIMED: protocol.CLAIM}[Step(row.step)]
    content = _send(row, Kind.LOOK, turn)
    match protocol.status(content):
        case Status.ANSWER:
            return _answered(content)
        case Status.STALE:
            return _from_the_beginning()
        case Status.CODED if turn == protocol.CLAIM:
            raise protocol.Malformed
        case Status.CODED:
            return _met(row, turn, protocol.products(content))
    return {"due_at": _later()}


def _met(row: PeerQuestion, turn: int, products: list[bytes]) -> dict[str, Any]:
    """What the codes of a round meet in their table."""
    purpose, profile, table = Purpose(row.purpose), _profile(row), Given(bytes(_held(row).entries))
    blind, now = _blind(row, turn), timezone.now()
    if turn == protocol.MEETING:
        meetings = weighing.meetings(profile, purpose)
        codes = weighing.found([text for _name, text in meetings], products, blind)
        return {"step": Step.TO_REFINE, "met": weighing.packed(weighing.meet(meetings, codes, table)), "due_at": now}
    asked = weighing.traits(profile, purpose, weighing.unpacked(bytes(row.met or b"")))
    codes = weighing.found([text for _one, _name, text in asked], products, blind)
    return {"step": Step.TO_CLAIM, "met": b"".join(weighing.claim(purpose, asked, codes, table)), "due_at": now}


_STEPS = {
    Step.TO_ASK: _ask, Step.ASKED: _look, Step.TO_REFINE: _refine, Step.REFINED: _look, Step.TO_CLAIM: _claim,
    Step.CLAIMED: _look,
}  # fmt: skip


def _from_the_beginning() -> dict[str, Any]:
    """Their table or our record is another one by now: the same once more, under another number."""
    again = {"step": Step.TO_ASK, "number": uuid4(), "said": None, "met": None}
    return again | {"due_at": timezone.now()}


def _answered(content: bytes) -> dict[str, Any]:
    said, ref = protocol.answered(content)
    return _over(_OUTCOMES[said], ref if said is Answer.HIT else "")


def _over(outcome: Outcome, hit: str = "") -> dict[str, Any]:
    over = {"step": Step.OVER, "outcome": outcome, "hit": hit, "secret": "", "met": None, "due_at": None}
    return over | {"answered_at": timezone.now()}


def _later() -> Any:
    """When their answer lies ready."""
    return timezone.now() + pace()


def _held(row: PeerQuestion) -> GivenTable:
    """Their table as we have it.  Raises Changed if that is gone."""
    held = GivenTable.objects.filter(peer=row.peer, purpose=row.purpose).first()
    if held is None:
        raise Changed
    return held


def _their_table(row: PeerQuestion, version: bytes) -> GivenTable:
    """Their table as it stands, fetched if it is not the one we have.  Raises BeingMade."""
    held = GivenTable.objects.filter(peer=row.peer, purpose=row.purpose).first()
    if held is not None and held.version.bytes == version:
        return held
    message = Message(Kind.TABLE, row.number, Purpose(row.purpose))
    with tables.alone(row.peer, Purpose(row.purpose), "theirs"):
        fetched, entries = calls.fetch_table(row.peer, message.to_bytes(), most=tables.most_bytes(row.peer))
        if len(entries) % protocol.ENTRY:
            raise calls.Unreached()
        with transaction.atomic():
            GivenTable.objects.filter(peer=row.peer, purpose=row.purpose).delete()
            return GivenTable.objects.create(peer=row.peer, purpose=row.purpose, version=fetched, entries=entries)


def _note(row: PeerQuestion, columns: dict[str, Any]) -> None:
    is_next = PeerQuestion.objects.filter(pk=row.pk, turn=row.turn).update(turn=row.turn + 1, **columns)
    if is_next and columns.get("step") == Step.OVER:
        if columns["outcome"] == Outcome.HIT:
            hits.begin(row)
        said = columns["outcome"].value
        journal.record(
            records.job(Purpose(row.purpose)), "peer.question_answered", row.record, row.ref, row.peer.ref, said=said
        )
