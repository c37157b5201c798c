"""Who could see a case, on its page and before it is saved; and giving it to people by name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accessctl import door
from accessctl.codes import RecipientClass, Role
from accessctl.models import ShareEvent
from accessctl.rings import Ring
from cases.models import Case, CaseGrant
from families import reach
from families.reach import Change
from families.services import ConsentEntry, begin_draft, giving, withdraw_consent
from registry.lib.errors import Forbidden, NotFound
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Member, member, organisation
from tests.integration.families.steps import CONSENT
from tests.plugins.site import ClientFor


def body(response: Any) -> str:
    return str(response.content.decode())


def names(lines: list[reach.Line]) -> set[str]:
    return {line.organisation.name for line in lines}


class TestReach:
    def test_the_page_lists_who_could_see_each_part(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        found = reach.reach_of(cast.supervisor.actor, case.ref)
        assert names(found.own) == {"Voces del Mar"}
        assert names(found.others) == {
            "Teranga Families", "Institute of Forensic Medicine", "Focal Point A", "Focal Point B",
            "Focal Point of the State of Origin",
        }  # fmt: skip
        (theirs,) = [line for line in found.others if line.organisation == cast.organisations.institute]
        assert [cell.is_open for cell in theirs.cells] == [True, True, False, False, False, False, False]
        page = body(client_for(cast.supervisor.account).get(f"/cases/{case.ref}/reach/"))
        for name in names(found.others):
            assert name in page
        part = client_for(cast.supervisor.account).get(f"/cases/{case.ref}/reach/", headers={"HX-Request": "true"})
        assert "<html" not in body(part)

    def test_only_the_owners_people_look(self, cast: Cast, client_for: ClientFor) -> None:
        case = families.a_case(cast)
        for who in ("second_caseworker", "analyst", "focal_a", "origin_official"):
            assert client_for(cast.people[who].account).get(f"/cases/{case.ref}/reach/").status_code == 404, who

    def test_bodies_of_states_are_told_to_those_alone_who_may_know_of_protection(self, cast: Cast) -> None:
        """SECURITY: or a list without one State's body says which State is feared."""
        flagged = families.a_case(cast, protection_flag="confirmed", protection_states=("ERI",))
        colleague = member(cast.organisations.ngo)
        assert Ring.PROTECTION not in door.rings(colleague.actor, flagged)
        told = reach.reach_of(colleague.actor, flagged.ref)
        plain = reach.reach_of(colleague.actor, families.a_case(cast).ref)
        assert told.states_held
        assert names(told.others) == names(plain.others) == {"Teranga Families", "Institute of Forensic Medicine"}
        assert "Focal Point of the State of Origin" not in names(
            reach.reach_of(cast.supervisor.actor, flagged.ref).others
        )

    def test_an_agreement_that_ended_would_close_this(self, cast: Cast, client_for: ClientFor) -> None:
        case, made = families.a_case(cast), cast.agreements.between_ngos
        found = reach.reach_of(cast.supervisor.actor, case.ref, Change(agreement=made))
        assert {line.organisation.name for line in found.others if line.is_lost} == {"Teranga Families"}
        assert not any(line.is_lost for line in found.own)
        page = body(client_for(cast.supervisor.account).get(f"/cases/{case.ref}/reach/?agreement={made.ref}"))
        assert "would close" in page
        made.refresh_from_db()
        assert made.suspended_at is None

    def test_a_withdrawn_consent_would_close_this_and_does(self, cast: Cast) -> None:
        case = families.a_case(cast)
        key = ("share_search", RecipientClass.CSO.value)
        found = reach.reach_of(cast.supervisor.actor, case.ref, Change(consent=key))
        assert {line.organisation.name for line in found.others if line.is_lost} == {"Teranga Families"}
        before = Case.objects.values().get(pk=case.pk)
        assert before["consent_2"] == case.consent_2
        withdraw_consent(actor=cast.caseworker.actor, case_ref=case.ref, purpose=key[0], recipient_class=key[1])
        after = reach.reach_of(cast.supervisor.actor, case.ref)
        assert "Teranga Families" not in names(after.others)

    @pytest.mark.parametrize(
        "asked", ["agreement=MAG-AAAAA-AAAAA-A", "consent=share_search:court", "consent=x:y", "consent=x"]
    )
    def test_changes_that_do_not_exist_are_not_found(self, cast: Cast, client_for: ClientFor, asked: str) -> None:
        case = families.a_case(cast)
        assert client_for(cast.supervisor.account).get(f"/cases/{case.ref}/reach/?{asked}").status_code == 404


class TestBeforeSaving:
    def test_the_look_ahead_is_what_comes_true(self, cast: Cast) -> None:
        entries: tuple[ConsentEntry, ...] = families.consents(search=[RecipientClass.CSO], forensic=[])
        before = reach.preview(cast.caseworker.actor, entries, frozenset())
        assert not Case.objects.exists()
        case = families.a_case(cast, consents=entries)
        after = reach.reach_of(cast.supervisor.actor, case.ref)
        assert names(before.others) == names(after.others) == {"Teranga Families"}

    def test_the_step_of_consent_shows_it_and_saves_nothing(self, cast: Cast, client_for: ClientFor) -> None:
        told = {
            "version": "test", "language": "en", "text": "x", "risks_explained": True, "rights_explained": True,
        }  # fmt: skip
        draft = begin_draft(actor=cast.caseworker.actor, parts={"briefing": told})
        client = client_for(cast.caseworker.account)
        address = f"/cases/new/{draft.ref}/reach/"
        nothing = body(client.post(address, {"own_search": "yes"}, headers={"HX-Request": "true"}))
        assert "Nobody outside your organisation." in nothing
        some = body(client.post(address, CONSENT))
        assert "Teranga Families" in some
        excluded = body(client.post(address, CONSENT | {"except_countries": ["SEN"]}))
        assert "Teranga Families" not in excluded
        assert not Case.objects.exists()
        assert "Show who could see it" in body(client.get(f"/cases/new/{draft.ref}/consent/"))

    def test_a_draft_of_others_is_not_found(self, cast: Cast, client_for: ClientFor) -> None:
        draft = begin_draft(actor=cast.caseworker.actor, parts={})
        client = client_for(cast.second_caseworker.account)
        assert client.post(f"/cases/new/{draft.ref}/reach/", CONSENT).status_code == 404


class TestGiving:
    @pytest.fixture
    def delegate(self, cast: Cast) -> Member:
        association = organisation("Mothers of the Road", kind=RecipientClass.FAMILY_ASSOCIATION, country="SEN")
        return member(association, Role.FAMILY_DELEGATE)

    @pytest.fixture
    def agreed(self, cast: Cast) -> Case:
        """A family that agreed to associations."""
        consents = families.consents(search=[*families.ASKED_BODIES, RecipientClass.FAMILY_ASSOCIATION], max_layer=3)
        return families.a_case(cast, consents=consents)

    def test_a_delegate_sees_delegated_cases_alone_until_it_is_taken_back(
        self, cast: Cast, delegate: Member, agreed: Case, client_for: ClientFor
    ) -> None:
        other, client = families.a_case(cast), client_for(cast.supervisor.account)
        assert not door.visible(delegate.actor, Case).exists()
        sent = {"delegate": "1", "delegate-association": delegate.organisation.ref, "delegate-lasting": "30"}
        client.post(f"/cases/{agreed.ref}/given/", sent)
        assert list(door.visible(delegate.actor, Case)) == [agreed]
        assert door.rings(delegate.actor, agreed) == {Ring.COMMON, Ring.SEARCH, Ring.KIN}
        assert client_for(delegate.account).get(f"/cases/{agreed.ref}/").status_code == 200
        assert client_for(delegate.account).get(f"/cases/{other.ref}/").status_code == 404
        assert "Mothers of the Road" in body(client.get(f"/cases/{agreed.ref}/given/"))
        (share,) = ShareEvent.objects.all()
        assert (share.receiver, share.rings) == (delegate.organisation, ["2", "3k"])
        client.post(f"/cases/{agreed.ref}/given/end/", {"holder": delegate.organisation.ref})
        assert not door.visible(delegate.actor, Case).exists()
        share.refresh_from_db()
        assert share.recall == ShareEvent.Recall.SENT

    def test_what_the_family_did_not_agree_to_is_not_delegated(
        self, cast: Cast, delegate: Member, client_for: ClientFor
    ) -> None:
        case = families.a_case(cast)
        sent = {"delegate": "1", "delegate-association": delegate.organisation.ref, "delegate-lasting": "30"}
        response = client_for(cast.supervisor.account).post(f"/cases/{case.ref}/given/", sent)
        assert response.status_code == 422
        assert "has not agreed" in body(response)
        assert not CaseGrant.objects.filter(user=delegate.account).exists()

    def test_no_deeper_than_the_family_agreed(self, cast: Cast, delegate: Member) -> None:
        consents = families.consents(search=[RecipientClass.FAMILY_ASSOCIATION], max_layer=2)
        case = families.a_case(cast, consents=consents)
        giving.delegate_case(
            actor=cast.supervisor.actor, case_ref=case.ref, association_ref=delegate.organisation.ref,
            lasting=timedelta(days=30),
        )  # fmt: skip
        assert door.rings(delegate.actor, case) == {Ring.COMMON, Ring.SEARCH}
        assert not CaseGrant.objects.filter(user=delegate.account, ring=Ring.KIN).exists()

    def test_an_association_without_delegates_is_told_so(self, cast: Cast, agreed: Case) -> None:
        empty = organisation(kind=RecipientClass.FAMILY_ASSOCIATION)
        with pytest.raises(giving.NobodyNamed):
            giving.delegate_case(
                actor=cast.supervisor.actor, case_ref=agreed.ref, association_ref=empty.ref, lasting=timedelta(days=1)
            )

    def test_a_colleague_who_stands_by_the_family(self, cast: Cast, client_for: ClientFor) -> None:
        carer = member(cast.organisations.ngo, Role.PSYCHOSOCIAL_WORKER)
        case, client = families.a_case(cast), client_for(cast.supervisor.account)
        assert not door.visible(carer.actor, Case).exists()
        (offered,) = giving.carers(cast.supervisor.actor)
        client.post(
            f"/cases/{case.ref}/given/", {"assign": "1", "assign-colleague": offered.ref, "assign-lasting": "90"}
        )
        assert door.rings(carer.actor, case) == {Ring.COMMON, Ring.SEARCH, Ring.KIN}
        until = CaseGrant.objects.filter(user=carer.account).latest("expires_at").expires_at
        assert until < timezone.now() + timedelta(days=91)
        client.post(f"/cases/{case.ref}/given/end/", {"holder": offered.ref})
        assert not door.visible(carer.actor, Case).exists()

    @pytest.mark.parametrize("who", ["caseworker", "officer"])
    def test_who_does_not_answer_for_the_case_gives_nothing(
        self, cast: Cast, client_for: ClientFor, agreed: Case, delegate: Member, who: str
    ) -> None:
        client = client_for(cast.people[who].account)
        assert client.get(f"/cases/{agreed.ref}/given/").status_code == 403
        with pytest.raises(Forbidden):
            giving.delegate_case(
                actor=cast.people[who].actor, case_ref=agreed.ref, association_ref=delegate.organisation.ref,
                lasting=timedelta(days=1),
            )  # fmt: skip

    def test_nobody_gives_what_another_organisation_owns(self, cast: Cast, agreed: Case) -> None:
        theirs = member(cast.organisations.second_ngo, Role.SUPERVISOR)
        with pytest.raises(Forbidden):
            giving.given(theirs.actor, agreed.ref)
        with pytest.raises(NotFound):
            giving.given(member(organisation(), Role.SUPERVISOR).actor, agreed.ref)
