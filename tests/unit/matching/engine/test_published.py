"""The tables that a forensic reader can check: T1-T4 of the method, and the list posterior of T6."""

from __future__ import annotations

import numpy as np
import pytest

from matching.engine import compat
from matching.engine.columns import Batch
from matching.engine.compare.age import normal_lr
from matching.engine.compare.base import normal, soften
from matching.engine.compare.sex import sex_lr
from matching.engine.compare.stature import Stature
from matching.engine.model import Model
from matching.engine.posterior import odds, open_world
from matching.engine.reference import Reference
from matching.engine.weights import DEFAULT

close = pytest.approx


@pytest.mark.parametrize(("eps", "match", "expected"), [
    (0.05, True, 1.9), (0.05, False, 0.1), (0.02, True, 1.96), (0.02, False, 0.04),
])  # fmt: skip
def test_t1_sex(eps: float, match: bool, expected: float) -> None:
    assert compat.lr_sex(match=match, eps=eps) == close(expected, abs=1e-9)


@pytest.mark.parametrize(("age", "r", "agree", "differ"), [
    (40, 6, 6.333333, 0.058824), (25, 5, 7.6, 0.057143), (35, 3, 12.666667, 0.054054), (10, 2, 19.0, 0.052632),
    (3, 6, 9.5, 0.055556),
])  # fmt: skip
def test_t1_age_band(age: float, r: float, agree: float, differ: float) -> None:
    assert compat.lr_age(match=True, age=age, r=r, eps=0.05) == close(agree, abs=1e-6)
    assert compat.lr_age(match=False, age=age, r=r, eps=0.05) == close(differ, abs=1e-6)


def test_t1_hair() -> None:
    black = [compat.lr_hair(1, seen) for seen in range(1, 6)]
    brown = [compat.lr_hair(2, seen) for seen in range(1, 6)]
    assert black == close([3.242542, 0.048638, 0.019455, 0.064851, 0.029183], abs=1e-6)
    assert brown == close([0.032268, 4.840271, 0.038722, 0.019361, 0.096805], abs=1e-6)
    assert [compat.lr_hair(c, c) for c in (3, 4, 5)] == close([3.917728, 6.497726, 9.746589], abs=1e-6)


def test_t1_vignette() -> None:
    product = (
        compat.lr_sex(match=True, eps=0.02) * compat.lr_age(match=True, age=25, r=5, eps=0.05) * compat.lr_hair(2, 2)
    )
    assert product == close(72.100677, abs=1e-5)
    assert np.log10(product) == close(1.857939, abs=1e-6)


def test_t1_region_and_birth_date() -> None:
    assert compat.lr_region(match=True, regions=6, eps=0.05) == close(5.7)
    assert compat.lr_region(match=False, regions=6, eps=0.05) == close(0.06)
    expected = [0.077778, 0.311111, 4.666667, 0.855556, 0.466667, 0.311111, 0.311111]
    assert [compat.lr_birth_date(c) for c in range(1, 8)] == close(expected, abs=1e-6)
    assert compat.lr_birth_date(compat.birth_date_class(0, 45)) == close(0.855556, abs=1e-6)
    assert compat.lr_birth_date(compat.birth_date_class(0, 288)) == close(0.311111, abs=1e-6)


@pytest.mark.parametrize(("eps", "male", "expected"), [
    (0.053, 0.85, (1.1650, 5.0615, 0.0652, 0.2833)), (0.005, 0.85, (1.1754, 6.4821, 0.0059, 0.0326)),
    (0.053, 0.50, (1.8940, 1.8940, 0.1060, 0.1060)),
])  # fmt: skip
def test_t2_sex_with_mixture_denominator(eps: float, male: float, expected: tuple[float, ...]) -> None:
    """MM, FF, AM F with PM M, AM M with PM F."""
    same, share = np.array([True, True, False, False]), np.array([male, 1 - male, male, 1 - male])
    assert sex_lr(same, np.full(4, eps), share) == close(expected, abs=5e-5)


@pytest.mark.parametrize(("pm", "s", "am", "r", "lr", "soft"), [
    (30, 6, 27, 1, 1.6018, 1.5897), (45, 8, 22, 1, 0.06915, 0.0878), (17, 2, 16.5, 0.5, 8.8482, None),
    (30, 8, 50, 1, 0.06981, 0.0884),
])  # fmt: skip
def test_t3_age(pm: float, s: float, am: float, r: float, lr: float, soft: float | None) -> None:
    found = normal_lr(np.array([pm]), np.array([s]), np.array([am]), np.array([r]), 28.0, 9.0)
    assert found[0] == close(lr, rel=1e-4)
    if soft is not None:
        assert 10 ** soften(found, 0.02)[0] == close(soft, abs=5e-5)


@pytest.mark.parametrize(("pm", "see", "am", "lr"), [(168, 4, 170, 1.3940), (180, 3, 170, 0.7078)])
def test_t3_stature(bare: Model, pm: float, see: float, am: float, lr: float) -> None:
    spread = np.hypot(see, DEFAULT.m("stature", "reported_sd"))
    density = bare.stature_density(np.array([pm]), np.array([see]), np.array([0.0]), np.array([30.0]))
    assert normal(np.array([pm]), am, spread)[0] / density[0] == close(lr, abs=5e-5)


@pytest.mark.parametrize(("bone", "sex", "length", "expected"), [
    ("femur", "m", 450, 1685.1), ("femur", "f", 450, 1652.5), ("femur+tibia", "m", 450 + 370, 1698.9),
    ("tibia", "m", 370, 1718.6),
])  # fmt: skip
def test_t3_stature_from_long_bones(bone: str, sex: str, length: float, expected: float) -> None:
    assert compat.stature_mm(bone, sex, length) == close(expected, abs=0.05)


def test_t7_distance_of_a_threshold() -> None:
    assert compat.threshold_distance(0.3, 0.04) == close(0.5)
    assert compat.threshold_distance(0.0, 0.0) == 0.0


def test_t3_age_loss_at_sixty() -> None:
    old = np.array([170.0]), np.array([0.0]), np.array([3.0]), np.array([0.0]), np.array([60.0])
    young = (*old[:4], np.array([30.0]))
    heights = [Stature._true_height(DEFAULT, *who)[0][0] for who in (young, old)]
    assert heights[0] - heights[1] == close(2.4)


def test_t4_fellegi_sunter() -> None:
    assert compat.fellegi_sunter(0.9, 0.01, agree=True) == close((90, 6.491853), abs=1e-6)
    assert compat.fellegi_sunter(0.9, 0.01, agree=False) == close((0.101010, -3.307429), abs=1e-6)
    assert compat.posterior(1e-3, 90) == close(0.082645, abs=1e-6)


@pytest.mark.parametrize(("share", "lr", "log"), [
    (0.02, 47.5, 1.676694), (0.001, 950, 2.977724), (1e-5, 95_000, 4.977724),
])  # fmt: skip
def test_t4_term_frequency(share: float, lr: float, log: float) -> None:
    found, _ = compat.fellegi_sunter(0.95, share, agree=True)
    assert found == close(lr)
    assert np.log10(found) == close(log, abs=1e-6)


def test_t6_list_posterior() -> None:
    lrs = [1e5, 1e3, 10.0]
    every = float(np.log10(sum(lrs) + (10_000 - 3) * 0.02))
    shares, none = open_world([float(np.log10(x)) for x in lrs], every, 10_000, 0.5)
    assert [round(s, 4) for s in shares] == [0.8992, 0.0090, 0.0001]
    assert round(none, 4) == 0.0899


@pytest.mark.parametrize(("n", "pi", "lr", "expected", "share"), [
    (1_000, 0.5, 4.0, 5.002501, 0.833403), (100_000, 0.3, 6.0, 3.000009, 0.750001),
])  # fmt: skip
def test_t6_single_candidate(n: int, pi: float, lr: float, expected: float, share: float) -> None:
    found = odds(lr, n, pi)
    assert found == close(expected, abs=1e-6)
    assert found / (1 + found) == close(share, abs=1e-6)


def test_the_engine_uses_the_published_formulas(bare: Model) -> None:
    """An empty registry falls back on the defaults the tables were computed with."""
    assert Model(Reference()).age_density(np.array([30.0]), np.array([6.0]))[0] == close(
        normal(np.array([30.0]), 28.0, np.hypot(9.0, 6.0))[0]
    )
    assert bare.male_share == close(0.81)
    assert len(Batch(1, [(1.0,), (2.0,), (1.0,)])) == 2
