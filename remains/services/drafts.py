"""Drafts of remains: the reference is reserved first, so that a tag can be tied on before anything else is known.

The reserved reference has the random characters of the draft's own: it needs no opening of the draft to print a label.
"""

from __future__ import annotations

from django.db import transaction

from accessctl import journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.services import drafts
from registry.lib.ids import with_prefix
from remains.models import Remains, RemainsDraft
from remains.services.entry import RemainsEntry
from remains.services.logging import log_remains

Form = dict[str, list[str]]


def reserved_ref(draft: RemainsDraft) -> str:
    """The reference that the remains of this draft will have."""
    return with_prefix(draft.ref, Remains.REF_PREFIX)


def reserve(*, actor: Actor) -> RemainsDraft:
    """Reserve a reference; the draft that keeps it is empty.  Raises Forbidden."""
    return drafts.begin_draft(actor, RemainsDraft, {"form": {}})


def save_draft(*, actor: Actor, ref: str, form: Form) -> RemainsDraft:
    """Keep what was typed so far.  Raises NotFound, Forbidden."""
    return drafts.save_draft(actor, RemainsDraft, ref, {"form": form})


def delete_draft(*, actor: Actor, ref: str) -> None:
    """Delete a draft; its reserved reference is never used.  Raises NotFound, Forbidden."""
    drafts.delete_draft(actor, RemainsDraft, ref)


@transaction.atomic
def log_draft(*, actor: Actor, ref: str, entry: RemainsEntry) -> Remains:
    """Log the remains under the reserved reference and remove the draft, together or not at all.

    Raises NotFound, Forbidden, Invalid.
    """
    draft = drafts.draft_for_change(actor, RemainsDraft, ref)
    remains = log_remains(actor=actor, entry=entry, ref=reserved_ref(draft))
    journal.record(actor, "draft.registered", draft, remains)
    access.discard(draft)
    return remains
