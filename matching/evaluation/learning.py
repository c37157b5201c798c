"""What a registry's own unlabelled records say: how people move, how long they lie, how often a counterpart is here.

Expectation and maximisation over the pairs themselves; a truth file is never read.  Every probe's counterparts get
their share of belief in an open world, and the shares are counted as if they were true pairs beside the first guess of
the rates.  Decides also what a sum of lines is worth as one likelihood ratio within a registry (`baseline`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import FloatArray
from matching.engine.compare import AM_ALIVE, AM_PM
from matching.engine.model import Model
from matching.engine.profile import Profile
from matching.engine.reference import Reference
from matching.engine.score import scan
from matching.engine.table import Index
from matching.evaluation.lags import Lags

ROUNDS = 4
PROBES = 800  # looked at in each round
_MOST = 30.0  # orders of magnitude that a sum counts for
_LIST = 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """All sums of one probe as likelihood ratios, and their average over everybody."""

    log_lrs: FloatArray  # log10 by row, -inf where a record is excluded
    mean: float
    n: int


def weigh(scores: NDArray[np.float32]) -> Evidence:
    """Sums as likelihood ratios against the other records: "somebody else" is one of them.

    Of a likelihood ratio, the average over other persons is 1.  Where lines depend on each other (people of one country
    leave by one route and bear alike names) the sums of other records average more than 1, and are all divided by it.
    An average below 1 is left: a few records do not prove how rare something is.  The best record stands aside, as it
    may be the person's own.
    """
    kept = np.isfinite(scores)
    n = int(kept.sum())
    logs = np.where(kept, np.clip(scores.astype(np.float64), -_MOST, _MOST), -np.inf)
    if n == 0:
        return Evidence(logs, 0.0, 0)
    ratios = 10.0**logs
    best = int(np.argmax(ratios))
    greatest, ratios[best] = float(ratios[best]), 0.0  # not subtracted from the sum: it may be all of its digits
    others = float(ratios.sum())
    scale = max(others / max(n - 1, 1), 1.0)
    return Evidence(logs - np.log10(scale), (others + greatest) / n / scale, n)


@dataclass(frozen=True, slots=True)
class Belief:
    """Shares of the best rows, best first, and that none of all records is the one."""

    rows: NDArray[np.int64]
    shares: FloatArray
    none: float


def believe(evidence: Evidence, registered: float) -> Belief:
    """The list's posterior in an open world: P(i) = (pi / N) LR_i / [(1 - pi) + pi * mean LR]."""
    if not evidence.n:
        return Belief(np.zeros(0, dtype=np.int64), np.zeros(0), 1.0)
    whole = 1 - registered + registered * evidence.mean
    k = min(_LIST, evidence.n)
    rows = np.argpartition(-evidence.log_lrs, k - 1)[:k]
    rows = rows[np.argsort(-evidence.log_lrs[rows], kind="stable")]
    shares = registered / evidence.n * 10.0 ** evidence.log_lrs[rows] / whole
    return Belief(rows, shares, float((1 - registered) / whole))


def share_here(means: FloatArray, first: float, strength: float = 10.0) -> float:
    """How many probes have their counterpart here: the likeliest share, from the mean LR of each probe's list."""
    share = first
    for _ in range(100):
        here = share * means / (1 - share + share * means)
        share = float(np.clip((here.sum() + strength * first) / (len(means) + strength), 1e-3, 1 - 1e-3))
    return share


@dataclass(frozen=True)
class Learnt:
    """A model for one task after learning, and the share of probes whose counterpart seems to be in the registry."""

    model: Model
    registered: float


def learn(
    task: str, probes: Sequence[Profile], records: Sequence[Profile], index: Index, model: Model, registered: float
) -> Learnt:
    """Rounds of expectation and maximisation.  records: those of the index, by row."""
    if not probes or not index.rows:
        return Learnt(model, registered)
    first, given = registered, model.rates
    areas = [p.area for p in records]
    words = sorted({area for area in areas if area})
    codes = np.array([words.index(area) if area else -1 for area in areas], dtype=np.int64)
    chosen = [probes[i] for i in np.random.default_rng(11).permutation(len(probes))[:PROBES]]
    for last in (False,) * (ROUNDS - 1) + (True,):
        means = np.zeros(len(chosen))
        moves: dict[str, FloatArray] = defaultdict(lambda: np.zeros(len(words) + 1))
        lags = Lags(records)
        for at, probe in enumerate(chosen):
            evidence = weigh(scan(probe, index, task, model))
            means[at] = evidence.mean
            if not evidence.n or task not in (AM_PM, AM_ALIVE):
                continue
            # Of all records, however little each is believed: the sure ones alone are those that did not move.
            shares = registered / evidence.n * 10.0**evidence.log_lrs
            shares /= 1 - registered + registered * evidence.mean
            if probe.area:
                moves[probe.area] += np.bincount(codes % (len(words) + 1), weights=shares, minlength=len(words) + 1)
            if task == AM_PM:
                lags.add(probe, shares)
        registered = share_here(means, first)
        if task not in (AM_PM, AM_ALIVE):
            break
        if not last:  # the last round settles the share for the model that stands
            rates = lags.fitted(model.rates, given) if task == AM_PM else model.rates
            model = Model(_with(model.reference, task, words, moves), rates)
    return Learnt(model, registered)


def _with(known: Reference, task: str, words: list[str], moves: dict[str, FloatArray]) -> Reference:
    """What is known, and the moves from each area of last contact."""
    learnt = {(word, to): float(n) for to, counts in moves.items() for word, n in zip(words, counts, strict=False) if n}
    return known.learnt(learnt, known.sightings) if task == AM_PM else known.learnt(known.moves, learnt)
