"""Several remains and several missing of one family: the published example, and what pairs alone would get wrong."""

from __future__ import annotations

import math

import pytest

from matching.engine.kinship.assignment import assign
from matching.engine.kinship.families import Family, Typed
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.network import TooLarge
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree
from tests.unit.matching.engine.kinship.tables import pair

TEN = Genetics(Panel("ten", {"m": {str(a): 0.1 for a in range(1, 11)}}))
# The mother of M2 is M1's wife; M3's father is known, her mother is not.
TWO_HOMES = Pedigree.of(("M1", "", ""), ("R1", "", ""), ("M2", "M1", "R1"), ("R2", "", ""), ("M3", "R2", ""))
SEXES = {"V1": "m", "V2": "m", "V3": "f", "M2": "m", "M3": "f"}


def typed(**seen: str) -> dict[str, Typed]:
    return {code: Typed({"m": pair(text)}) for code, text in seen.items()}


def test_the_published_example() -> None:
    """dvir, example2: likelihoods of assignments, how many there are, and how many cannot be."""
    family = Family(TWO_HOMES, typed(R1="2/2", R2="3/3"))
    joint = assign(family, ("M1", "M2", "M3"), typed(V1="1/1", V2="1/2", V3="3/4"), TEN, SEXES)
    best = joint.assignments[0]
    assert best.places == {"V1": "M1", "V2": "M2", "V3": "M3"}
    assert best.log10 * math.log(10) == pytest.approx(-16.118096, abs=5e-7)
    others = (
        {"V1": "M1", "V2": "M2"},
        {"V2": "M2", "V3": "M3"},
        {"V1": "M1", "V3": "M3"},
        {"V2": "M1", "V3": "M3"},
        {},
    )
    found = [10 ** (best.log10 - joint.log10_of(places)) for places in others]
    assert found == pytest.approx([5, 10, 50, 50, 250], rel=1e-9)
    assert (len(joint.assignments), len(joint.possible)) == (14, 10)
    assert 10 ** joint.generalised("V1", "M1") == pytest.approx(10)
    assert 10 ** joint.generalised("V3", "M3") == pytest.approx(5)
    assert joint.generalised("V1", "M2") == -math.inf


def test_two_brothers_are_told_apart_only_together() -> None:
    """The elder has a child.  The remains that share nothing with the child are the other brother's."""
    rows = ("f", "", ""), ("m", "", ""), ("elder", "f", "m"), ("younger", "f", "m"), ("child", "elder", "")
    family = Family(Pedigree.of(*rows), typed(m="1/2", child="1/5"))
    joint = assign(family, ("elder", "younger"), typed(X="1/3", Y="2/4"), TEN)
    assert joint.assignments[0].places == {"X": "elder", "Y": "younger"}
    assert joint.generalised("X", "elder") > 0
    assert joint.generalised("Y", "elder") == -math.inf


def test_theta_holds_for_all_remains_together() -> None:
    family = Family(TWO_HOMES, typed(R1="2/2", R2="3/3"))
    genetics = Genetics(TEN.panel, theta=0.03)
    joint = assign(family, ("M1", "M2", "M3"), typed(V1="1/1", V2="1/2", V3="3/4"), genetics, SEXES)
    assert joint.assignments[0].places == {"V1": "M1", "V2": "M2", "V3": "M3"}
    assert 1 < 10 ** (joint.assignments[0].log10 - joint.log10_of({})) < 250


@pytest.mark.parametrize(("missing", "sexes", "words"), [
    (("X",), {}, "not in the pedigree"), (("R1",), {}, "has a profile"), (("M1",), {"M1": "f"}, "other sex"),
    (("M1",), {"V1": "x"}, "m or f"), (("M1",), {"nobody": "m"}, "somebody there is"),
])  # fmt: skip
def test_what_cannot_be_asked(missing: tuple[str, ...], sexes: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        assign(Family(TWO_HOMES, typed(R1="2/2")), missing, typed(V1="1/1"), TEN, sexes)


def test_too_many_assignments_are_refused_at_once() -> None:
    rows = [("f", "", ""), ("m", "", ""), *((f"c{i}", "f", "m") for i in range(8))]
    remains = typed(**{f"v{i}": "1/2" for i in range(8)})
    with pytest.raises(TooLarge):
        assign(Family(Pedigree.of(*rows), {}), [f"c{i}" for i in range(8)], remains, TEN)
