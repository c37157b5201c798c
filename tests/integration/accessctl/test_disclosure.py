"""Disclosure: asking opens nothing, opening lasts and ends, consent binds it, and the ledger knows what left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from accessctl import door, services
from accessctl.codes import Purpose, RecipientClass
from accessctl.consent import AudienceSpec
from accessctl.disclosure import ledger, records, selectors
from accessctl.disclosure import services as disclosure
from accessctl.disclosure.services import Ask
from accessctl.models import DisclosureRequest, JournalEntry, Membership, Organisation, ShareEvent
from accessctl.models.disclosure import AskReason, RefusalReason, RequestState
from accessctl.rings import Ring
from accessctl.tasks import escalate
from cases.models import Case, CaseDocument, CaseGrant, CaseName
from registry.lib.errors import Forbidden, NotFound, TooMany
from tests.cast import Cast
from tests.factories.accessctl import Member
from tests.integration.accessctl.worlds import NUMBER, case, effect, filled
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
WANTED = Ask(rings=frozenset({Ring.RESERVED}), purpose=Purpose.SHARE_SEARCH, reason=AskReason.SAME_PERSON)


@pytest.fixture
def row(cast: Cast) -> Case:
    return filled(case(cast.caseworker.actor))


def asked(by: Member, row: Case, wanted: Ask = WANTED) -> DisclosureRequest:
    return disclosure.ask(actor=by.actor, record_ref=row.ref, wanted=wanted)


def opened(cast: Cast, row: Case, by: Member | None = None) -> DisclosureRequest:
    request = asked(by or cast.second_caseworker, row)
    return disclosure.open_rings(
        actor=cast.supervisor.actor, ref=request.ref, rings=[Ring(ring) for ring in request.rings], lasting=WEEK
    )


def reads(member: Member, row: Case) -> bool:
    try:
        found = door.open(member.actor, row, Ring.RESERVED, purpose=Purpose.SHARE_SEARCH, tables=[CaseDocument])
    except Forbidden:
        return False
    return [one.doc_number for one in found.rows(row, CaseDocument)] == [NUMBER]


class TestSuspended:
    """Who was suspended meanwhile is given nothing, and the page says so; what they held is closed at once."""

    @pytest.mark.parametrize("whole", [True, False])
    def test_who_asked_and_was_suspended_is_given_nothing(
        self, cast: Cast, row: Case, client_for: ClientFor, *, whole: bool
    ) -> None:
        request, now = asked(cast.second_caseworker, row), timezone.now()
        if whole:
            Organisation.objects.filter(pk=cast.organisations.second_ngo.pk).update(suspended_at=now)
        else:
            Membership.objects.filter(account=cast.second_caseworker.account).update(suspended_at=now)
        sent = {"answer": "open", "open-rings": ["3"], "open-lasting": "7"}
        answer = client_for(cast.supervisor.account).post(f"/requests/{request.ref}/answer/", sent)
        assert answer.status_code == 422
        assert "is suspended or has left" in answer.content.decode()
        assert not CaseGrant.objects.filter(user=cast.second_caseworker.account).exists()
        request.refresh_from_db()
        assert request.is_open

    def test_what_somebody_holds_is_closed_while_they_are_suspended(self, cast: Cast, row: Case) -> None:
        opened(cast, row)
        assert reads(cast.second_caseworker, row)
        rows = Membership.objects.filter(account=cast.second_caseworker.account)
        rows.update(suspended_at=timezone.now())
        assert not reads(cast.second_caseworker, row)
        rows.update(suspended_at=None)
        assert reads(cast.second_caseworker, row)


class TestAsking:
    def test_asking_opens_nothing(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        assert request.owner == cast.organisations.ngo
        assert not reads(cast.second_caseworker, row)
        entry = JournalEntry.objects.get(action="disclosure.asked")
        assert entry.refs == [row.ref, request.ref]

    def test_a_hidden_record_is_asked_for_like_one_that_never_was(self, cast: Cast, row: Case) -> None:
        services.set_consent_effect(cast.caseworker.actor, row, effect(purposes=()))
        for ref in (row.ref, "MMR-00000-00000-0", "", "MSR-00000-00000-0", "nothing"):
            with pytest.raises(NotFound):
                disclosure.ask(actor=cast.second_caseworker.actor, record_ref=ref, wanted=WANTED)

    def test_only_what_a_role_may_hold_and_is_still_closed(self, cast: Cast, row: Case) -> None:
        for rings in ({Ring.WHEREABOUTS}, {Ring.SEARCH}, {Ring.ACCOUNTABILITY}, set(), {Ring.RESERVED, Ring.GENETIC}):
            with pytest.raises(disclosure.NotAskable):
                asked(cast.second_caseworker, row, replace(WANTED, rings=frozenset(rings)))
        assert not DisclosureRequest.objects.exists()

    def test_twice_is_said_and_not_written(self, cast: Cast, row: Case) -> None:
        asked(cast.second_caseworker, row)
        with pytest.raises(disclosure.AskedAlready):
            asked(cast.second_caseworker, row)
        asked(cast.second_caseworker, row, replace(WANTED, purpose=Purpose.FORENSIC_COMPARISON))

    def test_nobody_asks_without_end(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(disclosure, "ASKS_A_DAY", 2)
        rows = [filled(case(cast.caseworker.actor)) for _number in range(3)]
        for one in rows[:2]:
            asked(cast.second_caseworker, one)
        with pytest.raises(TooMany):
            asked(cast.second_caseworker, rows[2])

    def test_a_partner_system_asks_for_nothing(self, cast: Cast, row: Case) -> None:
        with pytest.raises((Forbidden, disclosure.NotAskable)):
            disclosure.ask(actor=cast.system.actor, record_ref=row.ref, wanted=WANTED)

    def test_within_the_own_organisation_it_is_asked_too(self, cast: Cast, row: Case) -> None:
        wanted = replace(WANTED, rings=frozenset({Ring.PROTECTION}), reason=AskReason.SAFETY)
        request = asked(cast.caseworker, row, wanted)
        disclosure.open_rings(actor=cast.supervisor.actor, ref=request.ref, rings=[Ring.PROTECTION], lasting=WEEK)
        assert Ring.PROTECTION in door.rings(cast.caseworker.actor, row)
        assert not ShareEvent.objects.exists()  # nothing left the organisation


class TestAnswering:
    def test_what_is_opened_is_read_for_its_purpose_until_its_end(self, cast: Cast, row: Case) -> None:
        request = opened(cast, row)
        assert request.state == RequestState.OPENED
        assert reads(cast.second_caseworker, row)
        other = cast.second_caseworker.actor.acting_for(Purpose.FORENSIC_COMPARISON)
        assert Ring.RESERVED not in door.rings(other, row)
        row.grants.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert not reads(cast.second_caseworker, row)

    def test_nobody_else_reads_it(self, cast: Cast, row: Case) -> None:
        opened(cast, row)
        assert [name for name, member in cast.people.items() if reads(member, row)] == [
            "caseworker", "supervisor", "second_caseworker",
        ]  # fmt: skip

    def test_part_of_it_can_be_opened(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row, replace(WANTED, rings=frozenset({Ring.RESERVED, Ring.KIN})))
        done = disclosure.open_rings(actor=cast.supervisor.actor, ref=request.ref, rings=[Ring.KIN], lasting=WEEK)
        assert (done.state, done.opened) == (RequestState.PARTLY, [Ring.KIN])
        assert not reads(cast.second_caseworker, row)

    def test_never_more_than_was_asked(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        with pytest.raises(disclosure.Invalid):
            disclosure.open_rings(actor=cast.supervisor.actor, ref=request.ref, rings=[Ring.CONTACT], lasting=WEEK)
        assert not row.grants.exists()

    @pytest.mark.parametrize("who", ["second_caseworker", "caseworker", "officer", "focal_a"])
    def test_who_does_not_give_grants_for_the_owner_does_not_answer(self, who: str, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        actor = cast.people[who].actor
        with pytest.raises((Forbidden, NotFound)):
            disclosure.open_rings(actor=actor, ref=request.ref, rings=[Ring.RESERVED], lasting=WEEK)
        with pytest.raises((Forbidden, NotFound)):
            disclosure.refuse(actor=actor, ref=request.ref, reason=RefusalReason.RISK)
        assert not reads(cast.second_caseworker, row)

    def test_nobody_answers_their_own_request(self, cast: Cast) -> None:
        request = asked(cast.focal_a, filled(case(cast.focal_a.actor)))
        with pytest.raises(Forbidden):
            disclosure.open_rings(actor=cast.focal_a.actor, ref=request.ref, rings=[Ring.RESERVED], lasting=WEEK)

    def test_a_refusal_has_a_reason_that_they_read(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        disclosure.refuse(actor=cast.supervisor.actor, ref=request.ref, reason=RefusalReason.ASK_LESS)
        found = selectors.fetch(cast.second_caseworker.actor, request.ref)
        assert (found.state, found.refusal) == (RequestState.REFUSED, RefusalReason.ASK_LESS)
        with pytest.raises(disclosure.AnsweredAlready):
            disclosure.open_rings(actor=cast.supervisor.actor, ref=request.ref, rings=[Ring.RESERVED], lasting=WEEK)

    def test_what_the_family_did_not_agree_to_cannot_be_opened(self, cast: Cast) -> None:
        row = filled(case(cast.caseworker.actor, effect(max_layer=2)))
        request = asked(cast.second_caseworker, row)
        with pytest.raises(disclosure.NotCovered):
            disclosure.open_rings(actor=cast.supervisor.actor, ref=request.ref, rings=[Ring.RESERVED], lasting=WEEK)
        assert not row.grants.exists()
        assert not ShareEvent.objects.exists()

    def test_a_suspended_person_is_given_nothing(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        account = cast.second_caseworker.account
        account.is_active = False
        account.save(update_fields=["is_active"])
        with pytest.raises((disclosure.NotCovered, services.NotGrantable)):
            disclosure.open_rings(actor=cast.supervisor.actor, ref=request.ref, rings=[Ring.RESERVED], lasting=WEEK)
        assert not row.grants.exists()

    def test_both_open_to_each_other_at_once(self, cast: Cast, row: Case) -> None:
        theirs = filled(case(cast.focal_a.actor))
        offer = replace(WANTED, offer=theirs.ref)
        request = asked(cast.focal_a, row, offer)
        disclosure.open_rings(actor=cast.supervisor.actor, ref=request.ref, rings=[Ring.RESERVED], lasting=WEEK)
        assert reads(cast.focal_a, row)
        held = theirs.grants.get()
        assert (held.user, held.ring, held.approved_by) == (cast.supervisor.account, "3", cast.focal_a.account)
        assert ShareEvent.objects.filter(request=request).count() == 2

    def test_only_an_own_record_is_offered_by_who_may_open_it(self, cast: Cast, row: Case) -> None:
        other = filled(case(cast.caseworker.actor))
        mine = filled(case(cast.second_caseworker.actor))
        for offer in (other.ref, mine.ref):
            with pytest.raises(disclosure.NotOffered):
                asked(cast.second_caseworker, row, replace(WANTED, offer=offer))

    def test_a_colleague_is_given_it_and_sees_it(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        with pytest.raises(NotFound):
            selectors.fetch(cast.caseworker.actor, request.ref)
        disclosure.assign(actor=cast.supervisor.actor, ref=request.ref, account=cast.caseworker.account)
        assert selectors.fetch(cast.caseworker.actor, request.ref).assigned_to == cast.caseworker.account
        with pytest.raises(disclosure.Invalid):
            disclosure.assign(actor=cast.supervisor.actor, ref=request.ref, account=cast.analyst.account)


class TestEnding:
    def test_the_owner_closes_it_at_once_and_copies_are_recalled(self, cast: Cast, row: Case) -> None:
        request = opened(cast, row)
        disclosure.end(actor=cast.supervisor.actor, ref=request.ref)
        assert not reads(cast.second_caseworker, row)
        assert ShareEvent.objects.get().recall == ShareEvent.Recall.SENT
        with pytest.raises(disclosure.AnsweredAlready):
            disclosure.end(actor=cast.supervisor.actor, ref=request.ref)

    def test_consent_withdrawn_closes_it_and_recalls(self, cast: Cast, row: Case) -> None:
        opened(cast, row)
        services.set_consent_effect(cast.caseworker.actor, row, effect(max_layer=2))
        assert not reads(cast.second_caseworker, row)
        assert ShareEvent.objects.get().recall == ShareEvent.Recall.SENT

    def test_consent_that_still_covers_it_recalls_nothing(self, cast: Cast, row: Case) -> None:
        opened(cast, row)
        services.set_consent_effect(cast.caseworker.actor, row, effect(classes=[RecipientClass.CSO]))
        assert reads(cast.second_caseworker, row)
        assert ShareEvent.objects.get().recall == ShareEvent.Recall.NONE

    def test_a_firewall_beats_it_and_recalls(self, cast: Cast, row: Case) -> None:
        request = opened(cast, row, cast.focal_a)
        services.set_firewall(cast.caseworker.actor, row, frozenset({"TUN"}))
        assert not reads(cast.focal_a, row)
        assert ShareEvent.objects.get().recall == ShareEvent.Recall.SENT
        # Who lost sight of the record does not learn of it from the request.
        with pytest.raises(NotFound):
            selectors.fetch(cast.focal_a.actor, request.ref)
        assert selectors.asked_by_us(cast.focal_a.actor) == []

    def test_who_asked_takes_it_back(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        with pytest.raises(Forbidden):
            disclosure.take_back(actor=cast.supervisor.actor, ref=request.ref)
        disclosure.take_back(actor=cast.second_caseworker.actor, ref=request.ref)
        with pytest.raises(disclosure.AnsweredAlready):
            disclosure.take_back(actor=cast.second_caseworker.actor, ref=request.ref)

    def test_silence_becomes_everybody_s_business_once(self, cast: Cast, row: Case) -> None:
        request = asked(cast.second_caseworker, row)
        assert escalate() == 0
        DisclosureRequest.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert [escalate(), escalate()] == [1, 0]
        (first,) = selectors.asked_of_us(cast.supervisor.actor)
        assert (first.ref, first.escalated_at is not None) == (request.ref, True)


class TestLedger:
    def test_rows_are_never_deleted_nor_rewritten(self, cast: Cast, row: Case) -> None:
        opened(cast, row)
        for change in ("DELETE FROM accessctl_shareevent", "UPDATE accessctl_shareevent SET record_ref = 'x'"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)

    def test_a_partner_system_s_reading_is_noted_once_a_day(self, cast: Cast, row: Case) -> None:
        for _time in range(2):
            door.open(cast.system.actor, row, Ring.SEARCH, tables=[CaseName])
        share = ShareEvent.objects.get()
        assert (share.record_ref, share.receiver, share.channel) == (row.ref, cast.organisations.second_ngo, "api")

    def test_own_records_do_not_leave(self, cast: Cast) -> None:
        mine = filled(case(cast.second_caseworker.actor))
        door.open(cast.system.actor, mine, Ring.SEARCH, tables=[CaseName])
        assert not ShareEvent.objects.exists()

    def test_only_the_receiver_answers_a_recall(self, cast: Cast, row: Case) -> None:
        disclosure.end(actor=cast.supervisor.actor, ref=opened(cast, row, cast.focal_a).ref)
        (share,) = selectors.recalls(cast.focal_a.actor)
        for member in (cast.supervisor, cast.focal_b, cast.caseworker):
            with pytest.raises(NotFound):
                ledger.answer(actor=member.actor, key=str(share.pk), said=ShareEvent.Recall.DELETED)
        ledger.answer(actor=cast.focal_a.actor, key=str(share.pk), said=ShareEvent.Recall.ACKNOWLEDGED)
        assert selectors.recalls(cast.focal_a.actor) == [share]
        ledger.answer(actor=cast.focal_a.actor, key=str(share.pk), said=ShareEvent.Recall.DELETED)
        assert selectors.recalls(cast.focal_a.actor) == []
        assert selectors.shares_of(cast.supervisor.actor, row.ref)[0].recall == "deleted"
        assert selectors.shares_of(cast.focal_a.actor, row.ref) == []


class TestPages:
    def test_from_the_record_to_the_answer(self, cast: Cast, client_for: ClientFor, row: Case) -> None:
        asking, answering = client_for(cast.second_caseworker.account), client_for(cast.supervisor.account)
        page = asking.get("/requests/ask/", {"record": row.ref, "ring": "3"})
        assert page.status_code == 200
        sent = {"record": row.ref, "rings": ["3"], "purpose": "share_search", "reason": "same_person"}
        answer = asking.post("/requests/ask/", sent, follow=True)
        request = DisclosureRequest.objects.get()
        assert answer.redirect_chain == [(f"/requests/{request.ref}/", 302)]
        assert request.ref in answering.get("/requests/").content.decode()
        assert row.ref in answering.get("/requests/work/").content.decode()
        detail = answering.get(f"/requests/{request.ref}/").content.decode()
        assert cast.second_caseworker.account.full_name in detail
        opened = {"answer": "open", "open-rings": ["3"], "open-lasting": "7"}
        assert answering.post(f"/requests/{request.ref}/answer/", opened).status_code == 302
        assert reads(cast.second_caseworker, row)
        assert answering.post(f"/requests/{request.ref}/end/").status_code == 302
        assert not reads(cast.second_caseworker, row)

    def test_what_is_missing_is_named_and_what_was_chosen_stays(
        self, cast: Cast, client_for: ClientFor, row: Case
    ) -> None:
        asking = client_for(cast.second_caseworker.account)
        answer = asking.post("/requests/ask/", {"record": row.ref, "rings": ["3"], "purpose": "share_search"})
        assert answer.status_code == 422
        assert 'value="3"' in answer.content.decode()
        assert "checked" in answer.content.decode()
        request = asked(cast.second_caseworker, row)
        owner = client_for(cast.supervisor.account)
        address = f"/requests/{request.ref}/answer/"
        assert owner.post(address, {"answer": "open", "open-lasting": "7"}).status_code == 422
        assert owner.post(address, {"answer": "refuse"}).status_code == 422
        assert owner.post(f"/requests/{request.ref}/assign/", {}).status_code == 422

    def test_the_owner_is_told_when_consent_does_not_cover_it(self, cast: Cast, client_for: ClientFor) -> None:
        row = filled(case(cast.caseworker.actor, effect(max_layer=2)))
        request = asked(cast.second_caseworker, row)
        sent = {"answer": "open", "open-rings": ["3"], "open-lasting": "7"}
        answer = client_for(cast.supervisor.account).post(f"/requests/{request.ref}/answer/", sent)
        assert answer.status_code == 422
        assert "consent" in answer.content.decode()
        assert (
            "consent"
            not in client_for(cast.second_caseworker.account).get(f"/requests/{request.ref}/").content.decode()
        )

    def test_a_recall_is_answered_on_the_page(self, cast: Cast, client_for: ClientFor, row: Case) -> None:
        disclosure.end(actor=cast.supervisor.actor, ref=opened(cast, row, cast.focal_a).ref)
        (share,) = selectors.recalls(cast.focal_a.actor)
        client = client_for(cast.focal_a.account)
        assert row.ref in client.get("/requests/").content.decode()
        assert client.post(f"/requests/recalls/{share.pk}/", {"said": "none"}).status_code == 404
        assert client.post(f"/requests/recalls/{share.pk}/", {"said": "deleted"}).status_code == 302
        other = client_for(cast.focal_b.account)
        assert other.post(f"/requests/recalls/{share.pk}/", {"said": "deleted"}).status_code == 404

    def test_the_case_page_says_where_to_ask(self, cast: Cast, client_for: ClientFor, row: Case) -> None:
        page = client_for(cast.second_caseworker.account).get(f"/cases/{row.ref}/").content.decode()
        assert f"/requests/ask/?record={row.ref}&amp;ring=3" in page


def test_rings_that_may_be_asked_for_are_those_of_the_role(cast: Cast, row: Case) -> None:
    assert {Ring.RESERVED, Ring.KIN, Ring.CONTACT} <= set(records.askable(cast.second_caseworker.actor, row))
    assert Ring.CONTACT not in records.askable(cast.focal_a.actor, row)
    firewalled = case(cast.caseworker.actor, effect(audience=AudienceSpec(firewall_states=frozenset({"TUN"}))))
    with pytest.raises(NotFound):
        records.fetch(cast.focal_a.actor, firewalled.ref)
