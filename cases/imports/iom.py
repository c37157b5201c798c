"""One row of the IOM table to an incident, or to what speaks against it: column, text as found, reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.utils.translation import gettext_lazy as _

from cases.codes import IncidentSource, IncidentType
from cases.imports import mapping
from cases.imports.cells import BadCell, Problem, of_the_row, words
from cases.imports.files import Line, WrongColumns
from cases.vocabulary.incident import IncidentEntry
from cases.vocabulary.place import AS_SAID_MAX, BadPlace, Place
from registry.lib.dates import PartialDate, parse_parts
from registry.lib.errors import BadDate
from registry.lib.world import find_country

# Ours -> the source's column, in the layout of 2020 and in the current one.
LAYOUTS: Final[dict[str, dict[str, str]]] = {
    "iom_2020": {
        "external_id": "Web ID",
        "region": "Region of Incident",
        "date": "Reported Date",
        "year": "Reported Year",
        "month": "Reported Month",
        "n_dead_recovered": "Number Dead",
        "n_missing_min": "Minimum Estimated Number of Missing",
        "total": "Total Dead and Missing",
        "n_survivors": "Number of Survivors",
        "n_females": "Number of Females",
        "n_males": "Number of Males",
        "n_children": "Number of Children",
        "cause": "Cause of Death",
        "place": "Location Description",
        "coordinates": "Location Coordinates",
        "route": "Migration Route",
        "unsd_region": "UNSD Geographical Grouping",
        "source_quality": "Source Quality",
    },
    "iom_current": {
        "external_id": "Incident ID",
        "external_main_id": "Main ID",
        "incident_type": "Incident Type",
        "region": "Region of Incident",
        "date": "Website Date",
        "year": "Incident year",
        "month": "Reported Month",
        "n_dead_recovered": "Number of Dead",
        "n_missing_min": "Minimum Estimated Number of Missing",
        "total": "Total Number of Dead and Missing",
        "n_survivors": "Number of Survivors",
        "n_females": "Number of Females",
        "n_males": "Number of Males",
        "n_children": "Number of Children",
        "countries_of_origin": "Country of Origin",
        "cause": "Cause of Death",
        "route": "Migration route",
        "place": "Location of death",
        "information_source": "Information Source",
        "coordinates": "Coordinates",
        "unsd_region": "UNSD Geographical Grouping",
        "article_title": "Article title",
        "source_quality": "Source Quality",
        "source_url": "URL",
    },
}
COUNTS: Final = ("n_dead_recovered", "n_missing_min", "n_survivors", "n_females", "n_males", "n_children")
TYPES: Final = {
    "incident": IncidentType.INCIDENT,
    "split incident": IncidentType.SPLIT,
    "cumulative incident": IncidentType.CUMULATIVE,
}
NO_RADIUS_M: Final = 25_000  # the table gives no precision; its points are places of report, not of the event
_LAT_LON: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)")
_WKT: Final = re.compile(r"POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)", re.IGNORECASE)
_COUNT: Final = re.compile(r"\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+|\d+")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FORMATS: Final = ("%B %d, %Y", "%a, %m/%d/%Y", "%Y-%m-%d", "%d %B %Y")

T = TypeVar("T")


def layout_of(header: list[str]) -> str:
    """Which layout a header is.  Raises WrongColumns, naming what the nearest layout lacks."""
    held = set(header)
    lacking = {name: [column for column in columns.values() if column not in held] for name, columns in LAYOUTS.items()}
    nearest = min(lacking, key=lambda name: len(lacking[name]))
    if lacking[nearest]:
        raise WrongColumns(missing=", ".join(lacking[nearest]))
    return nearest


def read(line: Line, layout: str, *, today: date) -> IncidentEntry | list[Problem]:
    """The incident of a row, or every problem it has."""
    columns, problems = LAYOUTS[layout], []
    if unreadable := of_the_row(line):
        return unreadable

    def cell(name: str) -> str:
        return line.cells.get(columns.get(name, ""), "")

    def taken(name: str, reader: Callable[[str], T], default: Any = None) -> Any:
        try:
            return reader(cell(name)) if cell(name) else default
        except BadCell as error:
            problems.append(Problem(columns[name], cell(name), str(error)))
            return default

    when = taken("date", lambda text: _date(text, cell("year"), cell("month"), today))
    if when is None and not problems:
        when = taken("year", lambda text: _month(text, cell("month"), today))
    counts = {name: taken(name, _count) for name in COUNTS}
    taken("total", _count)  # not kept: it is the sum of two others; a cell that is no number betrays a moved column
    place = _place(taken("coordinates", _point), taken("place", words))
    entry = IncidentEntry(
        source_system=IncidentSource.IOM_MMP,
        external_id=taken("external_id", _identifier, ""),
        external_main_id=taken("external_main_id", _identifier, ""),
        incident_type=taken("incident_type", _type, IncidentType.INCIDENT),
        date=when,
        place=place,
        region=taken("region", _region, "unk"),
        unsd_region=taken("unsd_region", words, "") or "",
        route_code=mapping.route(cell("route")) or "",
        route_quoted=taken("route", words, "") or "",
        cause_category=mapping.cause(cell("cause")),
        cause_quoted=taken("cause", words, "") or "",
        countries_of_origin=_origins(cell("countries_of_origin")),
        information_source=taken("information_source", words, "") or "",
        article_title=taken("article_title", words, "") or "",
        source_url=taken("source_url", _url, "") or "",
        source_quality=taken("source_quality", _quality),
        **counts,
    )
    if not entry.external_id:
        problems.append(Problem(columns["external_id"], "", str(_("The row has no number of its source."))))
    if when is None and not any(problem.column in (columns["date"], columns["year"]) for problem in problems):
        problems.append(Problem(columns["date"], "", str(_("The row has no date."))))
    return problems or entry


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[\w.\-/#]{1,60}", text):
        raise BadCell(_("This is no number of the source: use letters, digits, dots and hyphens."))
    return text


def _count(text: str) -> int:
    """ "1,022" is a thousand and twenty-two; an empty cell is unknown, not none."""
    if not _COUNT.fullmatch(text):
        raise BadCell(_("This is not a whole number."))
    number = int(re.sub(r"\D", "", text))
    if number > 1_000_000:
        raise BadCell(_("This number is too large to be true."))
    return number


def _date(text: str, year: str, month: str, today: date) -> PartialDate:
    day = _day(text)
    if day is None:
        raise BadCell(_("This is not a date. Write it as 2020-01-05 or January 05, 2020."))
    return _parts(day.year, day.month, day.day, text, today)


def _day(text: str) -> date | None:
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


def _month(year: str, month: str, today: date) -> PartialDate:
    number = next((index for index, name in enumerate(_MONTHS, 1) if month.lower().startswith(name)), None)
    if not re.fullmatch(r"\d{4}", year):
        raise BadCell(_("This is not a year."))
    return _parts(int(year), number, None, f"{month} {year}".strip(), today)


def _parts(year: int, month: int | None, day: int | None, raw: str, today: date) -> PartialDate:
    try:
        return parse_parts(year, month, day, raw=raw, today=today)
    except BadDate as error:
        raise BadCell(error.message) from error


def _point(text: str) -> tuple[float, float]:
    if found := _WKT.fullmatch(text):
        lon, lat = float(found[1]), float(found[2])
    elif found := _LAT_LON.fullmatch(text):
        lat, lon = float(found[1]), float(found[2])
    else:
        raise BadCell(_("This is not a position. Write “latitude, longitude” or “POINT (longitude latitude)”."))
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadCell(_("Latitude lies between -90 and 90, longitude between -180 and 180."))
    return lat, lon


def _place(point: tuple[float, float] | None, words: str | None) -> Place | None:
    said = (words or "")[:AS_SAID_MAX] or None
    try:
        if point is None:
            return Place(as_said=said) if said else None
        return Place(as_said=said, lat=point[0], lon=point[1], radius_m=NO_RADIUS_M, geo_method="gazetteer")
    except BadPlace:
        return None


def _url(text: str) -> str:
    found = words(text)
    if not re.match(r"https?://", found):
        raise BadCell(_("An address begins with http:// or https://."))
    return found[:1000]


def _quality(text: str) -> int:
    if text not in ("1", "2", "3", "4", "5"):
        raise BadCell(_("The quality of a source is a number from 1 to 5."))
    return int(text)


def _region(text: str) -> str:
    found = mapping.region(text)
    if found is None:
        raise BadCell(_("This is not a region that IOM uses."))
    return found


def _type(text: str) -> str:
    try:
        return TYPES[text.lower()]
    except KeyError:
        raise BadCell(_("Use Incident, Split Incident or Cumulative Incident.")) from None


def _origins(text: str) -> tuple[str, ...]:
    """Countries we know, in order; words such as "Unknown" are left out."""
    found = (find_country(part) for part in re.split(r"[,;]", text) if part.strip())
    return tuple(dict.fromkeys(code for code in found if code))
