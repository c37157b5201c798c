"""The skeleton as a picture: a front view, the person's right on the left of the sheet, the spine drawn beside it.

A view of the inventory and nothing more: every element is a field of its own beside it.  The right half is given; the
left is its mirror image.  Units are those of the sheet, 320 wide and 540 high.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.codes import Side
from remains.skeleton.codes import KINDS, RIBS, VERTEBRAE, Portion, labelled
from remains.skeleton.counting import Piece

WIDTH, HEIGHT = 320, 540
_MIDDLE, _SPINE = 120, 282  # where the figure is mirrored; where the spine stands

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Shape:
    """One element on the sheet.  state: none, part, whole or several."""

    key: str
    label: str
    state: str
    path: str


def _oval(x: float, y: float, wide: float, high: float) -> str:
    return f"M{x - wide:g},{y:g}a{wide:g},{high:g} 0 1,0 {2 * wide:g},0a{wide:g},{high:g} 0 1,0 {-2 * wide:g},0z"


def _outline(points: Points) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "z"


def _shaft(x: float, top: float, foot: float, end: float, half: float, middle: float) -> Points:
    """A long bone from top to bottom: wide at its ends, narrow between, `middle` x of its lower end."""
    return (
        (x - end, top), (x + end, top), (x + half, top + 10), (middle + half, foot - 10), (middle + end, foot),
        (middle - end, foot), (middle - half, foot - 10), (x - half, top + 10),
    )  # fmt: skip


def _ring(number: int) -> Points:
    """A rib of the right side."""
    top, out = 106 + 9.5 * number, 76 - (4 - abs(number - 6)) if number < 11 else 92
    low = top + 14
    return ((111, top), (96, top - 3), (out, top + 5), (out + 1, low), (out + 5, low), (out + 6, top + 8),
            (97, top + 1), (111, top + 4))  # fmt: skip


# Each as outline of the right side (x below 120), or of the middle.
_MIDDLE_SHAPES: dict[str, str] = {
    "cranium": "M120,8C142,8 147,28 144,44C142,54 137,60 134,64L106,64C103,60 98,54 96,44C93,28 98,8 120,8z",
    "mandible": "M105,67L135,67L132,82C127,88 113,88 108,82z",
    "hyoid": _outline(((112, 92), (128, 92), (126, 96), (114, 96))),
    "sternum": _outline(((115, 104), (125, 104), (124, 168), (120, 176), (116, 168))),
    "sacrum": _outline(((_SPINE - 16, 262), (_SPINE + 16, 262), (_SPINE + 8, 296), (_SPINE - 8, 296))),
    "coccyx": _outline(((_SPINE - 6, 299), (_SPINE + 6, 299), (_SPINE, 314))),
}
_RIGHT_SHAPES: dict[str, str | Points] = {
    "clavicle": ((113, 101), (113, 106), (76, 100), (74, 95)),
    "scapula": ((90, 104), (74, 104), (68, 110), (80, 146), (87, 138)),
    **{f"rib{n}": _ring(n) for n in range(1, RIBS + 1)},
    "humerus": _shaft(62, 104, 186, 7, 4, 54),
    "radius": _shaft(47, 190, 262, 5, 3, 39),
    "ulna": _shaft(58, 190, 262, 5, 3, 50),
    "carpals": ((36, 266), (53, 266), (52, 276), (36, 276)),
    "metacarpals": ((34, 279), (53, 279), (53, 300), (32, 300)),
    "phal_hand": ((31, 303), (53, 303), (52, 334), (33, 334)),
    "ilium_hip": ((80, 232), (104, 242), (106, 262), (96, 274), (86, 266), (76, 244)),
    "pubis": ((104, 274), (118, 276), (118, 284), (104, 282)),
    "ischium": ((92, 278), (101, 278), (103, 294), (96, 298), (90, 290)),
    "femur": _shaft(84, 282, 388, 10, 5, 96),
    "patella": _oval(96, 398, 7, 6),
    "tibia": _shaft(99, 408, 494, 9, 5, 98),
    "fibula": _shaft(84, 410, 492, 4, 2.5, 85),
    "talus": ((88, 498), (104, 498), (103, 506), (89, 506)),
    "calcaneus": ((80, 500), (86, 500), (86, 516), (78, 514)),
    "tarsals": ((88, 509), (105, 509), (106, 516), (88, 516)),
    "metatarsals": ((86, 519), (107, 519), (109, 528), (84, 528)),
    "phal_foot": ((83, 531), (110, 531), (110, 538), (82, 538)),
}


def _spine() -> dict[str, str]:
    shapes, top = {}, 34.0
    for letter, (count, _name) in VERTEBRAE.items():
        high, half = {"c": (7.0, 9), "t": (9.0, 12), "l": (13.0, 15)}[letter]
        for number in range(1, count + 1):
            corners = ((-half, 0), (half, 0), (half, high - 2), (-half, high - 2))
            shapes[f"{letter}{number}"] = _outline(tuple((_SPINE + x, top + y) for x, y in corners))
            top += high
    return shapes


def _mirrored(shape: str | Points) -> str:
    if isinstance(shape, str):  # the kneecap alone
        return _oval(2 * _MIDDLE - 96, 398, 7, 6)
    return _outline(tuple((2 * _MIDDLE - x, y) for x, y in shape))


def _paths() -> dict[tuple[str, str], str]:
    middle = {(element, Side.MIDDLE.value): path for element, path in (_MIDDLE_SHAPES | _spine()).items()}
    right = {
        (element, Side.RIGHT.value): shape if isinstance(shape, str) else _outline(shape)
        for element, shape in _RIGHT_SHAPES.items()
    }
    return middle | right | {(element, Side.LEFT.value): _mirrored(shape) for element, shape in _RIGHT_SHAPES.items()}


PATHS = _paths()


def field_of(element: str, side: str) -> str:
    """The name of the field of an element."""
    return element if side == Side.MIDDLE else f"{element}_{side}"


def shapes(pieces: Iterable[Piece]) -> list[Shape]:
    """Every element that can be drawn, with what there is of it."""
    held: dict[tuple[str, str], list[Piece]] = {}
    for piece in pieces:
        held.setdefault((piece.element, piece.side), []).append(piece)
    return [
        Shape(field_of(element, side), labelled(element, side), _state(element, held.get((element, side), [])), path)
        for (element, side), path in PATHS.items()
    ]


def _state(element: str, pieces: list[Piece]) -> str:
    whole = sum(piece.count for piece in pieces if piece.portion == Portion.COMPLETE)
    others = [piece for piece in pieces if piece.portion != Portion.COMPLETE]
    if not pieces:
        return "none"
    if whole > 1 or (whole and others) or (KINDS[element].most == 1 and any(piece.count > 1 for piece in others)):
        return "several"
    return "whole" if whole else "part"
