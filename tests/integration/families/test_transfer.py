"""A case changes hands: only with both sides and the family, and then everything that hangs on it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accessctl import door, services, vault
from accessctl.actor import Actor, Subject
from accessctl.approvals import services as approvals
from accessctl.approvals.services import AskedAlready
from accessctl.clear import reveal
from accessctl.codes import GrantReason, Purpose, Role
from accessctl.disclosure.selectors import shares_of
from accessctl.erasure import burial
from accessctl.keystore.models import OrganisationKey, RecordKey
from accessctl.models import Agreement, JournalEntry, ShareEvent
from accessctl.rings import Ring
from accessctl.tokens import token_of
from cases.codes import CaseWorkflow, StateReason
from cases.models import Case, CaseAccountabilityNote, CaseGrant, CaseName, CaseSearchFile
from cases.services import NotFromHere, state_of
from families import transfers
from families.codes import ConsentForm, TransferReason, TransferRefusal, TransferState
from families.feedback.selectors import next_date
from families.models import CaseTransfer, Relative, TransferAgreement
from families.page.reading import home
from families.services import check_effects, transferring
from families.services.standing import write_effect
from families.services.state import change_state
from families.services.transferring import NoLongerOffered, NotToBeTransferred, OfferedAlready, TransferEntry
from families.transfers import offers
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories import samples
from tests.factories.accessctl import Member, member
from tests.factories.families import a_case
from tests.plugins.campaign import examples
from tests.plugins.site import ClientFor

pytestmark = [pytest.mark.django_db(databases=["default", "keystore"]), pytest.mark.journal]
HISTORIES, STEPS = examples(5, 200), examples(12, 30)


@pytest.fixture
def theirs(cast: Cast) -> Member:
    return member(cast.organisations.second_ngo, Role.SUPERVISOR, email="other-supervisor@cast.invalid")


def entry(cast: Cast, case: Case, **changes: Any) -> TransferEntry:
    said: dict[str, Any] = {
        "receiver": cast.organisations.second_ngo.ref, "reason": TransferReason.CLOSER,
        "relative": token_of(Relative.objects.get(case=case).pk), "agreed_on": timezone.localdate(),
        "how": ConsentForm.ORAL_WITNESSED, "interpreter": "Fatou Sow",
    }  # fmt: skip
    return TransferEntry(**said | changes)


def offered(cast: Cast, case: Case, **changes: Any) -> CaseTransfer:
    asked = transferring.ask_to_transfer(
        actor=cast.caseworker.actor, case_ref=case.ref, entry=entry(cast, case, **changes)
    )
    approvals.approve(cast.supervisor.actor, asked.ref)
    return CaseTransfer.objects.get(case_ref=case.ref, state=TransferState.OFFERED)


def test_what_one_asked_others_hides_nothing_that_one_is_asked(
    cast: Cast, theirs: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "LENGTH", 1)
    old, now = a_case(cast, by=cast.second_caseworker.actor), timezone.now()
    CaseTransfer.objects.create(
        case_ref=old.ref, sender=cast.organisations.second_ngo, receiver=cast.organisations.ngo,
        reason=TransferReason.CLOSER, offered_by=cast.second_caseworker.account, approved_by=theirs.account,
        offered_at=now - timedelta(days=40), expires_at=now - timedelta(days=10),
    )  # fmt: skip
    asked, found = offered(cast, a_case(cast)), offers(theirs.actor)
    assert [one.row.ref for one in found.to_us] == [asked.ref]
    assert [one.row.case_ref for one in found.by_us] == [old.ref]


def as_relative(case: Case) -> Actor:
    row = Relative.objects.get(case=case)
    return Actor.of_subject(Subject(case.pk, row.pk, row.source_id), proved_at=timezone.now())


def test_everything_of_a_case_goes_with_it(cast: Cast, theirs: Member, client_for: ClientFor) -> None:
    case, former = a_case(cast), cast.organisations.ngo
    services.grant(
        cast.supervisor.actor, case, cast.analyst.account, ring=Ring.RESERVED,
        purpose=Purpose.FORENSIC_COMPARISON, reason=GrantReason.DISCLOSED,
    )  # fmt: skip
    share = ShareEvent.objects.create(
        record_ref=case.ref, owner=former, receiver=cast.organisations.institute, by="account:1", rings=["2"],
        purpose=Purpose.FORENSIC_COMPARISON, channel="printed", expires_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    donor = samples.enrolled(cast.caseworker.actor, case)
    due, offer = next_date(case), offered(cast, case)
    page = home(as_relative(case), case.ref)
    assert (page.case.owner, page.hands, page.asked_next and page.asked_next.receiver) == (
        former,
        [],
        "Teranga Families",
    )
    client = client_for(theirs.account)
    listed = client.get("/cases/transfers/").content.decode()
    assert offer.ref in listed
    assert "Fatou Sow" not in listed
    assert Ring.KIN not in door.rings(theirs.actor, case), "before they say yes, no more than agreements let them read"
    response = client.post("/cases/transfers/", {"act": "accept", "transfer": offer.ref})
    assert response.headers["Location"] == f"/cases/{case.ref}/"

    case.refresh_from_db()
    assert case.owner == cast.organisations.second_ngo
    assert {Ring.SEARCH, Ring.KIN, Ring.CONTACT, Ring.PROTECTION} <= door.rings(theirs.actor, case)
    assert door.rings(cast.supervisor.actor, case) == {Ring.COMMON, Ring.SEARCH}, "what the agreement gives"
    samples.withdrawn(theirs.actor, case, donor)
    donor.refresh_from_db()
    assert (donor.owner_id, donor.stopped_at is None) == (case.owner_id, False)
    assert not CaseGrant.objects.filter(content_object=case).exists()
    assert (next_date(case), CaseSearchFile.objects.get(case=case).caseworker) == (due, theirs.account)
    assert check_effects(Actor.system_job("families.consent")).differing == ()
    assert shares_of(theirs.actor, case.ref) == [share]
    assert shares_of(cast.supervisor.actor, case.ref) == [share]
    done = {row.action: set(row.owners) for row in JournalEntry.objects.filter(action__startswith="transfer.")}
    assert done["transfer.handed_on"] == {former.pk}
    assert done["transfer.accepted"] == {case.owner_id}
    page = home(as_relative(case), case.ref)
    assert [(one.sender, one.receiver) for one in page.hands] == [("Voces del Mar", "Teranga Families")]
    (agreed,) = reveal(list(TransferAgreement.objects.filter(case=case)))
    assert agreed.interpreter == "Fatou Sow"
    Agreement.objects.filter(pk=cast.agreements.between_ngos.pk).update(suspended_at=timezone.now())
    assert client_for(cast.supervisor.account).get(f"/cases/{case.ref}/").status_code == 404
    assert [one.row for one in offers(cast.caseworker.actor).over] == [offer], "its own ledger stays"
    assert case.ref in client_for(cast.caseworker.account).get("/cases/transfers/").content.decode()


def test_its_keys_are_wrapped_by_the_new_owner_and_the_former_ones_key_opens_nothing(
    cast: Cast, theirs: Member
) -> None:
    case, kept = a_case(cast), a_case(cast)
    before = dict(RecordKey.objects.filter(record=case.pk).values_list("pk", "wrapped"))
    transferring.accept_transfer(actor=theirs.actor, ref=offered(cast, case).ref)
    assert set(RecordKey.objects.filter(record=case.pk).values_list("organisation", flat=True)) == {
        cast.organisations.ngo.pk
    }
    assert reveal(list(CaseName.objects.filter(case=case))), "readable before the keys have followed"
    burial.settle()
    after = RecordKey.objects.filter(record=case.pk)
    assert set(after.values_list("organisation", flat=True)) == {cast.organisations.second_ngo.pk}
    assert all(bytes(before[row.pk]) != bytes(row.wrapped) for row in after)
    assert len(after) == len(before)
    burial.settle()  # again: nothing is left to do
    assert set(RecordKey.objects.filter(record=kept.pk).values_list("organisation", flat=True)) == {
        cast.organisations.ngo.pk
    }
    RecordKey.objects.filter(organisation=cast.organisations.ngo.pk).delete()
    OrganisationKey.objects.filter(organisation=cast.organisations.ngo.pk).delete()
    vault.forget()
    (name,) = reveal(list(CaseName.objects.filter(case=case)))[:1]
    assert name.full_original


def test_firewalls_and_the_family_beat_both_sides(cast: Cast, theirs: Member) -> None:
    case = a_case(cast)
    for receiver in (cast.organisations.ngo, cast.organisations.border):
        with pytest.raises(Invalid) as refused:
            offered(cast, case, receiver=receiver.ref)
        assert set(refused.value.fields) == {"receiver"}
    fled = a_case(cast, nationalities=("ERI",), protection_flag="confirmed", protection_states=("ERI",))
    with pytest.raises(Invalid):
        offered(cast, fled, receiver=cast.organisations.origin.ref)
    offer = offered(cast, case)
    CaseAccountabilityNote.objects.create(case=case, alleged_organisations=[str(cast.organisations.second_ngo.pk)])
    with transaction.atomic():
        write_effect(cast.supervisor.actor, case)
    assert offers(theirs.actor).to_us == [], "gone like the case"
    with pytest.raises(NotFound):
        transferring.accept_transfer(actor=theirs.actor, ref=offer.ref)
    assert Case.objects.get(pk=case.pk).owner == cast.organisations.ngo


def test_who_may_not(cast: Cast, theirs: Member, client_for: ClientFor) -> None:
    case = a_case(cast)
    asked = transferring.ask_to_transfer(actor=cast.caseworker.actor, case_ref=case.ref, entry=entry(cast, case))
    with pytest.raises(AskedAlready):
        transferring.ask_to_transfer(actor=cast.caseworker.actor, case_ref=case.ref, entry=entry(cast, case))
    with pytest.raises(Forbidden):
        approvals.approve(cast.caseworker.actor, asked.ref)
    assert not CaseTransfer.objects.exists(), "one person alone offers nothing"
    approvals.approve(cast.supervisor.actor, asked.ref)
    (offer,) = CaseTransfer.objects.all()
    with pytest.raises(OfferedAlready):
        transferring.ask_to_transfer(actor=cast.caseworker.actor, case_ref=case.ref, entry=entry(cast, case))
    for actor in (cast.second_caseworker.actor, cast.supervisor.actor, cast.focal_a.actor, cast.system.actor):
        with pytest.raises((Forbidden, NotFound)):
            transferring.accept_transfer(actor=actor, ref=offer.ref)
    with pytest.raises(Forbidden):
        transferring.withdraw_transfer(actor=theirs.actor, ref=offer.ref)
    client = client_for(theirs.account)
    unsaid = client.post("/cases/transfers/", {"act": "decline", "transfer": offer.ref})
    assert unsaid.status_code == 422
    assert CaseTransfer.objects.get().state == TransferState.OFFERED
    client.post("/cases/transfers/", {"act": "decline", "transfer": offer.ref, "refusal": "not_our_task"})
    assert CaseTransfer.objects.get().refusal == TransferRefusal.NOT_OUR_TASK
    assert "not our task" in client_for(cast.caseworker.account).get("/cases/transfers/").content.decode()
    assert client.post("/cases/transfers/", {"act": "accept", "transfer": offer.ref}).status_code == 404
    system = Client(headers=cast.system.headers).get("/api/v1/transfers/")
    assert (system.status_code, system.json()) == (200, {"to_us": [], "by_us": [], "over": []})


def test_the_page_of_a_case_offers_it_and_takes_it_back(cast: Cast, client_for: ClientFor) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    address = f"/cases/{case.ref}/transfer/"
    assert address in client.get(f"/cases/{case.ref}/").content.decode()
    said = {name: str(value) for name, value in vars(entry(cast, case)).items()}
    without = client.post(address, said)
    assert without.status_code == 422
    assert "Explain it first" in without.content.decode()
    assert not TransferAgreement.objects.exists()
    approval = client.post(address, said | {"explained": "on"}).headers["Location"]
    assert "has to approve it" in client.get(address).content.decode()
    client_for(cast.supervisor.account).post(f"{approval}approve/")
    assert client.get(address).content.decode().count("Teranga Families") >= 1
    client.post(address, {"withdraw": "1"})
    assert CaseTransfer.objects.get().state == TransferState.WITHDRAWN


def test_an_organisation_outside_goes_on_and_the_work_ends_here(cast: Cast, client_for: ClientFor) -> None:
    case, client = a_case(cast), client_for(cast.caseworker.account)
    mother, today = Relative.objects.get(case=case), str(timezone.localdate())
    own = Actor.of_subject(Subject(case.pk, mother.pk, mother.source_id), proved_at=timezone.now())
    said = {
        "leave": "1", "leave-outside_name": "Association of Mothers", "leave-outside_reached": "+221 33 800 00 00",
        "leave-outside_yes_on": today, "leave-reason": "no_capacity", "leave-relative": token_of(mother.pk),
        "leave-agreed_on": today, "leave-how": "oral_witnessed", "leave-explained": "on",
    }  # fmt: skip
    address = f"/cases/{case.ref}/transfer/"
    for missing in ("leave-outside_name", "leave-outside_yes_on", "leave-relative", "leave-explained"):
        assert client.post(address, said | {missing: ""}).status_code == 422
    assert client.post(address, said | {"leave-outside_yes_on": "2999-01-01"}).status_code == 422
    assert not TransferAgreement.objects.exists()
    refused = client.post(address, said | {"leave-outside_name": "Somebody else"}).headers["Location"]
    client_for(cast.supervisor.account).post(f"{refused}refuse/", {"reason": "not_agreed"})
    approval = client.post(address, said).headers["Location"]
    assert state_of(case) is CaseWorkflow.OPEN, "one person ends nothing"
    assert door.visible(cast.second_caseworker.actor, Case).filter(pk=case.pk).exists()
    client_for(cast.supervisor.account).post(f"{approval}approve/")
    assert state_of(case) is CaseWorkflow.TRANSFERRED
    for who in (cast.second_caseworker.actor, cast.matcher):
        assert not door.visible(who, Case).filter(pk=case.pk).exists()
    assert door.visible(cast.caseworker.actor, Case).filter(pk=case.pk).exists()
    assert check_effects(Actor.system_job("families.consent")).differing == ()
    assert CaseSearchFile.objects.get(case=case).retention_review_at is not None
    page = home(own, case.ref)
    assert (str(page.state).startswith("Another organisation goes on"), page.outside.outside_name) == (
        True, "Association of Mothers",
    )  # fmt: skip
    assert JournalEntry.objects.filter(action="transfer.left", refs__contains=[case.ref]).count() == 1
    with pytest.raises(NotToBeTransferred):
        transferring.ask_to_transfer(actor=cast.caseworker.actor, case_ref=case.ref, entry=entry(cast, case))
    with pytest.raises(NotFromHere):
        change_state(actor=cast.caseworker.actor, case_ref=case.ref, to=CaseWorkflow.OPEN, reason=StateReason.NEW_FACTS)


@dataclass
class Oracle:
    """Whose the case is, and whether an offer stands and until when; written apart."""

    owner: str = "ours"
    until: Any = None
    is_paused: bool = False

    def stands(self) -> bool:
        return self.until is not None and timezone.now() < self.until


STEP = st.sampled_from(["offer", "offer", "accept", "accept", "decline", "withdraw", "pause", "go on", "wait"])


def test_in_any_order_a_case_has_the_owner_that_both_sides_agreed_to(cast: Cast, theirs: Member) -> None:
    back = Member(cast.supervisor.account, cast.organisations.ngo)
    helper = member(cast.organisations.second_ngo, email="other-helper@cast.invalid")

    def go(case: Case, said: Oracle, step: str) -> None:
        ours = said.owner == "ours"
        asker, approver, taker = (cast.caseworker, back, theirs) if ours else (helper, theirs, back)
        offer = CaseTransfer.objects.filter(case_ref=case.ref, state=TransferState.OFFERED).first()
        ref = offer.ref if offer else "MTF-00000-00000-0"
        answers: tuple[type[Exception], ...] = (NotFound, NoLongerOffered)
        if step == "wait":
            clock.shift(timedelta(days=20))
        elif step in ("pause", "go on"):
            to = CaseWorkflow.PAUSED if step == "pause" else CaseWorkflow.OPEN
            with suppress(NotFromHere):
                change_state(actor=asker.actor, case_ref=case.ref, to=to, reason=StateReason.FAMILY_WISH)
            said.is_paused = step == "pause"
        elif step == "offer":
            entered = entry(cast, case, receiver=taker.organisation.ref)
            try:
                asked = transferring.ask_to_transfer(actor=asker.actor, case_ref=case.ref, entry=entered)
                approvals.approve(approver.actor, asked.ref)
                assert not said.is_paused
                assert not said.stands()
                said.until = timezone.now() + timedelta(days=30)
            except (OfferedAlready, NotToBeTransferred):
                assert said.is_paused or said.stands()
        elif step == "withdraw":
            try:
                transferring.withdraw_transfer(actor=approver.actor, ref=ref)
                assert said.stands()
                said.until = None
            except answers:
                assert not said.stands()
        else:
            act: Any = transferring.accept_transfer
            if step == "decline":

                def act(**known: Any) -> Any:
                    return transferring.decline_transfer(**known, reason=TransferRefusal.UNSAFE)

            try:
                act(actor=taker.actor, ref=ref)
                assert said.stands()
                assert not said.is_paused
                said.until = None
                if step == "accept":
                    said.owner = "theirs" if ours else "ours"
            except answers:
                assert not said.stands() or said.is_paused

    class Undone(Exception):
        """Takes one history back."""

    clock: Any

    @settings(
        max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck), database=None,
        phases=(Phase.generate,),
    )  # fmt: skip
    @given(steps=st.lists(STEP, min_size=STEPS // 2, max_size=STEPS))
    def walk(steps: list[str]) -> None:
        nonlocal clock
        with suppress(Undone), transaction.atomic(), time_machine.travel(timezone.now(), tick=False) as clock:
            Agreement.objects.update(valid_until=timezone.now() + timedelta(days=10_000))
            case, said = a_case(cast), Oracle()
            for step in steps:
                go(case, said, step)
                case.refresh_from_db()
                owner = cast.organisations.ngo if said.owner == "ours" else cast.organisations.second_ngo
                assert case.owner == owner
                for one in (back, theirs):
                    assert (Ring.KIN in door.rings(one.actor, case)) is (one.organisation == owner)
                taker = theirs if said.owner == "ours" else back
                assert bool(offers(taker.actor).to_us) is (said.stands() and not said.is_paused)
                assert check_effects(Actor.system_job("families.consent")).differing == ()
            raise Undone

    walk()
