"""Writes of cases: opening, changing, linking to incidents."""

from cases.services.entry import CaseEntry, DocumentEntry, MarkEntry, NameEntry, SourceEntry
from cases.services.opening import open_case
from cases.services.changing import change_case
from cases.services.incidents import link_incident, unlink_incident

__all__ = [
    "CaseEntry",
    "DocumentEntry",
    "MarkEntry",
    "NameEntry",
    "SourceEntry",
    "change_case",
    "link_incident",
    "open_case",
    "unlink_incident",
]
