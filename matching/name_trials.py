"""A list of pairs of names, and how well names are told apart on it.

Reads a CSV file with two columns of names and perhaps one that says whether the pair is one person; says which rows
cannot be used and why.  The figures are recall among all right names (R@1, R@10, mean reciprocal rank; ties take the
mean rank), or for labelled pairs the best F1 over all thresholds and the area under the ROC curve.  Reads no database.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.likeness import NameScorer
from matching.evaluation import lines
from matching.evaluation.lines import Line
from matching.evaluation.metrics import mean_reciprocal_rank, rank_of, recall_at
from registry.lib.errors import BadText
from registry.lib.names import clean_name, tokens
from registry.lib.speech import mark as _

YES = frozenset({"1", "1.0", "true", "t", "yes", "y", "match", "same", "positive"})
NO = frozenset({"0", "0.0", "false", "f", "no", "n", "nonmatch", "non-match", "no match", "different", "negative", "-1",
                "-1.0"})  # fmt: skip
CELL_LIMIT = 1000


class Unreadable(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, template: str, **parts: object) -> None:
        super().__init__(template)
        self.template, self.parts = template, parts


class Problem(NamedTuple):
    """Why a row was left out."""

    row: int
    template: str
    parts: dict[str, object]


@dataclass(frozen=True)
class Pairs:
    """The usable rows, and those that are not."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    labels: tuple[bool, ...]
    problems: tuple[Problem, ...]


class Retrieval(NamedTuple):
    n: int
    r1: float
    r10: float
    mrr: float


class Agreement(NamedTuple):
    n: int
    f1: float
    auc: float


class _BadCell(Exception):
    def __init__(self, template: str, **parts: object) -> None:
        super().__init__(template)
        self.template, self.parts = template, parts


def read(path: Path, left: str, right: str, labelled: str | None = None) -> Pairs:
    """The pairs of a file.  Raises: Unreadable."""
    try:
        # A byte that is no UTF-8 spoils its cell, not the file.
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as problem:
        raise Unreadable(_("%(file)s cannot be read: %(why)s."), file=path, why=problem.strerror) from problem
    first, *rest = lines.split(text, _delimiter(text)) or [Line([])]
    header = [name.strip() for name in first.cells]
    wanted = [left, right, *([labelled] if labelled else [])]
    if missing := [name for name in wanted if name not in header]:
        raise Unreadable(
            _("There is no column %(missing)s. The columns are: %(columns)s."),
            missing=", ".join(missing), columns=", ".join(header) or "-",
        )  # fmt: skip
    places = [header.index(name) for name in wanted]
    return _pairs(rest, places)


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _pairs(rest: Iterable[Line], places: Sequence[int]) -> Pairs:
    rows: list[tuple[str, str]] = []
    labels: list[bool] = []
    problems: list[Problem] = []
    for number, (line, why) in enumerate(rest, 2):
        if not any(cell.strip() for cell in line):
            continue
        try:
            if why:
                raise _BadCell(_("The row cannot be read: %(why)s."), why=why)
            if len(line) <= max(places):
                raise _BadCell(_("The row has only %(n)s cells."), n=len(line))
            names = (_name(line[places[0]]), _name(line[places[1]]))
            label = _label(line[places[2]]) if len(places) > 2 else True
        except _BadCell as problem:
            problems.append(Problem(number, problem.template, problem.parts))
            continue
        rows.append(names)
        labels.append(label)
    return Pairs(tuple(a for a, _b in rows), tuple(b for _a, b in rows), tuple(labels), tuple(problems))


def _name(cell: str) -> str:
    if len(cell) > CELL_LIMIT:
        raise _BadCell(_("A name is longer than %(limit)s characters."), limit=CELL_LIMIT)
    try:
        name = clean_name(cell)
    except BadText as problem:
        raise _BadCell("%(why)s", why=problem.message) from problem
    if not name:
        raise _BadCell(_("A name is empty."))
    if not tokens(name):
        raise _BadCell(_("A name has no letter that can be compared."))
    return name


def _label(cell: str) -> bool:
    word = cell.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise _BadCell(_("“%(label)s” is no label: write 1 or 0, true or false, yes or no, match or non-match."),
                   label=cell.strip()[:40])  # fmt: skip


def sample(pairs: Pairs, size: int | None, seed: int) -> Pairs:
    """So many pairs at random; all of them where there are no more."""
    if size is None or size >= len(pairs.left):
        return pairs
    by_chance = sorted(range(len(pairs.left)), key=lambda i: zlib.crc32(f"{seed}:{i}".encode()))
    chosen = sorted(by_chance[:size])
    left, right = (tuple(side[i] for i in chosen) for side in (pairs.left, pairs.right))
    return Pairs(left, right, tuple(pairs.labels[i] for i in chosen), pairs.problems)


def retrieval(pairs: Pairs) -> Retrieval:
    """Each left name against all right ones.  A right name that stands there several times is one candidate."""
    rights = list(dict.fromkeys(pairs.right))
    place = {name: i for i, name in enumerate(rights)}
    scorer = NameScorer((*pairs.left, *pairs.right))
    against = scorer.against(rights)
    ranks = np.array([
        rank_of(against.score(left), [place[right]]) for left, right in zip(pairs.left, pairs.right, strict=True)
    ])  # fmt: skip
    return Retrieval(len(ranks), recall_at(ranks, 1), recall_at(ranks, 10), mean_reciprocal_rank(ranks))


def agreement(pairs: Pairs) -> Agreement:
    """How well likeness tells the pairs that are one person from those that are not.  Raises: Unreadable."""
    truth = np.array(pairs.labels, dtype=np.bool_)
    if truth.all() or not truth.any():
        raise Unreadable(_("All pairs bear the same label; there is nothing to tell apart."))
    scorer = NameScorer((*pairs.left, *pairs.right))
    scores = np.array([scorer.likeness(a, b) for a, b in zip(pairs.left, pairs.right, strict=True)])
    return Agreement(len(truth), best_f1(scores, truth), auc(scores, truth))


def best_f1(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """The best F1 over all thresholds; pairs of equal score fall on one side."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, [True]))
    return float(np.max(2 * hits[ends] / (ends + 1 + truth.sum())))


def auc(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: how often a true pair scores above a false one, a tie counting half."""
    yes, no = scores[truth], np.sort(scores[~truth])
    below = np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")
    return float(below.mean() / 2 / len(no))
