"""Writes of cases: opening, changing, linking to incidents."""

from cases.services.changing import change_case
from cases.services.entry import (
    CaseEntry,
    ChartEntry,
    DocumentEntry,
    ItemEntry,
    LooksEntry,
    MarkEntry,
    MedicalEntry,
    NameEntry,
    SourceEntry,
)
from cases.services.import_kinds import FOUND_ALIVE, INCIDENTS
from cases.services.importing import (
    apply_batch,
    apply_started,
    check_file,
    check_received,
    choose_columns,
    discard_batch,
    receive_file,
    start_applying,
)
from cases.services.incident_writing import change_incident, log_incident
from cases.services.incidents import link_incident, unlink_incident
from cases.services.merging import merge_case, unmerge_case
from cases.services.opening import open_case, open_cases
from cases.services.state import (
    NotFromHere,
    as_it_stands,
    follow_consent,
    hold_where,
    move,
    offered,
    restore,
    state_of,
)
from cases.services.undoing import ask_to_undo, start_undoing, undo_started
from cases.vocabulary.incident import IncidentEntry

__all__ = [
    "FOUND_ALIVE",
    "INCIDENTS",
    "CaseEntry",
    "ChartEntry",
    "DocumentEntry",
    "IncidentEntry",
    "ItemEntry",
    "LooksEntry",
    "MarkEntry",
    "MedicalEntry",
    "NameEntry",
    "NotFromHere",
    "SourceEntry",
    "apply_batch",
    "apply_started",
    "as_it_stands",
    "ask_to_undo",
    "change_case",
    "change_incident",
    "check_file",
    "check_received",
    "choose_columns",
    "discard_batch",
    "follow_consent",
    "hold_where",
    "link_incident",
    "log_incident",
    "merge_case",
    "move",
    "offered",
    "open_case",
    "open_cases",
    "receive_file",
    "restore",
    "start_applying",
    "start_undoing",
    "state_of",
    "undo_started",
    "unlink_incident",
    "unmerge_case",
]
