"""Rules that bind a record of remains whichever way it comes."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.codes import HairColour, ItemClass, MarkType
from registry.lib.errors import BadText, Invalid
from registry.lib.names import clean_text
from registry.lib.world import is_country
from remains import codes
from remains.services.entry import RemainsEntry

CODED = (
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
    ("hair_colour", HairColour),
    ("pmi_method", codes.IntervalMethod),
    ("presumptive_basis", codes.PresumptiveBasis),
)
BOUNDS = {"age": (0, 120), "stature_cm": (30, 250), "pmi_days": (0, 36_525)}

Faults = dict[str, list[str]]


def check(entry: RemainsEntry) -> None:
    """Raises Invalid, naming every field at fault and what to do."""
    faults = _recovery(entry) | _codes(entry) | _ranges(entry) | _texts(entry)
    if faults:
        raise Invalid(fields=faults)


def _recovery(entry: RemainsEntry) -> Faults:
    if entry.found_at is None:
        return {"found_at": [_("Give the date of finding as far as it is known; a year is enough.")]}
    if entry.found_at.earliest > timezone.localdate():
        return {"found_at": [_("This date lies in the future. Check the year.")]}
    if entry.found_place is None:
        return {"found_place": [_("Say where the remains were found: a country at least.")]}
    return {}


def _codes(entry: RemainsEntry) -> Faults:
    unknown = [_("This code is not in the list.")]
    faults: Faults = {
        name: unknown for name, codes_ in CODED if getattr(entry, name) and getattr(entry, name) not in codes_.values
    }
    lists = {
        "alterations": (entry.alterations, codes.Alteration.values),
        "marks": ([mark.mark_type for mark in entry.marks], MarkType.values),
        "belongings": ([item.item_class for item in entry.belongings], ItemClass.values),
        "indicators": ([item.kind for item in entry.indicators], codes.OriginIndicatorKind.values),
    }
    faults |= {name: unknown for name, (given, known) in lists.items() if not set(given) <= set(known)}
    if not all(is_country(item.country) for item in entry.indicators if item.country):
        faults["indicators"] = [_("Choose a country from the list.")]
    return faults


def _ranges(entry: RemainsEntry) -> Faults:
    faults: Faults = {}
    for name, (low, high) in BOUNDS.items():
        held = getattr(entry, name)
        if held is not None and not low <= held[0] <= held[1] <= high:
            faults[name] = [
                _("Give numbers between %(low)s and %(high)s, the lower one first.") % {"low": low, "high": high}
            ]
    if entry.minimum_number_of_individuals < 1:
        faults["minimum_number_of_individuals"] = [_("There is at least one individual.")]
    return faults


def _texts(entry: RemainsEntry) -> Faults:
    texts = {"presumptive_identity": [entry.presumptive_identity]}
    texts["marks"] = [text for mark in entry.marks for text in (mark.description, mark.inscription)]
    texts["belongings"] = [text for item in entry.belongings for text in (item.description, item.inscription)]
    texts["documents"] = [text for paper in entry.documents for text in (paper.doc_number, paper.name_on_doc)]
    faults: Faults = {}
    for name, given in texts.items():
        for text in filter(None, given):
            try:
                clean_text(text)
            except BadText as error:
                faults.setdefault(name, []).append(error.message)
    return faults
