"""What becomes of a row of a table of cases: how it is read, opened through `open_cases`, changed and restored.

Relatives, papers, the forensic file and consents of a case that is here are changed on its pages alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from cases.imports import answers, files, people_finder, phones
from cases.imports.cells import Problem
from cases.imports.merging import restored, touched
from cases.models import Case, CaseIntimateMark
from cases.services import CaseEntry, tables, validate
from cases.services.origins import digest
from families.exchange import catalogue
from families.exchange.catalogue import EXPIRES, EXTERNAL_ID, NOTES
from families.exchange.cells import Read
from families.exchange.merging import changed_entry
from families.exchange.rows import About, registration_of
from families.models import CaseBatch, CaseBatchRow, CaseOrigin, ColumnMapping
from families.services import origins, registration, site_notes
from families.services.alike import Alike, like, people
from families.services.following import edit_case
from families.services.held_entries import entry_for
from families.services.origins import Ends
from families.services.taken_back import marks, taken_back
from registry.lib.errors import Conflict, Invalid


class CaseTables(tables.Tables):
    """Tables of cases."""

    catalogue = catalogue.CASES
    root, origin, row, mapping = Case, CaseOrigin, CaseBatchRow, ColumnMapping
    column_of = {
        "names": "name", "height": "height_cm", "marks": "mark_1_type", "medical": "implant_1_type",
        "belongings": "thing_1_class", "enquirer_contact": "enquirer_phone", "country_of_residence": "enquirer_country",
        "lat": "place_last_contact_lat", "lon": "place_last_contact_lon", "radius_m": "place_last_contact_radius_m",
    }  # fmt: skip

    def about(self, held: Mapping[str, Any]) -> About:
        return About.from_json(held["about"]).with_columns(held["columns"])

    def reader(self, cells: Mapping[str, str], columns: Mapping[str, str], about: About) -> Read:
        return Read(cells, columns, today=timezone.localdate(), month_first=about.month_first)

    def check(self, row: answers.Read, about: About) -> None:
        registration.check(registration_of(row.values, row.absences, about))
        for note in row.values.get(NOTES, ()):
            validate.check_told(site_notes.entry_of(note))

    def over(self, row: answers.Read) -> tuple[str, str] | None:
        if not (isinstance(row, Read) and row.is_expired):
            return None
        return EXPIRES, _("The time that the source set is over: it wants this record deleted. It is not taken in.")

    def near(self, writer: Actor, rows: Iterable[answers.Read]) -> Alike:
        return people(writer, rows)

    def like(self, row: answers.Read, near: Alike) -> list[str]:
        return like(row, near)

    def changes(self, said: Mapping[str, str], row: answers.Read) -> set[str]:
        return origins.changes(said, row)

    def merged_faults(
        self, writer: Actor, known: Clear, row: answers.Read, names: set[str], line: files.Line,
        columns: Mapping[str, str],
    ) -> list[Problem]:  # fmt: skip
        _held, entry = _merged(writer, known, row, names)
        try:
            validate.check(entry)
        except Invalid as error:
            words = _("With what is held of %(ref)s: %(why)s")
            return [
                replace(one, reason=words % {"ref": known.case.ref, "why": one.reason})
                for one in self.told(error, line, columns)
            ]  # fmt: skip
        return []

    def taken_back(self, writer: Actor, known: Clear, row: answers.Read) -> dict[str, str] | None:
        return None if origins.is_older(known.said, row) else taken_back(writer, known, row)

    def open_rows(self, writer: Actor, rows: Sequence[answers.Read], about: About) -> list[Case]:
        cases = registration.open_cases(
            actor=writer, registrations=[registration_of(row.values, row.absences, about) for row in rows]
        )
        access.insert_rows(
            CaseOrigin(
                case=case, created_by=writer.account, system=about.system, number=number, digest=key,
                said=origins.stated(row) | marks(row, key), expires_at=row.values.get(EXPIRES),
            )
            for case, row in zip(cases, rows, strict=True)
            if (number := row.values.get(EXTERNAL_ID, ""))
            and (key := digest(CaseOrigin, writer, about.system, number))
        )  # fmt: skip
        for case, row in zip(cases, rows, strict=True):
            if notes := row.values.get(NOTES):
                site_notes.write(writer, case, notes)
                case.refresh_from_db(fields=["version"])
        return cases

    def change(self, writer: Actor, known: Clear, row: answers.Read) -> tuple[Case, dict[str, Any]] | None:
        ref = known.case.ref
        # SECURITY: what people wrote while this waited for the case is there to be seen only once it is locked.
        door.fetch(writer, Case, door.Action.CHANGE, ref=ref, lock=True)
        (origin,) = reveal([CaseOrigin.objects.select_related("case").get(pk=known.pk)], "said")
        if not (names := origins.changes(origin.said, row)):
            return None
        if self.taken_back(writer, origin, row) is not None:  # the consents of the case changed meanwhile
            raise Conflict()
        held, entry = _merged(writer, origin, row, names)
        last = origin.last_entry
        alone = last is not None and not journal.worked_on({ref: last})
        case = edit_case(actor=writer, ref=ref, entry=entry)
        new = [one for one in row.values.get(NOTES, ()) if origins.note_key(one) in names]
        sources = site_notes.write(writer, case, new)
        case.refresh_from_db(fields=["version"])
        now = {**origin.said, **origins.stated(row), **marks(row, origin.digest)}
        ends = Ends(origin.expires_at, origin.wanted_gone_at)
        origins.say(origin.pk, now, later := origins.ends_after(origin, now))
        if later.asked and later.asked != ends.asked:
            journal.record(writer, "import.expired", case)
        added = any(mark.intimate for mark in entry.marks if mark not in held.marks)
        for_good = added and CaseIntimateMark.RING not in door.rings(writer, case)  # added to, never replaced
        before = {
            "entry": touched(held, entry), "origin": str(origin.pk), "said": origin.said, "for_good": for_good,
            "sources": sources, "alone": alone, "ends": [at and at.isoformat() for at in ends],
        }  # fmt: skip
        return case, before

    def restore(self, writer: Actor, record: Case, before: dict[str, Any]) -> None:
        if before["for_good"]:
            raise Conflict()
        edit_case(actor=writer, ref=record.ref, entry=restored(entry_for(writer, record), before["entry"]))
        site_notes.take_out(writer, record, before["sources"])
        ends = Ends(*(at and datetime.fromisoformat(at) for at in before["ends"]))
        origins.say(before["origin"], before["said"], ends)


def _merged(writer: Actor, origin: Clear, row: answers.Read, names: set[str]) -> tuple[CaseEntry, CaseEntry]:
    """What is held of a case, and the same with what the partner says otherwise."""
    held, now = entry_for(writer, origin.case), {**origin.said, **origins.stated(row)}
    absences = {name: code for name, code in row.absences.items() if f"{name}?" in names}
    return held, changed_entry(held, origins.answers(origin.said), origins.answers(now), names, absences)


def _rows(data: bytes) -> files.Table:
    """A table, an export of a form for phones, or a file of a site of missing people (PFIF)."""
    if people_finder.is_xml(data):
        return people_finder.rows(data)
    return phones.flat(*files.rows(data), catalogue.CASES)


TABLES = CaseTables()
CASES = TABLES.kind(
    CaseBatch, name="cases", page="families:import", shown="cases:list", one="cases:detail", rows=_rows,
    told=("name", "date_of_birth"),
    alike=gettext_lazy(
        "Somebody of that name is here, and neither birth nor sex speaks against it. Compare before you decide; the "
        "other rows do not wait."
    ),
)  # fmt: skip
