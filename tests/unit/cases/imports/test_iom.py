"""One row of the table to an incident, or to what speaks against it, cell by cell."""

from __future__ import annotations

from datetime import date

import pytest

from cases.codes import CauseCategory, IncidentType, Route
from cases.imports import files, iom
from cases.imports.cells import Problem
from cases.vocabulary.incident import IncidentEntry
from tests.factories.incident_tables import CURRENT, current, old, table

TODAY = date(2026, 11, 22)


def read(layout: str, row: dict[str, str]) -> IncidentEntry | list[Problem]:
    _, lines = files.rows(table(layout, [row]))
    return iom.read(lines[0], layout, today=TODAY)


def entry_of(layout: str, row: dict[str, str]) -> IncidentEntry:
    found = read(layout, row)
    assert isinstance(found, IncidentEntry), found
    return found


def problems_of(row: dict[str, str]) -> list[Problem]:
    found = read("iom_2020", row)
    assert isinstance(found, list)
    return found


def test_a_row_of_2020() -> None:
    entry = entry_of("iom_2020", old())
    assert (entry.n_dead_recovered, entry.n_missing_min, entry.n_females) == (4, 1022, None)
    assert (entry.cause_category, entry.cause_quoted) == (CauseCategory.DROWNING, "Presumed drowning")
    assert entry.date is not None
    assert entry.date.earliest == entry.date.latest == date(2020, 1, 5)
    assert entry.place is not None
    assert (entry.place.lat, entry.place.lon, entry.place.radius_m) == (38.610762, 26.651188, iom.NO_RADIUS_M)
    assert entry.route_code == Route.EASTERN_MED


def test_a_row_of_the_current_layout() -> None:
    entry = entry_of("iom_current", CURRENT)
    assert (entry.external_main_id, entry.external_id) == ("2026.MMP0001", "2026.MMP0001.1")
    assert entry.incident_type == IncidentType.SPLIT
    assert entry.n_dead_recovered == 0  # none, and not "not known"
    assert entry.place is not None
    assert (entry.place.lat, entry.place.lon) == (20.81, -17.31)
    assert entry.countries_of_origin == ("SEN", "GMB")
    assert entry.route_code == Route.WEST_AFRICA_ATLANTIC
    assert entry.source_url == "https://news.example/1"


def test_a_row_without_a_route_or_a_day_is_no_error() -> None:
    entry = entry_of("iom_2020", old(route="", date=""))
    assert (entry.route_code, entry.route_quoted) == ("", "")
    assert entry.date is not None
    assert (entry.date.earliest, entry.date.latest) == (date(2020, 1, 1), date(2020, 1, 31))


@pytest.mark.parametrize(
    ("text", "number"), [("1,022", 1022), ("1\u202f022", 1022), ("1 022", 1022), ("0", 0), ("", None)]
)
def test_counts(text: str, number: int | None) -> None:
    assert entry_of("iom_2020", old(n_missing_min=text)).n_missing_min == number


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("external_id", ""),
        ("external_id", "=1+1"),
        ("region", "Atlantis"),
        ("date", "30 February 2020"),
        ("date", "January 05, 2031"),
        ("n_dead_recovered", "many"),
        ("n_dead_recovered", "-3"),
        ("n_missing_min", "1,02"),
        ("total", "1.022"),
        ("n_missing_min", "9999999"),
        ("coordinates", "95.0, 12.0"),
        ("coordinates", "somewhere"),
        ("source_quality", "6"),
        ("place", '=HYPERLINK("https://x.example")'),
        ("place", "off \u202ethe coast"),
    ],
)
def test_a_bad_cell_is_named_with_its_text_and_a_reason(column: str, text: str) -> None:
    (problem,) = problems_of(old(**{column: text}))
    assert (problem.column, problem.found) == (iom.LAYOUTS["iom_2020"][column], text)
    assert problem.reason.endswith((".", "?"))


def test_every_bad_cell_of_a_row_is_named() -> None:
    found = problems_of(old(region="Atlantis", n_dead_recovered="many", source_quality="9"))
    assert {problem.column for problem in found} == {"Region of Incident", "Number Dead", "Source Quality"}


def test_a_bad_type_or_address_of_the_current_layout_is_named() -> None:
    found = read("iom_current", current(incident_type="Legend", source_url="ftp://news.example"))
    assert isinstance(found, list)
    assert {problem.column for problem in found} == {"Incident Type", "URL"}


def test_a_row_with_too_many_cells_or_foreign_bytes_is_refused_whole() -> None:
    data = table("iom_2020", [old()]).rstrip() + b",one more\n"
    _, lines = files.rows(data)
    found = iom.read(lines[0], "iom_2020", today=TODAY)
    assert isinstance(found, list)
    assert [problem.column for problem in found] == [""]
    _, lines = files.rows(table("iom_2020", [old(place="Curaçao"), old(place="Bay")]) + table_row_in_cp1252())
    found = iom.read(lines[2], "iom_2020", today=TODAY)
    assert isinstance(found, list)
    assert "UTF-8" in found[0].reason


def table_row_in_cp1252() -> bytes:
    row = table("iom_2020", [old(place="Curaçao", external_id="90003")]).decode()
    return row.partition("\n")[2].encode("cp1252")


def test_the_nearest_layout_names_what_is_missing() -> None:
    with pytest.raises(files.WrongColumns) as refused:
        iom.layout_of([name for name in iom.LAYOUTS["iom_2020"].values() if name != "Web ID"])
    assert "Web ID" in refused.value.message
    with pytest.raises(files.WrongColumns):
        iom.layout_of(["a", "b"])


def test_an_entry_survives_staging() -> None:
    entry = entry_of("iom_current", CURRENT)
    assert IncidentEntry.from_json(entry.to_json()) == entry
