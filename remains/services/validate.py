"""Rules that bind a record of remains whichever way it comes: page, API, demo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.codes import (
    BodyRegion,
    Build,
    CodeList,
    EyeColour,
    HairColour,
    SkinTone,
    Smile,
)
from cases.services import validate as words
from cases.vocabulary.looks import LOOKS, WEIGHT_KG
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_text
from registry.lib.world import is_country
from remains import codes
from remains.models.profile import LONGEST_ANCESTRY
from remains.services.entry import FORENSIC_FIELDS, RemainsEntry

CODED: tuple[tuple[str, type[CodeList]], ...] = (
    ("status", codes.RemainsStatus),
    ("setting", codes.Setting),
    ("burial_context", codes.BurialContext),
    ("finder_kind", codes.Finder),
    ("completeness", codes.Completeness),
    ("condition", codes.Condition),
    ("sex_estimated", codes.SexEstimate),
    ("sex_method", codes.SexMethod),
    ("age_method", codes.AgeMethod),
    ("stature_method", codes.StatureMethod),
    ("build", Build),
    ("hair_colour", HairColour),
    ("eye_colour", EyeColour),
    *LOOKS.items(),
    ("skin_tone", SkinTone),
    ("pmi_method", codes.IntervalMethod),
    ("presumptive_basis", codes.PresumptiveBasis),
)
SEVERAL_CODED = (
    ("alterations", codes.Alteration),
    ("not_recovered", codes.PartNotRecovered),
    ("elements", codes.Element),
    ("skin_examined", BodyRegion),
    ("bones_examined", BodyRegion),
    ("smile", Smile),
)
BOUNDS = {"age": (0, 120), "stature_cm": (30, 250), "weight_kg": WEIGHT_KG, "pmi_days": (0, 36_525)}
MOST_INDIVIDUALS = 1000
MOST_ROWS = {"marks": 50, "medical": 50, "belongings": 100, "documents": 20, "indicators": 20}
# Texts of the rows and how long each may be.
TEXTS: dict[str, dict[str, int]] = {
    "documents": {"name_on_doc": 200},
    "indicators": {"region_text": 120},
}
LONGEST_NAME = 200

Fault = tuple[str, str]


def check(entry: RemainsEntry, *, held_status: str = "") -> None:
    """Raises Invalid, naming every field at fault and what to do.  `held_status`: the state before a change."""
    faults: dict[str, list[str]] = {}
    for part in PARTS:
        for name, message in part(entry):
            if message not in faults.setdefault(name, []):
                faults[name].append(message)
    if not faults.get("status") and entry.status not in _open_states(held_status):
        faults["status"] = [_("Remains in this state cannot be set to that one here. Choose a state that is offered.")]
    if faults:
        raise Invalid(fields=faults)


def _open_states(held_status: str) -> Iterable[str]:
    return codes.next_states(held_status) if held_status else codes.LOGGED_AS


def _recovery(entry: RemainsEntry) -> Iterator[Fault]:
    if entry.found_at is None:
        yield "found_at", _("Give the date of finding as far as it is known; a year is enough.")
    elif entry.found_at.earliest > timezone.localdate():
        yield "found_at", _("This date lies in the future. Check the year.")
    if not entry.found_place:
        yield "found_place", _("Say where the remains were found: a country, a place in words, or a point on the map.")


def _codes(entry: RemainsEntry) -> Iterator[Fault]:
    for name, known in CODED:
        if getattr(entry, name) and getattr(entry, name) not in known.values:
            yield name, _unknown()
    for name, listed in SEVERAL_CODED:
        if not set(getattr(entry, name) or ()) <= set(listed.values):
            yield name, _unknown()


def _rows(entry: RemainsEntry) -> Iterator[Fault]:
    for name in ("marks", "documents", "indicators"):
        most = MOST_ROWS[name]
        if len(getattr(entry, name)) > most:
            yield name, _("Keep at most %(most)s rows.") % {"most": most}
    described = {
        "marks": words.mark_faults(entry.marks),
        "documents": words.paper_faults(entry.documents),
        "medical": words.medical_faults(entry.medical, MOST_ROWS["medical"]),
        "belongings": words.item_faults(entry.belongings, MOST_ROWS["belongings"]),
        "dental_chart": words.chart_faults(entry.dental_chart, timezone.localdate()),
    }
    for name, messages in described.items():
        for message in messages:
            yield name, message
    for sign in entry.indicators:
        if sign.kind not in codes.OriginIndicatorKind.values:
            yield "indicators", _unknown()
        if not 1 <= sign.strength <= 3:
            yield "indicators", _("The strength is 1 (weak), 2 (medium) or 3 (strong).")
        yield from _country("indicators", sign.country)
        if not sign.country and not sign.region_text.strip():
            yield "indicators", _("Name the country or the region that it points to.")


def _country(name: str, code: str) -> Iterator[Fault]:
    if code and not is_country(code):
        yield name, _("Choose a country from the list.")


def _ranges(entry: RemainsEntry) -> Iterator[Fault]:
    for name, limits in BOUNDS.items():
        if fault := words.range_fault(getattr(entry, name), limits):
            yield name, fault
    if not 1 <= entry.minimum_number_of_individuals <= MOST_INDIVIDUALS:
        most = {"most": MOST_INDIVIDUALS}
        yield "minimum_number_of_individuals", _("Give a number from 1 to %(most)s.") % most


def _presumption(entry: RemainsEntry) -> Iterator[Fault]:
    yield from _text("presumptive_identity", entry.presumptive_identity, LONGEST_NAME)
    if entry.presumptive_identity.strip() and not entry.presumptive_basis:
        yield "presumptive_basis", _("Say what the presumed name rests on: it is a lead and identifies nobody.")
    if entry.presumptive_basis and not entry.presumptive_identity.strip():
        yield "presumptive_identity", _("Write the presumed name, or leave out what it rests on.")


def _texts(entry: RemainsEntry) -> Iterator[Fault]:
    yield from _text("ancestry_note", entry.ancestry_note, LONGEST_ANCESTRY)
    for name, columns in TEXTS.items():
        for row in getattr(entry, name):
            for column, longest in columns.items():
                yield from _text(name, getattr(row, column), longest)


def _text(name: str, text: Any, longest: int) -> Iterator[Fault]:
    if len(text) > longest:
        yield name, _("Use at most %(limit)s characters.") % {"limit": longest}
    try:
        clean_text(text)
    except BadText as error:
        yield name, error.message


def _unknown() -> str:
    return _("This code is not in the list.")


PARTS: tuple[Callable[[RemainsEntry], Iterator[Fault]], ...] = (
    _recovery, _codes, _rows, _ranges, _presumption, _texts,
)  # fmt: skip


def refuse_forensic(entry: RemainsEntry) -> None:
    """What is entered of the forensic file by whom it is closed to.  Raises Invalid, naming every field."""
    closed = _("This part is closed to you and stays as it is. Leave it empty, or ask the forensic team to change it.")
    blank = RemainsEntry()
    faults = {name: [closed] for name in FORENSIC_FIELDS if getattr(entry, name) != getattr(blank, name)}
    if entry.intimate_marks:
        faults["marks"] = [closed]
    if faults:
        raise Invalid(fields=faults)
