"""Numbers that point to one person, as the engine compares them: of papers, of telephones, of things.

Pure, as `matching.facts`: rows in clear in, facts out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases.codes import ItemClass
from cases.vocabulary.serials import compared_serial
from matching.engine.profile import SEARCH, Document, Phone, Serial, normalise_number, normalise_phone

PHONES = (ItemClass.PHONE, ItemClass.SIM)  # things on which telephone numbers are written
_LEAST_PHONE_DIGITS = 7


def documents(rows: Iterable[Any], ring: str) -> tuple[Document, ...]:
    """Numbers of papers."""
    return tuple(
        Document(number, row.doc_type, row.issuing_country, ring)
        for row in rows
        if row.doc_number and (number := normalise_number(row.doc_number))
    )


def phones(rows: Iterable[Any]) -> tuple[Phone, ...]:
    """Numbers written on telephones and SIM cards or their labels."""
    written = [(row.inscription, row.label_text) for row in rows if row.item_class in PHONES]
    numbers = dict.fromkeys(normalise_phone(text) for texts in written for text in texts if text)
    return tuple(Phone(digits, ring=SEARCH) for digits in numbers if len(digits) >= _LEAST_PHONE_DIGITS)


def serials(rows: Iterable[Any]) -> tuple[Serial, ...]:
    """Serial numbers of things, whatever kind each side took the thing for."""
    numbers = dict.fromkeys(compared_serial(row.serial) for row in rows if row.serial)
    return tuple(Serial(number) for number in numbers if number)
