"""Reads of images of remains (ring 3f): what there is, and one image for a stated purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessctl import door, pictures
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.pictures import Viewing
from accessctl.rings import Ring
from registry.lib.errors import NotFound
from remains.models import Remains, RemainsAttachment


@dataclass(frozen=True)
class Images:
    """What images there are of one record, by number; `may_write`: whether to offer the form."""

    remains: Remains
    rows: list[Any]
    may_write: bool


def images_of(actor: Actor, ref: str) -> Images:
    """The list of images: kinds, captions and dates.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    rows = pictures.listed(actor, remains, RemainsAttachment)
    may_write = door.can(actor, door.Action.CHANGE, remains) and Ring.FORENSIC in door.rings(actor, remains)
    return Images(remains, rows, may_write)


def image_in(images: Images, number: str) -> Any:
    """One image of a list, by its number as it stands in an address.  Raises NotFound."""
    row = next((row for row in images.rows if str(row.number) == number), None)
    if row is None:
        raise NotFound()
    return row


def view_image(actor: Actor, ref: str, number: str, purpose: Purpose | str | None) -> Viewing:
    """One image, with who reads it and when in its pixels.  Raises NotFound, Forbidden, Invalid."""
    remains = door.fetch(actor, Remains, ref=ref)
    if not (number.isdecimal() and number.isascii() and len(number) < 5):
        raise NotFound()
    return pictures.view(actor, remains, RemainsAttachment, int(number), purpose)
