"""Speed of the scan as a multiple of the loop anybody would write first, and what one probe takes in a warm worker."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from matching.engine.bench import bandwidth_share, scan_ratio
from matching.engine.model import Model
from matching.engine.profile import Profile
from matching.engine.reference import Counting
from matching.engine.score import rank
from matching.engine.table import Index
from matching.engine.together import rank_many
from registry.site.bench.recall import AS_OF, LIST, MANY
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.profiles import to_profiles
from registry.site.invented.world_of import Plan, invent

BAR_RATIO = 400.0
BAR_SHARE = 0.30
BAR_DIFFERENCE = 1e-4
BAR_DOUBLE = 2.2
# Milliseconds of one probe by the number of reports: without a name, with one.
BARS_MS = {100_000: (5.0, 10.0), 1_000_000: (25.0, 50.0)}
WARMING, PROBES = 120, 200


@measurement("scan")
def scan(setting: Setting) -> Iterable[Reading]:
    """Pairs per second and core against a Python loop over tuples of codes, same look-ups and sums, same run."""
    size = max(setting.reports, 1_000) * 50
    found = scan_ratio(size)
    note = f"{size} records, 8 columns"
    yield Reading("scan of four probes / Python loop, pairs per second", found["ratio"], "×", BAR_RATIO, note=note)
    yield Reading("scan of one probe / Python loop", found["one_ratio"], "×")
    yield Reading("numpy path / Python loop", found["numpy_ratio"], "×")
    yield Reading("largest difference of a score", found["largest_difference"], "", BAR_DIFFERENCE, "lower")
    yield Reading("largest difference of a rough score of four", found["largest_step"], "")
    share = bandwidth_share(max(size * 8, 1_000_000))
    yield Reading("moving the same bytes / scan of one probe, time", share, "", BAR_SHARE)


@measurement("probe")
def probe(setting: Setting) -> Iterable[Reading]:
    """One probe against ten times the reports, and against twice as many."""
    yield from _probes(setting, 1)


@measurement("probe-many", long=True)
def probe_many(setting: Setting) -> Iterable[Reading]:
    """One probe against a hundred times the reports."""
    yield from _probes(setting, 10)


def _probes(setting: Setting, worlds: int) -> Iterator[Reading]:
    size = MANY * setting.reports * worlds
    half, whole, model, remains = _registry(setting, worlds)
    warming, probes = remains[:WARMING], remains[WARMING : WARMING + PROBES]
    nameless = [replace(one, names=()) for one in probes]
    named = [one for one in probes if one.names]
    bars = BARS_MS.get(size, (None, None))
    for name, some, bar in (("without name", nameless, bars[0]), ("with name", named, bars[1])):
        _ms(warming, whole, model)
        ms = _ms(some, whole, model)
        note = f"{size} reports, {len(some)} probes, p95 {np.percentile(ms, 95):.2f}"
        yield Reading(f"one probe {name}, median of a processor", float(np.median(ms)), "ms", bar, "lower", note)
    start = time.process_time()
    rank_many(nameless, whole, "am-pm", LIST, model)
    each = (time.process_time() - start) / len(nameless) * 1e3
    yield Reading("… ranked together, each", each, "ms", note="without name")
    _ms(warming, half, model)
    doubled = [_ms(nameless, index, model) for index in (half, whole, half, whole)]
    small, large = (np.minimum(doubled[i], doubled[i + 2]).sum() for i in (0, 1))
    yield Reading("probes among 2 N / N reports", float(large / small), "", BAR_DOUBLE, "lower", f"N {size // 2}")


def _ms(probes: Sequence[Profile], index: Index, model: Model) -> list[float]:
    """Milliseconds of the processor that ranking each takes."""
    times = []
    for one in probes:
        start = time.process_time()
        rank(one, index, "am-pm", LIST, model)
        times.append((time.process_time() - start) * 1e3)
    return times


def _registry(setting: Setting, worlds: int) -> tuple[Index, Index, Model, list[Profile]]:
    """Indexes of half of the reports and of all, from as many invented worlds, and some remains."""
    counts, half, whole = Counting(), Index("am"), Index("am")
    probes: list[Profile] = []
    for world in range(worlds):
        plan = Plan.bench(MANY * setting.reports, seed=setting.seed + world, as_of=AS_OF)
        reports, remains = to_profiles(invent(plan))
        for one in (*reports, *remains):
            counts.add(one)
        for place, one in enumerate(reports):
            elsewhere = replace(one, ref=f"{one.ref}-{world}")
            for index in (whole, half) if place % 2 else (whole,):
                index.put(elsewhere)
        probes = probes or remains[: WARMING + PROBES]
    return half, whole, Model(counts.reference()), probes
