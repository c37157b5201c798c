"""A case in the order and words of a partner's form, as one reader opens it for a purpose.

A copy is a reading: each ring by its own decision of the door, journalled.  Who the family is, how they are reached and
what protects somebody is on no copy, whoever opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.codes import Purpose
from accessctl.parts import Part, parts_of
from accessctl.rings import Ring
from cases import charted, presentation, told_facts
from cases.codes import Absence, Healed, MarkSite, MedicalKind, Sex, Side, ToothNumbering, WornOrCarried
from cases.dvi.paper import Block, Paper, paper
from cases.models import Case, CasePhoto, CaseSearchFile
from cases.partner_forms.declare import Field, Form, Item, Section
from cases.presentation import Fact
from cases.vocabulary.place import Place
from registry.lib.dates import PartialDate
from registry.lib.errors import Forbidden

PRINTED: Final = (Ring.COMMON, Ring.SEARCH, Ring.RESERVED, Ring.FORENSIC)
_UNSAID: Final = {
    Side.UNKNOWN,
    MarkSite.UNKNOWN,
    WornOrCarried.UNKNOWN,
    Healed.UNKNOWN,
    Sex.NOT_KNOWN,
    ToothNumbering.FDI,
}
_PHOTO: Final = "CasePhoto.content"  # that there is one is said; the photo itself is on no paper
Rows = Mapping[type[models.Model], list[Any]]


def case_copy(actor: Actor, ref: str, purpose: Purpose, form: Form) -> Paper:
    """The case as far as the reader's rings go for this purpose.

    Raises NotFound, Forbidden where not even the search file is open.
    """
    case = door.fetch(actor, Case, ref=ref)
    acting = actor.acting_for(purpose)
    reach = door.rings(acting, case)
    if Ring.SEARCH not in reach:
        raise Forbidden()
    rows: dict[type[models.Model], list[Any]] = {Case: [case]}
    closed = frozenset[str]()
    for ring in PRINTED[1:]:
        tables = _tables(form, ring)
        if ring in reach and tables:
            opened = door.open(acting, case, ring, tables=tables)
            rows |= {table: opened.rows(case, table) for table in tables}
            closed |= opened.closed(case)
    shut = [part for part in parts_of(Case) if part.code in closed]
    blocks = [_block(section, case, rows, shut) for section in form.sections]
    return paper(actor, form.code, case.ref, case.owner.name, purpose, blocks, form=form)


def _tables(form: Form, ring: Ring) -> list[Any]:
    """The tables of cases that a form needs of a ring."""
    fields = [field for item in form.items for field in item.fields if field.path != _PHOTO]
    named = {field.table: None for field in fields if field.table._meta.app_label == "cases" and field.ring is ring}
    return list(named)


def _block(section: Section, case: Case, rows: Rows, shut: list[Part]) -> Block:
    facts, kept, closed = [], [], []
    for item in section.items:
        if not item.paths:
            continue
        if not _is_printed(item):
            kept.append(item.words)
        elif any(_is_closed(field, rows, shut) for field in item.fields):
            closed.append(item.words)
        else:
            facts.append(Fact(item.words, _value(item, case, rows), _why_not(item, rows)))
    notes = [
        _("Never on a copy: %(items)s.") % {"items": ", ".join(kept)} if kept else "",
        _("Closed to you: %(items)s.") % {"items": ", ".join(closed)} if closed else "",
    ]
    return Block(section.number, section.words, facts, note=" ".join(filter(None, notes)),
                 is_closed=bool(closed) and not facts and not kept)  # fmt: skip


def _is_printed(item: Item) -> bool:
    return all(field.table._meta.app_label == "cases" and field.ring in PRINTED for field in item.fields)


def _is_closed(field: Field, rows: Rows, shut: list[Part]) -> bool:
    """Whether its ring is, or a part that an agreement keeps closed: to an office that is not "never said"."""
    if field.table not in rows and field.table is not CasePhoto:
        return True
    named: Any = field.table
    return any(named in part.tables or field.name in part.fields.get(named, ()) for part in shut)


def _why_not(item: Item, rows: Rows) -> str | Promise:
    """Why the family gave no answer, where they were asked."""
    names = [field.name for field in item.fields if field.table is CaseSearchFile]
    found = [row.absences[name] for name in names for row in rows[CaseSearchFile] if name in row.absences]
    return Absence(found[0]).label if found else ""


def _value(item: Item, case: Case, rows: Rows) -> str | None:
    """What is held of an item: a line for each row of a table."""
    lines = []
    named: dict[type[models.Model], list[str]] = {}
    for field in item.fields:
        named.setdefault(field.table, []).append(field.name)
    for table, names in named.items():
        if table is CasePhoto:
            lines += [_("held")] if case.has_photo else []
        else:
            lines += [presentation.line(_words(row, table, names)) for row in rows[table]]
    return "; ".join(line for line in lines if line) or None


def _words(row: Any, table: type[models.Model], names: Iterable[str]) -> Iterable[str]:
    chosen = list(names)
    for name in chosen:
        if name.endswith("_high") and f"{name.removesuffix('_high')}_low" in chosen:
            continue
        yield _word(row, table, name)


def _word(row: Case | Clear, table: type[models.Model], name: str) -> str:
    """One value in the reader's words."""
    value, column = getattr(row, name), table._meta.get_field(name)
    path = f"{table.__name__}.{name}"
    if value in (None, "", []) or (isinstance(value, str) and value in _UNSAID):
        return ""
    if name.endswith("_low"):
        high = getattr(row, f"{name.removesuffix('_low')}_high")
        unit = told_facts.kilograms if "_kg_" in name else presentation.span
        return (presentation.centimetres if "_cm_" in name else unit)(value, high) or ""
    if path == "CaseMedical.item_type":  # sealed, and so without choices
        return str(MedicalKind(value).label)
    if path == "CaseDentalChart.teeth":
        return "; ".join(charted.tooth_rows(row))
    if path == "CaseDentalChart.wear":  # a number that says nothing by itself
        return charted.wear_words(value)
    match value:
        case PartialDate():
            return value.label()
        case Place():
            return presentation.place_words(value) or ""
        case list() | tuple():
            base = getattr(column, "base_field", None)
            labels = dict(base.flatchoices) if base is not None and base.choices else {}
            return ", ".join(str(labels.get(one, one)) for one in value)
    labels = dict(getattr(column, "flatchoices", ()))
    return str(labels.get(value, value))
