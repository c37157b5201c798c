"""What of a person goes to an authority that is asked: which answers, under which part each can be agreed to.

Left out on purpose, whatever the family agreed to: names of parents, who asks, why, companions, the story in words,
stations of the journey, linked incidents, sources.  They tell who the family is, or of other people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl.codes import Purpose
from accessctl.disclosure.letting import Let, let_go
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases import presentation, told_facts
from cases.models import Case
from cases.parts import CASE_PARTS
from cases.selectors import CaseFile, main_name
from cases.vocabulary.place import GridCell, grid_cell

RING = Ring.SEARCH
LAST_CONTACT = "case.last_contact"


@dataclass(frozen=True)
class Answer:
    """One answer that can be handed over.  name: its column; part: what has to be agreed to, "" for the coded facts;
    fields: where it is held, as the data dictionary names it, the one that tells it from others first.
    """

    name: str
    part: str
    label: str | Promise
    read: Callable[[CaseFile], str | Promise | None]
    fields: tuple[str, ...]


def _file(read: Callable[[Any], Any]) -> Callable[[CaseFile], str | None]:
    def found(file: CaseFile) -> str | None:
        value = read(file.search) if file.search is not None else None
        return str(value) if value else None

    return found


def _others(file: CaseFile) -> str | None:
    main = main_name(file.names)
    names = [form for row in file.names for form in (row.full_original, row.latn) if form and form != main]
    return "; ".join(dict.fromkeys(names)) or None


def _marks(file: CaseFile) -> str | None:
    lines = [presentation.mark_line(row) for row in file.marks]
    features = file.search.distinguishing_features if file.search is not None else None
    return "; ".join([*lines, *([features] if features else [])]) or None


ANSWERS: tuple[Answer, ...] = (
    Answer("sex", "", _("Sex"), lambda file: file.case.get_sex_display(),
           ("Case.sex",)),
    Answer("nationality", "", _("Nationality"), lambda file: presentation.countries(file.case.nationalities) or None,
           ("Case.nationalities",)),
    Answer("name", "case.names", _("Name"), lambda file: main_name(file.names) or None,
           ("CaseName.full_original",)),
    Answer("other_names", "case.names", _("Other names and spellings"), _others,
           ("CaseName.kind", "CaseName.full_original")),
    Answer("date_of_birth", "case.birth", _("Date of birth"),
           _file(lambda held: held.date_of_birth and held.date_of_birth.label()),
           ("CaseSearchFile.date_of_birth",)),
    Answer("age_at_last_contact", "case.birth", _("Age at last contact"),
           _file(lambda held: presentation.span(held.age_low, held.age_high)),
           ("CaseSearchFile.age_low",)),
    Answer("origin", "case.origin", _("Origin"),
           _file(lambda held: presentation.place_words(held.place_of_origin)),
           ("CaseSearchFile.place_of_origin",)),
    Answer("height", "case.appearance", _("Height"),
           _file(lambda held: presentation.centimetres(held.height_cm_low, held.height_cm_high)),
           ("CaseSearchFile.height_cm_low",)),
    Answer("hair", "case.appearance", _("Hair"),
           _file(told_facts.hair),
           tuple(f"CaseSearchFile.{name}" for name in (
               "hair_colour", "hair_dyed", "hair_length", "hair_form", "baldness"))),
    Answer("facial_hair", "case.appearance", _("Beard or moustache"), _file(told_facts.facial_hair),
           ("CaseSearchFile.facial_hair", "CaseSearchFile.facial_hair_colour")),
    Answer("eyes", "case.appearance", _("Eyes"),
           _file(told_facts.eyes),
           ("CaseSearchFile.eye_colour", "CaseSearchFile.eye_colour_left")),
    Answer("weight", "case.appearance", _("Weight"),
           _file(lambda held: told_facts.kilograms(held.weight_kg_low, held.weight_kg_high)),
           ("CaseSearchFile.weight_kg_low",)),
    Answer("glasses", "case.appearance", _("Glasses"), _file(lambda held: told_facts.word(held, "glasses")),
           ("CaseSearchFile.glasses",)),
    Answer("contact_lenses", "case.appearance", _("Contact lenses"),
           _file(lambda held: told_facts.word(held, "contact_lenses")), ("CaseSearchFile.contact_lenses",)),
    Answer("shoe_size", "case.appearance", _("Shoe size (EU)"), _file(told_facts.shoe_size),
           ("CaseSearchFile.shoe_size_eu_low",)),
    Answer("habits", "case.appearance", _("Voice, walk and habits"), _file(lambda held: held.voice_gait_habits),
           ("CaseSearchFile.voice_gait_habits",)),
    Answer("looked_so", "case.appearance", _("When they last looked so"),
           _file(lambda held: held.observed_at and held.observed_at.label()), ("CaseSearchFile.observed_at",)),
    Answer("marks", "case.marks", _("Marks and distinguishing features"), _marks,
           ("CaseMark.mark_type", "CaseMark.description", "CaseSearchFile.distinguishing_features")),
    Answer("belongings", "case.belongings", _("Clothes and belongings"),
           lambda file: "; ".join(presentation.item_line(row) for row in file.belongings) or None,
           ("CaseBelonging.item_class",)),
    Answer("last_contact", "case.last_contact", _("Last contact"),
           _file(lambda held: held.date_last_contact and held.date_last_contact.label()),
           ("CaseSearchFile.date_last_contact",)),
    Answer("last_contact_place", "case.last_contact", _("Place of last contact"),
           _file(lambda held: presentation.place_words(held.place_last_contact)),
           ("CaseSearchFile.place_last_contact",)),
)  # fmt: skip
PARTS: tuple[str, ...] = tuple(dict.fromkeys(one.part for one in ANSWERS if one.part))
# Never handed over, whatever was agreed to.
NEVER: tuple[str | Promise, ...] = tuple(
    part.label for part in CASE_PARTS if part.code in ("case.companions", "case.circumstances", "case.sources")
)
_NAMED: dict[str, str | Promise] = {part.code: part.label for part in CASE_PARTS}
LABELS: dict[str, str | Promise] = {code: _NAMED[code] for code in PARTS}


def let(cases: Iterable[Case], receiver: Organisation, purpose: Purpose) -> list[tuple[Case, Let]]:
    """What of each case may go to an organisation for a purpose, and why the rest stays."""
    rows = list(cases)
    found = let_go(rows, receiver, purpose=purpose, ring=RING, parts=PARTS)
    return [(row, found[row.pk]) for row in rows]


def facts(file: CaseFile, parts: Iterable[str]) -> list[tuple[Answer, str]]:
    """The answers of these parts that there are, with the coded facts first."""
    chosen = {"", *parts}
    read = [(one, one.read(file)) for one in ANSWERS if one.part in chosen]
    return [(one, str(value)) for one, value in read if value]


def cell_of(file: CaseFile, parts: Iterable[str]) -> GridCell | None:
    """The cell of the public grid in which the last contact was, where the family lets that part go."""
    place = file.search.place_last_contact if file.search is not None and LAST_CONTACT in parts else None
    return grid_cell(place.lat, place.lon) if place is not None and place.has_position else None
