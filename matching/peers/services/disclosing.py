"""After a hit: people of either side say whether their registry tells the other more, and make the file once both do.

Who may: who answers for the record's owner and may change the record.  A yes or no stands with its reason, can be taken
back until both said yes, and is told to the other side by nothing but that (`exchanging`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import ShareEvent
from cases import handed_files, handing
from cases.models import Case
from cases.policies import REGISTRANTS
from cases.services import handing_over
from cases.services.handing_over import Wanted
from matching.models import PeerDecision, PeerDisclosure
from matching.models.peer_disclosures import AGAINST, FOR, DisclosureReason
from matching.peers import records
from matching.peers.services.asking import own_record
from matching.peers.services.hits import (
    State,
    admitted,
    allowed,
    end_of_former_owners,
    is_standing,
    records_of,
    standing,
    until,
)
from matching.sides import column_of
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound

FORMS = tuple(handed_files.KINDS)
CLOSING = timedelta(minutes=2)  # longer than any answer takes (accessctl.peers.calls.SECONDS)


class DisclosureOver(Conflict):
    code = "peer_disclosure_over"
    template = gettext_lazy("Nothing can be decided about this hit any more: its time is over, or the record changed.")


class BothSaidYes(Conflict):
    code = "peer_both_said_yes"
    template = gettext_lazy("The other registry has answered too: the answer can no longer be taken back.")


class UnderWay(Conflict):
    code = "peer_exchange_under_way"
    template = gettext_lazy("The answers are being exchanged at this moment. Try again in a minute.")


class NotBoth(Conflict):
    code = "peer_not_both"
    template = gettext_lazy("A file can be made once both sides said yes, and within the days that follow.")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Of one record.  parts: what may be told of a case; of remains nothing is told in a file."""

    record_ref: str
    discloses: bool
    reason: DisclosureReason
    parts: frozenset[str] = frozenset()


@transaction.atomic
def decide(actor: Actor, *, ref: str, answer: Answer) -> PeerDecision:
    """Say yes or no for a record; it replaces an earlier answer.

    Raises NotFound, Forbidden, Invalid, DisclosureOver, BothSaidYes, UnderWay.
    """
    row, record = _fetch(actor, ref, answer.record_ref)
    if not _is_open(row, record) or record.pk not in allowed(row):
        raise DisclosureOver()
    _check(row, record, answer)
    _end(row, record)
    assert actor.account is not None
    made = PeerDecision.objects.create(
        disclosure=row, organisation_id=record.owner_id, account=actor.account, discloses=answer.discloses,
        reason=answer.reason, parts=sorted(answer.parts), **{column_of(record): record},
    )  # fmt: skip
    said = "yes" if answer.discloses else "no"
    journal.record(actor, "peer.hit_decided", record, row.ref, said=said)
    return made


@transaction.atomic
def take_back(actor: Actor, *, ref: str, record_ref: str) -> None:
    """As if nothing had been said yet.  Raises NotFound, Forbidden, DisclosureOver, BothSaidYes, UnderWay."""
    row, record = _fetch(actor, ref, record_ref)
    if not _is_open(row, record):
        raise DisclosureOver()
    if not _end(row, record):
        raise NotFound()
    journal.record(actor, "peer.hit_undecided", record, row.ref)


@transaction.atomic
def hand_over(actor: Actor, *, ref: str, record_ref: str, form: str, key: str, domain: str) -> handed_files.File:
    """The file of what was decided, sealed to the receiver's key; it stands in the ledger and can be recalled.

    Consent and agreements are asked anew, as for every list that is handed over.
    Raises NotFound, Forbidden, Invalid, NotBoth, NothingLeft, ProofNeeded, BadKey.
    """
    row, record = _fetch(actor, ref, record_ref)
    if not actor.roles & REGISTRANTS or not isinstance(record, Case) or form not in FORMS:
        raise Forbidden()
    if not key:
        raise Invalid(fields={"key": [_("Give their key: without it the file could be read on its way.")]})
    decided = _own(row, record).filter(discloses=True).first()
    if row.state != State.BOTH or not is_standing(row) or decided is None or record.pk not in admitted(row):
        raise NotBoth()
    wanted = Wanted(
        refs=(record.ref,), receiver=row.about.peer.organisation.ref, purpose=Purpose(row.about.purpose),
        parts=frozenset(decided.parts),
    )  # fmt: skip
    made = handing_over.hand_over(actor=actor, wanted=wanted, channel=ShareEvent.Channel.EXPORT)
    journal.record(actor, "peer.hit_handed_over", record, row.ref, made.reference)
    return handed_files.made(form, made, domain=domain, key=key)


def open_parts(row: PeerDisclosure, record: records.Asked) -> list[str]:
    """What of a record may be told to the other registry now; of remains nothing goes in a file."""
    if not isinstance(record, Case):
        return []
    ((_case, let),) = handing.let([record], row.about.peer.organisation, Purpose(row.about.purpose))
    return [part for part in handing.PARTS if part in let.parts]


def _check(row: PeerDisclosure, record: records.Asked, answer: Answer) -> None:
    if answer.reason not in (FOR if answer.discloses else AGAINST):
        raise Invalid(fields={"reason": [_("Choose a reason that goes with your answer.")]})
    if not answer.discloses or not isinstance(record, Case):
        return
    if not answer.parts or not answer.parts <= set(open_parts(row, record)):
        raise Invalid(fields={"parts": [_("Choose what may be told: only what the family agreed to is offered.")]})


def _fetch(actor: Actor, ref: str, record_ref: str) -> tuple[PeerDisclosure, records.Asked]:
    row = door.fetch(actor, PeerDisclosure, ref=ref, lock=True)
    record = own_record(actor, record_ref)
    if record.pk not in {one.pk for one in records_of(row)}:
        raise NotFound()
    return row, record


def _own(row: PeerDisclosure, record: records.Asked) -> QuerySet[PeerDecision]:
    """What the record's owner decided, if it stands."""
    return standing(row).filter(organisation=record.owner_id, **{column_of(record): record})


def _is_open(row: PeerDisclosure, record: records.Asked) -> bool:
    has_yes = standing(row).filter(organisation=record.owner_id, discloses=True).exists()
    return is_standing(row) and until(row, has_yes=has_yes) > timezone.now()


def _end(row: PeerDisclosure, record: records.Asked) -> bool:
    """Whether there was an answer that stands no longer now.  Raises BothSaidYes, UnderWay."""
    end_of_former_owners(standing(row))
    held = _own(row, record).first()
    if held is None:
        return False
    if held.discloses and row.state == State.BOTH:
        raise BothSaidYes()
    if held.discloses and row.said and row.closing_at is not None and row.closing_at > timezone.now() - CLOSING:
        raise UnderWay()
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    return True
