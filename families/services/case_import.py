"""What becomes of a table of cases: each row judged against what is held, saved through `open_cases`, taken back.

Everything happens in the name of whoever handed the table in.  A row is known again by the partner's own number; a row
without one that speaks of somebody who is perhaps here already waits for a person to decide, and stops nothing.
What a partner's table changed since it came last is changed; what somebody wrote here since stays.  Relatives, papers,
the forensic file and consents of a case that is here are changed on its pages alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.erasure import burial, steps
from cases.codes import ImportState, RowOutcome
from cases.imports import files
from cases.imports.cells import Problem, of_the_row
from cases.imports.headings import plain
from cases.models import Batch, Case, CaseIntimateMark, CaseName, CaseSearchFile
from cases.services import on_paper
from cases.services.checking import Checked
from cases.services.import_kinds import Columns, Kind, register, writer_of
from families.exchange import mapping
from families.exchange.catalogue import EXTERNAL_ID, ITEMS, labels
from families.exchange.cells import Read, Values, written
from families.exchange.merging import changed_entry, restored, touched
from families.exchange.rows import About, registration_of
from families.models import CaseBatch, CaseBatchRow, CaseOrigin
from families.services import column_mappings, registration
from families.services.following import edit_case
from families.services.held_entries import entry_for
from registry.lib.errors import BadInput, Conflict, Forbidden, Invalid, NotFound

LAYOUT: Final = "cases"
AT_ONCE: Final = 500
# What the services call an answer, where it is not the name of the column.
COLUMN_OF: Final = {
    "names": "name", "height": "height_cm", "marks": "mark_1_type", "medical": "implant_1_type",
    "belongings": "thing_1_class", "enquirer_contact": "enquirer_phone", "country_of_residence": "enquirer_country",
    "lat": "place_last_contact_lat", "lon": "place_last_contact_lon", "radius_m": "place_last_contact_radius_m",
}  # fmt: skip
Alike = dict[str, list[tuple[str, Any, str]]]
Became = tuple[int, RowOutcome, Case, dict[str, Any]]


def judge(writer: Actor, lines: Sequence[files.Line], held: dict[str, Any]) -> list[Checked]:
    """Every row's outcome.  held: the payload of the batch, with the columns as they are to be read."""
    about, columns, today = About.from_json(held["about"]), held["columns"], timezone.localdate()
    found = [(line, _read(line, columns, about, today)) for line in lines]
    numbers = [row.values.get(EXTERNAL_ID, "") for _line, row in found]
    known = _origins(writer, about.system, numbers)
    alike = _people(writer) if any(not number for number in numbers) else {}
    last = {number: line.number for (line, _row), number in zip(found, numbers, strict=True) if number}
    checked, seen = [], set[str]()
    for line, row in found:
        if row.problems:
            checked.append(Checked(line.number, RowOutcome.REFUSED, problems=row.problems))
            continue
        number = row.values.get(EXTERNAL_ID, "")
        # An export that keeps every edit has the latest last.
        same = str(sorted(line.cells.items()))
        repeated = last[number] != line.number if number else same in seen
        seen.add(same)
        payload: dict[str, Any] = {"cells": _cells(line, columns)}
        if repeated:
            outcome = RowOutcome.REPEATED
        elif number in known:
            outcome = RowOutcome.CHANGED if _changes(known[number].said, row) else RowOutcome.SAME
        elif not number and (refs := _like(row, alike)):
            outcome, payload["like"] = RowOutcome.ALIKE, refs
        else:
            outcome = RowOutcome.NEW
        checked.append(Checked(line.number, outcome, payload))
    return checked


def _cells(line: files.Line, columns: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, heading in columns.items() if (cell := line.cells.get(heading, ""))}


def _read(line: files.Line, columns: Mapping[str, str], about: About, today: Any) -> Read:
    """A row with everything that speaks against it, what the services would refuse included."""
    row = Read(line.cells, columns, today=today, month_first=about.month_first)
    row.problems += of_the_row(line)
    if row.problems:
        return row
    try:
        registration.check(registration_of(row.values, row.absences, about))
    except (Invalid, BadInput) as error:
        row.problems += list(_told(error, line, columns))
    return row


def _told(error: Invalid | BadInput, line: files.Line, columns: Mapping[str, str]) -> Iterator[Problem]:
    fields: Mapping[str, Sequence[str]] = getattr(error, "fields", None) or {"": [error.message]}
    for name, messages in fields.items():
        column = COLUMN_OF.get(name, name)
        heading = columns.get(column) or (ITEMS[column].label if column in ITEMS else "")
        for message in messages:
            yield Problem(heading, line.cells.get(columns.get(column, ""), ""), str(message))


def _digest(writer: Actor, system: str, number: str) -> str:
    return on_paper.digest("families.origin", f"{writer.organisation_id}\n{plain(system)}\n{number}")


def _origins(writer: Actor, system: str, numbers: Iterable[str]) -> dict[str, Clear]:
    """What is known of these numbers of a partner, by number; of cases that the writer may change."""
    by_digest = {_digest(writer, system, number): number for number in numbers if number}
    mine = door.visible(writer, Case, door.Action.CHANGE).filter(owner=writer.organisation_id)
    found: dict[str, Clear] = {}
    digests = list(by_digest)
    for start in range(0, len(digests), AT_ONCE):
        rows = CaseOrigin.objects.filter(digest__in=digests[start : start + AT_ONCE], case__in=mine.values("pk"))
        found |= {by_digest[row.digest]: row for row in reveal(list(rows.select_related("case")), "said")}
    return found


def _stated(row: Read) -> dict[str, str]:
    """What a row says of rings 1 and 2, as cells: what a later table is compared with."""
    said = {
        name: written(value)
        for name, value in row.values.items()
        if name in ITEMS and ITEMS[name].ring.layer <= 2 and ITEMS[name].section in ("who", "looks", "contact")
    }
    return said | {f"{name}?": code for name, code in row.absences.items()}


def _changes(said: Mapping[str, str], row: Read) -> set[str]:
    """The columns of which a partner says something else than the last time; an emptied cell says nothing."""
    return {name for name, cell in _stated(row).items() if said.get(name) != cell}


def _people(writer: Actor) -> Alike:
    """Who is here already: every spelling of a name -> reference, date of birth, sex."""
    mine = door.visible(writer, Case, door.Action.CHANGE).filter(owner=writer.organisation_id).order_by("pk")
    held, found = list(mine), dict[str, list[tuple[str, Any, str]]]()
    for start in range(0, len(held), AT_ONCE):
        some = held[start : start + AT_ONCE]
        cases = {case.pk: case for case in some}
        born = {
            row.case_id: row.date_of_birth
            for row in reveal(list(CaseSearchFile.objects.filter(case__in=some)), "date_of_birth")
        }
        for row in reveal(list(CaseName.objects.filter(case__in=some)), "full_original", "latn"):
            case = cases[row.case_id]
            for spelling in {_spelled(row.full_original), _spelled(row.latn or "")} - {""}:
                found.setdefault(spelling, []).append((case.ref, born.get(case.pk), case.sex))
    return found


def _spelled(name: str) -> str:
    return " ".join(sorted(plain(name).split()))


def _like(row: Read, people: Alike) -> list[str]:
    """References of cases of that name whose birth and sex do not speak against it."""
    born, sex = row.values.get("date_of_birth"), row.values.get("sex", "0")
    names = {_spelled(row.values.get(name, "")) for name in ("name", "name_latn")} - {""}
    near = [one for name in names for one in people.get(name, ())]
    return sorted({
        ref for ref, held, known in near
        if (held is None or born is None or held.overlaps(born)) and ("0" in (sex, known) or sex == known)
    })  # fmt: skip


def save(writer: Actor, batch: CaseBatch, rows: Iterable[Clear], held: Mapping[str, Any]) -> None:
    """Open the new cases, change what the partner changed, keep what each row became.  Raises Forbidden, Invalid."""
    about, today, done = About.from_json(held["about"]), timezone.localdate(), list[Became]()
    read = [(row.line, _again(row, about, today)) for row in rows]
    known = _origins(writer, about.system, (row.values.get(EXTERNAL_ID, "") for _line, row in read))
    new = [(line, row) for line, row in read if row.values.get(EXTERNAL_ID, "") not in known]
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        cases = open_rows(writer, [row for _line, row in some], about)
        done += [(line, RowOutcome.NEW, case, {}) for (line, _row), case in zip(some, cases, strict=True)]
    for line, row in read:
        origin = known.get(row.values.get(EXTERNAL_ID, ""))
        if origin is not None and (names := _changes(origin.said, row)):
            case, before = _change(writer, origin, row, names)
            done.append((line, RowOutcome.CHANGED, case, before))
    CaseBatchRow.objects.bulk_create(_kept(batch, done), batch_size=AT_ONCE)
    column_mappings.remember(writer, about.system, held["columns"])


def _again(row: Clear, about: About, today: Any) -> Read:
    cells = row.payload["cells"]
    return Read(cells, {name: name for name in cells}, today=today, month_first=about.month_first)


def _kept(batch: CaseBatch, done: Iterable[Became]) -> list[CaseBatchRow]:
    """What each row became, and the last entry of the journal that is the import's own."""
    last = journal.newest()
    return [
        CaseBatchRow(
            batch=batch, line=line, outcome=outcome, created_by=batch.created_by,
            payload={"ref": case.ref, "version": case.version, "last": last, "before": before},
        )
        for line, outcome, case, before in done
    ]  # fmt: skip


def open_rows(writer: Actor, rows: Sequence[Read], about: About) -> list[Case]:
    """The cases of these rows, each with what the partner calls it, if the partner calls it anything."""
    cases = registration.open_cases(
        actor=writer, registrations=[registration_of(row.values, row.absences, about) for row in rows]
    )
    access.insert_rows(
        CaseOrigin(
            case=case, created_by=writer.account, system=about.system, number=number,
            digest=_digest(writer, about.system, number), said=_stated(row),
        )
        for case, row in zip(cases, rows, strict=True)
        if (number := row.values.get(EXTERNAL_ID, ""))
    )  # fmt: skip
    return cases


def _change(writer: Actor, origin: Clear, row: Read, names: set[str]) -> tuple[Case, dict[str, Any]]:
    """Change what the partner says otherwise than the last time; returns the case, and what is needed to undo it."""
    held, now = entry_for(writer, origin.case), {**origin.said, **_stated(row)}
    absences = {name: code for name, code in row.absences.items() if f"{name}?" in names}
    entry = changed_entry(held, _answers(origin.said), _answers(now), names, absences)
    case = edit_case(actor=writer, ref=origin.case.ref, entry=entry)
    _say(origin.pk, now)
    added = any(mark.intimate for mark in entry.marks if mark not in held.marks)
    for_good = added and CaseIntimateMark.RING not in door.rings(writer, case)  # added to, never replaced
    before = {"entry": touched(held, entry), "origin": str(origin.pk), "said": origin.said, "for_good": for_good}
    return case, before


def _answers(said: Mapping[str, str]) -> Values:
    """What cells say that were written by `_stated`, without why there is no answer."""
    cells = {name: cell for name, cell in said.items() if cell and not name.endswith("?")}
    return Read(cells, {name: name for name in cells}, today=timezone.localdate()).values


def _say(origin: Any, said: dict[str, str]) -> None:
    stored = CaseOrigin.objects.get(pk=origin)
    stored.said = said
    stored.save(update_fields=["said"])


def take_back(writer: Actor, actor: Actor, rows: Sequence[Clear], decided: burial.Decision) -> int:
    """Undo what a batch saved; returns how many cases stayed because somebody worked on them since.

    actor: the job, in whose name cases are deleted that nobody but the batch ever wrote.
    """
    stayed, worked_on = 0, journal.worked_on({row.payload["ref"]: row.payload["last"] for row in rows})
    for row in rows:
        ref, version, before = (row.payload[name] for name in ("ref", "version", "before"))
        try:
            with transaction.atomic():
                found = door.fetch(writer, Case, door.Action.CHANGE, ref=ref, lock=True)
                # SECURITY: most of what people do for a family leaves the version of the case as it is.
                if ref in worked_on or found.version != version:
                    raise Conflict()
                if not before and steps.obstacles(found, decided.reason):
                    raise Conflict()
                if before:
                    _restore(writer, found, before)
                else:
                    burial.bury(actor, found, decided)
        except (Conflict, Forbidden, Invalid):
            stayed += 1
        except NotFound:  # erased meanwhile
            continue
    return stayed


def _restore(writer: Actor, case: Case, before: dict[str, Any]) -> None:
    """Write what the case itself held, whoever had written it, and what the partner had said.  Raises Conflict."""
    if before["for_good"]:
        raise Conflict()
    edit_case(actor=writer, ref=case.ref, entry=restored(entry_for(writer, case), before["entry"]))
    _say(before["origin"], before["said"])


@transaction.atomic
def decide(*, actor: Actor, ref: str, line: int, is_new: bool) -> Case | None:
    """Decide on a row that is perhaps here already: open a case for another person, or leave the row out.

    Raises NotFound, Forbidden, Invalid.
    """
    batch = door.fetch(actor, CaseBatch, door.Action.CHANGE, ref=ref, lock=True)
    waiting = CaseBatchRow.objects.filter(batch=batch, line=line, outcome=RowOutcome.ALIKE).first()
    if waiting is None or batch.state != ImportState.APPLIED:
        raise NotFound()
    (clear,), (held,) = reveal([waiting], "payload"), reveal([batch], "payload")
    about, case = About.from_json(held.payload["about"]), None
    waiting.delete()
    if is_new:
        (case,) = open_rows(actor, [_again(clear, about, timezone.localdate())], about)
        journal.record(actor, "import.opened", case, batch)
        CaseBatchRow.objects.bulk_create(_kept(batch, [(line, RowOutcome.NEW, case, {})]))
    batch.n_alike -= 1
    batch.n_new, batch.n_same = batch.n_new + is_new, batch.n_same + (not is_new)
    access.touch(actor, batch, action="import.decided", fields=["n_alike", "n_new", "n_same"])
    return case


def _judge(actor: Actor, lines: Sequence[files.Line], batch: Batch, held: dict[str, Any]) -> list[Checked]:
    return judge(writer_of(actor, batch), lines, held)


def _save(actor: Actor, batch: Batch, rows: list[Clear]) -> None:
    assert isinstance(batch, CaseBatch)
    (held,) = reveal([batch], "payload")
    save(writer_of(actor, batch), batch, rows, held.payload)


def _guess(actor: Actor, header: list[str], held: dict[str, Any]) -> dict[str, str]:
    return mapping.guess(header, column_mappings.remembered(actor, held["about"]["system"]))


CASES = register(
    Kind(
        CaseBatch, CaseBatchRow, lambda header: LAYOUT, _judge, _save, page="families:import", shown="cases:list",
        take_back=take_back, takes_two=True,
        columns=Columns(lambda: list(labels().items()), _guess),
    )
)  # fmt: skip
