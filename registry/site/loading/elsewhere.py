"""An invented registry elsewhere: the demonstration shows a link, a question that met somebody, and one of theirs.

Nobody answers at its address: what both sides would have said is written down here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accessctl.actor import Actor
from accessctl.codes import Purpose
from accessctl.models import Peer
from accessctl.peers import envelopes
from accessctl.peers import services as peers
from cases.models import Case
from matching.models import PeerHit, PeerInquiry, PeerQuestion
from matching.models.peers import Outcome, hit_ref
from matching.peers import records
from matching.peers.services import hits
from registry.site.invented.demo import ELSEWHERE
from registry.site.loading.organisations import Standing, fresh

ADDRESS = "https://registry.elsewhere.invalid"
PURPOSE = Purpose.SHARE_SEARCH


def link_one(standing: Standing, refs: Iterable[str]) -> str:
    """The reference of the link."""
    first, second = (fresh(standing, key) for key in ("supervisor", "officer"))
    _secret, key = envelopes.fresh()
    terms = peers.PeerTerms(
        organisation=standing.organisations[ELSEWHERE], address=ADDRESS, key=key, purposes=peers.ASKED_FOR,
        valid_until=timezone.now() + timedelta(days=365),
    )  # fmt: skip
    link = peers.propose(first, terms)
    link = peers.confirm(second, ref=link.ref, fingerprint=envelopes.fingerprint(key))
    shared = records.admitted(link, PURPOSE, Case).filter(owner=first.organisation, ref__in=list(refs)).order_by("pk")
    for number, case in enumerate(shared[:4]):
        if number == 0:
            _met(link, case)
        else:
            _asked(link, case, first, Outcome.HIT if number == 1 else Outcome.NO_HIT)
    return link.ref


def _asked(link: Peer, case: Case, by: Actor, outcome: Outcome) -> None:
    made = PeerQuestion.objects.create(
        peer=link, purpose=PURPOSE, case=case, organisation=case.owner, account=by.account, outcome=outcome,
        step=PeerQuestion.Step.OVER, hit=hit_ref() if outcome is Outcome.HIT else "", due_at=None,
        answered_at=timezone.now(),
    )  # fmt: skip
    if outcome is Outcome.HIT:
        hits.begin(made)


def _met(link: Peer, case: Case) -> None:
    inquiry = PeerInquiry.objects.create(
        peer=link, number=uuid4(), purpose=PURPOSE, step=PeerInquiry.Step.ANSWERED, due_at=timezone.now(),
        outcome=Outcome.HIT, hit=hit_ref(),
    )  # fmt: skip
    PeerHit.objects.create(inquiry=inquiry, case=case)
    hits.begin(inquiry)
