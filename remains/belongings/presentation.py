"""Belongings in words: what each is called, where it is, the steps of its way.  Formatting only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.presentation import line
from remains.belongings.codes import BelongingStepKind
from remains.belongings.selectors import Belonging, Line

Words = str | Promise
_TEXTS: tuple[tuple[str, Words], ...] = (
    ("to_person", gettext_lazy("Taken over by")),
    ("seal_no", gettext_lazy("Seal")),
    ("order_no", gettext_lazy("By order")),
    ("note", gettext_lazy("Remarks")),
)


@dataclass(frozen=True)
class Told:
    """One step in words."""

    number: int
    title: Words
    at: datetime
    by: str
    facts: list[tuple[Words, str]]


@dataclass(frozen=True)
class Shown:
    """One belonging in words.  where: "" while it is not in care."""

    thing: Belonging
    title: str
    where: str
    steps: list[Told]


def shown(thing: Belonging) -> Shown:
    return Shown(thing, title(thing), where(thing), [_told(line) for line in thing.lines])


def title(thing: Belonging) -> str:
    number = _("No. %(number)s") % {"number": thing.number} if thing.number else ""
    return line([number, thing.words])


def where(thing: Belonging) -> str:
    """Where it is now, by which seal."""
    now = thing.current
    if now is None:
        return ""
    seal = _("seal %(number)s") % {"number": thing.seal} if thing.seal else ""
    return line([BelongingStepKind(now.step.kind).label, now.place or now.receiver, now.step.to_person, seal])


def _told(one: Line) -> Told:
    step = one.step
    facts: list[tuple[Words, str]] = [(gettext_lazy("Storage place"), one.place)] if one.place else []
    facts += [(gettext_lazy("Handed to"), one.receiver)] if one.receiver else []
    facts += [(words, said) for name, words in _TEXTS if (said := getattr(step, name))]
    return Told(step.number, BelongingStepKind(step.kind).label, step.at, one.organisation, facts)
