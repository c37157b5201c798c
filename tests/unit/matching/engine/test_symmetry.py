"""What must hold for every task: the ranking adds what the explanation shows, and no line knows who stands left."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from matching.engine.compare import SIDES
from matching.engine.model import Model
from matching.engine.profile import Mark, Place, Profile
from matching.engine.reference import Reference
from matching.engine.score import explain, scan
from matching.engine.table import Index
from tests.unit.matching.engine.people import FIRST_DAY, invent

REGIONS = ("hd", "nk", "tr", "ul", "ll")
AREAS = ("north", "north", "north", "south", "islands")


def _some(r: random.Random) -> tuple[str, ...] | None:
    """Regions that were looked at."""
    return r.choice((None, (), REGIONS, tuple(x for x in REGIONS if r.random() < 0.6)))


def _days(r: random.Random, prefix: str) -> dict[str, int | None]:
    """A day, a month, a year, or an open end."""
    first = FIRST_DAY + r.randrange(1500)
    last = r.choice((first, first, first + 30, first + 364, None))
    return {f"{prefix}_earliest": r.choice((first, first, None)) if last else first, f"{prefix}_latest": last}


def _poorer(r: random.Random, profile: Profile) -> Profile:
    """The same record as poor registries write it: things in no known region, words for places, ranges, open ends."""
    facts: dict[str, Any] = {}
    if r.random() < 0.5:
        facts["marks"] = (*profile.marks, Mark("tattoo", r.choice(("unknown", "forearm", "ul_forearm"))))
    if r.random() < 0.7:
        facts["area"] = r.choice(AREAS)
        facts["place"] = r.choice((None, None, Place(country="LBY"), profile.place))
    if profile.kind == "pm":
        facts |= {"marks_observable": _some(r), "medical_observable": _some(r), **_days(r, "found")}
    if profile.kind == "am" and r.random() < 0.5:
        facts |= _days(r, "last_contact")
    if profile.birth_earliest is None and r.random() < 0.3:
        facts |= r.choice(({"age_low": 18.0, "age_high": None}, {"age_low": None, "age_high": 18.0}))
    return replace(profile, **facts)


def _alive(r: random.Random, report: Profile) -> Profile:
    return Profile(
        f"AL-{report.ref}", "alive", sex=report.sex, names=report.names, age_low=report.age_low,
        birth_earliest=report.birth_earliest, birth_latest=report.birth_latest, nationalities=report.nationalities,
        place=r.choice((None, Place(country="LBY"))), area=r.choice((None, *AREAS)), **_days(r, "found"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def poor() -> tuple[Model, dict[str, list[Profile]]]:
    r = random.Random(7)
    reports, remains, _ = invent(120, 120, seed=7)
    people = {"am": [_poorer(r, p) for p in reports], "pm": [_poorer(r, p) for p in remains]}
    people["alive"] = [_alive(r, p) for p in people["am"]]
    return Model(Reference.build([p for kind in people.values() for p in kind])), people


@pytest.mark.parametrize("task", SIDES)
def test_the_ranking_adds_what_the_explanation_shows(task, poor) -> None:
    model, people = poor
    left, right = SIDES[task]
    for probes, others in {(left, right), (right, left)}:
        index = Index(others, people[others])
        for probe in people[probes][:3]:
            scores = scan(probe, index, task, model)
            pairs = [(explain(probe, other, task, model), scores[index.row(other.ref)]) for other in people[others]]
            compared = [(e.total, float(score)) for e, score in pairs if e.excluded is None and e.left != e.right]
            assert len(compared) > 30
            assert [score for _, score in compared] == pytest.approx([total for total, _ in compared], abs=1e-3)


@pytest.mark.parametrize("task", SIDES)
def test_no_line_depends_on_who_stands_left(task, poor) -> None:
    model, people = poor
    left, right = SIDES[task]
    for i, a in enumerate(people[left][:100]):
        for b in people[right][i + 1 : i + 4]:
            one, other = explain(a, b, task, model), explain(b, a, task, model)
            assert {x.name: x.log10_lr for x in one.lines} == pytest.approx(
                {x.name: x.log10_lr for x in other.lines}, abs=1e-6
            ), (a, b)
            assert one.left == a.ref
