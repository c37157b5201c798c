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


def growth_ratio(small: Callable[[], object], large: Callable[[], object], rounds: int = 5) -> float:
    """Time of `large` over time of `small`, on the processor; in turns, the least disturbed run of each."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for action, kept in zip((small, large), times, strict=True):
            start = time.process_time()
            action()
            kept.append(time.process_time() - start)
    return min(times[1]) / min(times[0])


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
        yield Reading(name, growth_ratio(small, large), "", BAR_DOUBLE, "lower", f"N {size}")
