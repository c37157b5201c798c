"""Reads of images of remains (ring 3f): what there is, and one image for a stated purpose."""

from __future__ import annotations

from typing import Any

from accessctl import door, pictures
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.image_pages import Images
from accessctl.pictures import Viewing
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases import pictured
from cases.pictured import Item
from cases.presentation import line
from remains.models import (
    BurialPlace,
    Remains,
    RemainsAttachment,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsIntimateMark,
    RemainsMark,
)


def images_of(actor: Actor, ref: str) -> Images:
    """The list of images: kinds, captions and dates.  Raises NotFound, Forbidden."""
    remains = door.fetch(actor, Remains, ref=ref)
    rows = pictures.listed(actor, remains, RemainsAttachment)
    may_write = door.can(actor, door.Action.CHANGE, remains) and Ring.FORENSIC in door.rings(actor, remains)
    return Images(remains, rows, may_write, items_of(actor, remains))


def items_of(actor: Actor, remains: Remains) -> list[Item]:
    """What an image of remains can belong to, as far as the reader's rings go; each opening is journalled."""
    reach, marks, things = door.rings(actor, remains), [], []
    charts: list[Any] = []
    graves: list[Any] = []
    if Ring.SEARCH in reach:
        search = door.open(actor, remains, Ring.SEARCH, tables=[RemainsMark, RemainsBelonging])
        marks, things = search.rows(remains, RemainsMark), search.rows(remains, RemainsBelonging)
    if Ring.FORENSIC in reach:
        forensic = door.open(
            actor, remains, Ring.FORENSIC, tables=[RemainsIntimateMark, RemainsDentalChart, BurialPlace]
        )
        marks = [*marks, *forensic.rows(remains, RemainsIntimateMark)]
        charts, graves = forensic.rows(remains, RemainsDentalChart), forensic.rows(remains, BurialPlace)
    return [*pictured.marks(marks), *pictured.things(things), *pictured.teeth(charts), *_graves(graves)]


def _graves(rows: list[Any]) -> list[Item]:
    """Where they lie or lay: `Cemetery · 3 · B · 14`."""
    return [
        Item(token_of(row.pk), pictured.Topic.GRAVE, line([row.cemetery, row.section, row.row, row.plot]))
        for row in rows
    ]


def view_image(actor: Actor, ref: str, number: int, purpose: Purpose | str | None) -> Viewing:
    """One image, with who reads it and when in its pixels.  Raises NotFound, Forbidden, Invalid."""
    return pictures.view(actor, door.fetch(actor, Remains, ref=ref), RemainsAttachment, number, purpose)
