"""What relatives ask of what is held of them (D2.30): asked on their page or told to a person, answered by a person.

An answer is due within 30 days; taking consent back takes effect at once and is only noted here.  `answering` decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case
from families.codes import Amendable, IdentityCheck, RequestDecision, RequestKind
from families.models import Relative, RightsRequest
from families.services.fetching import case_with_family, row_of
from families.texts import text_faults
from registry.lib.dates import parse_edtf
from registry.lib.errors import BadDate, Conflict, Invalid, NotFound

ANSWER_WITHIN = timedelta(days=30)
OPEN_AT_ONCE = 30  # of one relative; beyond, somebody is at play
CORRECTIONS = frozenset({RequestKind.AMEND, RequestKind.COMPLETE})


class TooManyOpen(Conflict):
    code = "too_many_open_requests"
    template = _("Many of your requests wait for an answer already. Please speak with a person first.")


class NothingSaid(Invalid):
    code = "nothing_said"
    template = _("Please write what should be different, or what you want to tell us.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks.  about: a code of Amendable, or empty."""

    kind: str
    text: str = ""
    about: str = ""


@transaction.atomic
def ask(*, actor: Actor, case_ref: str, asked: Asked) -> RightsRequest:
    """A relative asks on their own page.  Raises NotFound, NothingSaid, BadDate, TooManyOpen."""
    case = door.fetch(actor, Case, ref=case_ref)
    if actor.subject is None:
        raise NotFound()
    relative = Relative.objects.select_for_update().get(pk=actor.subject.person, case=case)
    if RightsRequest.objects.filter(relative=relative, decision=None).count() >= OPEN_AT_ONCE:
        raise TooManyOpen()
    return _write(actor, case, relative, asked, check=None)


@transaction.atomic
def note_asked(*, actor: Actor, case_ref: str, token: str, asked: Asked, check: IdentityCheck) -> RightsRequest:
    """What a relative asked in person, by phone or by letter.  Raises NotFound, Forbidden, NothingSaid, BadDate."""
    case = case_with_family(actor, case_ref)
    return _write(actor, case, row_of(case, Relative, token), asked, check=check)


def _write(actor: Actor, case: Case, relative: Relative, asked: Asked, *, check: IdentityCheck | None) -> RightsRequest:
    if faults := text_faults(asked):
        raise Invalid(fields=faults)
    text = asked.text.strip()
    if asked.kind in CORRECTIONS and not text:
        raise NothingSaid(fields={"text": [str(NothingSaid.template)]})
    if asked.about == Amendable.BIRTH:
        date_in(text)
    latest = RightsRequest.objects.filter(relative=relative, decision__isnull=False).order_by("-decided_at").first()
    row = RightsRequest.objects.create(
        case=case, relative=relative, kind=asked.kind, text=text or None,
        about=asked.about if asked.about and asked.kind in CORRECTIONS else None, identity_check=check,
        due_on=timezone.localdate() + ANSWER_WITHIN, created_by=actor.account,
        follows=latest if asked.kind == RequestKind.COMPLAINT else None,
    )  # fmt: skip
    journal.record(actor, "rights.asked", case, ring=Ring.KIN, kind=asked.kind)
    return row


def note_done_at_once(actor: Actor, case: Case, kind: RequestKind) -> None:
    """Something that a relative did by themselves on their page, for the register of requests."""
    if actor.subject is None:
        return
    now = timezone.now()
    RightsRequest.objects.create(
        case=case, relative_id=actor.subject.person, kind=kind, due_on=timezone.localdate(),
        decision=RequestDecision.DONE, decided_at=now,
    )  # fmt: skip
    journal.record(actor, "rights.asked", case, ring=Ring.KIN, kind=kind)


def date_in(text: str) -> Any:
    try:
        return parse_edtf(text.strip())
    except BadDate as error:
        raise Invalid(fields={"text": [error.message]}) from error
