"""PFIF 1.4: people and news of them as missing-person sites exchange them.

Out: what may go to the receiver and no more, as `believed_missing`; a fate is never written, whatever is known.
The receiver deletes a record at its expiry date.  PFIF writes countries as alpha-2.  It has no field for the day of the
last contact: that stands as the day of our note, and is read again of our own notes alone.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cases.codes import Sex
from cases.imports.people_finder import NAMESPACE
from cases.selectors import CaseFile, main_name
from registry.lib.world import COUNTRIES

SEXES: Final = {Sex.MALE.value: "male", Sex.FEMALE.value: "female"}


@dataclass(frozen=True)
class Entry:
    """One person: PFIF field -> value, and where they were heard of last."""

    person: dict[str, str]
    note: dict[str, str] = field(default_factory=dict)


def entry_of(file: CaseFile, parts: Iterable[str]) -> Entry:
    """The answers of these parts as PFIF says them."""
    held, may = file.search, frozenset(parts)
    person: dict[str, str] = {"sex": SEXES.get(file.case.sex, "")}
    note: dict[str, str] = {}
    if held is None:
        return Entry(person)
    if "case.names" in may and file.names:
        main = main_name(file.names)
        others = [form for row in file.names for form in (row.full_original, row.latn) if form and form != main]
        person |= {"full_name": main, "alternate_names": "\n".join(dict.fromkeys(others))}
    if "case.birth" in may:
        person |= {"date_of_birth": _day(held.date_of_birth), "age": _span(held.age_low, held.age_high)}
    if "case.origin" in may and held.place_of_origin:
        country = COUNTRIES.get(held.place_of_origin.country or "")
        person |= {
            "home_city": held.place_of_origin.locality or held.place_of_origin.as_said or "",
            "home_state": held.place_of_origin.admin1 or "", "home_country": country.alpha2 if country else "",
        }  # fmt: skip
    if "case.marks" in may:
        person["description"] = held.distinguishing_features or ""
    if "case.last_contact" in may:
        where = held.place_last_contact.text if held.place_last_contact else ""
        note = {"source_date": _day(held.date_last_contact), "last_known_location": where}
    return Entry(
        {name: value for name, value in person.items() if value}, {name: value for name, value in note.items() if value}
    )


def _day(value: Any) -> str:
    """A day, a month or a year that is certain; PFIF has no other dates."""
    known = value.edtf if value else ""
    return known if known and all(part.isdigit() for part in known.split("-")) else ""


def _span(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    return str(low) if low == high else f"{low}-{high}"


def written(
    people: Iterable[tuple[str, Entry]], *, domain: str, source: str, made_at: datetime, until: datetime
) -> bytes:
    """The document.  people: references with their entries; domain: whose identifiers they are; times in UTC."""
    made, end = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (made_at, until))
    persons = []
    for reference, entry in people:
        key = f"{domain}/{reference}"
        said = {
            "person_record_id": key, "entry_date": made, "expiry_date": end, "author_name": source,
            "source_name": source, "source_date": made,
        }  # fmt: skip
        note = {
            "note_record_id": f"{key}.note", "person_record_id": key, "entry_date": made, "author_name": source,
            "source_date": made, "author_made_contact": "false", "status": "believed_missing",
        }  # fmt: skip
        about = _elements(said | entry.person)
        persons.append(f"<person>{about}<note>{_elements(note | entry.note)}</note></person>")
    text = f'<?xml version="1.0" encoding="UTF-8"?><pfif xmlns="{NAMESPACE}">{"".join(persons)}</pfif>'
    return text.encode()


def _elements(values: dict[str, str]) -> str:
    return "".join(f"<{name}>{html.escape(value)}</{name}>" for name, value in values.items())
