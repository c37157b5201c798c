"""Speed of the compiled scan, as a multiple of the loop anybody would write first."""

from __future__ import annotations

from collections.abc import Iterable

from matching.engine.bench import scan_ratio
from registry.site.bench.registry import Reading, Setting, measurement

BAR_RATIO = 80.0
BAR_DIFFERENCE = 1e-4


@measurement("scan")
def scan(setting: Setting) -> Iterable[Reading]:
    """Pairs per second and core against a Python loop over tuples of codes, same look-ups and sum, same run."""
    size = max(setting.reports, 1_000) * 20
    found = scan_ratio(size)
    yield Reading("scan / Python loop, pairs per second", found["ratio"], "×", BAR_RATIO, note=f"{size} records")
    yield Reading("numpy path / Python loop", found["numpy_ratio"], "×")
    yield Reading("largest difference of a score", found["largest_difference"], "", BAR_DIFFERENCE, "lower")
