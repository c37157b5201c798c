"""After a hit the registries ask one another, again and again at the same times, whether both said yes.

Who asked the question begins each round; both go on until the days are over, whatever was decided, and put in a no
where nothing was decided or nothing may be told any more.  So a no, no answer and a record that was closed look alike,
and a yes shows to a side that said yes alone (`matching.peers.agreeing`).
"""

from __future__ import annotations

import os
from enum import Enum
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import effects, vault
from accessctl.codes import Purpose
from accessctl.models import Effect, Peer
from accessctl.peers import calls
from accessctl.peers.blind import POINT, NotAPoint, any_point
from matching.models import PeerDisclosure
from matching.models.peer_disclosures import LASTS
from matching.peers import protocol
from matching.peers.agreeing import ASKED, ASKER, Side
from matching.peers.protocol import PROOF, ROUND, Answer, Kind, Message, Status
from matching.peers.services import hits

KIND = "peer.disclosure"
AT_ONCE = 8
State = PeerDisclosure.State
effects.entitle({KIND: _("After a hit: answers are exchanged with another registry")})


def _side(row: PeerDisclosure) -> Side:
    secret = bytes.fromhex(vault.unseal_for_deployment(vault.PEER_QUESTION, row.secret))
    return Side(str(row.about.number), row.round, secret, bool(row.said))


# --- who is asked: an envelope comes in -------------------------------------------------------------------------------
def take(peer: Peer, message: Message) -> bytes:
    """What an envelope of an exchange is answered with.  What is not known here looks like a no."""
    purpose, number = message.purpose, message.number
    if not peer.is_live or purpose not in peer.purposes:
        return protocol.answer(Answer.REFUSED)
    turn, shown = protocol.in_exchange(message.rest)
    with transaction.atomic():
        mine = PeerDisclosure.objects.filter(inquiry__peer=peer, inquiry__number=number, inquiry__purpose=purpose)
        held = mine.exclude(secret="").select_for_update(of=("self",))  # without a secret its days are over
        row = held.select_related("inquiry__peer__organisation").first()
        try:
            if message.kind is Kind.OFFER:
                return _offered(row, turn, shown)
            return _closed(row, turn, shown)
        except NotAPoint:
            return protocol.answer(Answer.REFUSED)


def _offered(row: PeerDisclosure | None, turn: int, theirs: bytes) -> bytes:
    """Our point of a round, and what comes of theirs; the same again however often it is sent.

    SECURITY: a round that comes before its time is answered like a no, so that nobody sees the minute of a yes.
    """
    if row is None or turn < row.round:
        return _nothing()
    if turn > row.round or row.theirs is None:
        if row.began_at is not None and row.began_at > timezone.now() - hits.interval() / 2:
            return _nothing()
        row.round, row.theirs, row.said, row.began_at = turn, theirs, hits.says_yes(row), timezone.now()
        row.save(update_fields=["round", "theirs", "said", "began_at"])
    side = _side(row)
    return protocol.offered(side.point, side.proof(ASKED, bytes(row.theirs)))


def _nothing() -> bytes:
    """A point of no text, and no proof: what a no looks like."""
    return protocol.offered(any_point(), os.urandom(PROOF))


def _closed(row: PeerDisclosure | None, turn: int, shown: bytes) -> bytes:
    """Whether both said yes: what the other side shows of the round, and what stands here at this moment."""
    if row is None or turn != row.round or row.theirs is None:
        return protocol.answer(Answer.NO_HIT)
    stands = hits.says_yes(row)
    both = _side(row).shows(ASKER, bytes(row.theirs), shown) and row.said and stands
    if both:
        hits.agreed(row)
    return protocol.answer(Answer.HIT if both else Answer.NO_HIT, row.about.hit if both else "")


# --- who asked: the job -----------------------------------------------------------------------------------------------
def work() -> int:
    """Go a step further with every exchange that is due; returns how many."""
    _pass_over()
    due = PeerDisclosure.objects.filter(due_at__lte=Now()).only("pk", "turn")
    effects.owe_all(KIND, {f"disclosure:{row.pk}:{row.turn}": {"disclosure": str(row.pk)} for row in due})
    count = 0
    while taken := effects.lease(KIND, limit=AT_ONCE):
        effects.at_once(taken, _go_on)
        count += len(taken)
    return count


def _pass_over() -> None:
    """A step that is due for so long was given up: the next round begins instead, whatever became of its effect."""
    late = PeerDisclosure.objects.filter(due_at__lte=timezone.now() - hits.interval())
    late.update(turn=F("turn") + 1, round=F("round") + 1, due_at=Now(), **_FRESH)


def _go_on(effect: Effect) -> None:
    rows = PeerDisclosure.objects.select_related("question__peer__organisation", "question__case", "question__remains")
    row = rows.filter(pk=effect.payload["disclosure"]).first()  # none: the record was erased
    with effects.holding(effect):
        columns, came = ({}, Came.NOTHING) if row is None or row.due_at is None else _next(row)
    with transaction.atomic():
        if row is not None and columns:
            _note(row, columns, came)
        if not effects.done(effect):
            transaction.set_rollback(True)  # another worker has taken it over


class Came(Enum):
    """What a step found: broken off, if the other side showed a yes and then did not say that both had."""

    NOTHING = 1
    AGREED = 2
    BROKEN_OFF = 3


Step = tuple[dict[str, Any], Came]
_FAILS = (calls.Unreached, calls.KeyReplaced, calls.KeyUnknown, protocol.Malformed)
_FRESH: dict[str, Any] = {"theirs": None, "said": None, "closing_at": None}


def _next(row: PeerDisclosure) -> Step:
    """What one more step makes of an exchange.

    SECURITY: an offer that is not answered is not made again: two points of one round would tell that a decision fell.
    """
    if row.opened_at + LASTS <= timezone.now():
        return {"due_at": None}, Came.NOTHING
    if not row.about.peer.is_live:
        return _later(), Came.NOTHING
    try:
        return _offer(row) if row.theirs is None else _close(row)
    except (*_FAILS, NotAPoint):
        return _next_round(row), Came.NOTHING


def _offer(row: PeerDisclosure) -> Step:
    """Our point of the round; what comes back is kept until the round is closed."""
    content = _send(row, Kind.OFFER, _side(_put_in(row)).point)
    if protocol.status(content) is not Status.CODED:  # the link is not in force there
        return _next_round(row), Came.NOTHING
    return {"theirs": content[1 : 1 + POINT + PROOF], "due_at": timezone.now()}, Came.NOTHING


@transaction.atomic
def _put_in(row: PeerDisclosure) -> PeerDisclosure:
    """What is put into the round: written down before it leaves, so that it is the same after a crash."""
    held = PeerDisclosure.objects.select_for_update().get(pk=row.pk, turn=row.turn)
    if held.said is None:
        held.said = hits.says_yes(held)
        held.save(update_fields=["said"])
    return held


def _close(row: PeerDisclosure) -> Step:
    """Show what came of the round.

    SECURITY: nothing of it unless the other side showed a yes first, and a yes of ours was put in and stands.
    """
    held, side = bytes(row.theirs or b""), _side(row)
    theirs, shown = held[:POINT], held[POINT:]
    alike, proof = side.shows(ASKED, theirs, shown), side.proof(ASKER, theirs)
    shows = _begins_to_close(row) and alike
    try:
        content = _send(row, Kind.CLOSE, proof if shows else os.urandom(PROOF))
        is_hit = protocol.status(content) is Status.ANSWER and protocol.answered(content)[0] is Answer.HIT
    except _FAILS:
        is_hit = False
    return _next_round(row), (Came.AGREED if is_hit else Came.BROKEN_OFF) if shows else Came.NOTHING


@transaction.atomic
def _begins_to_close(row: PeerDisclosure) -> bool:
    """Whether a yes of ours was put in and stands; from now on it is not taken back for as long as an answer takes."""
    held = PeerDisclosure.objects.select_for_update().get(pk=row.pk, turn=row.turn)
    held.closing_at = timezone.now()
    held.save(update_fields=["closing_at"])
    return hits.says_yes(held) and bool(held.said)


def _send(row: PeerDisclosure, kind: Kind, shown: bytes) -> bytes:
    rest = row.round.to_bytes(ROUND, "big") + shown
    message = Message(kind, row.about.number, Purpose(row.about.purpose), 0, rest)
    return calls.send(row.about.peer, message.to_bytes())


def _later() -> dict[str, Any]:
    return {"due_at": timezone.now() + hits.interval()}


def _next_round(row: PeerDisclosure) -> dict[str, Any]:
    return {"round": row.round + 1, **_FRESH, **_later()}


def _note(row: PeerDisclosure, columns: dict[str, Any], came: Came) -> None:
    """Write a step down once, and what it found if our yes still stands."""
    mine = PeerDisclosure.objects.select_for_update().filter(pk=row.pk, turn=row.turn)
    if (held := mine.first()) is None:
        return
    mine.update(turn=row.turn + 1, **columns)
    if came is Came.NOTHING or not hits.says_yes(held):
        return
    if came is Came.AGREED:
        hits.agreed(held)
    elif held.state == State.OPEN:
        hits.note("peer.hit_broken_off", held, hits.for_yes(held))
