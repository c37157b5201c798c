"""Changing remains: the whole entry anew, compared with what is held.

What the writer may not read stays as it is: nobody erases a forensic file by saving a page that does not show it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accessctl import door
from accessctl import services as access
from accessctl.actor import Actor
from accessctl.clear import reveal
from accessctl.disclosure import ledger
from accessctl.rings import Ring
from accessctl.services.rows import replace_rows, update_row
from registry.lib.errors import Invalid
from remains.models import (
    ForensicFile,
    OriginIndicator,
    PostMortemProfile,
    Remains,
    RemainsBelonging,
    RemainsDentalChart,
    RemainsDocument,
    RemainsIntimateMark,
    RemainsMark,
    RemainsMedical,
    RemainsProtectedDocument,
    RemainsSource,
)
from remains.services import rows, validate
from remains.services.entry import FORENSIC_PARTS, INTIMATE_MARKS, RemainsEntry
from remains.services.skeleton import held_pieces, reason_words
from remains.skeleton.counting import elements_of, minimum


@transaction.atomic
def change_remains(
    *,
    actor: Actor,
    ref: str,
    entry: RemainsEntry,
    expected_version: int | None = None,
    keep: frozenset[str] = frozenset(),
) -> Remains:
    """Replace what is recorded of remains by `entry`, but for the parts of the forensic file named in `keep`.

    Raises NotFound, Forbidden, Invalid, Conflict.
    """
    remains = door.fetch(actor, Remains, door.Action.CHANGE, ref=ref, lock=True)
    door.ensure_writes(actor, PostMortemProfile.RING)
    validate.check(entry, held_status=remains.status)
    if Ring.FORENSIC not in door.rings(actor, remains) or not door.writes(actor, Ring.FORENSIC):
        validate.refuse_forensic(entry)
        keep = FORENSIC_PARTS
    else:
        _agree_with_inventory(remains, entry, keep)
    source = rows.source_of(remains, entry, actor.account)
    changed = _change_lists(remains, entry, source, actor, keep)
    columns = rows.common_columns(entry) | _held(remains)
    changed += [name for name, value in columns.items() if getattr(remains, name) != value]
    for name, value in columns.items():
        setattr(remains, name, value)
    profile = PostMortemProfile.objects.select_for_update().get(remains=remains)
    forensic = ForensicFile.objects.select_for_update().get(remains=remains)
    changed += update_row(profile, rows.profile_columns(entry))
    wanted = {name: value for name, value in rows.forensic_columns(entry).items() if _answer_of(name) not in keep}
    changed += update_row(forensic, wanted)
    access.touch(
        actor, remains, action="remains.changed", expected_version=expected_version, fields=list(columns),
        changed=sorted(set(changed)),
    )  # fmt: skip
    if "age_class" in changed:  # FW-MINOR
        ledger.recall_unadmitted(actor, remains)
    return remains


def _answer_of(column: str) -> str:
    """What an entry calls the answer that a column holds: a range has two columns."""
    return column.removesuffix("_low").removesuffix("_high")


def _agree_with_inventory(remains: Remains, entry: RemainsEntry, keep: frozenset[str]) -> None:
    """What the inventory of elements says is not said otherwise here."""
    pieces, faults = held_pieces(remains), {}
    if not pieces:
        return
    if "elements" not in keep and set(entry.elements) != set(elements_of(pieces)):
        faults["elements"] = [_("An inventory of elements is kept of these remains. Change it there.")]
    least = minimum(pieces)
    if "minimum_number_of_individuals" not in keep and entry.minimum_number_of_individuals < least.number:
        words = [_("The inventory shows at least %(count)s people.") % {"count": least.number}]
        faults["minimum_number_of_individuals"] = [*words, *(reason_words(reason) for reason in least.reasons)]
    if faults:
        raise Invalid(fields=faults)


def _change_lists(
    remains: Remains, entry: RemainsEntry, source: RemainsSource, actor: Actor, keep: frozenset[str]
) -> list[str]:
    tables: list[Any] = [RemainsMark, RemainsBelonging, OriginIndicator]
    tables += [] if INTIMATE_MARKS in keep else [RemainsIntimateMark]
    forensic = {"documents": RemainsDocument, "medical": RemainsMedical, "dental_chart": RemainsDentalChart}
    tables += [table for name, table in forensic.items() if name not in keep]
    wanted = rows.list_rows(remains, entry, source, actor.account)
    changed = replace_rows(remains, tables, wanted, before=source.save)
    papers = [row for row in wanted if isinstance(row, RemainsProtectedDocument)]
    return changed + _add_protected(actor, remains, papers)


def _add_protected(actor: Actor, remains: Remains, papers: list[RemainsProtectedDocument]) -> list[str]:
    """Papers of the protection file are added and never taken away here: who writes them cannot read them again."""
    held = {_told(row) for row in reveal(list(RemainsProtectedDocument.objects.filter(remains=remains)))}
    told = zip(papers, reveal(papers), strict=True)
    new = [paper for paper, clear in told if _told(clear) not in held]
    for paper in new:
        door.ensure_writes(actor, paper.RING)
        if paper.source._state.adding:
            paper.source.save(force_insert=True)
        paper.save(force_insert=True)
    return [RemainsProtectedDocument.__name__] if new else []


def _told(paper: Any) -> tuple[Any, ...]:
    return (paper.doc_type, paper.doc_number, paper.issuing_country, paper.name_on_doc)


def _held(remains: Remains) -> dict[str, bool]:
    """What layer 1 says to exist, by the rows that are there now: some of them the entry does not know."""
    tables: dict[str, tuple[Any, ...]] = {
        "has_marks": (RemainsMark, RemainsIntimateMark),
        "has_documents": (RemainsDocument, RemainsProtectedDocument),
    }
    return {
        name: any(table._default_manager.filter(remains=remains).exists() for table in found)
        for name, found in tables.items()
    }
