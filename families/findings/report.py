"""An identification as its family reads it: in their language, in plain words, with their rights.

A copy is put into their hands by the people who tell them.  It is never sent, and no page of theirs shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accessctl import door, journal
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case, CaseName
from families import briefing
from families.codes import IdMethod
from families.findings.selectors import findings_of
from families.held import main_first
from registry.lib.errors import Forbidden, NotFound
from registry.lib.world import country_name, language_name


@dataclass(frozen=True)
class Copy:
    """The copy in one language.  summary: the institution's own words, in `summary_lang` (named)."""

    reference: str
    language: str
    day: str
    heading: str
    sentences: tuple[str, ...]
    summary: str
    summary_lang: str
    rights: tuple[str, ...]
    closing: str

    @property
    def direction(self) -> str:
        return briefing.direction_of(self.language)


@transaction.atomic
def copy_for_family(actor: Actor, ref: str, *, language: str) -> Copy:
    """The copy of the identification that stands, written down as made.  Raises NotFound, Forbidden."""
    if language not in briefing.LANGUAGES:
        raise NotFound()
    held = findings_of(actor, ref)
    if not held.may_change:
        raise Forbidden()
    if held.standing is None:
        raise NotFound()
    row, case = held.standing.row, held.case
    names: list[Any] = door.open(actor, case, Ring.SEARCH, tables=[CaseName]).rows(case, CaseName)
    name = min(names, key=main_first).full_original if names else case.ref
    journal.record(actor, "finding.copy_made", case, ring=Ring.KIN, language=language)
    with translation.override(language):
        return Copy(
            reference=case.ref, language=language, day=date_format(timezone.localdate(), "DATE_FORMAT"),
            heading=_("About %(person)s") % {"person": briefing.ISOLATED.format(name)},
            sentences=tuple(_told(row, name)), summary=row.summary, summary_lang=language_name(row.summary_lang),
            rights=tuple(_rights(case)), closing=case.owner.name,
        )  # fmt: skip


def _told(row: Any, name: str) -> Iterator[str]:
    said = {
        "person": briefing.ISOLATED.format(name), "authority": briefing.ISOLATED.format(row.authority),
        "country": country_name(row.country), "day": date_format(row.established_on, "DATE_FORMAT"),
        "act": briefing.ISOLATED.format(row.legal_act),
        "methods": briefing.COMMA.get(translation.get_language(), ", ").join(
            str(IdMethod(code).label) for code in row.methods
        ),
    }  # fmt: skip
    yield _("The remains of a person were examined, and compared with what you told us of %(person)s.") % said
    yield _("On %(day)s it was established that they are those of %(person)s.") % said
    yield _("It was decided by: %(authority)s, %(country)s. It acts by: %(act)s.") % said
    yield _("It is known by: %(methods)s. Two specialists signed it, each in a role of their own.") % said


def _rights(case: Case) -> Iterator[str]:
    yield _("You may doubt this. Your doubt is written down and followed.")
    yield _("You may ask for a second opinion by other specialists. Ask the people who sit with you.")
    yield _("You may ask every question, today and later, and see the report of the authority.")
    yield _("You decide what comes next: where the person is laid to rest, by which rite, and what you wish to see.")
    yield _("Beside those who worked on it, nobody learns of this from us before you.")
    yield _("If you do not want the consulate to know, say so.")
    if case.owner.focal_point_channel:
        said = {
            "organisation": briefing.ISOLATED.format(case.owner.name), "channel": case.owner.focal_point_channel,
            "hours": case.owner.focal_point_hours,
        }  # fmt: skip
        yield (_("How to reach %(organisation)s: %(channel)s %(hours)s") % said).strip()
