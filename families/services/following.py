"""What consents come to without a word of the family: an end that was reached, an answer that they rested on.

Neither moves the state of the case: time that passes is no decision of anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accessctl import door, journal
from accessctl.actor import Actor
from cases.models import Case, CaseSource
from cases.services import CaseEntry, change_case, statements
from cases.services.statements import NewSource
from families.codes import AskAgain
from families.models import Consent, ConsentReminder
from families.services import asking
from families.services.asking import AHEAD
from families.services.standing import clear_consents, files_of, write_effect

CHUNK = 500


@transaction.atomic
def edit_case(
    *, actor: Actor, ref: str, entry: CaseEntry, expected_version: int | None = None, told_by: UUID | None = None,
    keep: frozenset[str] = frozenset(),
) -> Case:  # fmt: skip
    """`cases.services.change_case`; where what changed decides which States a consent means, the family is asked again.

    Raises what that raises.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    before = _rested_on(case)
    case = change_case(actor=actor, ref=ref, entry=entry, expected_version=expected_version, told_by=told_by, keep=keep)
    if _rested_on(case) != before:
        asking.answers_changed(actor, case, clear_consents(case), timezone.now())
    return case


@transaction.atomic
def state(*, actor: Actor, case_ref: str, source: UUID | NewSource, entry: CaseEntry) -> CaseSource:
    """`cases.services.statements.state`; the family is asked again as above.  Raises what that raises."""
    with _asked_again(actor, case_ref):
        return statements.state(actor=actor, case_ref=case_ref, source=source, entry=entry)


@transaction.atomic
def take_step(step: str, *, actor: Actor, case_ref: str, is_meant: Callable[[UUID], bool]) -> None:
    """A step of `cases.services.statements.STEPS`; the family is asked again as above.  Raises what that raises."""
    with _asked_again(actor, case_ref):
        statements.STEPS[step](actor=actor, case_ref=case_ref, is_meant=is_meant)


@contextmanager
def _asked_again(actor: Actor, ref: str) -> Iterator[None]:
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    before = _rested_on(case)
    yield
    case.refresh_from_db()
    if _rested_on(case) != before:
        asking.answers_changed(actor, case, clear_consents(case), timezone.now())


def _rested_on(case: Case) -> tuple[Any, ...]:
    """The answers that decide which body is one of which State, and which States are feared."""
    protection, search = files_of(case)
    origin = search.place_of_origin.country if search.place_of_origin else None
    return (
        {*case.nationalities, *protection.nationalities}, origin, case.destination_country,
        protection.protection_flag, set(protection.protection_states),
    )  # fmt: skip


def waiting_for_the_clock(actor: Actor) -> Iterator[str]:
    """References of cases in which a consent ended, comes near its end, or rests on words that were replaced."""
    now = timezone.now()
    cases = door.visible(actor, Case, door.Action.CHANGE)
    near = cases.filter(consent_until__lte=now + AHEAD).filter(
        Q(consent_until__lte=now) | ~Q(pk__in=_reminded(AskAgain.ENDS_SOON))
    )
    retold = cases.none()
    if replaced := asking.replaced_wordings():
        rows = Consent.objects.filter(briefing__in=replaced, valid_until__gt=now).values("case")
        retold = cases.filter(pk__in=rows).exclude(pk__in=_reminded(AskAgain.WORDING_CHANGED))
    return chain(*(found.order_by("pk").values_list("ref", flat=True)[:CHUNK] for found in (near, retold)))


def _reminded(reason: AskAgain) -> QuerySet[ConsentReminder, Any]:
    return ConsentReminder.objects.filter(reason=reason).values("case")


@transaction.atomic
def follow_clock(actor: Actor, ref: str) -> None:
    """Bring one case up to this moment: what ended counts no longer, what goes on is open again, reminders are set.

    Until this has run, an end closes the case to everybody but its owner (`effect.effect_of`).
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    now = timezone.now()
    rows = clear_consents(case)
    if case.consent_until is not None and case.consent_until <= now:
        codes = _ended_since(rows, case.consent_until, now)
        journal.record(actor, "consent.ended", case, ended=codes)
        write_effect(actor, case)
    else:
        asking.follow(actor, case, rows, now)


def _ended_since(rows: list[Any], since: datetime, now: datetime) -> list[str]:
    """The consents that ended since the effect was written last; all of them, where the first end was its reason."""
    found = ((row.valid_until, row) for row in asking.ended(rows, now))
    return [f"{row.purpose}:{row.recipient_class}" for end, row in found if end is not None and end >= since]
