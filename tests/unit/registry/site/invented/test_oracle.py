"""The reference scorer: densities that are densities, and posteriors that are right as often as they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest

from matching.evaluation.metrics import rank_of, recall_at
from registry.site.invented.finds import STAGES
from registry.site.invented.geography import KM_PER_DEGREE, world
from registry.site.invented.marks import REGIONS, MarkRecord
from registry.site.invented.oracle import skin
from registry.site.invented.oracle.places import Ways, student_density
from registry.site.invented.oracle.score import BIOLOGY, ISSUED, MARKS_ORIGIN, TIME_PLACE, WITH_EVENTS, Oracle
from registry.site.invented.oracle.skin import Skin
from registry.site.invented.oracle.timing import AFTER, BEFORE, before_event, gap
from registry.site.invented.rates import Rates
from registry.site.invented.records import CaseRecord, Invented, PlaceRecord
from registry.site.invented.world_of import Plan, invent

RATES = Rates()


@pytest.fixture(scope="module")
def invented() -> Invented:
    return invent(Plan.bench(1_000, seed=21, as_of=date(2025, 12, 31)))


@pytest.fixture(scope="module")
def oracle(invented: Invented) -> Oracle:
    return Oracle(invented, RATES)


@pytest.mark.parametrize("condition", [0, 1, 2, None])
def test_the_gap_is_a_distribution(condition: int | None) -> None:
    every = np.array([0.0])
    mass = gap(condition, None, RATES).mean(0, every - AFTER + 1, every + BEFORE) * (AFTER + BEFORE)
    assert mass[0] == pytest.approx(1.0, abs=0.01)


def test_the_gap_agrees_with_what_is_drawn() -> None:
    rng = np.random.default_rng(1)
    days = np.floor(rng.random(200_000) + rng.exponential(6.0, 200_000) + np.exp(rng.normal(np.log(20), 0.8, 200_000)))
    density = gap(1, None, replace(RATES, report=replace(RATES.report, contact_off=0.0)))
    for low, high in ((5, 15), (15, 30), (30, 60)):
        drawn = ((days >= low) & (days < high)).mean()
        told = density.mean(high - 1, np.array([0.0]), np.array([float(high - low - 1)]))[0] * (high - low)
        assert told == pytest.approx(drawn, abs=0.03)


def test_an_early_report_cannot_be_of_a_late_event() -> None:
    density = before_event(RATES)
    after = density.mean(1_000, np.array([1_040.0]), np.array([1_040.0]))
    assert after[0] < 1e-4


def test_the_scatter_is_a_density_on_the_plane() -> None:
    r = np.linspace(0.01, 3_000, 200_000)
    mass = np.trapezoid(student_density(r, np.full_like(r, 15.0)) * 2 * np.pi * r, r)
    assert mass == pytest.approx(1.0, abs=0.01)


def test_the_density_of_finds_given_a_town_integrates_to_one(invented: Invented) -> None:
    ways = Ways(world())
    case = next(c for c in invented.cases if c.route_code == "hsou" and c.place_last_contact)
    state = ways.state_of(case)
    step = 0.25
    lats, lons = np.arange(-25, 12, step), np.arange(25, 50, step)
    mass = sum(
        ways.density(float(lat), float(lon), 0.1)[state, 0] * KM_PER_DEGREE**2 * np.cos(np.radians(lat)) * step**2
        for lat in lats for lon in lons
    )  # fmt: skip
    assert mass == pytest.approx(0.98, abs=0.05)  # two of a hundred are found anywhere else in the world


def test_pairing_marks_sums_over_every_pairing(invented: Invented) -> None:
    told = (
        MarkRecord("tattoo", "ul_arm", "l", "heart"),
        MarkRecord("scar", "hd_brow", "r"),
        MarkRecord("mole", "hd_cheek", "l"),
    )
    found = (MarkRecord("scar", "hd_brow", "r"), MarkRecord("tattoo", "ul_arm", "l", "flower"))
    case = replace(invented.cases[0], marks=told, marks_asked=True)
    remains = replace(invented.remains[0], marks=found, regions=REGIONS)
    lines = Skin((case,), world(), RATES)
    assert lines.lr(remains)[0] == pytest.approx(_by_hand(case, found, lines), rel=1e-9)


def _by_hand(case: CaseRecord, found: tuple[MarkRecord, ...], lines: Skin) -> float:
    seen, missed = RATES.find.mark_seen, 1 - RATES.find.mark_seen
    silent = 1 - RATES.report.mark_told
    expected = sum(lines._group_rates[0].values())
    total = 0.0
    slots = [*range(len(case.marks)), *[-1] * len(found)]
    for chosen in set(permutations(slots, len(found))):
        value = 1.0
        for mark, slot in zip(found, chosen, strict=True):
            if slot < 0:
                value *= lines._intensity(mark)[0] * silent * seen
            else:
                value *= skin._kernel(case.marks[slot], mark, RATES) * seen
        total += value * missed ** (len(case.marks) - sum(s >= 0 for s in chosen))
    return total * float(np.exp(-expected * silent * seen))


def test_marks_that_nobody_could_see_say_nothing(invented: Invented, oracle: Oracle) -> None:
    hidden = replace(invented.remains[0], regions=(), marks=())
    assert (oracle.skin.lr(hidden) == 1.0).all()


def _ranks(invented: Invented, oracle: Oracle, lines: frozenset[str]) -> np.ndarray:
    row = {c.key: k for k, c in enumerate(invented.cases)}
    true = {k: v for k, v in invented.true_cases().items() if v}
    return np.array([
        rank_of(oracle.score(r, lines), [row[k] for k in true[r.key]]) for r in invented.remains if r.key in true
    ])  # fmt: skip


def test_more_lines_find_more_and_are_near_the_design(invented: Invented, oracle: Oracle) -> None:
    sets = (BIOLOGY, BIOLOGY | TIME_PLACE, BIOLOGY | TIME_PLACE | MARKS_ORIGIN, ISSUED)
    found = [recall_at(_ranks(invented, oracle, lines), 20) for lines in sets]
    assert found == sorted(found)
    for here, designed in zip(found, (0.163, 0.838, 0.860), strict=False):
        assert here == pytest.approx(designed, abs=0.13)


def test_posteriors_are_right_as_often_as_they_say(invented: Invented, oracle: Oracle) -> None:
    """The sharpest check of a likelihood: over all probes, the claimed chance of the first equals how often it is."""
    row = {c.key: k for k, c in enumerate(invented.cases)}
    true = invented.true_cases()
    claimed, right = [], []
    for remains in invented.remains:
        if not true[remains.key]:
            continue
        scores = oracle.score(remains, WITH_EVENTS)
        weight = 10 ** (scores - scores.max())
        first = int(scores.argmax())
        claimed.append(float(weight[first] / weight.sum()))
        right.append(first in {row[k] for k in true[remains.key]})
    assert np.mean(claimed) == pytest.approx(np.mean(right), abs=0.10)


def test_a_place_far_from_the_way_speaks_against(invented: Invented, oracle: Oracle) -> None:
    remains = next(r for r in invented.remains if r.incident is None)
    scores = oracle.score(remains, frozenset({"place"}))
    moved = replace(remains, found_place=PlaceRecord("elsewhere", "AUS", -25.0, 135.0, 100))
    assert oracle.score(moved, frozenset({"place"})).max() < scores.max()
    assert STAGES[0] == ("d0", "d1")
