"""Invitations: what a link and a PIN open, once; what they never tell; where what was sent stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import on_paper
from families import paper_codes, selectors
from families.codes import IntakeKind, IntakeWay
from families.models import InvitationCode, RegistrationDraft
from families.queue import queue
from families.services import invitations
from families.services.invitations import Invitation
from families.views import steps
from registry.lib.errors import NotFound
from tests.cast import Cast
from tests.pages import lasting
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
ADDRESS = "/family/invited/"
REFUSED = "This code and PIN open no form."
LIMIT = 50_000
SAID = {
    "own_search": "yes", "own_compare": "no", "fears": "no", "share_search__cso": "yes", "name": "Lamin Ceesay",
    "date_last_contact_year": "2021", "place_last_contact_as_said": "Nouadhibou", "enquirer_name": "Awa Ceesay",
    "enquirer_relationship": "mot", "enquirer_contact": "+220 301 2345", "enquirer_channel": "phone",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_tries(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def invited(cast: Cast, language: str = "en", way: IntakeWay = IntakeWay.LINK) -> Invitation:
    actor = cast.caseworker.actor
    return invitations.invite(actor=actor, way=way, wording=steps.told(actor, language))


def entered(made: Invitation, client: Client | None = None, **wrong: str) -> Any:
    return (client or Client()).post(ADDRESS, {"code": made.code, "pin": made.pin} | wrong)


def form_in(answer: Any) -> str:
    found = re.search(r'name="form" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def sent(made: Invitation, **answers: str) -> Any:
    client = Client()
    return client.post(ADDRESS, SAID | {"form": form_in(entered(made, client))} | answers)


def shown(answer: Any) -> str:
    """What somebody reads, less the token that guards the form."""
    return lasting(answer.content).decode()


class TestTheForm:
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_the_risks_come_first_then_each_question_unanswered_on_a_small_page(
        self, cast: Cast, language: str
    ) -> None:
        page = entered(invited(cast, language)).content.decode()
        sheet = (Path(settings.BASE_DIR) / "static/app/family.css").read_bytes()
        assert len(page.encode()) + len(sheet) <= LIMIT
        told = steps.told(cast.caseworker.actor, language)
        assert page.index(told.sections[0].heading) < page.index('name="own_search"') < page.index('name="name"')
        assert "<script" not in page
        assert not re.search(r"<input[^>]*\schecked", page)
        assert f'lang="{language}"' in page

    def test_what_they_send_is_a_draft_in_the_queue_and_no_case(self, cast: Cast) -> None:
        made = invited(cast)
        assert queue(cast.caseworker.actor).items == []
        assert sent(made).status_code == 200
        (item,) = queue(cast.caseworker.actor).items
        assert (item.kind, item.is_free) == (IntakeKind.SENT, True)
        draft = selectors.draft(cast.caseworker.actor, item.ref)
        assert draft.label == "Lamin Ceesay"
        assert draft.part("consent") == {
            "own_search": ["yes"], "own_compare": ["no"], "share_search__cso": ["yes"], "protection_flag": ["none"],
        }  # fmt: skip
        assert steps.open_steps(draft) == {steps.BRIEFING}  # somebody speaks with them first
        assert not Case.objects.exists()

    def test_the_caseworker_goes_on_from_what_they_wrote(self, cast: Cast, client_for: ClientFor) -> None:
        sent(invited(cast))
        (item,) = queue(cast.caseworker.actor).items
        client = client_for(cast.caseworker.account)
        told = {"language": "en", "risks_explained": "on", "rights_explained": "on"}
        assert client.post(f"/cases/new/{item.ref}/", told).status_code == 302
        page = client.get(f"/cases/new/{item.ref}/consent/").content.decode()
        (ticked,) = re.findall(r'<input[^>]*name="own_search"[^>]*checked[^>]*>', page)
        assert 'value="yes"' in ticked

    def test_fear_of_a_state_is_protection_until_somebody_has_spoken_with_them(self, cast: Cast) -> None:
        sent(invited(cast), fears="yes")
        (item,) = queue(cast.caseworker.actor).items
        assert selectors.draft(cast.caseworker.actor, item.ref).part("consent")["protection_flag"] == ["possible"]

    def test_a_no_to_the_search_and_a_gap_keep_nothing(self, cast: Cast) -> None:
        made = invited(cast)
        assert "Nothing was kept" in sent(made, own_search="no").content.decode()
        assert sent(made, enquirer_name="").status_code == 422
        assert queue(cast.caseworker.actor).items == []
        assert sent(made).status_code == 200


class TestTheCode:
    def test_one_answer_to_whatever_does_not_open(self, cast: Cast) -> None:
        used, over, ended = (invited(cast) for _number in range(3))
        sent(used)
        invitations.take_back(actor=cast.caseworker.actor, ref=_ref_of(ended))
        wrong = [
            entered(used),
            entered(ended),
            entered(over, code="0123"),
            entered(over, pin="00"),
            entered(over, pin=""),
        ]
        with time_machine.travel(timezone.now() + invitations.VALID_FOR + timedelta(hours=1)):
            wrong.append(entered(over))
        assert {answer.status_code for answer in wrong} == {422}
        assert {shown(answer) for answer in wrong} == {shown(wrong[0])}
        assert REFUSED in shown(wrong[0])

    def test_ten_wrong_pins_lock_it_and_twenty_tries_an_address(self, cast: Cast) -> None:
        made, other = invited(cast), invited(cast)
        for _number in range(paper_codes.WRONG_PINS):
            assert entered(made, pin="999999x").status_code == 422
        assert entered(made).status_code == 422
        for _number in range(paper_codes.TRIES):
            entered(other, code="nonsense")
        assert entered(other).status_code == 422
        cache.clear()
        assert entered(other).status_code == 200
        assert entered(made).status_code == 422

    def test_a_form_is_sent_once_and_only_where_it_lies_open(self, cast: Cast) -> None:
        made, client = invited(cast), Client()
        token = form_in(entered(made, client))
        assert client.post(ADDRESS, SAID | {"form": token}).status_code == 200
        assert client.post(ADDRESS, SAID | {"form": token}).status_code == 422
        assert client.post(ADDRESS, SAID | {"form": "made-up"}).status_code == 422
        assert not client.cookies.get("family")
        assert RegistrationDraft.objects.count() == 1

    def test_a_form_that_lay_open_too_long_loses_nothing(self, cast: Cast) -> None:
        made, client = invited(cast), Client()
        token = form_in(entered(made, client))
        with time_machine.travel(timezone.now() + invitations.FORM_LASTS + timedelta(minutes=1)):
            late = client.post(ADDRESS, SAID | {"form": token}).content.decode()
            assert REFUSED in late
            kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', late))
            for ours in ("csrfmiddlewaretoken", "next"):
                kept.pop(ours, None)
            assert kept == SAID
            assert set(SAID) <= set(
                re.findall(r'name="(\w+)"', entered(made, client, pin="00", **kept).content.decode())
            )
            again = entered(made, client, **kept)
            for said in ("Lamin Ceesay", "Nouadhibou", "+220 301 2345"):
                assert said in again.content.decode()
            assert client.post(ADDRESS, SAID | {"form": form_in(again)}).status_code == 200
        assert len(queue(cast.caseworker.actor).items) == 1

    def test_nothing_of_it_is_kept_in_clear(self, cast: Cast) -> None:
        made = invited(cast)
        row = InvitationCode.objects.get()
        bare = made.code.replace("-", "")
        assert len(bare) * 5 >= 128
        assert bare not in f"{row.digest}{row.pin_hash}"
        assert made.pin not in row.digest


def test_the_page_shows_link_and_pin_once_and_takes_it_back(cast: Cast, client_for: ClientFor) -> None:
    client, address = client_for(cast.caseworker.account), reverse("families:invite")
    assert client.post(address, {"way": "link"}).status_code == 422
    page = client.post(address, {"way": "consulate", "language": "fr"}).content.decode()
    (code,) = re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", page)
    assert "/family/invited/" in page
    assert "?" not in page[page.index("/family/invited/") :][:30], (
        "no code in an address, that is logged and looked ahead"
    )
    assert InvitationCode.objects.get().digest == paper_codes.digest_of_code(on_paper.bare(code))
    (waiting,) = selectors.invitations(cast.caseworker.actor)
    assert waiting.way == IntakeWay.CONSULATE
    assert client.post(address, {"end": waiting.ref}).status_code == 302
    assert not RegistrationDraft.objects.exists()
    with pytest.raises(NotFound):
        invitations.take_back(actor=cast.caseworker.actor, ref=waiting.ref)


def _ref_of(made: Invitation) -> str:
    row = InvitationCode.objects.get(digest=paper_codes.digest_of_code(on_paper.bare(made.code)))
    return str(row.draft.ref)
