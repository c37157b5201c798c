"""Every measurement there is, in the order of the printed table: importing this module registers them."""

from registry.site.bench import scan  # isort: skip
from registry.site.bench import (
    access,
    asking,
    growth,
    importing,
    kinship,
    latency,
    names,
    quality,
    recall,
    rematch,
    spellings,
)  # fmt: skip
from registry.site.bench.registry import LONG, MEASUREMENTS

DAILY = [name for name in MEASUREMENTS if name not in LONG]
APART = ["imports"]  # by its name alone: it wants a database without records
MATCHING = [name for name in MEASUREMENTS if name not in ("access", *APART)]

__all__ = [
    "APART", "DAILY", "MATCHING", "MEASUREMENTS", "access", "asking", "growth", "importing", "kinship", "latency",
    "names", "quality", "recall", "rematch", "scan", "spellings",
]  # fmt: skip
