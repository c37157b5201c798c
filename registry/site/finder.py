"""Where a family can turn to, by country and route: kinds of places, from a list that was checked and ships with it.

It reads no record, writes nothing, and names no address or number: those change, and a wrong one sends a family
to the wrong door.  What the list does not know is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accessctl.forms import FilterForm
from cases.codes import Route
from registry.lib.world import COUNTRIES, country_choices, country_name

UNPROCESSABLE = 422
_LIST: Final = json.loads((files("registry.site") / "data" / "where.json").read_text(encoding="utf-8"))
CHECKED_ON: Final = date.fromisoformat(_LIST["checked_on"])
CRESCENT: Final = frozenset(_LIST["crescent"])
CRYSTAL: Final = frozenset(_LIST["crystal"])
# Whether a society there is recognised, or which one answers for the territory.
UNSURE: Final = frozenset(_LIST["unsure"])
ALONG: Final[dict[str, list[str]]] = _LIST["routes"]


@dataclass(frozen=True)
class Place:
    """One kind of place.  who: what to ask for; text: what it can do; warning: what to think of before."""

    id: str
    who: str
    text: str
    warning: str = ""


def _countries() -> list[tuple[str, str]]:
    named = [(code, name) for code, name in country_choices() if code in COUNTRIES]
    return [("", _("Choose a country")), *named]


class WhereForm(FilterForm):
    """Where the reader is; where the person was last heard of, as far as it is known."""

    here = forms.ChoiceField(label=gettext_lazy("In which country are you?"), choices=_countries)
    last = forms.ChoiceField(
        label=gettext_lazy("In which country was the person last heard of?"), choices=_countries, required=False
    )
    route = forms.ChoiceField(
        label=gettext_lazy("On which route?"), required=False,
        choices=[("", gettext_lazy("I do not know")), *(choice for choice in Route.choices if choice[0] in ALONG)],
    )  # fmt: skip


@require_safe
@never_cache
def where(request: HttpRequest) -> HttpResponse:
    """The two questions and, once answered, the kinds of places; the choice is kept nowhere."""
    form = WhereForm(request.GET if "here" in request.GET else None)
    places: list[Place] = []
    if form.is_valid():
        places = list(places_for(**form.cleaned_data))
    status = UNPROCESSABLE if form.is_bound and not places else 200
    context = {"form": form, "places": places, "checked_on": CHECKED_ON}
    return render(request, "site/where.html", context, status=status)


def places_for(here: str, last: str, route: str) -> Iterator[Place]:
    """Kinds of places for who is in `here` and asks for somebody last heard of in `last` or along `route`."""
    there = [code for code in dict.fromkeys([last, *ALONG.get(route, ())]) if code and code != here]
    yield _society(here)
    yield Place(
        "groups", _("Organisations that help migrants, and associations of families"),
        _("They know the route, the hospitals and the places where people are held, and other families who search. "
          "Ask in %(countries)s.") % {"countries": _listed([here, *there])},
        _("Nobody needs money to search. Who asks you for money to find somebody may mean to cheat you."),
    )  # fmt: skip
    yield Place(
        "authorities", _("Police, prosecutor or ombudsman"),
        _("They can open a search, ask hospitals, prisons and morgues, and take a report that counts before a court. "
          "Where the person was last heard of matters most: %(countries)s.") % {"countries": _listed(there or [here])},
        _("An office may ask for your papers and may tell others. If you have no papers to stay, or fear an office, "
          "speak first with an organisation that helps migrants, or send a lawyer."),
    )  # fmt: skip
    yield Place(
        "consulate", _("Consulate of the person’s own State"),
        _("It can ask the authorities of another country about its citizens, and help with papers and travel."),
        _("Do not go there if the person, or you, fled that State or fear it: it would learn who is missing, where, "
          "and who asks. Nobody may make you ask a consulate."),
    )  # fmt: skip
    yield Place(
        "united_nations", _("Working Group on Enforced or Involuntary Disappearances, at the United Nations"),
        _("If somebody in uniform, or people who act with them, took the person away: families from all countries may "
          "write to it, free of charge."),
        _("The Working Group writes to the State. Ask an organisation you trust for help with the letter."),
    )  # fmt: skip


def _society(here: str) -> Place:
    country = {"country": country_name(here)}
    text = _(
        "Its tracing service looks for people together with the societies of other countries, free of charge, and "
        "asks nobody for papers to stay. One search is enough: the societies ask each other. More: familylinks.icrc.org"
    )
    if here in UNSURE:
        who = _("The International Committee of the Red Cross")
        text = (
            _(
                "We are not sure which Red Cross or Red Crescent society answers in %(country)s. The International "
                "Committee can say who looks for people there, free of charge: familylinks.icrc.org"
            )
            % country
        )
    elif here in CRESCENT:
        who = _("The Red Crescent in %(country)s") % country
    elif here in CRYSTAL:
        who = _("Magen David Adom in %(country)s") % country
    else:
        who = _("The Red Cross in %(country)s") % country
    return Place("society", who, text, _("Tell them if nobody of a State may learn of your search."))


def _listed(codes: Iterable[str]) -> str:
    return " · ".join(country_name(code) for code in codes)
