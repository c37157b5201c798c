"""The journal as a data-protection officer reads it: words for codes, the own people by name, all of one record."""

from __future__ import annotations

from typing import Any

import pytest

from accessctl import history, journal
from accessctl.models import JournalEntry
from families import selectors
from tests.cast import Cast
from tests.factories.accessctl import clerk
from tests.factories.families import a_case
from tests.pages import words_of
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


def page_of(client_for: ClientFor, cast: Cast, address: str = "/journal/") -> str:
    response: Any = client_for(cast.officer.account).get(address)
    assert response.status_code == 200
    return words_of(response)


def test_codes_are_read_as_words_and_the_own_people_by_name(cast: Cast, client_for: ClientFor) -> None:
    a_case(cast)
    page = page_of(client_for, cast)
    assert "The case was opened." in page
    assert cast.caseworker.account.full_name in page
    assert str(cast.caseworker.account.pk) not in page
    assert "share_search" not in page


def test_readers_of_another_organisation_are_named_by_their_organisation(cast: Cast, client_for: ClientFor) -> None:
    case = a_case(cast)
    from cases.selectors import case_file

    case_file(cast.second_caseworker.actor, case.ref)
    page = page_of(client_for, cast)
    assert "A ring was opened." in page
    assert "Teranga Families" in page
    assert cast.second_caseworker.account.full_name not in page


def test_the_registry_itself_and_partner_systems_are_named(cast: Cast) -> None:
    case = a_case(cast)
    journal.record(clerk(), "case.changed", case)
    entry = journal.record(cast.system.actor, "case.changed", case)
    by_job, by_system = history.lines(cast.second_caseworker.actor, [entry, JournalEntry.objects.get(pk=entry.pk - 1)])
    assert {str(by_job.by), str(by_system.by)} == {"The registry itself", cast.system.client.name}


def test_many_references_are_folded(cast: Cast, client_for: ClientFor) -> None:
    refs = [a_case(cast).ref for _number in range(4)]
    entry = JournalEntry(actor="account:x", action="ring.read", refs=refs, ring="2")
    (line,) = history.lines(cast.officer.actor, [entry])
    assert (line.refs, line.more) == (refs[:3], refs[3:])
    assert str(line.ring) == "search file"


def test_the_entries_of_one_record_are_found_by_its_reference(cast: Cast, client_for: ClientFor) -> None:
    case, other = a_case(cast), a_case(cast)
    selectors.consents(cast.caseworker.actor, case.ref)
    page = page_of(client_for, cast, f"/journal/?ref={case.ref.lower()}")
    assert case.ref in page
    assert other.ref not in page
    assert "Nothing is recorded about this reference" in page_of(client_for, cast, "/journal/?ref=nothing")
