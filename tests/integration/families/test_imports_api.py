"""Tables that systems hand in over REST: the steps of the page, within what the token was for, and nobody else's."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accessctl.models import ApiClient
from accessctl.systems import tokens
from cases.models import Case, Incident
from cases.services import importing
from cases.services.importing import payload_of
from cases.tasks import sweep_imports
from families.models import CaseBatch, CaseOrigin, RelativeName
from tests.cast import Cast
from tests.factories.accessctl import partner
from tests.factories.incident_tables import old, table
from tests.plugins.site import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]
AT = "/api/v1/imports/"
HEAD = "external_id,name,sex,date_last_contact,enquirer_name,enquirer_relationship,consent_search,height_cm,shoe"
GOOD = "A-1,Lamin Brenntal,1,2021-03,Awa Brenntal,mot,yes,175,41"
BAD = "A-2,Somebody,9,long ago,Somebody,mot,yes,,="
ABOUT = {"system": "Tracing", "wording": "May we search?", "how": "written", "explained": "true"}


def rows(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("rows.csv", "\n".join([HEAD, *lines]).encode(), "text/csv")


@pytest.fixture
def client(cast: Cast) -> Client:
    return Client(headers=cast.system.headers)


def handed_in(client: Client, *lines: str, **about: str) -> dict[str, Any]:
    made = client.post(f"{AT}cases/", ABOUT | about | {"file": rows(*lines)})
    assert made.status_code == 201, made.json()
    assert (made.json()["state"], sweep_imports()) == ("received", 1)
    return read(client, made.json()["ref"])


def read(client: Client, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{AT}{ref}/").json()
    return found


def saved(client: Client, ref: str) -> dict[str, Any]:
    assert client.post(f"{AT}{ref}/save/").json()["state"] == "applying"
    sweep_imports()
    return read(client, ref)


def test_a_table_is_looked_at_saved_known_again_and_taken_back(client: Client, cast: Cast) -> None:
    found = handed_in(client, GOOD, BAD)
    assert (found["state"], found["n_new"], found["n_refused"], found["n_rows"]) == ("checked", 1, 1, 2)
    assert found["coverage"]["columns"]["name"] == "name"
    assert found["coverage"]["unread"] == ["shoe"]
    assert len(found["coverage"]["ours"]) > 30
    assert {cell["row"] for cell in found["refused"]} == {3}
    assert {"sex", "date_last_contact"} <= {cell["column"] for cell in found["refused"]}
    told = list(csv.DictReader(io.StringIO(client.get(f"{AT}{found['ref']}/refused/").content.decode())))
    assert len(told) == len(found["refused"])
    assert not Case.objects.exists()

    assert saved(client, found["ref"])["state"] == "applied"
    case = Case.objects.get()
    assert (case.owner, case.created_by) == (cast.system.organisation, None)
    assert client.get(f"/api/v1/cases/{case.ref}/").json()["search"]["names"][0]["full_original"] == "Lamin Brenntal"
    again = handed_in(client, GOOD)
    assert (again["n_same"], again["n_new"]) == (1, 0)

    taller = saved(client, handed_in(client, GOOD.replace("175", "181"))["ref"])
    assert (taller["n_changed"], taller["left_to_people"], height(client, case)) == (1, False, 181)
    client.post(f"{AT}{taller['ref']}/undo/")
    sweep_imports()
    after = read(client, taller["ref"])
    assert (after["state"], after["n_stayed"], height(client, case)) == ("undone", 0, 175)
    assert [one["ref"] for one in client.get(AT).json()["results"]] == [taller["ref"], again["ref"], found["ref"]]


def test_templates_are_given_to_systems_that_may_hand_tables_in(client: Client) -> None:
    for kind, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("ods", b"PK"), ("xlsform", b"PK")):
        given = client.get(f"{AT}cases/template/", {"kind": kind})
        assert (given.status_code, given.content[: len(begins)]) == (200, begins), kind
    assert client.get(f"{AT}cases/template/", {"kind": "exe"}).status_code == 404


def height(client: Client, case: Case) -> Any:
    return client.get(f"/api/v1/cases/{case.ref}/").json()["search"]["height_cm_low"]


def test_other_columns_are_read_and_a_checked_table_is_thrown_away(client: Client) -> None:
    found = handed_in(client, GOOD)
    columns = found["coverage"]["columns"] | {"shoe_size": "shoe"}
    ours = {name: heading for name, heading in columns.items() if name in found["coverage"]["ours"]} | {"name": "sex"}
    client.put(f"{AT}{found['ref']}/columns/", {"columns": ours}, content_type="application/json")
    sweep_imports()
    assert read(client, found["ref"])["coverage"]["columns"]["name"] == "sex"
    assert client.delete(f"{AT}{found['ref']}/").status_code == 204
    assert client.get(f"{AT}{found['ref']}/").status_code == 404
    assert not CaseBatch.objects.exists()


def test_who_is_perhaps_here_already_waits_for_a_decision(client: Client) -> None:
    first = handed_in(client, GOOD)
    saved(client, first["ref"])
    unnumbered = handed_in(client, GOOD.removeprefix("A-1"), GOOD.removeprefix("A-1").replace("175", "176"))
    done = saved(client, unnumbered["ref"])
    assert [row["like"] for row in done["alike"]] == [[Case.objects.get().ref]] * 2
    for line, is_new in ((2, True), (3, False)):
        said = {"line": line, "is_new": is_new}
        client.post(f"{AT}{done['ref']}/decisions/", said, content_type="application/json")
    after = read(client, done["ref"])
    assert (after["n_alike"], after["n_new"], after["n_same"], Case.objects.count()) == (0, 1, 1, 2)
    gone = client.post(f"{AT}{done['ref']}/decisions/", {"line": 2, "is_new": True}, content_type="application/json")
    assert gone.status_code == 404


def test_what_opened_a_case_is_taken_back_by_people_alone(cast: Cast, client_for: ClientFor) -> None:
    """Also once the system that handed it in is shut out; what a person asked for is done in that person's name."""
    system = partner(cast.organisations.ngo)
    client = Client(headers=system.headers)
    ref = handed_in(client, GOOD)["ref"]
    assert saved(client, ref)["left_to_people"]
    refused = client.post(f"{AT}{ref}/undo/")
    assert (refused.status_code, refused.json()["code"]) == (403, "left_to_people")
    ApiClient.objects.filter(pk=system.client.pk).update(revoked_at=timezone.now())
    client_for(cast.supervisor.account).post(reverse("cases:import-undo", args=[ref]))
    sweep_imports()
    assert (CaseBatch.objects.get().state, Case.objects.exists()) == ("undone", False)


def test_what_a_system_asked_to_be_taken_back_stays_once_it_is_shut_out(client: Client, cast: Cast) -> None:
    saved(client, handed_in(client, GOOD)["ref"])
    taller = saved(client, handed_in(client, GOOD.replace("175", "181"))["ref"])
    client.post(f"{AT}{taller['ref']}/undo/")
    ApiClient.objects.filter(pk=cast.system.client.pk).update(revoked_at=timezone.now())
    sweep_imports()
    assert CaseBatch.objects.get(ref=taller["ref"]).state == "applied"
    assert CaseOrigin.objects.count() == 1


def test_the_same_table_sent_again_is_one_and_few_wait_unsaved(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(line: str = GOOD, key: str = "one") -> Any:
        return client.post(f"{AT}cases/", ABOUT | {"file": rows(line)}, headers={"Idempotency-Key": key})

    monkeypatch.setattr(importing, "MOST_UNSAVED", 2)
    assert send().json()["ref"] == send().json()["ref"]
    assert send(BAD).json()["code"] == "key_reused"
    assert send(BAD, "two").status_code == 201
    assert (send(GOOD, "three").json()["code"], send().status_code) == ("too_many_unsaved", 201)
    assert len(client.get(AT).json()["results"]) == CaseBatch.objects.count() == 2


def test_a_table_is_its_systems_and_its_supervisors(client: Client, cast: Cast, client_for: ClientFor) -> None:
    system = partner(cast.organisations.ngo)
    found = handed_in(Client(headers=system.headers), GOOD)
    for stranger in (client, Client(headers=partner(cast.organisations.ngo).headers)):
        assert stranger.get(AT).json() == {"results": []}
        for way, ask in (
            ("", stranger.get),
            ("", stranger.delete),
            ("save/", stranger.post),
            ("refused/", stranger.get),
        ):
            assert ask(f"{AT}{found['ref']}/{way}").status_code == 404
    page = reverse("cases:import-batch", args=[found["ref"]])
    assert client_for(cast.supervisor.account).get(page).status_code == 200
    assert client_for(cast.caseworker.account).get(page).status_code == 404


def test_it_is_saved_by_what_the_token_was_for_and_not_once_the_system_is_shut_out(client: Client, cast: Cast) -> None:
    reading = tokens.issue(cast.system.client, wanted="read:3:share_search").token
    refused = Client(headers={"Authorization": f"Bearer {reading}"}).post(f"{AT}cases/", ABOUT | {"file": rows(GOOD)})
    assert refused.status_code == 403
    found = handed_in(client, GOOD)
    client.post(f"{AT}{found['ref']}/save/")
    ApiClient.objects.filter(pk=cast.system.client.pk).update(revoked_at=timezone.now())
    sweep_imports()
    assert not Case.objects.exists()
    batch = CaseBatch.objects.get()
    assert batch.state == "checked"
    ApiClient.objects.filter(pk=cast.system.client.pk).update(revoked_at=None, scopes=["read:3:share_search"])
    for state in ("received", "applying"):  # what its token was for is no longer what it was given
        CaseBatch.objects.update(state=state)
        sweep_imports()
    assert not Case.objects.exists()


def test_a_table_of_a_system_that_is_shut_out_is_not_looked_at(client: Client, cast: Cast) -> None:
    client.post(f"{AT}cases/", ABOUT | {"file": rows(GOOD)})
    ApiClient.objects.filter(pk=cast.system.client.pk).update(revoked_at=timezone.now())
    sweep_imports()
    batch = CaseBatch.objects.get()
    assert (batch.state, batch.n_rows, bool(payload_of(batch)["failed"])) == ("checked", 0, True)


def test_a_page_and_a_system_make_the_same_case(client: Client, cast: Cast, client_for: ClientFor) -> None:
    saved(client, handed_in(client, GOOD)["ref"])
    people = client_for(cast.caseworker.account)
    people.post(reverse("families:import"), ABOUT | {"file": rows(GOOD), "explained": "on", "wording_language": "en"})
    sweep_imports()
    people.post(reverse("cases:import-save", args=[CaseBatch.objects.get(client=None).ref]))
    sweep_imports()
    by_system = client.get(f"/api/v1/cases/{Case.objects.get(owner=cast.system.organisation).ref}/").json()
    of_page = Client(headers=partner(cast.organisations.ngo).headers)
    by_page = of_page.get(f"/api/v1/cases/{Case.objects.get(owner=cast.organisations.ngo).ref}/").json()
    assert {name for name in by_page if by_page[name] != by_system[name]} <= {"ref", "owner", "opened_at", "created_at"}
    assert RelativeName.objects.count() == 2


def test_incidents_of_the_published_table(client: Client) -> None:
    file = SimpleUploadedFile("rows.csv", table("iom_2020", [old(external_id="99")]), "text/csv")
    made = client.post(f"{AT}incidents/", {"file": file}).json()
    sweep_imports()
    assert (read(client, made["ref"])["n_new"], read(client, made["ref"])["coverage"]) == (1, None)
    saved(client, made["ref"])
    assert Incident.objects.filter(external_id="99").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"file": SimpleUploadedFile("x.csv", b"\x00\x01\x02", "text/csv")}, "file"),
        ({"explained": "false"}, "explained"),
        ({"wording": "May \u202ewe?"}, "wording"),
        ({"system": ""}, "system"),
        ({"agreement": "yes"}, "agreement"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said_at_its_field(client: Client, changes: dict[str, Any], field: str) -> None:
    refused = client.post(f"{AT}cases/", ABOUT | {"file": rows(GOOD)} | changes)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, [field])
    assert not CaseBatch.objects.exists()
