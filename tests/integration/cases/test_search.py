"""Searching own cases: by name through the matcher's memory, by reference, date, route and status."""

from __future__ import annotations

import re
from typing import Any

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accessctl.models import JournalEntry
from cases import replies
from cases.models import Case, StoredSearch
from cases.services import NameEntry, change_case
from matching import searching
from registry.lib.dates import parse_edtf
from tests.cast import Cast
from tests.factories import families as make
from tests.plugins.site import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    searching.forget()


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.caseworker.account)


def named(cast: Cast, name: str, **changes: Any) -> Case:
    return make.a_case(cast, names=(NameEntry(full_original=name),), **changes)


def typed(criteria: dict[str, str]) -> dict[str, str]:
    """Criteria as the form sends them: a day in its parts."""
    sent = {name: value for name, value in criteria.items() if name not in ("since", "until")}
    for name in criteria.keys() - sent.keys():
        parts = zip(("year", "month", "day"), criteria[name].split("-"), strict=False)
        sent |= {f"{name}_{part}": text for part, text in parts}
    return sent


def ask(client: Client, **criteria: str) -> StoredSearch:
    """Search as the page does, with the matcher's turn in this process."""
    response = client.post("/search/", typed(criteria))
    assert response.status_code == 302, response.content.decode()
    search = StoredSearch.objects.latest("created_at")
    assert response.headers["Location"] == f"/search/{search.ref}/"
    if "name" in criteria:
        searching.answer_search(search.ref)
    return search


def found(client: Client, **criteria: str) -> list[str]:
    page = client.get(f"/search/{ask(client, **criteria).ref}/").content.decode()
    return re.findall(r'href="/cases/(MMR-[^/"]+)/"', page)


def test_a_name_is_found_in_any_script_and_spelling(cast: Cast, client: Client) -> None:
    case, other = named(cast, "محمد الحسن"), named(cast, "Tesfay Gebremedhin")
    for spelling in ("محمد", "Mohammed El Hassan", "muhamad hasan", "Hassan Mohamed", "Mohamad"):
        assert found(client, name=spelling) == [case.ref], spelling
    assert found(client, name="Тесфай") == [other.ref]
    assert found(client, name="tesf") == [other.ref]
    assert found(client, name="Zwingli") == []


def test_the_best_comes_first_and_other_conditions_narrow(cast: Cast, client: Client) -> None:
    near, exact = named(cast, "Amadou Diallo"), named(cast, "Mamadou Diallo", route_code="cmed")
    assert found(client, name="Mamadou Diallo") == [exact.ref, near.ref]
    assert found(client, name="Mamadou Diallo", route="watl") == [near.ref]
    assert found(client, name="Diallo", since="2022-01-01") == []


def test_without_a_name_dates_route_and_status_find_by_layer_1(cast: Cast, client: Client) -> None:
    early = named(cast, "Early", date_last_contact=parse_edtf("2019-02"))
    late = named(cast, "Late", date_last_contact=parse_edtf("2021-03-14"))
    assert found(client, until="2019-12-31") == [early.ref]
    assert found(client, since="2021-03-20", until="2021-03-31") == [late.ref], "days are compared by their months"
    assert found(client, status="active", route="watl") == [late.ref, early.ref]


def test_only_cases_of_the_own_organisation_are_found(cast: Cast, client: Client) -> None:
    mine = named(cast, "Samba Sow")
    named(cast, "Samba Sow", by=cast.second_caseworker.actor)
    assert found(client, name="Samba Sow") == [mine.ref]


def test_a_changed_name_is_found_and_the_old_one_is_not(cast: Cast, client: Client) -> None:
    case = named(cast, "Wrong Spelling")
    assert found(client, name="Wrong Spelling") == [case.ref]
    change_case(actor=cast.caseworker.actor, ref=case.ref, entry=make.entry(names=(NameEntry(full_original="Yaye"),)))
    assert found(client, name="Wrong Spelling") == []
    assert found(client, name="Yaye") == [case.ref]


def test_a_reference_leads_straight_to_the_case(cast: Cast, client: Client) -> None:
    case = make.a_case(cast)
    response = client.post("/search/", {"ref": case.ref.lower().replace("-", "")})
    assert response.headers["Location"] == f"/cases/{case.ref}/"
    assert client.post("/search/", {"ref": "MMR-00000-00000-0"}).status_code == 422


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ({}, "Fill in at least one field"),
        ({"name": "a\u202eb"}, "name"),
        ({"since": "2021-05-01", "until": "2021-04-01"}, "lies before the first one"),
        ({"since": "2030-01-01"}, "is in the future"),
        ({"since": "2021-2-30"}, "February"),
    ],
)
def test_a_search_that_cannot_be_made_says_why(client: Client, criteria: dict[str, str], words: str) -> None:
    response = client.post("/search/", typed(criteria))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not StoredSearch.objects.exists()


def test_names_stand_in_no_address_title_journal_or_valkey(cast: Cast, client: Client) -> None:
    named(cast, "Canaryname Sarr")
    search = ask(client, name="Canaryname")
    response = client.get(f"/search/{search.ref}/")
    title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    assert title is not None
    assert "Canaryname" not in title[1]
    assert "Canaryname" not in str(list(JournalEntry.objects.values()))
    assert "Canaryname" not in str(StoredSearch.objects.values().get())
    store = redis.Redis.from_url(settings.VALKEY_URL)
    held = [(key, store.dump(key)) for key in store.scan_iter()]
    assert "Canaryname" not in str(held)
    assert "Sarr" not in str(held)


def test_one_entry_of_the_journal_for_all_names_of_a_page(cast: Cast, client: Client) -> None:
    refs = {named(cast, "Fatou Ndiaye").ref for _ in range(3)}
    search = ask(client, name="Fatou")
    before = JournalEntry.objects.count()
    client.get(f"/search/{search.ref}/")
    entries = list(JournalEntry.objects.order_by("id")[before:])
    assert [set(entry.refs) for entry in entries] == [{search.ref}, refs]


def test_the_page_asks_again_until_the_matcher_answered(client: Client) -> None:
    client.post("/search/", {"name": "Nobody"})
    search = StoredSearch.objects.get()
    page = client.get(f"/search/{search.ref}/").content.decode()
    assert f'hx-get="/search/{search.ref}/waiting/"' in page
    assert client.get(f"/search/{search.ref}/waiting/").status_code == 200
    searching.answer_search(search.ref)
    assert replies.wait(search.ref, 0.2)
    done = client.get(f"/search/{search.ref}/waiting/")
    assert (done.status_code, done.headers["HX-Refresh"]) == (286, "true")
    assert "No case of your organisation fits" in client.get(f"/search/{search.ref}/").content.decode()
    assert searching.answer_search(search.ref) == 0, "answered once"


def test_a_search_is_kept_asked_again_and_deleted(client: Client) -> None:
    search = ask(client, name="Awa")
    assert client.post(f"/search/{search.ref}/save/", {"name": ""}).status_code == 422
    assert client.post(f"/search/{search.ref}/save/", {"name": "My Awas"}).status_code == 302
    assert "My Awas" in client.get("/search/").content.decode()
    client.post(f"/search/{search.ref}/again/")
    search.refresh_from_db()
    assert search.answered_at is None
    client.post(f"/search/{search.ref}/delete/")
    assert not StoredSearch.objects.exists()


def test_a_search_is_its_makers_alone(cast: Cast, client: Client, client_for: ClientFor) -> None:
    search = ask(client, name="Awa")
    for who in (cast.supervisor, cast.second_caseworker, cast.officer):
        other = client_for(who.account)
        assert other.get(f"/search/{search.ref}/").status_code == 404
        assert other.post(f"/search/{search.ref}/delete/").status_code == 404
        assert reverse("search-results", args=[search.ref]) not in other.get("/search/").content.decode()
