"""What a relative's own page shows, read through the door as the relative."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accessctl import door
from accessctl.actor import Actor
from accessctl.codes import RecipientClass
from accessctl.readings.told import Receiver, receivers
from accessctl.rings import Ring
from cases.codes import ACTIVE_STATES, CaseWorkflow
from cases.models import Case, CaseName
from cases.selectors.actions import ToldStep, told
from cases.services import state_of
from families import held, questions
from families.codes import RequestKind
from families.feedback.selectors import next_date
from families.models import Consent, RightsRequest, TransferAgreement
from families.services.effect import in_force, kept_back, standing
from families.transfers import Hand, hands_of
from registry.lib.world import country_name

SEARCHING = _("The search goes on. We have no news that we could give you.")
KEPT_BACK = _("What you gave us is kept, and not used, as you wished. Say so when it may be used again.")
PAUSED = _("The search is paused, as the family wished. It goes on as soon as you want.")
ELSEWHERE = _("Another organisation goes on with the search, as your family agreed. Ask us how to reach it.")
MEETING = _("We would like to meet you. Please speak with us: we tell you everything in person.")


@dataclass(frozen=True)
class Use:
    """One thing that the relative agreed to, in words."""

    purpose: str
    recipient_class: str
    words: str
    until: date | None

    @property
    def key(self) -> str:
        return f"{self.purpose}:{self.recipient_class}"


@dataclass(frozen=True)
class Home:
    """All of the page.  names: of the missing person, as the relative gave them; next_news: when they are called; kept:
    what is not used for now, as they wished; hands: who took the search over, in order; asked_next: who is asked to;
    outside: who goes on outside this registry.
    """

    case: Case
    names: list[str]
    state: Promise
    next_news: date | None
    is_late: bool
    country: str
    steps: list[ToldStep]
    hands: list[Hand]
    is_elsewhere: bool
    outside: Any
    asked_next: Hand | None
    uses: list[Use]
    kept: list[Use]
    receivers: list[Receiver]
    requests: list[Any]

    @property
    def keeps_back(self) -> bool:
        """Whether they wished that something of theirs is not used for now."""
        return bool(self.kept) or any(row.kind == RequestKind.RESTRICT and row.keeps_back for row in self.requests)

    @property
    def since(self) -> datetime:
        """Since when the organisation that searches now has done so."""
        return next((one.since for one in reversed(self.hands) if one.since), self.case.created_at)


def home(actor: Actor, ref: str) -> Home:
    """The relative's own page.  Raises NotFound."""
    case = door.fetch(actor, Case, ref=ref)
    search = door.open(actor, case, Ring.SEARCH, tables=[CaseName, Consent])
    kin = door.open(actor, case, Ring.KIN, tables=[RightsRequest, TransferAgreement])
    names = sorted(search.rows(case, CaseName), key=held.main_first)
    uses, kept = uses_of(search.rows(case, Consent)), kept_of(search.rows(case, Consent))
    due, state = next_date(case), state_of(case)
    hands, asked_next = hands_of(case)
    return Home(
        case=case,
        names=[row.full_original for row in names][:1],
        state=KEPT_BACK if kept and not uses else _state(state),
        next_news=due,
        is_late=bool(due and due < timezone.localdate()),
        country=str(country_name(case.owner.country)),
        steps=told(case),
        hands=hands,
        is_elsewhere=state is CaseWorkflow.TRANSFERRED,
        outside=_outside(state, kin.rows(case, TransferAgreement)),
        asked_next=asked_next,
        uses=uses,
        kept=kept,
        receivers=receivers(actor, case),
        requests=sorted(kin.rows(case, RightsRequest), key=lambda row: row.created_at, reverse=True),
    )


def consents(actor: Actor, ref: str) -> tuple[Case, list[Use]]:
    """What a relative agreed to and did not take back, kept back or not.  Raises NotFound."""
    case = door.fetch(actor, Case, ref=ref)
    rows = door.open(actor, case, Ring.SEARCH, tables=[Consent]).rows(case, Consent)
    return case, _in_words(standing(rows, timezone.now()))


def _outside(state: CaseWorkflow, agreements: Iterable[Any]) -> Any:
    """What they agreed to of an organisation outside that goes on now; None of others, and where none does."""
    if state is not CaseWorkflow.TRANSFERRED:
        return None
    done = [row for row in agreements if row.carried_out_at]  # what was only asked, or refused, names nobody
    return max(done, key=lambda row: row.carried_out_at, default=None)


def is_closed(actor: Actor, ref: str) -> bool:
    """Whether the page is gone for them: everybody took everything back, not only they what they gave."""
    return not door.visible(actor, Case).filter(ref=ref).exists()


def uses_of(rows: Iterable[Any]) -> list[Use]:
    """What they agreed to and what is in force of it."""
    return _in_words(in_force(rows, timezone.now()))


def kept_of(rows: Iterable[Any]) -> list[Use]:
    """What they agreed to and wish not to be used for now."""
    return _in_words(kept_back(rows, timezone.now()))


def _in_words(rows: Iterable[Any]) -> list[Use]:
    given = sorted(rows, key=lambda row: (row.recipient_class != RecipientClass.OWN_ORG,))
    return [
        Use(
            row.purpose,
            row.recipient_class,
            questions.in_words(row.purpose, row.recipient_class),
            row.valid_until.date() if row.valid_until else None,
        )
        for row in given
    ]


def _state(state: CaseWorkflow) -> Promise:
    """SECURITY: a lead that is being checked reads as the search that goes on, and every result alike."""
    if state is CaseWorkflow.TRANSFERRED:
        return ELSEWHERE
    if state in ACTIVE_STATES:
        return SEARCHING
    return PAUSED if state is CaseWorkflow.PAUSED else MEETING
