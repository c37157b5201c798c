"""Gathering judged pairs for a calibration and keeping what it proposes.  It activates nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

from accessctl.actor import Actor
from matching import store, weighing
from matching.codes import OPEN_KINDS, PAIR_COLUMNS, Decision, PairKind, Task
from matching.engine.changes import Changes
from matching.engine.compare import Outcome
from matching.engine.model import Model
from matching.engine.profile import Profile
from matching.engine.reference import Counting
from matching.engine.score import explain, scan
from matching.engine.sights import Sight
from matching.engine.table import Index
from matching.engine.weights import Rates
from matching.evaluation import metrics
from matching.learning.calibrate import PARAMETERS, Proposal, calibrate, groups_of
from matching.learning.judged import Judged
from matching.models import CandidatePair, Compared, JudgedPair, Ranking, Review, WeightsVersion
from matching.services import reviewing, weights
from matching.states import FAVOURABLE
from registry.lib import world

# Those of the smaller number of countries first: Arabic, French and English are spoken beside many others.
TRADITIONS = (
    "amh", "tir", "som", "rhg", "mya", "ben", "prs", "pes", "tur", "rus", "hat", "por", "spa", "ara", "fra", "eng",
)  # fmt: skip


def propose(*, actor: Actor, changes: Changes | None = None) -> tuple[Proposal, WeightsVersion | None]:
    """Calibrate on every judged pair, or measure changes that somebody wrote.  The version is None if nothing changed.

    Raises BadWeights.
    """
    rates = weighing.active()
    pairs = judged_pairs()
    held = Registry(pairs)
    made = calibrate(
        pairs, rates, lists=_lists(), changes=changes, explain=held.lines, ranks=held.ranks,
    )  # fmt: skip
    if made.changes.applied().version == rates.version:
        return made, None
    kept = weights.propose(
        actor=actor, changes=made.changes, judged=len(pairs), passed=made.passed, parameters=PARAMETERS,
        report=made.report,
    )  # fmt: skip
    return made, kept


def judged_pairs() -> list[Judged]:
    """Pairs that reviewers settled: established by a primary identifier, or excluded with nobody for it."""
    inputs = {row.review_id: row for row in JudgedPair.objects.all()}
    reviews: dict[UUID, list[Review]] = {}
    rows = Review.objects.filter(pair__in=CandidatePair.objects.filter(pk__in=Review.objects.values("pair")))
    for row in rows.select_related("pair").order_by("decided_at", "pk"):
        if row.round == row.pair.round:
            reviews.setdefault(row.pair_id, []).append(row)
    found = []
    for of_pair in reviews.values():
        counted = [(row, inputs[row.pk]) for row in reviewing.counting(of_pair) if row.pk in inputs]
        if (settled := _settled(counted)) is not None:
            found.append(settled)
    return found


def _settled(counted: Sequence[tuple[Review, JudgedPair]]) -> Judged | None:
    decisions = {Decision(row.decision) for row, _ in counted}
    against = [(row, kept) for row, kept in counted if row.decision == Decision.EXCLUDE]
    sure = [(row, kept) for row, kept in counted if row.decision == Decision.CONFIRM and kept.primary]
    if bool(sure) == bool(against) or (against and decisions & FAVOURABLE):
        return None
    row, kept = (sure or against)[-1]
    weighed = _weights_of(kept.version.partition("/")[0])
    spoke = [line for line in kept.lines if line["outcome"] != Outcome.MISSING and weighed.get(line["line"], 1.0) > 0]
    return Judged(
        key=row.pair.ref, kind=row.pair.kind, same=bool(sure), primary=kept.primary, rank=kept.rank,
        log_lrs={line["line"]: line["log_lr"] / weighed.get(line["line"], 1.0) for line in spoke},
        sights={line["line"]: Sight(**line["sight"]) for line in spoke if line["sight"]},
    )  # fmt: skip


@lru_cache(maxsize=32)
def _weights_of(version: str) -> Mapping[str, float]:
    """What lines were multiplied by when a pair was scored; nothing where the version is no longer known."""
    row = WeightsVersion.objects.filter(version=version).first()
    return {} if row is None else dict(row.changes.get("weights", {}))


def _lists() -> dict[str, int]:
    return {
        kind.value: Ranking.objects.filter(task__in=[t for t in Task if t.kind is kind]).count() for kind in OPEN_KINDS
    }


class Registry:
    """The records of the judged pairs that are still compared, among all others: to weigh and to rank them anew."""

    def __init__(self, pairs: Sequence[Judged]) -> None:
        self._pairs = {pair.key: pair for pair in pairs}
        rows = CandidatePair.objects.filter(ref__in=list(self._pairs))
        self._ends = {row.ref: (row.left.pk, row.right.pk) for row in rows.select_related(*PAIR_COLUMNS)}
        self._profiles: dict[PairKind, dict[UUID, Profile]] = {kind: {} for kind in PairKind}
        counts = {kind: Counting() for kind in PairKind}
        for key, held in _all_profiles():
            for kind, profile in held.items():
                counts[kind].add(profile)
                self._profiles[kind][key] = profile
        self._references = {kind: one.reference() for kind, one in counts.items()}
        self._cases = {
            kind: Index("am", [profile for profile in held.values() if profile.kind == "am"])
            for kind, held in self._profiles.items()
        }
        self._models: dict[tuple[PairKind, str], Model] = {}

    def _model(self, kind: PairKind, rates: Rates) -> Model:
        key = (kind, rates.version)
        if key not in self._models:
            self._models[key] = Model(self._references[kind], rates)
        return self._models[key]

    def _both(self, pair: Judged) -> tuple[Profile, Profile] | None:
        held = self._profiles[PairKind(pair.kind)]
        found = [held.get(key) for key in self._ends.get(pair.key, ())]
        return (found[0], found[1]) if len(found) == 2 and found[0] and found[1] else None

    def lines(self, pair: Judged, rates: Rates) -> Mapping[str, float] | None:
        """What each line of a pair says under some rates; None where a record is no longer compared."""
        both = self._both(pair)
        if both is None:
            return None
        explained = explain(*both, pair.kind, self._model(PairKind(pair.kind), rates))
        return {line.name: line.log10_lr for line in explained.lines if line.outcome is not Outcome.MISSING}

    def ranks(self, rates: Rates) -> list[tuple[str, float]]:
        """Group and rank of the right report of every pair that a primary identifier established."""
        found = []
        for pair in self._pairs.values():
            both = self._both(pair) if pair.same and pair.primary else None
            if both is None:
                continue
            kind = PairKind(pair.kind)
            report, probe = both
            index = self._cases[kind]
            row = index.row(report.ref)
            if row is None:  # two sets of remains
                continue
            scores = scan(probe, index, kind.value, self._model(kind, rates))
            rank = metrics.rank_of(scores, [row], index.alive[: index.rows])
            found += [(group, rank) for group in groups_of(report.sex, _tradition(report))]
        return found


def _all_profiles() -> Iterator[tuple[UUID, Mapping[PairKind, Profile]]]:
    """Of the records that pairs of a calibrated kind are made of: nobody's whereabouts are opened for it."""
    for column in sorted({end for kind in OPEN_KINDS for end in kind.ends}):
        rows = Compared.objects.filter(live=True).exclude(**{column: None})
        for chunk in store.chunks(list(rows.values_list(column, flat=True))):
            yield from store.READERS[column](chunk).items()


def _tradition(profile: Profile) -> str:
    """Whose names these are, as far as the nationality tells: the first language of it that has a list of names."""
    spoken = {language for country in profile.nationalities for language in world.spoken_in(country)}
    return next((language for language in TRADITIONS if language in spoken), "other")
