"""Images kept with a record: listed by what they show, opened one at a time for a stated purpose.

The pixels that leave the server bear who reads them and when (`accessctl.watermark`).  Opening one is a decision of the
door and two entries in the journal: that the ring was read, and which image was looked at.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal, watermark
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.codes import Purpose
from accessctl.images import Picture
from accessctl.models import NumberedImage, PicturedImage, Record
from accessctl.rings import Ring
from registry.lib.dates import PartialDate
from registry.lib.errors import Invalid, NotFound

LONGEST_CAPTION = 200
KEPT = Q(removed_at=None)
MOST = 60  # images of one record and ring


@dataclass(frozen=True, kw_only=True, repr=False)
class ImageEntry:
    """One image as it is handed in, decoded and re-encoded before."""

    kind: str
    picture: Picture
    caption: str = ""
    taken_on: PartialDate | None = None
    shows: str = ""


@dataclass(frozen=True, repr=False)
class Viewing:
    """One image as one reader is given it; `row` in clear without its content."""

    row: Any
    content: bytes
    width: int
    height: int
    mime: str = watermark.MIME

    @property
    def address(self) -> str:
        """An address that holds the picture itself: no second request, nothing to pass on."""
        return f"data:{self.mime};base64,{b64encode(self.content).decode()}"


def listed(actor: Actor, record: Record, table: type[NumberedImage]) -> list[Any]:
    """The images of a record by number: what they show, and nothing of them.  Raises Forbidden."""
    opened = door.open(actor, record, table.RING, tables=[table], fields=table.LISTED, where=KEPT)
    return sorted(opened.rows(record, table), key=lambda row: int(row.number))


def view(
    actor: Actor, record: Record, table: type[NumberedImage], number: int, purpose: Purpose | str | None
) -> Viewing:
    """One image for one reader.  Raises NotFound, Forbidden, Invalid."""
    acting = looking(actor, purpose, table.VIEWED_FOR)
    opened = door.open(acting, record, table.RING, tables=[table], where=KEPT & Q(number=number))
    return shown(acting, record, opened.one(record, table), ring=table.RING, number=number)


def looking(
    actor: Actor, purpose: Purpose | str | None, possible: Sequence[Purpose] = NumberedImage.VIEWED_FOR
) -> Actor:
    """The reader, for the purpose that was stated.  Raises Invalid."""
    if purpose not in possible:
        raise Invalid(fields={"purpose": [_("Say for what you look at this image: choose one of the purposes.")]})
    return actor.acting_for(purpose)


def shown(acting: Actor, record: Record, row: Any | None, *, ring: Ring, number: int = 0) -> Viewing:
    """An opened image as its reader is given it, with its entry in the journal.  Raises NotFound."""
    if row is None:
        raise NotFound()
    journal.record(acting, "image.viewed", record, ring=ring, number=number, kind=row.kind)
    return Viewing(row, *watermark.stamp(row.content, [*_reader(acting), record.ref]))


def _reader(actor: Actor) -> list[str]:
    """Who reads, for whom, and when."""
    who = actor.account.full_name if actor.account else actor.client.name if actor.client else actor.system
    organisation = [actor.organisation.name] if actor.organisation else []
    return [who, *organisation, f"{timezone.now():%Y-%m-%d %H:%M} UTC"]


def keep(actor: Actor, record: Record, table: type[NumberedImage], entry: ImageEntry, **links: Any) -> NumberedImage:
    """Keep an image with a record that the caller locked and may change.  Raises Invalid."""
    rows = table._default_manager.filter(**{table.RECORD: record})
    kept = rows.filter(KEPT).defer("content", "thumbnail")
    if len(entry.caption) > LONGEST_CAPTION:
        raise Invalid(fields={"caption": [_("Use at most %(limit)s characters.") % {"limit": LONGEST_CAPTION}]})
    if entry.kind not in table.KINDS:
        raise Invalid(fields={"kind": [_("This code is not in the list.")]})
    digest = hashlib.sha256(entry.picture.content).hexdigest()
    same = next((row.number for row in reveal(list(kept)) if row.sha256 == digest), None)
    if same is not None:
        raise Invalid(fields={"file": [_("This image is kept already, as number %(number)s.") % {"number": same}]})
    if kept.count() >= MOST:
        raise Invalid(fields={"file": [_("At most %(most)s images are kept with one record.") % {"most": MOST}]})
    picture, last = entry.picture, rows.aggregate(last=Max("number"))["last"] or 0
    row = table(
        **{table.RECORD: record}, **links, created_by=actor.account, number=last + 1, kind=entry.kind,
        mime="image/webp", size=len(picture.content), width=picture.width, height=picture.height,
        content=picture.content, sha256=digest, caption=entry.caption or None, taken_on=entry.taken_on,
    )  # fmt: skip
    if isinstance(row, PicturedImage):
        row.shows = entry.shows or None
    row.save(force_insert=True)
    return row


def tell(record: Record, table: type[PicturedImage], number: int, shows: str) -> PicturedImage:
    """Say to what an image of a record belongs that the caller locked and may change.  Raises NotFound."""
    row = table._default_manager.filter(KEPT, number=number, **{table.RECORD: record}).first()
    if row is None:
        raise NotFound()
    row.shows = shows or None
    row.save(update_fields=["shows", "updated_at"])
    return row


def take_away(record: Record, table: type[NumberedImage], number: int) -> bool:
    """Destroy what an image shows, of a record that the caller locked and may change; whether others are left.

    Raises NotFound.
    """
    rows = table._default_manager.filter(KEPT, **{table.RECORD: record})
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound()
    gone: dict[str, Any] = {"content": b"", "thumbnail": None, "sha256": "", "caption": None, "taken_on": None}
    gone |= {"removed_at": timezone.now()} | ({"shows": None} if isinstance(row, PicturedImage) else {})
    for name, value in gone.items():
        setattr(row, name, value)
    row.save(update_fields=[*gone, "updated_at"])
    return rows.exists()
