"""Messages to partner systems: each once, signed, references alone; a receiver that hangs holds up nobody else."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils import timezone

from accessctl import effects, services, vault
from accessctl.codes import Purpose, Role
from accessctl.consent import ConsentEffect
from accessctl.models import ApiClient, Delivery, Effect, Webhook
from accessctl.services.clients import revoke_client
from accessctl.systems import sending, webhooks
from cases.models import Case
from registry.embedded.web import free_port
from registry.lib.errors import Forbidden
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import Partner, member, partner
from tests.plugins.database import process_environment
from tests.plugins.site import ROOT, ClientFor

pytestmark = pytest.mark.journal
Outcome = Delivery.Outcome
LONG = 60.0  # seconds: a receiver on a loaded machine is none that hangs


@pytest.fixture(autouse=True)
def _here(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    monkeypatch.setattr(sending, "SECONDS", LONG)


class Receiver(ThreadingHTTPServer):
    """Keeps what it is sent; `before` runs before it answers, with `status`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.status, self.before = 204, lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/told"

    def told(self) -> list[tuple[str, str]]:
        """Each message once, by its id: (reference, change)."""
        once = {headers[sending.DELIVERY]: json.loads(body) for headers, body in self.received}
        return [(item["ref"], item["change"]) for message in once.values() for item in message["results"]]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        server.received.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        server.before()
        self.send_response(server.status)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def receiving() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def system(cast: Cast) -> Partner:
    return partner(cast.organisations.ngo, "Tracing database")


def subscribe(cast: Cast, system: Partner, url: str) -> tuple[Webhook, str]:
    return webhooks.subscribe(cast.supervisor.actor, ref=system.client.ref, url=url, purpose=Purpose.SHARE_SEARCH)


def become_due() -> None:
    Delivery.objects.filter(due_at__isnull=False).update(due_at=timezone.now())


def test_a_change_is_told_once_signed_and_by_reference_alone(cast: Cast, system: Partner) -> None:
    families.a_case(cast)
    with receiving() as receiver:
        hook, secret = subscribe(cast, system, receiver.url)
        assert webhooks.follow() == 0  # what was there before is not news
        case, hidden = families.a_case(cast), families.a_case(cast)
        services.touch(cast.caseworker.actor, case, action="case.changed")
        assert (webhooks.follow(), webhooks.follow()) == (1, 0)
    ((headers, body),) = receiver.received
    moment = int(headers[sending.TIME])
    assert headers[sending.SIGNATURE] == f"sha256={sending.signature(secret, moment, body)}"
    assert abs(time.time() - moment) < 60
    said = json.loads(body)
    assert {(item["ref"], item["change"]) for item in said["results"]} == {(case.ref, "new"), (hidden.ref, "new")}
    assert all(set(item) == {"ref", "record", "change"} for item in said["results"])
    assert secret not in hook.secret
    assert vault.unseal_for_deployment(vault.WEBHOOK, hook.secret) == secret
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.status, delivery.due_at) == (Outcome.ARRIVED, 204, None)


def test_what_went_out_of_reach_before_it_was_sent_is_not_told(cast: Cast) -> None:
    with receiving() as receiver:
        receiver.status = 500
        webhooks.subscribe(
            member(cast.system.organisation, Role.SUPERVISOR).actor,
            ref=cast.system.client.ref,
            url=receiver.url,
            purpose=Purpose.SHARE_SEARCH,
        )
        case = families.a_case(cast)
        webhooks.follow()
        services.set_consent_effect(cast.caseworker.actor, case, ConsentEffect())
        receiver.status, receiver.received = 204, []
        become_due()
        webhooks.follow()
        become_due()
        webhooks.follow()
    assert [change for ref, change in receiver.told() if ref == case.ref] in ([], ["gone"])


def test_a_refusal_is_tried_again_later_and_given_up_at_last(
    cast: Cast, system: Partner, client_for: ClientFor
) -> None:
    with receiving() as receiver:
        hook, _secret = subscribe(cast, system, receiver.url)
        receiver.status = 503
        families.a_case(cast)
        pauses = []
        for _attempt in range(webhooks.MOST_ATTEMPTS):
            webhooks.follow()
            held = Delivery.objects.get()
            if held.due_at:
                assert held.tried_at is not None
                pauses.append(round((held.due_at - held.tried_at).total_seconds() / 10))
            families.a_case(cast)  # waits its turn: the order is the feed's
            become_due()
        assert pauses == [4**number for number in range(webhooks.MOST_ATTEMPTS - 1)]
        given_up = Delivery.objects.earliest("created_at")
        assert (given_up.outcome, given_up.status, given_up.due_at) == (Outcome.REFUSED, 503, None)
        receiver.status = 204
        console = client_for(cast.supervisor.account)
        page = reverse("accessctl:webhook", args=[hook.ref])
        assert "the receiver refused it" in console.get(page).content.decode()
        console.post(reverse("accessctl:webhook-again", args=[hook.ref]), {"delivery": str(given_up.pk)})
        webhooks.follow()
        webhooks.follow()
        assert len(set(receiver.told())) == len(receiver.told()) == Case.objects.count()
        assert "the receiver refused it" not in console.get(page).content.decode()
        console.post(reverse("accessctl:webhook-end", args=[hook.ref]))
        families.a_case(cast)
        assert webhooks.follow() == 0


def test_a_receiver_that_hangs_holds_up_nobody_else(cast: Cast, system: Partner) -> None:
    """The first one answers once the second was told: neither waits for the other, or both would wait in vain."""
    with receiving() as hanging, receiving() as well:
        told = threading.Event()
        hanging.before, well.before = lambda: told.wait(2 * LONG) and None, told.set
        for receiver in (hanging, well):
            subscribe(cast, system, receiver.url)
        families.a_case(cast)
        webhooks.follow()
    outcomes = dict(Delivery.objects.values_list("webhook__url", "outcome"))
    assert outcomes == {hanging.url: Outcome.ARRIVED, well.url: Outcome.ARRIVED}


def test_a_receiver_that_hangs_is_given_up(cast: Cast, system: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    with receiving() as hanging:
        free = threading.Event()
        hanging.before = lambda: free.wait(LONG) and None
        subscribe(cast, system, hanging.url)
        families.a_case(cast)
        webhooks.follow()
        free.set()
    assert Delivery.objects.get().outcome == Outcome.SILENT


def test_a_name_service_that_hangs_is_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: free.wait(LONG) and [])
    answer = sending.send("https://hangs.invalid/", secret="s", delivery="d", moment=1, body=b"{}")
    free.set()
    assert answer == sending.Answer(Outcome.SILENT)


def test_an_address_of_which_nothing_can_be_written_holds_up_no_other(
    cast: Cast, system: Partner, caplog: pytest.LogCaptureFixture
) -> None:
    with receiving() as receiver:
        broken = partner(system.client.organisation)
        subscribe(cast, broken, "https://receiver.invalid/")
        subscribe(cast, system, receiver.url)
        ApiClient.objects.filter(pk=broken.client.pk).update(scopes=["no:scope"])
        families.a_case(cast)
        assert webhooks.follow() == 1
    assert len(receiver.told()) == 1
    assert "writing what a partner system is told failed" in caplog.text


@pytest.mark.parametrize("how", ["shut out", "ran out", "ran out on the way"])
def test_a_system_that_may_not_ask_is_not_told(cast: Cast, system: Partner, how: str) -> None:
    """What was due waits for another secret, or ends with the system."""
    row, actor = system.client, cast.supervisor.actor
    with receiving() as receiver:
        receiver.status = 503
        hook, _secret = subscribe(cast, system, receiver.url)
        families.a_case(cast)
        webhooks.follow()
        receiver.received, receiver.status = [], 204
        become_due()
        if how == "shut out":
            revoke_client(actor, ref=row.ref)
        else:
            ApiClient.objects.filter(pk=row.pk).update(expires_at=timezone.now())
        delivery = Delivery.objects.get()
        if how == "ran out on the way":
            effects.owe_all(webhooks.KIND, {"webhook:late": {"delivery": str(delivery.pk)}})
        families.a_case(cast)
        webhooks.follow()
        with pytest.raises(Forbidden):
            webhooks.send_again(actor, ref=hook.ref, key=delivery.pk)
        webhooks.follow()
        assert receiver.received == []
        ApiClient.objects.filter(pk=row.pk).update(expires_at=timezone.now() + timedelta(days=1))
        become_due()
        webhooks.follow()
        assert bool(receiver.received) == (how != "shut out")
    hook.refresh_from_db()
    assert (hook.ended_at is not None) == (how == "shut out")


KILLED = "from accessctl.systems import webhooks; webhooks.follow()"


def test_a_worker_that_is_killed_loses_nothing_and_tells_nothing_twice(cast: Cast, system: Partner) -> None:
    """At the worst moment: the receiver has the message, and the worker dies before it notes so."""
    with receiving() as receiver:
        subscribe(cast, system, receiver.url)
        case = families.a_case(cast)
        env = process_environment() | {"REGISTRY_WEBHOOKS_TO_THIS_MACHINE": "1", "REGISTRY_EFFECT_LEASE_SECONDS": "1"}
        worker = subprocess.Popen([sys.executable, "manage.py", "shell", "-v0", "-c", KILLED], cwd=ROOT, env=env)
        receiver.before = lambda: os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait(120) == -signal.SIGKILL
        assert (Effect.objects.get(kind=webhooks.KIND).state, len(receiver.received)) == (Effect.State.LEASED, 1)
        receiver.before = lambda: None
        until = time.monotonic() + 30
        while not webhooks.follow():
            assert time.monotonic() < until
    assert len(receiver.received) == 2
    assert receiver.told() == [(case.ref, "new")]
    assert Delivery.objects.get().outcome == Outcome.ARRIVED


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://user:pw@example.org/", "ftp://example.org/", "https:///x",
        "https://exa mple.org/",
        "https://example.org/#x", "javascript:alert(1)", "https://example.org:0/", "https://example.org:99999/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_its_field(
    cast: Cast, system: Partner, client_for: ClientFor, url: str
) -> None:
    address = reverse("accessctl:webhook-new", args=[system.client.ref])
    answer = client_for(cast.supervisor.account).post(address, {"url": url, "purpose": "share_search"})
    assert answer.status_code == 422
    assert 'href="#id_url' in answer.content.decode()
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.0.0.8",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[fe80::1]",
        "[::]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::a]",
        "[2002:7f00:1::]",
        "[2001:0:a00:1::]",
        "[fec0::1]",
        "[::127.0.0.1]",
        "[::ffff:0:a00:1]",
        "[ff0e::1]",
        "224.0.0.1",
        "100.64.0.1",
        "[2001:db8::1]",
    ],
)
def test_nothing_is_sent_into_a_private_network(settings: LazySettings, host: str) -> None:
    settings.WEBHOOKS_TO_THIS_MACHINE = False
    answer = sending.send(f"https://{host}/x", secret="s", delivery="d", moment=1, body=b"{}")
    assert answer == sending.Answer(Outcome.PRIVATE)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2a00:1450::1%eth0"],
)
def test_the_outside_stays_reachable(settings: LazySettings, address: str) -> None:
    settings.WEBHOOKS_TO_THIS_MACHINE = False
    assert sending._is_outside(address)


def test_the_receiver_of_the_documentation_writes_each_message_once(
    cast: Cast, system: Partner, tmp_path: Path
) -> None:
    port, file = free_port(0), tmp_path / "received.jsonl"
    hook, secret = subscribe(cast, system, f"http://127.0.0.1:{port}/")
    command = [sys.executable, str(ROOT / "docs/examples/receiver.py"), str(port), str(file)]
    receiver = subprocess.Popen(command, env=os.environ | {"WEBHOOK_SECRET": secret})
    try:
        case = families.a_case(cast)
        arrived = _until(lambda: Delivery.objects.filter(outcome=Outcome.ARRIVED).first())
        webhooks.send_again(cast.supervisor.actor, ref=hook.ref, key=arrived.pk)
        assert webhooks.follow() == 1
        (line,) = file.read_text().splitlines()
        assert [item["ref"] for item in json.loads(line)["results"]] == [case.ref]
        forged = sending.send(hook.url, secret="guessed", delivery="x", moment=int(time.time()), body=b"{}")
        old = sending.send(hook.url, secret=secret, delivery="x", moment=int(time.time()) - 301, body=b"{}")
        assert (forged.status, old.status) == (403, 403)
    finally:
        receiver.terminate()
        receiver.wait(10)


def _until(found: Callable[[], Any]) -> Any:
    """What is found once the receiver listens; each attempt is due at once."""
    until = time.monotonic() + 30
    while not (value := found()):
        assert time.monotonic() < until
        become_due()
        webhooks.follow()
    return value
