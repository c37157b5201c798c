"""What a provider of help reads and answers: the words a family agreed to, while its yes stands, and nothing else."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.test import Client

from accessctl import door
from accessctl.codes import Purpose, Role
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.models import Case, CaseAccountabilityNote
from families import provided
from families.models import Referral
from families.services import withdraw_consent
from families.services.standing import write_effect
from families.services.support import Move, NotInThisOrder, move_referral
from families.supporting import support_of
from registry.lib.errors import NotFound
from tests.cast import Cast
from tests.factories.accessctl import Member, member
from tests.factories.families import a_case
from tests.factories.support import TOLD, a_referral
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


@pytest.fixture
def helper(cast: Cast) -> Member:
    return member(cast.organisations.second_ngo, Role.PSYCHOSOCIAL_WORKER, email="helper@cast.invalid")


def sent(cast: Cast, case: Case) -> Referral:
    row = a_referral(cast, case, agreed=True)
    return move_referral(
        actor=cast.caseworker.actor, case_ref=case.ref, referral=token_of(row.pk), move=Move(status="sent")
    )  # fmt: skip


def test_a_provider_reads_what_was_agreed_and_answers(cast: Cast, helper: Member, client_for: ClientFor) -> None:
    case = a_case(cast)
    proposed, row = a_referral(cast, case), sent(cast, case)
    client = client_for(helper.account)
    assert "/cases/referrals/" in client.get("/work/").content.decode()
    listed = client.get("/cases/referrals/").content.decode()
    assert row.ref in listed
    assert proposed.ref not in listed
    assert TOLD not in listed, "the words are read one by one, journalled"
    address = f"/cases/referrals/{row.ref}/"
    page = client.get(address).content.decode()
    assert TOLD in page
    for hidden in (case.ref, "Awa", "Ceesay", str(case.pk)):
        assert hidden not in listed + page
    assert client.get(f"/cases/{case.ref}/").status_code == 404
    assert Ring.KIN not in door.rings(helper.actor, case)
    client.post(address, {"status": "waiting", "words": "From March on."})
    assert client.post(address, {"status": "sent"}).status_code == 422
    client.post(address, {"status": "accepted"})
    client.post(address, {"status": "delivered", "words": "A lawyer was found."})
    lines = [line for need in support_of(cast.caseworker.actor, case.ref).needs for line in need.referrals]
    (line,) = [line for line in lines if line.row.ref == row.ref]
    assert (line.row.status, line.row.answer) == ("delivered", "A lawyer was found.")
    with pytest.raises(NotInThisOrder):
        provided.answer(actor=helper.actor, ref=row.ref, status="accepted")
    told = JournalEntry.objects.filter(organisation=cast.organisations.second_ngo.pk)
    assert [row.ref] in told.filter(action="ring.read").values_list("refs", flat=True)
    assert not told.filter(refs__contains=[case.ref]).exists(), "nor does its officer learn which case it is"
    assert JournalEntry.objects.filter(action="support.referral_moved", refs=[case.ref]).count() >= 4


def test_what_waits_is_listed_whatever_was_done_before(
    cast: Cast, helper: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provided, "LENGTH", 1)
    done = sent(cast, a_case(cast))
    for status in ("accepted", "delivered"):
        provided.answer(actor=helper.actor, ref=done.ref, status=status)
    waiting = sent(cast, a_case(cast))
    assert [line.row.ref for line in provided.referred_to_us(helper.actor)] == [waiting.ref]


def test_nobody_else_reads_it_and_a_yes_taken_back_hides_it(cast: Cast, helper: Member) -> None:
    case = a_case(cast)
    row = sent(cast, case)
    foreign = member(cast.organisations.state_a, Role.PSYCHOSOCIAL_WORKER)
    for actor in (cast.second_caseworker.actor, foreign.actor, cast.analyst.actor, cast.supervisor.actor):
        with pytest.raises(NotFound):
            provided.opened(actor, row.ref)
    assert provided.opened(helper.actor, row.ref).told == TOLD
    withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, purpose=Purpose.FAMILY_SUPPORT)
    assert provided.referred_to_us(helper.actor) == []
    with pytest.raises(NotFound):
        provided.answer(actor=helper.actor, ref=row.ref, status="accepted")


def test_a_firewall_hides_it(cast: Cast, helper: Member) -> None:
    case = a_case(cast)
    sent(cast, case)
    assert len(provided.referred_to_us(helper.actor)) == 1
    CaseAccountabilityNote.objects.create(case=case, alleged_organisations=[str(cast.organisations.second_ngo.pk)])
    with transaction.atomic():
        write_effect(cast.supervisor.actor, case)
    assert provided.referred_to_us(helper.actor) == []


def test_a_system_of_the_provider_does_the_same_for_that_purpose_alone(cast: Cast) -> None:
    case = a_case(cast)
    row, other = sent(cast, case), Client(headers=cast.system.headers | {"X-Purpose": "share_search"})
    assert other.get("/api/v1/referrals/").json()["referrals"] == []
    assert other.get(f"/api/v1/referrals/{row.ref}/").status_code == 404
    system = Client(headers=cast.system.headers | {"X-Purpose": "family_support"})
    (line,) = system.get("/api/v1/referrals/").json()["referrals"]
    assert (line["ref"], line["need"], "told" in line) == (row.ref, "legal_custody", False)
    address = f"/api/v1/referrals/{row.ref}/"
    assert system.get(address).json()["told"] == TOLD
    said = json.dumps({"status": "declined", "words": "Too far."})
    assert system.put(address, said, content_type="application/json").status_code == 200
    assert system.get(address).status_code == 404, "it is over"
    assert Referral.objects.get(pk=row.pk).status == "declined"
