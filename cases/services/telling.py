"""What a person found alive lets be told, on its way to those who serve their family (FW-ALIVE).

The unit passes on what the person decided, and nothing else: a word in the ring of the family's channels, without the
report, without a place.  The case is answered by it; what other rings see of that is that it is answered.  A later wish
changes the word in the same transaction, and one that lets nothing be told takes it back: the search is open again.
Nothing is passed on by itself, and where the person wants nothing told there is nothing to pass on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.codes import Role
from cases.codes import TELLING_WISHES, ApproachStep, CaseWorkflow, ClaimOutcome, LivingWish, Verification
from cases.models import (
    Case,
    CaseSearchFile,
    LivingWord,
    Whereabouts,
    WhereaboutsClaim,
    WhereaboutsFile,
    WhereaboutsTold,
)
from cases.services.state import move
from cases.services.steps import StepEntry, keep_step
from registry.lib.errors import Conflict, Forbidden

JOB = "cases.answers"  # writes to cases of whichever organisation what the unit itself may not write
VERIFIED = frozenset({Verification.IN_PERSON, Verification.WITH_FAMILY})
_heeding: list[Callable[[Actor, Case], Any]] = []


class NotTheirWish(Conflict):
    code = "not_their_wish"
    template = _("The person has not decided that anything may be told. Ask them first; they alone decide.")


class NotVerified(Conflict):
    code = "not_verified"
    template = _("Nobody has verified yet that it is this person. See them, or let the family hear their voice, first.")


class ToldAlready(Conflict):
    code = "told_already"
    template = _("What they decided has been passed on for this case already.")


def heed(follow: Callable[[Actor, Case], Any]) -> None:
    """Have something done, in the same transaction, when a case is answered by somebody's wish or open again."""
    _heeding.append(follow)


@transaction.atomic
def tell(*, actor: Actor, ref: str, case: Case) -> None:
    """Pass on what the person decided to those who serve the family of this case.

    That they are one person is for the caller to know.  Raises NotFound, Forbidden, NotTheirWish, NotVerified,
    ToldAlready, NotFromHere.
    """
    found = door.fetch(actor, Whereabouts, door.Action.CHANGE, ref=ref, lock=True)
    if Role.TRACING_OFFICER not in actor.roles:
        raise Forbidden()
    file = _file(found)
    if file.person_decision not in TELLING_WISHES:
        raise NotTheirWish()
    if file.verification not in VERIFIED:
        raise NotVerified()
    _pass_on(actor, found, case, file)
    access.touch(actor, found, action="whereabouts.told")


def _pass_on(actor: Actor, found: Whereabouts, case: Case, file: Clear) -> None:
    if WhereaboutsTold.objects.filter(case=case, ended_at=None).exists():
        raise ToldAlready()
    job = _job()
    locked = door.fetch(job, Case, door.Action.CHANGE, ref=case.ref, lock=True)
    move(job, locked, CaseWorkflow.ANSWERED_ALIVE)
    WhereaboutsTold.objects.create(whereabouts=found, case=locked, created_by=actor.account)
    LivingWord.objects.create(case=locked, **_word(file))
    _call_the_family(job, locked)
    keep_step(actor, found, StepEntry(step=ApproachStep.TOLD))


def follow_wish(actor: Actor, found: Whereabouts) -> None:
    """Bring what was passed on up to the wish that holds now.  Call in the transaction that wrote it.

    Of whom two people know that they are who is sought, what they let be told is passed on as they decide it.
    """
    claim = WhereaboutsClaim.objects.filter(whereabouts=found, ended_at=None).select_related("case").first()
    for told in WhereaboutsTold.objects.filter(whereabouts=found, ended_at=None).select_related("case"):
        job, file = _job(), _file(found)
        case = door.fetch(job, Case, door.Action.CHANGE, ref=told.case.ref, lock=True)
        LivingWord.objects.filter(case=case).delete()
        if file.person_decision in TELLING_WISHES:
            LivingWord.objects.create(case=case, **_word(file))
            _call_the_family(job, case)
            continue
        told.ended_at = timezone.now()
        told.save(update_fields=["ended_at", "updated_at"])
        move(job, case, CaseWorkflow.OPEN)
        _heed(job, case)
        keep_step(actor, found, StepEntry(step=ApproachStep.TAKEN_BACK))
    if claim is None or claim.case is None or WhereaboutsTold.objects.filter(whereabouts=found, ended_at=None).exists():
        return
    (held,), file = reveal([claim]), _file(found)
    if held.outcome == ClaimOutcome.THE_PERSON and file.person_decision in TELLING_WISHES:
        _pass_on(actor, found, claim.case, file)


def follow_state(case: Case) -> None:
    """Have done what follows from a claim about a case: who is kept out of it."""
    job = _job()
    _heed(job, door.fetch(job, Case, door.Action.CHANGE, ref=case.ref, lock=True))


def _word(file: Clear) -> dict[str, str | None]:
    """As much as the wish lets be told."""
    wish = LivingWish(file.person_decision)
    may_speak = wish in (LivingWish.CONTACT_OK, LivingWish.MESSAGE_ONLY)
    return {
        "wish": wish.value,
        "message": file.message_for_family if may_speak else None,
        "contact": file.contact if wish is LivingWish.CONTACT_OK else None,
    }


def _call_the_family(job: Actor, case: Case) -> None:
    """The family is due to be called today; who calls reads the word beside how they are reached."""
    CaseSearchFile.objects.filter(case=case).update(next_feedback_due=timezone.localdate())
    _heed(job, case)


def _heed(job: Actor, case: Case) -> None:
    for follow in _heeding:
        follow(job, case)


def _file(found: Whereabouts) -> Clear:
    (file,) = reveal([WhereaboutsFile.objects.get(whereabouts=found)])
    return file


def _job() -> Actor:
    return Actor.system_job(JOB)
