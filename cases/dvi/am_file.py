"""The AM file of a case: what is known of a missing person, opened for a purpose, each ring by its own decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.codes import Purpose
from accessctl.rings import Ring
from cases import charted, presentation, told_facts
from cases.codes import Healed, MedicalKind, Side
from cases.dvi.paper import Block, Paper, Words, image_rows, paper
from cases.images import images_of
from cases.models import (
    Case,
    CaseBelonging,
    CaseDentalChart,
    CaseDocument,
    CaseHolders,
    CaseIntimateMark,
    CaseMark,
    CaseMedical,
    CaseName,
    CaseSearchFile,
)
from cases.models.holders import Held, SampleOffered
from cases.presentation import Fact, line, mark_line
from cases.services.holders import together
from cases.vocabulary.medical import site_label
from registry.lib.errors import Forbidden

RINGS: dict[Ring, tuple[type[Any], ...]] = {
    Ring.SEARCH: (CaseSearchFile, CaseName, CaseMark, CaseBelonging),
    Ring.RESERVED: (CaseDocument,),
    Ring.FORENSIC: (CaseMedical, CaseDentalChart, CaseIntimateMark),
    Ring.KIN: (CaseHolders,),
}
HOLDERS_PART = "case.holders"
ASK_HOLDERS = _("Who holds files and prints, and which samples are offered, is held apart; ask for it.")
ASK_FORENSIC = _("What was examined is held apart; ask for it.")


def am_file(actor: Actor, ref: str, purpose: Purpose) -> Paper:
    """The file as far as the reader's rings go for this purpose; each opening is journalled.

    Raises NotFound, Forbidden where not even the search file is open.
    """
    case = door.fetch(actor, Case, ref=ref)
    acting = actor.acting_for(purpose)
    held = door.rings(acting, case)
    if Ring.SEARCH not in held:
        raise Forbidden()
    opened = {
        ring: door.open(acting, case, ring, tables=tables)
        for ring, tables in RINGS.items() if ring in held
    }  # fmt: skip
    images = image_rows(images_of(acting, case.ref).shown()) if Ring.FORENSIC in held else []
    return paper(actor, "am", case.ref, case.owner.name, purpose, _blocks(case, opened, images))


def _blocks(case: Case, opened: dict[Ring, door.Opened], images: list[str]) -> list[Block]:
    def rows(ring: Ring, table: type[Any]) -> list[Clear]:
        return opened[ring].rows(case, table) if ring in opened else []

    search = opened[Ring.SEARCH].one(case, CaseSearchFile)
    names = [str(row.full_original) for row in rows(Ring.SEARCH, CaseName)]
    papers = [line([row.get_doc_type_display(), row.doc_number]) for row in rows(Ring.RESERVED, CaseDocument)]
    marks = [mark_line(row) for row in (*rows(Ring.SEARCH, CaseMark), *rows(Ring.FORENSIC, CaseIntimateMark))]
    things = [presentation.item_line(row) for row in rows(Ring.SEARCH, CaseBelonging)]
    forensic_closed = Ring.FORENSIC not in opened
    kin = opened.get(Ring.KIN)
    holders = None if kin is None or HOLDERS_PART in kin.closed(case) else together(kin.rows(case, CaseHolders))
    common = presentation.common_facts(case)
    return [
        Block(100, _("Missing person: the search"), [
            Fact(_("Reference"), case.ref, ltr=True), Fact(_("Organisation"), case.owner.name),
            *told_facts.last_contact(search),
        ]),
        Block(200, _("Personal data"), [*common, *told_facts.person(search)], [(_("Names"), names)]),
        Block(300, _("Effects: clothes, belongings, papers"), (), [
            (_("Clothes and belongings"), things), (_("Papers"), papers),
        ], note=_("Numbers of papers are held apart; ask for them.") if Ring.RESERVED not in opened else ""),
        Block(400, _("Physical description"), told_facts.looks(search), [(_("Marks"), marks)]),
        _of_two(500, _("Medical"), _held(holders, "record_holder"), forensic_closed,
                [(_("Old fractures and implants"), _medical(rows(Ring.FORENSIC, CaseMedical)))]),
        _of_two(600, _("Teeth"), _held(holders, "dentist"), forensic_closed,
                _teeth(rows(Ring.FORENSIC, CaseDentalChart))),
        Block(700, _("Samples and DNA"), _held(holders, "samples_offered", "samples_note") or (),
              note=line([_("Samples that were taken are kept by code in their register, never on this paper."),
                         ASK_HOLDERS if holders is None else ""])),
        Block(800, _("Fingerprints"), _held(holders, "prints_held", "prints_held_by") or (),
              note=line([_("Held by the body that took them; asked for one by one."),
                         ASK_HOLDERS if holders is None else ""])),
        Block(900, _("Remarks and who filled it in"), (), [(_("Radiographs and images of marks"), images)],
              is_closed=forensic_closed),
    ]  # fmt: skip


def _of_two(
    number: int, title: Words, facts: list[Fact] | None, is_closed: bool, lists: Sequence[tuple[Words, list[str]]]
) -> Block:
    """A block of two rings: facts from the family's file (None: closed), lists from the forensic one (is_closed)."""
    if is_closed and facts is None:
        return Block(number, title, is_closed=True)
    note = ASK_FORENSIC if is_closed else ASK_HOLDERS if facts is None else ""
    return Block(number, title, facts or (), () if is_closed else lists, note=note)


def _held(holders: dict[str, Any] | None, *names: str) -> list[Fact] | None:
    """Who holds what, as facts; None where it is closed to the reader."""
    return None if holders is None else [_holder(name, holders[name]) for name in names]


def _holder(name: str, value: Any) -> Fact:
    field: Any = CaseHolders._meta.get_field(name)
    if name == "samples_offered":
        value = ", ".join(str(SampleOffered(code).label) for code in value)
    elif name == "prints_held" and value:
        value = Held(value).label
    return Fact(field.verbose_name, str(value) if value else None)


def _medical(rows: Sequence[Clear]) -> list[str]:
    return [
        line([
            MedicalKind(row.item_type).label, site_label(row.site), Side(row.side).label,
            Healed(row.healed).label if row.healed != Healed.UNKNOWN else "", *presentation.illness_parts(row),
            row.device_maker, row.device_serial, row.description,
        ])
        for row in rows
    ]  # fmt: skip


def _teeth(charts: Sequence[Clear]) -> list[tuple[Words, list[str]]]:
    """Each chart, the newest last: on what it rests, the mouth as a whole, then tooth by tooth."""
    if not charts:
        return [(_("Dental chart"), [])]
    return [
        (line([_("Dental chart"), charted.head_line(row)]), [*charted.mouth_rows(row), *charted.tooth_rows(row)])
        for row in charts
    ]
