"""Custody in words: the chain as a line of steps, its gaps, and what is due.  Formatting only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.presentation import place_words
from remains.custody.chain import Gap, Why
from remains.custody.codes import BurialWrap, CustodyKind, ExaminationStep
from remains.custody.selectors import Custody, InCare, Line, Worksheet

Words = str | Promise
_SINCE: dict[Why, Words] = {
    Why.BEFORE: gettext_lazy("Where they were before is not written."),
    Why.ON_THE_WAY: gettext_lazy("Nobody confirmed the reception in time."),
    Why.LOST: gettext_lazy("They were not where they should have been."),
}
_TEXTS: tuple[tuple[str, Words], ...] = (
    ("from_person", gettext_lazy("Handed over by")),
    ("to_person", gettext_lazy("Taken over by")),
    ("tag_no", gettext_lazy("Tag")),
    ("seal_no", gettext_lazy("Seal")),
    ("order_no", gettext_lazy("By order")),
    ("condition_note", gettext_lazy("Remarks")),
)
_BURIAL: tuple[tuple[str, Words], ...] = (
    ("cemetery", gettext_lazy("Cemetery")),
    ("section", gettext_lazy("Section")),
    ("row", gettext_lazy("Row")),
    ("plot", gettext_lazy("Plot")),
    ("marker", gettext_lazy("The marker says")),
    ("neighbours", gettext_lazy("Beside it")),
    ("permit_no", gettext_lazy("Permit")),
    ("rite", gettext_lazy("Rite")),
)


@dataclass(frozen=True)
class Told:
    """One step in words.  gap: what nobody answers for before it."""

    number: int
    kind: str
    title: Words
    at: datetime
    by: str
    facts: list[tuple[Words, str]]
    gap: str
    late: str


@dataclass(frozen=True)
class Chain:
    """A whole chain in words.  where: the place now; open_gap: what nobody answers for now."""

    steps: list[Told]
    where: str
    open_gap: str
    points: list[Words]


def told(held: Custody, now: datetime) -> Chain:
    """What the page of a chain says."""
    current, gap = held.current, held.open_gap
    return Chain(
        [_told(line, now) for line in held.lines],
        _where(current) if current else "",
        gap_words(gap, now) if gap else "",
        [point.label for point in held.missing],
    )


def _where(line: Line) -> str:
    if line.burial is not None:
        return " · ".join(part for part in (line.burial.cemetery, line.burial.section, line.burial.plot) if part)
    receiver = line.receiver or line.step.to_person if line.step.kind == CustodyKind.MOVED else ""
    return line.place or receiver or line.organisation


def _told(line: Line, now: datetime) -> Told:
    step = line.step
    facts: list[tuple[Words, str]] = []
    if step.step:
        facts.append((_("Step"), str(ExaminationStep(step.step).label)))
    if line.place:
        facts.append((_("Place"), line.place))
    if line.receiver:
        facts.append((_("To"), line.receiver))
    facts += [(title, text) for name, title in _TEXTS if (text := getattr(step, name))]
    late = ngettext("Written %(days)s day later.", "Written %(days)s days later.", line.late) % {"days": line.late}
    return Told(
        step.number, step.kind, CustodyKind(step.kind).label, step.at, line.organisation,
        facts + (burial_facts(line.burial) if line.burial is not None else []),
        gap_words(line.gap, now) if line.gap else "", late if line.late > 0 else "",
    )  # fmt: skip


def burial_facts(burial: Any) -> list[tuple[Words, str]]:
    """A grave in words."""
    facts = [(title, text) for name, title in _BURIAL if (text := getattr(burial, name))]
    if where := place_words(burial.place):
        facts.append((_("Where"), str(where)))
    if burial.place is not None and burial.place.lat is not None:
        point = f"{burial.place.lat:.6f}, {burial.place.lon:.6f} ± {burial.place.radius_m or 0} m"
        facts.append((_("Point"), point))
    if burial.outline:
        facts.append((_("Corners"), "; ".join(f"{lat:.6f}, {lon:.6f}" for lat, lon in burial.outline)))
    if burial.depth_cm:
        facts.append((_("Depth"), _("%(depth)s cm") % {"depth": burial.depth_cm}))
    if burial.wrap != BurialWrap.UNKNOWN:
        facts.append((_("Buried in"), str(BurialWrap(burial.wrap).label)))
    if burial.lease_expires_at:
        facts.append((_("Leased until"), date_format(burial.lease_expires_at, "DATE_FORMAT")))
    return facts


def gap_words(gap: Gap, now: datetime) -> str:
    """A time nobody answers for, and how long it was."""
    if gap.since is None:
        return str(_SINCE[gap.why])
    hours = int(((gap.until or now) - gap.since).total_seconds() // 3600)
    since = {"since": date_format(localtime(gap.since), "DATETIME_FORMAT"), "hours": hours}
    if gap.until is None:
        length = ngettext(
            "Unaccounted for since %(since)s: %(hours)s hour.",
            "Unaccounted for since %(since)s: %(hours)s hours.",
            hours,
        )
    else:
        length = ngettext(
            "Unaccounted for from %(since)s, for %(hours)s hour.",
            "Unaccounted for from %(since)s, for %(hours)s hours.",
            hours,
        )
    return f"{length % since} {_SINCE[gap.why]}"


@dataclass(frozen=True)
class SheetLine:
    """One line of the worksheet with what is due, the most pressing first."""

    line: InCare
    due: list[Words]
    is_urgent: bool


def sheet(held: Worksheet) -> list[SheetLine]:
    """The lines of the daily worksheet."""
    return [SheetLine(line, list(_due(line)), bool(line.gap or line.overdue)) for line in held.lines]


def _due(line: InCare) -> Iterable[Words]:
    if line.since is None:
        yield _("Write down how they came into care, and where they are")
        return
    if line.gap is not None:
        yield _("Find out where they are: nobody answers for them now")
    if line.unseen:
        yield _("Go and look: nobody has written that they are there for a month")
    if line.missing:
        points = ", ".join(str(point.label) for point in line.missing)
        yield _("Before a burial: %(points)s") % {"points": points}
