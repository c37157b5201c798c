"""Pages of agreements: who sees and does what, sentences without codes, contradictions said before anybody signs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accessctl import door
from accessctl.agreements import services, words
from accessctl.agreements.overlaps import overlaps
from accessctl.codes import Purpose, Role
from accessctl.models import Agreement, Organisation
from accessctl.models.agreements import AgreementState
from accessctl.scope import Scope
from tests.cast import Cast
from tests.factories.accessctl import Member, agreement, member, organisation, terms
from tests.integration.accessctl.worlds import case
from tests.plugins.site import ClientFor


@pytest.fixture
def newcomer(cast: Cast) -> Member:
    return member(organisation("Newcomers’ Aid", country="MEX"), Role.SUPERVISOR)


@pytest.fixture
def supervisor(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.supervisor.account)


def answers(newcomer: Member, **changes: Any) -> dict[str, Any]:
    """What the form sends for an agreement that shares the search file of all cases for a year."""
    now = timezone.localdate()
    usual: dict[str, Any] = {
        "title": "Search along the coast",
        "others": [newcomer.organisation.ref],
        "kind": "bilateral",
        "direction": "give",
        "purposes": ["share_search"],
        "max_layer": "2",
        "covers": "all",
        "legal_process_clause": "notify_before",
        "onward_transfer": "forbidden",
        "retention_days": "180",
        "deletion_proof": "on",
        "breach_hours": "48",
        "valid_until": (now + timedelta(days=365)).isoformat(),
    }
    return usual | changes


def body(response: Any) -> str:
    return str(response.content.decode())


class TestProposing:
    def test_what_is_proposed_is_read_in_sentences_before_it_is_signed(
        self, cast: Cast, newcomer: Member, supervisor: Client, client_for: ClientFor
    ) -> None:
        sent = answers(newcomer)
        review = supervisor.post("/agreements/propose/", sent)
        assert review.status_code == 200
        assert "Records of Voces del Mar are opened to Newcomers’ Aid." in body(review)
        assert not Agreement.objects.filter(title=sent["title"]).exists()
        done = supervisor.post("/agreements/propose/", sent | {"confirmed": "1"})
        made = Agreement.objects.get(title=sent["title"])
        assert done.headers["Location"] == f"/agreements/{made.ref}/"
        assert made.state() == AgreementState.PROPOSED
        row = case(cast.caseworker.actor)
        assert not door.can(newcomer.actor, door.Action.VIEW, row)
        theirs = client_for(newcomer.account)
        assert sent["title"] in body(theirs.get("/agreements/work/"))
        assert "Waiting for your organisation" in body(theirs.get("/agreements/"))
        theirs.post(f"/agreements/{made.ref}/sign/")
        assert door.can(newcomer.actor, door.Action.VIEW, row)
        assert sent["title"] not in body(theirs.get("/agreements/work/"))

    def test_changing_ones_mind_keeps_what_was_filled_in(self, newcomer: Member, supervisor: Client) -> None:
        back = supervisor.post("/agreements/propose/", answers(newcomer) | {"confirmed": "1", "change": "1"})
        assert back.status_code == 200
        assert 'value="Search along the coast"' in body(back)
        assert not Agreement.objects.filter(title="Search along the coast").exists()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"valid_until": ""}, "an agreement without an end is not possible"),
            ({"valid_from": "2031-01-01", "valid_until": "2030-01-01"}, "The end must lie after the start."),
            ({"purposes": []}, "for any other purpose it opens nothing"),
            ({"covers": "listed"}, "opens nothing"),
            ({"covers": "all", "routes": ["watl"]}, "choose one of the two"),
            ({"legal_process_clause": "none"}, "shown layer 1 only"),
            ({"covers": "listed", "incidents": "MIN-AAAAA-AAAAA-A"}, "no reference of an incident you can see"),
            ({"compartments": ["f"]}, "open only together with papers"),
            ({"allow": ["case.names"], "deny": ["case.names"]}, "take it out of one of the two lists"),
            ({"direction": "sideways"}, "Select a valid choice"),
        ],
    )
    def test_each_mistake_is_said_where_it_stands(
        self, newcomer: Member, supervisor: Client, changes: dict[str, Any], said: str
    ) -> None:
        response = supervisor.post("/agreements/propose/", answers(newcomer, **changes) | {"confirmed": "1"})
        assert response.status_code == 422
        assert said in body(response)
        assert not Agreement.objects.filter(title="Search along the coast").exists()

    def test_an_organisation_is_no_partner_of_its_own(self, cast: Cast, newcomer: Member, supervisor: Client) -> None:
        own = {"others": [cast.organisations.ngo.ref], "direction": "both"}
        response = supervisor.post("/agreements/propose/", answers(newcomer, **own))
        assert response.status_code == 422
        assert "none needs an agreement with itself" in body(response)

    def test_a_suspended_organisation_is_not_offered(self, newcomer: Member, supervisor: Client) -> None:
        Organisation.objects.filter(pk=newcomer.organisation.pk).update(suspended_at=timezone.now())
        assert newcomer.organisation.name not in body(supervisor.get("/agreements/propose/"))
        response = supervisor.post("/agreements/propose/", answers(newcomer))
        assert response.status_code == 422

    @pytest.mark.parametrize("who", ["caseworker", "analyst"])
    def test_others_cannot(self, cast: Cast, client_for: ClientFor, newcomer: Member, who: str) -> None:
        client = client_for(cast.people[who].account)
        assert client.get("/agreements/propose/").status_code == 403
        assert client.post("/agreements/propose/", answers(newcomer) | {"confirmed": "1"}).status_code == 403
        assert "/agreements/propose/" not in body(client.get("/agreements/"))

    def test_an_agreement_that_opens_it_already_is_named(
        self, cast: Cast, newcomer: Member, supervisor: Client
    ) -> None:
        made = agreement(cast.organisations.ngo, newcomer.organisation, deny=("case.photo",))
        page = body(supervisor.post("/agreements/propose/", answers(newcomer)))
        assert f"Agreement {made.ref} already opens this to Newcomers’ Aid" in page
        assert f"Agreement {made.ref} keeps parts closed, and that wins; here too stay closed: Photo." in page
        strict = body(supervisor.post("/agreements/propose/", answers(newcomer, deny=["case.names"])))
        assert f"This agreement closes what {made.ref} opens, and that wins: Names." in strict

    def test_what_others_agreed_among_themselves_is_not_told(self, cast: Cast, newcomer: Member) -> None:
        """The officer of the NGO proposes to two bodies which share with one another."""
        between = agreement(cast.organisations.institute, newcomer.organisation)
        wanted = terms(
            (cast.organisations.ngo, cast.organisations.institute),
            (cast.organisations.ngo, newcomer.organisation),
        )
        assert between.ref not in {one.ref for one in overlaps(cast.officer.actor, wanted)}

    @pytest.mark.parametrize(
        "changes",
        [
            {"purposes": (Purpose.RESEARCH,)},
            {"scope": Scope(routes=frozenset({"sah"}))},
            {"valid_until": timezone.now() + timedelta(days=1)},
        ],
    )
    def test_agreements_that_never_meet_are_not_named(
        self, cast: Cast, newcomer: Member, changes: dict[str, Any]
    ) -> None:
        agreement(cast.organisations.ngo, newcomer.organisation, **changes)
        wanted = terms(
            cast.organisations.ngo, newcomer.organisation, scope=Scope(routes=frozenset({"watl"})),
            valid_from=timezone.now() + timedelta(days=2),
        )  # fmt: skip
        assert overlaps(cast.supervisor.actor, wanted) == []


class TestOneAgreement:
    def test_it_is_seen_by_its_parties_alone(self, cast: Cast, client_for: ClientFor) -> None:
        address = f"/agreements/{cast.agreements.with_institute.ref}/"
        for who in ("caseworker", "supervisor", "officer", "second_caseworker", "analyst"):
            assert client_for(cast.people[who].account).get(address).status_code == 200, who
        for who in ("focal_a", "origin_official"):
            absent = client_for(cast.people[who].account).get("/agreements/MAG-AAAAA-AAAAA-A/")
            hidden = client_for(cast.people[who].account).get(address)
            assert (hidden.status_code, absent.status_code) == (404, 404)

    def test_its_page_speaks_in_sentences_without_codes(self, cast: Cast, client_for: ClientFor) -> None:
        made = agreement(
            cast.organisations.ngo, cast.organisations.institute, purposes=(Purpose.FORENSIC_COMPARISON,), max_layer=3,
            compartments=("f",), scope=Scope(routes=frozenset({"watl"}), countries=frozenset({"SEN"})),
            deny=("case.photo",), retention_days=1,
        )  # fmt: skip
        found = list(words.sentences(words_terms(made)))
        page = body(client_for(cast.caseworker.account).get(f"/agreements/{made.ref}/"))
        text = " ".join(found)
        for code in ("watl", "SEN", "3f", "forensic_comparison", "case.photo", "layer"):
            assert code not in text, code
        for said in (
            "Only for: compare with unidentified remains.",
            "Western Africa and Atlantic to the Canary Islands",
            "in: Senegal",
            "whatever another agreement opens: Photo.",
            "after 1 day at the latest",
        ):
            assert said in text
            assert said in page.replace("&#x27;", "'")

    def test_suspending_and_its_end(self, cast: Cast, client_for: ClientFor) -> None:
        row, made = case(cast.caseworker.actor), cast.agreements.between_ngos
        client, address = client_for(cast.supervisor.account), f"/agreements/{made.ref}/"
        assert client.post(f"{address}suspend/", {"reason": ""}).status_code == 422
        client.post(f"{address}suspend/", {"reason": "A device was stolen."})
        assert not door.can(cast.second_caseworker.actor, door.Action.VIEW, row)
        page = body(client_for(cast.second_caseworker.account).get(address))
        assert "A device was stolen." in page
        client.post(f"{address}resume/")
        assert door.can(cast.second_caseworker.actor, door.Action.VIEW, row)

    def test_declining_withdrawing_renewing(
        self, cast: Cast, newcomer: Member, client_for: ClientFor, supervisor: Client
    ) -> None:
        made = agreement(cast.organisations.ngo, newcomer.organisation, signed=False)
        theirs = client_for(newcomer.account)
        theirs.post(f"/agreements/{made.ref}/decline/", {"reason": "Too long."})
        assert made.state() == AgreementState.DECLINED
        other = agreement(cast.organisations.ngo, newcomer.organisation)
        theirs.post(f"/agreements/{other.ref}/withdraw/", {"reason": "Our mandate ended."})
        assert other.state() == AgreementState.WITHDRAWN
        standing = cast.agreements.between_ngos
        bad = supervisor.post(f"/agreements/{standing.ref}/renew/", {"valid_until": "2020-01-01"})
        assert bad.status_code == 422
        until = (timezone.localdate() + timedelta(days=700)).isoformat()
        supervisor.post(f"/agreements/{standing.ref}/renew/", {"valid_until": until})
        again = Agreement.objects.get(renews=standing)
        assert again.state() == AgreementState.PROPOSED
        assert f"/agreements/{again.ref}/" in body(supervisor.get(f"/agreements/{standing.ref}/"))

    @pytest.mark.parametrize("act", ["sign", "decline", "suspend", "resume", "withdraw", "renew"])
    def test_colleagues_who_do_not_answer_for_it_do_nothing(self, cast: Cast, client_for: ClientFor, act: str) -> None:
        made = cast.agreements.between_ngos
        client = client_for(cast.caseworker.account)
        sent = {"reason": "x", "valid_until": "2030-01-01"}
        assert client.post(f"/agreements/{made.ref}/{act}/", sent).status_code == 403
        assert f"/agreements/{made.ref}/{act}/" not in body(client.get(f"/agreements/{made.ref}/"))
        made.refresh_from_db()
        assert made.state() == AgreementState.IN_FORCE

    def test_what_can_no_longer_be_done_is_said(self, cast: Cast, supervisor: Client) -> None:
        made = cast.agreements.between_ngos
        services.withdraw_from_agreement(cast.supervisor.actor, made, reason="A mistake.")
        late = supervisor.post(f"/agreements/{made.ref}/suspend/", {"reason": "x"})
        assert late.status_code == 409
        assert "stands differently now" in body(late)


def words_terms(made: Agreement) -> Any:
    from accessctl.agreements.terms import terms_of

    return terms_of(made)


def test_a_long_list_asks_no_more_than_a_short_one(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(cast.supervisor.account)
    for _number in range(6):
        agreement(cast.organisations.ngo, organisation())
    with django_assert_max_num_queries(14):
        client.get("/agreements/")


def test_nobody_has_any_yet(client_for: ClientFor) -> None:
    lonely = member(organisation(), Role.SUPERVISOR)
    page = body(client_for(lonely.account).get("/agreements/"))
    assert "No agreement stands" in page
    assert "No agreement waits for you." in body(client_for(lonely.account).get("/agreements/work/"))
