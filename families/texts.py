"""Refusing text that disguises itself, in services: forms clean what is typed, systems send what they like."""

from __future__ import annotations

from registry.lib.errors import BadText
from registry.lib.names import clean_text


def text_faults(entry: object) -> dict[str, list[str]]:
    """What is wrong with the texts of an entry, by the name of the field."""
    faults: dict[str, list[str]] = {}
    for name, said in vars(entry).items():
        try:
            clean_text(said if isinstance(said, str) else "")
        except BadText as error:
            faults[name] = [error.message]
    return faults
