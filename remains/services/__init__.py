"""Writes of remains: logging, changing, linking to incidents."""

from remains.services.changing import change_remains, link_incident, unlink_incident
from remains.services.entry import IndicatorEntry, ItemEntry, RemainsEntry
from remains.services.logging import log_remains

__all__ = [
    "IndicatorEntry",
    "ItemEntry",
    "RemainsEntry",
    "change_remains",
    "link_incident",
    "log_remains",
    "unlink_incident",
]
