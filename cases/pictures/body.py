"""A body from in front and from behind: where a mark stands, by its site and the person's own side.

Seen from in front the person's right is at the left of the page, from behind at its right; it is written there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.codes import MarkSite, Side

MIDDLE = 100
# Site -> how far from the middle line, towards the side it is on, and how far down.
FRONT: dict[str, tuple[int, int]] = {
    "hd_forehead": (0, 22), "hd_temple": (16, 30), "hd_brow": (8, 31), "hd_eyelid": (8, 37), "hd_ear": (22, 41),
    "hd_nose": (0, 43), "hd_cheek": (12, 47), "hd_lip": (0, 53), "hd_chin": (0, 63), "hd_jaw": (12, 58),
    "hd_mouth_in": (4, 55), "nk_front": (0, 74), "nk_side": (9, 74), "tr_shoulder": (33, 92), "tr_clavicle": (18, 90),
    "tr_chest": (14, 108), "tr_breast": (18, 121), "tr_ribs": (25, 138), "tr_abd_upper": (0, 148),
    "tr_navel": (0, 168), "tr_abd_lower": (0, 184), "tr_flank": (27, 165), "tr_groin": (13, 201),
    "tr_genital": (0, 210), "ul_arm": (43, 128), "ul_axilla": (33, 108), "ul_forearm": (57, 180),
    "ul_wrist": (63, 205), "ul_palm": (67, 222), "ul_thumb": (58, 224), "ul_index": (62, 239), "ul_middle": (67, 242),
    "ul_ring": (71, 239), "ul_little": (75, 233), "ul_nail": (66, 246), "ll_hip": (26, 203), "ll_thigh": (17, 248),
    "ll_knee": (18, 300), "ll_shin": (17, 340), "ll_ankle": (16, 381), "ll_footback": (17, 395), "ll_toe1": (11, 407),
    "ll_toe2": (15, 408), "ll_toe3": (19, 408), "ll_toe4": (23, 407), "ll_toe5": (27, 405),
}  # fmt: skip
BACK: dict[str, tuple[int, int]] = {
    "hd_scalp": (0, 22), "nk_nape": (0, 72), "tr_back_upper": (14, 108), "tr_back_lower": (14, 165),
    "tr_sacrum": (0, 189), "tr_buttock": (14, 206), "tr_perineum": (0, 219), "ul_elbow": (50, 155),
    "ul_handback": (67, 222), "ll_popliteal": (18, 300), "ll_calf": (17, 335), "ll_heel": (16, 392),
    "ll_sole": (17, 404),
}  # fmt: skip
NOWHERE = frozenset({MarkSite.WHOLE_BODY, MarkSite.UNKNOWN})


@dataclass(frozen=True)
class Zone:
    """A place that a mark can stand on.  side: "" where there is but one."""

    site: str
    side: str
    x: int
    y: int
    label: str


@dataclass(frozen=True)
class Dot:
    """A mark on the picture, by its number in the list."""

    number: int
    x: int
    y: int


@dataclass(frozen=True)
class View:
    """One side of the body.  start, end: what is written at the left and right of the picture."""

    title: str
    start: str
    end: str
    zones: tuple[Zone, ...]
    dots: tuple[Dot, ...]
    words: str


def views(marks: Iterable[tuple[str, str]]) -> tuple[View, View]:
    """Both sides with these marks, each a site and a side, in the order of their list."""
    told = list(enumerate(marks, start=1))
    right, left = _("the person’s right"), _("the person’s left")
    front = _view(_("From in front"), right, left, FRONT, told, mirrored=False)
    return front, _view(_("From behind"), left, right, BACK, told, mirrored=True)


def _view(
    title: str, start: str, end: str, sites: dict[str, tuple[int, int]], marks: list[tuple[int, tuple[str, str]]], *,
    mirrored: bool,
) -> View:  # fmt: skip
    dots, said = [], []
    zones = [
        Zone(site, str(side), _x(away, str(side), mirrored=mirrored), down, _label(site, str(side)))
        for site, (away, down) in sites.items()
        for side in ((Side.RIGHT, Side.LEFT) if away else ("",))
    ]
    for number, (site, side) in marks:
        if site in sites:
            away, down = sites[site]
            ends = (Side.RIGHT, Side.LEFT) if side == Side.BOTH else (side,)
            dots += [Dot(number, _x(away, str(one), mirrored=mirrored), down) for one in ends]
            said.append(f"{number} {_label(site, side)}")
    return View(title, start, end, tuple(zones), tuple(dots), "; ".join(said) or _("no mark"))


def _x(away: int, side: str, *, mirrored: bool) -> int:
    if side not in (Side.RIGHT, Side.LEFT):
        return MIDDLE
    return MIDDLE - away if (side == Side.RIGHT) is not mirrored else MIDDLE + away


def _label(site: str, side: str) -> str:
    name: str | Promise = MarkSite(site).label
    return f"{name}, {Side(side).label}" if side in Side.values and side != Side.UNKNOWN else str(name)
