"""The matcher at work: a run over every record, and one record from a call over HTTP to its stored list.

Real programs do it: gunicorn, Celery workers, PostgreSQL and Valkey.  The records are written in bulk (`filling`); what
is measured begins where they stand in the database.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import psutil
from django.conf import settings

from accessctl import journal
from matching import extract
from matching.codes import RematchState, Task
from matching.models import Ranking, Rematch
from matching.services import rematching
from registry.celery import app
from registry.site.bench.filling import filled
from registry.site.bench.growth import BAR_DOUBLE
from registry.site.bench.recall import AS_OF
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.world_of import Plan, invent

BAR_SECONDS, BAR_EFFICIENCY, BAR_HTTP_MS = 60.0, 0.9, 150.0
FULL = 100_000  # reports, and a fifth as many remains
WORKERS = 2
CALLS = 60
AT_MOST = 3600.0  # seconds
HOST = "127.0.0.1"
MATCHER = ["celery", "-A", "registry.celery", "worker", "-P", "threads", "-c", "2", "-Q", "matcher", "--without-mingle"]
SINGLE_THREADED = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
FIND = {
    "found_at": "2021-06-16",
    "found_place": {"country": "ITA", "lat": 35.5, "lon": 12.6, "radius_m": 5000},
    "setting": "open_sea",
    "condition": "d2",
    "sex_estimated": "m",
    "age": [20, 30],
    "stature_cm": [172, 180],
    "stature_method": "measured",
    "skin_examined": ["hd", "ul"],
    "marks": [{"mark_type": "tattoo", "site": "ul_forearm", "side": "l", "motifs": ["anchor_ship"]}],
    "presumptive_identity": "Yonas Tesfay",
    "presumptive_basis": "paper",
}


@dataclass(frozen=True)
class Run:
    """One run over every record: time on the wall, time of processors, and how many workers there were."""

    records: int
    seconds: float
    busy: float
    workers: int

    @property
    def efficiency(self) -> float:
        return self.busy / (self.seconds * self.workers)


@measurement("rematch")
def rematch(setting: Setting) -> Iterable[Reading]:
    """A run over N and 2 N records, and the way of one record over HTTP."""
    size = 200 if setting.quick else max(setting.reports // 10, 200)
    small, _ = _measured(size, setting.seed, workers=1, calls=0)
    large, waits = _measured(2 * size, setting.seed, workers=1, calls=10 if setting.quick else 30)
    note = f"N {size}, {size // 5} remains, {large.busy / large.records * 1000:.1f} ms of a processor each"
    yield Reading("re-match of 2 N / N records, processor", large.busy / small.busy, "", BAR_DOUBLE, "lower", note)
    yield Reading("from HTTP to the stored list, median", _at(waits, 50), "ms", note=f"p95 {_at(waits, 95):.0f} ms")


@measurement("rematch_large", long=True)
def rematch_large(setting: Setting) -> Iterable[Reading]:
    """The same at full size, by as many workers as there are processors here, two at most."""
    workers = min(WORKERS, os.cpu_count() or 1)
    run, waits = _measured(FULL, setting.seed, workers=workers, calls=CALLS)
    note = f"{run.busy / workers:.0f} s of each processor, {workers} workers"
    yield Reading("re-match, 100k x 20k, on the wall", run.seconds, "s", BAR_SECONDS, "lower", note)
    yield Reading("worker efficiency", run.efficiency, "", BAR_EFFICIENCY)
    p95 = f"p95 {_at(waits, 95):.0f} ms"
    yield Reading("from HTTP to the stored list at 100k, median", _at(waits, 50), "ms", BAR_HTTP_MS, "lower", p95)


def _at(waits: list[float], percent: int) -> float:
    return float(np.percentile(waits, percent)) * 1000


def _measured(reports: int, seed: int, *, workers: int, calls: int) -> tuple[Run, list[float]]:
    with filled(invent(Plan.bench(reports, seed=seed, as_of=AS_OF))) as registry, _programs(workers) as (port, busy):
        began, before = time.monotonic(), busy()
        run, _ = rematching.start(actor=extract.matcher(), anew=False)
        _until(lambda: Rematch.objects.filter(pk=run.pk, state=RematchState.DONE).exists(), every=0.05)
        seconds = time.monotonic() - began
        made = Run(registry.cases + registry.remains, seconds, busy() - before, workers)
        return made, [_call(port, registry.token) for _number in range(calls)]


@contextmanager
def _programs(workers: int) -> Iterator[tuple[int, Callable[[], float]]]:
    """The site on a port, matchers that are warm, and how long they were busy so far."""
    environment = {**os.environ, **SINGLE_THREADED, "REGISTRY_MATCHER_RUNS": str(workers)}
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    names = [f"matcher{number}@bench" for number in range(workers)]
    commands = [["gunicorn", "registry.wsgi", "--bind", f"{HOST}:{port}", "--threads", "4", "--no-control-socket"]]
    commands += [[*MATCHER, "-n", name] for name in names]
    programs: list[subprocess.Popen[bytes]] = []
    try:
        programs.extend(_started(command, environment) for command in commands)
        _until(lambda: len(app.control.ping(destination=names, timeout=1.0) or ()) == workers, every=0.2)
        matchers = [psutil.Process(program.pid) for program in programs[1:]]
        yield port, lambda: sum(sum(one.cpu_times()[:2]) for one in matchers)
    finally:
        for program in reversed(programs):
            program.terminate()
        for program in programs:
            program.wait()


def _started(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    whole = [sys.executable, "-m", *command]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(whole, cwd=settings.BASE_DIR, env=environment, stdout=quiet, stderr=quiet)


def _call(port: int, token: str) -> float:
    """Seconds from sending one find until its list is stored."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/remains/", json.dumps(FIND), headers)
    answer = connection.getresponse()
    ref = json.loads(answer.read())["ref"]
    connection.close()
    _until(lambda: Ranking.objects.filter(remains__ref=ref, task=Task.PM_AM).exists(), every=0.001)
    return time.monotonic() - began


def _until(holds: Callable[[], bool], *, every: float) -> None:
    """Wait, ringing now and then as the clock would."""
    began = rung = time.monotonic()
    while not holds():
        now = time.monotonic()
        if now - began > AT_MOST:
            raise TimeoutError("the matchers did not end in time")
        if now - rung > 5:
            rung = now
            journal.ring_doorbells()
        time.sleep(every)
