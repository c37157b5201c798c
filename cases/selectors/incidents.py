"""Reads of incidents: list by keyset, totals, cells of a map, one incident with its exact place where it is open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Avg, Count, DecimalField, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import ExtractYear, Floor

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.rings import Ring
from cases.models import Case, CaseIncident, CaseName, Incident, IncidentSearchFile
from cases.policies import IncidentPolicy
from cases.selectors.cases import ListedCase, main_name
from registry.lib.ids import normalise_ref

FILTERS: Final = ("region", "route_code", "cause_category", "source_system")
COUNTED: Final = ("n_dead_recovered", "n_missing_min", "n_survivors", "n_females", "n_males", "n_children")
MOST_CELLS: Final = 250
# Sides of the map's squares in degrees, finest first: the first that gives few enough squares is drawn.
SIDES: Final = (0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Area:
    """A square of the map: south-west corner and side in degrees."""

    south: float
    west: float
    side: float

    @classmethod
    def parse(cls, text: str) -> Area | None:
        """The area of a text such as `12.5,-4,0.5`, or None for anything else."""
        if not re.fullmatch(r"-?\d{1,3}(\.\d)?,-?\d{1,3}(\.\d)?,\d{1,2}(\.\d)?", text):
            return None
        south, west, side = (float(part) for part in text.split(","))
        return cls(south, west, side)

    def __str__(self) -> str:
        return f"{self.south:g},{self.west:g},{self.side:g}"

    def where(self) -> Q:
        north, east = self.south + self.side, self.west + self.side
        inside = Q(cell_lat__gte=self.south, cell_lat__lt=north)
        return inside & Q(cell_lon__gte=self.west, cell_lon__lt=east)


@dataclass(frozen=True)
class Totals:
    """Sums over a list; not known counts as nothing, so each is a least number.  None: known of no incident."""

    incidents: int
    dead: int | None
    missing: int | None


@dataclass(frozen=True)
class Cell:
    """The incidents of one square of the map.  lat, lon: the middle of their grid cells."""

    lat: float
    lon: float
    area: Area
    incidents: int
    dead: int | None
    missing: int | None
    first: date | None
    last: date | None

    @property
    def size(self) -> int:
        """Radius of the dot in pixels: it grows with the order of magnitude of the count."""
        return 4 + 3 * (len(bin(self.incidents)) - 3) // 2


@dataclass(frozen=True)
class Counts:
    """The incidents of one year, region and route, in codes.  people: sums; None: known of none of them."""

    year: int | None
    region: str
    route: str
    incidents: int
    people: dict[str, int | None]


@dataclass
class IncidentFile:
    """What one reader may see of an incident.  `exact`: None where ring 2 is closed to them."""

    incident: Incident
    exact: Clear | None = None
    cases: list[ListedCase] = field(default_factory=list)


def filtered(actor: Actor, filters: dict[str, Any]) -> QuerySet[Incident]:
    """Incidents that fit: codes, a year and an area."""
    where = Q(**{name: value for name, value in filters.items() if name in FILTERS and value})
    if year := filters.get("year"):
        where &= Q(month__lte=date(int(year), 12, 1), month_max__gte=date(int(year), 1, 1))
    if area := Area.parse(filters.get("area") or ""):
        where &= area.where()
    return door.visible(actor, Incident).filter(where)


def page_of_incidents(actor: Actor, *, filters: dict[str, Any], after: str | None = None) -> door.Page[Incident]:
    """A page of incidents, the latest month first, those of unknown date last."""
    rows = filtered(actor, filters)
    count = rows.order_by()[: door.COUNT_CAP + 1].count()
    listed = rows.select_related("owner").order_by(F("month").desc(nulls_last=True), "-id")
    if after and (last := rows.filter(ref=normalise_ref(after) or "").values("month", "id").first()):
        listed = listed.filter(_later(last["month"], last["id"]))
    found = list(listed[: door.PAGE_SIZE + 1])
    more = found[door.PAGE_SIZE - 1].ref if len(found) > door.PAGE_SIZE else None
    return door.Page(found[: door.PAGE_SIZE], min(count, door.COUNT_CAP), count > door.COUNT_CAP, more)


def _later(month: date | None, key: Any) -> Q:
    """What stands below a row of the list."""
    if month is None:
        return Q(month=None, id__lt=key)
    return Q(month__lt=month) | Q(month=month, id__lt=key) | Q(month=None)


def totals_of_incidents(actor: Actor, filters: dict[str, Any]) -> Totals:
    """How many incidents fit, and the sums of their counts."""
    sums = filtered(actor, filters).aggregate(n=Count("pk"), dead=Sum("n_dead_recovered"), missing=Sum("n_missing_min"))
    return Totals(sums["n"], sums["dead"], sums["missing"])


def years_of_incidents(actor: Actor) -> list[int]:
    """The years that incidents fall in, latest first."""
    ends = door.visible(actor, Incident).aggregate(first=Min("month"), last=Max("month_max"))
    if ends["first"] is None:
        return []
    return list(range(ends["last"].year, ends["first"].year - 1, -1))


def cells_of_incidents(actor: Actor, filters: dict[str, Any]) -> list[Cell]:
    """The incidents with a position, gathered into few enough squares for a map, those with most incidents first."""
    rows = filtered(actor, filters).exclude(cell_lat=None)
    for side in SIDES:
        squares = _squares(rows, side)
        if len(squares) <= MOST_CELLS:
            break
    return [_cell(square, side) for square in squares[:MOST_CELLS]]


def counts_of_incidents(actor: Actor, filters: dict[str, Any]) -> list[Counts]:
    """The incidents that fit by year, region and route, the latest year first; a year is that of the latest month."""
    by = filtered(actor, filters).annotate(year=ExtractYear("month_max")).values("year", "region", "route_code")
    rows = by.annotate(n=Count("pk"), **{f"sum_{name}": Sum(name) for name in COUNTED})
    ordered = rows.order_by(F("year").desc(nulls_last=True), "region", "route_code")
    found: list[dict[str, Any]] = [dict(row) for row in ordered]
    return [
        Counts(
            row["year"], row["region"], row["route_code"] or "", row["n"],
            {name: row[f"sum_{name}"] for name in COUNTED},
        )
        for row in found
    ]  # fmt: skip


def _squares(rows: QuerySet[Incident], side: float) -> list[dict[str, Any]]:
    degrees = Value(Decimal(str(side)), output_field=DecimalField(max_digits=6, decimal_places=2))
    by_square = rows.annotate(row=Floor(F("cell_lat") / degrees), column=Floor(F("cell_lon") / degrees))
    gathered = by_square.values("row", "column").annotate(
        n=Count("pk"), lat=Avg("cell_lat"), lon=Avg("cell_lon"), dead=Sum("n_dead_recovered"),
        missing=Sum("n_missing_min"), first=Min("month"), last=Max("month_max"),
    )  # fmt: skip
    return [dict(square) for square in gathered.order_by("-n", "row", "column")[: MOST_CELLS + 1]]


def _cell(square: dict[str, Any], side: float) -> Cell:
    area = Area(float(square["row"]) * side, float(square["column"]) * side, side)
    return Cell(
        round(float(square["lat"]), 2), round(float(square["lon"]), 2), area, square["n"], square["dead"],
        square["missing"], square["first"], square["last"],
    )  # fmt: skip


def may_log_incidents(actor: Actor) -> bool:
    """Whether the actor's roles let them log incidents: for buttons; the services decide for themselves."""
    return bool(actor.organisation_id and actor.roles & IncidentPolicy.own[door.Action.CREATE])


def fetch_incident(actor: Actor, ref: str) -> Incident:
    """The public row of an incident.  Raises NotFound."""
    return door.fetch(actor, Incident, ref=ref)


def incident_file(actor: Actor, ref: str) -> IncidentFile:
    """One incident: its public row, exact date and place where ring 2 is open, linked cases.  Raises NotFound."""
    incident = door.fetch(actor, Incident, ref=ref)
    found = IncidentFile(door.visible(actor, Incident).select_related("owner").get(pk=incident.pk))
    if Ring.SEARCH in door.rings(actor, incident):
        found.exact = door.open(actor, incident, Ring.SEARCH, tables=[IncidentSearchFile]).one(
            incident, IncidentSearchFile
        )
    found.cases = _linked_cases(actor, incident)
    return found


def _linked_cases(actor: Actor, incident: Incident) -> list[ListedCase]:
    """Cases linked to an incident whose search file the reader holds: the link itself lies there."""
    links = CaseIncident._default_manager.filter(incident=incident).values("case")
    readable: Iterable[Case] = door.visible(actor, Case, ring=Ring.SEARCH).filter(pk__in=links).select_related("owner")
    cases = list(readable)
    opened = door.open(actor, cases, Ring.SEARCH, tables=[CaseName, CaseIncident])
    return [ListedCase(case, main_name(opened.rows(case, CaseName))) for case in cases]
