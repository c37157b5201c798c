"""The queue of what came in: what stands in it and in which order, whose work it is, who may take and give it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accessctl import door
from accessctl.models import Membership
from accessctl.policy import Action
from cases.codes import Priority, SearchStep
from cases.services.actions import ActionEntry, note_action
from families import calls
from families.calls import Call
from families.codes import IntakeKind, IntakeWay
from families.models import CaseOrigin, RegistrationDraft, RightsRequest
from families.queue import FREE, MINE, queue
from families.services import begin_draft, delete_draft, intake
from families.services.intake import TakenAlready
from registry.lib.errors import Forbidden, Invalid, NotFound
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Member, member
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.journal


@pytest.fixture
def colleague(cast: Cast) -> Member:
    return member(cast.organisations.ngo)


def from_outside(cast: Cast) -> RegistrationDraft:
    draft = begin_draft(actor=cast.caseworker.actor, parts={})
    RegistrationDraft.objects.filter(pk=draft.pk).update(came_by=IntakeWay.LINK)
    draft.refresh_from_db()
    return draft


def membership(of: Member) -> str:
    return str(Membership.objects.get(account=of.account).ref)


def test_everything_stands_in_it_the_most_pressing_first(cast: Cast) -> None:
    actor, today = cast.caseworker.actor, timezone.localdate()
    begin_draft(actor=actor, parts={})
    case = families.a_case(cast)
    families.with_page(cast, case)
    step = ActionEntry(action=SearchStep.HOSPITAL_CHECK, asked_on=today, follow_up_on=today)
    note_action(actor=actor, case_ref=case.ref, entry=step)
    from_outside(cast)
    call = Call.noted(Priority.CHILD_ALONE, 5, timezone.now()).as_part()
    begin_draft(actor=actor, parts={calls.PART: call})
    CaseOrigin.objects.create(
        case=case, system="finder.org", number="1", digest="0" * 64, said={}, wanted_gone_at=timezone.now(),
    )  # fmt: skip
    found = queue(actor)
    assert [one.kind for one in found.items[:2]] == [IntakeKind.CALL, IntakeKind.SENT]
    assert {one.kind for one in found.items} == set(IntakeKind)
    assert (found.total, found.mine, found.free) == (6, 2, 2)
    assert [one.kind for one in queue(actor, kind="request").items] == [IntakeKind.REQUEST]
    assert len(queue(actor, whose=MINE).items) == 2
    assert {one.kind for one in queue(actor, whose=FREE).items} == {IntakeKind.SENT, IntakeKind.REQUEST}
    assert queue(cast.second_caseworker.actor).items == []


def test_a_request_that_waits_too_long_comes_before_what_is_not_urgent(cast: Cast) -> None:
    begin_draft(actor=cast.caseworker.actor, parts={})
    families.with_page(cast, families.a_case(cast))
    RightsRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    first, _second = queue(cast.caseworker.actor).items
    assert (first.kind, first.is_late) == (IntakeKind.REQUEST, True)


def test_what_came_from_outside_is_anybodys_until_one_takes_it(cast: Cast, colleague: Member) -> None:
    draft = from_outside(cast)
    intake.take(actor=colleague.actor, item=draft.ref)
    assert not door.visible(cast.caseworker.actor, RegistrationDraft).filter(pk=draft.pk).exists()
    with pytest.raises(NotFound):
        intake.take(actor=cast.caseworker.actor, item=draft.ref)
    intake.give(actor=cast.supervisor.actor, item=draft.ref, colleague=membership(cast.caseworker))
    assert door.can(cast.caseworker.actor, Action.CHANGE, draft)
    intake.release(actor=cast.caseworker.actor, item=draft.ref)
    assert door.can(colleague.actor, Action.CHANGE, draft)


def test_what_was_begun_here_stays_its_makers_until_it_is_given(cast: Cast, colleague: Member) -> None:
    draft = begin_draft(actor=cast.caseworker.actor, parts={})
    with pytest.raises(NotFound):
        intake.take(actor=colleague.actor, item=draft.ref)
    intake.give(actor=cast.supervisor.actor, item=draft.ref, colleague=membership(colleague))
    assert door.can(colleague.actor, Action.CHANGE, draft)
    assert not door.can(cast.caseworker.actor, Action.CHANGE, draft)
    with pytest.raises(Invalid):
        intake.give(actor=cast.supervisor.actor, item=draft.ref, colleague=membership(cast.second_caseworker))


def test_a_request_is_taken_from_a_colleague_only_by_who_answers_for_them(cast: Cast, colleague: Member) -> None:
    families.with_page(cast, families.a_case(cast))
    (item,) = queue(cast.caseworker.actor, kind="request").items
    intake.take(actor=colleague.actor, item=item.key)
    for act in (intake.take, intake.release):
        with pytest.raises((TakenAlready, Forbidden)):
            act(actor=cast.caseworker.actor, item=item.key)
    intake.take(actor=cast.supervisor.actor, item=item.key)
    (taken,) = queue(cast.supervisor.actor, kind="request").items
    assert taken.owner.is_mine


def test_what_came_in_ends_for_a_reason(cast: Cast) -> None:
    draft = from_outside(cast)
    with pytest.raises(Invalid):
        delete_draft(actor=cast.caseworker.actor, ref=draft.ref)


def test_the_page_filters_takes_and_warns(cast: Cast, client_for: ClientFor) -> None:
    draft, client = from_outside(cast), client_for(cast.caseworker.account)
    soon = timezone.now() + timedelta(days=3)
    RegistrationDraft.objects.filter(pk=draft.pk).update(purge_at=soon)
    assert intake.warn_of_drafts() == 1
    address = reverse("families:intake")
    assert "it is deleted on" in client.get(address, {"whose": "free"}).content.decode()
    assert client.post(address, {"act": "take", "item": draft.ref}).status_code == 302
    assert draft.ref not in client.get(address, {"whose": "free"}).content.decode()
    assert client.post(address, {"act": "give", "item": draft.ref, "colleague": "nobody"}).status_code == 422
    assert client.get(address, {"kind": "nonsense"}).status_code == 200
    assert client_for(cast.analyst.account).get(address).status_code == 403
