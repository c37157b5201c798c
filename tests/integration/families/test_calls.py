"""The hotline form: a call is kept at once, comes first, is seen by nobody else, and fills the registration in."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accessctl.models import JournalEntry
from families import selectors
from families.models import RegistrationDraft
from families.services import begin_draft, delete_draft
from registry.lib.errors import Invalid
from tests.cast import Cast
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db

CALL = {
    "urgency": "life_danger", "hours_ago": "5", "enquirer_contact": "+220 300 00 01", "enquirer_channel": "phone",
    "enquirer_name": "Awa Ceesay", "name": "Lamin Ceesay", "place_last_contact_as_said": "Near Zuwara",
    "circumstances_text": "In a boat that takes in water.",
}  # fmt: skip


def call(client: Any, **changes: str) -> Any:
    return client.post(reverse("families:call"), CALL | changes)


def test_a_call_is_a_draft_that_fills_the_registration_in(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    answer = call(client)
    draft = RegistrationDraft.objects.get()
    assert answer.headers["Location"] == reverse("families:briefing", args=[draft.ref])
    assert JournalEntry.objects.filter(action="draft.begun").exists()
    kept = selectors.draft(cast.caseworker.actor, draft.ref)
    assert {name: values for name, (values,) in kept.part("person").items()} == {
        name: value for name, value in CALL.items() if name not in ("urgency", "hours_ago")
    }
    assert kept.label == "Lamin Ceesay"
    work = client.get(reverse("families:work-drafts")).content.decode()
    assert "Life in danger" in work
    assert "Last sign of life" in work


def test_the_most_urgent_comes_first_however_many_drafts_are_newer(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    call(client, name="Third", urgency="normal", hours_ago="900")
    call(client, name="Second", urgency="normal", hours_ago="2")
    call(client, name="First")
    for _number in range(selectors.WORK_DRAFTS + 1):
        begin(cast)
    found = selectors.work_drafts(cast.caseworker.actor)
    assert [one.label for one in found[:3]] == ["First", "Second", "Third"]
    assert len(found) == 3 + selectors.WORK_DRAFTS


def begin(cast: Cast) -> None:
    begin_draft(actor=cast.caseworker.actor, parts={"person": {"name": ["Typed"]}})


def test_supervisors_see_a_call_and_nobody_else_does(cast: Cast, client_for: ClientFor) -> None:
    call(client_for(cast.caseworker.account))
    for who, sees in ((cast.supervisor, True), (cast.focal_a, False), (cast.second_caseworker, False)):
        assert bool(selectors.work_drafts(who.actor)) == sees, who.account.email


@pytest.mark.parametrize(
    "changes",
    [{"urgency": ""}, {"urgency": "other"}, {"enquirer_contact": ""}, {"hours_ago": "-1"}, {"hours_ago": "99999"}],
)
def test_a_call_without_a_way_back_or_an_urgency_is_asked_again(
    cast: Cast, client_for: ClientFor, changes: dict[str, str]
) -> None:
    answer = call(client_for(cast.caseworker.account), **changes)
    assert answer.status_code == 422
    assert "In a boat that takes in water." in answer.content.decode()
    assert not RegistrationDraft.objects.exists()


def test_who_registers_nobody_takes_no_calls(cast: Cast, client_for: ClientFor) -> None:
    assert call(client_for(cast.officer.account)).status_code == 403
    assert call(client_for(cast.analyst.account)).status_code == 403
    assert not RegistrationDraft.objects.exists()


def test_a_call_ends_for_a_reason_that_stays(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.caseworker.account)
    call(client)
    path = reverse("families:draft-delete", args=[RegistrationDraft.objects.get().ref])
    assert client.post(path).status_code == 422
    with pytest.raises(Invalid):
        delete_draft(actor=cast.caseworker.actor, ref=RegistrationDraft.objects.get().ref)
    assert client.post(path, {"reason": "not_reached"}).status_code == 302
    assert not RegistrationDraft.objects.exists()
    assert JournalEntry.objects.get(action="draft.deleted").detail == {"reason": "not_reached"}
