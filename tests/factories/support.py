"""A need, a referral and a paper of a family, through the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accessctl.tokens import token_of
from cases.models import Case
from families.models import LegalPaper, Referral, SupportNeed
from families.services.papers import begin_paper
from families.services.support import NeedEntry, accept_for_family, note_need, propose_referral
from tests.factories.families import conversation

if TYPE_CHECKING:
    from tests.cast import Cast

TOLD = "A mother with two children needs a lawyer for their custody."


def a_need(cast: Cast, case: Case, need: str = "legal_custody") -> SupportNeed:
    return note_need(actor=cast.caseworker.actor, case_ref=case.ref, entry=NeedEntry(need=need))


def a_referral(cast: Cast, case: Case, *, told: str = TOLD, agreed: bool = False) -> Referral:
    """To the second NGO; `agreed`: the family has said yes."""
    actor, need = cast.caseworker.actor, token_of(a_need(cast, case).pk)
    provider = cast.organisations.second_ngo
    row = propose_referral(actor=actor, case_ref=case.ref, need=need, provider_ref=provider.ref, told=told)
    if not agreed:
        return row
    yes = {"case_ref": case.ref, "referral": token_of(row.pk), "conversation": conversation()}
    return accept_for_family(actor=actor, **yes)


def a_paper(cast: Cast, case: Case, kind: str = "certificate_of_absence", country: str = "ESP") -> LegalPaper:
    return begin_paper(actor=cast.caseworker.actor, case_ref=case.ref, kind=kind, country=country)
