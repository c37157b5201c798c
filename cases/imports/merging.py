"""A partner's newer table against a record that is here: what the partner says otherwise is changed, row by row.

A list in a table is only what the partner knows of it.  A row of theirs is found again by what they said before, and
takes over the cells that they changed; what colleagues added, beside it or in it, stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cases.services import ItemEntry, MarkEntry, NameEntry
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RowT = TypeVar("RowT", bound="DataclassInstance")
EntryT = TypeVar("EntryT", bound="DataclassInstance")
ROWS: Final[dict[str, Any]] = {"names": NameEntry, "marks": MarkEntry, "belongings": ItemEntry}
# Of entries and of their rows: what is no text, number or list of them.
VALUES: Final[dict[str, Any]] = {
    "date_of_birth": PartialDate, "date_last_contact": PartialDate, "found_at": PartialDate,
    "observed_at": PartialDate, "acquired": PartialDate,
    "place_of_origin": Place, "place_last_contact": Place, "found_place": Place,
}  # fmt: skip


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
    return all(_meaning(getattr(row, name)) == _meaning(value) for name, value in told)


def _meaning(value: Any) -> Any:
    """A date without its words: what was said of it before is kept in the registry's own notation."""
    return (value.edtf, value.earliest, value.latest) if isinstance(value, PartialDate) else value


def touched(base: Any, changed: Any) -> dict[str, Any]:
    """What an entry held where another differs from it, as JSON: to be written again by `restored`."""
    names = [one.name for one in fields(base) if getattr(base, one.name) != getattr(changed, one.name)]
    return {name: _json(getattr(base, name)) for name in names}


def restored(entry: EntryT, held: Mapping[str, Any], kinds: Mapping[str, Any] = ROWS) -> EntryT:
    """An entry with what it held before.  kinds: of the rows of its lists."""
    return replace(entry, **{name: _value(name, value, kinds.get(name)) for name, value in held.items()})


def _json(value: Any) -> Any:
    match value:
        case PartialDate() | Place():
            return value.to_json()
        case tuple():
            return [_json(one) for one in value]
        case _ if is_dataclass(value):
            return {one.name: _json(getattr(value, one.name)) for one in fields(value)}
    return value


def _value(name: str, value: Any, kind: Any) -> Any:
    if value is not None and name in VALUES:
        return VALUES[name].from_json(value)
    if not isinstance(value, list):
        return value
    if kind is None:
        return tuple(value)
    return tuple(kind(**{part: _value(part, one, None) for part, one in row.items()}) for row in value)
