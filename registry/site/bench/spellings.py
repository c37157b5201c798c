"""Single names across scripts: each native form among all Latin ones, on the reviewed lists of the tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from matching import name_trials
from registry.site.bench.registry import Reading, Setting, measurement

LISTS = {"Arabic": ("world_arab.csv", 0.80, 0.95), "Cyrillic": ("world_cyrl.csv", 0.88, 0.97)}


@measurement("spellings")
def spellings(_setting: Setting) -> Iterable[Reading]:
    """Recall of names in other letters."""
    folder = Path(settings.BASE_DIR) / "tests/unit/matching/engine/data"
    for script, (file, first, tenth) in LISTS.items():
        found = name_trials.retrieval(name_trials.read(folder / file, "native", "latin"))
        yield Reading(f"{script} names R@1", found.r1, "", first, note=f"n {found.n}")
        yield Reading(f"{script} names R@10", found.r10, "", tenth)
