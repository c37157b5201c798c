"""Reads of images of a case (ring 3f): radiographs and marks, told for a comparison with remains."""

from __future__ import annotations

from accessctl import door, pictures
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.image_pages import Images
from accessctl.pictures import Viewing
from accessctl.rings import Ring
from cases import pictured
from cases.models import Case, CaseBelonging, CaseDentalChart, CaseImage, CaseIntimateMark, CaseMark, CasePhoto
from cases.pictured import Item


def images_of(actor: Actor, ref: str) -> Images:
    """The list of images: kinds, captions and dates.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    rows = pictures.listed(actor, case, CaseImage)
    may_write = door.can(actor, door.Action.CHANGE, case) and Ring.FORENSIC in door.rings(actor, case)
    return Images(case, rows, may_write and is_agreed(case), items_of(actor, case))


def items_of(actor: Actor, case: Case) -> list[Item]:
    """What an image of a case can belong to, as far as the reader's rings go; each opening is journalled."""
    reach, marks, things, charts = door.rings(actor, case), [], [], []
    if Ring.SEARCH in reach:
        search = door.open(actor, case, Ring.SEARCH, tables=[CaseMark, CaseBelonging])
        marks, things = search.rows(case, CaseMark), search.rows(case, CaseBelonging)
    if Ring.FORENSIC in reach:
        forensic = door.open(actor, case, Ring.FORENSIC, tables=[CaseIntimateMark, CaseDentalChart])
        marks, charts = [*marks, *forensic.rows(case, CaseIntimateMark)], forensic.rows(case, CaseDentalChart)
    return [*pictured.marks(marks), *pictured.things(things), *pictured.teeth(charts)]


def is_agreed(case: Case) -> bool:
    """Whether the family agreed to the comparison that such images are for."""
    return Purpose.FORENSIC_COMPARISON in case.purposes


def view_image(actor: Actor, ref: str, number: int, purpose: Purpose | str | None) -> Viewing:
    """One image, with who reads it and when in its pixels.  Raises NotFound, Forbidden, Invalid."""
    return pictures.view(actor, door.fetch(actor, Case, ref=ref), CaseImage, number, purpose)


def view_photo(actor: Actor, ref: str, purpose: Purpose | str | None) -> Viewing:
    """The photo of the face, given as any other image is.  Raises NotFound, Forbidden, Invalid."""
    acting = pictures.looking(actor, purpose)
    case = door.fetch(acting, Case, ref=ref)
    row = door.open(acting, case, Ring.SEARCH, tables=[CasePhoto]).one(case, CasePhoto)
    return pictures.shown(acting, case, row, ring=Ring.SEARCH)
