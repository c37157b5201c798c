"""An agreement in plain sentences: what is opened of whose records, to whom, for what, until when.  Formatting only.

The same sentences stand before those who propose, those who sign and everyone who looks it up later.  No code and no
number of a layer appears in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accessctl import parts
from accessctl.agreements.terms import Terms
from accessctl.models import Organisation
from accessctl.models.agreements import LegalProcess, OnwardTransfer
from accessctl.rings import Ring
from accessctl.scope import Scope, route_name
from registry.lib.speech import listed
from registry.lib.world import country_name

Words = str | Promise
OPENED: dict[Ring, Words] = {
    Ring.COMMON: _("that a record exists, with sex, age group, country, month and route, to ask for more"),
    Ring.SEARCH: _("the search file: names, photo, description, what happened; of remains the profile and the place"),
    Ring.RESERVED: _("the reserved file: papers and their numbers"),
    Ring.KIN: _("the family file: who the relatives are, without how to reach them"),
    Ring.FORENSIC: _("the forensic file: what examiners record for identification"),
}
SHORT: dict[Ring, Words] = {
    Ring.COMMON: _("That a record exists"),
    Ring.SEARCH: _("Search file"),
    Ring.RESERVED: _("Papers"),
    Ring.KIN: _("Family file"),
    Ring.FORENSIC: _("Forensic file"),
}
PROMISED: dict[str, Words] = {
    LegalProcess.NOTIFY_BEFORE: _(
        "If a court or an authority demands it, the provider is told before anything is handed over."
    ),
    LegalProcess.CONTEST: _(
        "If a court or an authority demands it, the receiver contests the demand and tells the provider."
    ),
    LegalProcess.NONE: _("Nothing is promised for the case that a court or an authority demands it."),
}
PASSED_ON: dict[str, Words] = {
    OnwardTransfer.FORBIDDEN: _("Passing it on is not allowed."),
    OnwardTransfer.SAME_PURPOSE: _("It may be passed on for the same purpose, after telling the provider."),
}


@dataclass(frozen=True)
class Layer:
    """One layer of the picture: its name, and whether the agreement opens it."""

    label: Words
    is_open: bool


@dataclass(frozen=True)
class Picture:
    """Who, what, to whom.  `both`: everybody on the left receives as well, everybody on the right provides."""

    providers: tuple[Organisation, ...]
    layers: tuple[Layer, ...]
    receivers: tuple[Organisation, ...]
    both: bool


def opened_rings(terms: Terms) -> list[Ring]:
    """The rings an agreement opens, layer by layer."""
    return [
        ring
        for ring in OPENED
        if ring.layer <= terms.max_layer and (not ring.compartment or ring.compartment in terms.compartments)
    ]


def picture(terms: Terms) -> Picture:
    """The agreement at a glance."""
    opened = set(opened_rings(terms))
    layers = tuple(Layer(SHORT[ring], ring in opened) for ring in SHORT)
    return Picture(terms.providers, layers, terms.receivers, both=set(terms.providers) == set(terms.receivers))


def sentences(terms: Terms) -> Iterator[str]:
    """The agreement in sentences, the most important first."""
    yield who_opens(terms)
    yield from _what(terms)
    yield covered(terms.scope)
    yield gettext("Only for: %(purposes)s.") % {"purposes": listed(purpose.label for purpose in terms.purposes)}
    if terms.valid_until is not None:
        days = {"first": day(terms.valid_from or timezone.now()), "last": day(terms.valid_until)}
        yield gettext("It holds from %(first)s and ends by itself when %(last)s begins.") % days
    yield gettext("What a family has not agreed to, and what a firewall closes, stays closed in every case.")
    yield str(PASSED_ON[terms.onward_transfer])
    yield str(PROMISED[terms.legal_process_clause])
    yield _kept(terms)
    yield _breach(terms)
    if terms.review_on:
        yield gettext("The parties look at it again on %(day)s.") % {"day": date_format(terms.review_on, "DATE_FORMAT")}


def who_opens(terms: Terms) -> str:
    """Whose records are opened to whom."""
    if set(terms.providers) == set(terms.receivers):
        names = {"names": listed(party.name for party in terms.providers)}
        return gettext("Each of these opens its records to the others: %(names)s.") % names
    names = {
        "providers": listed(party.name for party in terms.providers),
        "receivers": listed(party.name for party in terms.receivers),
    }
    return gettext("Records of %(providers)s are opened to %(receivers)s.") % names


def _what(terms: Terms) -> Iterator[str]:
    yield gettext("Opened is: %(what)s.") % {"what": "; ".join(str(OPENED[ring]) for ring in opened_rings(terms))}
    if terms.allow:
        yield gettext("Of each file only these parts: %(parts)s.") % {"parts": named_parts(terms.allow)}
    if terms.deny:
        yield gettext("These parts stay closed, whatever another agreement opens: %(parts)s.") % {
            "parts": named_parts(terms.deny)
        }


def covered(scope: Scope) -> str:
    """Which records it is about."""
    if scope.everything:
        return gettext("All records are covered.")
    found = []
    if scope.routes:
        routes = listed(route_name(code) for code in sorted(scope.routes))
        found.append(gettext("cases and incidents on these routes: %(routes)s") % {"routes": routes})
    if scope.countries:
        countries = listed(country_name(code) for code in sorted(scope.countries))
        found.append(
            gettext("cases with the last contact, and remains found, in: %(countries)s") % {"countries": countries}
        )
    if scope.incidents:
        refs = listed(sorted(scope.incidents))
        found.append(gettext("what is linked to these incidents: %(incidents)s") % {"incidents": refs})
    return gettext("Covered are only %(records)s.") % {"records": "; ".join(found)}


def _kept(terms: Terms) -> str:
    days = terms.retention_days
    if terms.deletion_proof:
        said = ngettext(
            "Copies are deleted after %(days)s day at the latest, and the deletion is confirmed.",
            "Copies are deleted after %(days)s days at the latest, and the deletion is confirmed.",
            days,
        )
    else:
        said = ngettext(
            "Copies are deleted after %(days)s day at the latest.",
            "Copies are deleted after %(days)s days at the latest.",
            days,
        )
    return said % {"days": days}


def _breach(terms: Terms) -> str:
    hours = terms.breach_hours
    said = ngettext(
        "A breach is told within %(hours)s hour to: %(contact)s.",
        "A breach is told within %(hours)s hours to: %(contact)s.",
        hours,
    )
    return said % {"hours": hours, "contact": terms.breach_contact or gettext("all parties")}


def named_parts(codes: Iterable[str]) -> str:
    """Parts of records by name; one that is no longer known stays readable."""
    known = parts.labels()
    return listed(known.get(code, code) for code in codes)


def day(moment: datetime) -> str:
    """The day of a moment, in words."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
