"""Where something was: a place as it was said, with codes and, if known, a circle that holds the true point.

Decides what a valid place is and how coarse a public position must be.  It does not measure distances (the engine
does) and knows no gazetteer.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cases.codes.travel import GeoMethod, PlaceKind, WaterBody
from registry.lib import world
from registry.lib.errors import BadInput, Invalid
from registry.lib.names import clean_text

AS_SAID_MAX: Final = 200
LOCALITY_MAX: Final = 120
RADIUS_MAX_M: Final = 2_000_000
ADMIN1_CODE: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
# Codes of refugee travel documents: as a country they would tell of a protection status.
REFUSED_COUNTRIES: Final = frozenset({"XXB", "XXC"})
_TEXTS: Final = ("as_said", "country", "admin1", "locality", "kind", "geo_method", "water_body")
_DEFAULT_RADIUS_M: Final = {GeoMethod.GPS: 100, GeoMethod.MAP_PICK: 5_000}


class BadPlace(Invalid):
    """A place that cannot be: `fields` names the part at fault."""

    code = "bad_place"
    template = _("This place cannot be used as it stands. Each point to correct is explained where it stands.")


def default_radius_m(method: str | None, *, admin1_radius_m: int | None = None) -> int | None:
    """The radius a form proposes: 100 m for GPS, 5 km for a point on a map, a region's own size for its centre."""
    if method == GeoMethod.ADMIN_CENTROID:
        return admin1_radius_m
    return _DEFAULT_RADIUS_M.get(GeoMethod(method)) if method else None


@dataclass(frozen=True, repr=False)
class Place:
    """A place.  Absent parts are None; lat and lon are WGS84 degrees and never come without radius_m.

    as_said: in the words of whoever told, any script; country: alpha-3; admin1: ISO 3166-2 code if there is one, else
    text; radius_m: circle that holds the true point with 95 %.  Raises BadPlace.
    """

    as_said: str | None = None
    country: str | None = None
    admin1: str | None = None
    locality: str | None = None
    kind: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    geo_method: str | None = None
    water_body: str | None = None

    def __post_init__(self) -> None:
        faults: dict[str, str] = {}
        for name in _TEXTS:
            given = getattr(self, name)
            clean = world.check_country if name == "country" else clean_text
            try:
                object.__setattr__(self, name, (clean(given) if given else "") or None)  # an empty text is no answer
            except BadInput as error:
                faults[name] = error.message
        faults |= _length_faults(self) | _code_faults(self) | _position_faults(self)
        if faults:
            raise BadPlace(fields={name: [message] for name, message in faults.items()})
        if self.lat is not None and self.lon is not None:
            object.__setattr__(self, "lat", round(float(self.lat), 6))
            object.__setattr__(self, "lon", round(float(self.lon), 6))

    def __repr__(self) -> str:
        return "<Place>"  # never the place itself: reprs end up in logs

    def __bool__(self) -> bool:
        """Whether anything is known of it."""
        return any(getattr(self, field.name) is not None for field in fields(self))

    @property
    def text(self) -> str:
        """The words that name it best: as said, else the locality, else nothing."""
        return self.as_said or self.locality or ""

    @property
    def has_position(self) -> bool:
        return self.lat is not None

    @property
    def admin1_code(self) -> str | None:
        """The region as a code, or None when it is known in words only: layer 1 holds codes, not words."""
        return self.admin1 if self.admin1 and ADMIN1_CODE.fullmatch(self.admin1) else None

    def to_json(self) -> dict[str, Any]:
        return {
            field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Place:
        return cls(**data)


def _length_faults(place: Place) -> dict[str, str]:
    faults: dict[str, str] = {}
    for name, limit in (("as_said", AS_SAID_MAX), ("locality", LOCALITY_MAX), ("admin1", LOCALITY_MAX)):
        text = getattr(place, name)
        if text is not None and len(text) > limit:
            faults[name] = str(_("Use at most %(limit)s characters.") % {"limit": limit})
    return faults


def _code_faults(place: Place) -> dict[str, str]:
    faults: dict[str, str] = {}
    for name, codes in (("kind", PlaceKind), ("geo_method", GeoMethod), ("water_body", WaterBody)):
        code = getattr(place, name)
        if code is not None and code not in codes.values:
            faults[name] = str(_("This code is not in the list."))
    return faults


def _position_faults(place: Place) -> dict[str, str]:
    lat, lon, radius = place.lat, place.lon, place.radius_m
    if lat is None and lon is None:
        return {} if radius is None else {"radius_m": str(_("A radius needs a position. Give both or neither."))}
    if lat is None or lon is None:
        name = "lat" if lat is None else "lon"
        return {name: str(_("Latitude and longitude belong together. Give both or neither."))}
    faults: dict[str, str] = {}
    if not -90 <= lat <= 90:
        faults["lat"] = str(_("Latitude lies between -90 and 90."))
    if not -180 <= lon <= 180:
        faults["lon"] = str(_("Longitude lies between -180 and 180."))
    if radius is None:
        faults["radius_m"] = str(_("Say how exact the position is: give a radius in metres."))
    elif not 1 <= radius <= RADIUS_MAX_M:
        faults["radius_m"] = str(_("The radius lies between 1 metre and 2,000 kilometres."))
    return faults


@dataclass(frozen=True)
class GridCell:
    """A cell of the public grid: its centre and its extent in degrees.  At least 50 km wide and high."""

    lat: float
    lon: float
    lat_span: float
    lon_span: float


LAT_STEP: Final = 0.5  # 55.6 km
_KM_PER_DEGREE: Final = 111.195
_LON_STEPS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 20.0, 60.0, 180.0)


def lon_step(lat: float) -> float:
    """Width in degrees of the cells in this latitude's row: meridians converge, so rows nearer a pole are wider."""
    row = math.floor(lat / LAT_STEP)
    edge = min(90.0, max(abs(row), abs(row + 1)) * LAT_STEP)  # the row's narrower side
    width = _KM_PER_DEGREE * math.cos(math.radians(edge))
    return next((step for step in _LON_STEPS if step * width >= 50), 360.0)


def grid_cell(lat: float, lon: float) -> GridCell:
    """The public cell that holds a point: all that layers 0 and 1 may tell of a position."""
    row = min(math.floor(lat / LAT_STEP), int(90 / LAT_STEP) - 1)
    middle = row * LAT_STEP + LAT_STEP / 2
    step = lon_step(middle)
    column = math.floor((lon + 180) / step) % round(360 / step)
    return GridCell(lat=middle, lon=column * step - 180 + step / 2, lat_span=LAT_STEP, lon_span=step)
