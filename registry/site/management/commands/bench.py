"""Measure the registry: print a table, write it as JSON, end with 1 if a bar is missed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.site.bench.all import DAILY, MATCHING, MEASUREMENTS
from registry.site.bench.registry import Setting, run

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Everything is a ratio or a share of one run, so figures of different machines can be compared."""

    help = "Measure recall, speed ratios and growth; write bench.json."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "names", nargs="*", help=f"of {', '.join(MEASUREMENTS)}; if none is given: {', '.join(DAILY)}"
        )
        parser.add_argument("--matching", action="store_true", help="everything about the matching, for an hour or so")
        parser.add_argument("--reports", type=int, default=Setting.reports)
        parser.add_argument("--probes", type=int, default=Setting.probes)
        parser.add_argument("--seed", type=int, default=Setting.seed)
        parser.add_argument("--out", type=Path, default=Path(settings.LOCAL_DIR) / "bench.json")

    def handle(self, *args: Any, **options: Any) -> None:
        setting = Setting(options["reports"], options["probes"], options["seed"])
        usual = MATCHING if options["matching"] else DAILY
        try:
            result = run(options["names"] or usual, setting)
        except KeyError as problem:
            raise CommandError(str(problem.args[0])) from problem
        self.stdout.write(result.as_table())
        out: Path = options["out"]
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(result.as_json(), indent=1, ensure_ascii=False), encoding="utf-8")
        self.stdout.write(f"Written to {out}.")
        if result.failed():
            self.stderr.write("Missed: " + "; ".join(reading.name for reading in result.failed()))
            sys.exit(1)
