"""Statements of several sources on one case: adding them, leaving out and taking in again, choosing one to show.

Nothing is overwritten or dropped: all that stand take part in matching, and each of these steps is undone by another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accessctl import audiences, door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from cases.codes import CollectionMethod, ProtectionFlag, Reliability, SourceKind, StatementTopic
from cases.models import Case, CaseProtectionFile, CaseSearchFile, CaseSource, CaseStatement
from cases.models.statements import COLUMNS
from cases.services import rows, told, validate
from cases.services.entry import CaseEntry
from registry.lib.errors import BadText, Conflict, Invalid, NotFound
from registry.lib.names import clean_text

DESCRIBED = 200
PROTECTED = _("Write it under “Protection”: in this case few may read it.")


class NothingStated(Invalid):
    code = "nothing_stated"
    template = _("Write at least one thing that this source says.")


class StatedAnew(Conflict):
    code = "stated_anew"
    template = _("This source has said something else of it since, which stands. Leave that out first.")


@dataclass(frozen=True, kw_only=True)
class NewSource:
    """Somebody or something heard for the first time in a case.  information: 1 confirmed elsewhere to 4 doubtful."""

    kind: str = SourceKind.OTHER
    method: str = CollectionMethod.INTERVIEW
    language: str = ""
    described: str = ""
    collected_on: date | None = None
    reliability: str = Reliability.UNKNOWN
    information: int = 3


@transaction.atomic
def state(*, actor: Actor, case_ref: str, source: UUID | NewSource, entry: CaseEntry) -> CaseSource:
    """Record what a source says, beside what others say.  Of the entry only what a statement can hold is used.

    Raises NotFound, Forbidden, NothingStated, Invalid.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, CaseStatement.RING)
    validate.check_told(entry)
    said = {topic: values for topic, values in told.told(entry).items() if told.says(values)}
    who = _source(case, source, actor)
    listed = rows.list_rows(case, entry, who, actor.account)
    if not said and not listed:
        raise NothingStated(fields={"": [str(NothingStated.template)]})
    if who._state.adding:
        who.save(force_insert=True)
    file = CaseSearchFile.objects.select_for_update().get(case=case)
    if StatementTopic.NATIONALITY in said and _is_flagged(case):
        raise Invalid(fields={"nationalities": [str(PROTECTED)]})
    told.tell_apart(case, file, said, told.on_case(case))
    for topic, values in said.items():
        told.say(case, topic, who.pk, values, actor.account)
    access.insert_rows(listed)
    case.has_belongings |= bool(entry.belongings)
    _shown(actor, case, [*(topic.value for topic in said), *(type(row).__name__ for row in listed)])
    return who


def withdraw(*, actor: Actor, case_ref: str, is_meant: Callable[[UUID], bool]) -> None:
    """Leave one statement out of the search.  Raises NotFound, Forbidden."""
    _turn(actor, case_ref, is_meant, withdrawn=True)


def put_back(*, actor: Actor, case_ref: str, is_meant: Callable[[UUID], bool]) -> None:
    """Take a statement in again.  Raises NotFound, Forbidden, StatedAnew."""
    _turn(actor, case_ref, is_meant, withdrawn=False)


@transaction.atomic
def _turn(actor: Actor, case_ref: str, is_meant: Callable[[UUID], bool], *, withdrawn: bool) -> None:
    case, row = _statement(actor, case_ref, is_meant)
    if (row.withdrawn_at is not None) is withdrawn:
        return
    others = CaseStatement.objects.filter(case=case, topic=row.topic, source=row.source_id, withdrawn_at=None)
    if not withdrawn and others.exists():
        raise StatedAnew()
    row.withdrawn_at = timezone.now() if withdrawn else None
    row.is_preferred = False
    row.save(update_fields=["withdrawn_at", "is_preferred", "updated_at"])
    _shown(actor, case, [row.topic])


@transaction.atomic
def prefer(*, actor: Actor, case_ref: str, is_meant: Callable[[UUID], bool], preferred: bool = True) -> None:
    """Show this statement of its topic, or no longer by choice.  Raises NotFound, Forbidden, Conflict."""
    case, row = _statement(actor, case_ref, is_meant)
    if preferred and (row.withdrawn_at is not None or row.source_id in told.left_out(case)):
        raise Conflict()
    told.choose(case, row.topic, row.pk if preferred else None)
    _shown(actor, case, [row.topic])


@transaction.atomic
def leave_out(*, actor: Actor, case_ref: str, is_meant: Callable[[UUID], bool], out: bool = True) -> None:
    """Leave all that a source told out of the search, or take it in again.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, CaseStatement.RING)
    source = next((row for row in CaseSource.objects.filter(case=case) if is_meant(row.pk)), None)
    if source is None:
        raise NotFound()
    if write_left_out(case, {source.pk: out}):
        _shown(actor, case, ["sources"])


def own_text(case: Case, source: UUID, column: str) -> str:
    """What a source says now in a column of words; empty where it says nothing, whatever others say."""
    file = CaseSearchFile.objects.get(case=case)
    topic = next(topic for topic, names in COLUMNS.items() if column in names)
    if topic in file.told_apart:
        found: Any = CaseStatement.objects.filter(case=case, topic=topic, source=source, withdrawn_at=None)
    else:
        found = CaseSearchFile.objects.filter(pk=file.pk, source=source)
    return next((str(getattr(row, column) or "") for row in reveal(list(found))), "")


def write_left_out(case: Case, wanted: dict[UUID, bool]) -> bool:
    """Whether the words of these sources are left out; whether anything changed.  The caller shows the case anew."""
    changed = False
    for source, out in wanted.items():
        held = CaseSource.objects.filter(pk=source, case=case, taken_back_at__isnull=out)
        changed |= bool(held.update(taken_back_at=timezone.now() if out else None))
    return changed


def _shown(actor: Actor, case: Case, changed: list[str]) -> None:
    told.show(case)
    told.count_marks(case)
    if _is_flagged(case):
        states = audiences.spec_of(case.audience).firewall_states
        access.set_firewall(actor, case, states | told.origins(case))
    fields = [*told.SHOWN_ON_LISTS, "has_belongings"]
    access.touch(actor, case, action="case.changed", changed=sorted({*changed}), fields=fields)


def _is_flagged(case: Case) -> bool:
    (protection,) = reveal([CaseProtectionFile.objects.get(case=case)])
    return bool(protection.protection_flag != ProtectionFlag.NONE)


def _statement(actor: Actor, case_ref: str, is_meant: Callable[[UUID], bool]) -> tuple[Case, CaseStatement]:
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=case_ref, lock=True)
    door.ensure_writes(actor, CaseStatement.RING)
    row = next((row for row in CaseStatement.objects.filter(case=case) if is_meant(row.pk)), None)
    if row is None:
        raise NotFound()
    return case, row


def _source(case: Case, source: UUID | NewSource, actor: Actor) -> CaseSource:
    if isinstance(source, UUID):
        known = CaseSource.objects.filter(case=case, pk=source).first()
        if known is None:
            raise NotFound()
        return known
    return CaseSource(
        case=case, kind=source.kind, method=source.method, language=source.language or None,
        described=_words(source.described), collected_on=source.collected_on, reliability=source.reliability,
        information=source.information, created_by=actor.account,
    )  # fmt: skip


def _words(text: str) -> str | None:
    try:
        return clean_text(text)[:DESCRIBED] or None
    except BadText as error:
        raise Invalid(fields={"described": [error.message]}) from error


# Every step by its name, beside the one that undoes it.
STEPS: dict[str, Callable[..., None]] = {
    "prefer": prefer, "unprefer": partial(prefer, preferred=False),
    "withdraw": withdraw, "put_back": put_back,
    "leave_out": leave_out, "take_in": partial(leave_out, out=False),
}  # fmt: skip
