"""Erasing one record: what is gone, what stays, who may, a crash in between; several with two persons; page and API."""

from __future__ import annotations

from typing import Any

import pytest

from accessctl import door, topology
from accessctl.actor import Actor
from accessctl.approvals import services as approvals
from accessctl.erasure import burial, steps
from accessctl.erasure import services as erasure
from accessctl.keystore.models import DestroyedKey, RecordKey, digest_of
from accessctl.models import Approval, JournalEntry, KeyWork, Tombstone
from accessctl.models.erasure import ErasureReason, Telling
from accessctl.rings import Ring
from accessctl.signin.stepup import ProofNeeded
from cases.models import Case, CaseName
from registry.lib.errors import Forbidden, NotFound
from tests.cast import Cast
from tests.factories import families, identification
from tests.integration.erasure.acts import WISH, erase
from tests.integration.families.steps import CALL
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


class TestOneRecord:
    def test_its_rows_keys_and_page_are_gone(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        key = case.pk
        tables = {table for held in topology.ring_tables(Case).values() for table in held}
        assert any(table._default_manager.filter(**{table.RECORD: key}).exists() for table in tables)
        assert RecordKey.objects.filter(record=key).exists()
        stone = erase(cast, case)
        assert not Case.objects.filter(pk=key).exists()
        assert not [t.__name__ for t in tables if t._default_manager.filter(**{t.RECORD: key}).exists()]
        assert not RecordKey.objects.filter(record=key).exists()
        assert DestroyedKey.objects.filter(digest=digest_of(key)).exists()
        stone.refresh_from_db()
        assert stone.keys_destroyed_at is not None
        assert not KeyWork.objects.exists()
        for who in (cast.caseworker, cast.supervisor, cast.second_caseworker):
            with pytest.raises(NotFound):
                door.fetch(who.actor, Case, ref=case.ref)
            assert client_for(who.account).get(f"/cases/{case.ref}/").status_code == 404

    def test_what_stays_names_nobody(self, cast: Cast) -> None:
        case = families.a_case(cast)
        stone = erase(cast, case)
        assert (stone.record_ref, stone.owner_id, stone.kind) == (case.ref, case.owner_id, "case")
        assert (stone.reason, stone.told, stone.by) == ("family_wish", "in_person", cast.caseworker.actor.pseudonym)
        assert str(case.pk) not in str(vars(stone))
        entry = JournalEntry.objects.get(action="case.erased")
        assert entry.refs == [case.ref]
        assert entry.detail == {"reason": "family_wish", "told": "in_person"}

    @pytest.mark.parametrize("who", ["second_caseworker", "analyst", "focal_a", "origin_official", "system"])
    def test_nobody_elsewhere_erases(self, cast: Cast, who: str) -> None:
        case = families.a_case(cast)
        with pytest.raises((Forbidden, NotFound)):
            erase(cast, case, getattr(cast, who).actor)
        assert Case.objects.filter(pk=case.pk).exists()

    @pytest.mark.parametrize("who", ["caseworker", "supervisor", "officer"])
    def test_the_owner_does(self, cast: Cast, who: str) -> None:
        case = families.a_case(cast)
        erase(cast, case, getattr(cast, who).actor)
        assert not Case.objects.filter(pk=case.pk).exists()

    def test_it_needs_a_fresh_proof(self, cast: Cast) -> None:
        case = families.a_case(cast)
        with pytest.raises(ProofNeeded):
            erase(cast, case, Actor.of_account(cast.caseworker.account))
        assert Case.objects.filter(pk=case.pk).exists()

    def test_a_wish_of_the_family_means_that_somebody_was_told(self, cast: Cast) -> None:
        case = families.a_case(cast)
        with pytest.raises(erasure.NotTold):
            erasure.erase(
                actor=cast.caseworker.actor, ref=case.ref, reason=ErasureReason.FAMILY_WISH, told=Telling.NOBODY
            )

    def test_others_stay_whole(self, cast: Cast) -> None:
        kept, case = families.a_case(cast), families.a_case(cast)
        erase(cast, case)
        (name, *_more) = door.open(cast.caseworker.actor, kept, Ring.SEARCH).rows(kept, CaseName)
        assert name.full_original == "Lamin Ceesay"

    def test_a_crash_after_the_commit_is_made_up_for(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        case = families.a_case(cast)
        with monkeypatch.context() as broken:
            broken.setattr(burial, "_after_commit", lambda stone: None)  # the process died here
            stone = erase(cast, case)
        assert RecordKey.objects.filter(record=case.pk).exists()
        burial.settle()
        stone.refresh_from_db()
        assert not RecordKey.objects.filter(record=case.pk).exists()
        assert stone.keys_destroyed_at is not None


class TestMoreThanOne:
    def test_one_by_one_is_more_than_one(self, cast: Cast) -> None:
        first, second = families.a_case(cast), families.a_case(cast)
        erase(cast, first)
        with pytest.raises(erasure.SecondPersonNeeded):
            erase(cast, second)
        assert Case.objects.filter(pk=second.pk).exists()
        erase(cast, second, cast.supervisor.actor)  # another person

    def test_two_persons_erase_many(self, cast: Cast) -> None:
        cases = [families.a_case(cast) for _number in range(3)]
        asked = ask(cast, cases)
        assert Case.objects.count() == 3
        with pytest.raises(approvals.NotTheSamePerson):
            approvals.approve(cast.caseworker.actor, asked.ref)
        approvals.approve(cast.supervisor.actor, asked.ref)
        assert Case.objects.count() == 0
        assert not RecordKey.objects.filter(record__in=[case.pk for case in cases]).exists()
        stone = Tombstone.objects.first()
        assert stone is not None
        assert (stone.by, stone.second) == (cast.caseworker.actor.pseudonym, cast.supervisor.actor.pseudonym)

    def test_what_may_not_go_any_more_when_it_is_approved_stops_all_of_it(self, cast: Cast) -> None:
        cases = [families.a_case(cast), families.a_case(cast)]
        asked = ask(cast, cases)
        identification.established(cast, identification.hypothesis(cast, case=cases[0]))
        with pytest.raises(erasure.MayNotBeErased):
            approvals.approve(cast.supervisor.actor, asked.ref)
        assert Case.objects.count() == 2

    def test_records_of_others_cannot_be_asked_for(self, cast: Cast) -> None:
        theirs = families.a_case(cast, by=cast.second_caseworker.actor)
        with pytest.raises((NotFound, Forbidden)):
            ask(cast, [theirs])
        assert not Approval.objects.exists()


def ask(cast: Cast, cases: list[Case]) -> Approval:
    return erasure.ask_to_erase(actor=cast.caseworker.actor, refs=[case.ref for case in cases], **WISH)


class TestPages:
    def test_the_page_shows_what_goes_and_stays_and_erases(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        client = client_for(cast.caseworker.account)
        page = client.get(f"/erase/{case.ref}/").content.decode()
        for rule in steps.TABLE.values():
            assert str(rule.label) in page
        bare = client.post(f"/erase/{case.ref}/", {})
        assert bare.status_code == 422
        assert Case.objects.filter(pk=case.pk).exists()
        sent = {"reason": "family_wish", "told": "in_person", "understood": "on"}
        done = client.post(f"/erase/{case.ref}/", sent, follow=True)
        assert "Confirmation of an erasure" in done.content.decode()
        assert not Case.objects.filter(pk=case.pk).exists()

    def test_the_second_within_a_day_asks_a_colleague(self, cast: Cast, client_for: ClientFor) -> None:
        erase(cast, families.a_case(cast))
        case = families.a_case(cast)
        client = client_for(cast.caseworker.account)
        sent = {"reason": "family_wish", "told": "in_person", "understood": "on"}
        done = client.post(f"/erase/{case.ref}/", sent, follow=True)
        assert "You asked, so somebody else has to approve it." in done.content.decode()
        asked = Approval.objects.get()
        boss = client_for(cast.supervisor.account)
        assert case.ref in boss.get(f"/approvals/{asked.ref}/").content.decode()
        boss.post(f"/approvals/{asked.ref}/approve/")
        assert not Case.objects.filter(pk=case.pk).exists()

    def test_several_by_their_references(self, cast: Cast, client_for: ClientFor) -> None:
        cases = [families.a_case(cast) for _number in range(2)]
        theirs = families.a_case(cast, by=cast.second_caseworker.actor)
        client = client_for(cast.caseworker.account)
        sent = {"reason": "family_wish", "told": "in_person", "understood": "on"}
        for wrong in ("nonsense", theirs.ref, "MMR-00000-00000-0"):
            answer = client.post("/erasures/several/", sent | {"records": wrong})
            assert answer.status_code == 422, wrong
        client.post("/erasures/several/", sent | {"records": "\n".join(case.ref for case in cases)})
        assert Approval.objects.get().refs == [case.ref for case in cases]


class TestApi:
    def test_a_system_erases_a_case_of_its_organisation_and_no_second_one(self, cast: Cast, client: Any) -> None:
        first, second = (families.a_case(cast, by=cast.second_caseworker.actor) for _number in range(2))
        theirs = families.a_case(cast)
        hidden = families.a_case(cast, consents=families.consents(search=(), forensic=()))

        def delete(ref: str, body: dict[str, str]) -> Any:
            return client.delete(
                f"/api/v1/cases/{ref}/", body, content_type="application/json", headers=cast.system.headers
            )

        told = {"reason": "family_wish", "told": "by_voice"}
        assert delete(theirs.ref, told).status_code == 403
        assert delete(hidden.ref, told).status_code == 404
        assert delete(first.ref, {"reason": "curiosity"}).status_code == 422
        answer = delete(first.ref, told)
        assert answer.status_code == 200
        assert answer.json()["record_ref"] == first.ref
        assert delete(first.ref, told).status_code == 404
        again = delete(second.ref, told)
        assert (again.status_code, again.json()["code"]) == (409, "second_person_needed")
        assert Case.objects.filter(pk=second.pk).exists()

    def test_an_old_request_sent_again_brings_nothing_back(self, cast: Cast, client: Any) -> None:
        headers = cast.system.headers | {"Idempotency-Key": "k-1"}
        made = client.post("/api/v1/cases/", CALL, content_type="application/json", headers=headers)
        assert made.status_code == 201, made.content
        erasure.erase(actor=cast.second_caseworker.actor, ref=made.json()["ref"], **WISH)
        again = client.post("/api/v1/cases/", CALL, content_type="application/json", headers=headers)
        assert again.status_code == 404
        assert not Case.objects.exists()
