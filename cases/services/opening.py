"""Opening cases: root, search file and every ring row, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accessctl import services as access
from accessctl.actor import Actor
from accessctl.consent import ConsentEffect
from accessctl.models import RingRow
from cases.models import Case, CaseSearchFile
from cases.services import derive, rows, validate
from cases.services.entry import CaseEntry

FEEDBACK_EVERY = timedelta(days=90)


def open_case(*, actor: Actor, entry: CaseEntry, effect: ConsentEffect | None = None) -> Case:
    """Register a missing person.  Called by `families.services.open_cases`, which adds the relatives and the consents.

    `effect`: what the consents amount to; a flagged case's own firewall is added here, whatever it says.
    Raises Invalid, Forbidden.
    """
    (case,) = open_cases(actor=actor, entries=[(entry, effect)])
    return case


@transaction.atomic
def open_cases(*, actor: Actor, entries: Sequence[tuple[CaseEntry, ConsentEffect | None]]) -> list[Case]:
    """`open_case` for many, in as many statements as for one."""
    for entry, _effect in entries:
        validate.check(entry)
    cases = [Case(**derive.common_columns(entry), has_photo=entry.photo is not None) for entry, _effect in entries]
    effects = [with_firewall(effect, entry) for entry, effect in entries]
    access.create_records(actor, cases, action="case.opened", effects=effects)
    access.insert_rows(
        row for case, (entry, _effect) in zip(cases, entries, strict=True) for row in _rows(actor, case, entry)
    )
    return cases


def _rows(actor: Actor, case: Case, entry: CaseEntry) -> Iterator[RingRow]:
    """Every ring row of a new case; the source first, which the others point to."""
    source = rows.source_of(case, entry, actor.account)
    yield source
    yield CaseSearchFile(
        case=case, source=source, caseworker=actor.account, created_by=actor.account,
        next_feedback_due=timezone.localdate() + FEEDBACK_EVERY, language=entry.source.language or None,
        priorities=rows.priorities(entry), **rows.search_columns(entry),
    )  # fmt: skip
    yield from rows.list_rows(case, entry, source, actor.account)
    yield rows.protection_row(case, entry, source)
    if photo := rows.photo_row(case, entry, source, actor.account):
        yield photo


def with_firewall(effect: ConsentEffect | None, entry: CaseEntry) -> ConsentEffect:
    """The consent effect with FW-ORIGIN of a flagged case in its audience."""
    base = effect or ConsentEffect()
    return replace(base, audience=replace(base.audience, firewall_states=entry.firewall_states))
