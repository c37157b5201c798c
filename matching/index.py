"""The index in the memory of a matcher process: every comparable record as columns, and the models that weigh them.

Loaded from sealed profile rows and kept fresh from the transactions that changed them, so that any number of matcher
processes hold the same.  A case is in the index of a comparison only if it consents to that comparison.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, connections

from accessctl import vault
from accessctl.erasure.selectors import erased_since
from matching import searching, store, weighing
from matching.codes import PairKind, Task
from matching.engine.model import Model
from matching.engine.profile import Kind, Profile
from matching.engine.prospects import Prospects
from matching.engine.reference import Counting
from matching.engine.score import Explanation, Ranking, explain, rank
from matching.engine.table import Index
from matching.engine.weights import DEFAULT, Rates
from matching.models import Compared
from matching.sides import MODELS, kinds_of

MODEL_LIFE = 3600.0  # seconds after which the reference is counted anew whatever changed
MODEL_SHARE = 20  # or when one in so many records came or went
Counts = dict[PairKind, Counting]
KIND: dict[str, Kind] = {"case": "am", "remains": "pm"}  # what the engine calls them


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
    return _since(_horizon())


def _since(horizon: int) -> Moment:
    changed = Compared.objects.filter(xid__gte=horizon).values_list("pk", "xid")
    return Moment(horizon, frozenset(changed), frozenset(erased_since(horizon)))


class Memory:
    """One per process; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.forget()

    def forget(self) -> None:
        """Start anew at the next refresh."""
        with self._lock:
            self._indexes = _empty()
            self._known: dict[UUID, str] = {}
            self._horizon = self._buried = 0
            self._models: dict[PairKind, Model] = {}
            self._prospects: dict[PairKind, Prospects] = {}  # each drawn when first asked of a model
            self._counted, self._counted_at = 0, 0.0
            self.rates: Rates = DEFAULT  # those of the models

    def refresh(self, fresh: Fresh | None = None) -> None:
        """Take in what changed since the last time, in any process."""
        with self._lock:
            self.drop_erased()
            counts = None if self._known else _nothing_counted()  # who loads everything counts it on the way
            horizon = _horizon()
            self._take(fresh or Fresh(), counts)
            if Compared.objects.filter(live=True).count() != len(self._known):
                self.forget()  # restored or emptied behind our back
                counts = _nothing_counted()
                horizon = _horizon()
                self._take(fresh or Fresh(), counts)
            self._horizon = horizon
            rates = weighing.active()
            if self._must_count():
                references = {kind: one.reference() for kind, one in (counts or self._count()).items()}
                self._counted, self._counted_at = len(self._known), time.monotonic()
            elif rates.version != self.rates.version:
                references = {kind: model.reference for kind, model in self._models.items()}
            else:
                return
            self._models = {kind: Model(reference, rates) for kind, reference in references.items()}
            self._prospects, self.rates = {}, rates

    def drop_erased(self) -> None:
        """Take out what was erased since this process last looked, whether or not there is other work."""
        with self._lock:
            horizon = _horizon()
            refs = erased_since(self._buried)
            self._buried = horizon
            for key in [key for key, ref in self._known.items() if ref in refs]:
                self._drop(key)
        if refs:
            searching.forget()
            vault.forget()

    def warm(self) -> None:
        """Load everything and compile the scan, so that the first probe does not wait for either."""
        self.refresh()
        with self._lock:
            probe, other = Profile(ref="", kind="am", sex="m"), Index("pm", [Profile(ref="", kind="pm", sex="m")])
            rank(probe, other, PairKind.AM_PM.value, 1, self._models[PairKind.AM_PM])
        connections.close_all()

    def rank(self, probe: Profile, task: Task, k: int) -> Ranking:
        """The k counterparts that the evidence supports most."""
        kind = task.kind
        with self._lock:
            return rank(probe, self._indexes[task.finds, kind], kind.value, k, self._models[kind])

    def explain(self, left: Profile, right: Profile, kind: PairKind) -> Explanation:
        """Every line of one pair."""
        with self._lock:
            return explain(left, right, kind.value, self._models[kind])

    def prospects(self, left: Profile, right: Profile, explained: Explanation, kind: PairKind) -> Mapping[str, float]:
        """How far each line that lacks a fact would move the sum of a pair, on average, if it were known."""
        with self._lock:
            if kind not in self._prospects:
                one, other = (self._indexes[end, kind] for end in kind.ends)
                self._prospects[kind] = Prospects(one, other, kind.value, self._models[kind])
            return self._prospects[kind].of(left, right, explained)

    def __len__(self) -> int:
        return len(self._known)

    def _take(self, fresh: Fresh, counts: Counts | None) -> None:
        rows = Compared.objects.filter(xid__gte=self._horizon).order_by("xid")
        unread: dict[str, list[UUID]] = {}
        for column in MODELS:
            changed = rows.exclude(**{column: None}).values_list(column, "live", "xid", f"{column}__ref")
            for key, live, xid, ref in changed:
                if not live:
                    self._drop(key)
                    continue
                self._known[key] = ref
                if fresh.xid.get(key) == xid:
                    self._put(key, column, fresh.profiles[key], counts)
                else:
                    unread.setdefault(column, []).append(key)
        for column, keys in unread.items():
            for chunk in store.chunks(keys):
                profiles = store.READERS[column](chunk)
                for key in chunk:
                    self._put(key, column, profiles.get(key, {}), counts)

    def _put(self, key: UUID, column: str, profiles: Mapping[PairKind, Profile], counts: Counts | None) -> None:
        for kind in kinds_of(column):
            index = self._indexes[column, kind]
            if kind in profiles:
                index.put(profiles[kind])
            else:
                index.remove(self._known[key])
        _add(counts, profiles)

    def _drop(self, key: UUID) -> None:
        ref = self._known.pop(key, None)
        if ref is not None:
            for index in self._indexes.values():
                index.remove(ref)

    def _must_count(self) -> bool:
        """Whether the reference no longer describes the registry."""
        moved = abs(len(self._known) - self._counted)
        aged = time.monotonic() - self._counted_at > MODEL_LIFE
        return not self._models or aged or moved > self._counted // MODEL_SHARE

    def _count(self) -> Counts:
        """Read every profile once, in batches, and keep none."""
        counts = _nothing_counted()
        rows = Compared.objects.filter(live=True)
        for column, read in store.READERS.items():
            for chunk in store.chunks(list(rows.exclude(**{column: None}).values_list(column, flat=True))):
                for profiles in read(chunk).values():
                    _add(counts, profiles)
        return counts


def _empty() -> dict[tuple[str, PairKind], Index]:
    """An index of each kind of record for each comparison; of records that say the same in all, one for all."""
    remains = Index("pm")
    return {
        (column, kind): remains if column == "remains" else Index(KIND[column])
        for column in MODELS for kind in kinds_of(column)
    }  # fmt: skip


def _nothing_counted() -> Counts:
    return {kind: Counting() for kind in PairKind}


def _add(counts: Counts | None, profiles: Mapping[PairKind, Profile]) -> None:
    """Count what a record tells in each comparison it takes part in, if anything is being counted."""
    if counts is not None:
        for kind, profile in profiles.items():
            counts[kind].add(profile)


def _horizon() -> int:
    """Transactions below it are over: what they changed is seen now, what comes later is not lost by looking again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        return int(cursor.fetchone()[0])


memory = Memory()
