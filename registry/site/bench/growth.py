"""Does work grow as it should: twice the records, at most a little more than twice the time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from matching.engine.model import Model
from matching.engine.reference import Reference
from matching.engine.score import rank
from matching.engine.table import Index
from registry.site.bench.recall import AS_OF
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.profiles import to_profiles
from registry.site.invented.world_of import Plan, invent

BAR_DOUBLE = 2.2
PROBES = 40


def fastest(action: Callable[[], object], times: int = 3) -> float:
    """Seconds of the quickest of a few runs: the one least disturbed."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


@measurement("growth")
def growth(setting: Setting) -> Iterable[Reading]:
    """Indexing and ranking at N and 2 N reports."""
    size = max(setting.reports // 2, 1_000)
    invented = invent(Plan.bench(2 * size, seed=setting.seed, as_of=AS_OF))
    reports, remains = to_profiles(invented)
    model = Model(Reference.build([*reports, *remains]))
    probes = remains[:PROBES]
    half, whole = Index("am", reports[:size]), Index("am", reports)

    def rank_all(index: Index) -> None:
        for probe in probes:
            rank(probe, index, "am-pm", 100, model)

    rank_all(half)  # compiles and remembers
    rank_all(whole)
    for name, small, large in (
        ("index of 2 N / N reports", lambda: Index("am", reports[:size]), lambda: Index("am", reports)),
        ("ranking among 2 N / N reports", lambda: rank_all(half), lambda: rank_all(whole)),
    ):
        ratio = fastest(large) / fastest(small)
        yield Reading(name, ratio, "", BAR_DOUBLE, "lower", f"N {size}")
