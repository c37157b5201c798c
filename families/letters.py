"""Letters about support and papers: what a provider or an office is told, and the same for the family in its language.

A letter to a provider holds what the referral says and nothing else of the case.  A letter to an office names the
person who is sought and who asks, because the office needs both, and says that the search goes on.
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
from accessctl.models import Organisation
from accessctl.rings import Ring
from cases.models import Case, CaseName, CaseSearchFile
from families import briefing
from families.codes import Need, PaperKind
from families.held import main_first
from families.models import RelativeName
from families.services.support import FamilyNotAsked, consent_to
from families.supporting import papers_of, support_of
from registry.lib.errors import NotFound
from registry.lib.world import country_name


@dataclass(frozen=True)
class Part:
    """The letter in one language."""

    language: str
    heading: str
    day: str
    reference: str
    to: str
    sentences: tuple[str, ...]
    closing: str

    @property
    def direction(self) -> str:
        return briefing.direction_of(self.language)


@dataclass(frozen=True)
class Letter:
    """A letter in the language of the office, and after it in that of the family where that is another."""

    reference: str
    parts: tuple[Part, ...]

    @property
    def language(self) -> str:
        return self.parts[0].language

    @property
    def direction(self) -> str:
        return self.parts[0].direction


@transaction.atomic
def letter(actor: Actor, ref: str, token: str, *, office: str, family: str, form: str) -> Letter:
    """The letter about one referral or paper, written down as made.

    office, family: languages of the briefing.  Raises NotFound, Forbidden, and FamilyNotAsked for a referral that the
    family has not agreed to, or no more.
    """
    if not {office, family} <= set(briefing.LANGUAGES) or form not in ("page", "pdf"):
        raise NotFound()
    case = door.fetch(actor, Case, door.Action.CHANGE, ref=ref)
    about = _about(actor, case, token)
    parts = []
    for language in dict.fromkeys((office, family)):
        with translation.override(language):
            parts.append(_part(case, language, about))
    journal.record(actor, "support.letter_made", case, ring=Ring.KIN, form=form, languages=[office, family])
    return Letter(case.ref, tuple(parts))


@dataclass(frozen=True)
class _Referred:
    provider: Organisation
    need: Need
    told: str


@dataclass(frozen=True)
class _Asked:
    kind: PaperKind
    country: str
    office: Any
    letter: tuple[Any, ...]
    person: str
    applicant: str
    since: Any


def _about(actor: Actor, case: Case, token: str) -> _Referred | _Asked:
    """What the letter is about, with no more of the case opened than it says.  Raises NotFound, FamilyNotAsked."""
    for need in support_of(actor, case.ref).needs:
        for line in need.referrals:
            if line.token == token:
                if not line.has_letter or consent_to(case, line.provider) is None:
                    raise FamilyNotAsked()
                return _Referred(line.provider, Need(need.row.need), line.row.told)
    paper = papers_of(actor, case.ref).paper(token)
    search = door.open(actor, case, Ring.SEARCH, tables=[CaseName, CaseSearchFile])
    kin = door.open(actor, case, Ring.KIN, tables=[RelativeName]).rows(case, RelativeName)
    names = sorted(search.rows(case, CaseName), key=main_first)
    held = search.one(case, CaseSearchFile)
    return _Asked(
        kind=PaperKind(paper.row.kind),
        country=paper.row.country,
        office=paper.procedure.office,
        letter=paper.procedure.letter,
        person=names[0].full_original if names else case.ref,
        applicant=next((one.full_original for one in kin if one.relative_id == paper.row.applicant_id), ""),
        since=held.date_last_contact if held else None,
    )


def _part(case: Case, language: str, about: _Referred | _Asked) -> Part:
    if isinstance(about, _Referred):
        heading, to, sentences = _("Referral of a family"), about.provider.name, _to_provider(case, about)
    else:
        heading, to = str(about.kind.label), f"{about.office} · {country_name(about.country)}"
        sentences = _to_office(case, about)
    return Part(
        language=language,
        heading=heading,
        day=date_format(timezone.localdate(), "DATE_FORMAT"),
        reference=case.ref,
        to=to,
        sentences=tuple(sentences),
        closing=case.owner.name,
    )


def _to_provider(case: Case, about: _Referred) -> Iterator[str]:
    yield _("%(organisation)s refers a family to you. They know of it and agreed to it.") % _names(case)
    yield _("What they ask for: %(need)s.") % {"need": about.need.label}
    yield _("What they wish you to know: %(told)s") % {"told": briefing.ISOLATED.format(about.told)}
    yield _(
        "Use it for this help alone and pass it on to nobody. If the family takes its consent back, "
        "%(organisation)s tells you, and you destroy this letter."
    ) % _names(case)
    yield _("Please tell %(organisation)s whether you can help, and from when.") % _names(case)
    yield from _reach(case)


def _to_office(case: Case, about: _Asked) -> Iterator[str]:
    names = _names(case) | {
        "person": briefing.ISOLATED.format(about.person), "applicant": briefing.ISOLATED.format(about.applicant),
        "paper": about.kind.label, "since": about.since,
    }  # fmt: skip
    if about.since:
        yield _("%(person)s has been missing since %(since)s. The search goes on.") % names
    else:
        yield _("%(person)s is missing. The search goes on.") % names
    if about.applicant:
        yield _("%(applicant)s, of the family, asks you for this paper: %(paper)s.") % names
    else:
        yield _("The family asks you for this paper: %(paper)s.") % names
    for sentence in about.letter:
        yield str(sentence) % names
    yield _("Nothing in this letter says what has become of the person, and nothing in it ends the search.")
    yield _("Please say in writing what you still need, by when you decide, and how a decision can be appealed.")
    yield _("%(organisation)s stands by the family and may be asked.") % names
    yield from _reach(case)


def _reach(case: Case) -> Iterator[str]:
    if case.owner.focal_point_channel:
        said = {"channel": case.owner.focal_point_channel, "hours": case.owner.focal_point_hours}
        yield (_("How to reach %(organisation)s: %(channel)s %(hours)s") % (_names(case) | said)).strip()


def _names(case: Case) -> dict[str, Any]:
    return {"organisation": briefing.ISOLATED.format(case.owner.name)}
