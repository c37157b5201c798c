"""Drafts of a registration: kept on the server while the interview lasts, sealed, gone after 30 idle days.

A draft holds what was typed, unchecked.  It becomes a case in one transaction with its own removal.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accessctl import journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.images import Picture
from accessctl.services import drafts
from cases.codes import FileKind
from cases.models import Case
from families import calls
from families.codes import CallEnd, IntakeWay
from families.models import DraftPhoto, RegistrationDraft
from families.services.registration import Registration, open_case
from registry.lib.errors import Invalid

Parts = drafts.Parts


def begin_draft(*, actor: Actor, parts: Parts) -> RegistrationDraft:
    """A new draft holding its first parts.  Raises Forbidden."""
    way = IntakeWay.CALL if calls.PART in parts else IntakeWay.STAFF
    return drafts.begin_draft(actor, RegistrationDraft, parts, came_by=way)


def save_draft(*, actor: Actor, ref: str, parts: Parts) -> RegistrationDraft:
    """Replace the named parts of a draft and keep the others; its 30 days begin anew.  Raises NotFound, Forbidden."""
    return drafts.save_draft(actor, RegistrationDraft, ref, parts)


@transaction.atomic
def delete_draft(*, actor: Actor, ref: str, reason: CallEnd | None = None) -> None:
    """Delete a draft and destroy its keys.  What came in ends for a reason, which stays in the journal.

    Raises NotFound, Forbidden, Invalid.
    """
    draft = drafts.draft_for_change(actor, RegistrationDraft, ref)
    if reason is None and draft.came_by != IntakeWay.STAFF:
        raise Invalid(fields={"reason": [_("Say why this ends.")]})
    drafts.delete_draft(actor, RegistrationDraft, ref, **({"reason": reason.value} if reason else {}))


@transaction.atomic
def keep_photo(*, actor: Actor, ref: str, picture: Picture) -> DraftPhoto:
    """Put a photo with a draft, in place of one before.  Raises NotFound, Forbidden."""
    draft = drafts.draft_for_change(actor, RegistrationDraft, ref)
    DraftPhoto.objects.filter(draft=draft).delete()
    photo = DraftPhoto(
        draft=draft, kind=FileKind.PORTRAIT, mime="image/webp", size=len(picture.content), width=picture.width,
        height=picture.height, content=picture.content, thumbnail=picture.thumbnail, created_by=actor.account,
    )  # fmt: skip
    photo.save(force_insert=True)
    drafts.touch_draft(actor, draft, changed=["photo"])
    return photo


@transaction.atomic
def drop_photo(*, actor: Actor, ref: str) -> None:
    """Take the photo of a draft away.  Raises NotFound, Forbidden."""
    draft = drafts.draft_for_change(actor, RegistrationDraft, ref)
    DraftPhoto.objects.filter(draft=draft).delete()
    drafts.touch_draft(actor, draft, changed=["photo"])


@transaction.atomic
def register_draft(*, actor: Actor, ref: str, registration: Registration) -> Case:
    """Open the case and remove the draft, together or not at all.  Raises NotFound, Forbidden, Invalid."""
    draft = drafts.draft_for_change(actor, RegistrationDraft, ref)
    case = open_case(actor=actor, registration=registration)
    journal.record(actor, "draft.registered", draft, case)
    access.discard(draft)
    return case


def picture_of(photo: Any) -> Picture:
    """The kept photo of a draft, in clear, as the services of cases take it."""
    return Picture(photo.content, photo.thumbnail or b"", photo.width, photo.height)
