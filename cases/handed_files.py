"""The files of a list that is handed over: tables, JSON in an envelope, PFIF; sealed to the receiver where they gave a
key.  Whose list it is, for whom, what for and until when it may be kept stands in every one of them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from accessctl.age_files import sealed_to
from cases import handing, pfif
from cases.imports import sheets
from cases.imports.files import safe_cell
from cases.services.handing_over import HandOver

SCHEMA: Final = "1"


@dataclass(frozen=True)
class File:
    """A file as it leaves."""

    name: str
    mime: str
    content: bytes


def made(kind: str, done: HandOver, *, domain: str, key: str = "") -> File:
    """The file of a list.  kind: of KINDS; key: of the receiver, then only they open it.  Raises BadKey."""
    mime, write = KINDS[kind]
    content, name = write(done, domain), f"{done.reference}.{kind if kind != 'pfif' else 'pfif.xml'}"
    if not key:
        return File(name, mime, content)
    return File(f"{name}.age", "application/octet-stream", sealed_to(key, content))


def _rows(done: HandOver) -> list[list[str]]:
    """One line a person; whose list it is and until when it may be kept stand on every line."""
    columns = [one.name for one in handing.ANSWERS]
    rows = [["list", "given_by", "given_to", "delete_by", "reference", *columns]]
    for person in done.people:
        held = {name: value for name, _label, value in person.facts}
        marks = [done.reference, done.sender.name, done.receiver.name, done.until.date().isoformat(), person.reference]
        rows.append([*marks, *(held.get(name, "") for name in columns)])
    return rows


def _csv(done: HandOver, domain: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in _rows(done))
    return out.getvalue().encode()


def _xlsx(done: HandOver, domain: str) -> bytes:
    return sheets.workbook({done.reference: _rows(done)})


def _json(done: HandOver, domain: str) -> bytes:
    data: dict[str, Any] = {
        "schema_version": SCHEMA, "list": done.reference, "given_by": done.sender.name, "given_to": done.receiver.name,
        "purpose": done.purpose.value, "made_at": done.made_at.isoformat(), "delete_by": done.until.date().isoformat(),
        "expires_at": done.until.isoformat(), "onward_transfer": "forbidden",
        "people": [
            {"reference": one.reference, **{name: value for name, _label, value in one.facts}} for one in done.people
        ],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _pfif(done: HandOver, domain: str) -> bytes:
    return pfif.written(
        [(one.reference, one.entry) for one in done.people], domain=domain, source=done.sender.name,
        made_at=done.made_at, until=done.until,
    )  # fmt: skip


KINDS: Final[dict[str, tuple[str, Callable[[HandOver, str], bytes]]]] = {
    "csv": (sheets.MIME["csv"], _csv),
    "xlsx": (sheets.MIME["xlsx"], _xlsx),
    "json": ("application/json", _json),
    "pfif": ("application/xml", _pfif),
}
