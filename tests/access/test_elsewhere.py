"""What is typed reaches no log line, no message of the broker and no mail, whatever is done with it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.access import elsewhere
from tests.access.words import PHONES, word
from tests.cast import Cast
from tests.factories.incident_tables import old, table
from tests.integration.families.steps import PERSON, consented
from tests.plugins.site import ClientFor

TYPED = PERSON | {
    "name": word("case", "name"),
    "father_name": word("case", "father"),
    "circumstances_text": word("case", "story"),
    "documents-0-doc_number": word("case", "paper"),
    "enquirer_name": word("case", "kin"),
    "enquirer_contact": f"+34 {PHONES['case']}",
}


def register(client: Client) -> None:
    """Saved half-way, refused for a mistake, then registered."""
    ref = consented(client)
    client.post(f"/cases/new/{ref}/save/person/", TYPED)
    assert client.post(f"/cases/new/{ref}/person/", TYPED | {"date_of_birth_year": "2999"}).status_code == 422
    assert client.post(f"/cases/new/{ref}/person/", TYPED).status_code == 302


def search(client: Client) -> None:
    assert client.post("/search/", {"name": word("search", "name")}).status_code == 302
    assert client.post("/search/", {"name": word("search", "name"), "since_year": "no"}).status_code == 422


def hand_in(client: Client) -> None:
    rows = table("iom_2020", [old(place=word("batch", "place"), n_dead_recovered=word("batch", "cell"))])
    for name, data, status in ((word("batch", "file"), rows, 302), (word("batch", "file"), b"no table", 422)):
        file = SimpleUploadedFile(f"{name}.csv", data, "text/csv")
        assert client.post("/incidents/import/", {"file": file}).status_code == status


@pytest.mark.journal
@pytest.mark.xdist_group("access-sending")
def test_what_is_typed_stays_where_it_belongs(cast: Cast, client_for: ClientFor, lines: list[str]) -> None:
    client = client_for(cast.caseworker.account)
    register(client)
    search(client)
    hand_in(client)
    Client().post(
        "/accounts/login/", {"login": f"{word('case', 'name')}@cast.invalid", "password": word("case", "kin")}
    )
    Client().post("/accounts/password/reset/", {"email": cast.caseworker.account.email})
    assert elsewhere.spilt(lines) == set()
    assert lines
    assert mail.outbox
    told = b"\n".join(elsewhere.broker())
    assert b"check_import" in told
    assert b"answer_search" in told
