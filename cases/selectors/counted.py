"""Counts of an organisation's own cases, in codes, as they may leave it: of finished years, and of no small group."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.registers.counts import LEAST
from cases.codes import AgeClass
from cases.models import Case
from cases.policies import REGISTRANTS, uncounted
from registry.lib.errors import Forbidden

CHILDREN = (AgeClass.FETUS, AgeClass.INFANT, AgeClass.CHILD, AgeClass.ADOLESCENT)
STEP = 5


@dataclass(frozen=True, order=True)
class Group:
    """Cases of one year of last contact, route, sex (ISO 5218) and age: child, adult, or "" for not known."""

    year: int
    route: str
    sex: str
    age: str


def counts_of_cases(actor: Actor) -> dict[Group, int]:
    """The own organisation's cases by group, withdrawn, merged and transferred ones left out.  Raises Forbidden."""
    if actor.organisation is None or not actor.roles & REGISTRANTS:
        raise Forbidden()
    own = door.visible(actor, Case).filter(owner=actor.organisation_id).exclude(uncounted())
    over = own.filter(last_contact_month_max__year__lt=timezone.localdate().year).order_by()
    by = over.annotate(year=ExtractYear("last_contact_month_max")).values_list("year", "route_code", "sex", "age_band")
    found: Counter[Group] = Counter()
    for year, route, sex, age, number in by.annotate(Count("pk")):
        found[Group(year, route or "", sex or "", _age(age))] += number
    return dict(found)


def _age(band: str) -> str:
    if band in (AgeClass.UNKNOWN, ""):
        return ""
    return "child" if band in CHILDREN else "adult"


def told(counts: dict[Group, int]) -> list[tuple[Group, int]]:
    """What of the counts may leave: groups below LEAST are not there, the others are counted down to full fives.

    SECURITY: one table of the smallest groups and no sum over them, so that nothing is left to subtract; in fives, so
    that two tables of different days do not tell of one case that came between.
    """
    return [(group, number - number % STEP) for group, number in sorted(counts.items()) if number >= LEAST]
