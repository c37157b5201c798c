"""Writes of remains: drafts, logging, changing, linking to incidents."""

from remains.services.changing import change_remains
from remains.services.drafts import delete_draft, log_draft, reserve, reserved_ref, save_draft
from remains.services.entry import FORENSIC_FIELDS, FoundDocument, IndicatorEntry, RemainsEntry
from remains.services.incidents import link_incident, unlink_incident
from remains.services.logging import log_remains

__all__ = [
    "FORENSIC_FIELDS",
    "FoundDocument",
    "IndicatorEntry",
    "RemainsEntry",
    "change_remains",
    "delete_draft",
    "link_incident",
    "log_draft",
    "log_remains",
    "reserve",
    "reserved_ref",
    "save_draft",
    "unlink_incident",
]
