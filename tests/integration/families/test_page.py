"""The family's own page: who gets in, what it tells and never tells, and what a relative can do there."""

from __future__ import annotations

import json
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
from django.utils import timezone

from accessctl import door, own_rows, topology
from accessctl.clear import reveal
from accessctl.codes import Role
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case, CaseMark, CaseName, CaseSearchFile, Incident, Whereabouts
from cases.policies import TOLD_RINGS
from cases.services.approach import record_wish
from families import paper_codes
from families.codes import IdentityCheck, RequestDecision, RequestRefusal
from families.models import Consent, PageCode, Relative, RelativeName, RightsRequest
from families.page.copying import NOT_TOLD
from families.services import answering, page_codes, requests, withdraw_consent
from families.services.answering import Answer
from families.services.requests import Asked
from families.services.state import change_state
from matching.models import CandidatePair
from registry.lib.errors import Forbidden, NotFound
from remains.models import Remains
from tests.cast import Cast
from tests.factories import families, matching, remains
from tests.factories.accessctl import member
from tests.integration.erasure.acts import near
from tests.integration.erasure.test_parts import second_relative
from tests.integration.families.visits import enter, mother, sheet_for, subject
from tests.pages import lasting
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal
REFUSED = "This code and PIN open no page."
LIMIT = 50_000


@pytest.fixture(autouse=True)
def _no_tries(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def said(answer: Any) -> str:
    """What an answer tells, without what is new in every answer."""
    text = lasting(answer.content).decode()
    kept = {name: value for name, value in answer.items() if name not in ("X-Request-ID", "Content-Length")}
    return f"{answer.status_code} {sorted(kept.items())} {text}"


class TestGettingIn:
    def test_a_code_and_its_pin_open_what_the_relative_gave(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        answer = enter(client, sheet_for(cast, case))
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/family/"
        assert client.cookies["family"]["httponly"]
        assert client.cookies["family"]["samesite"] == "Strict"
        page = client.get("/family/").content.decode()
        assert "Lamin Ceesay" in page
        assert case.ref in page
        assert "The search goes on." in page

    def test_nothing_of_code_or_pin_is_kept(self, cast: Cast) -> None:
        case = families.a_case(cast)
        sheet = sheet_for(cast, case)
        bare = sheet.code.replace("-", "")
        assert len(bare) * 5 >= 128
        row = PageCode.objects.values().get()
        assert not any(bare in str(value) or sheet.pin == str(value) for value in row.values())
        assert row["pin_hash"].startswith("argon2$argon2id$")
        entry = JournalEntry.objects.filter(action="page_code.made").get()
        assert bare not in json.dumps(entry.detail)

    def test_whatever_does_not_open_answers_alike(self, cast: Cast, client: Client) -> None:
        answers = {}
        case = families.a_case(cast)
        sheet = sheet_for(cast, case)
        answers["unknown"] = said(enter(Client(), sheet, code="0000-1111-2222"))
        answers["empty"] = said(Client().post("/family/", {}))
        answers["pin"] = said(enter(Client(), sheet, pin="x"))
        with time_machine.travel(timezone.now() + page_codes.VALID_FOR + timedelta(days=1), tick=False):
            answers["expired"] = said(enter(Client(), sheet))
        page_codes.revoke_codes(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(mother(case).pk))
        answers["revoked"] = said(enter(Client(), sheet))
        newer = sheet_for(cast, case)
        withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref)
        answers["withdrawn"] = said(enter(Client(), newer))
        assert REFUSED in answers["unknown"]
        assert len(set(answers.values())) == 1, [name for name in answers if answers[name] != answers["unknown"]]

    def test_wrong_codes_from_one_address_lock_it_and_no_other(self, cast: Cast) -> None:
        sheet = sheet_for(cast, families.a_case(cast))
        refused = {said(enter(Client(), sheet, code=f"WRONG-{number}")) for number in range(paper_codes.TRIES)}
        locked = enter(Client(), sheet)
        assert locked.status_code == 422
        assert {said(locked)} == refused
        assert enter(Client(REMOTE_ADDR="198.51.100.7"), sheet).status_code == 302
        with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1), tick=False):
            assert enter(Client(), sheet).status_code == 302

    def test_wrong_pins_lock_the_code_from_everywhere(self, cast: Cast) -> None:
        sheet = sheet_for(cast, families.a_case(cast))
        for number in range(paper_codes.WRONG_PINS):
            enter(Client(REMOTE_ADDR=f"198.51.100.{number}"), sheet, pin="x")
        assert enter(Client(REMOTE_ADDR="203.0.113.9"), sheet).status_code == 422
        assert JournalEntry.objects.filter(action="page_code.locked").count() == 1

    def test_a_visit_ends_by_leaving_by_time_and_with_its_code(self, cast: Cast) -> None:
        case = families.a_case(cast)
        one = Client()
        enter(one, sheet_for(cast, case))
        token = one.cookies["family"].value
        gone = one.get("/family/leave/")
        assert gone.status_code == 302
        assert gone.headers["Location"] == settings.FAMILY_EXIT
        other = Client()
        other.cookies["family"] = token
        assert "Lamin" not in other.get("/family/").content.decode()
        enter(one, sheet_for(cast, case))
        with time_machine.travel(timezone.now() + page_codes.VISIT + timedelta(minutes=1), tick=False):
            assert "Lamin" not in one.get("/family/").content.decode()
        page_codes.revoke_codes(actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(mother(case).pk))
        assert "Lamin" not in one.get("/family/").content.decode()
        assert one.get("/family/ask/").status_code == 302

    def test_the_paper_is_shown_once_and_a_stranger_makes_none(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        who = {"relative": token_of(mother(case).pk), "act": "make"}
        made = client_for(cast.caseworker.account).post(f"/cases/{case.ref}/family-page/", who).content.decode()
        code = re.search(r'class="code">([0-9A-Z-]{34})<', made)
        assert code
        assert made.count("data:image/svg+xml") == 2
        again = client_for(cast.caseworker.account).get(f"/cases/{case.ref}/family-page/").content.decode()
        assert code[1] not in again
        stranger = client_for(cast.second_caseworker.account)
        assert stranger.post(f"/cases/{case.ref}/family-page/", who).status_code in (403, 404)
        with pytest.raises((NotFound, Forbidden)):
            page_codes.make_code(actor=cast.second_caseworker.actor, case_ref=case.ref, token=who["relative"])


class TestWhatTheDoorOpens:
    def test_only_their_case_only_their_rows_and_no_change(self, cast: Cast) -> None:
        case, other = families.a_case(cast), families.a_case(cast)
        aunt, _consent = second_relative(case)
        actor = subject(aunt)
        assert list(door.visible(actor, Case)) == [case]
        for model in (Remains, Incident, Whereabouts):
            assert not door.visible(actor, model).exists()
        with pytest.raises(NotFound):
            door.fetch(actor, Case, ref=other.ref)
        assert not any(door.can(actor, action, case) for action in door.Action if action is not door.Action.VIEW)
        with pytest.raises(Forbidden):
            door.open(actor, case, Ring.PROTECTION)
        search = door.open(actor, case, Ring.SEARCH, tables=[CaseName, CaseMark, CaseSearchFile])
        assert [row.description for row in search.rows(case, CaseMark)] == ["Under the chin"]
        assert search.rows(case, CaseName) == search.rows(case, CaseSearchFile) == []
        kin = door.open(actor, case, Ring.KIN, tables=[Relative, RelativeName])
        assert [row.full_original for row in kin.rows(case, RelativeName)] == ["Fatou Ceesay"]
        assert [row.pk for row in kin.rows(case, Relative)] == [aunt.pk]

    def test_every_table_of_a_case_is_decided_about(self) -> None:
        """A new table is closed until somebody says whose its rows are, or why they are in no copy."""
        rings = topology.ring_tables(Case)
        assert set(rings) - TOLD_RINGS == {Ring.PROTECTION, Ring.ACCOUNTABILITY}
        within = {table for ring in TOLD_RINGS for table in rings.get(ring, ())}
        assert {table.__name__ for table in within - own_rows.offered()} == set(NOT_TOLD)
        assert own_rows.offered() <= within, "what concerns safety is told by people"


class TestWhatItTells:
    def test_the_page_is_light_and_needs_no_script(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        enter(client, sheet_for(cast, case))
        for _number in range(5):
            client.post("/family/ask/", {"kind": "human_review", "text": "When do we hear from you? " * 20})
        page = client.get("/family/").content
        sheet = (Path(settings.BASE_DIR) / "static/app/family.css").read_bytes()
        assert b"<script" not in page
        assert b" on" not in re.sub(rb">[^<]*<", b"", page).replace(b" once", b"")
        assert len(re.findall(rb'(?:src|href)="[^"]*\.(?:css|js|png|svg|webp)', page)) == 1
        assert len(page) + len(sheet) <= LIMIT, (len(page), len(sheet))

    def test_a_candidate_is_not_told(self, cast: Cast, client: Client) -> None:
        case = near(cast)
        enter(client, sheet_for(cast, case))
        before = [said(client.get("/family/")), said(client.post("/family/copy/", {"as": "json"}))]
        remains.some_remains(cast)
        matching.match()
        assert CandidatePair.objects.filter(case=case).exists()
        CaseSearchFile.objects.filter(case=case).update(workflow_status="lead_in_verification")
        assert [said(client.get("/family/")), said(client.post("/family/copy/", {"as": "json"}))] == before

    def test_a_pause_closes_the_page_to_no_relative_and_reads_alike_to_all(self, cast: Cast) -> None:
        case = families.a_case(cast)
        aunt, _consent = second_relative(case)
        change_state(
            actor=cast.caseworker.actor, case_ref=case.ref, to=CaseWorkflow.PAUSED, reason=StateReason.FAMILY_WISH
        )
        for relative in (mother(case), aunt):
            client = Client()
            assert enter(client, sheet_for(cast, case, relative)).status_code == 302
            page = client.get("/family/").content.decode()
            assert "The search is paused, as the family wished." in page
            assert "We would like to meet you." not in page

    def test_somebody_found_alive_who_wishes_nothing_told_is_not_told(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        enter(client, sheet_for(cast, case))
        before = [said(client.get("/family/")), said(client.post("/family/copy/", {"as": "json"}))]
        tracer = member(cast.organisations.ngo, Role.TRACING_OFFICER).actor
        found = matching.alive(tracer, names=("Lamin Ceesay",), sex="1", age=(21, 23), nationalities=("GMB",))
        matching.match()
        assert CandidatePair.objects.filter(case=case, whereabouts=found).exists()
        door.open(tracer, case, Ring.SEARCH, tables=[CaseName, CaseSearchFile])
        record_wish(actor=tracer, ref=found.ref, wish="tell_nothing")
        matching.match()
        assert [said(client.get("/family/")), said(client.post("/family/copy/", {"as": "json"}))] == before

    def test_whoever_else_reads_it_is_named_without_what_for(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        enter(client, sheet_for(cast, case))
        assert "Nobody else so far." in client.get("/family/").content.decode()
        door.open(cast.second_caseworker.actor, case, Ring.SEARCH, tables=[CaseName])
        page = client.get("/family/").content.decode()
        assert str(cast.organisations.second_ngo.name) in page
        assert "ompar" not in page.partition('id="read"')[2].partition("</section>")[0]

    def test_it_reads_from_right_to_left_in_arabic(self, cast: Cast, client: Client) -> None:
        enter(client, sheet_for(cast, families.a_case(cast)))
        assert client.post("/language/", {"language": "ar", "next": "/family/"}).headers["Location"] == "/family/"
        assert '<html lang="ar" dir="rtl">' in client.get("/family/").content.decode()


class TestTakingBack:
    def test_in_two_steps_from_the_page(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        enter(client, sheet_for(cast, case))
        page = client.get("/family/").content.decode()
        link = re.search(r'href="(/family/withdraw/\?use=share_search%3Acso)"', page)
        assert link
        told = client.get(link[1]).content.decode()
        assert "What will happen" in told
        done = client.post("/family/withdraw/", {"use": "share_search:cso"})
        assert "It is taken back" in done.content.decode()
        assert Consent.objects.filter(case=case, state="withdrawn").count() == 1
        case.refresh_from_db()
        assert "share_search%3Acso" not in client.get("/family/").content.decode()
        assert RightsRequest.objects.get().decision == RequestDecision.DONE
        again = client.get("/family/withdraw/?use=share_search:cso")
        assert again.headers["Location"] == "/family/", "a stale link does not lead to taking back everything"

    def test_the_others_lose_it_at_once_and_everything_back_closes_the_page(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        enter(client, sheet_for(cast, case))
        assert door.visible(cast.second_caseworker.actor, Case).filter(pk=case.pk).exists()
        done = client.post("/family/withdraw/", {"use": ""}).content.decode()
        assert "This page is closed now." in done
        assert not door.visible(cast.second_caseworker.actor, Case).filter(pk=case.pk).exists()
        assert CaseSearchFile.objects.get(case=case).workflow_status == "withdrawn"
        assert "Lamin" not in client.get("/family/").content.decode()

    def test_only_what_they_agreed_to_themselves(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        aunt, _consent = second_relative(case)
        enter(client, sheet_for(cast, case, aunt))
        client.post("/family/withdraw/", {"use": "share_search:cso"})
        assert not Consent.objects.filter(case=case, state="withdrawn").exists()
        done = client.post("/family/withdraw/", {"use": ""}).content.decode()
        assert Consent.objects.get(case=case, state="withdrawn").recipient_class == "treaty_body"
        assert "This page is closed now." not in done, "what others gave goes on"
        assert "The search goes on." in client.get("/family/").content.decode()


class TestAsking:
    def test_a_request_is_answered_by_a_person_in_words(
        self, cast: Cast, client: Client, client_for: ClientFor
    ) -> None:
        case = families.a_case(cast)
        enter(client, sheet_for(cast, case))
        sent = client.post("/family/ask/", {"kind": "erase", "text": "Please erase the photo."})
        assert sent.status_code == 302
        row = RightsRequest.objects.get()
        assert row.due_on == timezone.localdate() + timedelta(days=30)
        staff = client_for(cast.caseworker.account)
        page = staff.get(f"/cases/{case.ref}/rights/").content.decode()
        assert "Please erase the photo." in page
        done_on = f"/cases/{case.ref}/relatives/erase/?relative={token_of(mother(case).pk)}"
        assert done_on in page
        assert staff.get(done_on).status_code == 200
        bad = staff.post(f"/cases/{case.ref}/rights/", {"request": token_of(row.pk), "decision": "refused"})
        assert bad.status_code == 422
        told = {"request": token_of(row.pk), "decision": "refused", "reason": "court_order", "text": "A court asks us."}
        assert staff.post(f"/cases/{case.ref}/rights/", told).status_code == 302
        seen = client.get("/family/").content.decode()
        assert "A court asks us." in seen
        assert str(RequestRefusal.COURT_ORDER.label) in seen
        assert staff.post(f"/cases/{case.ref}/rights/", told).status_code == 422

    def test_the_organisation_sees_what_is_overdue_and_others_see_nothing(
        self, cast: Cast, client_for: ClientFor
    ) -> None:
        case = families.a_case(cast)
        requests.ask(actor=subject(mother(case)), case_ref=case.ref, asked=Asked(kind="copy"))
        fresh = client_for(cast.caseworker.account).get("/cases/rights/").content.decode()
        assert case.ref in fresh
        assert "Overdue" not in fresh
        RightsRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))
        assert "Overdue" in client_for(cast.caseworker.account).get("/cases/rights/").content.decode()
        assert case.ref not in client_for(cast.second_caseworker.account).get("/cases/rights/").content.decode()

    def test_a_confirmed_correction_is_written_and_what_stood_there_kept(self, cast: Cast) -> None:
        case = families.a_case(cast)
        actor, worker = subject(mother(case)), cast.caseworker.actor
        born = requests.ask(
            actor=actor, case_ref=case.ref, asked=Asked(kind="amend", about="date_of_birth", text="1998")
        )  # fmt: skip
        before = reveal([CaseSearchFile.objects.get(case=case)])[0].date_of_birth
        assert before.edtf == "1999-05-03"
        done = answering.answer(
            actor=worker, case_ref=case.ref, key=token_of(born.pk),
            said=Answer(decision=RequestDecision.DONE, text="We corrected it."),
        )  # fmt: skip
        after = reveal([CaseSearchFile.objects.get(case=case)])[0].date_of_birth
        assert after.edtf == "1998"
        assert reveal([done])[0].replaced == str(before)
        changed = JournalEntry.objects.filter(action="case.changed").latest("id")
        assert case.ref in changed.refs

    def test_what_is_added_leaves_what_stands(self, cast: Cast) -> None:
        case = families.a_case(cast)
        for kind, text in (("amend", "He limps."), ("complete", "A gap between his teeth.")):
            _asked_and_done(cast, case, mother(case), Asked(kind=kind, about="distinguishing_features", text=text))
        after = reveal([CaseSearchFile.objects.get(case=case)])[0].distinguishing_features
        assert after == "He limps.\nA gap between his teeth."

    def test_what_one_relative_told_is_in_no_copy_of_another_who_corrects_it(self, cast: Cast, client: Client) -> None:
        case = families.a_case(cast)
        aunt, _consent = second_relative(case)
        for relative, text in ((mother(case), "He quarrelled at home."), (aunt, "He went to find work.")):
            _asked_and_done(cast, case, relative, Asked(kind="amend", about="circumstances_text", text=text))
        enter(client, sheet_for(cast, case, aunt))
        assert "quarrelled" not in client.post("/family/copy/", {"as": "json"}).content.decode()

    def test_what_is_asked_in_person_is_noted_with_how_they_are_known(self, cast: Cast) -> None:
        case = families.a_case(cast)
        row = requests.note_asked(
            actor=cast.caseworker.actor, case_ref=case.ref, token=token_of(mother(case).pk),
            asked=Asked(kind="complaint", text="Nobody called."), check=IdentityCheck.KNOWN,
        )  # fmt: skip
        assert row.identity_check == IdentityCheck.KNOWN
        with pytest.raises((NotFound, Forbidden)):
            requests.note_asked(
                actor=cast.second_caseworker.actor, case_ref=case.ref, token=token_of(mother(case).pk),
                asked=Asked(kind="complaint", text="x"), check=IdentityCheck.KNOWN,
            )  # fmt: skip

    def test_a_correction_without_words_or_with_no_date_is_sent_back(self, cast: Cast, client: Client) -> None:
        enter(client, sheet_for(cast, families.a_case(cast)))
        assert client.post("/family/ask/", {"kind": "amend", "text": " "}).status_code == 422
        wrong = {"kind": "amend", "about": "date_of_birth", "text": "in spring"}
        assert client.post("/family/ask/", wrong).status_code == 422
        assert not RightsRequest.objects.exists()


def _asked_and_done(cast: Cast, case: Case, relative: Relative, asked: Asked) -> None:
    row = requests.ask(actor=subject(relative), case_ref=case.ref, asked=asked)
    answering.answer(
        actor=cast.caseworker.actor, case_ref=case.ref, key=token_of(row.pk),
        said=Answer(decision=RequestDecision.DONE, text="It is written down."),
    )  # fmt: skip
