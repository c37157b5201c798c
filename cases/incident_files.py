"""Incidents as files for maps and for humanitarian data tools: squares of the public grid, and counts with HXL tags.

Both hold what everybody signed in may see of incidents and no place finer than the public grid.  The squares are those
of the page of the map, with its counts.  The table of counts is made to be combined with others: counts of people below
five are left out of it, and what would give them away (`accessctl.registers.counts`).  Of cases there is one
table of counts, of an organisation's own (`cases.selectors.counted`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from accessctl.registers.counts import suppressed
from cases.selectors.counted import Group
from cases.selectors.incidents import COUNTED, Cell, Counts

GEOJSON: Final = "application/geo+json"
CREDIT: Final = "IOM Missing Migrants Project, CC BY 4.0, missingmigrants.iom.int, and partners of this registry"
# Heading, HXL tag.
COLUMNS: Final = (
    ("Year", "#date+year"), ("Region", "#region+name"), ("Route", "#x_route+code"), ("Incidents", "#event+num"),
)  # fmt: skip
PEOPLE: Final = {
    "n_dead_recovered": ("Dead, recovered", "#affected+killed+num"),
    "n_missing_min": ("Missing, at least", "#affected+missing+num"),
    "n_survivors": ("Survivors", "#affected+survivors+num"),
    "n_females": ("Women and girls", "#affected+f+num"),
    "n_males": ("Men and boys", "#affected+m+num"),
    "n_children": ("Children", "#affected+children+num"),
}


def geojson(cells: Iterable[Cell]) -> bytes:
    """Squares as polygons, WGS84, longitude first.  Months, since no day of an incident is public."""
    features = [
        {
            "type": "Feature", "geometry": {"type": "Polygon", "coordinates": [_ring(cell)]},
            "properties": {
                "incidents": cell.incidents, "dead_recovered": cell.dead, "missing_min": cell.missing,
                "first_month": f"{cell.first:%Y-%m}" if cell.first else None,
                "last_month": f"{cell.last:%Y-%m}" if cell.last else None,
            },
        }
        for cell in cells
    ]  # fmt: skip
    return _dumped({"type": "FeatureCollection", "credit": CREDIT, "features": features})


def _ring(cell: Cell) -> list[list[float]]:
    south, west, side = cell.area.south, cell.area.west, cell.area.side
    north, east = min(south + side, 90.0), min(west + side, 180.0)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _dumped(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def hxl(rows: Sequence[Counts]) -> list[list[str]]:
    """Headings, tags, then a row for each year, region and route.  An empty cell: not known, or too small to tell."""
    shown = {name: _shown({str(at): row.people[name] for at, row in enumerate(rows)}) for name in COUNTED}
    heads = [*COLUMNS, *(PEOPLE[name] for name in COUNTED)]
    table = [[heading for heading, _tag in heads], [tag for _heading, tag in heads]]
    for at, row in enumerate(rows):
        known = [shown[name].get(str(at)) for name in COUNTED]
        table.append([
            str(row.year or ""), row.region, row.route, str(row.incidents),
            *("" if count is None else str(count) for count in known),
        ])  # fmt: skip
    return table


def hxl_of_cases(rows: Sequence[tuple[Group, int]]) -> list[list[str]]:
    """Headings, tags, then a row for each group of cases of which there are enough."""
    heads = (
        ("Year of last contact", "#date+year"), ("Route", "#x_route+code"), ("Sex (ISO 5218)", "#x_sex+code"),
        ("Age", "#x_age+name"), ("Cases, at least, in fives", "#affected+missing+cases+num"),
    )  # fmt: skip
    table = [[heading for heading, _tag in heads], [tag for _heading, tag in heads]]
    table += [[str(group.year), group.route, group.sex, group.age, str(number)] for group, number in rows]
    return table


def _shown(column: dict[str, int | None]) -> dict[str, int | None]:
    cells, _total = suppressed({key: count for key, count in column.items() if count is not None})
    return cells
