"""The registers: demands by the law, breaches with the people they concern, sanctions, counts that tell nobody."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accessctl import door, services
from accessctl.codes import GrantReason, Purpose
from accessctl.disclosure import ledger
from accessctl.erasure import services as erasure
from accessctl.models import Breach, Demand, JournalEntry, Sanction, ShareEvent
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.models.registers import DemandAnswer, SanctionReason, SubjectsTold
from accessctl.registers import counts, selectors
from accessctl.registers import services as registers
from accessctl.rings import Ring
from accessctl.signin.stepup import ProofNeeded
from cases.models import Case
from registry.lib.errors import Conflict, Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories import families
from tests.integration.accessctl.worlds import case, filled
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 14)


def demanded(cast: Cast, **changes: Any) -> Demand:
    entry: dict[str, Any] = {
        "authority": "The court of Zqtown", "legal_basis": "Article 9", "scope": "The file of one person",
        "demanded_by": "court", "country": "ESP", "received_on": TODAY, "record_refs": [],
    }  # fmt: skip
    return registers.record_demand(cast.officer.actor, **entry | changes)


class TestDemands:
    def test_who_demanded_and_why_is_sealed_and_read_by_the_officer(self, cast: Cast) -> None:
        row = demanded(cast)
        found, file = selectors.demand(cast.officer.actor, row.ref)
        assert (file.authority, file.legal_basis) == ("The court of Zqtown", "Article 9")
        assert "Zqtown" not in str(list(JournalEntry.objects.values_list("detail", flat=True)))
        assert found.is_open

    @pytest.mark.parametrize("who", ["caseworker", "supervisor", "second_caseworker", "analyst", "system"])
    def test_nobody_else_sees_that_there_is_one(self, cast: Cast, who: str) -> None:
        row = demanded(cast)
        with pytest.raises(NotFound):
            selectors.demand(getattr(cast, who).actor, row.ref)
        with pytest.raises(Forbidden):
            registers.record_demand(getattr(cast, who).actor, record_refs=[])

    def test_what_was_handed_over_is_named_and_those_concerned_wait_to_hear(self, cast: Cast) -> None:
        row = demanded(cast)
        actor = cast.officer.actor
        with pytest.raises(Invalid):
            registers.answer_demand(actor, row.ref, answer=DemandAnswer.PARTLY, on=TODAY)
        registers.answer_demand(actor, row.ref, answer=DemandAnswer.PARTLY, on=TODAY, rings=["2"], said="A name.")
        found, file = selectors.demand(actor, row.ref)
        assert (found.rings, file.said) == (["2"], "A name.")
        assert found.owes_telling
        registers.note_telling(actor, row.ref, told=SubjectsTold.TOLD, on=TODAY)
        found, _file = selectors.demand(actor, row.ref)
        assert not found.owes_telling

    def test_a_refusal_concerns_nobody(self, cast: Cast) -> None:
        row = demanded(cast)
        registers.answer_demand(cast.officer.actor, row.ref, answer=DemandAnswer.REFUSED, on=TODAY)
        row.refresh_from_db()
        assert (row.told, row.rings) == (SubjectsTold.NOT_CONCERNED, [])

    def test_where_telling_is_forbidden_it_is_not_noted_as_done(self, cast: Cast) -> None:
        row = demanded(cast, gag=True)
        with pytest.raises(Invalid):
            registers.note_telling(cast.officer.actor, row.ref, told=SubjectsTold.TOLD, on=TODAY)
        registers.note_telling(cast.officer.actor, row.ref, told=SubjectsTold.FORBIDDEN)

    def test_records_of_others_cannot_be_named(self, cast: Cast) -> None:
        theirs = filled(case(cast.second_caseworker.actor))
        for ref in (theirs.ref, "MMR-00000-00000-0"):
            with pytest.raises(Invalid):
                demanded(cast, record_refs=[ref])

    def test_what_must_be_preserved_is_not_erased_until_its_end(self, cast: Cast) -> None:
        row = families.a_case(cast)
        order = demanded(cast, record_refs=[row.ref], preserve=True)
        wish: dict[str, Any] = {"reason": ErasureReason.FAMILY_WISH, "told": Telling.IN_PERSON}
        with pytest.raises(erasure.MayNotBeErased):
            erasure.erase(actor=cast.caseworker.actor, ref=row.ref, **wish)
        Demand.objects.filter(pk=order.pk).update(preserve_until=timezone.localdate() - timedelta(days=1))
        erasure.erase(actor=cast.caseworker.actor, ref=row.ref, **wish)
        assert not Case.objects.filter(pk=row.pk).exists()


def breached(cast: Cast, readers: list[str], **changes: Any) -> Breach:
    now = timezone.now()
    entry: dict[str, Any] = {
        "kind": "stolen_account", "noticed_at": now, "since": now - timedelta(days=1), "until": now,
        "what": "A telephone was taken.", "readers": readers,
    }  # fmt: skip
    return registers.open_breach(cast.officer.actor, **entry | changes)


class TestBreaches:
    def test_the_people_concerned_come_from_the_journal(self, cast: Cast) -> None:
        read, deep, other = (filled(case(cast.caseworker.actor)) for _number in range(3))
        actor = cast.caseworker.actor
        for _time in range(2):
            door.open(actor, read, Ring.SEARCH)
        door.open(actor, [read, deep], Ring.SEARCH)
        door.open(actor, deep, Ring.RESERVED)
        door.open(cast.supervisor.actor, other, Ring.SEARCH)
        row = breached(cast, [actor.pseudonym], until=timezone.now())
        _row, file = selectors.breach(cast.officer.actor, row.ref)
        found = selectors.affected_by(cast.officer.actor, row, file)
        assert [(one.ref, sorted(one.rings), one.times) for one in found] == [
            (deep.ref, ["2", "3"], 2), (read.ref, ["2"], 3),
        ]  # fmt: skip
        everybody = selectors.affected(JournalEntry.objects.all(), since=row.since, until=timezone.now(), readers=[])
        assert {one.ref for one in everybody} >= {read.ref, deep.ref, other.ref}

    def test_readings_by_another_organisation(self, cast: Cast) -> None:
        row = filled(case(cast.caseworker.actor))
        door.open(cast.second_caseworker.actor, row, Ring.SEARCH)
        since = timezone.now() - timedelta(hours=1)
        own = breached(cast, [str(cast.organisations.second_ngo.pk)], since=since, until=timezone.now())
        _row, file = selectors.breach(cast.officer.actor, own.ref)
        assert [one.ref for one in selectors.affected_by(cast.officer.actor, own, file)] == [row.ref]

    def test_one_command_lists_them(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        row = filled(case(cast.caseworker.actor))
        door.open(cast.caseworker.actor, row, Ring.SEARCH)
        today = timezone.now()
        call_command(
            "breach", "affected", "--since", (today - timedelta(days=1)).isoformat(), "--until",
            (today + timedelta(days=1)).isoformat(), "--account", cast.caseworker.account.email,
        )  # fmt: skip
        said = capsys.readouterr().out
        assert f"{row.ref}  2  1" in said
        assert said.rstrip().endswith("1 records")

    def test_the_clock_runs_72_hours_from_when_it_was_noticed(self, cast: Cast) -> None:
        now = timezone.now()
        row = breached(cast, [], noticed_at=now - timedelta(hours=71), since=now - timedelta(days=9), until=now)
        assert not row.is_late
        assert row.hours_left == 0
        late = breached(cast, [], noticed_at=now - timedelta(hours=73), since=now - timedelta(days=9), until=now)
        assert late.is_late
        registers.note_breach(cast.officer.actor, late.ref, "authority")
        late.refresh_from_db()
        assert not late.is_late
        assert [one.ref for one in selectors.breaches(cast.officer.actor)] == [row.ref, late.ref]
        with pytest.raises(Conflict):
            registers.note_breach(cast.officer.actor, late.ref, "authority")

    def test_it_lies_neither_in_the_future_nor_backwards(self, cast: Cast) -> None:
        now = timezone.now()
        for wrong in (
            {"noticed_at": now + timedelta(hours=1)}, {"until": now + timedelta(hours=1)},
            {"since": now, "until": now - timedelta(hours=1)},
        ):  # fmt: skip
            with pytest.raises(Invalid):
                breached(cast, [], **wrong)
        assert not Breach.objects.exists()


class TestSanctions:
    def sees(self, member: Any, row: Case) -> bool:
        return door.visible(member.acting_for(Purpose.SHARE_SEARCH), Case).filter(pk=row.pk).exists()

    def test_it_beats_agreement_grant_and_consent_with_the_next_request(self, cast: Cast) -> None:
        row = families.a_case(cast, consents=families.consents(max_layer=3))
        services.grant(
            cast.supervisor.actor, row, cast.second_caseworker.account, ring=Ring.RESERVED,
            purpose=Purpose.SHARE_SEARCH, reason=GrantReason.DISCLOSED,
        )  # fmt: skip
        assert self.sees(cast.second_caseworker, row)
        found = registers.impose(
            cast.officer.actor, reason=SanctionReason.MISUSE, organisation=cast.organisations.second_ngo
        )
        assert not self.sees(cast.second_caseworker, row)
        assert Ring.RESERVED not in door.rings(cast.second_caseworker.acting_for(Purpose.SHARE_SEARCH), row)
        assert self.sees(cast.focal_a, row)
        assert self.sees(cast.caseworker, row)
        registers.lift(cast.officer.actor, found.ref)
        assert self.sees(cast.second_caseworker, row)

    def test_a_state_is_all_its_bodies_and_no_independent_one(self, cast: Cast) -> None:
        row = families.a_case(cast)
        assert self.sees(cast.focal_b, row)
        registers.impose(cast.supervisor.actor, reason=SanctionReason.COMPULSION, country="ITA")
        assert not self.sees(cast.focal_b, row)
        assert self.sees(cast.focal_a, row)
        analyst = cast.analyst.acting_for(Purpose.FORENSIC_COMPARISON)  # of an independent body in that country
        assert door.visible(analyst, Case).filter(pk=row.pk).exists()

    def test_it_binds_the_own_records_alone(self, cast: Cast) -> None:
        theirs = families.a_case(cast, by=cast.second_caseworker.actor)
        registers.impose(cast.officer.actor, reason=SanctionReason.MISUSE, organisation=cast.organisations.state_a)
        assert self.sees(cast.focal_a, theirs)

    def test_what_they_were_given_is_recalled(self, cast: Cast) -> None:
        row = families.a_case(cast)
        for receiver in (cast.organisations.second_ngo, cast.organisations.state_a):
            ledger.record(
                cast.supervisor.actor, row, receiver, rings=[Ring.SEARCH], purpose=Purpose.SHARE_SEARCH,
                channel=ShareEvent.Channel.API, until=timezone.now() + timedelta(days=30),
            )  # fmt: skip
        registers.impose(cast.officer.actor, reason=SanctionReason.RECALL, organisation=cast.organisations.second_ngo)
        recalled = ShareEvent.objects.filter(recall=ShareEvent.Recall.SENT)
        assert [one.receiver for one in recalled] == [cast.organisations.second_ngo]

    def test_once_and_by_those_who_answer(self, cast: Cast) -> None:
        registers.impose(cast.officer.actor, reason=SanctionReason.MISUSE, country="TUN")
        with pytest.raises(registers.StandsAlready):
            registers.impose(cast.officer.actor, reason=SanctionReason.MISUSE, country="TUN")
        for who in (cast.caseworker, cast.analyst):
            with pytest.raises(Forbidden):
                registers.impose(who.actor, reason=SanctionReason.MISUSE, country="ITA")
        with pytest.raises(NotFound):
            registers.lift(cast.analyst.actor, Sanction.objects.get().ref)
        with pytest.raises(ProofNeeded):
            registers.lift(type(cast.officer.actor).of_account(cast.officer.account), Sanction.objects.get().ref)


class TestCounts:
    @pytest.mark.parametrize(("cells", "most"), [(1, 8), (2, 12), (3, 9), (4, 7)])
    def test_nothing_below_the_least_can_be_worked_out(self, cells: int, most: int) -> None:
        """Whoever knows the rule tries every world that would look the same: each hidden cell may be several things."""
        alike: dict[Any, list[tuple[int, ...]]] = {}
        for world in product(range(most), repeat=cells):
            shown, total = counts.suppressed(dict(zip("abcd", world, strict=False)))
            alike.setdefault((tuple(shown.values()), total), []).append(world)
        for (shown, _total), worlds in alike.items():
            for place, count in enumerate(shown):
                assert count is None or count >= counts.LEAST
                assert count is not None or len({world[place] for world in worlds}) > 1, worlds

    def test_a_year_appears_when_it_is_over(self, cast: Cast, client: Any) -> None:
        last = timezone.localdate().year - 1
        for _number in range(6):
            demanded(cast, received_on=date(last, 5, 1))
        demanded(cast, received_on=timezone.localdate())
        assert counts.years() == [last]
        (answers, breaches, erasures) = counts.tables(last)
        assert [cell.count for cell in answers.cells][:2] == [6, None]
        assert (answers.total, breaches.total, erasures.total) == (None, None, None)
        page = client.get("/figures/").content.decode()
        assert "fewer than 5" in page
        assert "Zqtown" not in page


class TestPages:
    def test_from_the_demand_to_the_telling(self, cast: Cast, client_for: ClientFor) -> None:
        client = client_for(cast.officer.account)
        row = families.a_case(cast)
        assert client.get("/registers/").status_code == 200
        assert client.post("/registers/demands/new/", {}).status_code == 422
        sent = {
            "authority": "The court", "demanded_by": "court", "country": "ESP", "received_on": "2026-03-14",
            "legal_basis": "Article 9", "scope": "One file", "records": row.ref, "preserve": "on",
        }  # fmt: skip
        page = client.post("/registers/demands/new/", sent, follow=True).content.decode()
        assert "The court" in page
        ref = Demand.objects.get().ref
        answered = {
            "answer-answer": "wholly", "answer-on": "2026-03-20", "answer-contested": "lost", "answer-rings": ["2"],
        }  # fmt: skip
        assert client.post(f"/registers/demands/{ref}/answer/", {}).status_code == 422
        client.post(f"/registers/demands/{ref}/answer/", answered)
        client.post(f"/registers/demands/{ref}/telling/", {"telling-told": "told", "telling-on": "2026-03-21"})
        found = Demand.objects.get()
        assert (found.answer, found.contested, found.told, found.rings) == ("wholly", "lost", "told", ["2"])

    def test_from_the_breach_to_those_it_concerns(self, cast: Cast, client_for: ClientFor) -> None:
        row = filled(case(cast.caseworker.actor))
        door.open(cast.caseworker.actor, row, Ring.SEARCH)
        client = client_for(cast.officer.account)
        now = timezone.now()
        token = next(one.token for one in selectors.readers_of(cast.officer.actor) if one.name == "Caseworker")
        sent = {
            "kind": "misuse", "noticed_at": f"{now:%Y-%m-%dT%H:%M}", "until": now.isoformat(),
            "since": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}", "readers": token, "what": "Somebody looked.",
        }  # fmt: skip
        page = client.post("/registers/breaches/new/", sent, follow=True).content.decode()
        assert row.ref in page
        assert "71 hours left" in page
        assert str(cast.caseworker.account.pk) not in page
        client.post(f"/registers/breaches/{Breach.objects.get().ref}/note/", {"step": "authority"})
        assert Breach.objects.get().authority_told_at is not None

    def test_sharing_is_stopped_and_allowed_again(self, cast: Cast, client_for: ClientFor) -> None:
        client = client_for(cast.officer.account)
        assert client.post("/registers/sanctions/", {"reason": "misuse"}).status_code == 422
        token = selectors.token_of(cast.organisations.second_ngo)
        client.post("/registers/sanctions/", {"reason": "misuse", "organisation": token})
        row = Sanction.objects.get()
        assert row.organisation == cast.organisations.second_ngo
        client.post(f"/registers/sanctions/{row.ref}/lift/")
        assert Sanction.objects.get().lifted_at is not None

    @pytest.mark.parametrize("who", ["caseworker", "analyst", "second_caseworker"])
    def test_others_find_no_register(self, cast: Cast, client_for: ClientFor, who: str) -> None:
        client = client_for(getattr(cast, who).account)
        for address in ("", "demands/", "demands/new/", "breaches/", "breaches/new/", "sanctions/"):
            assert client.get(f"/registers/{address}").status_code == 403, address
