"""The report of an identification for authorities: what was concluded, on what, by whom, signed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.rings import Ring
from cases.models import Case, CaseName
from families import briefing
from families.codes import OpinionResult
from families.held import main_first
from matching.codes import ReviewRole
from matching.identification.selectors import Shown, issued_of
from matching.services import identifying
from matching.services.covering import Covered
from registry.lib.errors import Forbidden, NotFound
from registry.lib.world import country_name

Words = str | Promise


@dataclass(frozen=True)
class Signed:
    """One signature as the report shows it."""

    name: str
    role: Words
    at: str


@dataclass(frozen=True)
class Report:
    """The report in one language.  ended: why it no longer stands, or empty."""

    reference: str
    language: str
    facts: list[tuple[Words, Words]]
    grounds: str
    signatures: list[Signed]
    digest: str
    is_whole: bool
    ended: Words

    @property
    def direction(self) -> str:
        return briefing.direction_of(self.language)


@transaction.atomic
def report(actor: Actor, ref: str, *, language: str, of: str = "") -> Report:
    """An issued identification, written down as made.  ref: of the remains; of: of the pair, else the one that stands.

    Raises NotFound, Forbidden.
    """
    if language not in briefing.LANGUAGES:
        raise NotFound()
    page = issued_of(actor, ref, of)
    held, shown = page.held, page.shown
    if held is None:
        raise NotFound()
    if shown is None:
        raise Forbidden()
    names = _names(actor, held.case_ref)
    with translation.override(language):
        row = shown.row
        ended = (
            _("This identification was taken back on %(day)s.") % {"day": _day(row.revoked_at)}
            if row.revoked_at
            else ""
        )
        made = Report(
            reference=held.pair.ref, language=language, facts=_facts(held.case_ref, page.remains.ref, names, shown),
            grounds=row.grounds, digest=row.digest, is_whole=shown.is_whole, ended=ended,
            signatures=[
                Signed(one.name, ReviewRole(one.role).label, date_format(localtime(one.signed_at), "DATETIME_FORMAT"))
                for one in shown.signatures
            ],
        )  # fmt: skip
    identifying.record(actor, held.pair, "pair.identification_printed", language=language)
    return made


def _names(actor: Actor, ref: str) -> str:
    """The person's names, for readers to whom the case's search file is open by itself."""
    case = door.visible(actor, Case, ring=Ring.SEARCH).filter(ref=ref).first()
    if case is None:
        return ""
    rows: list[Any] = door.open(actor, case, Ring.SEARCH, tables=[CaseName]).rows(case, CaseName)
    return " · ".join(row.full_original for row in sorted(rows, key=main_first))


def _facts(case: str, remains: str, names: str, shown: Shown) -> list[tuple[Words, Words]]:
    row, opinion = shown.row, shown.opinion
    panel = " · ".join(f"{name} ({work})" for name, work in row.panel or ())
    facts: list[tuple[Words, Words]] = [
        (_("Conclusion"), shown.conclusion.label),
        (_("Missing person"), briefing.ISOLATED.format(names) if names else case),
        (_("Case"), briefing.ISOLATED.format(case)),
        (_("Remains"), briefing.ISOLATED.format(remains)),
        *_parts(shown.covers),
        (_("Methods"), "; ".join(str(label) for label in shown.methods)),
        (_("Panel"), panel),
        (_("Competent authority"), briefing.ISOLATED.format(row.authority)),
        (_("Country"), country_name(row.country)),
        (_("Legal act it acts by"), briefing.ISOLATED.format(row.legal_act)),
        (_("Date of the conclusion"), date_format(row.established_on, "DATE_FORMAT")),
        (_("Issued"), _day(row.issued_at)),
    ]  # fmt: skip
    if opinion is not None and opinion.result:
        facts.append((_("Second opinion"), f"{opinion.given_by}: {OpinionResult(opinion.result).label}"))
    elif opinion is not None:
        facts.append((_("Second opinion"), _("Asked for, not given yet")))
    return [(title, said) for title, said in facts if said]


def _parts(covers: Covered) -> list[tuple[Words, Words]]:
    said = (
        (_("Joined parts that it covers"), covers.named or []),
        (_("Joined no more since it was signed"), covers.parted),
        (_("Joined since, and not covered"), covers.since),
    )
    return [(title, ", ".join(briefing.ISOLATED.format(ref) for ref in refs)) for title, refs in said]


def _day(at: Any) -> str:
    return date_format(localtime(at), "DATE_FORMAT")
