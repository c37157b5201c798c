"""Reads of images of remains (ring 3f): what there is, and one image for a stated purpose."""

from __future__ import annotations

from accessctl import door, pictures
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.image_pages import Images
from accessctl.pictures import Viewing
from accessctl.rings import Ring
from remains.models import Remains, RemainsAttachment


def images_of(actor: Actor, ref: str) -> Images:
    """The list of images: kinds, captions and dates.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    rows = pictures.listed(actor, remains, RemainsAttachment)
    may_write = door.can(actor, door.Action.CHANGE, remains) and Ring.FORENSIC in door.rings(actor, remains)
    return Images(remains, rows, may_write)


def view_image(actor: Actor, ref: str, number: int, purpose: Purpose | str | None) -> Viewing:
    """One image, with who reads it and when in its pixels.  Raises NotFound, Forbidden, Invalid."""
    return pictures.view(actor, door.fetch(actor, Remains, ref=ref), RemainsAttachment, number, purpose)
