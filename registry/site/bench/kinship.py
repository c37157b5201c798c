"""What the exact likelihood of a family costs: twelve people, four of them typed, twenty loci, invented frequencies."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

from matching.engine.kinship.dropping import drop
from matching.engine.kinship.families import Family, Typed, weigh_remains
from matching.engine.kinship.likelihood import Genetics
from matching.engine.kinship.mutation import Model, Mutation
from matching.engine.kinship.panels import Panel
from matching.engine.kinship.pedigree import Pedigree
from registry.site.bench.registry import Reading, Setting, measurement

BAR_SECONDS = 0.3
LOCI, ALLELES = 20, 14
# Grandparents, their three children, two of them with a spouse, three grandchildren, one great-grandchild; one more.
TWELVE = Pedigree.of(
    ("gf", "", ""), ("gm", "", ""), ("f", "gf", "gm"), ("uncle", "gf", "gm"), ("aunt", "gf", "gm"), ("m", "", ""),
    ("wife", "", ""), ("brother", "f", "m"), ("sister", "f", "m"), ("missing", "f", "m"), ("cousin", "uncle", "wife"),
    ("child", "missing", ""),
)  # fmt: skip
TYPED = ("gm", "brother", "cousin")
ASSUMED = {
    "alleles that never change": (0.0, None),
    "mutation, equal": (0.0, Mutation(Model.EQUAL)),
    "mutation, stepwise": (0.0, Mutation(Model.STEPWISE)),
    "θ 0.03": (0.03, None),
    "θ 0.03 and mutation, equal": (0.03, Mutation(Model.EQUAL)),
}


@measurement("kinship")
def kinship(setting: Setting) -> Iterable[Reading]:
    """Remains against a family of twelve, seconds of a processor; the bar is for θ = 0."""
    rng = np.random.default_rng(setting.seed)
    panel = _panel(rng)
    profiles = drop(TWELVE, panel, list(panel.markers), rng)
    family = Family(TWELVE, {code: Typed(profiles[code]) for code in TYPED})
    for name, (theta, mutation) in ASSUMED.items():
        start = time.process_time()
        found = weigh_remains(family, "missing", Typed(profiles["missing"]), Genetics(panel, theta, mutation))
        seconds = time.process_time() - start
        bar = None if theta else BAR_SECONDS
        yield Reading(f"twelve people, {name}", seconds, "s", bar, "lower", f"log10 LR {found.log10_lr:.2f}")


def _panel(rng: np.random.Generator) -> Panel:
    """Frequencies as uneven as those of real loci."""
    markers = {}
    for locus in range(LOCI):
        shares = rng.dirichlet(np.ones(ALLELES)).tolist()
        markers[f"l{locus}"] = {str(8 + i): share for i, share in enumerate(shares)}
    return Panel("invented", markers)
