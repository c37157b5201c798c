"""Names at scale: the name line of a ranking, and the search by name against PostgreSQL's trigrams on plain text.

Everybody's names are invented.  A query is a name as a clerk with a heavy hand writes it down; the right answer is the
one record it goes back to.  PostgreSQL is given the same texts in a plain table with a trigram index, the better of
GIN and GiST counts, and as much time to warm up.  Both sides are timed by the clock on the wall, in turns; the name
line, which is this process's own, by the processor's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from matching import searching
from matching.engine.columns import Batch
from matching.engine.compare.names import Names
from matching.engine.model import Model
from matching.engine.profile import Name, Profile
from matching.engine.reference import Counting
from registry.lib.ids import uuid7
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.chance import Choice
from registry.site.invented.clerk import write_name
from registry.site.invented.geography import world
from registry.site.invented.rates import Rates
from registry.site.invented.reports import names_told
from registry.site.invented.traditions import TrueName, draw_name

LINE_BARS = {100_000: 5.0, 1_000_000: 25.0}  # thousandths of a second: what is left of 10 and 50 without the name
TIME_BAR, FOUND_BAR = 0.3, 1.2  # of the time of trigrams; times as often among the first ten
TEN = 10
QUERIES = 200
WARMING = 100
# Thirty rows, so that ten records are among them: a record has a row for each spelling.
INDEXES = {
    "GIN": (
        "USING gin (name gin_trgm_ops)",
        "SELECT id FROM bench_plain_names WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 30",
    ),
    "GiST": (
        "USING gist (name gist_trgm_ops)",
        "SELECT id FROM bench_plain_names WHERE name %% %s ORDER BY name <-> %s LIMIT 30",
    ),
}


class Told(NamedTuple):
    """One report's names: of a country, in one or two spellings, and the parents'; and the name they go back to."""

    country: str
    own: tuple[str, ...]
    parents: tuple[str, ...]
    true: TrueName

    def profile(self, ref: str) -> Profile:
        names = (*(Name(text) for text in self.own), *(Name(text, "main", "father") for text in self.parents))
        return Profile(ref=ref, kind="am", nationalities=(self.country,), names=names)


def invented(count: int, seed: int) -> list[Told]:
    """The names of so many reports."""
    rng, rates = np.random.default_rng(seed), Rates()
    nations = Choice((nation, nation.share) for nation in world(False).nations)
    out = []
    for _ in range(count):
        nation = nations.draw(rng)
        name = draw_name(rng, nation.tradition, "m" if rng.random() < 0.8 else "f")
        out.append(_told(rng, nation.country, name, rates, heavy=False))
    return out


def _told(rng: np.random.Generator, country: str, name: TrueName, rates: Rates, *, heavy: bool) -> Told:
    main, others, parents = names_told(rng, name, rates.heavy if heavy else rates.light, rates)
    return Told(country, (main.text, *(one.text for one in others)), tuple(one.text for one in parents), name)


# -- the name line


@measurement("names")
def names(setting: Setting) -> Iterable[Reading]:
    """The name line among as many reports as the setting says, and the search among as many names."""
    yield from _line(setting.reports, setting.seed)
    yield from _search(setting.reports, setting.seed, bars=False)


@measurement("names_large", long=True)
def names_large(setting: Setting) -> Iterable[Reading]:
    """The same at 100,000, and the line at a million."""
    yield from _line(100_000, setting.seed)
    yield from _search(100_000, setting.seed, bars=True)
    yield from _line(1_000_000, setting.seed)


def _line(count: int, seed: int) -> Iterator[Reading]:
    """One probe against all, words that were never seen before among its own."""
    people = invented(count, seed)
    counting, line, reports = Counting(), Names(), Batch(0)
    for number, told in enumerate(people):
        profile = told.profile(str(number))
        counting.add(profile)
        reports.code(line.am(profile))
    model = Model(counting.reference())
    rng, rates = np.random.default_rng(seed + 1), Rates()
    clues, again = [], []
    for number in rng.choice(count, min(count, QUERIES + WARMING), replace=False):
        one = people[int(number)]
        text = write_name(rng, one.true, rates.heavy).text
        clues.append(Batch(0, [line.pm(Profile(ref="", kind="pm", names=(Name(text, "document"),))) or ()]))
        told = _told(rng, one.country, one.true, rates, heavy=True)
        again.append(Batch(0, [line.am(told.profile("")) or ()]))
    for name, probes, ask in (
        ("remains", clues, lambda probe: line.am_pm(model, reports, probe)),
        ("a report", again, lambda probe: line.am_am(model, probe, reports)),
    ):  # fmt: skip
        spent = _times(ask, [probe for probe in probes if probe.values[0]], time.thread_time)
        note = f"p95 {np.percentile(spent, 95):.1f} ms, {len(reports)} different names"
        bar = LINE_BARS.get(count) if name == "remains" else None
        yield Reading(f"name line, {name} / {count} reports", float(np.median(spent)), "ms", bar, "lower", note)


def _times(ask: Callable[..., object], probes: Sequence[object], clock: Callable[[], float]) -> list[float]:
    """Milliseconds of each but the first so many."""
    spent = []
    for probe in probes:
        start = clock()
        ask(probe)
        spent.append((clock() - start) * 1000)
    return spent[min(WARMING, len(spent) // 3) :]


# -- the search


def _search(count: int, seed: int, *, bars: bool) -> Iterator[Reading]:
    """From the text asked for to ranked references, inside the matcher, against trigrams of the same texts."""
    people = invented(count, seed)
    held = searching.Names()
    held.put({uuid7(): (str(k), 1, searching.value_of(told.own, told.parents)) for k, told in enumerate(people)})
    rng, rates = np.random.default_rng(seed + 2), Rates()
    asked = [
        (str(number), write_name(rng, people[int(number)].true, rates.heavy).text)
        for number in rng.choice(count, min(count, QUERIES + WARMING), replace=False)
    ]
    ours = _Timed("matcher", lambda text: [ref for ref, _ in searching.find(text, held)[:TEN]])
    with transaction.atomic(), connection.cursor() as cursor:
        theirs = list(_trigrams(cursor, people, asked, ours))
        transaction.set_rollback(True)
    fastest, finder = min(theirs, key=lambda one: one.median), max(theirs, key=lambda one: one.share)
    note = f"{ours.median:.2f} ms, p95 {ours.p95:.2f} ms; {fastest.name} {fastest.median:.2f} ms; {count} cases"
    bar = TIME_BAR if bars else None
    yield Reading("search by name / trigrams, time", ours.median / fastest.median, "", bar, "lower", note)
    note = f"{ours.share:.3f}, {finder.name} {finder.share:.3f}, {len(asked)} queries"
    bar = FOUND_BAR if bars else None
    yield Reading("own record among the ten / trigrams", ours.share / finder.share, "×", bar, note=note)


def _trigrams(
    cursor: CursorWrapper, people: Sequence[Told], asked: Sequence[tuple[str, str]], ours: _Timed
) -> Iterator[_Timed]:
    """Trigrams by each kind of index over every spelling that the matcher knows, our search between their queries."""
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    cursor.execute("CREATE TEMPORARY TABLE bench_plain_names (id integer, name text)")
    with cursor.copy("COPY bench_plain_names FROM STDIN") as copy:
        for number, told in enumerate(people):
            for text in told.own:
                copy.write_row((number, text))
    for name, (index, query) in INDEXES.items():
        cursor.execute(f"CREATE INDEX bench_plain_name ON bench_plain_names {index}")
        cursor.execute("ANALYZE bench_plain_names")

        def search(text: str, query: str = query) -> list[str]:
            cursor.execute(query, [text, text])
            return list(dict.fromkeys(str(row[0]) for row in cursor.fetchall()))[:TEN]

        theirs, again = _Timed(name, search), not ours.spent
        for ref, text in asked:
            theirs.ask(ref, text)
            if again:
                ours.ask(ref, text)
        cursor.execute("DROP INDEX bench_plain_name")
        yield theirs


class _Timed:
    """One way to search: how long each query took, and how often the right record was among the ten."""

    def __init__(self, name: str, search: Callable[[str], list[str]]) -> None:
        self.name, self.search = name, search
        self.spent: list[float] = []
        self.found: list[bool] = []

    def ask(self, ref: str, text: str) -> None:
        start = time.perf_counter()
        refs = self.search(text)
        self.spent.append((time.perf_counter() - start) * 1000)
        self.found.append(ref in refs)

    @property
    def _warm(self) -> list[float]:
        return self.spent[min(WARMING, len(self.spent) // 3) :]

    @property
    def median(self) -> float:
        return float(np.median(self._warm))

    @property
    def p95(self) -> float:
        return float(np.percentile(self._warm, 95))

    @property
    def share(self) -> float:
        return float(np.mean(self.found))
