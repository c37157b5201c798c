"""The matcher as a real Celery worker: quick, and nothing acknowledged is lost when it or the broker dies."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import transaction

from accessctl.models import Effect
from cases.services import CaseEntry, ItemEntry, open_case
from cases.vocabulary.place import Place
from matching import extract
from matching.codes import PairKind, RematchState
from matching.models import CandidatePair, Compared, EvidenceLine, Ranking, Rematch
from matching.services import catch_up, rematching
from registry.lib.dates import parse_edtf
from remains.services import RemainsEntry, log_remains
from tests import cast
from tests.factories import matching as make
from tests.integration.matching.test_catch_up import waits_for_a_row
from tests.plugins.worker import StartWorker

pytestmark = [pytest.mark.journal, pytest.mark.slow]
A_WHILE = 240.0  # on a machine that does much else; what has to be quick says so
LEASE = {"REGISTRY_EFFECT_LEASE_SECONDS": "10"}  # longer than one batch takes there, shorter than a test may last
BEAT = 5.0  # seconds between two rounds of the clock, as in the settings


@pytest.fixture
def people(cast: cast.Cast) -> cast.Cast:
    return cast


def until(holds: Callable[[], bool], seconds: float) -> float:
    """Wait for something, ringing the matcher as the clock does.  Returns how long it took."""
    began = rung = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "not in time"
        if time.monotonic() - rung > BEAT:
            rung = time.monotonic()
            current_app.send_task("matching.tasks.catch_up", expires=BEAT)
        time.sleep(0.05)
    return time.monotonic() - began


def unmatched(cases: int) -> Callable[[], bool]:
    return lambda: Ranking.objects.filter(task="am-pm").count() == cases and not _open_effects()


def _open_effects() -> bool:
    return Effect.objects.exclude(state=Effect.State.DONE).exists()


def test_a_saved_case_has_its_pairs_within_three_seconds(people: cast.Cast, worker: StartWorker) -> None:
    make.remains(people.analyst.actor)
    worker("matcher")
    make.case(people.caseworker.actor)
    found = CandidatePair.objects.filter(kind=PairKind.AM_PM)
    until(lambda: found.count() == 1, A_WHILE)
    for pairs in (2, 3, 4):  # one may fall into a moment in which the machine does something else
        make.remains(people.analyst.actor)
        took = until(lambda: found.count() == pairs, A_WHILE)  # noqa: B023 # called at once
        if took < 3.0:
            return
    pytest.fail(f"the last took {took:.1f} seconds")


def test_one_serial_number_alone_finds_a_pair(people: cast.Cast, worker: StartWorker) -> None:
    """Of two reports that say nothing else, the one with the phone found, on its box without the check digit."""

    def thing(imei: str, kind: str = "phone") -> tuple[ItemEntry, ...]:
        return (ItemEntry(item_class=kind, serial=imei),)

    bare = RemainsEntry(found_at=parse_edtf("2021"), found_place=Place(country="ITA"))
    found = log_remains(actor=people.analyst.actor, entry=replace(bare, belongings=thing("490154203237518", "other")))
    silent = CaseEntry(
        names=make.names("Lamin Brenntal"), absences={"date_last_contact": "unknown"}, purposes=make.EVERY_PURPOSE
    )
    told = [
        open_case(actor=people.caseworker.actor, entry=replace(silent, belongings=thing(imei)), effect=make.consent())
        for imei in ("49-015420-323751", "352099001761481")
    ]
    worker("matcher")
    current_app.send_task("matching.tasks.catch_up")
    until(unmatched(len(told)), A_WHILE)
    pair = CandidatePair.objects.get(kind=PairKind.AM_PM)
    assert (pair.case, pair.remains) == (told[0], found)
    lines = {line.line: line.log_lr for line in EvidenceLine.objects.filter(pair=pair)}
    assert lines.pop("paper") > 4
    assert set(lines.values()) == {0.0}


def test_a_worker_killed_in_mid_run_loses_no_case(people: cast.Cast, worker: StartWorker) -> None:
    count = 60
    make.remains(people.analyst.actor)
    for _ in range(count):
        make.case(people.caseworker.actor, documents=())
    first = worker("matcher", **LEASE)
    current_app.send_task("matching.tasks.catch_up")
    until(lambda: Ranking.objects.filter(task="am-pm").exists(), A_WHILE)
    os.kill(first.pid, signal.SIGKILL)
    assert Ranking.objects.filter(task="am-pm").count() < count
    worker("matcher", **LEASE)
    until(unmatched(count), A_WHILE)
    assert not Effect.objects.filter(state=Effect.State.PARKED).exists()
    assert Compared.objects.filter(live=True).count() == count + 1


def test_a_worker_killed_in_a_chunk_of_a_run_loses_nothing_and_does_nothing_twice(
    people: cast.Cast, worker: StartWorker
) -> None:
    make.remains(people.analyst.actor)
    for _ in range(12):
        make.case(people.caseworker.actor, documents=())
    make.match()
    before = dict(Ranking.objects.values_list("pk", "made_at"))
    rematching.start(actor=extract.matcher(), anew=False)
    assert rematching.cut()
    with transaction.atomic():
        Rematch.objects.select_for_update().get()  # so that the worker's chunk is written and cannot end
        first = worker("matcher", REGISTRY_EFFECT_LEASE_SECONDS="2")
        current_app.send_task("matching.tasks.catch_up")
        until(waits_for_a_row, A_WHILE)
        os.kill(first.pid, signal.SIGKILL)
    until(lambda: not waits_for_a_row(), A_WHILE)
    run = Rematch.objects.get()
    assert (run.compared, dict(Ranking.objects.values_list("pk", "made_at"))) == (0, before)
    until(lambda: catch_up() > 0, A_WHILE)  # once the leases of the dead are over
    run.refresh_from_db()
    assert (run.state, run.compared, run.chunks) == (RematchState.DONE, 13, 1)
    assert not _open_effects()


def test_flushing_the_broker_loses_no_case(people: cast.Cast, worker: StartWorker) -> None:
    valkey = redis.from_url(settings.VALKEY_URL)
    make.case(people.caseworker.actor)
    valkey.flushall()  # the doorbell of the first case was never heard
    worker("matcher")
    valkey.flushall()
    make.case(people.caseworker.actor)
    until(unmatched(2), A_WHILE)
    valkey.flushall()
    make.remains(people.analyst.actor)
    until(lambda: Ranking.objects.filter(task="pm-am").exists(), A_WHILE)
