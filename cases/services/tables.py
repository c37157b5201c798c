"""What becomes of a partner's table of records: each row judged against what is held, saved, taken back.

Everything happens in the name of whoever handed the table in.  A row is known again by the partner's own number; a row
without one that speaks of what is perhaps here already waits for a person to decide, and stops nothing.  What a
partner's table changed since it came last is changed; what somebody wrote here since stays.

Cases and remains each say how a row is read, opened, changed and restored; when which of it happens is said here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, NamedTuple

from django.db import transaction

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.erasure import burial
from accessctl.models import Record
from cases.codes import ImportState, RowOutcome
from cases.imports import files
from cases.imports.answers import Read
from cases.imports.catalogue import EXTERNAL_ID, Catalogue
from cases.imports.cells import Problem, of_the_row
from cases.imports.meanings import Meanings, in_our_codes
from cases.imports.recognising import guess
from cases.models import Batch, BatchRow, KeptColumns, Origin
from cases.services import import_kinds
from cases.services.checking import Checked
from cases.services.import_kinds import writer_of
from cases.services.origins import NotYours, origins_of, remember, remembered
from cases.services.taking_back import delete_new
from registry.lib.errors import BadInput, Conflict, Forbidden, Invalid, NotFound

AT_ONCE: Final = 500


class Became(NamedTuple):
    """What a row became.  before: of a record that was here, what is needed to undo it."""

    line: int
    outcome: RowOutcome
    record: Any
    before: dict[str, Any]


class Tables(ABC):
    """Tables of one kind of record."""

    catalogue: ClassVar[Catalogue]
    root: ClassVar[type[Record]]
    origin: ClassVar[type[Origin]]
    row: ClassVar[type[BatchRow]]
    mapping: ClassVar[type[KeptColumns]]
    # What the services call an answer, where it is not the name of the column.
    column_of: ClassVar[Mapping[str, str]] = {}

    # --- what each kind says ---
    @abstractmethod
    def about(self, held: Mapping[str, Any]) -> Any:
        """What holds for the whole table, of the payload of its batch: its `system` at least, whose numbers it has."""

    @abstractmethod
    def reader(self, cells: Mapping[str, str], columns: Mapping[str, str], about: Any) -> Read:
        """A row by our columns."""

    @abstractmethod
    def check(self, row: Read, about: Any) -> None:
        """What the services would refuse.  Raises Invalid, BadInput."""

    @abstractmethod
    def open_rows(self, writer: Actor, rows: Sequence[Read], about: Any) -> list[Any]:
        """The records of these rows, each with what the partner calls it, if the partner calls it anything."""

    @abstractmethod
    def change(self, writer: Actor, known: Clear, row: Read) -> tuple[Any, dict[str, Any]] | None:
        """Change what the partner says otherwise than the last time; the record, and what is needed to undo it."""

    @abstractmethod
    def restore(self, writer: Actor, record: Any, before: dict[str, Any]) -> None:
        """Write what a record held, and what the partner had said.  Raises Conflict where it cannot be."""

    @abstractmethod
    def near(self, writer: Actor, rows: Iterable[Read]) -> Any:
        """What is held that rows without a number may speak of."""

    @abstractmethod
    def like(self, row: Read, near: Any) -> list[str]:
        """References of what a row perhaps speaks of."""

    @abstractmethod
    def changes(self, said: Mapping[str, str], row: Read) -> set[str]:
        """The columns of which a partner says something else than the last time; an emptied cell says nothing."""

    @abstractmethod
    def merged_faults(
        self, writer: Actor, known: Clear, row: Read, names: set[str], line: files.Line, columns: Mapping[str, str]
    ) -> list[Problem]:
        """What speaks against a row by itself in order, once it is joined with what is held."""

    def over(self, row: Read) -> tuple[str, str] | None:
        """Why a new row is not to be taken in although nothing is wrong with it: the column, and the reason."""
        return None

    def taken_back(self, writer: Actor, known: Clear, row: Read) -> dict[str, str] | None:
        """Columns of a row of a known record that people must see to -> what to do; empty: nothing in it counts."""
        return None

    # --- when it happens ---
    def judge(self, writer: Actor, lines: Sequence[files.Line], held: dict[str, Any]) -> list[Checked]:
        """Every row's outcome.  held: the payload of the batch, with the columns as they are to be read."""
        about, columns = self.about(held), held["columns"]
        lines = [self._in_our_codes(line, held) for line in lines]
        found = [(line, self._read(line, columns, about)) for line in lines]
        numbers = [row.values.get(EXTERNAL_ID, "") for _line, row in found]
        known, others = origins_of(self.origin, writer, about.system, numbers)
        near = self.near(writer, (row for _line, row in found if not row.values.get(EXTERNAL_ID)))
        last = {number: line.number for (line, _row), number in zip(found, numbers, strict=True) if number}
        checked, seen = list[Checked](), set[str]()
        for line, row in found:
            number = row.values.get(EXTERNAL_ID, "")
            is_latest = number in known and last[number] == line.number
            # Before what else is wrong: who takes back the consent to a search leaves all other answers empty.
            back = self.taken_back(writer, known[number], row) if is_latest else None
            if back is not None:
                given = [Problem(columns[name], line.cells[columns[name]], why) for name, why in back.items()]
                checked.append(Checked(line.number, RowOutcome.REFUSED if given else RowOutcome.SAME, problems=given))
                continue
            if row.problems:
                checked.append(Checked(line.number, RowOutcome.REFUSED, problems=row.problems))
                continue
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
                changed = self.changes(known[number].said, row)
                origin = known[number]
                problems = self.merged_faults(writer, origin, row, changed, line, columns) if changed else []
                outcome = RowOutcome.REFUSED if problems else RowOutcome.CHANGED if changed else RowOutcome.SAME
            elif over := self.over(row):
                column, why = over
                outcome = RowOutcome.REFUSED
                problems = [Problem(columns[column], line.cells[columns[column]], why)]
            elif not number and (refs := self.like(row, near)):
                outcome, payload["like"] = RowOutcome.ALIKE, refs
            else:
                outcome = RowOutcome.NEW
            checked.append(Checked(line.number, outcome, {} if problems else payload, problems))
        return checked

    def _read(self, line: files.Line, columns: Mapping[str, str], about: Any) -> Read:
        """A row with everything that speaks against it, what the services would refuse included."""
        row = self.reader(line.cells, columns, about)
        row.problems += of_the_row(line)
        if row.problems or self.over(row):
            return row
        try:
            self.check(row, about)
        except (Invalid, BadInput) as error:
            row.problems += list(self.told(error, line, columns))
        return row

    def told(self, error: Invalid | BadInput, line: files.Line, columns: Mapping[str, str]) -> Iterator[Problem]:
        """What a service refuses, at the cells that it is about."""
        fields: Mapping[str, Sequence[str]] = getattr(error, "fields", None) or {"": [error.message]}
        for name, messages in fields.items():
            column = self.column_of.get(name, name)
            items = self.catalogue.items
            heading = columns.get(column) or (items[column].label if column in items else "")
            for message in messages:
                yield Problem(heading, line.cells.get(columns.get(column, ""), ""), str(message))

    def save(self, writer: Actor, batch: Batch, rows: Iterable[Clear], held: Mapping[str, Any]) -> None:
        """Open the new records, change what the partner changed, keep what each row became.

        Raises Forbidden, Invalid, NotYours.
        """
        about, done = self.about(held), list[Became]()
        read = [(row.line, self.again(row, about)) for row in rows]
        numbers = (row.values.get(EXTERNAL_ID, "") for _line, row in read)
        known, others = origins_of(self.origin, writer, about.system, numbers)
        if others:
            raise NotYours()
        fresh = [one for one in read if one[1].values.get(EXTERNAL_ID, "") not in known]
        new = [(line, row) for line, row in fresh if not self.over(row)]
        for start in range(0, len(new), AT_ONCE):
            some = new[start : start + AT_ONCE]
            records = self.open_rows(writer, [row for _line, row in some], about)
            done += [Became(line, RowOutcome.NEW, one, {}) for (line, _), one in zip(some, records, strict=True)]
        for line, row in read:
            origin = known.get(row.values.get(EXTERNAL_ID, ""))
            if origin is not None and (changed := self.change(writer, origin, row)):
                done.append(Became(line, RowOutcome.CHANGED, *changed))
        self.row._default_manager.bulk_create(self.kept(batch, done), batch_size=AT_ONCE)
        said, unsaid = held.get("words", {}), held.get("unsaid", {})
        remember(self.mapping, writer, about.system, held["columns"], said, unsaid)

    def again(self, row: Clear, about: Any) -> Read:
        """A row as it was kept when the table was checked."""
        cells = row.payload["cells"]
        return self.reader(cells, {name: name for name in cells}, about)

    def kept(self, batch: Batch, done: Sequence[Became]) -> list[Any]:
        """What each row became, and the last entry of the journal that is the import's own."""
        last, record = journal.newest(), self.origin.RECORD
        make: Any = self.row
        alone = [one.record.pk for one in done if not one.before or one.before["alone"]]
        self.origin._default_manager.filter(**{f"{record}__in": alone}).update(last_entry=last)
        return [
            make(
                batch=batch, line=one.line, outcome=one.outcome, created_by=batch.created_by,
                payload={
                    "ref": one.record.ref, "version": one.record.version, "last": last, "before": one.before,
                },
            )
            for one in done
        ]  # fmt: skip

    def take_back(self, writer: Actor, actor: Actor, rows: Sequence[Clear], decided: burial.Decision) -> int:
        """Undo what these rows of a batch saved; returns how many records stayed because somebody worked on them since.

        actor: the job, in whose name records are deleted that nobody but the batch ever wrote.
        """
        stayed = delete_new(writer, actor, self.root, rows, decided)
        changed = {row.payload["ref"]: row.payload["last"] for row in rows if row.payload["before"]}
        worked_on = journal.worked_on(changed)
        for row in rows:
            ref, version, before = (row.payload[name] for name in ("ref", "version", "before"))
            if not before:
                continue
            try:
                with transaction.atomic():
                    found: Any = door.fetch(writer, self.root, door.Action.CHANGE, ref=ref, lock=True)
                    if ref in worked_on or found.version != version:
                        raise Conflict()
                    self.restore(writer, found, before)
            except (Conflict, Forbidden, Invalid):
                stayed += 1
            except NotFound:  # erased meanwhile
                continue
        return stayed

    def kind(self, batch: type[Batch], **more: Any) -> import_kinds.Kind:
        """The kind of import that these tables are, made known."""
        return import_kinds.register(
            import_kinds.Kind(
                batch, self.row, lambda header: batch.LAYOUT, self._judge, self._save, take_back=self.take_back,
                takes_two=True, tables=self,
                columns=import_kinds.Columns(lambda: list(self.catalogue.columns().items()), self._guess), **more,
            )
        )  # fmt: skip

    def _judge(self, actor: Actor, lines: Sequence[files.Line], batch: Batch, held: dict[str, Any]) -> list[Checked]:
        return self.judge(writer_of(actor, batch), lines, held)

    def _save(self, actor: Actor, batch: Batch, rows: list[Clear]) -> None:
        (held,) = reveal([batch], "payload")
        self.save(writer_of(actor, batch), batch, rows, held.payload)

    def _guess(self, actor: Actor, header: list[str], held: dict[str, Any]) -> dict[str, str]:
        return guess(self.catalogue, header, remembered(self.mapping, actor, held["about"]["system"]).columns)

    def words(self, actor: Actor, held: Mapping[str, Any]) -> Meanings:
        """What the words of a table mean, as it was said of the tables of its partner before."""
        return dict(remembered(self.mapping, actor, held["about"]["system"]).words)

    def _in_our_codes(self, line: files.Line, held: Mapping[str, Any]) -> files.Line:
        if not (said := held.get("words")):
            return line
        return replace(line, cells=in_our_codes(self.catalogue, line.cells, held["columns"], said))


@transaction.atomic
def decide(*, actor: Actor, ref: str, line: int, is_new: bool) -> Any:
    """Decide on a row that is perhaps here already: open a record for something else, or leave the row out.

    Returns the record.  Raises NotFound, Forbidden, Invalid.
    """
    kind = import_kinds.kind_of(ref)
    tables = kind.tables
    if tables is None:
        raise NotFound()
    batch = door.fetch(actor, kind.batch, door.Action.CHANGE, ref=ref, lock=True)
    waiting = kind.row._default_manager.filter(batch=batch, line=line, outcome=RowOutcome.ALIKE).first()
    if waiting is None or batch.state != ImportState.APPLIED:
        raise NotFound()
    (clear,), (held,) = reveal([waiting], "payload"), reveal([batch], "payload")
    about, record = tables.about(held.payload), None
    waiting.delete()
    if is_new:
        (record,) = tables.open_rows(actor, [tables.again(clear, about)], about)
        journal.record(actor, "import.opened", record, batch)
        kind.row._default_manager.bulk_create(tables.kept(batch, [Became(line, RowOutcome.NEW, record, {})]))
    batch.n_alike -= 1
    batch.n_new, batch.n_same = batch.n_new + is_new, batch.n_same + (not is_new)
    access.touch(actor, batch, action="import.decided", fields=["n_alike", "n_new", "n_same"])
    return record


def _cells(line: files.Line, columns: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, heading in columns.items() if (cell := line.cells.get(heading, ""))}


def _not_yours(line: files.Line, columns: Mapping[str, str]) -> Problem:
    return Problem(columns[EXTERNAL_ID], line.cells[columns[EXTERNAL_ID]], str(NotYours.template))
