"""One evaluation: every true pair's probe against all records, by the engine and by the baselines.

Decides who is probe and who counts as found: remains and the living look for reports, reports look for reports, remains
for remains; every record of the probe's person counts.  The truth decides nothing else: the model is built from the
records and learns from their unlabelled pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import FloatArray
from matching.engine.compare import AM_ALIVE, AM_AM, AM_PM, PM_PM
from matching.engine.compare.base import condition_class
from matching.engine.model import Model
from matching.engine.profile import Kind, Profile
from matching.engine.reference import Reference
from matching.engine.score import scan
from matching.engine.table import Index
from matching.engine.weights import DEFAULT, Rates
from matching.evaluation import metrics
from matching.evaluation.baselines import NAMES
from matching.evaluation.learning import Belief, Learnt, believe, learn, weigh
from matching.evaluation.tables import RECORDS, Data
from registry.lib.names import detect_script

# Who is probe, who is ranked, and the share of probes whose counterpart is believed to be here before anything is seen.
ROLES: dict[str, tuple[Kind, Kind, str]] = {
    AM_PM: ("pm", "am", "pm-am"), AM_AM: ("am", "am", "am-am"), PM_PM: ("pm", "pm", "pm-pm"),
    AM_ALIVE: ("alive", "am", "alive-am"),
}  # fmt: skip
BELIEVED = 1500  # probes, with a counterpart or without, on which belief is checked


@dataclass
class Result:
    """One task: ranks of all probes, ratios of true and of other pairs, belief and what came true."""

    task: str
    probes: list[Profile]
    ranks: FloatArray
    same: FloatArray
    same_of: NDArray[np.int64]  # the probe of each true ratio
    different: NDArray[np.int64]  # histogram
    different_by: dict[str, NDArray[np.int64]]
    believed: FloatArray
    came_true: FloatArray
    nobody: NDArray[np.bool_]  # which of the beliefs are in "none of these"
    registered: float
    baselines: dict[str, FloatArray]
    groups: list[str] = field(default_factory=list)
    first_believed: FloatArray = field(default_factory=lambda: np.zeros(0))  # of each probe, the likeliest outcome
    first_true: FloatArray = field(default_factory=lambda: np.zeros(0))


class Persons:
    """Which records the truth says are of one person: pairs, and pairs of pairs."""

    def __init__(self, data: Data) -> None:
        self._of: dict[tuple[Kind, str], tuple[Kind, str]] = {}
        for task, pairs in data.truth.items():
            left, right = RECORDS[task]
            for a, b in pairs:
                self._of[self._root((left, a))] = self._root((right, b))
        self._members: dict[tuple[Kind, str], set[tuple[Kind, str]]] = {}
        for record in [*self._of, *self._of.values()]:
            self._members.setdefault(self._root(record), set()).add(record)

    def _root(self, record: tuple[Kind, str]) -> tuple[Kind, str]:
        while (above := self._of.get(record, record)) != record:
            record = above
        return record

    def others(self, kind: Kind, ref: str, wanted: Kind) -> list[str]:
        """The records of a kind that are of the same person as this one, without itself."""
        everybody = self._members.get(self._root((kind, ref)), ())
        return sorted(r for k, r in everybody if k == wanted and (k, r) != (kind, ref))


def evaluate(
    data: Data, baselines: Sequence[str] = (), rates: Rates = DEFAULT, say: Callable[[str], None] = lambda _: None
) -> Iterator[Result]:
    """Every task that the truth names, one after the other."""
    reference = Reference.build(p for records in data.profiles.values() for p in records.values())
    persons = Persons(data)
    for task in (AM_PM, AM_AM, PM_PM, AM_ALIVE):
        pairs = data.truth.get(task)
        if not pairs:
            continue
        kind, ranked, direction = ROLES[task]
        records = list(data.profiles[ranked].values())
        index = Index(ranked, records)
        everybody = list(data.profiles[kind].values())
        say(f"{task}: learning from {len(everybody)} unlabelled records")
        learnt = learn(task, everybody, records, index, Model(reference, rates), rates.m("registered", direction))
        members = (ref for a, b in pairs for ref in ((a, b) if kind == ranked else (b,)))
        probes = [data.profiles[kind][ref] for ref in dict.fromkeys(members)]
        say(f"{task}: {len(probes)} probes against {len(records)} records")
        yield _trial(task, probes, everybody, records, index, learnt, persons, baselines)


def _trial(
    task: str, probes: list[Profile], everybody: list[Profile], records: list[Profile], index: Index, learnt: Learnt,
    persons: Persons, baselines: Sequence[str],
) -> Result:  # fmt: skip
    rng = np.random.default_rng(5)
    believed_in = {everybody[i].ref for i in rng.permutation(len(everybody))[:BELIEVED]}
    asked = {p.ref for p in probes}
    rivals = {name: NAMES[name](records) for name in baselines}
    result = Result(
        task, probes, np.zeros(len(probes)), np.zeros(0), np.zeros(0, dtype=np.int64),
        np.zeros(metrics.BINS, dtype=np.int64), {}, np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.bool_),
        learnt.registered, {name: np.zeros(len(probes)) for name in baselines}, [_group(task, p) for p in probes],
    )  # fmt: skip
    same: list[float] = []
    same_of: list[int] = []
    belief: list[tuple[FloatArray, NDArray[np.bool_]]] = []
    for at, probe in enumerate([*probes, *(p for p in everybody if p.ref in believed_in and p.ref not in asked)]):
        scores = scan(probe, index, task, learnt.model)
        evidence = weigh(scores)
        wanted = persons.others(probe.kind, probe.ref, index.kind)
        true = [row for ref in wanted if (row := index.row(ref)) is not None]
        if probe.ref in believed_in:
            belief.append(_outcomes(believe(evidence, learnt.registered), true))
        if at >= len(probes):
            continue
        counted = _others(probe, index)
        result.ranks[at] = metrics.rank_of(scores, true, counted)
        ratios = evidence.log_lrs
        same.extend(float(np.round(ratios[row] / metrics.STEP) * metrics.STEP) for row in true)
        same_of.extend([at] * len(true))
        ratios[true] = np.nan
        counts = metrics.histogram(ratios[counted & ~np.isnan(ratios)])
        result.different += counts
        group = result.groups[at]
        result.different_by[group] = result.different_by.get(group, 0) + counts
        for name, rival in rivals.items():
            result.baselines[name][at] = metrics.rank_of(rival(probe), true, counted)
    result.same = np.clip(np.array(same), -metrics.EDGE, metrics.EDGE)
    result.same_of = np.array(same_of, dtype=np.int64)
    if belief:
        _take_belief(result, belief)
    return result


def _take_belief(result: Result, belief: Sequence[tuple[FloatArray, NDArray[np.bool_]]]) -> None:
    """What was believed of each list and what came true, outcome by outcome, and of the likeliest outcome alone."""
    result.believed = np.concatenate([b for b, _ in belief])
    result.came_true = np.concatenate([t for _, t in belief]).astype(np.float64)
    result.nobody = np.concatenate([np.arange(len(b)) == len(b) - 1 for b, _ in belief])
    best = [int(np.argmax(b)) for b, _ in belief]
    result.first_believed = np.array([b[i] for (b, _), i in zip(belief, best, strict=True)])
    result.first_true = np.array([t[i] for (_, t), i in zip(belief, best, strict=True)], dtype=np.float64)


def _others(probe: Profile, index: Index) -> NDArray[np.bool_]:
    """All rows but the probe's own."""
    counted = np.ones(index.rows, dtype=np.bool_)
    own = index.row(probe.ref) if probe.kind == index.kind else None
    if own is not None:
        counted[own] = False
    return counted


def _outcomes(belief: Belief, true: Iterable[int]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Of the list's candidates and "none of these": how much each is believed, and whether it is so."""
    rows = set(true)
    # A person's several reports share one belief: the best of them stands for all.
    seen = np.array([row in rows for row in belief.rows.tolist()], dtype=np.bool_)
    return np.append(belief.shares, belief.none), np.append(seen, not rows)


def _group(task: str, probe: Profile) -> str:
    """What the figures are split by: the state of remains, else the script of a name."""
    if task in (AM_PM, PM_PM):
        return condition_class(probe.condition) or "condition not known"
    return detect_script(probe.names[0].text) if probe.names else "no name"
