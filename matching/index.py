"""The index in the memory of a matcher process: its share of the records as columns, and the models that weigh them.

Loaded from sealed profile rows and kept fresh from the transactions that changed them, so that any number of matcher
processes hold the same, or, where records are divided among shards, what is theirs.  A case is in the index of a
comparison only if it consents to that comparison.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import connections

from accessctl import doorbell, vault
from accessctl.erasure.selectors import erased_since
from matching import counts, searching, store, weighing
from matching.codes import PairKind, Task
from matching.engine.explaining import explain_all
from matching.engine.model import Model
from matching.engine.plain_kernels import LANES
from matching.engine.profile import Kind, Profile
from matching.engine.prospects import Prospects
from matching.engine.ranges import Width, of_lines
from matching.engine.score import Explanation, Ranking, explain, rank, version
from matching.engine.table import Index
from matching.engine.together import rank_many, warm_up
from matching.engine.weights import DEFAULT, Rates
from matching.models import Compared, Counted
from matching.sides import MODELS, about, kinds_of

COUNTED_AT_ONCE = 2000  # records; the counts of more are made by a task of their own, beside the work
RUNG_EVERY = 10.0  # seconds
KIND: dict[str, Kind] = {"case": "am", "remains": "pm", "whereabouts": "alive"}  # what the engine calls them


@dataclass(frozen=True)
class Fresh:
    """Profiles just made in this process, by record, so that they need not be read back.  xid: who wrote them."""

    xid: Mapping[UUID, int] = field(default_factory=dict)
    revision: Mapping[UUID, int] = field(default_factory=dict)
    profiles: Mapping[UUID, dict[PairKind, Profile]] = field(default_factory=dict)

    def profile(self, key: UUID, kind: PairKind) -> Profile | None:
        """The profile of a record for one comparison; None if it may not take part in it."""
        return self.profiles.get(key, {}).get(kind)

    def joined(self, other: Fresh) -> Fresh:
        """Both together."""
        return Fresh(
            {**self.xid, **other.xid}, {**self.revision, **other.revision}, {**self.profiles, **other.profiles}
        )


@dataclass(frozen=True)
class Moment:
    """What had changed when somebody looked: nothing has moved since while it is the same."""

    horizon: int
    changed: frozenset[tuple[UUID, int]]
    erased: frozenset[str]

    def has_passed(self) -> bool:
        """Whether a record came, went or changed since."""
        return _since(self.horizon) != self


def moment() -> Moment:
    """Taken before a refresh, it says afterwards whether what was read of the index still holds."""
    return _since(counts.horizon())


def _since(horizon: int) -> Moment:
    changed = Compared.objects.filter(xid__gte=horizon).values_list("pk", "xid")
    return Moment(horizon, frozenset(changed), frozenset(erased_since(horizon)))


@dataclass(frozen=True)
class Shard:
    """Which records a process holds: one in `of`, by their ids, which are random in their last digits."""

    number: int = 0
    of: int = 1

    def holds(self, key: UUID) -> bool:
        return key.int % self.of == self.number

    @property
    def queue(self) -> str:
        """Where this shard is asked; a process that divides otherwise listens elsewhere."""
        return f"matcher.{self.number}.of.{self.of}"

    @property
    def others(self) -> list[Shard]:
        return [Shard(number, self.of) for number in range(self.of) if number != self.number]


class Memory:
    """One per process; every method may be called from any thread."""

    def __init__(self, shard: Shard) -> None:
        self.shard = shard
        self._lock = threading.RLock()
        self._rung_at = 0.0
        self.forget()

    def forget(self) -> None:
        """Start anew at the next refresh."""
        with self._lock:
            self._indexes = _empty()
            self._known: dict[UUID, str] = {}
            self._horizon = self._buried = 0
            self._gone: set[str] = set()  # erased when this process last looked
            self._models: dict[PairKind, Model] = {}
            self._prospects: dict[PairKind, Prospects] = {}  # each drawn when first asked of a model
            self._counted: UUID | None = None  # the counts that the models weigh by
            self._live = 0  # records of all shards
            self.rates: Rates = DEFAULT  # those of the models

    def refresh(self, fresh: Fresh | None = None) -> None:
        """Take in what changed since the last time, in any process."""
        with self._lock:
            self.drop_erased()
            while not self._take_all(fresh or Fresh()):
                self.forget()  # restored or emptied behind our back
            self._compact([index for index in self._indexes.values() if index.is_worn])

    def _take_all(self, fresh: Fresh) -> bool:
        """Whether what this process knows is still what the database has."""
        # Who loads everything counts it on the way, if nobody has yet.
        on_the_way = counts.nothing() if self._must_count_all() else None
        watch, horizon = counts.Watch(), counts.horizon()
        if horizon < self._horizon:
            return False
        if self._take(fresh, on_the_way):
            self._live = len(self._known) if self.shard.of == 1 else counts.live()
        if not self._is_there():
            return False
        self._horizon = horizon
        self._weigh(counts.keep(on_the_way, self._live, watch) if on_the_way else counts.newest())
        return True

    def _is_there(self) -> bool:
        """Asked of one record, and of all if that is gone: counting them all takes longer than ranking one."""
        one = next(iter(self._known), None)
        if one is None or Compared.objects.filter(about([one]), live=True).exists():
            return True
        held = Compared.objects.filter(live=True).values_list(*MODELS)
        return {key for keys in held for key in keys} >= self._known.keys()

    def _must_count_all(self) -> bool:
        return not self._known and self.shard.of == 1 and counts.newest() is None

    def _weigh(self, row: Counted | None) -> None:
        """Weigh by these counts; where they no longer describe the registry, by new ones, at once or soon."""
        if counts.is_stale(row, self._live):
            if not self._models or self._live <= COUNTED_AT_ONCE:
                row = counts.renew(self._live)
            else:
                self._ring_for_counts()
        rates = weighing.active()
        if row is not None and row.pk != self._counted:
            references = self._opened(row)
        elif rates.version != self.rates.version:
            references = {kind: model.reference for kind, model in self._models.items()}
        else:
            return
        self._models = {kind: Model(reference, rates) for kind, reference in references.items()}
        self._prospects, self.rates = {}, rates

    def _opened(self, row: Counted) -> counts.References:
        while (references := counts.load(row)) is None:
            row = counts.renew(self._live, but=row)
        self._counted = row.pk
        return references

    def _ring_for_counts(self) -> None:
        if time.monotonic() - self._rung_at > RUNG_EVERY:
            self._rung_at = time.monotonic()
            doorbell.ring("matching.tasks.count_anew", expires=60)

    def drop_erased(self) -> None:
        """Take out what was erased since this process last looked, whether or not there is other work."""
        with self._lock:
            horizon = counts.horizon()
            refs = erased_since(self._buried)
            self._buried = horizon
            held = [key for key, ref in self._known.items() if ref in refs]
            for key in held:
                self._drop(key)
            if held or refs - self._gone:
                self._compact([index for index in self._indexes.values() if index.left_behind])
            self._gone = refs
        if refs:
            searching.forget()
            vault.forget()

    def warm(self) -> None:
        """Load everything and compile the scan, so that the first probe does not wait for either."""
        self.refresh()
        with self._lock:
            warm_up(self._models[PairKind.AM_PM])
        connections.close_all()

    def rank(self, probe: Profile, task: Task, k: int) -> Ranking:
        """The k counterparts that the evidence supports most, of those in this process."""
        kind = task.kind
        with self._lock:
            return rank(probe, self._indexes[task.finds, kind], kind.value, k, self._models[kind])

    def rank_all(self, probes: Sequence[tuple[Profile, Task]], k: int) -> list[Ranking]:
        """`rank` for each: those of one task together, a few at a time so that others get in between."""
        found: dict[int, Ranking] = {}
        for task in Task:
            places = [place for place, (_, asked) in enumerate(probes) if asked is task]
            for begin in range(0, len(places), LANES):
                some = places[begin : begin + LANES]
                with self._lock:
                    index, model = self._indexes[task.finds, task.kind], self._models[task.kind]
                    together = rank_many([probes[place][0] for place in some], index, task.kind.value, k, model)
                found.update(zip(some, together, strict=True))
        return [found[place] for place in range(len(probes))]

    def version(self, kind: PairKind) -> str:
        """Of the weights and counts that explain pairs of a kind."""
        with self._lock:
            return version(self._models[kind])

    def model(self, kind: PairKind) -> Model:
        """What weighs pairs of a kind now; `refresh` first."""
        with self._lock:
            return self._models[kind]

    def explain(self, left: Profile, right: Profile, kind: PairKind) -> Explanation:
        """Every line of one pair."""
        with self._lock:
            return explain(left, right, kind.value, self._models[kind])

    def ranges(self, left: Profile, right: Profile, explained: Explanation, kind: PairKind) -> Mapping[str, Width]:
        """How far each compared line of a pair may be off.  A tenth of a second: nobody waits for it at the lock."""
        with self._lock:
            model = self._models[kind]
        return of_lines(left, right, explained, model)

    def explain_all(self, pairs: Sequence[tuple[Profile, Profile]], kind: PairKind) -> list[Explanation]:
        """`explain` for each."""
        with self._lock:
            return explain_all(pairs, kind.value, self._models[kind])

    def prospects(self, left: Profile, right: Profile, explained: Explanation, kind: PairKind) -> Mapping[str, float]:
        """How far each line that lacks a fact would move the sum of a pair, on average, if it were known."""
        with self._lock:
            if kind not in self._prospects:
                one, other = (self._indexes[end, kind] for end in kind.ends)
                self._prospects[kind] = Prospects(one, other, kind.value, self._models[kind])
            return self._prospects[kind].of(left, right, explained)

    def __len__(self) -> int:
        return len(self._known)

    def _take(self, fresh: Fresh, on_the_way: counts.Counts | None) -> bool:
        """Whether anything changed, in any shard."""
        rows = Compared.objects.filter(xid__gte=self._horizon).order_by("xid")
        unread: dict[str, list[UUID]] = {}
        moved = False
        for live, xid, *keys in rows.values_list("live", "xid", *MODELS, *(f"{column}__ref" for column in MODELS)):
            moved = True
            named = zip(MODELS, keys, keys[len(MODELS) :], strict=False)
            column, key, ref = next(one for one in named if one[1] is not None)
            if not self.shard.holds(key):
                continue
            if not live:
                self._drop(key)
                continue
            self._known[key] = ref
            if fresh.xid.get(key) == xid:
                self._put(key, column, fresh.profiles[key], on_the_way)
            else:
                unread.setdefault(column, []).append(key)
        for column, keys in unread.items():
            for chunk in store.chunks(keys):
                profiles = store.READERS[column](chunk)
                for key in chunk:
                    self._put(key, column, profiles.get(key, {}), on_the_way)
        return moved

    def _put(
        self, key: UUID, column: str, profiles: Mapping[PairKind, Profile], on_the_way: counts.Counts | None
    ) -> None:
        for kind in kinds_of(column):
            index = self._indexes[column, kind]
            if kind in profiles:
                index.put(profiles[kind])
            else:
                index.remove(self._known[key])
        if on_the_way is not None:
            counts.add(on_the_way, profiles)

    def _drop(self, key: UUID) -> None:
        ref = self._known.pop(key, None)
        if ref is not None:
            for index in self._indexes.values():
                index.remove(ref)

    def _compact(self, indexes: Sequence[Index]) -> None:
        """Leave behind every value that no record has any more, here and in what was drawn of it."""
        if indexes:
            compacted = {index: index.compact() for index in set(indexes)}
            self._indexes = {end: compacted.get(index, index) for end, index in self._indexes.items()}
            self._prospects = {}


def _empty() -> dict[tuple[str, PairKind], Index]:
    """An index of each kind of record for each comparison; of records that say the same in all, one for all."""
    remains = Index("pm")
    return {
        (column, kind): remains if column == "remains" else Index(KIND[column])
        for column in MODELS for kind in kinds_of(column)
    }  # fmt: skip


memory = Memory(Shard(settings.MATCHER_SHARD, settings.MATCHER_SHARDS))
