"""A run over every record by real matchers: Celery workers, PostgreSQL and Valkey.

The records are written in bulk (`filling`); what is measured begins where they stand in the database and ends where
lists, pairs and evidence do.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass

from matching import extract
from matching.codes import RematchState
from matching.models import CandidatePair, Rematch
from matching.services import rematching
from registry.site.bench import latency
from registry.site.bench.filling import filled
from registry.site.bench.growth import BAR_DOUBLE
from registry.site.bench.programs import Programs, programs, until
from registry.site.bench.registry import Reading, Setting, measurement

BAR_SECONDS, BAR_EFFICIENCY = 60.0, 0.9
MANY = 10  # times as many reports in the large measurement
WORKERS = 2
CALLS = 60


@dataclass(frozen=True)
class Run:
    """One run over every record: time on the wall, time of processors, how many workers and pairs there were."""

    records: int
    seconds: float
    busy: float
    database: float
    workers: int
    pairs: int

    @property
    def efficiency(self) -> float:
        """Of the work, whoever does it: matchers and the database share the processors."""
        return (self.busy + self.database) / (self.seconds * self.workers)


@measurement("rematch")
def rematch(setting: Setting) -> Iterable[Reading]:
    """A run over N and 2 N records."""
    size = 200 if setting.quick else max(setting.reports // 10, 200)
    small, _ = _measured(size, setting.seed, workers=1, calls=0)
    large, _ = _measured(2 * size, setting.seed, workers=1, calls=0)
    note = f"N {size}, {size // 5} remains, {large.busy / large.records * 1000:.1f} ms of a processor each"
    yield Reading("re-match of 2 N / N records, processor", large.busy / small.busy, "", BAR_DOUBLE, "lower", note)


@measurement("rematch_large", long=True)
def rematch_large(setting: Setting) -> Iterable[Reading]:
    """The same at full size, by as many workers as there are processors here, two at most; then single finds."""
    workers, reports = min(WORKERS, os.cpu_count() or 1), MANY * setting.reports
    run, waits = _measured(reports, setting.seed, workers=workers, calls=CALLS)
    spent = f"{run.busy:.0f} s of processors and {run.database:.0f} s of the database's, {workers} workers"
    size = f"{reports:,} x {reports // 5:,}"
    yield Reading(f"re-match, {size}, on the wall", run.seconds, "s", BAR_SECONDS, "lower", spent)
    yield Reading("efficiency of the workers and their database", run.efficiency, "", BAR_EFFICIENCY)
    each = f"{run.pairs / run.records:.1f} pairs a record"
    yield Reading("one record of it, processor", run.busy / run.records * 1000, "ms", note=each)
    yield from latency.readings(waits)


def _measured(reports: int, seed: int, *, workers: int, calls: int) -> tuple[Run, list[latency.Wait]]:
    with filled(latency.world(reports, seed)) as registry, programs(workers) as site:
        run = _run(site, registry.cases + registry.remains, workers)
        return run, latency.waits(site.port, registry.token, calls)


def _run(site: Programs, records: int, workers: int) -> Run:
    began, before, database = time.monotonic(), site.busy(), site.database_busy()
    run, _ = rematching.start(actor=extract.matcher(), anew=False)
    until(lambda: Rematch.objects.filter(pk=run.pk, state=RematchState.DONE).exists(), every=0.05)
    seconds = time.monotonic() - began
    spent = site.busy() - before, site.database_busy() - database
    return Run(records, seconds, *spent, workers, CandidatePair.objects.count())
