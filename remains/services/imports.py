"""What becomes of a row of a table of remains: how it is read, logged, changed and restored.

Only rings 1 and 2 come by a table; the forensic file of remains that are here is changed on its pages alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accessctl import door, journal
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import Clear, reveal
from accessctl.rings import Ring
from cases.codes import Sex
from cases.imports import answers, files, sheets
from cases.imports.answers import Values, written
from cases.imports.cells import Problem
from cases.imports.headings import plain
from cases.imports.merging import ROWS, restored, touched
from cases.services import tables
from cases.services.origins import NotYours, digest
from registry.lib.dates import PartialDate
from registry.lib.errors import Forbidden, Invalid, NotFound
from remains import exchange, held
from remains.codes import SexEstimate
from remains.exchange import About, Read
from remains.models import (
    OriginIndicator,
    PostMortemProfile,
    Remains,
    RemainsBatch,
    RemainsBatchRow,
    RemainsBelonging,
    RemainsColumns,
    RemainsMark,
    RemainsOrigin,
)
from remains.policies import REGISTRANTS
from remains.services import validate
from remains.services.changing import change_remains
from remains.services.entry import FORENSIC_PARTS, IndicatorEntry, RemainsEntry
from remains.services.logging import log_remains

AT_ONCE = 500
TEMPLATES = ("csv", "xlsx", "ods")


class Near(NamedTuple):
    """Remains that are here: when and where they were found, as a row is compared with them."""

    ref: str
    found_at: PartialDate | None
    place: str
    sex: str
    age: tuple[int | None, int | None]


class RemainsTables(tables.Tables):
    """Tables of remains."""

    catalogue = exchange.REMAINS
    root, origin, row, mapping = Remains, RemainsOrigin, RemainsBatchRow, RemainsColumns
    column_of = {
        "marks": "mark_1_type", "belongings": "thing_1_class", "indicators": "indicator_1_kind",
        "lat": "found_place_lat", "lon": "found_place_lon", "radius_m": "found_place_radius_m",
    }  # fmt: skip

    def about(self, held: Mapping[str, Any]) -> About:
        return About.from_json(held["about"])

    def reader(self, cells: Mapping[str, str], columns: Mapping[str, str], about: About) -> Read:
        return Read(cells, columns, today=timezone.localdate(), month_first=about.month_first)

    def check(self, row: answers.Read, about: About) -> None:
        validate.check(exchange.entry_of(row.values))

    def near(self, writer: Actor, rows: Iterable[answers.Read]) -> list[Near]:
        """Of the months and places of these rows; opened for it, which the journal says."""
        wanted = Q()
        for row in rows:
            found: PartialDate | None = row.values.get("found_at")
            if found and not found.is_open:
                wanted |= Q(found_month__lte=found.latest, found_month_max__gte=found.earliest.replace(day=1))
        if not wanted:
            return []
        mine = door.visible(writer, Remains, ring=Ring.SEARCH).filter(owner=writer.organisation_id)
        held_rows, near = list(mine.filter(wanted).order_by("pk")), list[Near]()
        for start in range(0, len(held_rows), AT_ONCE):
            some = {one.pk: one for one in held_rows[start : start + AT_ONCE]}
            journal.record_reading(writer, some.values(), Ring.SEARCH, [PostMortemProfile.__name__])
            for file in reveal(list(PostMortemProfile.objects.filter(remains__in=some)), "found_at", "found_place"):
                one, ages = some[file.remains_id], (file.age_low, file.age_high)
                near.append(Near(one.ref, file.found_at, _spelled(file.found_place), one.sex, ages))
        return near

    def like(self, row: answers.Read, near: list[Near]) -> list[str]:
        entry = exchange.entry_of(row.values)
        spelled, sex = _spelled(entry.found_place), _sex(entry)
        return sorted(
            one.ref for one in near
            if one.place == spelled and one.found_at and entry.found_at and one.found_at.overlaps(entry.found_at)
            and (Sex.NOT_KNOWN in (sex, one.sex) or sex == one.sex) and _ages_meet(entry.age, one.age)
        )  # fmt: skip

    def changes(self, said: Mapping[str, str], row: answers.Read) -> set[str]:
        return {name for name, cell in stated(row).items() if said.get(name) != cell}

    def merged_faults(
        self, writer: Actor, known: Clear, row: answers.Read, names: set[str], line: files.Line,
        columns: Mapping[str, str],
    ) -> list[Problem]:  # fmt: skip
        remains = known.remains
        if Ring.SEARCH not in door.rings(writer, remains):
            return [Problem("", "", str(NotYours.template))]
        _held, entry = _merged(known, row, names)
        try:
            validate.check(entry, held_status=remains.status)
        except Invalid as error:
            words = _("With what is held of %(ref)s: %(why)s")
            return [
                replace(one, reason=words % {"ref": remains.ref, "why": one.reason})
                for one in self.told(error, line, columns)
            ]  # fmt: skip
        return []

    def open_rows(self, writer: Actor, rows: Sequence[answers.Read], about: About) -> list[Remains]:
        logged = [log_remains(actor=writer, entry=exchange.entry_of(row.values)) for row in rows]
        access.insert_rows(
            RemainsOrigin(
                remains=remains, created_by=writer.account, system=about.system, number=number,
                digest=digest(RemainsOrigin, writer, about.system, number), said=stated(row),
            )
            for remains, row in zip(logged, rows, strict=True)
            if (number := row.values.get("external_id", ""))
        )  # fmt: skip
        return logged

    def change(self, writer: Actor, known: Clear, row: answers.Read) -> tuple[Remains, dict[str, Any]] | None:
        ref = known.remains.ref
        # SECURITY: what people wrote while this waited for the record is there to be seen only once it is locked.
        remains = door.fetch(writer, Remains, door.Action.CHANGE, ref=ref, lock=True)
        if Ring.SEARCH not in door.rings(writer, remains):
            raise NotYours()
        (origin,) = reveal([RemainsOrigin.objects.select_related("remains").get(pk=known.pk)], "said")
        if not (names := self.changes(origin.said, row)):
            return None
        held_entry, entry = _merged(origin, row, names)
        last = origin.last_entry
        alone = last is not None and not journal.worked_on({ref: last})
        remains = change_remains(actor=writer, ref=ref, entry=entry, keep=FORENSIC_PARTS)
        _say(origin.pk, {**origin.said, **stated(row)})
        before = {
            "entry": touched(held_entry, entry), "origin": str(origin.pk), "said": origin.said, "alone": alone,
        }  # fmt: skip
        return remains, before

    def restore(self, writer: Actor, record: Remains, before: dict[str, Any]) -> None:
        entry = restored(_entry(record), before["entry"], ROWS | {"indicators": IndicatorEntry})
        change_remains(actor=writer, ref=record.ref, entry=entry, keep=FORENSIC_PARTS)
        _say(before["origin"], before["said"])


def stated(row: answers.Read) -> dict[str, str]:
    """What a row says, as cells: what a later table is compared with."""
    return {name: written(value) for name, value in row.values.items() if name in exchange.ITEMS}


def _say(origin: Any, said: dict[str, str]) -> None:
    stored = RemainsOrigin.objects.get(pk=origin)
    stored.said = said
    stored.save(update_fields=["said"])


def _merged(origin: Clear, row: answers.Read, names: set[str]) -> tuple[RemainsEntry, RemainsEntry]:
    """What is held of remains in layer 2, and the same with what the partner says otherwise."""
    held_entry, now = _entry(origin.remains), {**origin.said, **stated(row)}
    return held_entry, exchange.changed_entry(held_entry, _values(origin.said), _values(now), names)


def _values(said: Mapping[str, str]) -> Values:
    return Read(said, {name: name for name in said}, today=timezone.localdate()).values


def _entry(remains: Remains) -> RemainsEntry:
    (profile,) = reveal(list(PostMortemProfile.objects.filter(remains=remains)))
    lists = [
        list(reveal(list(table._default_manager.filter(remains=remains).order_by("created_at", "pk"))))
        for table in (RemainsMark, RemainsBelonging, OriginIndicator)
    ]
    return held.entry_of(remains.status, held.profile_parts(profile, *lists))


def _spelled(place: Any) -> str:
    """A place to be compared: its words, or where it has none, its parts."""
    if not place:
        return ""
    return plain(place.as_said or " ".join(filter(None, (place.locality, place.admin1, place.country))))


def _sex(entry: RemainsEntry) -> str:
    return SexEstimate(entry.sex_estimated).sex if entry.sex_estimated else Sex.NOT_KNOWN


def _ages_meet(one: tuple[int, int] | None, other: tuple[int | None, int | None]) -> bool:
    low, high = other
    if one is None or low is None:
        return True
    return one[0] <= (low if high is None else high) and low <= one[1]


def template_for(actor: Actor, kind: str) -> bytes:
    """An empty table.  kind: of TEMPLATES.  Raises Forbidden, NotFound."""
    if actor.organisation is None or not actor.roles & REGISTRANTS:
        raise Forbidden()
    if kind not in TEMPLATES:
        raise NotFound()
    return sheets.table(kind, [list(exchange.REMAINS.labels().values())])


TABLES = RemainsTables()
REMAINS = TABLES.kind(
    RemainsBatch, name="remains", page="remains:import", shown="remains:list", one="remains:detail",
    crumbs="remains/_crumbs.html", told=("found_place", "found_at"),
    alike=gettext_lazy(
        "Remains that were found there at that time are here, and neither sex nor age speaks against it. Compare "
        "before you decide; the other rows do not wait."
    ),
)  # fmt: skip
