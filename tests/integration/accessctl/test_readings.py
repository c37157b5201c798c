"""Who read what: for the family by organisation, for the officer by reader, beside their past and their colleagues'."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accessctl.actor import Actor
from accessctl.codes import Role
from accessctl.models import JournalEntry
from accessctl.readings import people
from cases.selectors import case_file
from tests.cast import Cast
from tests.factories.accessctl import member
from tests.factories.families import a_case
from tests.pages import words_of
from tests.plugins.database import as_owner
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def text_of(client_for: ClientFor, who: Any, address: str) -> str:
    answer = client_for(who.account).get(address)
    assert answer.status_code == 200
    return words_of(answer)


def opened(actor: Actor, refs: list[str], *, days_ago: float = 1, **changed: object) -> list[JournalEntry]:
    """Entries of the journal as the door writes them when records are opened one by one, at another time."""
    fields = {"action": "ring.read", "ring": "2", "purpose": "share_search"} | changed
    at, owner = NOW - timedelta(days=days_ago), actor.organisation_id
    return [JournalEntry(actor=actor.pseudonym, organisation=owner, at=at, refs=[ref], **fields) for ref in refs]


def at_their_time(*entries: list[JournalEntry]) -> None:
    """As they would stand there after weeks: the trigger that forbids this is the owner's, and back before the end."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accessctl_journalentry DISABLE TRIGGER journal_time")
        JournalEntry.objects.bulk_create([one for some in entries for one in some])
        cursor.execute("ALTER TABLE accessctl_journalentry ENABLE TRIGGER journal_time")


def refs(count: int, first: int = 0) -> list[str]:
    return [f"MMR-{number:05}-00000-0" for number in range(first, first + count)]


def report(cast: Cast, *entries: list[JournalEntry], now: datetime = NOW) -> dict[str, people.Reader]:
    at_their_time(*entries)
    return {reader.pseudonym: reader for reader in people.report(cast.officer.actor, now=now)}


# --- one record -------------------------------------------------------------------------------------------------
def test_the_family_is_told_which_organisations_read_for_what(cast: Cast, client_for: ClientFor) -> None:
    case = a_case(cast)
    for reader in (cast.supervisor, cast.second_caseworker, cast.second_caseworker):
        case_file(reader.actor, case.ref)
    page = text_of(client_for, cast.caseworker, f"/readings/{case.ref}/")
    assert re.search(r"Teranga Families Search file Ask other bodies to check 1 2 ", page), page
    assert re.search(r"Voces del Mar holds the record Search file", page), page
    assert cast.second_caseworker.account.full_name not in page


def test_only_the_organisation_that_holds_a_record_says_who_read_it(cast: Cast, client_for: ClientFor) -> None:
    case = a_case(cast)
    foreign = client_for(cast.second_caseworker.account)
    assert foreign.get(f"/cases/{case.ref}/").status_code == 200
    assert foreign.get(f"/readings/{case.ref}/").status_code == 404
    assert client_for(cast.caseworker.account).get("/readings/MMR-00000-00000-0/").status_code == 404


def test_a_record_that_nobody_opened_says_so(cast: Cast, client_for: ClientFor) -> None:
    case = a_case(cast)
    page = text_of(client_for, cast.officer, f"/readings/{case.ref}/")
    assert "Nobody has opened this record yet" in page


# --- readers ----------------------------------------------------------------------------------------------------
def test_a_steady_reader_who_works_on_what_they_open_does_not_stand_out(cast: Cast) -> None:
    worker = cast.caseworker.actor
    entries = [opened(worker, refs(12, first=week), days_ago=week * 7 + 1) for week in range(8)]
    entries.append(opened(worker, refs(30), action="case.changed"))
    reader = report(cast, *entries)[worker.pseudonym]
    assert reader.signs == []
    assert (reader.usual_week, reader.weeks[0], reader.name) == (12, 12, cast.caseworker.account.full_name)


def test_a_week_beyond_ones_own_past_stands_out(cast: Cast) -> None:
    worker = cast.caseworker.actor
    past = [opened(worker, refs(4), days_ago=week * 7 + 1) for week in range(1, 8)]
    worked = opened(worker, refs(13), action="case.changed")
    (sign,) = report(cast, *past, opened(worker, refs(13)), worked)[worker.pseudonym].signs
    assert sign == "13 records in the last seven days, where 4 are usual for this reader."


def test_reading_far_more_than_colleagues_stands_out(cast: Cast) -> None:
    worker = cast.caseworker.actor
    colleagues = [member(cast.organisations.ngo, Role.CASEWORKER).actor for _number in range(3)]
    entries = [opened(colleague, refs(3)) for colleague in colleagues]
    entries += [opened(worker, refs(10)), opened(worker, refs(10), action="case.changed")]
    found = report(cast, *entries)
    assert found[worker.pseudonym].signs == [
        "10 records in four weeks, where half of the colleagues opened 3 or fewer."
    ]
    assert not any(found[colleague.pseudonym].signs for colleague in colleagues)


def test_opening_records_and_doing_nothing_with_them_stands_out(cast: Cast) -> None:
    worker = cast.caseworker.actor
    entries = [opened(worker, refs(12)), opened(worker, refs(6), action="case.changed", days_ago=40)]
    assert report(cast, *entries)[worker.pseudonym].signs == [
        "6 of 12 records were opened and nothing was done with them."
    ]


def test_a_list_of_names_is_not_the_opening_of_each(cast: Cast) -> None:
    worker = cast.caseworker.actor
    (page,) = opened(worker, refs(1))
    page.refs = refs(25)
    (reader,) = report(cast, [page], opened(worker, refs(2))).values()
    assert (reader.records, reader.days[-2:], reader.signs) == (2, [2, 0], [])


def test_hours_at_which_somebody_never_read_stand_out(cast: Cast) -> None:
    worker, now = cast.caseworker.actor, NOW.replace(hour=23, minute=30)
    morning, night = now.replace(hour=9), now.replace(hour=3)
    entries = [opened(worker, refs(5)) for _number in range(2)]
    for old, recent in zip(*entries, strict=True):
        old.at, recent.at = morning - timedelta(days=40), night - timedelta(days=1)
    entries.append(opened(worker, refs(5), action="case.changed", days_ago=2))
    assert report(cast, *entries, now=now)[worker.pseudonym].signs == [
        "5 records at hours of the day at which this reader never read before."
    ]


def test_many_refusals_stand_out_even_of_somebody_who_opened_nothing(cast: Cast) -> None:
    actor = cast.analyst.actor
    owners = {"owners": [cast.organisations.ngo.pk], "action": "access.denied", "decision": "denied"}
    found = report(cast, opened(actor, refs(5), **owners))
    assert found[actor.pseudonym].signs == ["5 tries were refused."]
    assert not found[actor.pseudonym].name
    assert found[actor.pseudonym].organisation == cast.organisations.institute.name


def test_what_other_organisations_read_of_their_own_is_not_told(cast: Cast) -> None:
    stranger = cast.second_caseworker.actor
    assert stranger.pseudonym not in report(cast, opened(stranger, refs(40)))


def test_the_number_of_statements_does_not_grow_with_readers(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            people.report(cast.officer.actor, now=NOW)
        return len(asked)

    at_their_time(opened(cast.caseworker.actor, refs(3)))
    few = statements()
    others = [member(cast.organisations.ngo, Role.CASEWORKER).actor for _number in range(12)]
    at_their_time(*(opened(other, refs(3)) for other in others))
    assert statements() == few


def test_the_page_shows_readers_with_their_days(cast: Cast, client_for: ClientFor) -> None:
    at_their_time(opened(cast.caseworker.actor, refs(12)))
    page = text_of(client_for, cast.officer, "/journal/readers/")
    assert cast.caseworker.account.full_name in page
    assert "12 of 12 records were opened and nothing was done with them." in page
    assert client_for(cast.supervisor.account).get("/journal/readers/").status_code == 404
    assert 'class="days__bar"' in client_for(cast.officer.account).get("/journal/readers/").content.decode()


def test_without_readings_the_page_says_so(cast: Cast, client_for: ClientFor) -> None:
    assert "Nobody opened a record in this time" in text_of(client_for, cast.officer, "/journal/readers/")
