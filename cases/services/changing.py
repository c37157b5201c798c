"""Changing a case: the whole entry anew, compared with what is held, so that the journal names what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accessctl import audiences, door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import RingRow
from accessctl.services.rows import replace_rows, update_row
from accessctl.tokens import token_of
from cases.codes import ProtectionFlag, StatementTopic
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CasePhoto,
    CaseProtectedDocument,
    CaseProtectionFile,
    CaseSearchFile,
    CaseSource,
)
from cases.models.statements import COLUMNS, ON_CASE
from cases.services import derive, rows, told, validate
from cases.services.entry import CaseEntry
from registry.lib.errors import Forbidden, Invalid, NotFound


class TakesTwo(Invalid):
    code = "takes_two"
    template = _("Taking a State off needs a second person: ask for it under “Safeguards”.")


LISTS: tuple[type[RingRow], ...] = (CaseName, CaseMark, CaseIntimateMark, CaseDocument, CaseProtectedDocument)
# Lists that who writes may leave as they are: REST reads neither, so what was read lacks them.
KEEPABLE: dict[str, frozenset[type[RingRow]]] = {
    "intimate_marks": frozenset({CaseIntimateMark}),
    "documents": frozenset({CaseDocument, CaseProtectedDocument}),
}
# Lists that an entry may leave as they are, and by which of its parts.
OPTIONAL: dict[str, type[RingRow]] = {
    "medical": CaseMedical, "dental_chart": CaseDentalChart, "belongings": CaseBelonging,
}  # fmt: skip


@transaction.atomic
def change_case(
    *, actor: Actor, ref: str, entry: CaseEntry, expected_version: int | None = None, told_by: UUID | None = None,
    keep: frozenset[str] = frozenset(),
) -> Case:  # fmt: skip
    """Replace what is known of a missing person by `entry`.  Fate, state and consent are not changed here.

    An empty protection flag leaves it as it is; neither a flag nor a State that is to be told nothing can be taken off
    here: that takes two persons.  Rows of a ring that the actor may not open are added to, never replaced.
    told_by: the source whose words are new here; who said what is replaced stands beside it with their own words.
    keep: lists to leave as they are (`KEEPABLE`).
    Raises NotFound, Forbidden, TakesTwo, Invalid, Conflict.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, CaseSearchFile.RING)
    protection = CaseProtectionFile.objects.select_for_update().get(case=case)
    entry = _with_protection_held(case, entry, protection)
    if entry.is_flagged:
        entry = replace(entry, nationalities=told.hide_nationalities(case, entry.nationalities))
    validate.check(entry)
    kept = {table for part in keep for table in KEEPABLE[part]}
    lists = [
        *(table for table in LISTS if table not in kept),
        *(table for part, table in OPTIONAL.items() if getattr(entry, part) is not None),
    ]
    open_rings = {ring for ring in door.rings(actor, case) if door.writes(actor, ring)}
    unseen = tuple(table for table in lists if table.RING not in open_rings)
    was = told.on_case(case)
    changed = _update_common(case, entry, {*unseen, *_held(case, kept)})
    changed += _write_told(case, entry, actor, told_by, was)
    source = _source(case, entry, actor, told_by)
    changed += _replace_lists(case, entry, actor, source, lists, unseen)
    changed += _update_priorities(case, entry, is_unseen=CaseMedical in unseen)
    if update_row(protection, rows.protection_columns(entry)):
        door.ensure_writes(actor, CaseProtectionFile.RING)
        changed.append("protection")
    access.set_firewall(actor, case, entry.firewall_states | (told.origins(case) if entry.is_flagged else frozenset()))
    changed += _replace_photo(case, entry, actor, source)
    if told.left_out(case):
        told.count_marks(case)
    access.touch(
        actor, case, action="case.changed", expected_version=expected_version, changed=sorted(set(changed)),
        fields=[*derive.common_columns(entry), "has_photo"],
    )  # fmt: skip
    return case


def _held(case: Case, tables: set[type[RingRow]]) -> set[type[RingRow]]:
    """Those of these lists in which anything is."""
    return {table for table in tables if table._default_manager.filter(**{table.RECORD: case}).exists()}


def _update_common(case: Case, entry: CaseEntry, unseen: set[type[RingRow]]) -> list[str]:
    columns = derive.common_columns(entry)
    # What lies in rows that the actor cannot see, or leaves as they are, is still there.
    columns["has_marks"] |= case.has_marks and CaseIntimateMark in unseen
    columns["has_documents"] |= case.has_documents and bool({CaseDocument, CaseProtectedDocument} & unseen)
    changed = [name for name, value in columns.items() if getattr(case, name) != value]
    for name, value in columns.items():
        setattr(case, name, value)
    return changed


def _write_told(
    case: Case, entry: CaseEntry, actor: Actor, told_by: UUID | None, was: dict[StatementTopic, dict[str, Any]]
) -> list[str]:
    """Answers that are no rows of a list: what its own source says anew replaces, what another says stands beside.

    was: the codes that the case showed before.
    """
    file = CaseSearchFile.objects.select_for_update().get(case=case)
    (clear,) = reveal([file])
    was = {topic: told.held(clear, topic) for topic in COLUMNS.keys() - ON_CASE} | was
    new = {
        topic: values for topic, values in told.told(entry).items()
        if values != {name: value for name, value in was[topic].items() if name in values}
    }  # fmt: skip
    others = {topic for topic in new if topic in file.told_apart or told_by not in (None, file.source_id)}
    authors = _authors(case) if others else {}
    told.tell_apart(case, file, others, was)
    for topic in others:
        by = told_by or authors.get(topic, file.source_id)
        told.say(case, topic, by, new[topic], actor.account, prefer=told_by is not None)
    own = new.keys() - others - ON_CASE
    columns = {name: value for topic in own for name, value in new[topic].items()}
    columns["absences"] = entry.absences
    if not file.told_apart:
        columns |= {name: rows.search_columns(entry)[name] for name in ("age_low", "age_high")}
    return [*update_row(file, columns), *told.show(case)]


def _authors(case: Case) -> dict[StatementTopic, UUID]:
    """Whose statement is shown, by topic."""
    found, left = told.statements_of(case), told.left_out(case)
    shown = {topic: told.shown(told.standing([one for one in found if one.topic == topic], left)) for topic in COLUMNS}
    return {topic: row.source_id for topic, row in shown.items() if row}


def _source(case: Case, entry: CaseEntry, actor: Actor, told_by: UUID | None) -> CaseSource:
    """Whom new rows come from: who is named, else a source of its own, not saved yet.  Raises NotFound."""
    if told_by is None:
        return rows.source_of(case, entry, actor.account)
    known = CaseSource.objects.filter(case=case, pk=told_by).first()
    if known is None:
        raise NotFound()
    return known


def _replace_lists(
    case: Case, entry: CaseEntry, actor: Actor, source: CaseSource, lists: list[type[RingRow]],
    unseen: tuple[type[RingRow], ...],
) -> list[str]:  # fmt: skip
    wanted = rows.list_rows(case, entry, source, actor.account)
    added = [row for row in wanted if type(row) in unseen]
    for row in added:
        door.ensure_writes(actor, row.RING)
    if added:
        source.save()
    seen = [table for table in lists if table not in unseen]
    _keep_names(case, added)
    changed = replace_rows(case, seen, wanted, before=source.save)
    access.insert_rows(added)
    return [*changed, *(type(row).__name__ for row in added)]


def _keep_names(case: Case, added: list[Any]) -> None:
    """A mark that is found to be intimate by who does not read such marks is the same mark, under its id."""
    held = {token_of(row.pk): row for row in CaseMark.objects.filter(case=case)} if added else {}
    for row in added:
        if isinstance(row, CaseIntimateMark) and row.anew in held:
            was = held.pop(row.anew)
            row.pk, row.created_at = was.pk, was.created_at


def _update_priorities(case: Case, entry: CaseEntry, *, is_unseen: bool) -> list[str]:
    file = CaseSearchFile.objects.get(case=case)
    wanted = rows.priorities(entry, file.priorities, is_unseen=is_unseen)
    return update_row(file, {"priorities": wanted}) if wanted != file.priorities else []


def _replace_photo(case: Case, entry: CaseEntry, actor: Actor, source: CaseSource) -> list[str]:
    """A new photo takes the place of the old one; none given changes nothing."""
    photo = rows.photo_row(case, entry, source, actor.account)
    if photo is None:
        return []
    CasePhoto.objects.filter(case=case).delete()
    source.save()
    photo.save(force_insert=True)
    case.has_photo = True
    return ["photo"]


def _with_protection_held(case: Case, entry: CaseEntry, protection: CaseProtectionFile) -> CaseEntry:
    """An empty flag leaves protection as it is, for people who may not read it.

    SECURITY: a State that an answer kept away, such as a nationality that is corrected now, is kept away by name.
    Raises Forbidden when a flag would be lifted, TakesTwo when a State would be taken off.
    """
    (held,) = reveal([protection])
    if not entry.protection_flag:
        entry = replace(
            entry,
            protection_flag=held.protection_flag,
            protection_states=tuple(held.protection_states),
            nationalities=entry.nationalities or tuple(held.nationalities),
        )
    if held.protection_flag == ProtectionFlag.NONE:
        return entry
    if not entry.is_flagged:
        raise Forbidden()
    if {*held.protection_states} - {*entry.protection_states}:
        raise TakesTwo(fields={"protection_states": [str(TakesTwo.template)]})
    left_out = audiences.spec_of(case.audience).firewall_states - entry.firewall_states
    return replace(entry, protection_states=(*entry.protection_states, *sorted(left_out)))
