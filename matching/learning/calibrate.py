"""A proposal of other weights from judged pairs, with the figures by which a person decides.

Decides what is proposed and whether it may be activated: only if it costs less (Cllr) and no group of people is found
less often.  Where fewer than NEEDED pairs were judged, only rates are proposed, and not measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.changes import LEARNT, Changes
from matching.engine.columns import FloatArray
from matching.engine.weights import DEFAULT, Rates
from matching.evaluation import metrics
from matching.learning import fitting
from matching.learning.estimates import PSEUDO, STRENGTH, estimate
from matching.learning.judged import Judged, importance

NEEDED = 200  # judged pairs
EITHER = 30  # of which so many one person, and so many two
LEVEL, LOSS = 20, 0.02  # recall among so many may fall by so much
GROUP = 20  # people, below which a group's recall says nothing
PARAMETERS = {"strength": STRENGTH, "pseudo": PSEUDO, "folds": fitting.FOLDS, "ridge": fitting.RIDGE, "needed": NEEDED}
Explain = Callable[[Judged, Rates], Mapping[str, float] | None]
Ranks = Callable[[Rates], Sequence[tuple[str, float]]]
"""Group and rank of every confirmed pair that can still be ranked, under some rates; a pair is in several groups."""


@dataclass(frozen=True)
class Proposal:
    """passed: None where it was not measured."""

    changes: Changes
    report: dict[str, Any]
    passed: bool | None


def calibrate(
    pairs: Sequence[Judged], rates: Rates, *, lists: Mapping[str, int], changes: Changes | None = None,
    explain: Explain | None = None, ranks: Ranks | None = None,
) -> Proposal:  # fmt: skip
    """What to propose, and what it is worth.

    rates: those that score now; changes: measure these instead of learning; explain: the lines of a pair under some
    rates, if its records are still compared.
    """
    weights = importance(pairs, lists)
    same = np.array([float(pair.same) for pair in pairs])
    wanted = _held(changes or _learnt(pairs, weights), rates)
    primary = sum(pair.same and pair.primary for pair in pairs)
    counts = {"same": int(same.sum()), "different": int(len(same) - same.sum()), "primary": primary}
    report: dict[str, Any] = {"counts": counts, "needed": NEEDED, "why": []}
    if len(pairs) < NEEDED or min(counts["same"], counts["different"]) < EITHER:
        report["why"].append("few_pairs")
        return Proposal(wanted, report, None)
    plain = replace(rates, weights=())
    now = [replace(pair, log_lrs=_today(pair, plain, explain)) for pair in pairs]

    def moved(to: Changes) -> tuple[list[Judged], Rates]:
        new = replace(to.applied(), weights=())
        return [replace(pair, log_lrs=_lines(pair, plain, new, explain)) for pair in pairs], new

    def learn(some: NDArray[np.bool_]) -> tuple[list[Judged], Rates]:
        return moved(_held(_learnt([pairs[i] for i in np.flatnonzero(some).tolist()], weights[some]), rates))

    before = fitting.sums_of(now, dict(rates.weights), rates)
    if changes is None:
        names = fitting.lines_in(now)
        fitted, after = fitting.cross_validated(learn, names, same, weights, fitting.folds(pairs), wanted.weights)
        taught = {name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=True)}
        wanted = replace(wanted, weights={**wanted.weights, **taught})
    else:
        lines, new = moved(wanted)
        after = fitting.sums_of(lines, wanted.weights, new)
    report |= _costs(before, after, same == 1.0, weights)
    report["groups"] = _groups(ranks, rates, wanted.applied()) if ranks else []
    report["why"] += [] if report["cllr"]["after"] < report["cllr"]["before"] else ["costs_more"]
    report["why"] += ["group_loses"] if any(group["loses"] for group in report["groups"]) else []
    return Proposal(wanted, report, passed=not report["why"])


def _learnt(pairs: Sequence[Judged], weights: FloatArray) -> Changes:
    """New rates from the established pairs.

    The prior is the released table, so that calibrating again counts nothing twice; among these pairs the weights are
    1 on average, so that its strength is one in pairs.
    """
    of = np.array([pair.same and pair.primary for pair in pairs], dtype=np.bool_)
    own = weights[of] / weights[of].mean() if of.any() else weights[of]
    confirmed = [pairs[i] for i in np.flatnonzero(of).tolist()]
    seen = ((s, float(w)) for pair, w in zip(confirmed, own, strict=True) for s in pair.sights.values())
    return estimate(seen, DEFAULT)


def _held(wanted: Changes, rates: Rates) -> Changes:
    """With what the rates of now have changed already and nothing new was learnt about."""
    earlier: dict[str, float | tuple[float, float]] = {
        f"{row.line}/{row.level}": row.m if row.u is None else (row.m, row.u)
        for row in rates.table if row.source == LEARNT
    }  # fmt: skip
    weights = {**dict(rates.weights), **wanted.weights}
    return Changes({**earlier, **wanted.rates}, weights)


def _today(pair: Judged, rates: Rates, explain: Explain | None) -> Mapping[str, float]:
    """The lines under the rates that score now; as they were kept where its records are no longer compared."""
    anew = explain(pair, rates) if explain is not None else None
    return pair.log_lrs if anew is None else anew


def _lines(pair: Judged, old: Rates, new: Rates, explain: Explain | None) -> Mapping[str, float]:
    """The lines under new rates: weighed anew, or those that were kept by what their levels are worth now."""
    if explain is not None and (anew := explain(pair, new)) is not None:
        return anew
    out = dict(pair.log_lrs)
    for line, sight in pair.sights.items():
        name, _, level = sight.rate.partition("/")
        if line in out and sight.gap is None:
            was, now = old.m(name, level), new.m(name, level)
            out[line] += float(np.log10(now / was) if sight.seen else np.log10((1 - now) / (1 - was)))
    return out


def _costs(before: FloatArray, after: FloatArray, same: Any, weights: FloatArray) -> dict[str, Any]:
    """Cllr and its least value, and the curves of Tippett, of both."""
    figures: dict[str, Any] = {"cllr": {}, "least": {}, "tippett": {}}
    for name, sums in (("before", before), ("after", after)):
        of_same, of_different = sums[same], sums[~same]
        figures["cllr"][name] = round(metrics.cllr(of_same, of_different, weights[~same]), 4)
        figures["least"][name] = round(metrics.cllr_min(of_same, of_different, weights[~same]), 4)
        curves = metrics.tippett(of_same, metrics.histogram(of_different))
        figures["tippett"] |= {"at": list(curves.log_lr)}
        figures["tippett"][name] = {
            "same": [round(x, 4) for x in curves.same], "different": [round(x, 4) for x in curves.different],
        }  # fmt: skip
    return figures


def _groups(ranks: Ranks, old: Rates, new: Rates) -> list[dict[str, Any]]:
    """Recall by group, before and after; of fewer than GROUP people it says nothing, and nothing is said of them."""
    found: dict[str, dict[str, list[float]]] = {}
    for name, rates in (("before", old), ("after", new)):
        for group, rank in ranks(rates):
            found.setdefault(group, {"before": [], "after": []})[name].append(rank)
    rows = []
    for group, of in sorted(found.items()):
        n = len(of["before"])
        if n < GROUP:
            continue
        recall = {name: round(float(np.mean(np.array(values) <= LEVEL)), 4) for name, values in of.items()}
        lost = round(recall["before"] - recall["after"], 6)
        rows.append({"group": group, "n": n, **recall, "loses": lost > LOSS})
    return rows


def groups_of(sex: str | None, tradition: str) -> Iterable[str]:
    """The groups that a person counts in."""
    return ("", f"sex {sex or 'u'}", f"tradition {tradition}")
