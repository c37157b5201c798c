"""The short form of `make campaign-federation`: what the blind exchange finds, and that attackers learn no name."""

from __future__ import annotations

from registry.site.campaigns import federation


def test_it_finds_what_matching_in_clear_finds_and_tells_nothing() -> None:
    report = federation.run(reports=300, seed=7, attacked=20)
    assert report.coded >= 0.8 * report.plain > 0, list(report.lines())  # of some twenty: the campaign has hundreds
    assert max(report.learnt.values()) <= federation.MOST_LEARNT
    assert report.in_clear == 0
    assert report.others["keyed codes under a secret that both know"] > 0.2  # the attack is one: it breaks what it can
