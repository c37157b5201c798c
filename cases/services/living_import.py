"""What becomes of a list of people found alive: each row judged against what is held, saved, and taken back.

Everything happens in the name of whoever handed the list in: who reports people reads and changes their own reports
only.  A row is known again by the number that its list gives the person, else by name, age and sex in the same place.
Nothing that somebody wrote since is lost: a list adds to what is known, and taking it back leaves alone whom somebody
has worked on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.erasure import burial
from cases.codes import RowOutcome, Verification
from cases.imports import files, found_people
from cases.imports.found_people import About
from cases.imports.headings import plain
from cases.models import (
    LivingBatch,
    LivingBatchRow,
    Whereabouts,
    WhereaboutsFile,
    WhereaboutsMark,
    WhereaboutsName,
)
from cases.services.checking import Checked
from cases.services.retention import keep_on, kept_until
from cases.services.taking_back import delete_new
from cases.services.whereabouts import change_whereabouts, record_all
from cases.vocabulary.whereabouts import FoundMark, WhereaboutsEntry
from registry.lib.errors import Conflict, Forbidden, NotFound

AT_ONCE = 500
# What a list says of a person; the rest of what is held stays as it is.
LISTED = (
    "sex", "date_of_birth", "age", "nationalities", "languages", "description", "seen_at", "seen_place",
    "facility_kind", "facility_name", "facility_reference", "condition",
)  # fmt: skip
DAYS = ("date_of_birth", "seen_at")
Key = tuple[Any, ...]


def judge(writer: Actor, lines: Sequence[files.Line], held: dict[str, Any]) -> list[Checked]:
    """Every row's outcome.  held: the payload of the batch, with the columns as they are to be read."""
    about, columns, today = About.from_json(held["about"]), held["columns"], timezone.localdate()
    known, seen = _known(writer), set[Key]()
    checked = []
    for line in lines:
        found = found_people.read(line, columns, about, today=today)
        if isinstance(found, list):
            checked.append(Checked(line.number, RowOutcome.REFUSED, problems=found))
            continue
        key, outcome = _key(found), RowOutcome.NEW
        if key in seen:
            outcome = RowOutcome.REPEATED
        elif key in known:
            outcome = RowOutcome.SAME if _joined(known[key][1], found) == known[key][1] else RowOutcome.CHANGED
        seen.add(key)
        checked.append(Checked(line.number, outcome, {"entry": found.to_json()}))
    return checked


def save(writer: Actor, batch: LivingBatch, rows: Iterable[Clear]) -> None:
    """Record whom nobody recorded since the check, add to the others, and keep what each row became.

    rows: of people who are new, changed, or named once more.  Raises Forbidden, Invalid, Conflict.
    """
    known, new, kept = _known(writer), [], []  # type: dict[Key, tuple[str, WhereaboutsEntry]], list[Any], list[Any]
    said = [(row.line, WhereaboutsEntry.from_json(row.payload["entry"])) for row in rows]
    keep_on(writer, {known[key][0] for _line, entry in said if (key := _key(entry)) in known})
    for line, entry in said:
        if (held := known.get(_key(entry))) is None:
            new.append((line, entry))
        elif (joined := _joined(held[1], entry)) != held[1]:
            found = change_whereabouts(actor=writer, ref=held[0], entry=joined)
            kept.append((line, RowOutcome.CHANGED, found, held[1].to_json()))
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        made = record_all(actor=writer, entries=[entry for _line, entry in some], keep_until=kept_until())
        kept += [(line, RowOutcome.NEW, found, None) for (line, _entry), found in zip(some, made, strict=True)]
    last = journal.newest()
    LivingBatchRow.objects.bulk_create(
        [
            LivingBatchRow(
                batch=batch, line=line, outcome=outcome, created_by=batch.created_by,
                payload={"ref": found.ref, "version": found.version, "last": last, "before": before},
            )
            for line, outcome, found, before in kept
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip


def take_back(writer: Actor, actor: Actor, rows: Sequence[Clear], decided: burial.Decision) -> int:
    """Undo what these rows of a batch saved; returns how many reports stayed because somebody worked on them since.

    actor: the job, in whose name reports are deleted that nobody but the batch ever wrote.
    """
    stayed = delete_new(writer, actor, Whereabouts, rows, decided)
    worked_on = journal.worked_on({row.payload["ref"]: row.payload["last"] for row in rows if row.payload["before"]})
    for row in rows:
        ref, version, before = (row.payload[name] for name in ("ref", "version", "before"))
        if before is None:
            continue
        try:
            if ref in worked_on:
                raise Conflict()
            entry = WhereaboutsEntry.from_json(before)
            change_whereabouts(actor=writer, ref=ref, entry=entry, expected_version=version)
        except (Conflict, Forbidden):
            stayed += 1
        except NotFound:  # erased meanwhile
            continue
    return stayed


def _joined(held: WhereaboutsEntry, listed: WhereaboutsEntry) -> WhereaboutsEntry:
    """What is held with what a list adds: what the list leaves empty is left as it is, names are only added."""
    empty = WhereaboutsEntry(kind="")
    said = {name: getattr(listed, name) for name in LISTED if getattr(listed, name) != getattr(empty, name)}
    for name in DAYS:  # the same day, written otherwise
        known = getattr(held, name)
        if known is not None and name in said and known.edtf == said[name].edtf:
            said[name] = known
    return replace(held, **said, names=tuple(dict.fromkeys((*held.names, *listed.names))))


def _key(entry: WhereaboutsEntry) -> Key:
    if entry.facility_reference:
        return plain(entry.facility_name), plain(entry.facility_reference)
    names = tuple(sorted(plain(name) for name in entry.names))
    born = entry.date_of_birth.edtf if entry.date_of_birth else ""
    return plain(entry.facility_name), names, born, entry.age, entry.sex, entry.description


def _known(writer: Actor) -> dict[Key, tuple[str, WhereaboutsEntry]]:
    """The reports that the writer may change, by what a list would know them by: reference and entry."""
    found: dict[Key, tuple[str, WhereaboutsEntry]] = {}
    rows = door.visible(writer, Whereabouts, door.Action.CHANGE).filter(owner=writer.organisation_id).order_by("pk")
    held = list(rows)
    for start in range(0, len(held), AT_ONCE):
        found |= {_key(entry): (ref, entry) for ref, entry in _entries(held[start : start + AT_ONCE])}
    return found


def _entries(rows: Sequence[Whereabouts]) -> Iterator[tuple[str, WhereaboutsEntry]]:
    ids = [row.pk for row in rows]
    names, marks = (_by_report(table, ids) for table in (WhereaboutsName, WhereaboutsMark))
    refs = {row.pk: row.ref for row in rows}
    for file in reveal(list(WhereaboutsFile.objects.filter(whereabouts__in=ids).order_by("pk"))):
        key = file.whereabouts_id
        yield refs[key], entry_of(file, names.get(key, []), marks.get(key, []))


def _by_report(table: type[WhereaboutsName | WhereaboutsMark], ids: list[Any]) -> dict[Any, list[Clear]]:
    found: dict[Any, list[Clear]] = {}
    for row in reveal(list(table._default_manager.filter(whereabouts__in=ids).order_by("created_at", "pk"))):
        found.setdefault(row.whereabouts_id, []).append(row)
    return found


def entry_of(file: Clear, names: Iterable[Clear], marks: Iterable[Clear]) -> WhereaboutsEntry:
    """What is held of somebody, as it would be written."""
    facility = file.facility or {}
    return WhereaboutsEntry(
        kind=file.kind,
        names=tuple(row.full_original for row in names),
        informant=file.informant or "",
        verification=Verification(file.verification),
        sex=file.sex or "0",
        date_of_birth=file.date_of_birth,
        age=tuple(file.age) if file.age else None,
        nationalities=tuple(file.nationalities or ()),
        languages=tuple(file.languages or ()),
        description=file.description or "",
        marks=tuple(
            FoundMark(mark_type=row.mark_type, site=row.site, side=row.side, description=row.description or "")
            for row in marks
        ),
        seen_at=file.seen_at,
        seen_place=file.seen_place,
        facility_kind=facility.get("kind", ""),
        facility_name=facility.get("name", ""),
        facility_reference=facility.get("reference", ""),
        condition=file.condition or "",
        message_for_family=file.message_for_family or "",
        contact=file.contact or "",
    )
