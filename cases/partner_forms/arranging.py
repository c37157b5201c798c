"""What is handed over of a person, in the order and words of a form: each answer once, at the item it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases import handing
from cases.partner_forms.declare import Form, Section

Answered = tuple[str, str, str]  # column, label, value


@dataclass(frozen=True)
class Arranged:
    """sections: those that an answer stands in, with (words of the item, value); further: what the form has no place
    for, as (label, value).
    """

    sections: list[tuple[Section, list[tuple[str, str]]]]
    further: list[tuple[str, str]]


def place_of(form: Form, column: str) -> tuple[int, int] | None:
    """Section and item at which an answer that is handed over stands in a form, by their places; None: nowhere."""
    for path in next(one.fields for one in handing.ANSWERS if one.name == column):
        for at, section in enumerate(form.sections):
            for number, item in enumerate(section.items):
                if path in item.paths:
                    return at, number
    return None


def arranged(form: Form, facts: Sequence[Answered]) -> Arranged:
    """The answers of one person as the form has them."""
    found: dict[tuple[int, int], list[str]] = {}
    further = []
    for column, label, value in facts:
        place = place_of(form, column)
        if place is None:
            further.append((label, value))
        else:
            found.setdefault(place, []).append(value)
    sections = []
    for at, section in enumerate(form.sections):
        rows = [
            (item.words, "; ".join(found[at, number]))
            for number, item in enumerate(section.items) if (at, number) in found
        ]  # fmt: skip
        if rows:
            sections.append((section, rows))
    return Arranged(sections, further)
