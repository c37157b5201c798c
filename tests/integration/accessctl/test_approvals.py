"""What every act that needs two persons has in common: never the same, in time, freshly proved, and as it was asked."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accessctl.actor import Actor
from accessctl.approvals import selectors, services
from accessctl.clear import reveal
from accessctl.codes import RecipientClass, Role
from accessctl.models import Account, Approval, ApprovalFile, JournalEntry, Membership, Organisation
from accessctl.models.approvals import ApprovalState, RefusalReason
from accessctl.organisations.services import Invitation, ask_to_admit
from accessctl.signin.stepup import ProofNeeded
from accessctl.tasks import purge_staged
from registry.lib.errors import Forbidden, NotFound
from tests.cast import Cast
from tests.factories.accessctl import Member, member, organisation
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
FIRST = Invitation(email="new@example.invalid", full_name="Nadia Ruiz", role=Role.SUPERVISOR)


@pytest.fixture
def two(cast: Cast) -> tuple[Member, Member]:
    """Two who run the registry."""
    operator = organisation("Operators", kind=RecipientClass.INTERNATIONAL_ORG)
    first, second = (member(operator, Role.SYSTEM_ADMINISTRATOR) for _number in range(2))
    return first, second


@pytest.fixture
def asked(two: tuple[Member, Member]) -> Approval:
    return ask_to_admit(
        two[0].actor, first=FIRST, name="Casa Abierta", kind="cso", country="MEX", legal_compulsion_risk="low"
    )


def is_there() -> bool:
    return Organisation.objects.filter(name="Casa Abierta").exists()


def test_who_asked_never_approves(two: tuple[Member, Member], asked: Approval) -> None:
    with pytest.raises(services.NotTheSamePerson):
        services.approve(two[0].actor, asked.ref)
    with pytest.raises(services.NotTheSamePerson):
        services.refuse(two[0].actor, asked.ref, RefusalReason.NOT_NEEDED)
    assert not is_there()


def test_nobody_of_another_organisation_approves_or_knows(cast: Cast, asked: Approval) -> None:
    stranger = member(organisation("Others"), Role.SYSTEM_ADMINISTRATOR)
    for who in (stranger, cast.supervisor, cast.officer):
        with pytest.raises(NotFound):
            services.approve(who.actor, asked.ref)
        assert selectors.waiting(who.actor) == []


def test_a_role_that_may_not_approve_does_not(two: tuple[Member, Member], asked: Approval) -> None:
    clerk = member(two[0].organisation, Role.DATA_PROTECTION)
    with pytest.raises(Forbidden):
        services.approve(clerk.actor, asked.ref)


def test_the_second_person_proves_freshly_who_they_are(two: tuple[Member, Member], asked: Approval) -> None:
    with pytest.raises(ProofNeeded):
        services.approve(Actor.of_account(two[1].account), asked.ref)
    assert not is_there()


def test_what_ran_out_cannot_be_approved(two: tuple[Member, Member], asked: Approval) -> None:
    Approval.objects.filter(pk=asked.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(services.NoLongerWaiting):
        services.approve(two[1].actor, asked.ref)
    assert selectors.waiting(two[1].actor) == []
    assert not is_there()


def test_what_is_approved_is_what_was_asked(two: tuple[Member, Member], asked: Approval) -> None:
    (file,) = ApprovalFile.objects.filter(approval=asked)
    (held,) = reveal([file])
    before = held.payload
    for changed in ({"fields": {**before["fields"], "child_competent": True}}, {"nonce": "0" * 32}):
        file.payload = {**before, **changed}
        file.save()
        with pytest.raises(services.NotAsAsked):
            services.approve(two[1].actor, asked.ref)
    file.payload = before
    file.save()
    Approval.objects.filter(pk=asked.pk).update(expires_at=timezone.now() + timedelta(days=300))
    with pytest.raises(services.NotAsAsked):
        services.approve(two[1].actor, asked.ref)
    Approval.objects.filter(pk=asked.pk).update(expires_at=asked.expires_at)
    services.approve(two[1].actor, asked.ref)
    assert is_there()


def test_both_steps_are_journalled_with_the_digest(two: tuple[Member, Member], asked: Approval) -> None:
    services.approve(two[1].actor, asked.ref)
    steps = JournalEntry.objects.filter(refs__contains=[asked.ref]).order_by("pk")
    assert [(step.action, step.actor) for step in steps] == [
        ("approval.asked", two[0].actor.pseudonym), ("approval.approved", two[1].actor.pseudonym),
    ]  # fmt: skip
    assert {step.detail["digest"] for step in steps} == {asked.digest}


def test_it_is_refused_with_a_reason(two: tuple[Member, Member], asked: Approval, client_for: ClientFor) -> None:
    client = client_for(two[1].account)
    assert client.post(f"/approvals/{asked.ref}/refuse/", {}).status_code == 422
    client.post(f"/approvals/{asked.ref}/refuse/", {"reason": "not_agreed"})
    asked.refresh_from_db()
    assert (asked.state, asked.refused_for) == (ApprovalState.REFUSED, RefusalReason.NOT_AGREED)
    assert JournalEntry.objects.get(action="approval.refused").detail["reason"] == "not_agreed"
    assert (
        "those concerned did not agree" in client_for(two[0].account).get(f"/approvals/{asked.ref}/").content.decode()
    )
    assert not is_there()


def test_what_was_asked_is_kept_for_a_month_after_its_last_day(asked: Approval) -> None:
    ApprovalFile.objects.filter(approval=asked).update(purge_at=timezone.now() - timedelta(seconds=1))
    purge_staged()
    assert not ApprovalFile.objects.exists()
    assert Approval.objects.filter(pk=asked.pk).exists()


def test_the_first_two_are_named_at_the_server(db: None) -> None:
    def name(email: str, of: str = "Operators") -> None:
        call_command("first_administrator", email, "Ada", organisation=of, country="ESP", stdout=StringIO())

    name("one@example.invalid")
    with pytest.raises(CommandError, match="organisation of the first"):
        name("two@example.invalid", "Somebody else")
    name("two@example.invalid")
    with pytest.raises(CommandError, match="Two people"):
        name("three@example.invalid")
    first, second = (
        Member(row.account, row.organisation)
        for row in Membership.objects.filter(role=Role.SYSTEM_ADMINISTRATOR).select_related("account", "organisation")
    )
    assert first.organisation == second.organisation
    assert not Account.objects.filter(email="three@example.invalid").exists()
    asked = ask_to_admit(first.actor, first=FIRST, name="Casa Abierta", kind="cso", country="MEX")
    services.approve(second.actor, asked.ref)
    assert is_there()
