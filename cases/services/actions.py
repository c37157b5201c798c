"""Writes of search actions: what was asked, of whom, with what of the person; and what came of it.

Whoever is asked learns which organisation asks and a reference of its own, never the family nor why.  What goes along
is what the family agreed to and no agreement keeps closed, and stands in the ledger, where it can be recalled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.disclosure import ledger
from accessctl.models import Organisation, ShareEvent
from accessctl.services.rows import update_row
from cases import handing
from cases.codes import ActionResult, SearchStep
from cases.models import Case, CaseSearchAction
from registry.lib.errors import Invalid, NotFound


@dataclass(frozen=True, kw_only=True)
class ActionEntry:
    """organisation: reference of one that takes part; share: codes of the parts that go along to it."""

    action: SearchStep
    asked_on: date
    organisation: str = ""
    asked_of: str = ""
    note: str = ""
    follow_up_on: date | None = None
    family_reads: bool = True
    share: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActionAnswer:
    """What came of it.  follow_up_on: when to look at it again, as with a lead."""

    result: ActionResult
    answered_on: date | None = None
    said: str = ""
    follow_up_on: date | None = None


@transaction.atomic
def note_action(*, actor: Actor, case_ref: str, entry: ActionEntry) -> CaseSearchAction:
    """Write down a step of the search.  Raises NotFound, Forbidden, Invalid."""
    case = _to_change(actor, case_ref)
    receiver = organisation_of(actor, entry.organisation) if entry.organisation else None
    _check(case, entry, receiver)
    row = CaseSearchAction.objects.create(
        case=case, created_by=actor.account, action=entry.action, organisation=receiver,
        asked_of=entry.asked_of or None, asked_on=entry.asked_on, note=entry.note or None,
        family_reads=entry.family_reads and entry.action.told is not None, follow_up_on=entry.follow_up_on,
        share=_share(actor, case, receiver, entry) if receiver and entry.share else None,
    )  # fmt: skip
    journal.record(actor, "action.noted", case, ring=handing.RING, kind=entry.action.value)
    return row


@transaction.atomic
def answer_action(*, actor: Actor, case_ref: str, action_ref: str, answer: ActionAnswer) -> CaseSearchAction:
    """Write down what came of a step; a later answer takes the place of "no answer".  Raises NotFound, Forbidden,
    Invalid.
    """
    case = _to_change(actor, case_ref)
    row = CaseSearchAction.objects.select_for_update().filter(case=case, ref=action_ref).first()
    if row is None:
        raise NotFound()
    came = answer.result != ActionResult.NO_ANSWER
    day = (answer.answered_on or timezone.localdate()) if came else None
    _check_days(row.asked_on, day, answer.follow_up_on)
    columns = {
        "result": answer.result.value, "answered_on": day, "said": answer.said or None,
        "follow_up_on": answer.follow_up_on,
    }  # fmt: skip
    update_row(row, columns)
    journal.record(actor, "action.answered", case, ring=handing.RING, result=answer.result.value)
    return row


def organisation_of(actor: Actor, ref: str) -> Organisation:
    """An organisation that can be asked: any other that takes part.  Raises Invalid."""
    found = door.visible(actor, Organisation).filter(ref=ref).first()
    if found is None or not found.may_take_part or found.pk == actor.organisation_id:
        raise Invalid(fields={"organisation": [_("Choose an organisation that takes part.")]})
    return found


def _to_change(actor: Actor, case_ref: str) -> Case:
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, handing.RING, case)
    return case


def _check(case: Case, entry: ActionEntry, receiver: Organisation | None) -> None:
    faults: dict[str, list[str]] = {}
    if entry.asked_on > timezone.localdate():
        faults["asked_on"] = [_("This day is still to come. Write a step down when it was taken.")]
    if entry.follow_up_on and entry.follow_up_on < entry.asked_on:
        faults["follow_up_on"] = [_("This day is before the step.")]
    if entry.share and receiver is None:
        faults["share"] = [_("Only an organisation that takes part can be given something: choose it above.")]
    elif entry.share and receiver is not None:
        ((_case, may),) = handing.let([case], receiver, entry.action.purpose)
        if beyond := [str(handing.LABELS.get(code, code)) for code in entry.share if code not in may.parts]:
            message = _(
                "This may not go to them: %(parts)s. The family has not agreed, or an agreement keeps it closed."
            )
            faults["share"] = [message % {"parts": ", ".join(beyond)}]
    if faults:
        raise Invalid(fields=faults)


def _check_days(asked_on: date, answered_on: date | None, again: date | None) -> None:
    faults: dict[str, list[str]] = {}
    if answered_on and answered_on > timezone.localdate():
        faults["answered_on"] = [_("This day is still to come.")]
    elif answered_on and answered_on < asked_on:
        faults["answered_on"] = [_("This day is before the question.")]
    if again and again < asked_on:
        faults["follow_up_on"] = [_("This day is before the step.")]
    if faults:
        raise Invalid(fields=faults)


def _share(actor: Actor, case: Case, receiver: Organisation, entry: ActionEntry) -> ShareEvent | None:
    ((_case, may),) = handing.let([case], receiver, entry.action.purpose)
    return ledger.record(
        actor, case, receiver, rings=[handing.RING], parts=entry.share, purpose=entry.action.purpose,
        channel=ShareEvent.Channel.PRINTED, until=may.until,
    )  # fmt: skip
