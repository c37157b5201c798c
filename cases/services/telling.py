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
from accessctl.services.rows import update_row
from cases.codes import (
    ACTIVE_STATES,
    TELLING_WISHES,
    ApproachStep,
    CaseWorkflow,
    ClaimOutcome,
    LivingWish,
    Verification,
)
from cases.models import (
    Case,
    CaseSearchFile,
    LivingWord,
    Whereabouts,
    WhereaboutsClaim,
    WhereaboutsFile,
    WhereaboutsTold,
)
from cases.services.state import move, state_of
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
    """Bring what was passed on up to what holds now.  Call in the transaction that wrote a wish or what is known.

    Of whom two people know that they are who is sought, what they let be told is passed on as they decide it.  Nothing
    here refuses: a wish is written down in whatever state the case is.
    """
    file = _file(found)
    told = WhereaboutsTold.objects.filter(whereabouts=found, ended_at=None).select_related("case").first()
    if told is not None:
        _follow(actor, found, told, file)
    elif _lets_tell(file) and (case := _claimed(found)) is not None and _may_hear(case):
        _pass_on(actor, found, case, file)


def take_back(actor: Actor, found: Whereabouts) -> None:
    """Before a report is erased: nothing of it stays told, and no case is kept from others because of it."""
    for told in WhereaboutsTold.objects.filter(whereabouts=found, ended_at=None).select_related("case"):
        _end(told, _job())
    for claim in WhereaboutsClaim.objects.filter(whereabouts=found, ended_at=None).select_related("case"):
        claim.ended_at = timezone.now()
        claim.save(update_fields=["ended_at", "updated_at"])
        if claim.case is not None:
            follow_state(claim.case)


def _follow(actor: Actor, found: Whereabouts, told: WhereaboutsTold, file: Clear) -> None:
    if not _lets_tell(file):
        _end(told, _job())
        keep_step(actor, found, StepEntry(step=ApproachStep.TAKEN_BACK))
        return
    word, said = LivingWord.objects.filter(case=told.case).first(), _word(file)
    if word is None or update_row(word, said):
        if word is None:  # it was erased with the channels meanwhile
            LivingWord.objects.create(case=told.case, **said)
        job = _job()
        _call_the_family(job, door.fetch(job, Case, door.Action.CHANGE, ref=told.case.ref, lock=True))


def _end(told: WhereaboutsTold, job: Actor) -> None:
    """Nothing is told any more: where the search was answered by it, it is open again."""
    case = door.fetch(job, Case, door.Action.CHANGE, ref=told.case.ref, lock=True)
    LivingWord.objects.filter(case=case).delete()
    told.ended_at = timezone.now()
    told.save(update_fields=["ended_at", "updated_at"])
    if state_of(case) is CaseWorkflow.AFTER_CARE:
        move(job, case, CaseWorkflow.OPEN)
    _heed(job, case)


def _claimed(found: Whereabouts) -> Case | None:
    """The case of which two people found that this is the person, by what the person said themselves."""
    claim = WhereaboutsClaim.objects.filter(whereabouts=found, ended_at=None).select_related("case").first()
    if claim is None or claim.case is None:
        return None
    (held,) = reveal([claim])
    return claim.case if held.outcome == ClaimOutcome.THE_PERSON else None


def _may_hear(case: Case) -> bool:
    """Whether the family of a case is still waiting for an answer."""
    return state_of(case) in ACTIVE_STATES and not WhereaboutsTold.objects.filter(case=case, ended_at=None).exists()


def _lets_tell(file: Clear) -> bool:
    return file.person_decision in TELLING_WISHES and file.verification in VERIFIED


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
