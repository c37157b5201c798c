"""What is saved all the same but deserves a second look.

Warnings name the question, never what was written: they pass through the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cases.services import CaseEntry
from families.forms.sections import PERSON_SECTIONS
from registry.lib.names import has_contact_pattern, mixed_scripts

OLDEST_USUAL = 110


def of_entry(entry: CaseEntry) -> Iterator[str]:
    """Sentences about a saved entry (rules 13.1, 13.5 and 13.12 of the data dictionary)."""
    for name in ("distinguishing_features", "circumstances_text", "companions_text"):
        if has_contact_pattern(getattr(entry, name)):
            yield _(
                "Question %(number)s seems to hold a phone number, a document number or a position. Everyone who may "
                "read the search file reads it there: move it to the field made for it."
            ) % {"number": number_of(name)}
    told = [text for mark in entry.marks for text in (mark.inscription, mark.description)]
    yield from of_texts(told, _("Marks"))
    yield from of_texts([item.description for item in entry.belongings or ()], _("Clothes and belongings"))
    names = [text for name in entry.names for text in (name.full_original, name.father_name, name.mother_name) if text]
    if any(character.isdecimal() for text in names for character in text):
        yield _("A name holds digits. Check that it is spelled as meant.")
    if any(mixed_scripts(text) for text in names):
        yield _("A name mixes letters of two scripts in one word. Check that it is spelled as meant.")
    if entry.age and entry.age[1] > OLDEST_USUAL:
        yield _("The age is above %(limit)s years. Check that it is right.") % {"limit": OLDEST_USUAL}


def of_texts(texts: Iterable[str], where: str) -> Iterator[str]:
    """A sentence if free text seems to hold what belongs in a field of its own (rule 13.12)."""
    if any(has_contact_pattern(text) for text in texts if text):
        yield _(
            "“%(where)s” seems to hold a phone number, a document number or a position. Everyone who may read that "
            "part reads it there: move it to the field made for it."
        ) % {"where": where}


def number_of(field: str) -> int:
    """The number under which a field stands on the screen."""
    return next(
        question.number for section in PERSON_SECTIONS for question in section.questions if field in question.fields
    )
