"""Opening a record in danger to life, ending it, telling the family, reviewing: each one transaction and one entry.

One person acts alone, because a second one takes time that nobody has; that is why it is short, rare, about one record,
and seen by the owner and by the officers of both sides before it is over.  No firewall gives way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.disclosure import ledger
from accessctl.disclosure.records import kind_of
from accessctl.emergency.selectors import answers_for, fetch, fetch_for_owner, openable
from accessctl.models import Account, EmergencyOpening, Record, ShareEvent
from accessctl.models.emergency import Danger, FamilyWord, Review
from accessctl.rings import Ring
from accessctl.signin import stepup
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from registry.lib.ids import new_ref, normalise_ref

LASTS = timedelta(minutes=60)
COUNTED_OVER = timedelta(days=30)
MOST = 3


class NotOpenable(Invalid):
    code = "not_openable_in_danger"
    template = _("Your role cannot open this part of a record, not even in danger to life.")


class OpenAlready(Invalid):
    code = "open_already"
    template = _("These parts of this record are open to you already.")


class OneAtATime(Conflict):
    code = "one_at_a_time"
    template = _("A record is open to you because of danger to life. End that first, then open this one.")


class TooOften(TooMany):
    code = "too_often"
    template = _(
        "You opened three records because of danger to life within thirty days, which is the most. "
        "Call the organisation that holds the record, or let a colleague open it."
    )


class Settled(Conflict):
    code = "settled"
    template = _("This was settled or ended meanwhile. Look at it again.")


@transaction.atomic
def open_in_danger(*, actor: Actor, record_ref: str, rings: Iterable[Ring], danger: Danger) -> EmergencyOpening:
    """Open rings of one record to the actor's person for an hour, whatever agreements and consents say.

    Raises Forbidden for partner systems and jobs, NotOpenable, ProofNeeded, OneAtATime, TooOften, NotFound when the
    record is absent, withdrawn or hidden by a firewall, OpenAlready.

    SECURITY: everything but the last is decided before the record is looked for, so that no answer tells whether a
    hidden one exists.
    """
    account, organisation, purpose, wanted = actor.account, actor.organisation, actor.purpose, sorted(set(rings))
    if account is None or organisation is None or purpose is None:
        raise Forbidden()
    if not wanted or not set(wanted) <= set(openable(actor)):
        raise NotOpenable(fields={"rings": [str(NotOpenable.template)]})
    stepup.demand(actor)
    _ensure_within_limits(account)
    record = _reachable(actor, record_ref)
    if set(wanted) <= door.rings(actor, record):
        raise OpenAlready(fields={"rings": [str(OpenAlready.template)]})
    until = timezone.now() + LASTS
    opening = EmergencyOpening.objects.create(
        ref=new_ref(EmergencyOpening.REF_PREFIX), record_ref=record.ref, owner_id=record.owner_id,
        organisation=organisation, account=account, rings=wanted, danger=danger, expires_at=until,
        share=ledger.record(
            actor, record, organisation, rings=wanted, purpose=purpose, channel=ShareEvent.Channel.DANGER, until=until
        ),
    )  # fmt: skip
    if not set(wanted) <= door.rings(actor, record):
        raise NotOpenable(fields={"rings": [str(NotOpenable.template)]})
    journal.record(actor, "emergency.opened", record, opening.ref, rings=wanted, danger=danger)
    return opening


@transaction.atomic
def end_now(*, actor: Actor, ref: str) -> EmergencyOpening:
    """Close it before the hour is over: who opened it, or who answers for the owner.

    Raises NotFound, Forbidden, Settled.
    """
    opening = fetch(actor, ref, lock=True)
    mine = actor.account is not None and opening.account_id == actor.account.pk
    if not mine and not answers_for(actor, opening):
        raise Forbidden()
    if not _end(actor, opening):
        raise Settled()
    return opening


@transaction.atomic
def tell_family(*, actor: Actor, ref: str, said: FamilyWord) -> EmergencyOpening:
    """Write down that the family was told, or why not; once the danger has passed they can be told after all.

    Raises NotFound, Forbidden unless the actor answers for the owner, Settled.
    """
    opening = fetch_for_owner(actor, ref, lock=True)
    if said is FamilyWord.NOT_YET or opening.family in (FamilyWord.TOLD, said):
        raise Settled()
    opening.family, opening.family_at, opening.family_by = said, timezone.now(), actor.account
    opening.save(update_fields=["family", "family_at", "family_by"])
    journal.record(actor, "emergency.family_told", opening.record_ref, opening.ref, said=said)
    return opening


@transaction.atomic
def review(*, actor: Actor, ref: str, found: Review) -> EmergencyOpening:
    """Say whether it was justified.  If not, it closes at once, and copies are to be deleted.

    Raises NotFound, Forbidden unless the actor answers for the owner, Settled.
    """
    opening = fetch_for_owner(actor, ref, lock=True)
    if found is Review.OPEN or opening.review != Review.OPEN:
        raise Settled()
    if found is Review.NOT_JUSTIFIED:
        _end(actor, opening)
        if opening.share_id is not None:
            ledger.recall(actor, ShareEvent.objects.filter(pk=opening.share_id))
    opening.review, opening.reviewed_at, opening.reviewed_by = found, timezone.now(), actor.account
    opening.save(update_fields=["review", "reviewed_at", "reviewed_by"])
    journal.record(actor, "emergency.reviewed", opening.record_ref, opening.ref, found=found)
    return opening


def _ensure_within_limits(account: Account) -> None:
    """One at a time, and few a month; the person's row is locked, so that two clicks are not both the first."""
    Account.objects.select_for_update().get(pk=account.pk)
    mine = EmergencyOpening.objects.filter(account=account)
    if mine.live().exists():
        raise OneAtATime()
    if mine.filter(at__gt=timezone.now() - COUNTED_OVER).count() >= MOST:
        raise TooOften()


def _reachable(actor: Actor, ref: str) -> Record:
    """The record, which need not be visible yet.  Absent, withdrawn and hidden by a firewall are told alike."""
    found = door.in_danger(actor, kind_of(ref)).filter(ref=normalise_ref(ref) or "").first()
    if found is None:
        journal.record_denial(actor, rule="emergency")
        raise NotFound()
    return found


def _end(actor: Actor, opening: EmergencyOpening) -> bool:
    """Close what is still open, never later than it would have closed.  Whether there was anything to close."""
    ended = EmergencyOpening.objects.live().filter(pk=opening.pk).update(ended_at=timezone.now())
    if ended:
        opening.refresh_from_db(fields=["ended_at"])
        journal.record(actor, "emergency.ended", opening.record_ref, opening.ref)
    return bool(ended)
