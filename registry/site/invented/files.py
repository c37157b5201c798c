"""An invented registry as CSV files, its truth in a folder of its own.

Nested values (places, names, marks ...) are JSON in one cell; everything else is a column.  What is written is read
back equal, except the truth behind people, which is written for evaluation and not read.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from registry.site.invented.marks import MarkRecord
from registry.site.invented.records import (
    AliveRecord,
    CaseRecord,
    DocumentRecord,
    IncidentRecord,
    IndicatorRecord,
    Invented,
    ItemRecord,
    MedicalRecord,
    NameRecord,
    PlaceRecord,
    RemainsRecord,
)

Record = TypeVar("Record", CaseRecord, RemainsRecord, AliveRecord, IncidentRecord)
TABLES: dict[str, type[Any]] = {
    "reports": CaseRecord, "remains": RemainsRecord, "found_alive": AliveRecord, "incidents": IncidentRecord,
}  # fmt: skip
_NESTED: dict[str, type[Any]] = {
    "name_other": NameRecord, "parent_name": NameRecord, "names": NameRecord, "marks": MarkRecord,
    "documents": DocumentRecord, "belongings": ItemRecord, "id_document": DocumentRecord, "indicators": IndicatorRecord,
    "place_last_contact": PlaceRecord, "found_place": PlaceRecord, "place": PlaceRecord, "medical": MedicalRecord,
}  # fmt: skip
_INTEGERS = {
    "age_at_last_contact", "height_cm", "age_low", "age_high", "stature_low", "stature_high", "pmi_low", "pmi_high",
    "age", "n_dead_recovered", "n_missing_min", "n_survivors",
}  # fmt: skip
_FLAGS = {"photo", "marks_asked", "consent_search", "consent_forensic"}
_LISTS = {"phones", "regions", "smile", "bones_examined"}


def write(invented: Invented, folder: Path) -> list[Path]:
    """Write the tables and, under `truth/`, who is who.  Returns the files written."""
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    tables = {
        "reports": invented.cases,
        "remains": invented.remains,
        "found_alive": invented.alive,
        "incidents": invented.incidents,
    }
    written = []
    for name, rows in tables.items():
        columns = [f.name for f in fields(TABLES[name])]
        written.append(_write(folder / f"{name}.csv", columns, ([_cell(getattr(r, c)) for c in columns] for r in rows)))
    written.append(_write(folder / "truth" / "who.csv", ["key", "kind", "person"], _who(invented)))
    written.append(_write(folder / "truth" / "people.csv", list(_PERSON), _people(invented)))
    return written


def _write(path: Path, columns: list[str], rows: Iterable[list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return json.dumps([asdict(v) if hasattr(v, "__dataclass_fields__") else v for v in value], ensure_ascii=False)
    if hasattr(value, "__dataclass_fields__"):
        return json.dumps(asdict(value), ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _who(invented: Invented) -> Iterator[list[Any]]:
    truth = invented.truth
    for kind, who in (("report", truth.case_person), ("remains", truth.remains_person), ("alive", truth.alive_person)):
        for key in sorted(who):
            yield [key, kind, who[key]]


_PERSON = ("person", "tradition", "nationality", "sex", "birth", "last_contact", "event", "name")


def _people(invented: Invented) -> Iterator[list[Any]]:
    for number, p in sorted(invented.truth.people.items()):
        name = " ".join((*p.name.given, *p.name.family)) or p.name.father
        birth, last = date.fromordinal(p.birth).isoformat(), date.fromordinal(p.last_contact).isoformat()
        event = "" if p.event is None else p.event.id
        yield [number, p.name.tradition, p.nation.country, p.sex, birth, last, event, name]


def read(folder: Path, table: type[Record]) -> list[Record]:
    """The rows of one table as records.  Raises KeyError for a missing column."""
    name = next(n for n, kind in TABLES.items() if kind is table)
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [table(**{f.name: _value(f.name, row[f.name]) for f in fields(table)}) for row in csv.DictReader(lines)]


def _value(name: str, text: str) -> Any:
    if name in _NESTED and text:
        data = json.loads(text)
        kind = _NESTED[name]
        return tuple(_made(kind, d) for d in data) if isinstance(data, list) else _made(kind, data)
    if name in _LISTS:
        return tuple(json.loads(text)) if text else None
    if name in ("teeth", "looks"):
        return tuple((first, second) for first, second in json.loads(text)) if text else ()
    if name in _FLAGS:
        return text == "1"
    if text == "":
        return "" if name in _TEXTS else None
    return int(text) if name in _INTEGERS else text


def _made(kind: type[Any], data: dict[str, Any]) -> Any:
    return kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in data.items()})


_TEXTS = {"distinguishing_features", "circumstances_text", "companions_text"}
