"""Partial dates: as people know them, in the calendars they use, with the days they can mean."""

from registry.lib.dates.calendars import CALENDARS, GREGORY, TEXT_ONLY, calendar_choices, calendar_name, month_choices
from registry.lib.dates.notation import OPEN_END, OPEN_START, SEASONS, Widening
from registry.lib.dates.parse import (
    Bound,
    Parts,
    as_default_date,
    born_from_age,
    estimated,
    looks_like_default,
    parse_edtf,
    parse_parts,
    parts_of,
)
from registry.lib.dates.partial import PartialDate
from registry.lib.errors import BadDate

__all__ = [
    "CALENDARS",
    "GREGORY",
    "OPEN_END",
    "OPEN_START",
    "SEASONS",
    "TEXT_ONLY",
    "BadDate",
    "Bound",
    "PartialDate",
    "Parts",
    "Widening",
    "as_default_date",
    "born_from_age",
    "calendar_choices",
    "calendar_name",
    "estimated",
    "looks_like_default",
    "month_choices",
    "parse_edtf",
    "parse_parts",
    "parts_of",
]
