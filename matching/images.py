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
from cases.dvi.paper import image_line
from cases.models import Case
from cases.pictured import TEETH, Item
from matching.codes import PairKind
from matching.models import CandidatePair
from registry.lib.errors import NotFound
from remains import images as of_remains
from remains.models import Remains

PHOTO = "photo"  # the one photo of a case, which has no number
NEAR = 2  # list and kind are the same: a tattoo and a tattoo, a ring and a ring, one tooth and the same tooth
MOST_ALIKE = 30


Shown = tuple[Any, Item | None]  # an image and what it belongs to


@dataclass(frozen=True)
class Alike:
    """Two images of things of one kind: their numbers, and in words what each belongs to."""

    left: str
    right: str
    told: str
    seen: str


@dataclass(frozen=True)
class PairImages:
    """What may be chosen on either side: (key, words).  The photo of the face comes first.

    alike: images of one kind of mark, tooth or thing of both, to be laid beside one another.
    """

    pair: CandidatePair
    case: Case
    remains: Remains
    of_case: list[tuple[str, str]]
    of_remains: list[tuple[str, str]]
    alike: tuple[Alike, ...] = ()


def images_of(actor: Actor, ref: str) -> PairImages:
    """The images of a pair of a case and remains, in words.  Raises NotFound."""
    found = door.fetch(actor, CandidatePair, ref=ref)
    pair = door.visible(actor, CandidatePair).select_related("case__owner", "remains__owner").get(pk=found.pk)
    if pair.kind != PairKind.AM_PM or pair.case is None or pair.remains is None:
        raise NotFound()
    told, seen = [], []
    if Ring.FORENSIC in door.rings(actor, pair.case):
        told = of_cases.images_of(actor, pair.case.ref).shown()
    if Ring.FORENSIC in door.rings(actor, pair.remains):
        seen = of_remains.images_of(actor, pair.remains.ref).shown()
    portrait = [(PHOTO, str(FileKind.PORTRAIT.label))] if _has_photo(actor, pair.case) else []
    return PairImages(
        pair, pair.case, pair.remains, portrait + _choices(told), _choices(seen), tuple(_alike(told, seen)[:MOST_ALIKE])
    )


def _choices(images: list[Shown]) -> list[tuple[str, str]]:
    return [(str(row.number), image_line(row, item)) for row, item in images]


def _alike(told: list[Shown], seen: list[Shown]) -> list[Alike]:
    """What of both records is of one kind and has images on both sides; the nearest in kind, place and side first."""
    found = [
        (_common(ours.alike, theirs.alike), Alike(str(left.number), str(right.number), ours.words, theirs.words))
        for left, ours in told
        for right, theirs in seen
        if ours is not None and theirs is not None
    ]
    near = [(common, one) for common, one in found if common >= NEAR]
    return [one for _common_parts, one in sorted(near, key=lambda known: -known[0])]


def _common(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    """How many parts are the same from the first on; the teeth as a whole are near any of them."""
    same = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            break
        same += 1
    return max(same, NEAR) if ours[:1] == theirs[:1] == (TEETH,) and 1 in (len(ours), len(theirs)) else same


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
