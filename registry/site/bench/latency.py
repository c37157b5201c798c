"""One record from a call over HTTP to its stored list: gunicorn, Celery and PostgreSQL as they run for people."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.codes import Task
from matching.models import Ranking
from registry.site.bench.filling import filled
from registry.site.bench.programs import HOST, programs, until
from registry.site.bench.recall import AS_OF
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.records import Invented
from registry.site.invented.world_of import Plan, invent

BAR_MS = 150.0  # among 100,000 reports
BAR_FRESH_MS = 1000.0
CALLS, QUICK_CALLS, FIRST = 40, 10, 5  # the first ones are not counted: connections and memory are cold
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
class Wait:
    """Seconds from sending a find until it is answered, and until its list is stored."""

    answered: float
    stored: float


@measurement("latency")
def latency(setting: Setting) -> Iterable[Reading]:
    """Finds among `--reports` reports and a fifth as many remains, one after another."""
    with filled(world(setting.reports, setting.seed)) as registry, programs(1) as site:
        yield from readings(waits(site.port, registry.token, QUICK_CALLS if setting.quick else CALLS))


def world(reports: int, seed: int) -> Invented:
    """An invented registry with a fifth as many remains."""
    return invent(replace(Plan.bench(reports, seed=seed, as_of=AS_OF), remains=reports // 5))


def waits(port: int, token: str, calls: int) -> list[Wait]:
    """Send so many finds, each when the list of the one before is stored."""
    return [_call(port, token) for _number in range(FIRST + calls)][FIRST:] if calls else []


def readings(waited: list[Wait]) -> Iterable[Reading]:
    """What they waited.  The index was brought up to date before a list was made: so fresh it was, at least."""
    stored, answered = [one.stored for one in waited], [one.answered for one in waited]
    note = f"p95 {_at(stored, 95):.0f} ms; answered after {_at(answered, 50):.0f} ms"
    yield Reading("from HTTP to the stored list, median", _at(stored, 50), "ms", BAR_MS, "lower", note)
    behind = [one.stored - one.answered for one in waited]
    yield Reading("from the commit to the index and the list, p95", _at(behind, 95), "ms", BAR_FRESH_MS, "lower")


def _at(seconds: list[float], percent: int) -> float:
    return float(np.percentile(seconds, percent)) * 1000


def _call(port: int, token: str) -> Wait:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/remains/", json.dumps(FIND), headers)
    answer = connection.getresponse()
    ref = json.loads(answer.read())["ref"]
    answered = time.monotonic() - began
    connection.close()
    until(lambda: Ranking.objects.filter(remains__ref=ref, task=Task.PM_AM).exists(), every=0.002)
    return Wait(answered, time.monotonic() - began)
