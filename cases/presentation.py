"""How a case is worded on a page: facts, what is missing, what to do next.  Formatting only."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _

from accessctl.clear import Clear
from accessctl.codes import Purpose
from cases.codes import (
    KEPT_INFORMED,
    Absence,
    Aspect,
    CaseStatus,
    Colour,
    ItemClass,
    MarkSite,
    MarkType,
    Motif,
    Route,
    Side,
    WornOrCarried,
)
from cases.models import Case, Incident
from cases.selectors import CaseFile, IncidentFile
from cases.services import ItemEntry, MarkEntry, MedicalEntry
from registry.lib.names import detect_script
from registry.lib.speech import in_order
from registry.lib.world import country_name, script_name


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts; `absent` says why there is no value; `ltr` for figures."""

    label: str | Promise
    value: str | Promise | None
    absent: str | Promise = ""
    ltr: bool = False


NOT_KNOWN = _("not known")
NOT_KNOWN_OR_FEW = _("not known, or fewer than five")
SUBGROUPS: tuple[tuple[str | Promise, str], ...] = (
    (_("Survivors"), "n_survivors"),
    (_("Women and girls"), "n_females"),
    (_("Men and boys"), "n_males"),
    (_("Children"), "n_children"),
)


def news_due(file: CaseFile) -> date | None:
    """The day by which the family hears from its organisation; None where nobody is to call."""
    if file.search is None or file.search.workflow_status not in KEPT_INFORMED:
        return None
    due: date | None = file.search.next_feedback_due
    return due


def kept_back(file: CaseFile) -> list[str]:
    """For what the family wished it not to be used for now, in words."""
    return [str(Purpose(code).label) for code in file.search.restricted_uses] if file.search is not None else []


def common_facts(case: Case) -> list[Fact]:
    """Layer 1 in words."""
    return [
        Fact(_("Sex"), case.get_sex_display()),
        Fact(_("Age"), case.get_age_band_display()),
        Fact(_("Nationality"), countries(case.nationalities), absent_of(case, "nationalities")),
        Fact(_("Last contact in"), country_name(case.last_contact_country) if case.last_contact_country else None),
        Fact(_("Month of last contact"), months(case.last_contact_month, case.last_contact_month_max)),
        Fact(_("Route"), case.get_route_code_display() if case.route_code else None, absent_of(case, "route_code")),
        Fact(_("Heading for"), country_name(case.destination_country) if case.destination_country else None),
    ]


def mark_line(mark: MarkEntry | Clear) -> str:
    """A mark in one line: kind, site, side, face, size, colours, what it shows and says."""
    parts = [MarkType(mark.mark_type).label, MarkSite(mark.site).label, Side(mark.side).label]
    if mark.aspect != Aspect.UNKNOWN:
        parts.append(Aspect(mark.aspect).label)
    size = " × ".join(str(one) for one in (mark.length_mm, mark.width_mm) if one is not None)
    colours = [Colour(code).label for code in mark.colours]
    seen = [f"{size} mm" if size else "", *colours, *motif_labels(mark.motifs)]
    since = gettext("since %(when)s") % {"when": mark.acquired.label()} if mark.acquired else ""
    return line([*parts, *seen, in_script(mark.inscription), since, mark.description])


def item_line(item: ItemEntry | Clear) -> str:
    """A thing in one line: kind, colours, how it was worn, brand, size, what it says, its serial number."""
    parts = [ItemClass(item.item_class).label, *(Colour(code).label for code in item.colours)]
    if item.worn_or_carried != WornOrCarried.UNKNOWN:
        parts.append(WornOrCarried(item.worn_or_carried).label)
    number = gettext("number %(serial)s") % {"serial": item.serial} if item.serial else ""
    return line([*parts, item.brand, item.size, quoted(item.inscription), number, item.description])


def line(parts: Iterable[str | Promise | None]) -> str:
    """What is said of one thing, in one line.  A part that runs the other way is isolated: it turns no neighbour."""
    return " · ".join(_isolated(str(part)) for part in parts if part)


def _isolated(part: str) -> str:
    """As it stands where all of it runs as the language does; numbers run from left to right in each."""
    foreign = {"L", "EN", "AN"} if get_language_bidi() else {"R", "AL"}
    runs_otherwise = any(unicodedata.bidirectional(letter) in foreign for letter in part)
    return f"\u2068{part}\u2069" if runs_otherwise else part


def in_script(text: str | None) -> str:
    """Words that stand on somebody, with the name of their script where it is another than the Latin."""
    script = detect_script(text) if text else ""
    return quoted(text) if script in ("", "Latn", "Zyyy") else f"{quoted(text)} ({script_name(script)})"


def illness_parts(item: MedicalEntry | Clear) -> list[str]:
    """Of something in the body: when it happened, the illness, the medicine."""
    medicine = gettext("takes %(medicine)s") % {"medicine": item.medication} if item.medication else ""
    return [item.happened.label() if item.happened else "", item.condition_code or "", medicine]


def quoted(text: str | None) -> str:
    """Words that stand on a thing."""
    return f"“{text}”" if text else ""


def motif_labels(codes: Iterable[str]) -> list[str | Promise]:
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


def incident_facts(incident: Incident) -> list[Fact]:
    """The public row of an incident in codes; the source's own words are shown as quotations beside it."""
    return [
        Fact(_("Kind of entry"), incident.get_incident_type_display()),
        Fact(_("Event"), incident.get_event_kind_display() if incident.event_kind else None, NOT_KNOWN),
        Fact(_("Month"), months(incident.month, incident.month_max), NOT_KNOWN),
        Fact(_("Region"), incident.get_region_display()),
        Fact(_("Route"), incident.get_route_code_display() if incident.route_code else None, NOT_KNOWN),
        Fact(_("Cause, mapped"), incident.get_cause_category_display()),
        Fact(_("Public square"), cell_words(incident), NOT_KNOWN, ltr=True),
    ]


def incident_counts(file: IncidentFile) -> list[Fact]:
    """The counts of the source: an unknown number is not none.  Small subgroups only where ring 2 is open."""
    incident, exact = file.incident, file.exact
    rows = [
        Fact(_("Dead, recovered"), counted(incident.n_dead_recovered), NOT_KNOWN, ltr=True),
        Fact(_("Missing, at least"), counted(incident.n_missing_min), NOT_KNOWN, ltr=True),
    ]
    for label, name in SUBGROUPS:
        number = getattr(exact if exact is not None else incident, name)
        absent = NOT_KNOWN if exact is not None else NOT_KNOWN_OR_FEW
        rows.append(Fact(label, counted(number), absent, ltr=True))
    return rows


def exact_facts(file: IncidentFile) -> list[Fact]:
    """Ring 2 of an incident in words."""
    held = file.exact
    if held is None:
        return []
    place = held.place
    point = (
        f"{place.lat:.4f}, {place.lon:.4f} (± {place.radius_m / 1000:g} km)" if place and place.has_position else None
    )
    return [
        Fact(_("Date"), held.date.label() if held.date else None, NOT_KNOWN),
        Fact(_("Place, as said"), place_words(place), NOT_KNOWN),
        Fact(_("Position"), point, NOT_KNOWN, ltr=True),
        Fact(_("Countries of origin"), countries(held.countries_of_origin), NOT_KNOWN),
    ]


def counted(number: int | None) -> str | None:
    """A count as text, so that 0 is a value and None is not known."""
    return None if number is None else number_format(number, force_grouping=True)


def months(first: date | None, last: date | None) -> str | None:
    """One month, or the first and last of several."""
    if first is None:
        return None
    words = [date_format(month, "F Y") for month in (first, last or first)]
    return words[0] if words[0] == words[1] else " – ".join(words)


def cell_words(incident: Incident) -> str | None:
    """The middle of the public square, never the place."""
    if incident.cell_lat is None or incident.cell_lon is None:
        return None
    return f"{incident.cell_lat:.2f}, {incident.cell_lon:.2f}"


def countries(codes: list[str]) -> str:
    return ", ".join(country_name(code) for code in codes)


def place_words(place: Any) -> str | None:
    """A place in words: as said, with its country."""
    if place is None:
        return None
    country = country_name(place.country) if place.country else ""
    return ", ".join(part for part in (place.text, country) if part) or None


def span(low: int | None, high: int | None) -> str | None:
    """A range of whole numbers."""
    if low is None:
        return None
    return str(low) if high in (None, low) else f"{low}–{high}"


def centimetres(low: int | None, high: int | None) -> str | None:
    """A range with its unit."""
    text = span(low, high)
    return gettext("%(range)s cm") % {"range": in_order(text)} if text else None


def title(file: CaseFile) -> str:
    """Who it is, as far as this reader may know."""
    return file.main_name or gettext("A missing person")


def state_words(file: CaseFile) -> str:
    """The state of the work where the search file is open, else what layer 1 tells of it."""
    shown = file.case.get_status_display() if file.search is None else file.search.get_workflow_status_display()
    return str(shown)


def criteria_facts(criteria: dict[str, str]) -> list[Fact]:
    """What somebody searched for, in words."""
    worded: tuple[tuple[str | Promise, str, Callable[[str], str | Promise]], ...] = (
        (_("Name"), "name", str),
        (_("Last contact from"), "since", _day),
        (_("Last contact until"), "until", _day),
        (_("Route"), "route", lambda code: Route(code).label),
        (_("Status"), "status", lambda code: CaseStatus(code).label),
    )
    return [Fact(label, words(criteria[name])) for label, name, words in worded if name in criteria]


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
