"""Between the columns of any catalogue and parts of an entry: places, marks on the body, things; both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from cases.codes import INTIMATE_SITES, GeoMethod, MarkSite, Sex, Side, WornOrCarried
from cases.imports.answers import Values
from cases.services import ItemEntry, MarkEntry
from cases.vocabulary.place import Place

MARKS, THINGS = 3, 3
PLACE_PARTS: Final = ("country", "region", "locality", "lat", "lon", "radius_m")
# Parts of repeated rows: our column -> name in the entry.
MARK: Final = {
    "type": "mark_type", "site": "site", "side": "side", "motifs": "motifs", "words": "inscription",
    "since": "acquired", "description": "description",
}  # fmt: skip
THING: Final = {
    "class": "item_class", "colours": "colours", "brand": "brand", "size": "size", "words": "inscription",
    "serial": "serial", "description": "description", "worn": "worn_or_carried",
}  # fmt: skip
UNSAID: Final = {Side.UNKNOWN.value, MarkSite.UNKNOWN.value, WornOrCarried.UNKNOWN.value, Sex.NOT_KNOWN.value}


def marks_of(values: Values) -> dict[int, MarkEntry]:
    """The marks that a row says, by their number in the table."""
    return {number: _placed(mark) for number, mark in several(values, "mark", MARKS, MARK, MarkEntry).items()}


def things_of(values: Values) -> dict[int, ItemEntry]:
    """The things worn or carried that a row says, by their number in the table."""
    return several(values, "thing", THINGS, THING, ItemEntry)


def _placed(mark: MarkEntry) -> MarkEntry:
    """A mark on an intimate part of the body is of the forensic file, as on the page."""
    return replace(mark, intimate=mark.site in INTIMATE_SITES)


def place_of(values: Values, name: str) -> Place | None:
    """Raises BadPlace where a position comes without its other half."""
    parts = {part: values.get(f"{name}_{part}") for part in PLACE_PARTS}
    radius, region = parts.pop("radius_m"), parts.pop("region")
    if parts["lat"] is not None and radius is None:
        radius = 5_000  # as a point that was picked on a map
    method = GeoMethod.MAP_PICK.value if parts["lat"] is not None else None
    place = Place(
        geo_method=method,
        as_said=values.get(name),
        admin1=region,
        radius_m=int(radius) if radius is not None else None,
        **parts,
    )
    return place or None


def several(values: Values, stem: str, most: int, parts: Mapping[str, str], kind: Any) -> dict[int, Any]:
    found = dict[int, Any]()
    for row in range(1, most + 1):
        said = {ours: values[key] for part, ours in parts.items() if (key := f"{stem}_{row}_{part}") in values}
        if said:
            needed = next(iter(parts.values()))
            found[row] = kind(**({needed: "other"} | said))
    return found


def place_values(name: str, place: Place | None) -> Values:
    """A place as the columns of a catalogue."""
    if not place:
        return {}
    parts = {part: getattr(place, "admin1" if part == "region" else part) for part in PLACE_PARTS}
    return {name: place.as_said, **{f"{name}_{part}": value for part, value in parts.items()}}


def row_values(stem: str, most: int, parts: Mapping[str, str], rows: Iterable[Any]) -> Values:
    """Rows alike as the columns of a catalogue, as many as it has."""
    return {
        f"{stem}_{number}_{part}": getattr(row, ours)
        for number, row in enumerate(list(rows)[:most], start=1) for part, ours in parts.items()
    }  # fmt: skip


def said(values: Values) -> Values:
    """Those that have an answer."""
    return {name: value for name, value in values.items() if value not in (None, "", ()) and not is_unsaid(value)}


def is_unsaid(value: Any) -> bool:
    return isinstance(value, str) and value in UNSAID
