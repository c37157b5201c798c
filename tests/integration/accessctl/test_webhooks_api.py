"""A system that looks after its own addresses over REST: what it is told; nobody else's are within its reach."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accessctl.codes import Purpose
from accessctl.models import JournalEntry, Webhook
from accessctl.systems import entering, sending, tokens, webhooks
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Partner, partner
from tests.integration.accessctl.test_webhooks import become_due, receiving

pytestmark = pytest.mark.journal
AT = "/api/v1/webhooks/"


@pytest.fixture(autouse=True)
def _here(settings: LazySettings, static_files: None) -> None:
    settings.WEBHOOKS_TO_THIS_MACHINE = True


@pytest.fixture
def system(cast: Cast) -> Partner:
    return partner(cast.organisations.ngo, "Tracing database")


def client_of(system: Partner, **headers: str) -> Client:
    return Client(headers=system.headers | headers)


def add(client: Client, url: str = "https://receiver.invalid/", **headers: str) -> Any:
    return client.post(AT, {"url": url}, content_type="application/json", headers=headers)


def signed(secret: str, message: tuple[dict[str, str], bytes]) -> bool:
    headers, body = message
    return headers[sending.SIGNATURE] == f"sha256={sending.signature(secret, int(headers[sending.TIME]), body)}"


def test_a_system_is_told_has_another_secret_and_the_message_again(cast: Cast, system: Partner) -> None:
    client = client_of(system)
    with receiving() as receiver:
        made = add(client, receiver.url)
        assert (made.status_code, made.json()["purpose"]) == (201, Purpose.SHARE_SEARCH)
        at, first = f"{AT}{made.json()['ref']}/", made.json()["secret"]
        assert [one["ref"] for one in client.get(AT).json()["results"]] == [made.json()["ref"]]
        case = families.a_case(cast)
        webhooks.follow()
        second = client.post(f"{at}secret/").json()["secret"]
        (message,) = client.get(f"{at}deliveries/").json()["results"]
        assert (message["outcome"], message["status"], message["attempts"]) == ("arrived", 204, 1)
        body = {"delivery": message["delivery"]}
        again = client.post(f"{at}deliveries/", body, content_type="application/json").json()
        assert (again["outcome"], again["delivery"]) == ("waiting", message["delivery"])
        become_due()
        webhooks.follow()
    assert receiver.told() == [(case.ref, "new")]
    assert [signed(first, one) for one in receiver.received] == [True, False]
    assert signed(second, receiver.received[1])
    assert client.delete(at).json()["ended_at"]
    assert client.post(f"{at}secret/").status_code == 409
    acts = JournalEntry.objects.filter(action__startswith="client.webhook").order_by("pk")
    assert [entry.action.removeprefix("client.webhook_") for entry in acts] == ["added", "secret", "repeated", "ended"]


def test_an_address_is_its_systems_alone_and_of_one_purpose(cast: Cast, system: Partner) -> None:
    ref = add(client_of(system)).json()["ref"]
    others = [
        client_of(partner(cast.organisations.ngo, "Its neighbour")),
        client_of(cast.system),
        client_of(system, **{"X-Purpose": Purpose.FORENSIC_COMPARISON}),
    ]
    for other in others:
        assert other.get(AT).json() == {"results": []}
        for way, ask in (("", other.get), ("", other.delete), ("secret/", other.post), ("deliveries/", other.get)):
            assert ask(f"{AT}{ref}/{way}").status_code == 404, way
    assert Webhook.objects.get().ended_at is None


def test_a_token_to_read_sees_addresses_and_makes_none(cast: Cast, system: Partner) -> None:
    ref = add(client_of(system)).json()["ref"]
    reading = tokens.issue(system.client, wanted="read:3:share_search").token
    client = Client(headers={"Authorization": f"Bearer {reading}"})
    assert [one["ref"] for one in client.get(AT).json()["results"]] == [ref]
    refused = [add(client), client.delete(f"{AT}{ref}/"), client.post(f"{AT}{ref}/secret/")]
    assert [one.status_code for one in refused] == [403, 403, 403]
    assert Webhook.objects.count() == 1


def test_sent_again_it_makes_no_second_address_and_tells_the_secret_no_more(system: Partner) -> None:
    client = client_of(system)
    first, again = (add(client, **{"Idempotency-Key": "one"}).json() for _ in range(2))
    assert first["secret"]
    assert again == first | {"secret": None}


@pytest.mark.parametrize("url", ["http://plain.invalid/", "https://me:mine@receiver.invalid/", "ftp://x.invalid/", " "])
def test_an_address_that_may_not_be_told_is_refused_at_its_field(system: Partner, url: str) -> None:
    refused = add(client_of(system), url)
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["url"])
    assert "secret" not in json.dumps(refused.json())


def test_no_more_than_ten(system: Partner) -> None:
    client = client_of(system)
    assert {add(client, f"https://receiver.invalid/{n}").status_code for n in range(webhooks.MOST)} == {201}
    client.delete(f"{AT}{Webhook.objects.all()[0].ref}/")
    assert add(client).json()["code"] == "too_many_today"
    Webhook.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert [add(client).status_code for _ in range(2)] == [201, 409]
    assert add(client).json()["code"] == "too_many_addresses"


def test_another_secret_of_the_system_ends_what_it_added_by_itself(cast: Cast) -> None:
    """Whoever had the first would be told for as long as the system lives; what people added stays."""
    by = cast.supervisor.actor
    client, _secret = entering.enter(by, entering.Wanted(name="Tracing database", scopes=["read:1:share_search"]))
    kept, _secret = webhooks.subscribe(by, ref=client.ref, url="https://ours.invalid/", purpose=Purpose.SHARE_SEARCH)
    assert not entering.ending_with(client)
    theirs = Webhook.objects.create(
        client=client, purpose=Purpose.SHARE_SEARCH, url="https://theirs.invalid/", secret=kept.secret
    )
    assert entering.ending_with(client)
    entering.rotate_secret(by, ref=client.ref)
    assert Webhook.objects.get(ended_at=None) == kept
    (entry,) = JournalEntry.objects.filter(action="client.webhook_ended")
    assert theirs.ref in entry.refs
