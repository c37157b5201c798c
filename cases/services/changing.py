"""Changing a case: the whole entry anew, compared with what is held, so that the journal names what changed."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accessctl import audiences, door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.models import RingRow
from accessctl.services.rows import replace_rows, update_row
from cases.codes import ProtectionFlag
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
)
from cases.services import derive, rows, validate
from cases.services.entry import CaseEntry
from registry.lib.errors import Forbidden, Invalid


class TakesTwo(Invalid):
    code = "takes_two"
    template = _("Taking a State off needs a second person: ask for it under “Safeguards”.")


LISTS: tuple[type[RingRow], ...] = (CaseName, CaseMark, CaseIntimateMark, CaseDocument, CaseProtectedDocument)
# Lists that an entry may leave as they are, and by which of its parts.
OPTIONAL: dict[str, type[RingRow]] = {
    "medical": CaseMedical, "dental_chart": CaseDentalChart, "belongings": CaseBelonging,
}  # fmt: skip


@transaction.atomic
def change_case(*, actor: Actor, ref: str, entry: CaseEntry, expected_version: int | None = None) -> Case:
    """Replace what is known of a missing person by `entry`.  Fate, state and consent are not changed here.

    An empty protection flag leaves it as it is; neither a flag nor a State that is to be told nothing can be taken off
    here: that takes two persons.  Rows of a ring that the actor may not open are added to, never replaced.  Raises
    NotFound, Forbidden, TakesTwo, Invalid, Conflict.
    """
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref, lock=True)
    protection = CaseProtectionFile.objects.select_for_update().get(case=case)
    entry = _with_protection_held(case, entry, protection)
    validate.check(entry)
    lists = [*LISTS, *(table for part, table in OPTIONAL.items() if getattr(entry, part) is not None)]
    open_rings = door.rings(actor, case)
    unseen = tuple(table for table in lists if table.RING not in open_rings)
    changed = _update_common(case, entry, unseen)
    changed += update_row(CaseSearchFile.objects.select_for_update().get(case=case), rows.search_columns(entry))
    changed += _replace_lists(case, entry, actor, lists, unseen)
    if update_row(protection, rows.protection_columns(entry)):
        changed.append("protection")
    access.set_firewall(actor, case, entry.firewall_states)
    changed += _replace_photo(case, entry, actor)
    access.touch(
        actor, case, action="case.changed", expected_version=expected_version, changed=sorted(set(changed)),
        fields=[*derive.common_columns(entry), "has_photo"],
    )  # fmt: skip
    return case


def _update_common(case: Case, entry: CaseEntry, unseen: tuple[type[RingRow], ...]) -> list[str]:
    columns = derive.common_columns(entry)
    # What lies in rows that the actor cannot see is still there.
    columns["has_marks"] |= case.has_marks and CaseIntimateMark in unseen
    columns["has_documents"] |= case.has_documents and bool({CaseDocument, CaseProtectedDocument} & {*unseen})
    changed = [name for name, value in columns.items() if getattr(case, name) != value]
    for name, value in columns.items():
        setattr(case, name, value)
    return changed


def _replace_lists(
    case: Case, entry: CaseEntry, actor: Actor, lists: list[type[RingRow]], unseen: tuple[type[RingRow], ...]
) -> list[str]:
    source = rows.source_of(case, entry, actor.account)
    wanted = rows.list_rows(case, entry, source, actor.account)
    added = [row for row in wanted if type(row) in unseen]
    if added:
        source.save(force_insert=True)
    seen = [table for table in lists if table not in unseen]
    changed = replace_rows(case, seen, wanted, before=source.save)
    access.insert_rows(added)
    return [*changed, *(type(row).__name__ for row in added)]


def _replace_photo(case: Case, entry: CaseEntry, actor: Actor) -> list[str]:
    """A new photo takes the place of the old one; none given changes nothing."""
    source = rows.source_of(case, entry, actor.account)
    photo = rows.photo_row(case, entry, source, actor.account)
    if photo is None:
        return []
    CasePhoto.objects.filter(case=case).delete()
    source.save(force_insert=True)
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
