"""Logging an incident, and linking a case to one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accessctl.forms import CodeField, PartialDateField, PlaceField, PlainTextField, RefField, RegistryForm
from cases.codes import CauseCategory, EventKind, IncidentRegion, LinkBasis, Route
from cases.vocabulary.incident import IncidentEntry
from cases.vocabulary.place import Place

MOST_PEOPLE = 100_000
COUNTS = ("n_dead_recovered", "n_missing_min", "n_survivors")


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        widget=forms.TextInput(
            {"inputmode": "numeric", "dir": "ltr", "class": "input--short", "autocomplete": "off"}
        ),
    )  # fmt: skip


class IncidentForm(RegistryForm):
    """What is known of an event; only its date is needed to start."""

    event_kind = CodeField(label=_("What happened"), choices=EventKind.choices, absences=(), required=False)
    date = PartialDateField(label=_("Date"), help_text=_("As far as it is known: a year is enough."))
    place = PlaceField(
        label=_("Place"),
        parts=("as_said", "country", "point"),
        help_text=_("The public list shows a square of some 50 km only; the exact place is shown by agreement."),
        required=False,
    )
    region = CodeField(label=_("Region"), choices=IncidentRegion.choices, absences=(), initial=IncidentRegion.UNKNOWN)
    route_code = CodeField(label=_("Route"), choices=Route.choices, absences=(), required=False)
    n_dead_recovered = _count(_("Dead, recovered"))
    n_missing_min = _count(_("Missing, at least"))
    n_survivors = _count(_("Survivors"))
    cause_category = CodeField(
        label=_("Cause"), choices=CauseCategory.choices, absences=(), initial=CauseCategory.MIXED_UNKNOWN
    )
    information_source = PlainTextField(label=_("Where this is known from"), max_length=500, required=False)

    def entry(self) -> IncidentEntry:
        """The answers as the services take them; an empty count is not known, and 0 is none."""
        given = self.cleaned_data
        return IncidentEntry(
            event_kind=given["event_kind"],
            date=given["date"],
            place=_place(given["place"]),
            region=given["region"],
            route_code=given["route_code"],
            cause_category=given["cause_category"],
            information_source=given["information_source"],
            **{name: given[name] for name in COUNTS},
        )


def _place(given: Any) -> Place | None:
    if given is None:
        return None
    words = {name: getattr(given, name) or None for name in ("as_said", "country")}
    return Place(**words, lat=given.lat, lon=given.lon, radius_m=given.radius_m, geo_method=given.geo_method)


class IncidentLinkForm(RegistryForm):
    incident = RefField(label=_("Reference of the incident"), help_text=_("It begins with MIN."), prefixes=("MIN",))
    basis = CodeField(
        label=_("Why it is linked"), choices=LinkBasis.choices, absences=(), initial=LinkBasis.FAMILY_SAYS
    )
