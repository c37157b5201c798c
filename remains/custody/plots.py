"""The picture of a grave and those around it in the same burial place, north up, in metres.

SECURITY: neighbours are those of the reader's own institution whose forensic file they reach; others are absent.
Opening them is journalled.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from registry.lib.errors import NotFound
from remains.custody.codes import CustodyKind
from remains.custody.selectors import custody_of
from remains.custody.standing import last_moves
from remains.models import BurialPlace, Remains

MOST_OPENED: Final = 200  # the newest burials of the institution
MOST_SHOWN: Final = 40
NEAR_M: Final = 100.0
WIDTH, HEIGHT, MARGIN = 480, 360, 30
DOT_M: Final = 1.0  # a grave of which the point alone is known is drawn as a square of this side
BARS: Final = (1, 2, 5, 10, 20, 50, 100)
FIELDS: Final = ("cemetery", "place", "outline", "section", "row", "plot")
WINDS: Final = (
    _("north"), _("north-east"), _("east"), _("south-east"), _("south"), _("south-west"), _("west"), _("north-west"),
)  # fmt: skip
Corner = tuple[float, float]


@dataclass(frozen=True)
class Plot:
    """One grave.  path: of the picture; x, y: where its number stands; metres, wind: the way there from this one."""

    number: int
    label: str
    refs: tuple[str, ...]
    path: str
    x: float
    y: float
    metres: int = 0
    wind: str | Promise = ""


@dataclass(frozen=True)
class Plots:
    """this: the grave asked for, None where no point and no corner of it is written; unplaced: those beside it with
    neither, by their words.  bar: length of the scale in metres and in the picture.
    """

    remains: Remains
    cemetery: str
    this: Plot | None = None
    others: list[Plot] = field(default_factory=list)
    unplaced: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    bar: tuple[int, float] = (0, 0.0)
    size: tuple[int, int] = (WIDTH, HEIGHT)


@dataclass(frozen=True)
class _Grave:
    label: str
    refs: tuple[str, ...]
    corners: tuple[Corner, ...]

    @property
    def middle(self) -> Corner:
        lats, lons = zip(*self.corners, strict=True)
        return sum(lats) / len(lats), sum(lons) / len(lons)


def plots_of(actor: Actor, ref: str) -> Plots:
    """The grave of these remains and those near it.  Raises NotFound where they lie in none, Forbidden."""
    held = custody_of(actor, ref)
    burial = held.burial
    if burial is None:
        raise NotFound()
    own = _Grave(_label(burial), (held.remains.ref, *held.beside), _corners(burial))
    around = _around(actor, held.remains, burial)
    unplaced = [(grave.label, grave.refs) for grave in around if not grave.corners][:MOST_SHOWN]
    if not own.corners:
        return Plots(held.remains, burial.cemetery, unplaced=[(one.label, one.refs) for one in around][:MOST_SHOWN])
    near = [(*_way(own.middle, one.middle), one) for one in around if one.corners]
    near = sorted((found for found in near if found[0] <= NEAR_M), key=lambda found: found[0])[:MOST_SHOWN]
    scale, drawn = _drawing(own, [grave for _metres, _wind, grave in near])
    numbers = count(2)
    others = [
        Plot(next(numbers), grave.label, grave.refs, *drawn(grave), metres=round(metres), wind=wind)
        for metres, wind, grave in near
    ]  # fmt: skip
    bar = next((one for one in reversed(BARS) if one * scale <= WIDTH / 3), BARS[0])
    this = Plot(1, own.label, own.refs, *drawn(own))
    return Plots(held.remains, burial.cemetery, this, others, unplaced, (bar, round(bar * scale, 1)))


def _around(actor: Actor, remains: Remains, burial: Any) -> list[_Grave]:
    """The other graves of the burial place; several may lie in one."""
    if remains.owner_id != actor.organisation_id:
        return []
    lie = last_moves().filter(kind=CustodyKind.BURIED)
    own = door.visible(actor, Remains, ring=Ring.FORENSIC).filter(owner=actor.organisation_id)
    records = list(own.filter(pk__in=lie.values("remains")).exclude(pk=remains.pk).order_by("-pk")[:MOST_OPENED])
    opened = door.open(actor, records, Ring.FORENSIC, tables=[BurialPlace], fields=FIELDS)
    now = set(lie.filter(remains__in=records).values_list("pk", flat=True))
    graves: dict[UUID, list[tuple[str, Any]]] = defaultdict(list)
    for record in records:
        for row in opened.rows(record, BurialPlace):
            is_here = row.event_id in now and row.grave != burial.grave
            if is_here and _plain(row.cemetery) == _plain(burial.cemetery):
                graves[row.grave].append((record.ref, row))
    return [_of_several(rows) for rows in graves.values()]


def _of_several(rows: Sequence[tuple[str, Any]]) -> _Grave:
    placed = next((row for _ref, row in rows if _corners(row)), rows[0][1])
    return _Grave(_label(placed), tuple(ref for ref, _row in rows), _corners(placed))


def _corners(burial: Any) -> tuple[Corner, ...]:
    if burial.outline:
        return tuple((float(lat), float(lon)) for lat, lon in burial.outline)
    place = burial.place
    return ((place.lat, place.lon),) if place is not None and place.lat is not None else ()


def _label(burial: Any) -> str:
    return " · ".join(text for text in (burial.section, burial.row, burial.plot) if text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _metres(start: Corner, end: Corner) -> Corner:
    """How far east and north of the start; good to a millimetre within a cemetery."""
    east = (end[1] - start[1]) * 111_320 * math.cos(math.radians(start[0]))
    return east, (end[0] - start[0]) * 110_574


def _way(start: Corner, end: Corner) -> tuple[float, str | Promise]:
    east, north = _metres(start, end)
    return math.hypot(east, north), WINDS[round(math.degrees(math.atan2(east, north)) / 45) % 8]


def _drawing(own: _Grave, others: Sequence[_Grave]) -> tuple[float, Callable[[_Grave], tuple[str, float, float]]]:
    """Pixels for a metre, and what draws a grave: its path, and where its number stands."""
    start = own.middle
    points = [_metres(start, corner) for grave in (own, *others) for corner in grave.corners]
    low_x, high_x = min(x for x, _y in points) - DOT_M, max(x for x, _y in points) + DOT_M
    low_y, high_y = min(y for _x, y in points) - DOT_M, max(y for _x, y in points) + DOT_M
    scale = min((WIDTH - 2 * MARGIN) / (high_x - low_x), (HEIGHT - 2 * MARGIN) / (high_y - low_y))

    def at(east: float, north: float) -> str:
        return f"{MARGIN + (east - low_x) * scale:.1f},{MARGIN + (high_y - north) * scale:.1f}"

    def drawn(grave: _Grave) -> tuple[str, float, float]:
        corners = [_metres(start, corner) for corner in grave.corners]
        if len(corners) == 1:
            (east, north), half = corners[0], DOT_M / 2
            corners = [(east + x, north + y) for x, y in ((-half, half), (half, half), (half, -half), (-half, -half))]
        middle = at(sum(x for x, _y in corners) / len(corners), sum(y for _x, y in corners) / len(corners))
        x, y = map(float, middle.split(","))
        return f"M{'L'.join(at(*corner) for corner in corners)}Z", x, y

    return scale, drawn
