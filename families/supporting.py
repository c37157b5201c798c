"""What is done for a family besides the search, for those who may open its family file; and what of it is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.utils import timezone

from accessctl import door
from accessctl.actor import Actor
from accessctl.clear import Clear
from accessctl.codes import Purpose, RecipientClass
from accessctl.models import Organisation
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.models import Case
from families.codes import PaperStatus, ReferralStatus
from families.models import LegalPaper, Referral, SupportNeed
from families.papers import Procedure, Step, procedure
from families.selectors import case_with_family_file
from families.services.papers import ENDED
from families.services.support import NEXT, OPEN
from registry.lib.errors import NotFound

LineT = TypeVar("LineT")

DUE_LENGTH = 100
LETTERED = frozenset(
    {ReferralStatus.ACCEPTED_BY_FAMILY, ReferralStatus.SENT, ReferralStatus.WAITING, ReferralStatus.ACCEPTED}
)


@dataclass(frozen=True)
class ReferralLine:
    """One referral in clear, and where it may go from here."""

    token: str
    row: Clear
    provider: Organisation
    withdraws: str  # how the consent it rests on is named on the page that takes it back

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return [(code, ReferralStatus(code).label) for code in NEXT.get(self.row.status, ())]

    @property
    def is_proposed(self) -> bool:
        return bool(self.row.status == ReferralStatus.PROPOSED)

    @property
    def has_letter(self) -> bool:
        return self.row.status in LETTERED


@dataclass(frozen=True)
class NeedLine:
    token: str
    row: Clear
    referrals: list[ReferralLine]


@dataclass(frozen=True)
class Support:
    case: Case
    needs: list[NeedLine]
    may_change: bool

    def referral(self, token: str) -> ReferralLine:
        """Raises NotFound."""
        return _only(line for need in self.needs for line in need.referrals if line.token == token)


@dataclass(frozen=True)
class PaperLine:
    """One paper in clear, how it is asked for there, and what comes next."""

    token: str
    row: Clear
    procedure: Procedure

    @property
    def next_step(self) -> Step | None:
        return None if self.is_ended else self.procedure.next_step(self.row.steps_done)

    @property
    def is_ended(self) -> bool:
        return self.row.status in ENDED

    @property
    def is_overdue(self) -> bool:
        return bool(self.row.due_on and self.row.due_on < timezone.localdate())

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return list(PaperStatus.choices)


@dataclass(frozen=True)
class Papers:
    case: Case
    papers: list[PaperLine]
    may_change: bool

    def paper(self, token: str) -> PaperLine:
        """Raises NotFound."""
        return _only(line for line in self.papers if line.token == token)


def _only(found: Iterable[LineT]) -> LineT:
    for line in found:
        return line
    raise NotFound()


def support_of(actor: Actor, ref: str) -> Support:
    """What a family needs and who was asked to help.  Raises NotFound, Forbidden."""
    case = case_with_family_file(actor, ref)
    kin = door.open(actor, case, Ring.KIN, tables=[SupportNeed, Referral])
    rows = kin.rows(case, Referral)
    known = door.visible(actor, Organisation).in_bulk({row.provider_id for row in rows})
    referrals: dict[Any, list[ReferralLine]] = {}
    for row in rows:
        line = ReferralLine(token_of(row.pk), row, known[row.provider_id], _withdraws(case, known[row.provider_id]))
        referrals.setdefault(row.need_id, []).append(line)
    needs = [NeedLine(token_of(row.pk), row, referrals.get(row.pk, [])) for row in kin.rows(case, SupportNeed)]
    return Support(case, needs, door.can(actor, door.Action.CHANGE, case))


def _withdraws(case: Case, provider: Organisation) -> str:
    kind = RecipientClass.OWN_ORG.value if provider.pk == case.owner_id else provider.kind
    return f"purpose={Purpose.FAMILY_SUPPORT.value}&recipient={kind}"


def papers_of(actor: Actor, ref: str) -> Papers:
    """The papers a family asks for, and how.  Raises NotFound, Forbidden."""
    case = case_with_family_file(actor, ref)
    rows = door.open(actor, case, Ring.KIN, tables=[LegalPaper]).rows(case, LegalPaper)
    lines = [PaperLine(token_of(row.pk), row, procedure(row.country, row.kind)) for row in rows]
    return Papers(case, lines, door.can(actor, door.Action.CHANGE, case))


@dataclass(frozen=True)
class Due:
    """One thing that is due for a family, by the case's reference alone: who they are stands in the file."""

    case: Case
    on: date
    what: Any
    is_paper: bool

    @property
    def is_overdue(self) -> bool:
        return self.on < timezone.localdate()


def due(actor: Actor) -> list[Due]:
    """Referrals to ask about and deadlines of papers in own cases, the most pressing first; codes only."""
    own = door.visible(actor, Case, door.Action.CHANGE).filter(owner=actor.organisation_id)
    cases = own.filter(pk__in=door.visible(actor, Case, ring=Ring.KIN).values("pk")).values("pk")
    asked = Referral._default_manager.filter(case__in=cases, status__in=OPEN, follow_up_on__isnull=False)
    papers = LegalPaper._default_manager.filter(case__in=cases, due_on__isnull=False)
    found = [
        Due(row.case, row.follow_up_on, row.get_status_display(), is_paper=False)
        for row in asked.select_related("case").order_by("follow_up_on")[:DUE_LENGTH]
        if row.follow_up_on
    ]
    found += [
        Due(row.case, row.due_on, row.get_kind_display(), is_paper=True)
        for row in papers.select_related("case").order_by("due_on")[:DUE_LENGTH]
        if row.due_on
    ]
    return sorted(found, key=lambda one: (one.on, one.case.ref))[:DUE_LENGTH]
