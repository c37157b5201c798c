"""Every measurement there is, in the order of the printed table: importing this module registers them."""

from registry.site.bench import scan  # isort: skip
from registry.site.bench import access, growth, recall
from registry.site.bench.registry import MEASUREMENTS

__all__ = ["MEASUREMENTS", "access", "growth", "recall", "scan"]
