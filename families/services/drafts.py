"""Drafts of a registration: kept on the server while the interview lasts, sealed, gone after 30 idle days.

A draft holds what was typed, unchecked.  It becomes a case in one transaction with its own removal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.images import Picture
from cases.codes import FileKind
from cases.models import Case
from families.models import DraftPhoto, RegistrationDraft
from families.services.registration import Registration, open_case

IDLE = timedelta(days=30)
# Autosaving writes every few seconds: one entry of the journal stands for the changes of so long.
JOURNALLED_EVERY = timedelta(minutes=10)

Parts = Mapping[str, Any]


@transaction.atomic
def begin_draft(*, actor: Actor, parts: Parts) -> RegistrationDraft:
    """A new draft holding its first parts.  Raises Forbidden."""
    now = timezone.now()
    draft = RegistrationDraft(payload={**parts}, purge_at=now + IDLE)
    access.create_record(actor, draft, action="draft.begun")
    journal.record(actor, "draft.begun", draft)
    return draft


@transaction.atomic
def save_draft(*, actor: Actor, ref: str, parts: Parts) -> RegistrationDraft:
    """Replace the named parts of a draft and keep the others; its 30 days begin anew.  Raises NotFound, Forbidden."""
    draft = door.fetch(actor, RegistrationDraft, door.Action.CHANGE, ref=ref, lock=True)
    (held,) = reveal([draft])
    _journal_change(actor, draft)
    draft.payload = {**held.payload, **parts}
    _touch(draft, "payload")
    return draft


@transaction.atomic
def keep_photo(*, actor: Actor, ref: str, picture: Picture) -> DraftPhoto:
    """Put a photo with a draft, in place of one before.  Raises NotFound, Forbidden."""
    draft = door.fetch(actor, RegistrationDraft, door.Action.CHANGE, ref=ref, lock=True)
    DraftPhoto.objects.filter(draft=draft).delete()
    photo = DraftPhoto(
        draft=draft, kind=FileKind.PORTRAIT, mime="image/webp", size=len(picture.content), width=picture.width,
        height=picture.height, content=picture.content, thumbnail=picture.thumbnail, created_by=actor.account,
    )  # fmt: skip
    photo.save(force_insert=True)
    _journal_change(actor, draft, changed=["photo"])
    _touch(draft)
    return photo


@transaction.atomic
def drop_photo(*, actor: Actor, ref: str) -> None:
    """Take the photo of a draft away.  Raises NotFound, Forbidden."""
    draft = door.fetch(actor, RegistrationDraft, door.Action.CHANGE, ref=ref, lock=True)
    DraftPhoto.objects.filter(draft=draft).delete()
    _journal_change(actor, draft, changed=["photo"])
    _touch(draft)


@transaction.atomic
def delete_draft(*, actor: Actor, ref: str) -> None:
    """Delete a draft and destroy its keys.  Raises NotFound, Forbidden."""
    draft = door.fetch(actor, RegistrationDraft, door.Action.CHANGE, ref=ref, lock=True)
    journal.record(actor, "draft.deleted", draft)
    access.discard(draft)


@transaction.atomic
def register_draft(*, actor: Actor, ref: str, registration: Registration) -> Case:
    """Open the case and remove the draft, together or not at all.  Raises NotFound, Forbidden, Invalid."""
    draft = door.fetch(actor, RegistrationDraft, door.Action.CHANGE, ref=ref, lock=True)
    case = open_case(actor=actor, registration=registration)
    journal.record(actor, "draft.registered", draft, case)
    access.discard(draft)
    return case


def picture_of(photo: Any) -> Picture:
    """The kept photo of a draft, in clear, as the services of cases take it."""
    return Picture(photo.content, photo.thumbnail or b"", photo.width, photo.height)


def _touch(draft: RegistrationDraft, *fields: str) -> None:
    draft.purge_at = timezone.now() + IDLE
    draft.version += 1
    draft.save(update_fields=[*fields, "purge_at", "version", "updated_at"])


def _journal_change(actor: Actor, draft: RegistrationDraft, **detail: Any) -> None:
    since = timezone.now() - draft.updated_at
    if detail or since > JOURNALLED_EVERY:
        journal.record(actor, "draft.changed", draft, **detail)
