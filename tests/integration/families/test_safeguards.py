"""The page of safeguards: what is written there counts at once, and is read by those who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accessctl import door, services
from accessctl.codes import GrantReason, Purpose
from accessctl.models import JournalEntry
from accessctl.rings import Ring
from cases.models import Case
from tests.cast import Cast
from tests.factories.accessctl import Member
from tests.factories.families import a_case
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
CHILD = {"date_of_birth": None, "age": (9, 11)}


def sees(who: Member, case: Case) -> bool:
    return door.visible(who.actor, Case, ring=Ring.SEARCH).filter(pk=case.pk).exists()


@pytest.fixture
def page(cast: Cast, client_for: ClientFor) -> Callable[[Case], tuple[Client, str]]:
    client = client_for(cast.caseworker.account)
    return lambda case: (client, f"/cases/{case.ref}/safeguards/")


def test_each_part_is_saved_by_itself_and_counts_at_once(cast: Cast, page) -> None:
    case = a_case(cast, **CHILD)
    client, path = page(case)
    assert not sees(cast.second_caseworker, case)
    words = {"child": "1", "child-best_interest": "His aunt was heard."}
    assert client.post(path, words).status_code == 302
    assert sees(cast.second_caseworker, case)
    assert "His aunt was heard." in client.get(path).content.decode()
    assert client.post(path, {"risks": "1", "risks-risks": ["debt", "child"]}).status_code == 302
    assert sees(cast.second_caseworker, case)
    said = {
        "allegation": "1", "allegation-alleged_responsible": "Staff of the shelter",
        "allegation-organisations": [cast.organisations.second_ngo.ref],
    }  # fmt: skip
    assert client.post(path, said).status_code == 302
    assert not sees(cast.second_caseworker, case)
    changed = JournalEntry.objects.filter(action="case.safeguarded", refs__contains=[case.ref]).order_by("pk")
    assert [entry.detail for entry in changed] == [
        {"changed": ["best_interest"]}, {"changed": ["risks"]}, {"changed": ["accountability"]},
    ]  # fmt: skip


def test_what_was_said_is_read_by_a_grant_alone(cast: Cast, page) -> None:
    case = a_case(cast)
    client, path = page(case)
    client.post(path, {"allegation": "1", "allegation-smuggler_mention": "They call him Uncle"})
    assert "They call him Uncle" not in client.get(path).content.decode()
    services.grant(
        cast.supervisor.actor, case, cast.caseworker.account, ring=Ring.ACCOUNTABILITY, purpose=Purpose.ACCOUNTABILITY,
        reason=GrantReason.SUPERVISION, lasting=timedelta(days=1),
    )  # fmt: skip
    assert "They call him Uncle" in client.get(path).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"allegation": "1"},
        {"allegation": "1", "allegation-alleged_responsible": "<b>\u202e"},
        {"allegation": "1", "allegation-alleged_responsible": "x", "allegation-organisations": ["MGN-00000-00000-0"]},
        {"risks": "1", "risks-risks": ["weather"]},
        {"child": "1", "child-best_interest": "x" * 1001},
        {},
    ],
    ids=["nothing said", "disguised", "an unknown organisation", "an unknown risk", "too long", "no form at all"],
)
def test_bad_input_is_named_and_nothing_changes(cast: Cast, page, sent: dict[str, object]) -> None:
    case = a_case(cast)
    client, path = page(case)
    assert client.post(path, sent).status_code == 422
    case.refresh_from_db()
    assert (case.version, case.audience) == (1, 0)


def test_a_caseworker_cannot_take_back_that_somebody_may_mean_harm(cast: Cast, page) -> None:
    case = a_case(cast)
    client, path = page(case)
    client.post(path, {"risks": "1", "risks-risks": ["agent"]})
    refused = client.post(path, {"risks": "1"})
    assert refused.status_code == 422
    assert "Only a supervisor may take this back" in refused.content.decode()


def test_nobody_else_reads_or_writes_them(cast: Cast, client_for: ClientFor) -> None:
    mine, other = a_case(cast), a_case(cast, by=cast.supervisor.actor)
    for who, case, status in (
        (cast.second_caseworker, mine, 403), (cast.analyst, mine, 403), (cast.caseworker, other, 403),
    ):  # fmt: skip
        client = client_for(who.account)
        assert client.get(f"/cases/{case.ref}/safeguards/").status_code == status
        assert client.post(f"/cases/{case.ref}/safeguards/", {"risks": "1"}).status_code == status
    detail = client_for(cast.caseworker.account)
    assert f"/cases/{mine.ref}/safeguards/" in detail.get(f"/cases/{mine.ref}/").content.decode()
    assert "/safeguards/" not in detail.get(f"/cases/{other.ref}/").content.decode()
