"""Reads of papers that somebody of a family signed (ring 3k): what there is, and one for a stated purpose."""

from __future__ import annotations

from accessctl import door, pictures
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.image_pages import Images
from accessctl.pictures import Viewing
from accessctl.rings import Ring
from cases.models import Case
from families.models import SignedPaper


def papers_of(actor: Actor, ref: str) -> Images:
    """The list of papers: kinds, captions and dates.  Raises NotFound, Forbidden."""
    case = door.fetch(actor, Case, ref=ref)
    rows = pictures.listed(actor, case, SignedPaper)
    may_write = door.can(actor, door.Action.CHANGE, case) and Ring.KIN in door.rings(actor, case)
    return Images(case, rows, may_write)


def view_paper(actor: Actor, ref: str, number: int, purpose: Purpose | str | None) -> Viewing:
    """One paper, with who reads it and when in its pixels.  Raises NotFound, Forbidden, Invalid."""
    return pictures.view(actor, door.fetch(actor, Case, ref=ref), SignedPaper, number, purpose)
