"""The files of a list that is handed over: tables, JSON in an envelope, PFIF; sealed to the receiver where they gave a
key.  Whose list it is, for whom, what for and until when it may be kept stands in every one of them.

With a partner's form the same answers stand in its order, under the words of its items.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from accessctl.age_files import sealed_to
from cases import pfif
from cases.imports import sheets
from cases.imports.files import safe_cell
from cases.partner_forms import Form
from cases.partner_forms.arranging import arranged
from cases.services.handing_over import HandOver, Person
from cases.vocabulary.place import GridCell

SCHEMA: Final = "1"
PLACES: Final = ("origin", "last_contact_place")


@dataclass(frozen=True)
class File:
    """A file as it leaves."""

    name: str
    mime: str
    content: bytes


def made(kind: str, done: HandOver, *, domain: str, key: str = "", form: Form | None = None) -> File:
    """The file of a list.  kind: of KINDS; key: of the receiver, then only they open it.  Raises BadKey."""
    mime, write = KINDS[kind]
    name = f"{done.reference}.{kind if kind != 'pfif' else 'pfif.xml'}"
    content = write(done, form, domain)
    if not key:
        return File(name, mime, content)
    return File(f"{name}.age", "application/octet-stream", sealed_to(key, content))


def _rows(done: HandOver, form: Form | None) -> list[list[str]]:
    """One line a person; whose list it is and until when it may be kept stand on every line."""
    people = [(person.reference, _answers(person, form)) for person in done.people]
    columns = _columns(done, form, [held for _reference, held in people])
    rows = [["list", "given_by", "given_to", "delete_by", "reference", *columns]]
    for reference, held in people:
        marks = [done.reference, done.sender.name, done.receiver.name, done.until.date().isoformat(), reference]
        rows.append([*marks, *(held.get(name, "") for name in columns)])
    return rows


def _columns(done: HandOver, form: Form | None, people: list[dict[str, str]]) -> list[str]:
    """Of a form: the items that somebody has an answer to, in its order, and at the end what it has no place for."""
    if form is None:
        return list(done.of.columns)
    said = dict.fromkeys(name for held in people for name in held)
    items = [f"{section.number} {item.words}" for section in form.sections for item in section.items]
    return [*(name for name in items if name in said), *(name for name in said if name not in items)]


def _answers(person: Person, form: Form | None) -> dict[str, str]:
    """Columns -> values."""
    if form is None:
        return {name: value for name, _label, value in person.facts}
    found = arranged(form, person.facts)
    placed = {f"{section.number} {words}": value for section, rows in found.sections for words, value in rows}
    return placed | dict(found.further)


def _csv(done: HandOver, form: Form | None, domain: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in _rows(done, form))
    return out.getvalue().encode()


def _xlsx(done: HandOver, form: Form | None, domain: str) -> bytes:
    return sheets.workbook({done.reference: _rows(done, form)})


def _geojson(done: HandOver, form: Form | None, domain: str) -> bytes:
    """People as squares of the public grid.  SECURITY: no words of a place beside them, which would name it exactly."""
    features = [
        {
            "type": "Feature", "id": one.reference, "geometry": _square(one.cell),
            "properties": {name: value for name, _label, value in one.facts if name not in PLACES},
        }
        for one in done.people
    ]  # fmt: skip
    return json.dumps(
        {"type": "FeatureCollection", **_envelope(done), "features": features}, ensure_ascii=False
    ).encode()


def _square(cell: GridCell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    south, north = cell.lat - cell.lat_span / 2, cell.lat + cell.lat_span / 2
    west, east = cell.lon - cell.lon_span / 2, cell.lon + cell.lon_span / 2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _envelope(done: HandOver) -> dict[str, Any]:
    """Whose list it is, for whom, what for and until when."""
    return {
        "schema_version": SCHEMA, "list": done.reference, "given_by": done.sender.name, "given_to": done.receiver.name,
        "purpose": done.purpose.value, "made_at": done.made_at.isoformat(), "delete_by": done.until.date().isoformat(),
        "expires_at": done.until.isoformat(), "onward_transfer": "forbidden",
    }  # fmt: skip


def _json(done: HandOver, form: Form | None, domain: str) -> bytes:
    data: dict[str, Any] = {
        **_envelope(done), **({"form": form.code} if form else {}),
        done.of.rows: [{"reference": one.reference, **_as_json(one, form)} for one in done.people],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _as_json(person: Person, form: Form | None) -> dict[str, Any]:
    if form is None:
        return {name: value for name, _label, value in person.facts}
    found = arranged(form, person.facts)
    sections = [
        {"section": section.number, "title": section.words, "items": dict(rows)} for section, rows in found.sections
    ]
    return {"sections": sections, "further": dict(found.further)}


def _pfif(done: HandOver, form: Form | None, domain: str) -> bytes:
    entries = [(one.reference, one.entry) for one in done.people if one.entry is not None]
    return pfif.written(
        entries, domain=domain, source=done.sender.name, made_at=done.made_at, until=done.until
    )  # fmt: skip


Writer = Callable[[HandOver, Form | None, str], bytes]
KINDS: Final[dict[str, tuple[str, Writer]]] = {
    "csv": (sheets.MIME["csv"], _csv),
    "xlsx": (sheets.MIME["xlsx"], _xlsx),
    "json": ("application/json", _json),
    "pfif": ("application/xml", _pfif),
    "geojson": ("application/geo+json", _geojson),
}
