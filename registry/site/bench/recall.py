"""How near the engine comes to the best achievable: remains against all reports of an invented registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.engine.model import Model
from matching.engine.reference import Reference
from matching.engine.score import rank
from matching.engine.table import Index
from matching.evaluation.baselines import Filter
from matching.evaluation.metrics import expected_reviews, mean_reciprocal_rank, rank_of, ratio_interval, recall_at
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.finds import STAGES
from registry.site.invented.oracle.score import ISSUED, WITH_EVENTS, Oracle
from registry.site.invented.profiles import to_profiles
from registry.site.invented.rates import CONDITIONS
from registry.site.invented.records import Invented, RemainsRecord
from registry.site.invented.world_of import Plan, invent

FloatArray = NDArray[np.float64]
AS_OF = date(2025, 12, 31)  # fixed: a benchmark has no clock
BAR_RECALL_20 = 0.95
BAR_FILTER, BAR_FILTER_MANY = 1.5, 2.0
BAR_SHIFTED = 0.90  # of the share of the best that is reached at home
BAR_TRADITION = 0.85  # of the mean
LEAST_PROBES = 30  # a tradition with fewer says nothing
LIST = 100
MANY = 10  # times the reports


@dataclass(frozen=True)
class Ranks:
    """Rank of the true report of each probe, by the engine, the reference scorer, and the filter of practice."""

    probes: tuple[RemainsRecord, ...]
    engine: FloatArray
    best: FloatArray
    with_events: FloatArray
    filtered: FloatArray
    tradition: tuple[str, ...]

    def where(self, keep: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
        return self.engine[keep], self.best[keep]


def _probes(invented: Invented, count: int, seed: int) -> list[RemainsRecord]:
    """Remains that have a report, drawn at random."""
    true = invented.true_cases()
    having = [r for r in invented.remains if true[r.key]]
    rng = np.random.default_rng(seed)
    return [having[int(k)] for k in rng.permutation(len(having))[:count]]


def _found_ranks(invented: Invented, probes: list[RemainsRecord]) -> tuple[FloatArray, FloatArray]:
    """Position of the true report in each list of LIST (beyond it counts as never found), and by the filter."""
    reports, remains = to_profiles(invented)
    index, model = Index("am", reports), Model(Reference.build([*reports, *remains]))
    practice = Filter(reports)
    by_key, row = {p.ref: p for p in remains}, {p.ref: k for k, p in enumerate(reports)}
    true = invented.true_cases()
    engine, filtered = [], []
    for probe in probes:
        refs = rank(by_key[probe.key], index, "am-pm", LIST, model).refs
        engine.append(min((k + 1 for k, ref in enumerate(refs) if ref in true[probe.key]), default=len(reports)))
        filtered.append(rank_of(practice(by_key[probe.key]), [row[key] for key in true[probe.key]]))
    return np.array(engine, dtype=np.float64), np.array(filtered)


@lru_cache(maxsize=2)
def ranks(reports: int, probes: int, seed: int, *, shifted: bool = False) -> Ranks:
    """All rankings of the same probes in one invented registry."""
    plan = Plan.bench(reports, seed=seed, as_of=AS_OF, shifted=shifted)
    invented = invent(plan)
    chosen = _probes(invented, probes, seed)
    oracle = Oracle(invented, plan.rates, novel=plan.novel)
    row = {case.key: k for k, case in enumerate(invented.cases)}
    true = invented.true_cases()
    best, joint = (
        np.array([rank_of(oracle.score(p, lines), [row[k] for k in true[p.key]]) for p in chosen])
        for lines in (ISSUED, WITH_EVENTS)
    )
    people, who = invented.truth.people, invented.truth.remains_person
    tradition = tuple(people[who[p.key]].name.tradition for p in chosen)
    engine, filtered = _found_ranks(invented, chosen)
    return Ranks(tuple(chosen), engine, best, joint, filtered, tradition)


def _split(result: Ranks) -> Iterator[Reading]:
    """By condition and by tradition: where the loss is, and whom it would hit."""
    condition = np.array([next(k for k, s in enumerate(STAGES) if p.condition in s) for p in result.probes])
    groups = [(f"condition {name}", condition == k) for k, name in enumerate(CONDITIONS)]
    groups += [(f"tradition {t}", np.array(result.tradition) == t) for t in sorted(set(result.tradition))]
    for name, keep in groups:
        engine, best = result.where(keep)
        note = f"n {len(engine)}, R@20 {recall_at(engine, 20):.3f}, best {recall_at(best, 20):.3f}"
        yield Reading(f"R@20 relative, {name}", recall_at(engine, 20) / max(recall_at(best, 20), 1e-9), "", note=note)


def _least_tradition(result: Ranks) -> Reading:
    """The tradition that the engine serves worst, as far as the records allow, over all of them."""
    found = {}
    for tradition in sorted(set(result.tradition)):
        engine, best = result.where(np.array(result.tradition) == tradition)
        if len(engine) >= LEAST_PROBES:
            found[tradition] = recall_at(engine, 20) / max(recall_at(best, 20), 1e-9)
    least = min(found, key=lambda tradition: found[tradition], default=None)
    if least is None:
        return Reading("R@20 relative, worst tradition / mean", float("nan"), "", note="too few probes")
    mean = sum(found.values()) / len(found)
    return Reading("R@20 relative, worst tradition / mean", found[least] / mean, "", BAR_TRADITION, note=least)


def _against(result: Ranks, reports: int, filter_bar: float) -> Iterator[Reading]:
    """The bars: against the reference scorer and against the filter."""
    low, high = ratio_interval(result.engine, result.best, 20)
    relative = recall_at(result.engine, 20) / recall_at(result.best, 20)
    note = f"95 % {low:.3f}-{high:.3f}, {len(result.engine)} probes, {reports} reports"
    yield Reading("R@20 of the engine / of the best", relative, "", BAR_RECALL_20, note=note)
    practice = recall_at(result.filtered, 20)
    times = recall_at(result.engine, 20) / max(practice, 1e-9)
    yield Reading("R@20 of the engine / of the filter", times, "×", filter_bar, note=f"filter {practice:.3f}")
    yield _least_tradition(result)
    for k in (1, 10, 20, 100):
        best = f"best {recall_at(result.best, k):.3f}, with event days {recall_at(result.with_events, k):.3f}"
        yield Reading(f"R@{k}", recall_at(result.engine, k), "", note=best)
    mrr = mean_reciprocal_rank(result.engine)
    yield Reading("MRR", mrr, "", note=f"best {mean_reciprocal_rank(result.best):.3f}")
    reviews = expected_reviews(result.engine, LIST)
    yield Reading(
        "pairs opened until the true one", reviews, "", note=f"best {expected_reviews(result.best, LIST):.1f}"
    )


@measurement("recall")
def recall(setting: Setting) -> Iterable[Reading]:
    """Remains against reports: recall of the engine, of the reference scorer, and their ratio."""
    result = ranks(setting.reports, setting.probes, setting.seed)
    yield from _against(result, setting.reports, BAR_FILTER)
    yield from _split(result)


@measurement("recall-many", long=True)
def recall_many(setting: Setting) -> Iterable[Reading]:
    """The same among ten times the reports."""
    reports = MANY * setting.reports
    result = ranks(reports, setting.probes, setting.seed)
    yield from _against(result, reports, BAR_FILTER_MANY)
    yield from _split(result)


@measurement("recall-shifted")
def recall_shifted(setting: Setting) -> Iterable[Reading]:
    """The same in a world nobody tuned for: errors x 1.5, a tradition and a route never seen."""
    home = ranks(setting.reports, setting.probes, setting.seed)
    result = ranks(setting.reports, setting.probes, setting.seed + 1, shifted=True)
    there, here = (recall_at(one.engine, 20) / recall_at(one.best, 20) for one in (result, home))
    best = f"best {recall_at(result.best, 20):.3f}"
    yield Reading("R@20 of the engine / of the best, shifted", there, "", note=best)
    yield Reading("… over the same at home", there / here, "", BAR_SHIFTED)
    yield _least_tradition(result)
    yield Reading(
        "MRR, shifted", mean_reciprocal_rank(result.engine), "", note=f"best {mean_reciprocal_rank(result.best):.3f}"
    )
