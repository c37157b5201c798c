"""Who is perhaps here already: rows of a table that have no number, beside the names of the organisation's own cases.

Every name of theirs is opened for it and forgotten again, but for those that the table has too; the journal says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.rings import Ring
from cases.imports.answers import Read
from cases.imports.headings import plain
from cases.models import Case, CaseName, CaseSearchFile

AT_ONCE: Final = 500
Alike = dict[str, list[tuple[str, Any, str]]]  # spelling -> reference, date of birth, sex


def people(writer: Actor, rows: Iterable[Read]) -> Alike:
    """Who of the cases that the writer may change has a name that one of these rows has."""
    wanted, found = {spelling for row in rows for spelling in _called(row)}, Alike()
    if not wanted:
        return found
    mine = door.visible(writer, Case, door.Action.CHANGE).filter(owner=writer.organisation_id).order_by("pk")
    held = list(mine)
    for start in range(0, len(held), AT_ONCE):
        some = {case.pk: case for case in held[start : start + AT_ONCE]}
        journal.record_reading(writer, some.values(), Ring.SEARCH, [CaseName.__name__])
        near = set[tuple[str, Any]]()
        for name in reveal(list(CaseName.objects.filter(case__in=some)), "full_original", "latn"):
            spelled = {_spelled(name.full_original), _spelled(name.latn or "")}
            near |= {(spelling, name.case_id) for spelling in spelled & wanted}
        files = CaseSearchFile.objects.filter(case__in={key for _spelling, key in near})
        born = {row.case_id: row.date_of_birth for row in reveal(list(files), "date_of_birth")}
        for spelling, key in sorted(near, key=lambda one: some[one[1]].ref):
            found.setdefault(spelling, []).append((some[key].ref, born.get(key), some[key].sex))
    return found


def like(row: Read, known: Alike) -> list[str]:
    """References of cases of that name whose birth and sex do not speak against it."""
    born, sex = row.values.get("date_of_birth"), row.values.get("sex", "0")
    near = [one for name in _called(row) for one in known.get(name, ())]
    return sorted({
        ref for ref, held, said in near
        if (held is None or born is None or held.overlaps(born)) and ("0" in (sex, said) or sex == said)
    })  # fmt: skip


def _called(row: Read) -> set[str]:
    return {_spelled(row.values.get(name, "")) for name in ("name", "name_latn")} - {""}


def _spelled(name: str) -> str:
    return " ".join(sorted(plain(name).split()))
