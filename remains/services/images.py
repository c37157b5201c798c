"""Images of remains and of what was found with them: kept, and taken away where one was a mistake."""

from __future__ import annotations

from django.db import transaction

from accessctl import door, journal, pictures
from accessctl.actor import Actor
from accessctl.models import NumberedImage
from accessctl.pictures import ImageEntry
from accessctl.rings import Ring
from cases import pictured
from cases.codes import CollectionMethod, SourceKind, WrongImage
from remains import images as selectors
from remains.models import Remains, RemainsAttachment, RemainsSource


@transaction.atomic
def keep_image(*, actor: Actor, ref: str, entry: ImageEntry) -> NumberedImage:
    """Keep an image in the forensic file.  Raises NotFound, Forbidden, Invalid."""
    remains = _writable(actor, ref)
    source = RemainsSource.objects.create(
        remains=remains, kind=SourceKind.FORENSIC, method=CollectionMethod.FORM, created_by=actor.account,
        reliability="B",
    )  # fmt: skip
    pictured.ensure_listed(selectors.items_of(actor, remains), entry.shows)
    row = pictures.keep(actor, remains, RemainsAttachment, entry, source=source)
    _held(remains, is_held=True)
    journal.record(actor, "image.kept", remains, ring=Ring.FORENSIC, number=row.number, kind=row.kind)
    return row


@transaction.atomic
def tell_image(*, actor: Actor, ref: str, number: int, shows: str) -> None:
    """Say to what an image belongs: the name of an item of the record, "" for none of them.

    Raises NotFound, Forbidden, Invalid.
    """
    remains = _writable(actor, ref)
    pictured.ensure_listed(selectors.items_of(actor, remains), shows)
    row = pictures.tell(remains, RemainsAttachment, number, shows)
    journal.record(actor, "image.told", remains, ring=Ring.FORENSIC, number=number, kind=row.kind)


@transaction.atomic
def remove_image(*, actor: Actor, ref: str, number: int, reason: WrongImage) -> None:
    """Delete an image that should not be there; backups keep it for their time.  Raises NotFound, Forbidden."""
    remains = _writable(actor, ref)
    _held(remains, is_held=pictures.take_away(remains, RemainsAttachment, number))
    journal.record(actor, "image.removed", remains, ring=Ring.FORENSIC, number=number, reason=reason)


def _writable(actor: Actor, ref: str) -> Remains:
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, Ring.FORENSIC, remains)
    return remains


def _held(remains: Remains, *, is_held: bool) -> None:
    if remains.has_images != is_held:
        remains.has_images = is_held
        remains.save(update_fields=["has_images", "updated_at"])
