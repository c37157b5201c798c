"""Names at scale: what the name line adds to a ranking.

Everybody's names are invented.  A probe is a person's name as a clerk with a heavy hand writes it down once more, so
some of its words were never seen before.  Time is this process's own on the processor.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from matching.engine.columns import Batch
from matching.engine.compare.names import Names
from matching.engine.model import Model
from matching.engine.profile import Name, Profile
from matching.engine.reference import Counting
from registry.site.bench.registry import Reading, Setting, measurement
from registry.site.invented.chance import Choice
from registry.site.invented.clerk import write_name
from registry.site.invented.geography import world
from registry.site.invented.rates import Rates
from registry.site.invented.reports import names_told
from registry.site.invented.traditions import TrueName, draw_name

LINE_BARS = {100_000: 5.0, 1_000_000: 25.0}  # thousandths of a second: what is left of 10 and 50 without the name
QUERIES = 200
WARMING = 100


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


@measurement("names")
def names(setting: Setting) -> Iterable[Reading]:
    """The name line among as many reports as the setting says."""
    yield from _line(setting.reports, setting.seed)


@measurement("names_large", long=True)
def names_large(setting: Setting) -> Iterable[Reading]:
    """The same at 100,000 and at a million."""
    for count in LINE_BARS:
        yield from _line(count, setting.seed)


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
