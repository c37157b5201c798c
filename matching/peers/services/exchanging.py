"""After a hit the registries ask one another, again and again at the same times, whether both said yes.

Who asked the question begins each round; both go on until the days are over, whatever was decided, and put in a no
where nothing was decided or nothing may be told any more.  So a no, no answer and a record that was closed look alike,
and a yes shows to a side that said yes alone (`matching.peers.agreeing`).
"""

from __future__ import annotations

import os
from typing import Any

from django.db import transaction
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


def _side(row: PeerDisclosure, *, says_yes: bool) -> Side:
    secret = bytes.fromhex(vault.unseal_for_deployment(vault.PEER_QUESTION, row.secret))
    return Side(str(row.about.number), row.round, secret, says_yes)


# --- who is asked: an envelope comes in -------------------------------------------------------------------------------
def take(peer: Peer, message: Message) -> bytes:
    """What an envelope of an exchange is answered with.  What is not known here looks like a no."""
    purpose, number = message.purpose, message.number
    if not peer.is_live or purpose not in peer.purposes:
        return protocol.answer(Answer.REFUSED)
    turn, shown = protocol.in_exchange(message.rest)
    with transaction.atomic():
        mine = PeerDisclosure.objects.filter(inquiry__peer=peer, inquiry__number=number, inquiry__purpose=purpose)
        row = mine.select_for_update(of=("self",)).select_related("inquiry__peer__organisation").first()
        try:
            if message.kind is Kind.OFFER:
                return _offered(row, turn, shown)
            return _closed(row, turn, shown)
        except NotAPoint:
            return protocol.answer(Answer.REFUSED)


def _offered(row: PeerDisclosure | None, turn: int, theirs: bytes) -> bytes:
    """Our point of a round, and what comes of theirs; the same again however often it is sent."""
    if row is None or turn < row.round:
        return protocol.offered(any_point(), os.urandom(PROOF))
    if turn > row.round or row.theirs is None:
        row.round, row.theirs, row.said = turn, theirs, hits.says_yes(row)
        row.save(update_fields=["round", "theirs", "said"])
    side = _side(row, says_yes=row.said)
    return protocol.offered(side.point, side.proof(ASKED, bytes(row.theirs)))


def _closed(row: PeerDisclosure | None, turn: int, shown: bytes) -> bytes:
    """Whether both said yes: what the other side shows of the round, and what stands here at this moment."""
    if row is None or turn != row.round or row.theirs is None:
        return protocol.answer(Answer.NO_HIT)
    stands = hits.says_yes(row)
    both = _side(row, says_yes=row.said).shows(ASKER, bytes(row.theirs), shown) and row.said and stands
    if both:
        hits.agreed(row)
    return protocol.answer(Answer.HIT if both else Answer.NO_HIT, row.about.hit if both else "")


# --- who asked: the job -----------------------------------------------------------------------------------------------
def work() -> int:
    """Go a step further with every exchange that is due; returns how many."""
    due = PeerDisclosure.objects.filter(due_at__lte=Now()).only("pk", "turn")
    effects.owe_all(KIND, {f"disclosure:{row.pk}:{row.turn}": {"disclosure": str(row.pk)} for row in due})
    count = 0
    while taken := effects.lease(KIND, limit=AT_ONCE):
        effects.at_once(taken, _go_on)
        count += len(taken)
    return count


def _go_on(effect: Effect) -> None:
    rows = PeerDisclosure.objects.select_related("question__peer__organisation", "question__case", "question__remains")
    row = rows.filter(pk=effect.payload["disclosure"]).first()  # none: the record was erased
    with effects.holding(effect):
        columns, both = ({}, False) if row is None or row.due_at is None else _next(row)
    with transaction.atomic():
        if row is not None and columns:
            _note(row, columns, both=both)
        if not effects.done(effect):
            transaction.set_rollback(True)  # another worker has taken it over


Step = tuple[dict[str, Any], bool]


def _next(row: PeerDisclosure) -> Step:
    """What one more step makes of an exchange, and whether it found that both said yes."""
    if row.opened_at + LASTS <= timezone.now():
        return {"due_at": None, "closing": False}, False
    if not row.about.peer.is_live:
        return _later(), False
    try:
        return _close(row) if row.closing else _offer(row)
    except (calls.Unreached, calls.KeyReplaced, calls.KeyUnknown, protocol.Malformed):
        return _later(), False
    except NotAPoint:
        return _next_round(row), False


def _offer(row: PeerDisclosure) -> Step:
    """Our point of the round; what comes back is kept until the round is closed."""
    said = hits.says_yes(row)
    content = _send(row, Kind.OFFER, _side(row, says_yes=said).point)
    if protocol.status(content) is not Status.CODED:  # the link is not in force there
        return _later(), False
    theirs = content[1 : 1 + POINT + PROOF]
    return {"theirs": theirs, "said": said, "closing": True, "due_at": timezone.now()}, False


def _close(row: PeerDisclosure) -> Step:
    """Show what came of the round; nothing of it where no yes of ours was put in, or stands any more."""
    held = bytes(row.theirs or b"")
    side, theirs, shown = _side(row, says_yes=row.said), held[:POINT], held[POINT:]
    alike = side.shows(ASKED, theirs, shown)
    stands = hits.says_yes(row) and row.said
    content = _send(row, Kind.CLOSE, side.proof(ASKER, theirs) if stands else os.urandom(PROOF))
    said, _ref = protocol.answered(content) if protocol.status(content) is Status.ANSWER else (Answer.REFUSED, "")
    return _next_round(row), alike and stands and said is Answer.HIT


def _send(row: PeerDisclosure, kind: Kind, shown: bytes) -> bytes:
    rest = row.round.to_bytes(ROUND, "big") + shown
    message = Message(kind, row.about.number, Purpose(row.about.purpose), 0, rest)
    return calls.send(row.about.peer, message.to_bytes())


def _later() -> dict[str, Any]:
    return {"due_at": timezone.now() + hits.interval()}


def _next_round(row: PeerDisclosure) -> dict[str, Any]:
    return {"round": row.round + 1, "theirs": None, "said": False, "closing": False, **_later()}


def _note(row: PeerDisclosure, columns: dict[str, Any], *, both: bool) -> None:
    """Write a step down once.  A yes that was taken back while the round began is put in as a no when it closes."""
    mine = PeerDisclosure.objects.select_for_update().filter(pk=row.pk, turn=row.turn)
    if (held := mine.first()) is None:
        return
    mine.update(turn=row.turn + 1, **columns)
    if both:
        hits.agreed(held)
