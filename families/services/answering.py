"""Answering what relatives ask: by a person, in words the relative understands, a refusal with its reason.

A correction that names what it corrects is written into the case when it is done; what stood there is kept with the
request as replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.rings import Ring
from accessctl.tokens import find
from cases.models import Case
from cases.services import CaseEntry, NameEntry, statements
from families import selectors
from families.codes import Amendable, RequestDecision, RequestKind, RequestRefusal
from families.models import Relative, RightsRequest
from families.services import restricting
from families.services.following import edit_case
from families.services.requests import date_in
from families.services.standing import follow_said
from registry.lib.errors import Conflict, Invalid, NotFound


class AlreadyAnswered(Conflict):
    code = "request_already_answered"
    template = _("Somebody has answered this request meanwhile. Look at it again.")


class NeedsReason(Invalid):
    code = "refusal_needs_reason"
    template = _("Say why it is not done, and explain it in words the relative understands.")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """reason: a code of RequestRefusal, for what is not wholly done; uses: codes of Purpose that stop."""

    decision: RequestDecision
    text: str
    reason: str = ""
    uses: tuple[str, ...] = ()


@transaction.atomic
def answer(*, actor: Actor, case_ref: str, key: str, said: Answer) -> RightsRequest:
    """Answer a request; a correction that names what it corrects is written into the case when it is done.

    A granted wish not to use what they gave, or an objection, stops the uses that are named in the same transaction.
    Raises NotFound, Forbidden, AlreadyAnswered, NeedsReason, WhichUses, and what changing a case raises.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    known = door.open(actor, case, Ring.KIN, tables=[RightsRequest]).rows(case, RightsRequest)
    request = find(known, key)
    if request is None:
        raise NotFound()
    if request.decision is not None:
        raise AlreadyAnswered()
    if said.decision is not RequestDecision.DONE and not (said.reason in RequestRefusal.values and said.text.strip()):
        raise NeedsReason(fields={"reason": [str(NeedsReason.template)]})
    row = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if said.decision is RequestDecision.DONE and request.about:
        row.replaced = _amend(actor, case, request) or None
    row.decision, row.decided_at, row.answer = said.decision, timezone.now(), said.text.strip() or None
    row.reason = said.reason or None if said.decision is not RequestDecision.DONE else None
    row.save(update_fields=["decision", "decided_at", "answer", "reason", "replaced", "updated_at"])
    if row.keeps_back:
        restricting.carry_out(actor, case, row, said.uses)
        follow_said(actor, case)
    journal.record(actor, "rights.answered", case, ring=Ring.KIN, kind=row.kind, decision=said.decision)
    return row


def _amend(actor: Actor, case: Case, request: Any) -> str:
    """Write a confirmed correction as the words of who asked; what stood there.

    What is only added stands below their own words, and beside what another told.
    """
    held = selectors.case_for_change(actor, case.ref).entry
    source = Relative.objects.values_list("source", flat=True).get(pk=request.relative_id)
    text = request.text
    if request.kind == RequestKind.COMPLETE and request.about in TEXTS:
        own = statements.own_text(case, source, request.about)
        text = f"{own}\n{text}" if own else text
        if not own and getattr(held, request.about):
            said: dict[str, Any] = {request.about: text}
            statements.state(actor=actor, case_ref=case.ref, source=source, entry=CaseEntry(**said))
            return ""
    before, entry = CHANGES[Amendable(request.about)](held, text)
    edit_case(actor=actor, ref=case.ref, entry=entry, told_by=source)
    return before


def _text(field: Amendable) -> Callable[[CaseEntry, str], tuple[str, CaseEntry]]:
    def change(held: CaseEntry, text: str) -> tuple[str, CaseEntry]:
        named: dict[str, Any] = {field.value: text}
        absent = {name: why for name, why in held.absences.items() if name != field.value}
        return getattr(held, field.value), replace(held, **named, absences=absent)

    return change


def _birth(held: CaseEntry, text: str) -> tuple[str, CaseEntry]:
    absent = {name: why for name, why in held.absences.items() if name not in ("date_of_birth", "age")}
    before = str(held.date_of_birth) if held.date_of_birth else ""
    return before, replace(held, date_of_birth=date_in(text), age=None, absences=absent)


def _name(held: CaseEntry, text: str) -> tuple[str, CaseEntry]:
    """A further spelling: the names that are held stay."""
    return "", replace(held, names=(*held.names, NameEntry(full_original=text, kind="spelling")))


TEXTS = frozenset({Amendable.FEATURES, Amendable.CIRCUMSTANCES, Amendable.COMPANIONS})
CHANGES: dict[Amendable, Callable[[CaseEntry, str], tuple[str, CaseEntry]]] = {
    **{field: _text(field) for field in (Amendable.FEATURES, Amendable.CIRCUMSTANCES, Amendable.COMPANIONS)},
    Amendable.BIRTH: _birth,
    Amendable.NAME: _name,
}
