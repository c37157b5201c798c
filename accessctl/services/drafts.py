"""Drafts: forms begun and not yet saved, kept on the server, sealed, gone after 30 idle days.

A draft holds what was typed, unchecked, in parts that are saved one by one.  What becomes of it is the business of the
app that owns the form: it turns a draft into a record in one transaction with the draft's own removal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import Staged
from accessctl.policy import Action
from accessctl.services.records import create_record, discard

IDLE = timedelta(days=30)
# Autosaving writes every few seconds: one entry of the journal stands for the changes of so long.
JOURNALLED_EVERY = timedelta(minutes=10)

DraftT = TypeVar("DraftT", bound=Staged)
Parts = Mapping[str, Any]


@transaction.atomic
def begin_draft(actor: Actor, model: type[DraftT], parts: Parts, **columns: Any) -> DraftT:
    """A new draft holding its first parts; columns: of its own model.  Raises Forbidden."""
    draft = model(payload={**parts}, purge_at=timezone.now() + IDLE, **columns)
    create_record(actor, draft, action="draft.begun")
    journal.record(actor, "draft.begun", draft)
    return draft


@transaction.atomic
def save_draft(actor: Actor, model: type[DraftT], ref: str, parts: Parts) -> DraftT:
    """Replace the named parts of a draft and keep the others; its 30 days begin anew.  Raises NotFound, Forbidden."""
    draft = draft_for_change(actor, model, ref)
    (held,) = reveal([draft])
    draft.payload = {**held.payload, **parts}
    touch_draft(actor, draft, "payload")
    return draft


@transaction.atomic
def delete_draft(actor: Actor, model: type[DraftT], ref: str, **detail: Any) -> None:
    """Delete a draft and destroy its keys; the detail stays in the journal.  Raises NotFound, Forbidden."""
    draft = draft_for_change(actor, model, ref)
    journal.record(actor, "draft.deleted", draft, **detail)
    discard(draft)


def draft_for_change(actor: Actor, model: type[DraftT], ref: str) -> DraftT:
    """The draft, locked; call in a transaction.  Raises NotFound, Forbidden."""
    return door.fetch(actor, model, Action.CHANGE, ref=ref, lock=True)


def touch_draft(actor: Actor, draft: Staged, *fields: str, **detail: Any) -> None:
    """Save the named columns and begin the 30 days anew; a change with a detail is journalled always."""
    if detail or timezone.now() - draft.updated_at > JOURNALLED_EVERY:
        journal.record(actor, "draft.changed", draft, **detail)
    draft.purge_at = timezone.now() + IDLE
    draft.version += 1
    draft.save(update_fields=[*fields, "purge_at", "version", "updated_at"])
