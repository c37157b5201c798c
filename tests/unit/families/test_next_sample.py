"""Whom to ask next, held against the engine that weighs kinship: the same order, and nothing where it finds nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from families.codes import FamilySide, Relationship
from families.next_sample import Says, says, whom_to_ask
from matching.engine.kinship.families import Family, Typed
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree
from matching.engine.kinship.power import Plan

R = Relationship
LOCI = [f"m{number}" for number in range(4)]
PANEL = Panel("Invented", {marker: {"10": 0.4, "11": 0.3, "12": 0.2, "13": 0.1} for marker in LOCI})
# The missing person, the family, and who would be which of its members.
FAMILY = Pedigree.of(
    ("GM", "", ""), ("GF", "", ""), ("M", "GF", "GM"), ("AUN", "GF", "GM"), ("F", "", ""), ("HALF", "", "M"),
    ("SIB", "F", "M"), ("X", "F", "M"), ("NIE", "SIB", ""), ("COU", "", "AUN"), ("CHI", "X", ""), ("GCH", "CHI", ""),
)  # fmt: skip
WHO = {
    R.MOTHER: "M", R.FATHER: "F", R.CHILD: "CHI", R.FULL_SIBLING: "SIB", R.HALF_SIBLING: "HALF", R.GRANDMOTHER: "GM",
    R.AUNT: "AUN", R.NIECE: "NIE", R.GRANDCHILD: "GCH", R.COUSIN: "COU",
}  # fmt: skip
MOTHERS_SIDE = {R.HALF_SIBLING, R.GRANDMOTHER, R.AUNT, R.COUSIN}


def gains(given: tuple[Relationship, ...]) -> dict[Relationship, float]:
    """What each further relative adds to the mean of log10 of the ratio."""
    profile = dict.fromkeys(LOCI, ("10", "12"))
    family = Family(FAMILY, {WHO[one]: Typed(profile) for one in given})
    asked = [one for one in WHO if one not in given]
    plan = Plan(family, "X", PANEL, LOCI, seed=1, draws=2)
    means = {outlook.relative: outlook.mean for outlook in plan.outlooks([WHO[one] for one in asked])}
    return {one: means[WHO[one]] - means[""] for one in asked}


@pytest.mark.parametrize("given", [(), (R.MOTHER,), (R.MOTHER, R.FATHER)])
def test_the_order_is_the_engines(given: tuple[Relationship, ...]) -> None:
    found = gains(given)
    told = {one: says(one, FamilySide.MOTHER if one in MOTHERS_SIDE else "", given) for one in found}
    for one, gain in found.items():
        assert (abs(gain) < 1e-9) == (told[one] is Says.NOTHING_MORE), (one, gain)
    for one, other in ((a, b) for a in found for b in found):
        if not given and (told[one] or 0) > (told[other] or 0):
            assert found[one] > found[other], (one, other)


def person(key: str, relationship: str) -> Any:
    return SimpleNamespace(key=key, tie=SimpleNamespace(relationship=relationship))


def test_who_gave_and_who_is_no_kin_is_not_asked() -> None:
    people = [person("a", R.COUSIN), person("b", R.SPOUSE), person("c", R.MOTHER), person("d", R.FATHER)]
    link = SimpleNamespace(biological="yes", side=None)
    given = [SimpleNamespace(person=people[2], link=link, until="later")]
    assert [(one.person.key, one.says) for one in whom_to_ask(people, given)] == [("d", Says.MOST), ("a", Says.HARDLY)]
    adopted = SimpleNamespace(biological="no", side=None)
    given.append(SimpleNamespace(person=people[3], link=adopted, until=None))
    assert [one.person.key for one in whom_to_ask(people, given)] == ["a"]
