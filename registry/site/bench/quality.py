"""What `evaluate_matching` finds on the tables of an invented registry: all four tasks, each figure with its bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from matching.evaluation import report, tables
from matching.evaluation.trial import evaluate
from registry.site.bench.recall import AS_OF
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented import labelled
from registry.site.invented.world_of import Plan, invent

QUICK = 2_000  # reports of a daily run
# Task, k and the least recall at k.
BARS_RECALL = {"AM-PM": None, "AM-AM": (5, 0.97), "PM-PM": None, "AM-ALIVE": (10, 0.98)}
BAR_PRECISION = 0.95
BAR_CALIBRATION = 0.90
BAR_ECE = 0.03
BAR_MISLEADING = 0.002


def evaluated(reports: int, seed: int) -> dict[str, Any]:
    """The figures of all tasks, from files as anybody would write them."""
    with TemporaryDirectory() as folder:
        am, pm, alive, truth = labelled.write(invent(Plan.bench(reports, seed=seed, as_of=AS_OF)), Path(folder))
        data = tables.load(am, pm, alive, truth)
    return report.as_json(list(evaluate(data, ("filter",))))


def _of_task(task: str, found: Mapping[str, Any], *, large: bool) -> Iterator[Reading]:
    """large: enough pairs for the bars of precision and calibration, which a few hundred miss by chance."""
    bar = BARS_RECALL[task]
    for k in (1, 5, 10, 20):
        least = bar[1] if bar and bar[0] == k else None
        yield Reading(f"{task} R@{k}", found["recall"][str(k)], "", least, note=f"n {found['n']}" if k == 1 else "")
    review = found["review"]
    least = BAR_PRECISION if large and task == "AM-AM" else None
    yield Reading(
        f"{task} precision of pairs believed", review["precision"], "", least,
        note=f"{review['pairs']} pairs, {review['recall']:.3f} of the true ones",
    )  # fmt: skip
    yield Reading(
        f"{task} Cllr_min / Cllr", found["calibration"], "", BAR_CALIBRATION if large and task == "AM-PM" else None,
        note=f"Cllr {found['cllr']:.4f}, least {found['cllr_min']:.4f}",
    )  # fmt: skip
    yield Reading(f"{task} ECE of the list", found["ece"], "", BAR_ECE, "lower", f"first {found['ece_first']:.3f}")
    yield Reading(f"{task} LR > 100 of others", found["misleading"]["100"], "", BAR_MISLEADING, "lower")


def _all(reports: int, seed: int, *, large: bool) -> Iterator[Reading]:
    for task, found in evaluated(reports, seed).items():
        yield from _of_task(task, found, large=large)


@measurement("quality-small")
def quality_small(setting: Setting) -> Iterable[Reading]:
    """All tasks among a fifth of the reports."""
    yield from _all(min(QUICK, setting.reports), setting.seed, large=False)


@measurement("quality", long=True)
def quality(setting: Setting) -> Iterable[Reading]:
    """All tasks."""
    yield from _all(setting.reports, setting.seed, large=True)
