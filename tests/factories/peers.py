"""Links to other registries, questions to them and questions of theirs, as their jobs would have left them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accessctl.codes import Purpose
from accessctl.models import Organisation, Peer
from accessctl.peers import services
from accessctl.peers.envelopes import fingerprint, fresh
from accessctl.vault import PEER_QUESTION, seal_for_deployment
from cases.models import Case
from matching.models import PeerDecision, PeerDisclosure, PeerHit, PeerInquiry, PeerQuestion
from matching.models.peer_disclosures import DisclosureReason
from matching.models.peers import Outcome, hit_ref
from matching.peers.services import hits
from tests.factories.accessctl import Member

KEY = fresh()[1]
BOTH = (Purpose.SHARE_SEARCH, Purpose.FORENSIC_COMPARISON)


def terms(run_by: Organisation, **changes: Any) -> services.PeerTerms:
    until = timezone.now() + timedelta(days=90)
    said = {"address": "https://registry.invalid", "key": KEY, "purposes": BOTH, "valid_until": until}
    return services.PeerTerms(organisation=run_by, **(said | changes))


def proposed(first: Member, run_by: Organisation, **changes: Any) -> Peer:
    """A link that waits for a second person."""
    return services.propose(first.actor, terms(run_by, **changes))


def link(first: Member, second: Member, run_by: Organisation, **changes: Any) -> Peer:
    """A link in force, entered by one and confirmed by the other."""
    made = proposed(first, run_by, **changes)
    return services.confirm(second.actor, ref=made.ref, fingerprint=fingerprint(made.key))


def question(peer: Peer, case: Case, by: Member, purpose: Purpose, **columns: Any) -> PeerQuestion:
    """One that waits, unless told otherwise."""
    return PeerQuestion.objects.create(
        peer=peer, purpose=purpose, case=case, organisation=case.owner, account=by.account,
        secret=seal_for_deployment(PEER_QUESTION, "00" * 32), **columns,
    )  # fmt: skip


def answered(peer: Peer, case: Case, by: Member, outcome: Outcome) -> PeerQuestion:
    made = question(
        peer, case, by, Purpose.SHARE_SEARCH, outcome=outcome, step=PeerQuestion.Step.OVER, due_at=None,
        hit=hit_ref() if outcome is Outcome.HIT else "", answered_at=timezone.now(),
    )  # fmt: skip
    if outcome is Outcome.HIT:
        hits.begin(made)
    return made


def inquiry(peer: Peer, case: Case) -> PeerInquiry:
    """One of theirs that met a case."""
    met = PeerInquiry.objects.create(
        peer=peer, number=uuid4(), purpose=Purpose.SHARE_SEARCH, due_at=timezone.now(), outcome=Outcome.HIT,
        step=PeerInquiry.Step.ANSWERED, hit=hit_ref(),
    )  # fmt: skip
    PeerHit.objects.create(inquiry=met, case=case)
    hits.begin(met)
    return met


def decided(hit: PeerDisclosure, case: Case, by: Member) -> None:
    """A yes to telling the names of a case."""
    PeerDecision.objects.create(
        disclosure=hit, case=case, organisation=case.owner, account=by.account, discloses=True,
        reason=DisclosureReason.LIKELY, parts=["case.names"],
    )  # fmt: skip
