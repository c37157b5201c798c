"""Named measurements, run one after another in one process, each with its bar.

A figure is a share, or a ratio of two things measured in the same run, so that the machine's speed cancels out; the
times of a single permission decision and of one probe are absolute.  A measurement without a bar informs; one with a
bar passes or fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Better = Literal["higher", "lower"]


@dataclass(frozen=True)
class Reading:
    """One figure.  bar None: for information."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    better: Better = "higher"
    note: str = ""

    @property
    def verdict(self) -> str:
        """pass, fail or, without a bar, info."""
        if self.bar is None:
            return "info"
        good = self.value >= self.bar if self.better == "higher" else self.value <= self.bar
        return "pass" if good else "fail"


@dataclass(frozen=True)
class Setting:
    """What a run may vary: how much, and whether the quick version will do."""

    reports: int = 10_000
    probes: int = 600
    seed: int = 20_260
    quick: bool = False


Measure = Callable[[Setting], Iterable[Reading]]
MEASUREMENTS: dict[str, Measure] = {}
LONG: set[str] = set()


def measurement(name: str, *, long: bool = False) -> Callable[[Measure], Measure]:
    """Register a measurement; a long one runs in a campaign or by its name.  Raises ValueError if the name is taken."""

    def keep(function: Measure) -> Measure:
        if name in MEASUREMENTS:
            raise ValueError(f"There are two measurements named {name}.")
        MEASUREMENTS[name] = function
        if long:
            LONG.add(name)
        return function

    return keep


@dataclass
class Run:
    """The readings of one run, by measurement."""

    setting: Setting
    readings: dict[str, list[Reading]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def failed(self) -> list[Reading]:
        return [r for rows in self.readings.values() for r in rows if r.verdict == "fail"]

    def as_json(self) -> dict[str, Any]:
        rows = {name: [asdict(r) | {"verdict": r.verdict} for r in rows] for name, rows in self.readings.items()}
        return {"setting": asdict(self.setting), "measurements": rows, "seconds": self.seconds}

    def as_table(self) -> str:
        """Lines for a terminal."""
        out = [f"{'measurement':<46} {'value':>10} {'bar':>10}  verdict"]
        for name, rows in self.readings.items():
            out.append(f"-- {name} ({self.seconds[name]:.1f} s)")
            for r in rows:
                bar = "" if r.bar is None else f"{'≥' if r.better == 'higher' else '≤'} {r.bar:g}"
                note = f"  {r.note}" if r.note else ""
                out.append(f"{r.name:<46} {r.value:>8.3g} {r.unit:<2}{bar:>9}  {r.verdict}{note}")
        return "\n".join(out)


def run(names: Iterable[str], setting: Setting) -> Run:
    """Run these measurements.  Raises KeyError, naming it, for one that does not exist."""
    wanted = list(names)
    for name in wanted:
        if name not in MEASUREMENTS:
            raise KeyError(f"There is no measurement named {name}; there are: {', '.join(MEASUREMENTS)}.")
    result = Run(setting)
    for name in wanted:
        start = time.perf_counter()
        result.readings[name] = list(MEASUREMENTS[name](setting))
        result.seconds[name] = time.perf_counter() - start
    return result
