"""Invent a registry: into the database for the demonstration, or as CSV files with the truth apart."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accessctl.models import Organisation
from registry.site.invented import files, labelled
from registry.site.invented.world_of import Plan, invent
from registry.site.loading.load import Loaded, benchmark, demonstration

if TYPE_CHECKING:
    from argparse import ArgumentParser

SEED = 20_260
STEP = 100


class Command(BaseCommand):
    """Nobody it invents exists."""

    requires_system_checks: list[str] = []  # migrations ran them; files need no database
    help = "Invent people, reports and remains: --demo loads a small registry, --bench 10k --out DIR writes CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--demo", action="store_true", help="load the demonstration")
        what.add_argument("--bench", metavar="SIZE", help="number of reports, such as 10k")
        parser.add_argument("--out", type=Path, metavar="DIR", help="write CSV files there, the truth in DIR/truth")
        parser.add_argument("--labelled", type=Path, metavar="DIR", help="write tables for evaluate_matching there")
        parser.add_argument("--load", action="store_true", help="put the benchmark into the database as well")
        parser.add_argument("--shifted", action="store_true", help="errors x 1.5, a tradition and a route more")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="the registry's last day; today")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or timezone.localdate()
        if options["demo"]:
            plan = Plan.demo(seed=options["seed"], as_of=as_of)
        else:
            if not options["out"] and not options["load"] and not options["labelled"]:
                raise CommandError("Say where the benchmark goes: --out DIR, --labelled DIR, --load, or several.")
            plan = Plan.bench(size_of(options["bench"]), seed=options["seed"], as_of=as_of, shifted=options["shifted"])
        if options["demo"] or options["load"]:
            self._refuse_a_second_time()
        invented = invent(plan)
        if options["out"]:
            for path in files.write(invented, options["out"]):
                self.stdout.write(f"Written {path}.")
        if options["labelled"]:
            for path in labelled.write(invented, options["labelled"]):
                self.stdout.write(f"Written {path}.")
        if options["demo"] or options["load"]:
            began = time.monotonic()
            into_database = demonstration if options["demo"] else benchmark
            loaded = into_database(invented, Path(settings.LOCAL_DIR) / "demo.json", self._progress)
            if options["out"]:
                keys = vars(loaded)
                (options["out"] / "truth" / "references.json").write_text(json.dumps(keys, indent=1), encoding="utf-8")
            self._say(loaded, time.monotonic() - began)

    def _say(self, loaded: Loaded, seconds: float) -> None:
        records = len(loaded.cases) + len(loaded.remains) + len(loaded.alive)
        self.stdout.write(f"Loaded {len(loaded.cases)} reports and {len(loaded.remains)} remains.")
        self.stdout.write(f"{records} records in {seconds:.0f} seconds, {records / seconds:.0f} a second.")

    def _refuse_a_second_time(self) -> None:
        if Organisation.objects.exists():
            raise CommandError("There is a registry in this database already. Start afresh with: make demo-reset")

    def _progress(self, what: str, done: int, whole: int) -> None:
        if done % STEP == 0 or done == whole:
            self.stdout.write(f"  {what}: {done} of {whole}")


def size_of(text: str) -> int:
    """1000 or 10k.  Raises CommandError."""
    match = re.fullmatch(r"(\d+)(k?)", text.strip().lower())
    size = int(match[1]) * (1_000 if match[2] else 1) if match else 0
    if not 100 <= size <= 1_000_000:
        raise CommandError(f"{text!r} is not a size. Give a number of reports from 100 to 1000k.")
    return size
