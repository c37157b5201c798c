"""Measurements that pass, fail and inform."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from registry.site.bench import registry
from registry.site.bench.all import APART, DAILY, MATCHING, MEASUREMENTS
from registry.site.bench.registry import Reading, Setting, measurement, run


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MEASUREMENTS", {})


@pytest.mark.usefixtures("registered")
def test_a_run_keeps_readings_with_their_verdicts() -> None:
    @measurement("speed")
    def speed(setting: Setting) -> Iterable[Reading]:
        yield Reading("ratio", 81.0, "", 80.0)
        yield Reading("growth", 2.3, "", 2.2, "lower")
        yield Reading("size", setting.reports, "")

    result = run(["speed"], Setting(reports=5))
    assert [r.verdict for r in result.readings["speed"]] == ["pass", "fail", "info"]
    assert [r.name for r in result.failed()] == ["growth"]
    assert result.as_json()["measurements"]["speed"][2]["value"] == 5
    assert "growth" in result.as_table()


@pytest.mark.usefixtures("registered")
def test_measurements_have_one_name_each_and_unknown_ones_are_named() -> None:
    measurement("a")(lambda _setting: [])
    with pytest.raises(ValueError, match="two measurements named a"):
        measurement("a")(lambda _setting: [])
    with pytest.raises(KeyError, match="no measurement named b"):
        run(["b"], Setting())


def test_what_takes_long_is_left_to_campaigns() -> None:
    assert {"recall", "quality-small", "access"} <= set(DAILY)
    assert {"recall", "recall-many", "quality", "spellings"} <= set(MATCHING)
    assert not {"recall-many", "quality"} & set(DAILY)
    assert {*DAILY, *MATCHING, *APART} == set(MEASUREMENTS)
