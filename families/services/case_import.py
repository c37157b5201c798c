"""What becomes of a table of cases: each row judged against what is held, saved through `open_cases`, taken back.

Everything happens in the name of whoever handed the table in.  A row is known again by the partner's own number; a row
without one that speaks of somebody who is perhaps here already waits for a person to decide, and stops nothing.
What a partner's table changed since it came last is changed; what somebody wrote here since stays.  Relatives, papers,
the forensic file and consents of a case that is here are changed on its pages alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.erasure import burial
from cases.codes import ImportState, RowOutcome
from cases.imports import files, people_finder, phones, recognising
from cases.imports.cells import Problem, of_the_row
from cases.models import Batch, Case, CaseIntimateMark
from cases.services import CaseEntry, validate
from cases.services.checking import Checked
from cases.services.import_kinds import Columns, Kind, register, writer_of
from cases.services.taking_back import delete_new
from families.exchange import catalogue
from families.exchange.catalogue import EXPIRES, EXTERNAL_ID, ITEMS, NOTES
from families.exchange.cells import Read
from families.exchange.merging import changed_entry, restored, touched
from families.exchange.rows import About, registration_of
from families.models import CaseBatch, CaseBatchRow, CaseOrigin
from families.services import column_mappings, registration, site_notes
from families.services.alike import like, people
from families.services.following import edit_case
from families.services.held_entries import entry_for
from families.services.origins import (
    Ends,
    NotYours,
    answers,
    changes,
    digest,
    ends_after,
    note_key,
    origins_of,
    say,
    stated,
)
from registry.lib.errors import BadInput, Conflict, Forbidden, Invalid, NotFound

LAYOUT: Final = "cases"
AT_ONCE: Final = 500
# What the services call an answer, where it is not the name of the column.
COLUMN_OF: Final = {
    "names": "name", "height": "height_cm", "marks": "mark_1_type", "medical": "implant_1_type",
    "belongings": "thing_1_class", "enquirer_contact": "enquirer_phone", "country_of_residence": "enquirer_country",
    "lat": "place_last_contact_lat", "lon": "place_last_contact_lon", "radius_m": "place_last_contact_radius_m",
}  # fmt: skip
Became = tuple[int, RowOutcome, Case, dict[str, Any]]


def judge(writer: Actor, lines: Sequence[files.Line], held: dict[str, Any]) -> list[Checked]:
    """Every row's outcome.  held: the payload of the batch, with the columns as they are to be read."""
    about, columns, today = About.from_json(held["about"]), held["columns"], timezone.localdate()
    found = [(line, _read(line, columns, about, today)) for line in lines]
    numbers = [row.values.get(EXTERNAL_ID, "") for _line, row in found]
    known, others = origins_of(writer, about.system, numbers)
    known_by_name = people(writer, (row for _line, row in found if not row.values.get(EXTERNAL_ID)))
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
        problems = list[Problem]()
        if repeated:
            outcome = RowOutcome.REPEATED
        elif number in others:
            outcome, problems = RowOutcome.REFUSED, [_not_yours(line, columns)]
        elif number in known:
            changed = changes(known[number].said, row)
            problems = _merged_faults(writer, known[number], row, changed, line, columns) if changed else []
            outcome = RowOutcome.REFUSED if problems else RowOutcome.CHANGED if changed else RowOutcome.SAME
        elif row.is_expired:
            outcome, problems = RowOutcome.REFUSED, [_ended(line, columns)]
        elif not number and (refs := like(row, known_by_name)):
            outcome, payload["like"] = RowOutcome.ALIKE, refs
        else:
            outcome = RowOutcome.NEW
        checked.append(Checked(line.number, outcome, {} if problems else payload, problems))
    return checked


def _ended(line: files.Line, columns: Mapping[str, str]) -> Problem:
    said = _("The time that the source set is over: it wants this record deleted. It is not taken in.")
    return Problem(columns[EXPIRES], line.cells[columns[EXPIRES]], said)


def _cells(line: files.Line, columns: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, heading in columns.items() if (cell := line.cells.get(heading, ""))}


def _read(line: files.Line, columns: Mapping[str, str], about: About, today: Any) -> Read:
    """A row with everything that speaks against it, what the services would refuse included."""
    row = Read(line.cells, columns, today=today, month_first=about.month_first)
    row.problems += of_the_row(line)
    if row.problems or row.is_expired:
        return row
    try:
        registration.check(registration_of(row.values, row.absences, about))
        for note in row.values.get(NOTES, ()):
            validate.check_told(site_notes.entry_of(note))
    except (Invalid, BadInput) as error:
        row.problems += list(_told(error, line, columns))
    return row


def _not_yours(line: files.Line, columns: Mapping[str, str]) -> Problem:
    return Problem(columns[EXTERNAL_ID], line.cells[columns[EXTERNAL_ID]], str(NotYours.template))


def _merged_faults(
    writer: Actor, origin: Clear, row: Read, names: set[str], line: files.Line, columns: Mapping[str, str]
) -> list[Problem]:
    """What speaks against a row by itself in order, once it is joined with what is held of the case."""
    _held, entry = _merged(writer, origin, row, names)
    try:
        validate.check(entry)
    except Invalid as error:
        words = _("With what is held of %(ref)s: %(why)s")
        return [
            replace(one, reason=words % {"ref": origin.case.ref, "why": one.reason})
            for one in _told(error, line, columns)
        ]  # fmt: skip
    return []


def _told(error: Invalid | BadInput, line: files.Line, columns: Mapping[str, str]) -> Iterator[Problem]:
    fields: Mapping[str, Sequence[str]] = getattr(error, "fields", None) or {"": [error.message]}
    for name, messages in fields.items():
        column = COLUMN_OF.get(name, name)
        heading = columns.get(column) or (ITEMS[column].label if column in ITEMS else "")
        for message in messages:
            yield Problem(heading, line.cells.get(columns.get(column, ""), ""), str(message))


def save(writer: Actor, batch: CaseBatch, rows: Iterable[Clear], held: Mapping[str, Any]) -> None:
    """Open the new cases, change what the partner changed, keep what each row became.

    Raises Forbidden, Invalid, NotYours.
    """
    about, today, done = About.from_json(held["about"]), timezone.localdate(), list[Became]()
    read = [(row.line, _again(row, about, today)) for row in rows]
    known, others = origins_of(writer, about.system, (row.values.get(EXTERNAL_ID, "") for _line, row in read))
    if others:
        raise NotYours()
    new = [(line, row) for line, row in read if row.values.get(EXTERNAL_ID, "") not in known and not row.is_expired]
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        cases = open_rows(writer, [row for _line, row in some], about)
        done += [(line, RowOutcome.NEW, case, {}) for (line, _row), case in zip(some, cases, strict=True)]
    for line, row in read:
        origin = known.get(row.values.get(EXTERNAL_ID, ""))
        if origin is not None and (changed := _change(writer, origin, row)):
            done.append((line, RowOutcome.CHANGED, *changed))
    CaseBatchRow.objects.bulk_create(_kept(batch, done), batch_size=AT_ONCE)
    column_mappings.remember(writer, about.system, held["columns"])


def _again(row: Clear, about: About, today: Any) -> Read:
    cells = row.payload["cells"]
    return Read(cells, {name: name for name in cells}, today=today, month_first=about.month_first)


def _kept(batch: CaseBatch, done: Sequence[Became]) -> list[CaseBatchRow]:
    """What each row became, and the last entry of the journal that is the import's own."""
    last = journal.newest()
    alone = [case.pk for _line, _outcome, case, before in done if not before or before["alone"]]
    CaseOrigin.objects.filter(case__in=alone).update(last_entry=last)
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
            digest=digest(writer, about.system, number), said=stated(row), expires_at=row.values.get(EXPIRES),
        )
        for case, row in zip(cases, rows, strict=True)
        if (number := row.values.get(EXTERNAL_ID, ""))
    )  # fmt: skip
    for case, row in zip(cases, rows, strict=True):
        if notes := row.values.get(NOTES):
            site_notes.write(writer, case, notes)
            case.refresh_from_db(fields=["version"])
    return cases


def _change(writer: Actor, known: Clear, row: Read) -> tuple[Case, dict[str, Any]] | None:
    """Change what the partner says otherwise than the last time; returns the case, and what is needed to undo it."""
    ref = known.case.ref
    # SECURITY: what people wrote while this waited for the case is there to be seen only once it is locked.
    door.fetch(writer, Case, door.Action.CHANGE, ref=ref, lock=True)
    (origin,) = reveal([CaseOrigin.objects.select_related("case").get(pk=known.pk)], "said")
    if not (names := changes(origin.said, row)):
        return None
    held, entry = _merged(writer, origin, row, names)
    last = origin.last_entry
    alone = last is not None and not journal.worked_on({ref: last})
    case = edit_case(actor=writer, ref=ref, entry=entry)
    new = [one for one in row.values.get(NOTES, ()) if note_key(one) in names]
    sources = site_notes.write(writer, case, new)
    case.refresh_from_db(fields=["version"])
    now, ends = {**origin.said, **stated(row)}, Ends(origin.expires_at, origin.wanted_gone_at)
    say(origin.pk, now, later := ends_after(origin, now))
    if later.asked and later.asked != ends.asked:
        journal.record(writer, "import.expired", case)
    added = any(mark.intimate for mark in entry.marks if mark not in held.marks)
    for_good = added and CaseIntimateMark.RING not in door.rings(writer, case)  # added to, never replaced
    before = {
        "entry": touched(held, entry), "origin": str(origin.pk), "said": origin.said, "for_good": for_good,
        "sources": sources, "alone": alone, "ends": [at and at.isoformat() for at in ends],
    }  # fmt: skip
    return case, before


def _merged(writer: Actor, origin: Clear, row: Read, names: set[str]) -> tuple[CaseEntry, CaseEntry]:
    """What is held of a case, and the same with what the partner says otherwise."""
    held, now = entry_for(writer, origin.case), {**origin.said, **stated(row)}
    absences = {name: code for name, code in row.absences.items() if f"{name}?" in names}
    return held, changed_entry(held, answers(origin.said), answers(now), names, absences)


def take_back(writer: Actor, actor: Actor, rows: Sequence[Clear], decided: burial.Decision) -> int:
    """Undo what these rows of a batch saved; returns how many cases stayed because somebody worked on them since.

    actor: the job, in whose name cases are deleted that nobody but the batch ever wrote.
    """
    stayed = delete_new(writer, actor, Case, rows, decided)
    worked_on = journal.worked_on({row.payload["ref"]: row.payload["last"] for row in rows if row.payload["before"]})
    for row in rows:
        ref, version, before = (row.payload[name] for name in ("ref", "version", "before"))
        if not before:
            continue
        try:
            with transaction.atomic():
                found = door.fetch(writer, Case, door.Action.CHANGE, ref=ref, lock=True)
                if ref in worked_on or found.version != version:
                    raise Conflict()
                _restore(writer, found, before)
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
    site_notes.take_out(writer, case, before["sources"])
    say(before["origin"], before["said"], Ends(*(at and datetime.fromisoformat(at) for at in before["ends"])))


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


def _rows(data: bytes) -> files.Table:
    """A table, an export of a form for phones, or a file of a site of missing people (PFIF)."""
    if people_finder.is_xml(data):
        return people_finder.rows(data)
    return phones.flat(*files.rows(data), catalogue.CASES)


def _guess(actor: Actor, header: list[str], held: dict[str, Any]) -> dict[str, str]:
    return recognising.guess(catalogue.CASES, header, column_mappings.remembered(actor, held["about"]["system"]))


CASES = register(
    Kind(
        CaseBatch, CaseBatchRow, lambda header: LAYOUT, _judge, _save, page="families:import", shown="cases:list",
        take_back=take_back, takes_two=True, rows=_rows,
        columns=Columns(lambda: list(catalogue.CASES.columns().items()), _guess),
    )
)  # fmt: skip
