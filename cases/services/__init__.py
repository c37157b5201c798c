"""Writes of cases: opening, changing, linking to incidents."""

from cases.services.changing import change_case
from cases.services.entry import (
    CaseEntry,
    ChartEntry,
    DocumentEntry,
    ItemEntry,
    MarkEntry,
    MedicalEntry,
    NameEntry,
    SourceEntry,
)
from cases.services.importing import (
    apply_batch,
    apply_started,
    check_file,
    check_received,
    discard_batch,
    receive_file,
    start_applying,
)
from cases.services.incident_writing import change_incident, log_incident
from cases.services.incidents import link_incident, unlink_incident
from cases.services.opening import open_case, open_cases
from cases.services.state import NotFromHere, follow_consent, move, offered, state_of
from cases.vocabulary.incident import IncidentEntry

__all__ = [
    "CaseEntry",
    "ChartEntry",
    "DocumentEntry",
    "IncidentEntry",
    "ItemEntry",
    "MarkEntry",
    "MedicalEntry",
    "NameEntry",
    "NotFromHere",
    "SourceEntry",
    "apply_batch",
    "apply_started",
    "change_case",
    "change_incident",
    "check_file",
    "check_received",
    "discard_batch",
    "follow_consent",
    "link_incident",
    "log_incident",
    "move",
    "offered",
    "open_case",
    "open_cases",
    "receive_file",
    "start_applying",
    "state_of",
    "unlink_incident",
]
