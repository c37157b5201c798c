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
MATCHING = [name for name in MEASUREMENTS if name not in ("access", "imports")]

__all__ = [
    "DAILY", "MATCHING", "MEASUREMENTS", "access", "asking", "growth", "importing", "kinship", "latency", "names",
    "quality", "recall", "rematch", "scan", "spellings",
]  # fmt: skip
