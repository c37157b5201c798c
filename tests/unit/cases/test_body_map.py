"""Where marks stand on the picture of a body."""

from __future__ import annotations

import pytest

from cases.codes import MarkSite
from cases.pictures.body import BACK, FRONT, MIDDLE, NOWHERE, views


def test_every_site_has_one_place_or_is_said_to_have_none() -> None:
    assert {*FRONT, *BACK, *NOWHERE} == {*MarkSite.values}
    assert not {*FRONT} & {*BACK}
    places = [place for sites in (FRONT, BACK) for place in sites.values()]
    assert all(0 <= away < MIDDLE and 0 < down < 424 for away, down in places)


@pytest.mark.parametrize(("site", "view"), [("ul_forearm", 0), ("ll_calf", 1)])
def test_left_and_right_are_the_persons_own(site: str, view: int) -> None:
    right, left, both = (views([(site, side)])[view].dots for side in ("r", "l", "both"))
    ends = (right[0].x < MIDDLE, left[0].x > MIDDLE)
    assert ends == ((True, True) if view == 0 else (False, False))  # seen from behind, the right is at the right
    assert {dot.x for dot in both} == {right[0].x, left[0].x}
    assert views([(site, "r")])[1 - view].dots == ()


def test_a_mark_keeps_its_number_when_another_has_no_place() -> None:
    front, _back = views([("unknown", ""), ("hd_nose", "mid"), ("ul_arm", "unknown")])
    assert [(dot.number, dot.x) for dot in front.dots] == [(2, MIDDLE), (3, MIDDLE)]
    assert "2 " in front.words
