"""Images of both records of a pair, side by side: what there is in words, then one of each for a stated purpose.

A side whose images are closed to the reader reads like one that has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.pictures import Viewing
from accessctl.rings import Ring
from cases import images as of_cases
from cases.codes import FileKind
from cases.models import Case
from matching.codes import PairKind
from matching.models import CandidatePair
from registry.lib.errors import NotFound
from remains import images as of_remains
from remains.models import Remains

PHOTO = "photo"  # the one photo of a case, which has no number


@dataclass(frozen=True)
class PairImages:
    """What may be chosen on either side: (key, words).  The photo of the face comes first."""

    pair: CandidatePair
    case: Case
    remains: Remains
    of_case: list[tuple[str, str]]
    of_remains: list[tuple[str, str]]


def images_of(actor: Actor, ref: str) -> PairImages:
    """The images of a pair of a case and remains, in words.  Raises NotFound."""
    found = door.fetch(actor, CandidatePair, ref=ref)
    pair = door.visible(actor, CandidatePair).select_related("case__owner", "remains__owner").get(pk=found.pk)
    if pair.kind != PairKind.AM_PM or pair.case is None or pair.remains is None:
        raise NotFound()
    told = [(PHOTO, str(FileKind.PORTRAIT.label))] if _has_photo(actor, pair.case) else []
    if Ring.FORENSIC in door.rings(actor, pair.case):
        told += [_choice(row) for row in of_cases.images_of(actor, pair.case.ref).rows]
    seen = []
    if Ring.FORENSIC in door.rings(actor, pair.remains):
        seen = [_choice(row) for row in of_remains.images_of(actor, pair.remains.ref).rows]
    return PairImages(pair, pair.case, pair.remains, told, seen)


def look(
    actor: Actor, held: PairImages, left: str, right: str, purpose: Purpose | str | None
) -> tuple[Viewing | None, Viewing | None]:
    """The chosen image of the case and of the remains; None for a side of which none is chosen.

    Raises NotFound, Forbidden, Invalid.
    """
    told = seen = None
    if left == PHOTO:
        told = of_cases.view_photo(actor, held.case.ref, purpose)
    elif left:
        told = of_cases.view_image(actor, held.case.ref, int(left), purpose)
    if right:
        seen = of_remains.view_image(actor, held.remains.ref, int(right), purpose)
    return told, seen


def _has_photo(actor: Actor, case: Case) -> bool:
    return case.has_photo and Ring.SEARCH in door.rings(actor, case)


def _choice(row: Any) -> tuple[str, str]:
    words = [f"{row.number}. {row.get_kind_display()}", row.caption or "", str(row.taken_on) if row.taken_on else ""]
    return str(row.number), " · ".join(word for word in words if word)
