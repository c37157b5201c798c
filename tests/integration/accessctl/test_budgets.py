"""Budgets of reading: much may be read, everything quickly may not; a refusal counts and tells nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import Settings

from accessctl import budgets, door
from accessctl.actor import Actor
from accessctl.budgets import BudgetSpent
from accessctl.models import JournalEntry, OpenedRecord
from accessctl.rings import Ring
from cases.models import Case, CaseName
from tests.cast import Cast
from tests.factories.accessctl import Member
from tests.integration.accessctl.worlds import case, filled
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def read(by: Member | Actor, *rows: Case) -> None:
    actor = by if isinstance(by, Actor) else by.actor
    door.open(actor, rows, Ring.SEARCH, tables=[CaseName])


@pytest.fixture
def rows(cast: Cast, settings: Settings) -> list[Case]:
    settings.BUDGET_OF_PERSON, settings.BUDGET_OF_CLIENT, settings.BUDGET_OF_ORGANISATION = 4, 4, 100
    return [filled(case(cast.caseworker.actor)) for _number in range(5)]


def an_hour_later() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accessctl_openedrecord SET at = at - interval '61 minutes'")


def test_half_of_the_day_s_budget_in_an_hour_the_rest_later(cast: Cast, rows: list[Case]) -> None:
    read(cast.second_caseworker, *rows[:2])
    with pytest.raises(BudgetSpent):
        read(cast.second_caseworker, rows[2])
    an_hour_later()
    read(cast.second_caseworker, *rows[2:4])
    an_hour_later()
    with pytest.raises(BudgetSpent) as caught:
        read(cast.second_caseworker, rows[4])
    assert (caught.value.status, caught.value.retry_after) == (429, 3600)


def test_what_was_opened_today_stays_open(cast: Cast, rows: list[Case]) -> None:
    read(cast.second_caseworker, *rows[:2])
    for _time in range(3):
        read(cast.second_caseworker, *rows[:2])
    with pytest.raises(BudgetSpent):
        read(cast.second_caseworker, *rows[:3])
    assert OpenedRecord.objects.count() == 2


def test_a_refused_reading_is_not_journalled_as_one(cast: Cast, rows: list[Case]) -> None:
    with pytest.raises(BudgetSpent):
        read(cast.second_caseworker, *rows)
    assert not JournalEntry.objects.filter(action="ring.read").exists()
    assert not OpenedRecord.objects.exists()


def test_each_reader_has_a_budget_and_all_of_an_organisation_one(
    cast: Cast, rows: list[Case], settings: Settings
) -> None:
    settings.BUDGET_OF_ORGANISATION = 3
    read(cast.caseworker, *rows[:2])
    read(cast.supervisor, *rows[:2])  # the same records: for the organisation they count once
    read(cast.second_caseworker, *rows[:2])  # another organisation
    an_hour_later()
    with pytest.raises(BudgetSpent):
        read(cast.supervisor, *rows[2:4])
    read(cast.supervisor, rows[2])


def test_partner_systems_are_counted_and_system_jobs_are_not(cast: Cast, rows: list[Case]) -> None:
    with pytest.raises(BudgetSpent):
        read(cast.system.actor, *rows[:3])
    budgets.spend(cast.matcher, rows)
    assert not OpenedRecord.objects.exists()


def test_the_page_says_what_happened(cast: Cast, rows: list[Case], client_for: ClientFor, settings: Settings) -> None:
    settings.BUDGET_OF_PERSON = 2
    client = client_for(cast.second_caseworker.account)
    assert client.get(f"/cases/{rows[0].ref}/").status_code == 200
    answer = client.get(f"/cases/{rows[1].ref}/")
    assert answer.status_code == 429
    assert "data-protection officer" in answer.content.decode()


def test_counts_are_forgotten(cast: Cast, rows: list[Case]) -> None:
    read(cast.caseworker, rows[0])
    assert budgets.forget() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accessctl_openedrecord SET at = at - interval '3 days'")
    assert budgets.forget() == 1
