"""Messages to partner systems by workers that are killed at any moment: none is lost, none tells anything twice."""

from __future__ import annotations

import time
from collections import Counter
from random import Random

import pytest
from django.conf import LazySettings

from accessctl.models import Delivery, Effect
from accessctl.systems import sending, webhooks
from tests.cast import Cast
from tests.factories import families
from tests.factories.accessctl import partner
from tests.integration.accessctl.test_webhooks import receiving, subscribe
from tests.plugins.campaign import examples
from tests.plugins.mortal import mortals

pytestmark = pytest.mark.journal
RUNS = examples(3, 30)


def test_messages_of_killed_workers_arrive_once(cast: Cast, settings: LazySettings) -> None:
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    chance, cases, deaths = Random(7), list[str](), 0
    at_work = {"REGISTRY_WEBHOOKS_TO_THIS_MACHINE": "1", "REGISTRY_EFFECT_LEASE_SECONDS": "1"}
    with receiving() as receiver, mortals(**at_work) as workers:
        subscribe(cast, partner(cast.organisations.ngo, "Tracing database"), receiver.url)
        receiver.before = lambda: time.sleep(0.2)  # so that some die between sending and noting what became of it
        for _run in range(RUNS):
            cases.append(families.a_case(cast).ref)
            deaths += workers.killed("accessctl.systems.webhooks.follow", chance.uniform(0.05, 2.0))
        receiver.before, until = lambda: None, time.monotonic() + 60
        while _unfinished():
            assert time.monotonic() < until
            webhooks.follow()
            time.sleep(0.2)  # a lease of who was killed has to run out
    assert deaths == RUNS
    new = Counter(ref for ref, change in receiver.told() if change == "new")
    assert new == Counter(cases)
    arrived = Counter(headers[sending.DELIVERY] for headers, _body in receiver.received)
    assert set(Delivery.objects.values_list("outcome", flat=True)) == {Delivery.Outcome.ARRIVED}
    assert len(arrived) == Delivery.objects.count()
    print(f"webhooks: {RUNS} killed, {len(cases)} changes, {len(arrived)} messages, {arrived.total()} sendings")  # noqa: T201 - the figure of the campaign


def _unfinished() -> bool:
    open_ = Effect.objects.filter(kind=webhooks.KIND).exclude(state=Effect.State.DONE)
    return bool(webhooks.follow()) or open_.exists()
