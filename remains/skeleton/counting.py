"""Counting individuals: how many people a set of pieces must be of, and by which of them one sees it.

Nobody has an element of one side twice.  Two upper ends of a left femur are of two people, an upper and a lower end may
be of one.  What has no side goes to whichever side needs the fewest people; a fragment shows no more than that the
element is there.  Small bones that come in a group are counted against how many one person has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cases.codes import Side
from remains.codes import Element
from remains.skeleton.codes import KINDS, Kind, Portion

_THIRDS = (Portion.PROXIMAL, Portion.SHAFT, Portion.DISTAL)
# A hand or foot is there when more than half of its small bones are, or its soft parts.
_GROUPS = {"hand": ("carpals", "metacarpals", "phal_hand"), "foot": ("tarsals", "metatarsals", "phal_foot")}


@dataclass(frozen=True, order=True)
class Piece:
    """So many pieces of one portion of one element of one side."""

    element: str
    side: str
    portion: str
    count: int = 1


@dataclass(frozen=True)
class Reason:
    """An element that is there as often as there must be people."""

    element: str
    side: str
    count: int


@dataclass(frozen=True)
class Minimum:
    """The least number of people, and every element that shows it; of one person nothing needs to be shown."""

    number: int
    reasons: tuple[Reason, ...] = ()


def minimum(pieces: Iterable[Piece]) -> Minimum:
    """How many people the pieces must be of, at the least; 1 where nothing is counted."""
    found = Counter[tuple[str, str, str]]()
    for piece in pieces:
        found[piece.element, piece.side, piece.portion] += piece.count
    reasons = [reason for kind in KINDS.values() if kind.countable for reason in _of_kind(kind, found)]
    number = max((reason.count for reason in reasons), default=1)
    shown = [reason for reason in reasons if reason.count == number > 1]
    sided = {reason.element for reason in shown if reason.side != Side.UNKNOWN}  # these say it more plainly
    return Minimum(number, tuple(one for one in shown if one.side != Side.UNKNOWN or one.element not in sided))


def twice(left: Iterable[Piece], right: Iterable[Piece]) -> tuple[Reason, ...]:
    """What would be there more than once if two sets were of one person."""
    return minimum([*left, *right]).reasons


def _of_kind(kind: Kind, found: Counter[tuple[str, str, str]]) -> list[Reason]:
    """What each side shows, and what both show together with the pieces of no known side."""
    sided = {side: _counted(kind, {p: found[kind.code, side, p] for p in kind.portions}) for side in kind.sides}
    if not kind.paired:
        return [Reason(kind.code, side, count) for side, count in sided.items() if count]
    shown = [Reason(kind.code, side, sided[side]) for side in (Side.LEFT, Side.RIGHT) if sided[side]]
    if sided[Side.UNKNOWN]:
        shown.append(Reason(kind.code, Side.UNKNOWN, _together(kind, found)))
    return shown


def _together(kind: Kind, found: Counter[tuple[str, str, str]]) -> int:
    """How many people both sides show with what has no known side: it goes where it needs the fewest.

    A piece that is whole finds room beside neither what is whole on a side nor the thirds there; thirds share people
    with other thirds.  So each bound halves what cannot share: all that is whole with the commonest third of both
    sides, and what each side shows by itself with the wholes of no side.  The larger one can be kept.
    """
    both = {p: sum(found[kind.code, side, p] for side in kind.sides) for p in kind.portions}
    if kind.most > 1:
        return _counted(kind, both, whole=2 * kind.most)
    each = [_pieces({p: found[kind.code, side, p] for p in kind.portions}) for side in (Side.LEFT, Side.RIGHT)]
    apart = sum(each) + found[kind.code, Side.UNKNOWN, Portion.COMPLETE]
    return -(-max(_counted(kind, both), apart) // 2)


def _counted(kind: Kind, count: dict[Portion, int], *, whole: int = 0) -> int:
    if kind.most > 1:
        bones = count[Portion.COMPLETE] * kind.most + count[Portion.SOME]
        return -(-bones // (whole or kind.most))
    return max(_pieces(count), min(1, count[Portion.FRAGMENT]))


def _pieces(count: dict[Portion, int]) -> int:
    """How many of an element there are: what is whole, and the commonest third."""
    return count[Portion.COMPLETE] + max((count[portion] for portion in _THIRDS if portion in count), default=0)


def elements_of(pieces: Iterable[Piece]) -> list[str]:
    """The elements of which more than half is there, as two sets of remains are compared by them."""
    held = list(pieces)
    whole = {(piece.element, piece.side) for piece in held if piece.portion == Portion.COMPLETE}
    named = {f"{element}_{side}" if side in (Side.LEFT, Side.RIGHT) else element for element, side in whole}
    for group, bones in _GROUPS.items():
        for side in (Side.LEFT, Side.RIGHT):
            there = sum(
                piece.count * (KINDS[piece.element].most if piece.portion == Portion.COMPLETE else 1)
                for piece in held if piece.element in bones and piece.side == side
            )  # fmt: skip
            if 2 * there > sum(KINDS[bone].most for bone in bones) or (f"{group}_soft", side) in whole:
                named.add(f"{group}_{side}")
    return [code for code in Element.values if code in named]
