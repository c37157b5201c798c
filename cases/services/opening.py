"""Opening a case: root, search file and every ring row, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accessctl import services as access
from accessctl.actor import Actor
from accessctl.consent import ConsentEffect
from cases.models import Case, CaseSearchFile
from cases.services import derive, rows, validate
from cases.services.entry import CaseEntry

FEEDBACK_EVERY = timedelta(days=90)


@transaction.atomic
def open_case(*, actor: Actor, entry: CaseEntry, effect: ConsentEffect | None = None) -> Case:
    """Register a missing person.  Called by `families.services.open_case`, which adds the relative and the consents.

    `effect`: what the consents amount to; a flagged case's own firewall is added here, whatever it says.
    Raises Invalid, Forbidden.
    """
    validate.check(entry)
    case = Case(**derive.common_columns(entry), has_photo=entry.photo is not None)
    access.create_record(actor, case, action="case.opened", effect=with_firewall(effect, entry))
    source = rows.source_of(case, entry, actor.account)
    source.save(force_insert=True)
    CaseSearchFile.objects.create(
        case=case, source=source, caseworker=actor.account, created_by=actor.account,
        next_feedback_due=timezone.localdate() + FEEDBACK_EVERY, language=entry.source.language or None,
        **rows.search_columns(entry),
    )  # fmt: skip
    access.insert_rows(rows.list_rows(case, entry, source, actor.account))
    rows.protection_row(case, entry, source).save(force_insert=True)
    if photo := rows.photo_row(case, entry, source, actor.account):
        photo.save(force_insert=True)
    return case


def with_firewall(effect: ConsentEffect | None, entry: CaseEntry) -> ConsentEffect:
    """The consent effect with FW-ORIGIN of a flagged case in its audience."""
    base = effect or ConsentEffect()
    return replace(base, audience=replace(base.audience, firewall_states=entry.firewall_states))
