"""Invented rows in both of IOM's layouts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from cases.imports.iom import LAYOUTS

OLD = {
    "Web ID": "90001", "Region of Incident": "Mediterranean", "Reported Date": "January 05, 2020",
    "Reported Year": "2020", "Reported Month": "Jan", "Number Dead": "4",
    "Minimum Estimated Number of Missing": "1,022", "Total Dead and Missing": "1,026", "Number of Survivors": "51",
    "Number of Females": "", "Number of Males": "5", "Number of Children": "1", "Cause of Death": "Presumed drowning",
    "Location Description": "An invented bay", "Location Coordinates": "38.610762461670, 26.651187816406",
    "Migration Route": "Eastern Mediterranean", "UNSD Geographical Grouping": "Uncategorized", "Source Quality": "4",
}  # fmt: skip
CURRENT = {
    "Main ID": "2026.MMP0001", "Incident ID": "2026.MMP0001.1", "Incident Type": "Split Incident",
    "Region of Incident": "Western Africa", "Website Date": "2026-03-14", "Incident year": "2026",
    "Reported Month": "March", "Number of Dead": "0", "Minimum Estimated Number of Missing": "12",
    "Total Number of Dead and Missing": "12", "Number of Survivors": "30", "Number of Females": "7",
    "Number of Males": "23", "Number of Children": "3", "Country of Origin": "Senegal, Gambia, Unknown",
    "Cause of Death": "Drowning", "Migration route": "Western Africa / Atlantic route to the Canary Islands",
    "Location of death": "Off an invented cape", "Information Source": "An invented newspaper",
    "Coordinates": "POINT (-17.31 20.81)", "UNSD Geographical Grouping": "Western Africa",
    "Article title": "A boat that nobody invented twice", "Source Quality": "3", "URL": "https://news.example/1",
}  # fmt: skip


def table(layout: str, rows: Iterable[dict[str, str]], *, extra: str = "") -> bytes:
    """A file of that layout; `extra` is put behind the last row as it is."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(LAYOUTS[layout].values()))
    writer.writeheader()
    writer.writerows(rows)
    return (out.getvalue() + extra).encode()


def old(**changes: str) -> dict[str, str]:
    """A row of 2020; keywords are our names of the columns: `old(external_id="7")`."""
    return {**OLD, **{LAYOUTS["iom_2020"][name]: text for name, text in changes.items()}}


def current(**changes: str) -> dict[str, str]:
    """A row of the current layout."""
    return {**CURRENT, **{LAYOUTS["iom_current"][name]: text for name, text in changes.items()}}
