"""Writes of what an authority established: into a family's file, the family's answer, a second opinion, its end.

The app that knows of the remains hands in and takes back (`receive`, `take_back`); it has seen to it that it may.
Nothing here tells a family anything: people do (`families.notification`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.rings import Ring
from cases.models import Case
from cases.services import restore
from families.codes import FamilyAnswer, NotificationKind, OpinionResult
from families.models import Finding, Notification, RiteNotice
from families.services.fetching import case_with_family, row_of
from registry.lib.errors import Conflict, Invalid

JOB = "families.findings"  # an institution may write to no case of another organisation
_heeding: list[Callable[[UUID], Any]] = []


class NotTold(Conflict):
    code = "family_not_told"
    template = gettext_lazy("The family has not been told of this identification. Tell them in person first.")


class TakenBack(Conflict):
    code = "finding_taken_back"
    template = gettext_lazy("This identification was taken back. Look at the page again.")


@dataclass(frozen=True, kw_only=True)
class Established:
    """What was established, as the family may read it."""

    basis: UUID
    methods: list[str]
    authority: str
    country: str
    legal_act: str
    established_on: date
    summary: str
    summary_lang: str


def heed_told(follow: Callable[[UUID], Any]) -> None:
    """Have something done, in the same transaction, when a family was told of an identification (by its key)."""
    _heeding.append(follow)


def receive(case_ref: str, entry: Established) -> Finding:
    """Write an identification into the family's file.  Call in the transaction that issued it."""
    job = Actor.system_job(JOB)
    case = door.fetch(job, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    row = Finding.objects.create(case=case, **vars(entry))
    journal.record(job, "finding.received", case, ring=Ring.KIN)
    return row


def take_back(case_ref: str, basis: UUID) -> None:
    """An identification was revoked: what was prepared to tell it is dropped, and the case is as it was before.

    Call in the transaction that revoked it.
    """
    job = Actor.system_job(JOB)
    case = door.fetch(job, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    row = Finding.objects.select_for_update().get(case=case, basis=basis)
    Notification.objects.filter(finding=row, done_on=None, declined_on=None).delete()
    RiteNotice.objects.filter(case=case).delete()  # whoever leads a rite reads of no burial that nobody plans
    before: dict[str, Any] | None = reveal([row], "before")[0].before
    row.revoked_on = timezone.localdate()
    row.save(update_fields=["revoked_on", "updated_at"])
    journal.record(job, "finding.taken_back", case, ring=Ring.KIN)
    if before is not None:
        restore(job, case, before, before["answered_at"])


def note_more_found(basis: UUID, at: datetime | None) -> None:
    """A further part was found of who was identified; None: none after all.  Call in the transaction that says so."""
    row = Finding.objects.select_for_update().select_related("case").filter(basis=basis, revoked_on=None).first()
    if row is None or row.more_found_at == at:
        return
    row.more_found_at = at
    row.save(update_fields=["more_found_at", "updated_at"])
    if at is not None:
        journal.record(Actor.system_job(JOB), "finding.more_found", row.case, ring=Ring.KIN)


def note_opinion_asked(basis: UUID, on: date) -> None:
    """A second opinion was asked for.  Call in the transaction of the asking."""
    Finding.objects.filter(basis=basis).update(opinion_asked_on=on)


def note_opinion(basis: UUID, *, by: str, result: OpinionResult, on: date) -> None:
    """A second opinion was given.  Call in the transaction that writes it."""
    row = Finding.objects.select_for_update().get(basis=basis)
    row.opinion_by, row.opinion_result, row.opinion_on = by, result, on
    row.save(update_fields=["opinion_by", "opinion_result", "opinion_on", "updated_at"])


def standing(case: Case) -> Finding | None:
    """The newest identification of a case that was not taken back."""
    return Finding.objects.filter(case=case, revoked_on=None).order_by("created_at", "pk").last()


def to_tell(case: Case) -> Finding | None:
    """The identification that people tell the family next: the oldest that they have not heard, else the newest."""
    stand = Finding.objects.filter(case=case, revoked_on=None).order_by("created_at", "pk")
    return stand.exclude(pk__in=_heard(case)).first() or stand.last()


def of_basis(basis: UUID) -> Finding | None:
    """What the family's file holds of one identification, if it was not taken back."""
    return Finding.objects.filter(basis=basis, revoked_on=None).first()


def _heard(case: Case) -> QuerySet[Any, Any]:
    rows = Notification.objects.filter(case=case, kind=NotificationKind.IDENTIFICATION).exclude(done_on=None)
    return rows.exclude(finding=None).values("finding")


def told(finding: Finding) -> None:
    """The family was told: have done what waited for it.  Call in the transaction that writes it down."""
    for follow in _heeding:
        follow(finding.basis)


def is_told(finding: Finding) -> bool:
    """Whether people have told the family of it."""
    rows = Notification.objects.filter(finding=finding, kind=NotificationKind.IDENTIFICATION)
    return rows.exclude(done_on=None).exists()


@transaction.atomic
def note_answer(*, actor: Actor, case_ref: str, finding: str, answer: FamilyAnswer, on: date, words: str = "") -> None:
    """What the family says to an identification it was told of.

    Nothing follows by itself: a doubt takes the search up again by the state of the case, if the family wishes it.
    Raises NotFound, Forbidden, Invalid, NotTold, TakenBack.
    """
    case = case_with_family(actor, case_ref)
    row = row_of(case, Finding, finding)
    if row.revoked_on is not None:
        raise TakenBack()
    if not is_told(row):
        raise NotTold()
    faults: dict[str, list[str]] = {}
    if answer is FamilyAnswer.NOT_TOLD:
        faults["answer"] = [_("Write what they say: that they accept it, doubt it, or want a second opinion.")]
    if not row.established_on <= on <= timezone.localdate():
        faults["on"] = [_("This day is still to come, or before the day on which it was established.")]
    if faults:
        raise Invalid(fields=faults)
    row.family_accepts, row.answered_on, row.answer_words = answer, on, words or None
    row.save(update_fields=["family_accepts", "answered_on", "answer_words", "updated_at"])
    journal.record(actor, "finding.answered", case, ring=Ring.KIN)
