"""A partner's newer table against a case that is here: what the partner says otherwise is changed, row by row.

A list in a table is only what the partner knows of it.  A row of theirs is found again by what they said before, and
takes over the cells that they changed; what colleagues added, beside it or in it, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from cases.codes import NameKind
from cases.models import CaseName
from cases.services import CaseEntry, ItemEntry, MarkEntry, NameEntry
from cases.vocabulary.place import Place
from families.exchange.catalogue import ITEMS
from families.exchange.cells import Values
from families.exchange.rows import entry_of, marks_of, names_of, things_of
from registry.lib.dates import PartialDate

RowT = TypeVar("RowT", NameEntry, MarkEntry, ItemEntry)
ROWS: Final[dict[str, Any]] = {"names": NameEntry, "marks": MarkEntry, "belongings": ItemEntry}
VALUES: Final[dict[str, Any]] = {
    "date_of_birth": PartialDate, "date_last_contact": PartialDate,
    "place_of_origin": Place, "place_last_contact": Place,
}  # fmt: skip


def changed_entry(
    base: CaseEntry, before: Values, now: Values, columns: Iterable[str], absences: Mapping[str, str]
) -> CaseEntry:
    """What is held of a case, with what a partner says otherwise.

    before, now: all that the partner said then, and says since; columns: in which of them the two differ.
    """
    names = set(columns)
    places = {ITEMS[one].field for one in names if one in ITEMS and ITEMS[one].field.startswith("place_")}
    answers = {
        name: value for name, value in now.items()
        if name in ITEMS and not _is_of_a_list(name) and (name in names or ITEMS[name].field in places)
    }  # fmt: skip
    answered = {ITEMS[name].absent for name in answers} | ({"names"} if "name" in names else set())
    base = replace(base, absences={name: code for name, code in base.absences.items() if name not in answered})
    called = changed_rows(base.names, names_of(before), names_of(now))
    return replace(
        entry_of(answers, absences, base),
        names=tuple(sorted(called, key=lambda row: row.kind != NameKind.MAIN)),
        marks=changed_rows(base.marks, marks_of(before), marks_of(now)),
        belongings=changed_rows(base.belongings or (), things_of(before), things_of(now)),
    )


def changed_rows(held: Sequence[RowT], before: Mapping[int, RowT], now: Mapping[int, RowT]) -> tuple[RowT, ...]:
    """before, now: the partner's rows by their number in the table; one that is left out now stays."""
    rows, added = list(held), list[RowT]()
    for number, new in now.items():
        old = before.get(number)
        if new == old:
            continue
        place = next((at for at, row in enumerate(rows) if old is not None and _says(row, old)), None)
        if place is None or old is None:
            added.append(new)
            continue
        said = {one.name: getattr(new, one.name) for one in fields(new)}
        rows[place] = replace(rows[place], **{name: one for name, one in said.items() if one != getattr(old, name)})
    for new in added:
        if not any(_says(row, new) for row in rows):
            rows.append(new)
    return tuple(rows)


def _says(row: Any, said: Any) -> bool:
    """Whether a row holds all that was said; more may stand beside it."""
    told = [(one.name, getattr(said, one.name)) for one in fields(said) if getattr(said, one.name) != one.default]
    return all(getattr(row, name) == value for name, value in told)


def _is_of_a_list(name: str) -> bool:
    return bool(ITEMS[name].row) or ITEMS[name].table is CaseName


def touched(base: CaseEntry, changed: CaseEntry) -> dict[str, Any]:
    """What an entry held where another differs from it, as JSON: to be written again by `restored`."""
    names = [one.name for one in fields(base) if getattr(base, one.name) != getattr(changed, one.name)]
    return {name: _json(getattr(base, name)) for name in names}


def restored(entry: CaseEntry, held: Mapping[str, Any]) -> CaseEntry:
    """An entry with what it held before."""
    return replace(entry, **{name: _value(name, value) for name, value in held.items()})


def _json(value: Any) -> Any:
    match value:
        case PartialDate() | Place():
            return value.to_json()
        case tuple():
            return [_json(one) for one in value]
        case _ if is_dataclass(value):
            return {one.name: _json(getattr(value, one.name)) for one in fields(value)}
    return value


def _value(name: str, value: Any) -> Any:
    if value is not None and name in VALUES:
        return VALUES[name].from_json(value)
    if not isinstance(value, list):
        return value
    kind = ROWS.get(name)
    if kind is None:
        return tuple(value)
    return tuple(
        kind(**{part: tuple(one) if isinstance(one, list) else one for part, one in row.items()}) for row in value
    )
