"""What is held of a case, with what a partner's newer table says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cases.codes import NameKind
from cases.imports.entries import marks_of, things_of
from cases.imports.merging import changed_rows
from cases.models import CaseName
from cases.services import CaseEntry
from families.exchange.catalogue import ITEMS
from families.exchange.cells import Values
from families.exchange.rows import entry_of, names_of


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


def _is_of_a_list(name: str) -> bool:
    return bool(ITEMS[name].row) or ITEMS[name].table is CaseName
