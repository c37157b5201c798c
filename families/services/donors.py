"""What donors agreed to, written to their codes with the consents of their case, in the same transaction.

A donor's own yes counts for their own samples, whatever others of the family agreed to.  Once nothing of it stands and
it was taken back, everything stops: the code carries no purpose any more, and says since when what is left of the
samples is to be destroyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accessctl import journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.consent import LAYERS, ConsentEffect
from accessctl.models import Record
from cases.models import Case, Donor
from families.codes import ConsentState, SubjectKind
from families.models import ConsentTaking, DonorLink, Relative
from families.services.effect import effect_of, standing

JOB = "families.consent"  # may write what consents amount to


def answered_by_others(case: Case, relative: Relative | None) -> set[UUID]:
    """The consents that other relatives gave as donors: nobody's answer takes the place of somebody else's."""
    takings = ConsentTaking.objects.filter(case=case, subject_kind=SubjectKind.DONOR).exclude(given_by=relative)
    return set(takings.values_list("consent", flat=True))


def follow(case: Case, rows: Sequence[Any], now: datetime, effect: ConsentEffect) -> None:
    """Write to every donor of a case what their own consents amount to; firewalls and pauses are those of the case."""
    links = list(DonorLink.objects.filter(case=case).select_related("donor"))
    if not links:
        return
    given_by = dict(ConsentTaking.objects.filter(case=case).values_list("consent", "given_by"))
    is_open = any(effect.masks.values())
    for link in links:
        own = {key for key, relative in given_by.items() if relative == link.relative_id}
        said = [row for row in rows if row.purpose == Purpose.DNA_IDENTIFICATION and _is_theirs(row, own)]
        found = effect_of(said, now=now, firewalls=effect.audience.firewalls, is_paused=not is_open)
        _write(link.donor, found, stopped_at=_stopped(link.donor, said, now))


def _is_theirs(row: Any, own: set[UUID]) -> bool:
    return row.pk in own or (row.state == ConsentState.WITHDRAWN and row.supersedes_id in own)


def _stopped(donor: Donor, rows: Iterable[Any], now: datetime) -> datetime | None:
    """Since when nothing stands of what they took back.

    An end that was only not renewed is no wish to destroy, nor is that it is not used for now.
    """
    rows = list(rows)
    if standing(rows, now) or not any(row.state == ConsentState.WITHDRAWN for row in rows):
        return None
    return donor.stopped_at or now


def stop(case: Case, relative: Relative | None = None) -> None:
    """Stop everything of the donors of a case, or of one relative: their family file goes."""
    links = DonorLink.objects.filter(case=case).select_related("donor")
    for link in links.filter(relative=relative) if relative else links:
        _write(link.donor, ConsentEffect(), stopped_at=link.donor.stopped_at or timezone.now())


def count(_actor: Actor, record: Record) -> int:
    """Donors of a case."""
    return DonorLink.objects.filter(case=record.pk).count()


def _write(donor: Donor, effect: ConsentEffect, *, stopped_at: datetime | None) -> None:
    """By the job that keeps effects and consents equal: not everybody who changes a case knows its donors."""
    until = effect.until if effect.masks.get(LAYERS[-1]) else None
    wanted = (until, stopped_at, effect.masks.get(LAYERS[-1], 0))
    if (donor.tests_until, donor.stopped_at, donor.consent_3) == wanted and donor.consent_until == effect.until:
        return
    actor, was = Actor.system_job(JOB), donor.stopped_at
    donor.tests_until, donor.stopped_at = until, stopped_at
    donor.save(update_fields=["tests_until", "stopped_at", "updated_at"])
    access.set_consent_effect(actor, donor, effect, action="donor.consent_changed")
    if stopped_at is not None and was is None:
        journal.record(actor, "donor.stopped", donor)
