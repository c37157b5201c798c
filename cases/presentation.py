"""How a case is worded on a page: facts, what is missing, what to do next.  Formatting only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accessctl.clear import Clear
from cases.codes import Absence, Motif
from cases.models import Case
from cases.selectors import CaseFile
from registry.lib.world import country_name


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts; `absent` says why there is no value; `ltr` for figures."""

    label: str | Promise
    value: str | Promise | None
    absent: str | Promise = ""
    ltr: bool = False


ACTIONS: dict[str, str | Promise] = {
    "case.opened": _("The case was opened."),
    "case.changed": _("Answers were changed."),
    "case.consent_changed": _("Consent was changed."),
    "consent.effect_changed": _("Consent was changed."),
    "grant.given": _("Somebody was given a part of the record."),
    "grant.revoked": _("Somebody’s reading right was ended."),
    "incident.linked": _("An incident was linked."),
    "incident.unlinked": _("The link to an incident was taken away."),
    "pair.proposed": _("A candidate pair was found."),
    "pair.opened": _("A candidate pair was opened for comparison."),
    "pair.reviewed": _("A candidate pair was reviewed."),
    "pair.review_undone": _("A review was taken back."),
    "remains.logged": _("The remains were logged."),
    "remains.changed": _("Findings were changed."),
}


def action_words(action: str) -> str | Promise:
    """An event of the journal in words; unknown ones stay readable."""
    return ACTIONS.get(action, _("The record was worked on."))


def common_facts(case: Case) -> list[Fact]:
    """Layer 1 in words."""
    month = case.last_contact_month
    return [
        Fact(_("Sex"), case.get_sex_display()),
        Fact(_("Age"), case.get_age_band_display()),
        Fact(_("Nationality"), countries(case.nationalities), absent_of(case, "nationalities")),
        Fact(_("Last contact in"), country_name(case.last_contact_country) if case.last_contact_country else None),
        Fact(_("Month of last contact"), f"{month:%Y-%m}" if month else None, ltr=True),
        Fact(_("Route"), case.get_route_code_display() if case.route_code else None, absent_of(case, "route_code")),
        Fact(_("Heading for"), country_name(case.destination_country) if case.destination_country else None),
    ]


def search_facts(file: CaseFile) -> list[Fact]:
    """The search file in words."""
    held = file.search
    if held is None:
        return []
    return [
        Fact(_("Date of birth"), held.date_of_birth and held.date_of_birth.label(), absent_of(held, "date_of_birth")),
        Fact(_("Age at last contact"), span(held.age_low, held.age_high), absent_of(held, "age"), ltr=True),
        Fact(_("Origin"), place_words(held.place_of_origin), absent_of(held, "place_of_origin")),
        Fact(_("Height"), span(held.height_cm_low, held.height_cm_high, "cm"), absent_of(held, "height"), ltr=True),
        Fact(_("Height in words"), held.height_class and held.get_height_class_display()),
        Fact(_("Hair"), held.hair_colour and held.get_hair_colour_display(), absent_of(held, "hair_colour")),
        Fact(_("Distinguishing features"), held.distinguishing_features, absent_of(held, "distinguishing_features")),
        Fact(
            _("Last contact"),
            held.date_last_contact and held.date_last_contact.label(),
            absent_of(held, "date_last_contact"),
        ),
        Fact(_("Place of last contact"), place_words(held.place_last_contact), absent_of(held, "place_last_contact")),
        Fact(_("What happened"), held.circumstances_text, absent_of(held, "circumstances_text")),
        Fact(_("Companions"), held.companions_text, absent_of(held, "companions_text")),
    ]


def mark_words(mark: Clear) -> str:
    """A mark in one line: kind, site, side, what it shows and says."""
    parts = [mark.get_mark_type_display(), mark.get_site_display(), mark.get_side_display()]
    parts += [str(label) for label in motif_labels(mark.motifs)]
    parts += [f"“{mark.inscription}”" if mark.inscription else "", mark.description or ""]
    return " · ".join(str(part) for part in parts if part)


def motif_labels(codes: list[str]) -> list[str | Promise]:
    return [Motif(code).label for code in codes]


def missing(file: CaseFile) -> list[str | Promise]:
    """What would help the search most and is not known yet, best first."""
    held, case = file.search, file.case
    if held is None:
        return []
    wanted: list[tuple[bool, str | Promise]] = [
        (not case.has_photo, _("a photo of the face")),
        (held.date_of_birth is None and held.age_low is None, _("a birth date or an age")),
        (held.date_last_contact is None, _("the date of last contact")),
        (held.place_last_contact is None, _("the place of last contact")),
        (not case.route_code, _("the route")),
        (not case.has_marks, _("scars, tattoos or other marks")),
        (held.height_cm_low is None and not held.height_class, _("the height")),
        (not case.has_documents, _("the number of a paper")),
        (not case.has_belongings, _("clothes and belongings")),
    ]
    return [words for is_missing, words in wanted if is_missing]


def absent_of(row: Any, name: str) -> str | Promise:
    """Why a field has no value, in words."""
    return Absence(row.absences.get(name, Absence.NOT_ASKED)).label


def countries(codes: list[str]) -> str:
    return ", ".join(country_name(code) for code in codes)


def place_words(place: Any) -> str | None:
    """A place in words: as said, with its country."""
    if place is None:
        return None
    country = country_name(place.country) if place.country else ""
    return ", ".join(part for part in (place.text, country) if part) or None


def span(low: int | None, high: int | None, unit: str = "") -> str | None:
    """A range of whole numbers."""
    if low is None:
        return None
    text = str(low) if high in (None, low) else f"{low}–{high}"
    return f"{text} {unit}".strip()


def title(file: CaseFile) -> str:
    """Who it is, as far as this reader may know."""
    return file.main_name or _now("A missing person")
