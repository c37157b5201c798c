"""How somebody found alive is worded for the unit that may approach them.  Formatting only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accessctl.clear import Clear
from cases.codes import (
    ApproachStep,
    ApproachWay,
    ClaimOutcome,
    Facility,
    LivingCondition,
    LivingWish,
    MarkSite,
    MarkType,
    MaySay,
    Sex,
    Side,
    SourceKind,
)
from cases.presentation import Fact, countries, line, place_words, span
from cases.selectors.whereabouts import ListedLiving, LivingFile
from registry.lib.world import language_name

# What a wish lets be told.  Any other: nothing, in the words of every day.
TOLD: dict[str, str | Promise] = {
    LivingWish.CONTACT_OK: _(
        "That the person is alive, what they wish to say, and how they wish to be reached. Not where they are, unless "
        "they say so themselves."
    ),
    LivingWish.MESSAGE_ONLY: _("The person’s message, word for word, and nothing else."),
    LivingWish.TELL_ALIVE_ONLY: _("That the person is alive, and nothing else."),
}
NOTHING = _("Nothing. Whoever asks hears what they always hear: the search goes on.")


@dataclass(frozen=True)
class Row:
    """A row of the list."""

    ref: str
    name: str
    kind: str
    seen: str
    verification: str
    decision: str | Promise
    claims: bool


@dataclass(frozen=True)
class Claim:
    """That somebody says they are not missing: in words, what they want, and what two people found."""

    said: str
    wants: str | Promise
    outcome: str | Promise
    is_open: bool


@dataclass(frozen=True)
class Step:
    """A step on the way to the person."""

    on: date
    title: str | Promise
    about: str
    note: str


def listed(rows: Iterable[ListedLiving]) -> list[Row]:
    return [
        Row(
            row.record.ref, row.name, row.file.get_kind_display(), row.file.seen_at.label() if row.file.seen_at else "",
            row.file.get_verification_display(), LivingWish(row.file.person_decision).label,
            row.claims,
        )
        for row in rows
        if row.file is not None
    ]  # fmt: skip


def title(held: LivingFile) -> str:
    return str(held.names[0].full_original) if held.names else gettext("Somebody found alive")


def facts(held: LivingFile) -> list[Fact]:
    file, facility = held.file, held.file.facility or {}
    low, high = file.age or (None, None)
    kind = facility.get("kind")
    return [
        Fact(_("How it came to notice"), file.get_kind_display()),
        Fact(_("Verification"), file.get_verification_display()),
        Fact(_("Sex"), Sex(file.sex).label if file.sex else None),
        Fact(_("Date of birth"), file.date_of_birth and file.date_of_birth.label()),
        Fact(_("Age"), span(low, high), ltr=True),
        Fact(_("Nationality"), countries(file.nationalities or [])),
        Fact(_("Languages"), ", ".join(language_name(code) for code in file.languages or [])),
        Fact(_("When they were there"), file.seen_at and file.seen_at.label()),
        Fact(_("Where they were"), place_words(file.seen_place)),
        Fact(
            _("Facility"),
            line([Facility(kind).label if kind else "", facility.get("name"), facility.get("reference")]),
        ),
        Fact(_("How the person is"), LivingCondition(file.condition).label if file.condition else None),
        Fact(_("Who told"), SourceKind(file.informant).label if file.informant else None),
        Fact(_("Description"), file.description),
    ]


def marks(held: LivingFile) -> list[str]:
    return [
        line([MarkType(row.mark_type).label, MarkSite(row.site).label, Side(row.side).label, row.description])
        for row in held.marks
    ]


def decision(held: LivingFile) -> str | Promise:
    return LivingWish(held.file.person_decision).label


def told(held: LivingFile) -> str | Promise:
    """What the family may be told by the wish that holds now."""
    return told_by(held.file.person_decision)


def told_by(wish: str) -> str | Promise:
    """What a wish lets be told."""
    return TOLD.get(wish, NOTHING)


def claim(held: LivingFile) -> Claim | None:
    """What somebody says who is not missing, and how far it was examined."""
    row = held.claim
    if row is None:
        return None
    outcome = ClaimOutcome(row.outcome).label if row.outcome else ""
    return Claim(row.said or "", LivingWish(row.wants).label, outcome, row.ended_at is None and not row.outcome)


def steps(held: LivingFile) -> list[Step]:
    """The way to the person, the latest step first."""
    return [_step(row) for row in reversed(held.steps)]


def _step(row: Clear) -> Step:
    label = LivingWish(row.wish).label if row.wish else ApproachStep(row.step).label
    said = [str(MaySay(code).label) for code in row.may_say or []]
    about = line([row.who, ApproachWay(row.way).label if row.way else "", *said])
    return Step(row.taken_on, label, about, row.note or "")
