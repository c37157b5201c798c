"""What families asked an organisation for as a provider: one line each, one of them opened, and the provider's answer.

A provider reads what the family agreed to have told, the need and how soon; neither the case nor who anybody is beyond
those words.  What it answers stands in the family's file at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.functional import Promise

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from accessctl.services.rows import update_row
from families.codes import TOLD_TO_PROVIDER, Need, ReferralStatus, Urgency
from families.models import Referral
from families.services.support import ASK_AGAIN_AFTER, NEXT, OPEN, NotInThisOrder

LENGTH = 100
JOB = "families.referrals"
_S = ReferralStatus
ANSWERS = (_S.ACCEPTED, _S.WAITING, _S.DECLINED, _S.DELIVERED, _S.NO_SHOW)


@dataclass(frozen=True)
class Line:
    """One referral in codes.  by: who refers the family."""

    row: Referral
    need: str | Promise
    urgency: str | Promise
    by: str

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        """Where the provider may take it from here."""
        return [(code.value, code.label) for code in ANSWERS if code in NEXT.get(self.row.status, ())]

    @property
    def is_new(self) -> bool:
        return bool(self.row.status == _S.SENT)


@dataclass(frozen=True)
class Opened:
    """told: all that the family agreed to have told; answer: what the provider wrote last."""

    line: Line
    told: str
    answer: str


def referred_to_us(actor: Actor) -> list[Line]:
    """What waits first, then what goes on, the oldest first; what was given last."""
    rows = door.visible(actor, Referral).select_related("need", "case__owner")
    turn = Case(*(When(status=one.value, then=number) for number, one in enumerate(TOLD_TO_PROVIDER)))
    return [_line(row) for row in rows.order_by(turn, "sent_on", "pk")[:LENGTH]]


def known(actor: Actor, ref: str) -> None:
    """Raises NotFound."""
    door.fetch(actor, Referral, ref=ref)


def opened(actor: Actor, ref: str) -> Opened:
    """Raises NotFound."""
    row = door.fetch(actor, Referral, ref=ref)
    clear: Clear = door.open_row(actor, row, row.ref)
    return Opened(_line(row), clear.told, clear.answer or "")


@transaction.atomic
def answer(*, actor: Actor, ref: str, status: str, words: str = "") -> Referral:
    """The provider says yes, later, no, that help was given, or that they did not meet.

    Raises NotFound, NotInThisOrder.
    """
    row = door.fetch(actor, Referral, door.Action.CHANGE, ref=ref, lock=True)
    if status not in ANSWERS or status not in NEXT.get(row.status, ()):
        raise NotInThisOrder()
    columns: dict[str, Any] = {"status": status}
    columns["follow_up_on"] = timezone.localdate() + ASK_AGAIN_AFTER if status in OPEN else None
    if words:
        columns["answer"] = words
    update_row(row, columns)
    journal.record(actor, "support.referral_answered", row.ref, ring=Ring.KIN, status=status)
    # The case's own timeline; the provider's organisation is not told which case it is.
    journal.record(Actor.system_job(JOB), "support.referral_moved", row.case, ring=Ring.KIN, status=status)
    return row


def _line(row: Referral) -> Line:
    return Line(row, Need(row.need.need).label, Urgency(row.need.urgency).label, row.case.owner.name)
